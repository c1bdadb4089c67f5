//! JUnit XML: a test suite a section, a test case a finding.

use std::io::{self, Write};
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::Render;
use super::escape::visible;
use super::words::full_text;
use crate::report::{Finding, Header, Section, Status, Summary};

/// The format `junit`. XML cannot hold every character, so hidden ones are written out as they are for a person.
#[derive(Default)]
pub(super) struct Junit {
    name: String,
    suites: Vec<TestSuite>,
}

impl Render for Junit {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.name = visible(&format!("chalkstore {}", header.command)).into_owned();
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        let mut suite = TestSuite::new(visible(section.title()));
        suite.add_test_cases(section.assessment.findings.iter().map(test_case));
        self.suites.push(suite);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let mut report = Report::new(&self.name);
        report.set_time(Duration::from_millis(summary.duration_ms));
        report.add_test_suites(self.suites.drain(..));
        // Written to memory first: the library's error does not tell a broken pipe from a full disk.
        let xml = report.to_string().map_err(io::Error::other)?;
        out.write_all(xml.as_bytes())
    }
}

fn test_case(finding: &Finding) -> TestCase {
    let message = visible(finding.message());
    let status = match finding.status {
        Status::Pass | Status::Warn => TestCaseStatus::success(),
        Status::Skip => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(message);
            status
        }
        Status::Fail => problem(finding, NonSuccessKind::Failure, &message),
        Status::Unknown => problem(finding, NonSuccessKind::Error, &message),
    };
    let mut name = format!("{} {}", finding.check.code, finding.check.name);
    if let Some(subject) = finding.detail.as_ref().and_then(|detail| detail.subject.as_deref()) {
        name += &format!(" [{}]", visible(subject));
    }
    let mut case = TestCase::new(name, status);
    case.set_classname(finding.check.category.as_str());
    if finding.status == Status::Warn {
        case.set_system_out(format!("warn: {}", text(finding)));
    }
    case
}

fn problem(finding: &Finding, kind: NonSuccessKind, message: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(message).set_type(finding.severity.as_str()).set_description(text(finding));
    status
}

fn text(finding: &Finding) -> String {
    format!("{}\nmore: chalkstore explain {}", full_text(finding), finding.check.code)
}
