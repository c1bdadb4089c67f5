//! Any bytes as a server's reply, and as a saved CLUSTER SHARDS.

#![no_main]

libfuzzer_sys::fuzz_target!(|reply: &[u8]| chalkstore_fuzz::reply(reply));
