//! Any bytes as a connection URI.

#![no_main]

libfuzzer_sys::fuzz_target!(|value: &[u8]| chalkstore_fuzz::uri(value));
