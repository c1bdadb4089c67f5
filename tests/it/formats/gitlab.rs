//! GitLab's Code Quality, by what its documentation asks for: each problem has a description, the check's name, a
//! fingerprint of its own, one of five severities, and a place in a file whose path is relative to the repository.

use std::collections::BTreeSet;

use chalkstore::render::Format;
use serde_json::{Value, json};

use super::{Report, reports};

fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        // Neither absolute nor beginning with `./`, and it leads nowhere else.
                        "path": {"type": "string", "pattern": "^[^/]", "not": {"pattern": "(^|/)\\.\\.?(/|$)|//"}},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                            "additionalProperties": false,
                        },
                    },
                    "additionalProperties": false,
                },
            },
            "additionalProperties": false,
        },
    })
}

/// The problems of a report, after all that is asked of them was seen to hold.
pub(super) fn count(report: &Report) -> u64 {
    let text = report.drawn(Format::Gitlab);
    let problems: Value = serde_json::from_str(&text).expect("is JSON");
    let validator = jsonschema::validator_for(&schema()).expect("is a schema");
    let errors: Vec<String> =
        validator.iter_errors(&problems).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{text}");
    let problems = problems.as_array().expect("is a list");
    let prints: BTreeSet<&str> = problems.iter().filter_map(|one| one["fingerprint"].as_str()).collect();
    assert_eq!(prints.len(), problems.len(), "GitLab shows one of two with the same fingerprint: {text}");
    problems.len() as u64
}

/// A node that comes back with another address is no other problem.
#[test]
fn fingerprints_do_not_depend_on_addresses() {
    let prints = |from: &str, to: &str| -> Vec<String> {
        let report = reports::all().into_iter().find(|report| report.name == "problems").expect("is there");
        let mut section = report.sections.into_iter().next().expect("has one");
        for finding in &mut section.assessment.findings {
            let subject = finding.detail.as_mut().and_then(|detail| detail.subject.as_mut());
            if let Some(subject) = subject {
                *subject = subject.replace(from, to);
            }
        }
        let text = Report { name: "again", sections: vec![section] }.drawn(Format::Gitlab);
        let problems: Vec<Value> = serde_json::from_str(&text).expect("is JSON");
        problems.iter().map(|one| one["fingerprint"].as_str().expect("is text").to_owned()).collect()
    };
    assert_eq!(prints("10.0.1.", "10.0.1."), prints("10.0.1.", "172.31.9."));
    assert_ne!(prints("6379", "6379"), prints("6379", "6380"));
}
