//! What the formats say, and of which subject.

use chalkstore::{probe, render};

use super::{BAD, GOOD, WARNS};
use crate::program::{chalkstore, run, run_with, text};

#[test]
fn documents_are_what_their_schemas_say() {
    let validator = |schema: &serde_json::Value| jsonschema::validator_for(schema).expect("is a schema");
    let report = validator(&render::report_schema());
    let line = validator(&render::line_schema());
    let evidence = serde_json::to_value(probe::evidence_schema()).expect("is JSON");
    let evidence = validator(&evidence);
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    for uri in
        [GOOD, BAD, WARNS, "", "dynamodb:///x", "rediss://h.x:1?password=a#b", "\u{feff}redis://h\u{1b}"]
    {
        let ran = run(&["validate-uri", uri, "--output", "json", "--save-evidence", text(&saved), "-v"]);
        let document = ran.json();
        assert!(report.is_valid(&document), "{uri}: {:?}", report.iter_errors(&document).next());
        assert_eq!(document["exit_code"], ran.code);
        let keys: Vec<&str> = document.as_object().expect("an object").keys().map(String::as_str).collect();
        let expected = [
            "schema_version",
            "tool",
            "command",
            "subject",
            "started_at",
            "duration_ms",
            "exit_code",
            "counts",
            "vantage",
            "findings",
            "subjects",
            "data",
        ];
        // `serde_json::Value` sorts its keys.
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(keys, expected);
        let count = document["findings"].as_array().expect("an array").len();
        let counts = document["counts"].as_object().expect("an object");
        let total: u64 = counts.values().filter_map(serde_json::Value::as_u64).sum();
        assert_eq!((count as u64, counts.len()), (total, 5));
        for text in std::fs::read_to_string(&saved).expect("was saved").lines() {
            let value = serde_json::from_str(text).expect("is JSON");
            assert!(evidence.is_valid(&value), "{text}: {:?}", evidence.iter_errors(&value).next());
        }
        for text in run(&["validate-uri", uri, "--output", "ndjson", "-v"]).stdout.lines() {
            let value = serde_json::from_str(text).expect("is JSON");
            assert!(line.is_valid(&value), "{text}: {:?}", line.iter_errors(&value).next());
        }
    }
}

#[test]
fn names_come_from_lines() {
    let input =
        "name,uri\nprod,redis://h.x:1/0\n{\"name\":\"dev\",\"uri\":\"redis://h.x:0/0?clustered=true\"}\n";
    let ran = run_with(chalkstore(), &["validate-uri", "-", "--output", "json"], input.as_bytes());
    let report = ran.json();
    let subjects: Vec<_> = report["findings"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|finding| (finding["subject"].as_str().expect("text"), finding["code"].as_str().expect("text")))
        .collect();
    assert_eq!(subjects, [("prod", "URI010"), ("dev", "URI007")]);
    assert_eq!(report["data"]["uris"].as_array().expect("an array").len(), 2);
}

/// Which of my four hundred lines?
#[test]
fn lines_are_named() {
    let input = format!("{GOOD}\n\n{BAD}\n");
    let ran = run_with(chalkstore(), &["validate-uri", "-", "--output", "ndjson"], input.as_bytes());
    assert!(ran.stdout.contains("\"origin\":\"standard input:3\""), "{ran:?}");
    let ran = run_with(chalkstore(), &["validate-uri", "-", "--output", "json"], input.as_bytes());
    let rows = ran.json()["data"]["uris"].clone();
    assert_eq!((&rows[1]["origin"], &rows[1]["subject"]), (&"standard input:3".into(), &BAD.into()));
    let from_stdin = ["validate-uri", "-", "--output", "github"];
    assert!(!run_with(chalkstore(), &from_stdin, input.as_bytes()).stdout.contains("file="));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("uris");
    std::fs::write(&file, &input).expect("can write");
    let ran = run(&["validate-uri", "--uri-file", text(&file), "--output", "github"]);
    assert!(ran.stdout.starts_with(&format!("::error file={},line=3,title=", text(&file))), "{ran:?}");
    let ran = run_with(chalkstore(), &["validate-uri", "-"], input.as_bytes());
    assert!(ran.stdout.contains("standard input:3"), "{ran:?}");
    assert!(ran.stdout.contains("\n2 URIs: 1 passed, 1 failed\n"), "{ran:?}");
}

#[test]
fn explain_says_everything_in_three_formats() {
    let page = run(&["explain", "uri014", "NET001"]).stdout;
    assert!(page.contains("URI014:") && page.contains("NET001:") && page.contains("How to fix it"));
    let list = run(&["explain"]).stdout;
    for check in chalkstore::report::catalogue::ALL {
        assert!(list.contains(check.code), "{}", check.code);
    }
    let json = run(&["explain", "URI014", "--output", "json"]).json();
    assert_eq!(json["checks"][0]["name"], "uri-parameters");
    let markdown = run(&["explain", "URI014", "--output", "markdown"]).stdout;
    assert!(markdown.starts_with("# URI014: "));
    let wrong = run(&["explain", "URI01"]);
    assert!(wrong.stderr.contains("did you mean"), "{wrong:?}");
}
