//! Tells the program which commit it was built from (`CHALKSTORE_COMMIT`, `CHALKSTORE_COMMIT_DATE`, which whoever builds
//! without git, such as the Dockerfile, can say as variables), for what (`CHALKSTORE_TARGET`) and by which compiler
//! (`CHALKSTORE_RUSTC`).

use std::path::Path;
use std::process::Command;

fn main() {
    let commit = said("CHALKSTORE_COMMIT").or_else(|| git(&["rev-parse", "--short=12", "HEAD"]));
    let commit = commit.unwrap_or_else(|| "unknown".to_owned());
    let date = said("CHALKSTORE_COMMIT_DATE").or_else(|| git(&["log", "-1", "--format=%cs"]));
    let date = date.unwrap_or_else(|| "unknown".to_owned());
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

/// What the environment says. A word of it, as commits and dates are: it becomes a line of what cargo reads.
fn said(name: &str) -> Option<String> {
    println!("cargo::rerun-if-env-changed={name}");
    let is_word =
        |text: &String| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    std::env::var(name).ok().filter(is_word)
}
