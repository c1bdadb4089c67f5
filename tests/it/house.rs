//! The rules of the house, read off the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chalkstore::report::catalogue;

mod data;

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
            ["src", "main.rs" | "lib.rs"] | ["src", "aws" | "probe" | "render" | "cli", ..]
        )
}

/// A piece of Rust: a name, or a mark. Comments, strings and characters are left out.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Mark(char),
    /// `::`
    Path,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text;
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    while let Some(first) = rest.chars().next() {
        // Where a raw string's quote stands, as `r#"`.
        let raw = ["r", "br", "cr"].into_iter().find_map(|prefix| {
            let hashes = rest.strip_prefix(prefix)?;
            let count = hashes.len() - hashes.trim_start_matches('#').len();
            hashes[count..].starts_with('"').then_some((prefix.len() + count + 1, "#".repeat(count)))
        });
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some((start, hashes)) = raw {
            let end = format!("\"{hashes}");
            rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
        } else if first == '"' {
            let mut is_escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        } else if first == '\'' {
            // A character; what is none is a lifetime, whose name is a name.
            match rest[1..].strip_prefix('\\') {
                Some(escape) => escape[1..].find('\'').map_or(1, |end| end + 4),
                None => rest.char_indices().nth(2).filter(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 1),
            }
        } else if rest.starts_with("::") {
            found.push(Token::Path);
            2
        } else if is_name(first) {
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            found.push(Token::Name(rest[..end].to_owned()));
            end
        } else {
            if !first.is_whitespace() {
                found.push(Token::Mark(first));
            }
            first.len_utf8()
        };
        rest = &rest[skipped..];
    }
    found
}

/// Takes one `use` tree off the tokens: every path in it, with the name that it has from then on.
fn use_tree(
    tokens: &mut std::iter::Peekable<std::vec::IntoIter<Token>>,
    prefix: &str,
    out: &mut Vec<(String, String)>,
) {
    let mut path = prefix.to_owned();
    while let Some(token) = tokens.peek().cloned() {
        match token {
            Token::Name(name) if name == "as" => {
                tokens.next();
                if let Some(Token::Name(alias)) = tokens.next() {
                    out.push((alias, path));
                }
                return;
            }
            Token::Name(name) => {
                // `a::{self}` is `a`.
                if name != "self" || path.is_empty() {
                    path = join(&path, &name);
                }
            }
            Token::Path => {}
            Token::Mark('*') => path = join(&path, "*"),
            Token::Mark('{') => {
                tokens.next();
                while tokens.peek().is_some_and(|token| *token != Token::Mark('}')) {
                    use_tree(tokens, &path, out);
                    if tokens.peek() == Some(&Token::Mark(',')) {
                        tokens.next();
                    }
                }
                tokens.next();
                return;
            }
            Token::Mark(_) => break,
        }
        tokens.next();
    }
    out.push((path.rsplit("::").next().unwrap_or_default().to_owned(), path));
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}::{name}") }
}

/// Every path that a source text names, in `use` and elsewhere, written out in full. `module` is where the text
/// stands, such as `crate::uri::rules`.
fn paths(text: &str, module: &str) -> BTreeSet<String> {
    let mut imported = Vec::new();
    let mut named = Vec::new();
    let mut tokens = tokens(text).into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Name(name) if name == "use" => use_tree(&mut tokens, "", &mut imported),
            Token::Name(mut path) => {
                while tokens.peek() == Some(&Token::Path) {
                    tokens.next();
                    let Some(Token::Name(name)) = tokens.next_if(|token| matches!(token, Token::Name(_)))
                    else {
                        break;
                    };
                    path = join(&path, &name);
                }
                named.push(path);
            }
            _ => {}
        }
    }
    let absolute = |path: &str| {
        let (mut module, mut path) = (module, path);
        let mut is_relative = false;
        while let Some((first @ ("self" | "super"), rest)) = path.split_once("::") {
            if first == "super" {
                module = module.rsplit_once("::").map_or("crate", |(parent, _)| parent);
            }
            (path, is_relative) = (rest, true);
        }
        if is_relative { join(module, path) } else { path.to_owned() }
    };
    // A name may itself stand for an import: `use std::time; use time::Instant;`.
    let expanded = |path: &str| {
        let mut path = path.to_owned();
        for _ in 0..4 {
            let first = path.split("::").next().unwrap_or_default();
            let Some((alias, full)) = imported.iter().find(|(alias, full)| alias == first && full != first)
            else {
                break;
            };
            if full.starts_with(&format!("{alias}::")) {
                break;
            }
            path = format!("{full}{}", &path[alias.len()..]);
        }
        absolute(&path)
    };
    let all = imported.iter().map(|(_, path)| path).chain(named.iter().filter(|path| path.contains("::")));
    let bare = named.iter().filter(|path| imported.iter().any(|(alias, _)| alias == *path));
    all.chain(bare).map(|path| expanded(path)).collect()
}

/// What pure code must not name, and what of it is pure all the same.
const IMPURE: [(&str, &[&str]); 16] = [
    ("tokio", &[]),
    ("redis", &[]),
    ("rand", &[]),
    ("std::fs", &[]),
    ("std::env", &[]),
    ("std::process", &[]),
    ("std::thread", &[]),
    ("std::net", &["IpAddr", "Ipv4Addr", "Ipv6Addr", "SocketAddr", "AddrParseError"]),
    ("std::io", &["self", "Error", "ErrorKind", "Result", "Read", "Write", "BufRead", "Seek", "Cursor"]),
    ("std::os", &[]),
    ("std::time::Instant", &[]),
    ("std::time::SystemTime", &[]),
    ("jiff::Timestamp::now", &[]),
    ("jiff::Zoned::now", &[]),
    ("jiff::tz::TimeZone::system", &[]),
    ("terminal_size", &[]),
];

/// Families of crates that do I/O, by how their names begin.
const IMPURE_FAMILIES: [&str; 3] = ["aws_", "hyper", "hickory"];

/// Only the room that speaks TLS knows its crates.
const TLS: [&str; 4] = ["rustls", "tokio_rustls", "rustls_native_certs", "x509_parser"];

/// Whether a path is a thing, or inside it, or imports it with all that stands beside it.
fn reaches(path: &str, thing: &str) -> bool {
    let is_inside = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    is_inside(path, thing) || path.strip_suffix("::*").is_some_and(|outer| is_inside(thing, outer))
}

/// The paths of a text that pure code must not name.
fn impure(text: &str, module: &str) -> Vec<String> {
    let is_pure = |path: &str, thing: &str, pure: &[&str]| {
        let rest = path.strip_prefix(thing).unwrap_or_default().trim_start_matches("::");
        let first = rest.split("::").next().unwrap_or_default();
        pure.contains(&if first.is_empty() { "self" } else { first })
    };
    let in_connect = reaches(module, "crate::connect");
    paths(text, module)
        .into_iter()
        .filter(|path| {
            IMPURE.iter().any(|(thing, pure)| reaches(path, thing) && !is_pure(path, thing, pure))
                || IMPURE_FAMILIES.iter().any(|family| path.starts_with(family))
                || !in_connect && TLS.iter().any(|name| reaches(path, name))
        })
        .collect()
}

/// `cli -> preflight -> probe -> domains -> report` and `cli -> render -> report`: nobody looks back. A room that is
/// not named here is a domain.
fn backward(text: &str, module: &str) -> Vec<String> {
    let rooms = |path: &str| {
        path.strip_prefix("crate::").map(|path| path.split("::").next().unwrap_or(path).to_owned())
    };
    let Some(own) = rooms(module) else { return Vec::new() };
    let may_use = |room: &str| match own.as_str() {
        "cli" | "main" => true,
        "preflight" => !matches!(room, "cli" | "render"),
        "probe" => !matches!(room, "cli" | "render" | "preflight"),
        "report" => false,
        "render" => matches!(room, "report" | "observe" | "secrets" | "numbers" | "words"),
        "observe" | "aws" => matches!(room, "report" | "observe" | "aws" | "secrets" | "words"),
        _ => !matches!(room, "cli" | "render" | "preflight" | "probe" | "*"),
    };
    let is_backward = |path: &String| rooms(path).is_some_and(|room| room != own && !may_use(&room));
    paths(text, module).into_iter().filter(is_backward).collect()
}

/// The module that a file is: `src/uri/rules/mod.rs` is `crate::uri::rules`.
fn module(path: &Path) -> String {
    let parts = path.iter().skip(1).filter_map(|part| part.to_str()).map(|part| part.trim_end_matches(".rs"));
    parts
        .filter(|part| !matches!(*part, "mod" | "lib"))
        .fold("crate".to_owned(), |path, part| join(&path, part))
}

/// Files that are tests as a whole.
fn is_test(path: &Path) -> bool {
    path.iter().any(|part| part == "tests" || part == "tests.rs" || part == "samples.rs")
}

fn offences(rule: impl Fn(&str, &str) -> Vec<String>, is_free: impl Fn(&Path) -> bool) -> String {
    let mut found = String::new();
    for (path, text) in rust_files("src") {
        if !is_test(&path) && !is_free(&path) {
            for offence in rule(without_tests(&text), &module(&path)) {
                found += &format!("\n{} names {offence}", path.display());
            }
        }
    }
    found
}

#[test]
fn io_lives_in_observe_and_apply_alone() {
    let found = offences(impure, may_do_io);
    assert!(found.is_empty(), "I/O in pure code:{found}");
}

#[test]
fn dependencies_point_one_way() {
    let found = offences(backward, |_| false);
    assert!(found.is_empty(), "the wrong way:{found}");
}

/// The rules catch what they are for, however it is written.
#[test]
fn the_rules_see_through_how_a_path_is_written() {
    for (text, expected) in [
        ("use std::{env, fmt, net};", &["std::env", "std::net"][..]),
        ("use std::time::Instant as Clock;", &["std::time::Instant"]),
        (
            "use std::time::{self, Duration}; fn f() { time::SystemTime::now(); }",
            &["std::time::SystemTime::now"],
        ),
        ("use std::io; fn f() -> io::Result<()> { io::stdout().flush() }", &["std::io::stdout"]),
        ("use std::io::{self, Read, Stdin};", &["std::io::Stdin"]),
        ("use ::std::fs::File;", &["std::fs::File"]),
        ("use std::*;", &["std::*"]),
        ("use std as s; fn f() { s::process::exit(1) }", &["std::process::exit"]),
        ("fn f() { println!(\"{}\", std::env::var(\"X\")) }", &["std::env::var"]),
        ("use jiff::Timestamp as T; fn f() { T::now(); }", &["jiff::Timestamp::now"]),
        ("use jiff::{Timestamp, Span}; fn f(t: Timestamp) -> Span { t.since() }", &[]),
        ("use std::net::{IpAddr, TcpStream};", &["std::net::TcpStream"]),
        ("use {tokio::net, rustls::pki_types};", &["rustls::pki_types", "tokio::net"]),
        ("use aws_smithy_types::Blob; fn f(aws_name: u8) {}", &["aws_smithy_types::Blob"]),
        (
            "// std::fs\n/* std::fs */ const S: &str = \"std::fs \\\" std::fs\"; const R: &str = r#\"std::fs \"#;",
            &[],
        ),
        ("fn f<'a>(x: &'a str) -> char { '\"' } fn g() { std::fs::read(x) }", &["std::fs::read"]),
        ("fn f() -> char { '\\'' } fn g() { std::thread::sleep(x) } // '", &["std::thread::sleep"]),
    ] {
        assert_eq!(impure(text, "crate::uri::rules"), expected, "{text}");
    }
    assert!(impure("use rustls::pki_types;", "crate::connect::certificate").is_empty());
    for (text, module, expected) in [
        ("use crate::{cli, probe, report};", "crate::uri", &["crate::cli", "crate::probe"][..]),
        ("use crate::render as draw;", "crate::valkey::rules", &["crate::render"]),
        ("fn f() { crate::probe::observe() }", "crate::valkey", &["crate::probe::observe"]),
        ("use super::super::cli::main;", "crate::uri::rules", &["crate::cli::main"]),
        ("use super::rules; use self::inner::x;", "crate::uri::rules", &[]),
        ("use crate::*;", "crate::uri", &["crate::*"]),
        ("use crate::uri::Evidence;", "crate::report::finding", &["crate::uri::Evidence"]),
        ("use crate::uri; use crate::observe::Progress;", "crate::render::human", &["crate::uri"]),
        ("use crate::{connect, uri, secrets, observe, aws, report};", "crate::valkey", &[]),
        ("use crate::{render, uri};", "crate::cli::run", &[]),
    ] {
        assert_eq!(backward(text, module), expected, "{text}");
    }
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
        let decided = check.page.split("## How it is decided").nth(1).unwrap_or_default();
        let decided = decided.split("\n## ").next().unwrap_or_default();
        // What --fail-on can meet: when it comes, or that it never does.
        for status in ["`fail`", "`warn`"] {
            assert!(
                decided.contains(status),
                "explain/{code}.md does not say when it is {status}, or that it never is"
            );
        }
    }
}
