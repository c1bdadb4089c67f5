//! The committed fuzzing corpus, without the fuzzer: what must hold for every input holds for these.

use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "it is a crate of its own, too")]
pub(crate) mod invariants;

fn for_each(target: &str, check: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus is there").filter_map(Result::ok) {
        check(&std::fs::read(entry.path()).expect("a file of the corpus"));
        files += 1;
    }
    assert!(files > 10, "{target} has {files} files");
}

#[test]
fn uris() {
    for_each("uri", invariants::uri);
}

#[test]
fn lines() {
    for_each("lines", invariants::line);
}

#[test]
fn replies() {
    for_each("replies", invariants::reply);
}

#[test]
fn items() {
    for_each("items", invariants::item);
}

#[test]
fn collectors() {
    for_each("otel", invariants::otel);
}
