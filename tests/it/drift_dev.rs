#![allow(missing_docs, dead_code, reason = "tests")]
mod drift;
