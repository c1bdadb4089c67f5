//! Any bytes as a file of a collector.

#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| chalkstore_fuzz::otel(file));
