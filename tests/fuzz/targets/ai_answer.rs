#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| insforge::fuzzing::ai_answer(data));
