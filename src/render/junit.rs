//! `JUnit` XML: a test suite a section, a test case a finding.

use std::io::{self, Write};
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::Render;
use super::escape::visible;
use super::words::full_text;
use crate::report::{FailOn, Finding, Header, Section, Status, Summary};

/// The format `junit`. XML cannot hold every character, so hidden ones are written out as they are for a person.
#[derive(Default)]
pub(super) struct Junit {
    name: String,
    /// Whether a warning fails, as `--fail-on warn` has it.
    warnings_fail: bool,
    suites: Vec<TestSuite>,
}

impl Render for Junit {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.name = visible(&format!("chalkstore {}", header.command)).into_owned();
        self.warnings_fail = header.fail_on == FailOn::Warn;
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        let mut suite = TestSuite::new(visible(section.title()));
        let cases = section.assessment.findings.iter().map(|finding| test_case(finding, self.warnings_fail));
        suite.add_test_cases(cases);
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

fn test_case(finding: &Finding, warnings_fail: bool) -> TestCase {
    let message = visible(finding.message());
    let status = match finding.status {
        Status::Warn if warnings_fail => problem(finding, NonSuccessKind::Failure, &message),
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
    if finding.status == Status::Warn && !warnings_fail {
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

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::render::Format::Junit;
    use crate::render::samples::{connection, drawn, hostile, style};

    #[test]
    fn one_store() {
        assert_snapshot!(drawn(Junit, style(None), &[&connection()]), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="chalkstore validate-uri" tests="5" skipped="1" failures="1" errors="1" time="1.234">
            <testsuite name="prod-eu" tests="5" skipped="1" errors="1" failures="1">
                <testcase name="NET002 net-tcp" classname="network"/>
                <testcase name="NET003 net-families" classname="network">
                    <system-out>warn: IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect
        help: remove the AAAA record, or open port 6379 for IPv6 in the security group
        note: IPv4 connects in 0.4 ms
        more: chalkstore explain NET003</system-out>
                </testcase>
                <testcase name="NET004 net-tls [10.0.1.4:6379]" classname="network">
                    <failure message="the server does not speak TLS" type="critical">the server does not speak TLS
        more: chalkstore explain NET004</failure>
                </testcase>
                <testcase name="NET011 net-auth" classname="network">
                    <error message="no answer to AUTH within 2000 ms" type="critical">no answer to AUTH within 2000 ms
        more: chalkstore explain NET011</error>
                </testcase>
                <testcase name="NET007 net-tls-expiry" classname="network">
                    <skipped message="NET004 failed"/>
                </testcase>
            </testsuite>
        </testsuites>
        "#);
    }

    #[test]
    fn nothing_is_still_valid() {
        assert_snapshot!(drawn(Junit, style(None), &[]), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="chalkstore validate-uri" tests="0" skipped="0" failures="0" errors="0" time="1.234">
        </testsuites>
        "#);
    }

    #[test]
    fn hostile_text_is_valid_xml() {
        assert_snapshot!(drawn(Junit, style(None), &[&hostile()]), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="chalkstore validate-uri" tests="4" skipped="1" failures="1" errors="1" time="1.234">
            <testsuite name="\u{1b}[2J\u{0}\u{7}]]&gt;\r\n::error::x|y `z` &lt;b&gt;&amp;\u{202e}%0A \u{fffe}@all [a](http://b) &quot;q&quot; {0}" tests="4" skipped="1" errors="1" failures="1">
                <testcase name="URI006 uri-host [node \u{1b}[2J\u{0}\u{7}]]&gt;\r\n::error::x|y `z` &lt;b&gt;&amp;\u{202e}%0A \u{fffe}@all [a](http://b) &quot;q&quot; {0}]" classname="uri">
                    <failure message="host \u{1b}[2J\u{0}\u{7}]]&gt;\r\n::error::x|y `z` &lt;b&gt;&amp;\u{202e}%0A \u{fffe}@all [a](http://b) &quot;q&quot; {0}" type="critical">host \u{1b}[2J\u{0}\u{7}]]&gt;\r\n::error::x|y `z` &lt;b&gt;&amp;\u{202e}%0A \u{fffe}@all [a](http://b) &quot;q&quot; {0}
        help: help \u{1b}[2J\u{0}\u{7}]]&gt;\r
        \u{3a}:error::x|y `z` &lt;b&gt;&amp;\u{202e}%0A \u{fffe}@all [a](http://b) &quot;q&quot; {0}
        \u{3a}:warning::y
        note: note \u{1b}[2J\u{0}\u{7}]]&gt;\r
        \u{3a}:error::x|y `z` &lt;b&gt;&amp;\u{202e}%0A \u{fffe}@all [a](http://b) &quot;q&quot; {0}
        more: chalkstore explain URI006</failure>
                </testcase>
                <testcase name="NET011 net-auth" classname="network">
                    <error message="\u{1b}[2J\u{0}\u{7}]]&gt;\r\n::error::x|y `z` &lt;b&gt;&amp;\u{202e}%0A \u{fffe}@all [a](http://b) &quot;q&quot; {0}" type="critical">\u{1b}[2J\u{0}\u{7}]]&gt;\r\n::error::x|y `z` &lt;b&gt;&amp;\u{202e}%0A \u{fffe}@all [a](http://b) &quot;q&quot; {0}
        more: chalkstore explain NET011</error>
                </testcase>
                <testcase name="URI007 uri-port" classname="uri">
                    <system-out>warn: \u{1b}[2J\u{0}\u{7}]]&gt;\r\n::error::x|y `z` &lt;b&gt;&amp;\u{202e}%0A \u{fffe}@all [a](http://b) &quot;q&quot; {0}
        more: chalkstore explain URI007</system-out>
                </testcase>
                <testcase name="NET002 net-tcp" classname="network">
                    <skipped message="\u{1b}[2J\u{0}\u{7}]]&gt;\r\n::error::x|y `z` &lt;b&gt;&amp;\u{202e}%0A \u{fffe}@all [a](http://b) &quot;q&quot; {0}"/>
                </testcase>
            </testsuite>
        </testsuites>
        "#);
    }
}
