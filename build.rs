//! Tells the program which commit it was built from (`CHALKSTORE_COMMIT`, `CHALKSTORE_COMMIT_DATE`), for what
//! (`CHALKSTORE_TARGET`) and by which compiler (`CHALKSTORE_RUSTC`).

use std::path::Path;
use std::process::Command;

fn main() {
    let commit = git(&["rev-parse", "--short=12", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    let date = git(&["log", "-1", "--format=%cs"]).unwrap_or_else(|| "unknown".to_owned());
    println!("cargo::rustc-env=CHALKSTORE_COMMIT={commit}");
    println!("cargo::rustc-env=CHALKSTORE_TARGET={}", std::env::var("TARGET").unwrap_or_default());
    println!("cargo::rustc-env=CHALKSTORE_RUSTC={}", rustc().unwrap_or_else(|| "unknown".to_owned()));
    println!("cargo::rustc-env=CHALKSTORE_COMMIT_DATE={date}");
    println!("cargo::rerun-if-changed=build.rs");
    for path in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", path]).filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
}

/// What the compiler says of its version.
fn rustc() -> Option<String> {
    let output = Command::new(std::env::var_os("RUSTC")?).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// What git prints, or nothing where there is no git or no repository of this crate's own.
fn git(arguments: &[&str]) -> Option<String> {
    let root = std::env::var("CARGO_MANIFEST_DIR").ok()?;
    if !Path::new(&root).join(".git").exists() {
        return None;
    }
    let output = Command::new("git").arg("-C").arg(&root).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}
