//! Any bytes as a line of a batch.

#![no_main]

libfuzzer_sys::fuzz_target!(|line: &[u8]| chalkstore_fuzz::line(line));
