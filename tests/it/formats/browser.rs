//! HTML in a real browser: `tests/support/browser.py`. Screenshots and what would be printed are kept in
//! `target/formats`.
//!
//! Chromium is not fetched: Debian replaces its version every few days, so that none can be pinned, and it needs a
//! hundred libraries. One that is installed is used (`CHALKSTORE_CHROMIUM` or in the path). Where there is none, this is
//! said on standard error and in `target/formats/not-checked.txt`, which `scripts/test.sh` repeats at its end; the full
//! tests fail then.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{kept, reports};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHALKSTORE_CHROMIUM") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    NAMES.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

#[test]
fn a_browser_renders_it() {
    let note = kept("not-checked.txt");
    let Some(chromium) = chromium() else {
        let told =
            "the HTML report was not checked in a browser: no chromium (Debian: apt-get install chromium)\n";
        assert!(std::env::var_os("CHALKSTORE_TEST_FULL").is_none(), "{told}");
        std::fs::write(&note, told).expect("can write");
        // Not by a macro: those of a test that passes are kept back.
        std::io::stderr().write_all(told.as_bytes()).expect("can write");
        return;
    };
    if note.exists() {
        std::fs::remove_file(&note).expect("can be removed");
    }
    // Fifty environments are twelve four times: the checker of HTML has read them.
    let mut files = reports::pages();
    files.retain(|file| !file.ends_with("fifty.html"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/browser.py");
    let done = Command::new("python3")
        .arg(script)
        .arg(chromium)
        .arg(kept(""))
        .args(&files)
        .stdin(Stdio::null())
        .output()
        .expect("Python can be started");
    let error = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{error}");
    let found: BTreeMap<String, Vec<String>> =
        serde_json::from_slice(&done.stdout).unwrap_or_else(|wrong| panic!("{wrong}: {error}"));
    assert_eq!(found.len(), files.len());
    let told: Vec<String> =
        found.iter().flat_map(|(file, all)| all.iter().map(move |one| format!("{file}: {one}"))).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}
