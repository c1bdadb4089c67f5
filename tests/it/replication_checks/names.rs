//! What is read of `CloudWatch` is asked for: a metric that nobody asks for never has a point.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn source(below: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/replication").join(below);
    if path.is_file() {
        return fs::read_to_string(path).expect("can be read");
    }
    let files = fs::read_dir(path).expect("a folder").map(|entry| entry.expect("a file").path());
    files.map(|file| fs::read_to_string(file).expect("can be read")).collect()
}

/// Every name of a metric, and the constant that holds it.
fn names() -> Vec<(String, String)> {
    let told = source("names.rs");
    let of = |line: &str| {
        let (constant, value) = line.split_once("const ")?.1.split_once(": &str = \"")?;
        Some((constant.to_owned(), value.split('"').next()?.to_owned()))
    };
    told.lines().filter_map(of).collect()
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|one: char| !(one.is_ascii_alphanumeric() || one == '_')).collect()
}

#[test]
fn every_metric_that_is_read_is_asked_for() {
    let names = names();
    assert!(names.len() > 10, "{names:?}");
    let (asked, lag, assess) = (source("observe"), source("lag"), source("assess"));
    let mut read = 0;
    for (constant, value) in &names {
        let is_read = [&lag, &assess].iter().any(|text| words(text).contains(constant.as_str()));
        read += usize::from(is_read);
        assert!(!is_read || words(&asked).contains(constant.as_str()), "nobody asks for {value}");
        for text in [&asked, &lag, &assess] {
            assert!(!text.contains(&format!("\"{value}\"")), "{value} is written out: use names::{constant}");
        }
    }
    assert!(read > 8, "{read} of {}", names.len());
}

/// Nothing else that looks like a metric is read by its name.
#[test]
fn no_other_metric_is_named() {
    let known: BTreeSet<String> = names().into_iter().map(|(_, value)| value).collect();
    for text in [source("lag"), source("assess")] {
        for literal in text.split('"').skip(1).step_by(2) {
            let is_one = ["PerSec", "Lag", "Latency", "Count", "Time", "Failure", "Failures", "Error"]
                .iter()
                .any(|end| literal.ends_with(end))
                && literal.bytes().all(|byte| byte.is_ascii_alphabetic())
                && literal.starts_with(|one: char| one.is_ascii_uppercase());
            assert!(!is_one || known.contains(literal), "{literal} is asked for by nobody");
        }
    }
}
