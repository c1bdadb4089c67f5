//! Any bytes as the JSON text of an item.

#![no_main]

libfuzzer_sys::fuzz_target!(|item: &[u8]| chalkstore_fuzz::item(item));
