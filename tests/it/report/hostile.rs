//! Bundles that somebody has made to do harm, and those that came to harm on the way.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use flate2::{Compression, GzBuilder};
use serde_json::{Value, json};
use tar::EntryType;

use super::{FOLDER, Member, bundle_of, members, pack, sha256};
use crate::program::{Ran, chalkstore, run_with, text};

const GOOD: &str = "rediss://cache.internal:6379/0?clustered=true";

/// The longest that a refusal may take, on a busy machine.
const LIMIT: Duration = Duration::from_mins(1);

/// Reads a bundle in an empty folder, in which it must leave nothing.
fn read(bundle: &Path) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = chalkstore();
    command.current_dir(folder.path());
    let begun = Instant::now();
    let ran = run_with(command, &["report", text(bundle)], b"");
    assert!(begun.elapsed() < LIMIT, "{:?}", begun.elapsed());
    assert_eq!(std::fs::read_dir(folder.path()).expect("is there").count(), 0);
    ran
}

#[track_caller]
fn refused(bundle: &Path, words: &str) {
    let ran = read(bundle);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:?}");
    assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    assert!(!ran.stderr.contains("bug"), "{ran:?}");
}

fn manifest(members: &mut [Member], change: impl FnOnce(&mut Value)) {
    let mut value: Value = serde_json::from_slice(&members[0].bytes).expect("is JSON");
    change(&mut value);
    members[0].bytes = value.to_string().into_bytes();
}

/// Puts a file into a bundle as its maker would, with its size and hash.
fn replace(members: &mut [Member], name: &str, bytes: Vec<u8>) {
    manifest(members, |value| {
        let files = value["files"].as_array_mut().expect("a list");
        let file = files.iter_mut().find(|file| file["name"] == name).expect("is listed");
        file["bytes"] = bytes.len().into();
        file["sha256"] = sha256(&bytes).into();
    });
    let name = format!("{FOLDER}/{name}");
    let member = members.iter_mut().find(|member| member.name == name).expect("is there");
    member.bytes = bytes;
}

#[test]
fn archives_that_chalkstore_does_not_make() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = members(&bundle_of(GOOD, folder.path()));
    let file = folder.path().join("changed.tar.gz");
    let try_it = |words: &str, change: &dyn Fn(&mut Vec<Member>)| {
        let mut changed = good.clone();
        change(&mut changed);
        pack(&file, &changed);
        refused(&file, words);
    };
    // Packed anew as it is, it is read.
    pack(&file, &good);
    assert_eq!(read(&file).code, 0);
    // So is one from before two of the manifest's keys had the names that they have everywhere.
    let mut old = good.clone();
    manifest(&mut old, |value| {
        for (new, name) in [("schema_version", "bundle_version"), ("started_at", "observed_at")] {
            value[name] = value.as_object_mut().and_then(|keys| keys.remove(new)).expect("is there");
        }
    });
    pack(&file, &old);
    assert_eq!(read(&file).code, 0);

    for name in [
        "../../evil",
        "/etc/evil",
        "chalkstore-bundle/../evil",
        "chalkstore-bundle//report.html",
        "chalkstore-bundle/a/b",
        "evidence.jsonl",
        "chalkstore-bundle/unknown",
        "chalkstore-bundle/\u{1b}[2J",
    ] {
        try_it("does not stand in its manifest", &|all| all.push(Member::file(name, "x")));
    }
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Directory,
        EntryType::Fifo,
        EntryType::Block,
        EntryType::Char,
        EntryType::GNULongName,
        EntryType::XHeader,
        EntryType::GNUSparse,
    ] {
        try_it("no plain file", &|all| {
            all.push(Member { kind, ..Member::file("chalkstore-bundle/report.html", "") });
        });
        try_it("does not begin with a manifest", &|all| {
            all.insert(0, Member { kind, ..Member::file("chalkstore-bundle", "") });
        });
    }
    try_it("does not begin with a manifest", &|all| all.swap(0, 1));
    try_it("does not begin with a manifest", &Vec::clear);
    try_it("stands in it twice", &|all| all.push(all[1].clone()));
    try_it("evidence.jsonl is missing", &|all| drop(all.remove(2)));
    try_it("report.txt is missing", &|all| all.retain(|member| !member.name.ends_with("report.txt")));
    try_it("its SHA-256 is", &|all| all[2].bytes[100] ^= 1);
    try_it("by the manifest", &|all| all[2].bytes.push(b'\n'));
    try_it("names no evidence.jsonl", &|all| {
        manifest(all, |value| value["files"] = json!([]));
    });
    try_it("has version 2", &|all| {
        manifest(all, |value| *value = json!({"schema_version": 2, "another": "form"}));
    });
    try_it("is not one", &|all| manifest(all, |value| value["files"] = "none".into()));
    try_it("is not one", &|all| all[0].bytes = b"[".repeat(100_000));
    try_it("longer than", &|all| all[0].bytes = b" ".repeat(3 << 20));
    for name in ["../../evil", "a/b", "", ".hidden", "\u{1b}[2J"] {
        try_it("no plain file name", &|all| manifest(all, |value| value["files"][0]["name"] = name.into()));
    }
    try_it("twice", &|all| {
        manifest(all, |value| value["files"][0]["name"] = "evidence.jsonl".into());
    });
    try_it("more than 64 files", &|all| {
        manifest(all, |value| {
            let many = (0..100).map(|at| json!({"name": format!("f{at}"), "bytes": 0, "sha256": ""}));
            value["files"] = many.collect();
        });
    });
    // A manifest of another run.
    for (key, value) in [
        ("command", "topology"),
        ("subject", "redis://other:6379/0?clustered=true"),
        ("started_at", "2020-01-01T00:00:00.000Z"),
    ] {
        try_it("contradict each other", &|all| manifest(all, |manifest| manifest[key] = value.into()));
    }
    // Whole by its hashes, and still no evidence.
    try_it("does not begin with a header", &|all| replace(all, "evidence.jsonl", b"{}\n".to_vec()));
    let evidence = String::from_utf8(good[2].bytes.clone()).expect("is text");
    try_it("has evidence version 7", &|all| {
        let newer = evidence.replace("\"evidence_version\":1", "\"evidence_version\":7");
        replace(all, "evidence.jsonl", newer.into_bytes());
    });
}

/// The evidence counts, and that the manifest says otherwise is told.
#[test]
fn a_manifest_that_tells_another_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut changed = members(&bundle_of(&GOOD.replace("true", "yes"), folder.path()));
    let file = folder.path().join("changed.tar.gz");
    pack(&file, &changed);
    let ran = read(&file);
    assert!(ran.code == 1 && ran.stderr.is_empty(), "{ran:?}");
    manifest(&mut changed, |value| value["exit_code"] = 0.into());
    pack(&file, &changed);
    let ran = read(&file);
    assert!(ran.code == 1 && ran.stderr.contains("exited with 0, and its evidence comes to 1"), "{ran:?}");
    // Who asks for something else gets something else, and that is no contradiction.
    manifest(&mut changed, |value| value["fail_on"] = "never".into());
    pack(&file, &changed);
    assert!(read(&file).stderr.is_empty());
}

#[test]
fn a_bundle_that_was_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = std::fs::read(bundle_of(GOOD, folder.path())).expect("is there");
    let file = folder.path().join("damaged.tar.gz");
    let write = |bytes: &[u8]| std::fs::write(&file, bytes).expect("can write");
    // Cut off anywhere.
    for part in 0..24 {
        let length = 2 + (whole.len() - 3) * part / 23;
        write(&whole[..length]);
        let ran = read(&file);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{length}: {ran:?}");
    }
    // A bit turned anywhere behind what names the format.
    for part in 0..24 {
        let mut bytes = whole.clone();
        let at = 10 + (bytes.len() - 11) * part / 23;
        bytes[at] ^= 0x10;
        write(&bytes);
        let ran = read(&file);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{at}: {ran:?}");
    }
    for more in [&b"x"[..], &whole] {
        write(&[&whole, more].concat());
        refused(&file, "something stands behind its end");
    }
    write(&[0x1f, 0x8b]);
    refused(&file, "cut off");
    let mut packed = GzBuilder::new().write(Vec::new(), Compression::fast());
    packed
        .write_all(b"no archive, but long enough to be taken for one".repeat(100).as_slice())
        .expect("fits");
    write(&packed.finish().expect("fits"));
    assert_eq!(read(&file).code, 2);
}

/// A gigabyte of zeros takes a megabyte; nothing of it is kept, and most of it is not even looked at.
#[test]
fn bombs_are_not_unpacked() {
    const ZEROS: u64 = 4 << 30;
    let folder = tempfile::tempdir().expect("a folder");
    let mut good = members(&bundle_of(GOOD, folder.path()));
    manifest(&mut good, |value| {
        value["files"] = json!([{"name": "evidence.jsonl", "bytes": ZEROS, "sha256": ""}]);
    });
    let file = folder.path().join("bomb.tar.gz");
    let mut header = tar::Header::new_ustar();
    header.set_path("chalkstore-bundle/evidence.jsonl").expect("fits");
    header.set_size(ZEROS);
    header.set_cksum();
    let mut first = tar::Header::new_ustar();
    first.set_path("chalkstore-bundle/manifest.json").expect("fits");
    first.set_size(good[0].bytes.len() as u64);
    first.set_cksum();
    let out = std::fs::File::create(&file).expect("can write");
    let mut out = GzBuilder::new().write(out, Compression::best());
    let padding = vec![0; good[0].bytes.len().next_multiple_of(512) - good[0].bytes.len()];
    for part in [first.as_bytes().as_slice(), &good[0].bytes, &padding, header.as_bytes()] {
        out.write_all(part).expect("can write");
    }
    // A part of it is enough to see what it is.
    let zeros = vec![0; 1 << 20];
    for _ in 0..200 {
        out.write_all(&zeros).expect("can write");
    }
    out.finish().expect("can write");
    refused(&file, "unpacks to more than 300 times its size");
    // Behind the end of the archive, too.
    let good = members(&folder.path().join("bundle.tar.gz"));
    pack(&file, &good);
    let mut padded = std::fs::read(&file).expect("is there");
    let mut more = GzBuilder::new().write(Vec::new(), Compression::best());
    more.write_all(&zeros).expect("fits");
    padded.extend(more.finish().expect("fits"));
    std::fs::write(&file, padded).expect("can write");
    refused(&file, "something stands behind its end");
}

/// A size that no file has is no reason to ask for so much memory.
#[test]
fn sizes_that_no_file_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = members(&bundle_of(GOOD, folder.path()));
    let file = folder.path().join("large.tar.gz");
    for size in [u64::MAX / 2, 1 << 40] {
        let out = std::fs::File::create(&file).expect("can write");
        let mut out = GzBuilder::new().write(out, Compression::default());
        let mut header = tar::Header::new_gnu();
        header.set_path("chalkstore-bundle/manifest.json").expect("fits");
        header.set_size(size);
        header.set_cksum();
        out.write_all(header.as_bytes()).and_then(|()| out.write_all(&good[0].bytes)).expect("can write");
        out.finish().expect("can write");
        let ran = read(&file);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{size}: {ran:?}");
    }
}
