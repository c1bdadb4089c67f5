//! SARIF 2.1.0, for code scanning: problems only, because a result is an alert there.

use std::io::{self, Write};

use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use super::Render;
use super::fingerprint::Fingerprints;
use super::sarif_model::{Log, Rule, Run, SarifResult, artifact};
use super::words::is_incomplete;
use crate::report::{Check, Header, Section, Summary};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The format `sarif`.
#[derive(Default)]
pub(super) struct Sarif {
    header: Option<Header>,
    /// In the order in which they were first broken.
    rules: Vec<&'static Check>,
    /// Results as they are to be written, which takes a fraction of what they take as values.
    results: Vec<Box<RawValue>>,
    fingerprints: Fingerprints,
}

impl Render for Sarif {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.header = Some(header.clone());
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        let problems = section.assessment.findings.iter().filter(|finding| finding.status.is_problem());
        for finding in problems {
            let known = self.rules.iter().position(|rule| rule.code == finding.check.code);
            let rule_index = known.unwrap_or(self.rules.len());
            if known.is_none() {
                self.rules.push(finding.check);
            }
            let fingerprint = self.fingerprints.next(finding, section.title());
            let command = self.header.as_ref().map_or("", |header| &header.command);
            let result = SarifResult::new(finding, section, command, rule_index, fingerprint);
            self.results.push(to_raw_value(&result)?);
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let header = self.header.as_ref().ok_or_else(|| io::Error::other("a report without a start"))?;
        let run = Run {
            tool: json!({ "driver": {
                "name": header.tool.name,
                "semanticVersion": header.tool.version,
                "rules": self.rules.iter().map(|check| Rule::new(check)).collect::<Vec<_>>(),
            }}),
            automation_details: json!({ "id": format!("{}/", artifact(&header.command)) }),
            column_kind: "unicodeCodePoints",
            invocations: json!([{
                "executionSuccessful": !is_incomplete(summary.exit),
                "exitCode": summary.exit.code(),
                "startTimeUtc": header.started_at,
            }]),
            results: &self.results,
        };
        let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
        serde_json::to_writer_pretty(&mut *out, &log)?;
        writeln!(out)
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use serde_json::Value;

    use crate::render::Format;
    use crate::render::samples::{connection, drawn, hostile, style, uri};
    use crate::report::Section;

    /// The log, checked against the standard's own schema.
    fn log(sections: &[&Section]) -> Value {
        let schema = include_str!("../../tests/fixtures/sarif-2.1.0.json");
        // As published, one pattern has a bracket too many and is no regular expression.
        let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$");
        let schema = serde_json::from_str(&schema).expect("is JSON");
        let validator = jsonschema::validator_for(&schema).expect("is a schema");
        let text = drawn(Format::Sarif, style(None), sections);
        let log = serde_json::from_str(&text).expect("is JSON");
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new(), "{text}");
        log
    }

    #[test]
    fn a_result_and_its_rule() {
        let mut log = log(&[&uri()]);
        assert_snapshot!(serde_json::to_string_pretty(&log["runs"][0]["results"][0]).expect("is JSON"), @r#"
        {
          "level": "error",
          "locations": [
            {
              "logicalLocations": [
                {
                  "fullyQualifiedName": "redis://cache.example.com:6379/0?pasword=••••&clustered=yes"
                }
              ],
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "chalkstore/validate-uri"
                },
                "region": {
                  "charLength": 3,
                  "charOffset": 64,
                  "endColumn": 68,
                  "startColumn": 65,
                  "startLine": 1
                }
              }
            }
          ],
          "message": {
            "text": "redis://cache.example.com:6379/0?pasword=••••&clustered=yes: `clustered` must be `true` or `false`, not `yes`\nhelp: write `clustered=true` for a cluster with cluster mode enabled, `clustered=false` for a single primary with its replicas"
          },
          "partialFingerprints": {
            "chalkstore/v1": "03596e4b3bd09b5f:1",
            "primaryLocationLineHash": "03596e4b3bd09b5f:1"
          },
          "properties": {
            "severity": "critical",
            "status": "fail"
          },
          "ruleId": "URI009",
          "ruleIndex": 0
        }
        "#);
        let rule = &mut log["runs"][0]["tool"]["driver"]["rules"][0];
        let page = rule["help"].take();
        assert!(page["markdown"].as_str().expect("is text").starts_with("# URI009: "), "{page}");
        assert_snapshot!(rule, @r#"{"help":null,"id":"URI009","name":"uri-clustered-value","properties":{"tags":["uri"]},"shortDescription":{"text":"`clustered` is `true` or `false`, and given once"}}"#);
    }

    /// The columns are those of the line where the line is the URI and nothing else.
    #[test]
    fn a_subject_from_a_file_is_shown_at_its_line() {
        let place = |section: &Section, origin: &str| {
            let section = section.clone().from(Some(origin.to_owned()));
            log(&[&section])["runs"][0]["results"][0]["locations"][0]["physicalLocation"].take()
        };
        assert_snapshot!(place(&uri(), "./deploy/my uris.csv:17"), @r#"{"artifactLocation":{"uri":"deploy/my%20uris.csv"},"region":{"endColumn":68,"startColumn":65,"startLine":17}}"#);
        let named = Section { name: Some("prod".to_owned()), ..uri() };
        assert_snapshot!(place(&named, "/srv/uris.csv:17"), @r#"{"artifactLocation":{"uri":"file:///srv/uris.csv"},"region":{"startLine":17}}"#);
        assert_snapshot!(place(&uri(), "standard input:17")["artifactLocation"], @r#"{"uri":"chalkstore/validate-uri"}"#);
    }

    #[test]
    fn rule_indices_lead_to_the_rules() {
        let log = log(&[&connection(), &uri(), &hostile()]);
        let run = &log["runs"][0];
        let results = run["results"].as_array().expect("is an array");
        assert_eq!(results.len(), 8);
        for result in results {
            let index =
                usize::try_from(result["ruleIndex"].as_u64().expect("is a number")).expect("is small");
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
    }

    #[test]
    fn nothing_is_still_a_log() {
        assert_eq!(log(&[])["runs"][0]["results"], serde_json::json!([]));
    }
}
