//! One JSON document.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::rc::Rc;

use serde_json::value::{RawValue, to_raw_value};

use super::Render;
use super::dto::{DataDto, FindingDto, InOneLine, ReportDto, SCHEMA_VERSION, SubjectDto};
use super::style::Style;
use crate::report::{Counts, Finding, Header, Section, Status, Summary};

/// The format `json`. It holds what it is going to list; of a clean subject in a batch that is its name and its counts.
pub(super) struct Json {
    verbose: bool,
    header: Option<Header>,
    subjects: Vec<Subject>,
    /// What passed of a subject, as many others have it.
    passed: BTreeSet<Rc<[&'static str]>>,
    /// Findings, each with its section's place in `subjects`.
    findings: Vec<(usize, Finding)>,
    /// Rows as they are to be written, which takes a fraction of what they take as values.
    rows: BTreeMap<&'static str, Vec<Box<RawValue>>>,
    /// Single values, each with its section's title.
    facts: BTreeMap<&'static str, BTreeMap<String, Box<RawValue>>>,
}

/// What became of a subject.
struct Subject {
    title: String,
    counts: Counts,
    /// The codes of its checks that passed.
    passed: Rc<[&'static str]>,
}

impl Json {
    pub(super) fn new(style: Style) -> Self {
        Self {
            verbose: style.is_verbose(),
            header: None,
            subjects: Vec::new(),
            passed: BTreeSet::new(),
            findings: Vec::new(),
            rows: BTreeMap::new(),
            facts: BTreeMap::new(),
        }
    }

    /// The codes of the checks of which every result passed.
    fn passed(&mut self, findings: &[Finding]) -> Rc<[&'static str]> {
        let is_pass = |finding: &&Finding| finding.status == Status::Pass;
        let others: BTreeSet<&str> =
            findings.iter().filter(|finding| !is_pass(finding)).map(|finding| finding.check.code).collect();
        let mut told = BTreeSet::new();
        let passed = findings.iter().filter(is_pass).map(|finding| finding.check.code);
        let passed: Vec<&str> = passed.filter(|code| !others.contains(code) && told.insert(*code)).collect();
        if let Some(same) = self.passed.get(passed.as_slice()) {
            return Rc::clone(same);
        }
        let passed: Rc<[&str]> = passed.into();
        self.passed.insert(Rc::clone(&passed));
        passed
    }

    fn data(&self) -> BTreeMap<&'static str, DataDto<'_>> {
        let rows = self.rows.iter().map(|(name, rows)| (*name, DataDto::Rows(rows)));
        let facts = self.facts.iter().map(|(name, values)| {
            let mut by_subject = values.iter().map(|(title, value)| (title.as_str(), value.as_ref()));
            match (by_subject.next(), self.subjects.len()) {
                (Some((_, value)), 1) => (*name, DataDto::Value(value)),
                (first, _) => (*name, DataDto::BySubject(first.into_iter().chain(by_subject).collect())),
            }
        });
        debug_assert!(
            self.facts.keys().all(|name| !self.rows.contains_key(name)),
            "a name stands for a table and for a single value: {:?} and {:?}",
            self.rows.keys(),
            self.facts.keys()
        );
        rows.chain(facts).collect()
    }
}

impl Render for Json {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.header = Some(header.clone());
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        let lists_passes = self.verbose || self.subjects.is_empty();
        if self.subjects.len() == 1 && !self.verbose {
            self.findings.retain(|(_, finding)| finding.status != Status::Pass);
        }
        let place = self.subjects.len();
        let passed = self.passed(&section.assessment.findings);
        self.subjects.push(Subject { title: section.title().to_owned(), counts: section.counts, passed });
        let listed = section.assessment.findings.iter();
        let listed = listed.filter(|finding| lists_passes || finding.status != Status::Pass);
        self.findings.extend(listed.map(|finding| (place, without_snippet(finding))));
        for row in &section.assessment.rows {
            self.rows.entry(row.table).or_default().push(to_raw_value(&row.value)?);
        }
        for fact in &section.assessment.facts {
            let value = to_raw_value(&fact.value)?;
            self.facts.entry(fact.name).or_default().insert(section.title().to_owned(), value);
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let header = self.header.as_ref().ok_or_else(|| io::Error::other("a report without a start"))?;
        let title = |place: usize| self.subjects[place].title.as_str();
        let findings = self.findings.iter().map(|(place, finding)| FindingDto::new(finding, title(*place)));
        let subjects = self.subjects.iter().map(|Subject { title, counts, passed }| {
            InOneLine(SubjectDto { subject: title, counts: *counts, passed })
        });
        let report = ReportDto {
            schema_version: SCHEMA_VERSION,
            tool: &header.tool,
            command: &header.command,
            subject: &header.subject,
            started_at: &header.started_at,
            duration_ms: summary.duration_ms,
            exit_code: summary.exit.code(),
            counts: summary.counts,
            vantage: &header.vantage,
            subjects: subjects.collect(),
            findings: findings.collect(),
            data: self.data(),
        };
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }
}

/// What the format says of a finding. The line to show a person would take the most room.
fn without_snippet(finding: &Finding) -> Finding {
    let mut finding = finding.clone();
    if let Some(detail) = &mut finding.detail {
        detail.snippet = None;
    }
    finding
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use serde_json::Value;

    use super::*;
    use crate::render::Format;
    use crate::render::dto::report_schema;
    use crate::render::samples::{clean, connection, drawn, hostile, style, uri, verbose};
    use crate::report::{Assessment, Fact};

    fn json(style: Style, sections: &[&Section]) -> (String, Value) {
        let text = drawn(Format::Json, style, sections);
        let value = serde_json::from_str(&text).expect("is JSON");
        let validator = jsonschema::validator_for(&report_schema()).expect("is a schema");
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{text}");
        (text, value)
    }

    #[test]
    fn one_store() {
        let mut section = connection();
        section.assessment.findings.drain(2..);
        assert_snapshot!(json(style(None), &[&section]).0, @r#"
        {
          "schema_version": 1,
          "tool": {
            "name": "chalkstore",
            "version": "0.1.0",
            "commit": "0123456789ab"
          },
          "command": "validate-uri",
          "subject": "redis://cache.example.com:6379/0?pasword=••••&clustered=yes",
          "started_at": "2026-05-04T12:00:00.000Z",
          "duration_ms": 1234,
          "exit_code": 1,
          "counts": {
            "pass": 1,
            "warn": 1,
            "fail": 1,
            "skip": 1,
            "unknown": 1
          },
          "vantage": {
            "host": "ops-1",
            "zone": null
          },
          "subjects": [
            {"subject":"prod-eu","counts":{"pass":1,"warn":1,"fail":1,"skip":1,"unknown":1},"passed":["NET002"]}
          ],
          "findings": [
            {
              "code": "NET002",
              "name": "net-tcp",
              "category": "network",
              "status": "pass",
              "severity": "critical",
              "subject": "prod-eu",
              "message": "a TCP connection is accepted",
              "help": null,
              "notes": [],
              "span": null
            },
            {
              "code": "NET003",
              "name": "net-families",
              "category": "network",
              "status": "warn",
              "severity": "medium",
              "subject": "prod-eu",
              "message": "IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect",
              "help": "remove the AAAA record, or open port 6379 for IPv6 in the security group",
              "notes": [
                "IPv4 connects in 0.4 ms"
              ],
              "span": null
            }
          ],
          "data": {
            "stages": [
              {"duration_us":400,"stage":"TCP"},
              {"duration_us":12000,"stage":"TLS"}
            ]
          }
        }
        "#);
    }

    #[test]
    fn a_batch_lists_no_passes_but_tells_of_each_subject() {
        for (style, listed, rows) in [(style(None), 7, 3), (verbose(None), 15, 3)] {
            let (_, value) = json(style, &[&clean(), &uri(), &clean(), &connection()]);
            let findings = value["findings"].as_array().expect("is an array");
            assert_eq!(findings.len(), listed);
            assert_eq!(value["counts"]["pass"], 8);
            let subjects = value["subjects"].as_array().expect("is an array");
            assert_eq!(subjects.len(), 4);
            let clean = serde_json::json!({
                "subject": "clean",
                "counts": {"pass": 2, "warn": 0, "fail": 0, "skip": 0, "unknown": 0},
                "passed": ["URI004", "URI006"],
            });
            assert_eq!([&subjects[0], &subjects[2]], [&clean; 2]);
            assert_eq!(subjects[3]["passed"], serde_json::json!(["NET002"]));
            let data = value["data"].as_object().expect("is an object");
            assert_eq!(data.values().filter_map(Value::as_array).map(Vec::len).sum::<usize>(), rows);
            let last = findings.last().expect("is not empty");
            assert_eq!((&last["code"], &last["subject"]), (&"NET007".into(), &"prod-eu".into()));
        }
    }

    #[test]
    fn a_single_value_is_no_list_and_several_go_by_subject() {
        let of = |name: &str, bytes: u64| {
            let facts = vec![Fact { name: "item", value: serde_json::json!({"bytes": bytes}) }];
            let assessment = Assessment { facts, ..Assessment::default() };
            Section::new(name.to_owned(), None, assessment)
        };
        let (_, value) = json(style(None), &[&of("a", 1)]);
        assert_eq!(value["data"], serde_json::json!({"item": {"bytes": 1}}));
        let (_, value) = json(style(None), &[&of("a", 1), &of("b", 2)]);
        assert_eq!(value["data"], serde_json::json!({"item": {"a": {"bytes": 1}, "b": {"bytes": 2}}}));
    }

    #[test]
    fn nothing_is_still_a_report() {
        let (_, value) = json(style(None), &[]);
        assert_eq!((&value["findings"], &value["data"]), (&serde_json::json!([]), &serde_json::json!({})));
        assert_eq!(value["subjects"], serde_json::json!([]));
    }

    #[test]
    fn text_is_kept_as_it_is() {
        let section = hostile();
        let (_, value) = json(style(None), &[&section]);
        assert_eq!(value["findings"][1]["message"], section.assessment.findings[1].message());
    }

    #[test]
    fn the_schema_refuses_what_is_not_a_report() {
        let validator = jsonschema::validator_for(&report_schema()).expect("is a schema");
        let (_, value) = json(style(None), &[&uri()]);
        for key in value.as_object().expect("is an object").keys() {
            let mut without = value.clone();
            without.as_object_mut().expect("is an object").remove(key);
            assert!(!validator.is_valid(&without), "{key} may be missing");
        }
    }
}
