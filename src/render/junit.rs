//! `JUnit` XML: a test suite a section, a test case a finding.

use std::collections::HashMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Render;
use super::escape::visible;
use super::words::full_text;
use crate::report::{FailOn, Finding, Header, Section, Status, Summary};

/// The format `junit`. XML cannot hold every character, so hidden ones are written out as they are for a person.
///
/// A suite is written as soon as it is known, and says how many of its cases failed. The document as a whole does not:
/// it would have to say so in its first line.
pub(super) struct Junit {
    /// Whether a warning fails, as `--fail-on warn` has it.
    warnings_fail: bool,
    /// Writes to memory, where it is passed on from.
    xml: Writer<Vec<u8>>,
}

impl Junit {
    pub(super) fn new() -> Self {
        Self { warnings_fail: false, xml: Writer::new_with_indent(Vec::new(), b' ', 4) }
    }

    fn pass_on(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let result = out.write_all(self.xml.get_ref());
        self.xml.get_mut().clear();
        result
    }

    /// A case. Readers take cases of one name for the same, so that the second of one has its number.
    fn case(&mut self, finding: &Finding, number: usize) -> io::Result<()> {
        let mut name = format!("{} {}", finding.check.code, finding.check.name);
        if let Some(subject) = own_subject(finding) {
            name += &format!(" [{}]", visible(subject));
        }
        if number > 1 {
            name += &format!(" ({number})");
        }
        let attributes = [("name", name.as_str()), ("classname", finding.check.category.as_str())];
        let case = self.xml.create_element("testcase").with_attributes(attributes);
        let message = visible(finding.message());
        let message = ("message", message.as_ref());
        let kind = ("type", finding.severity.as_str());
        match finding.status {
            Status::Pass => case.write_empty(),
            Status::Skip => case.write_inner_content(|xml| {
                xml.create_element("skipped").with_attribute(message).write_empty().map(drop)
            }),
            Status::Warn if !self.warnings_fail => case.write_inner_content(|xml| {
                let text = format!("warn: {}", text(finding));
                xml.create_element("system-out").write_text_content(BytesText::new(&text)).map(drop)
            }),
            Status::Fail | Status::Warn | Status::Unknown => case.write_inner_content(|xml| {
                let tag = if finding.status == Status::Unknown { "error" } else { "failure" };
                let problem = xml.create_element(tag).with_attributes([message, kind]);
                problem.write_text_content(BytesText::new(&text(finding))).map(drop)
            }),
        }
        .map(drop)
    }
}

impl Render for Junit {
    fn start(&mut self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        self.warnings_fail = header.fail_on == FailOn::Warn;
        let name = format!("chalkstore {}", header.command);
        let suites = BytesStart::new("testsuites").with_attributes([("name", visible(&name).as_ref())]);
        self.xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        self.xml.write_event(Event::Start(suites))?;
        self.pass_on(out)
    }

    fn section(&mut self, section: &Section, out: &mut dyn Write) -> io::Result<()> {
        let counts = section.counts;
        let failures = counts.fail + if self.warnings_fail { counts.warn } else { 0 };
        let numbers = [counts.total(), counts.skip, counts.unknown, failures].map(|count| count.to_string());
        let names = ["tests", "skipped", "errors", "failures"];
        let suite = BytesStart::new("testsuite")
            .with_attributes([("name", visible(section.title()).as_ref())])
            .with_attributes(names.into_iter().zip(numbers.iter().map(String::as_str)));
        self.xml.write_event(Event::Start(suite))?;
        let mut numbers: HashMap<(&str, Option<&str>), usize> = HashMap::new();
        for finding in &section.assessment.findings {
            let number = numbers.entry((finding.check.code, own_subject(finding))).or_default();
            *number += 1;
            self.case(finding, *number)?;
        }
        self.xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
        self.pass_on(out)
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
        self.pass_on(out)?;
        writeln!(out)
    }
}

fn own_subject(finding: &Finding) -> Option<&str> {
    finding.detail.as_ref().and_then(|detail| detail.subject.as_deref())
}

fn text(finding: &Finding) -> String {
    format!("{}\nmore: chalkstore explain {}", full_text(finding), finding.check.code)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::render::Format::Junit;
    use crate::render::samples::{self, connection, drawn, hostile, style};

    #[test]
    fn one_store() {
        assert_snapshot!(drawn(Junit, style(None), &[&connection()]), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="chalkstore validate-uri">
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

    /// A batch can be longer than memory.
    #[test]
    fn a_suite_is_written_when_it_is_known() {
        let mut renderer = Junit.renderer(style(None));
        let mut out = Vec::new();
        renderer.start(&samples::header(), &mut out).expect("memory can be written to");
        renderer.section(&connection(), &mut out).expect("memory can be written to");
        assert!(out.ends_with(b"</testsuite>"));
    }

    /// Or a reader would count less than there are.
    #[test]
    fn no_two_cases_of_a_suite_have_one_name() {
        let mut section = connection();
        let again = section.assessment.findings.clone();
        section.assessment.findings.extend(again);
        let text = drawn(Junit, style(None), &[&section]);
        assert!(text.contains("\"NET002 net-tcp\"") && text.contains("\"NET002 net-tcp (2)\""), "{text}");
        assert!(text.contains("\"NET004 net-tls [10.0.1.4:6379] (2)\""), "{text}");
    }

    #[test]
    fn nothing_is_still_valid() {
        assert_snapshot!(drawn(Junit, style(None), &[]), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="chalkstore validate-uri">
        </testsuites>
        "#);
    }

    #[test]
    fn hostile_text_is_valid_xml() {
        assert_snapshot!(drawn(Junit, style(None), &[&hostile()]), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="chalkstore validate-uri">
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
