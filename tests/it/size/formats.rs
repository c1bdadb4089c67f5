//! Every format, for a workload, a trace and several scenarios: well-formed, and the same verdict.

use serde_json::Value;

use crate::program::formats;

use super::{Folder, WORKLOAD, flat, jump, size};

fn is_xml(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

#[test]
fn every_format_is_well_formed() {
    let folder = Folder::new();
    let (flat, jump) = (folder.write("flat.csv", flat()), folder.write("jump <&\"]]>.csv", jump()));
    let (one, two) = (
        folder.write("one.toml", "name = \"<a> & ]]> | `b`\"\nread_qps = 10\n"),
        folder.write("two.toml", "read_qps = 2000\nwrite_qps = 500\n[[replicas]]\nregion = \"us-west-2\"\n"),
    );
    let line = chalkstore::render::line_schema();
    let line = jsonschema::validator_for(&line).expect("is a schema");
    for (arguments, expected) in [
        (&WORKLOAD[..], 0),
        (&["--trace", &flat, "--optimize", "--explain"], 0),
        (&["--trace", &jump], 1),
        (&["--scenario", &one, "--scenario", &two, "--explain"], 0),
        (&["--read-qps", "1", "--region", "sa-east-1"], 3),
    ] {
        for format in formats() {
            let ran = size(&[arguments, &["--output", format]].concat());
            assert_eq!((ran.code, ran.stderr.as_str()), (expected, ""), "{format}: {ran:?}");
            match format {
                "json" | "sarif" | "gitlab" => {
                    assert!(serde_json::from_str::<Value>(&ran.stdout).is_ok(), "{ran:?}");
                }
                "ndjson" => {
                    for text in ran.stdout.lines() {
                        let value: Value = serde_json::from_str(text).expect("is JSON");
                        assert!(line.is_valid(&value), "{text}: {:?}", line.iter_errors(&value).next());
                    }
                }
                "junit" | "svg" => assert!(is_xml(&ran.stdout), "{format}: {}", ran.stdout),
                // What passes is not worth a line to GitHub.
                "github" => {}
                _ => assert!(ran.stdout.len() > 50, "{format}: {ran:?}"),
            }
            assert!(!ran.stdout.contains("NaN") && !ran.stdout.contains("inf "), "{format}: {}", ran.stdout);
        }
    }
}

/// A picture has the curves of a trace.
#[test]
fn a_trace_is_drawn() {
    let folder = Folder::new();
    let (trace, picture) = (folder.write("jump.csv", jump()), folder.path("jump.svg"));
    let ran = size(&["--trace", &trace, "--output", &format!("svg={picture}"), "--fail-on", "never"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let svg = std::fs::read_to_string(&picture).expect("was written");
    assert!(is_xml(&svg), "{svg}");
    for words in ["Reads in us-east-1", "busiest minute", "capacity", "<path"] {
        assert!(svg.contains(words), "{words}: {svg}");
    }
    // The lines of a legend follow each other, however many curves there are.
    let place = |words: &str| -> f64 {
        let element = &svg[..svg.find(words).unwrap_or_else(|| panic!("{words}: {svg}"))];
        let (_, y) = element.rsplit_once(" y=\"").expect("a text has a place");
        y.split('"').next().and_then(|y| y.parse().ok()).expect("is a number")
    };
    let gap = place("capacity: min") - place("busiest minute: min");
    assert!((10.0..60.0).contains(&gap), "{gap}");
}
