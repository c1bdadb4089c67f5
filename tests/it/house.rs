//! The rules of the house, read off the source.

use std::fs;
use std::path::{Path, PathBuf};

use chalkstore::report::catalogue;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut folders = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the source").filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("source is text");
                files.push((path.strip_prefix(root()).expect("is inside").to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

/// The code without its tests, which stand at a file's end.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

/// Where I/O may live: in what observes or applies, and in what joins and draws.
fn may_do_io(path: &Path) -> bool {
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    let is = |name: &str| parts.iter().any(|part| *part == name || *part == format!("{name}.rs"));
    is("observe")
        || is("apply")
        || matches!(
            parts.as_slice(),
            ["src", "main.rs" | "aws.rs" | "lib.rs"] | ["src", "probe" | "render" | "cli", ..]
        )
}

#[test]
fn io_lives_in_observe_and_apply_alone() {
    let forbidden = [
        "tokio",
        "redis::",
        "aws_sdk",
        "aws_config",
        "hickory",
        "hyper",
        "std::net::Tcp",
        "std::net::Udp",
        "std::net::ToSocketAddrs",
        "std::process",
        "std::fs",
        "std::env::var",
        "env::args",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "std::io::std",
        "io::stdin",
        "io::stdout",
        "io::stderr",
        "thread::spawn",
        "rand::",
    ];
    let mut found = Vec::new();
    for (path, text) in rust_files("src") {
        if may_do_io(&path) {
            continue;
        }
        for (number, line) in without_tests(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if let Some(word) = forbidden.iter().find(|word| code.contains(**word)) {
                found.push(format!("{}:{}: {word}", path.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "I/O in pure code:\n{}", found.join("\n"));
}

/// `cli -> probe -> domains -> report` and `cli -> render -> report`: nobody looks back.
#[test]
fn dependencies_point_one_way() {
    let domains = ["uri", "connect", "store_ref", "secrets"];
    let mut found = Vec::new();
    for (path, text) in rust_files("src") {
        let room =
            path.iter().nth(1).and_then(|room| room.to_str()).unwrap_or_default().trim_end_matches(".rs");
        let forbidden: &[&str] = match room {
            "report" => {
                &["render", "probe", "cli", "uri", "connect", "store_ref", "secrets", "aws", "observe"]
            }
            "render" => &["probe", "cli", "uri", "connect", "store_ref", "aws"],
            "probe" => &["cli", "render"],
            room if domains.contains(&room) => &["probe", "cli", "render"],
            _ => &[],
        };
        for word in forbidden {
            if text.contains(&format!("crate::{word}::")) || text.contains(&format!("use crate::{word};")) {
                found.push(format!("{} uses {word}", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn main_is_short_and_modules_hold_no_logic() {
    let main = fs::read_to_string(root().join("src/main.rs")).expect("is there");
    assert!(main.lines().count() < 40);
    for (path, text) in rust_files("src") {
        if path.ends_with("mod.rs") {
            let logic = text
                .lines()
                .find(|line| line.starts_with("impl ") || line.contains("fn ") && line.ends_with('{'));
            let is_helper = path.ends_with("uri/rules/mod.rs");
            assert!(logic.is_none() || is_helper, "{}: {logic:?}", path.display());
        }
    }
}

/// A check that no test provokes is a check that nobody has seen. `("URI014", Fail)` and
/// `expect_finding(…, "URI014", …)` are how tests name what they provoke.
#[test]
fn every_check_is_provoked_and_explained() {
    let tests: String = rust_files("tests/it").into_iter().map(|(_, text)| text).collect();
    let list = fs::read_to_string(root().join("docs/checks.md")).expect("is there");
    for check in catalogue::ALL {
        let code = check.code;
        assert!(tests.contains(&format!("\"{code}\"")), "{code} is provoked by no test");
        assert!(list.contains(&format!("[{code}]")), "{code} is missing from docs/checks.md");
        let words = check.page.split_whitespace().count();
        assert!(words > 60, "explain/{code}.md says next to nothing ({words} words)");
    }
}
