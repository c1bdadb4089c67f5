//! `--bundle` and `chalkstore report`: one file of everything, read anywhere, and trusted nowhere.

mod bundles;
mod files;
mod hostile;

use std::io::{Read, Write};
use std::path::Path;

use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};
use tar::{Archive, Builder, EntryType, Header};

use crate::program::{run, text};

/// The folder in a bundle.
const FOLDER: &str = "chalkstore-bundle";

/// A member of an archive.
#[derive(Clone, Debug)]
struct Member {
    name: String,
    kind: EntryType,
    mode: u32,
    mtime: u64,
    owner: u64,
    bytes: Vec<u8>,
}

impl Member {
    fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let name = name.to_owned();
        Self { name, kind: EntryType::Regular, mode: 0o600, mtime: 0, owner: 0, bytes: bytes.into() }
    }
}

/// What is in a bundle, in its order.
fn members(bundle: &Path) -> Vec<Member> {
    let file = std::fs::File::open(bundle).expect("the bundle is there");
    let mut archive = Archive::new(GzDecoder::new(file));
    let entries = archive.entries().expect("is an archive");
    entries
        .map(|entry| {
            let mut entry = entry.expect("is whole");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("is whole");
            let header = entry.header();
            Member {
                name: String::from_utf8(entry.path_bytes().into_owned()).expect("a name is text"),
                kind: header.entry_type(),
                mode: header.mode().expect("has a mode"),
                mtime: header.mtime().expect("has a time"),
                owner: header.uid().expect("has an owner") + header.gid().expect("has a group"),
                bytes,
            }
        })
        .collect()
}

/// The content of one file of a bundle.
fn content(bundle: &Path, name: &str) -> String {
    let name = format!("{FOLDER}/{name}");
    let found = members(bundle).into_iter().find(|member| member.name == name).expect("is in the bundle");
    String::from_utf8(found.bytes).expect("is text")
}

/// Writes an archive, whatever its members are called.
fn pack(path: &Path, members: &[Member]) {
    let file = std::fs::File::create(path).expect("can write");
    let mut tar = Builder::new(GzBuilder::new().write(file, Compression::default()));
    for member in members {
        let mut header = Header::new_gnu();
        // `set_path` refuses what is to be tried.
        let name = member.name.as_bytes();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_entry_type(member.kind);
        if matches!(member.kind, EntryType::Symlink | EntryType::Link) {
            header.set_link_name("/etc/passwd").expect("fits");
        }
        header.set_size(member.bytes.len() as u64);
        header.set_mode(member.mode);
        header.set_cksum();
        tar.append(&header, member.bytes.as_slice()).expect("can write");
    }
    finish(tar);
}

fn finish(tar: Builder<GzEncoder<std::fs::File>>) {
    tar.into_inner().and_then(GzEncoder::finish).and_then(|mut file| file.flush()).expect("can write");
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A bundle of a URI, and the evidence beside it.
fn bundle_of(uri: &str, folder: &Path) -> std::path::PathBuf {
    let bundle = folder.join("bundle.tar.gz");
    let ran = run(&["validate-uri", uri, "--bundle", text(&bundle)]);
    assert!(matches!(ran.code, 0 | 1), "{ran:?}");
    bundle
}
