//! What parsers of others say of the reports: `tests/support/read_reports.py`, run once for all.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use chalkstore::render::Format;
use serde_json::{Value, json};

use super::reports;
use crate::support::fetched;

/// What was read, by the report's name and the format: `counts` and `errors`.
pub(super) fn read() -> &'static Value {
    static READ: OnceLock<Value> = OnceLock::new();
    READ.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let texts: Vec<Value> = reports::all()
            .iter()
            .map(|report| {
                json!({
                    "name": report.name,
                    "junit": report.drawn(Format::Junit),
                    "openmetrics": report.drawn(Format::Openmetrics),
                    "html": report.drawn(Format::Html),
                })
            })
            .collect();
        let asked = json!({"junit_schema": root.join("tests/fixtures/jenkins-junit.xsd"), "reports": texts});
        let parsers = fetched("report-parsers");
        let mut python = Command::new(&parsers.program[0])
            .args(&parsers.program[1..])
            .arg(root.join("tests/support/read_reports.py"))
            .envs(parsers.env.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python can be started");
        let mut stdin = python.stdin.take().expect("is piped");
        stdin.write_all(asked.to_string().as_bytes()).expect("it reads");
        drop(stdin);
        let done = python.wait_with_output().expect("it ends");
        assert!(done.status.success(), "a report could not be read");
        serde_json::from_slice(&done.stdout).expect("it prints JSON")
    })
}
