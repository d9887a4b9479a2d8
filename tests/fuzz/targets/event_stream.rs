#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| insforge::fuzzing::event_stream(data));
