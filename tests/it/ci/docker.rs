//! The Dockerfile: linted, small, not root, and given everything that the build reads. A container engine builds it where
//! there is one (`scripts/image.sh`).

use std::fs;
use std::process::Command;

use super::{committed, root};
use crate::program::Ran;
use crate::support::fetched;

#[test]
fn hadolint_finds_nothing() {
    let hadolint = fetched("hadolint");
    let lint = |path: &std::path::Path| -> Ran {
        let mut command = Command::new(&hadolint.program[0]);
        command.args(["--no-color", "--failure-threshold", "style"]).arg(path);
        command.output().expect("hadolint runs").into()
    };
    let ran = lint(&root().join("Dockerfile"));
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran:?}");
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("Dockerfile");
    fs::write(&broken, "FROM debian\nRUN apt-get install curl\n").expect("can be written");
    assert_ne!(lint(&broken).code, 0, "hadolint refuses something");
}

fn instructions(word: &str) -> Vec<String> {
    let text = committed("Dockerfile").replace("\\\n", " ");
    let lines = text.lines().filter_map(|line| line.strip_prefix(word)?.strip_prefix(' '));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn the_image_that_comes_out_is_distroless_and_not_root() {
    let stages = instructions("FROM");
    assert_eq!(stages.len(), 3, "{stages:?}");
    assert_eq!(stages.last().map(String::as_str), Some("${RUNTIME} AS runtime"));
    let bases = instructions("ARG");
    let runtime = bases.iter().find_map(|base| base.strip_prefix("RUNTIME=")).expect("a base");
    assert!(runtime.starts_with("gcr.io/distroless/cc-") && runtime.contains(":nonroot"), "{runtime}");
    for user in instructions("USER") {
        assert_eq!(user, "65532:65532", "by number, so that Kubernetes can tell that it is not root");
    }
    assert_eq!(instructions("USER").len(), 2);
    let run = instructions("RUN").concat();
    assert!(run.contains("scripts/build_release.sh"), "{run}");
    let copied = instructions("COPY").join("\n");
    assert!(!copied.contains("--chown=root") && copied.contains("/out/chalkstore"), "{copied}");
    for label in ["title", "description", "licenses", "version", "revision"] {
        let text = committed("Dockerfile");
        assert_eq!(text.matches(&format!("org.opencontainers.image.{label}=")).count(), 2, "{label}");
    }
    // The entry point is a list: there is no shell that could start it.
    assert_eq!(instructions("ENTRYPOINT"), [r#"["/usr/local/bin/chalkstore"]"#]);
}

#[test]
fn versions_are_those_of_the_project() {
    let manifest: toml::Table = toml::from_str(&committed("Cargo.toml")).expect("is TOML");
    let of = |key: &str| manifest["package"][key].as_str().expect("text").to_owned();
    let text = committed("Dockerfile");
    assert!(text.contains(&format!("library/rust:{}-", of("rust-version"))), "Rust {}", of("rust-version"));
    let version = format!("ARG VERSION={}\n", of("version"));
    assert_eq!(text.matches(&version).count(), 2, "{version}");
    for file in ["kustomization.yaml", "job.yaml", "cronjob.yaml"] {
        let manifest = committed(&format!("deploy/kubernetes/{file}"));
        assert!(manifest.contains(&of("version")), "{file}");
    }
    assert!(committed("ci/gitlab/chalkstore.gitlab-ci.yml").contains(&format!("{}-ci", of("version"))));
}

/// The build is given its sources and nothing else: no history, no build results, no files of the person that builds.
#[test]
fn the_build_sees_only_what_it_reads() {
    let ignored = committed(".dockerignore");
    let lines: Vec<&str> =
        ignored.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert_eq!(lines[0], "*");
    let seen: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix('!')).collect();
    for path in &seen {
        assert!(root().join(path).exists(), "{path}");
    }
    // What cargo needs, and what the source includes from outside of `src`.
    let needed = ["Cargo.toml", "Cargo.lock", "build.rs", "src", "explain", "benches", "tests/it/main.rs"];
    for path in needed {
        assert!(seen.contains(&path), "{path}");
    }
    assert!(!seen.iter().any(|path| [".git", "target", "."].contains(path)), "{seen:?}");
}

#[test]
fn the_script_says_when_there_is_no_container_engine() {
    let bin = tempfile::tempdir().expect("a folder");
    for tool in ["bash", "dirname", "basename", "git"] {
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
            .map(|folder| folder.join(tool))
            .find(|path| path.exists());
        std::os::unix::fs::symlink(found.expect("is installed"), bin.path().join(tool))
            .expect("can be linked");
    }
    let mut command = Command::new(bin.path().join("bash"));
    command.arg(root().join("scripts/image.sh")).env_clear().env("PATH", bin.path());
    let ran: Ran = command.output().expect("bash runs").into();
    assert!(ran.code == 1 && ran.stderr.contains("no container engine"), "{ran:?}");
}
