//! GitHub Actions workflow commands: each problem becomes an annotation.

use std::io::{self, Write};

use super::Render;
use super::escape::visible;
use super::words::{full_text, joined, known, problems, remark, results, subjects, whole_subject};
use crate::report::{Finding, Header, Section, Status, Summary};
use crate::words;

/// GitHub shows no more than this many errors, and as many warnings, of one step.
const SHOWN: usize = 10;
/// Beyond these, so many of each status are listed in the step's log.
const LISTED: usize = 500;

/// The format `github`. At most what GitHub shows becomes annotations, written at the end, so that the failed checks of
/// a late subject stand before the undetermined ones of an early one. All others are folded into one notice, and into a
/// group of the log.
#[derive(Default)]
pub(super) struct Github {
    sections: usize,
    failed: Kind,
    unknown: Kind,
    warned: Kind,
}

/// Problems of one status.
#[derive(Default)]
struct Kind {
    /// The first ones: each as an annotation and as a line of the log.
    first: Vec<(String, String)>,
    /// Those behind them, as lines of the log.
    more: Vec<String>,
    count: usize,
}

impl Kind {
    fn add(&mut self, finding: &Finding, section: &Section) {
        self.count += 1;
        if self.first.len() < SHOWN {
            self.first.push((annotation(finding, section), line(finding, section)));
        } else if self.more.len() < LISTED {
            self.more.push(line(finding, section));
        }
    }
}

impl Render for Github {
    fn start(&mut self, _: &Header, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        self.sections += 1;
        // The worst of a subject stand first, so that these are what GitHub shows.
        for finding in problems(section) {
            let kind = match finding.status {
                Status::Fail => &mut self.failed,
                Status::Unknown => &mut self.unknown,
                Status::Warn => &mut self.warned,
                Status::Pass | Status::Skip => continue,
            };
            kind.add(finding, section);
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        // What could not be determined fails the job just as a failure does, so it is an error too.
        let errors = || self.failed.first.iter().chain(&self.unknown.first);
        for (annotation, _) in errors().take(SHOWN).chain(&self.warned.first) {
            writeln!(out, "{annotation}")?;
        }
        let errors_beyond = (self.failed.count + self.unknown.count).saturating_sub(SHOWN);
        let warnings = self.warned.count.saturating_sub(SHOWN);
        let more = [(errors_beyond, "error"), (warnings, "warning")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, kind)| format!("{count} more {}", words::named(count == 1, kind)))
            .collect::<Vec<_>>()
            .join(" and ");
        if !more.is_empty() {
            let text = format!("{more}; GitHub shows {SHOWN} of each, the log of this step lists the others");
            writeln!(out, "::notice title=chalkstore::{}", data(&text))?;
            writeln!(out, "::group::{}", data(&more))?;
            let beyond = errors().skip(SHOWN).map(|(_, line)| line);
            // Those that failed stand before those that could not be determined here too.
            let lines =
                self.failed.more.iter().chain(beyond).chain(&self.unknown.more).chain(&self.warned.more);
            let mut listed = 0;
            for line in lines {
                listed += 1;
                writeln!(out, "{line}")?;
            }
            if listed < errors_beyond + warnings {
                let left = errors_beyond + warnings - listed;
                writeln!(out, "… and {left} more; `--output json=FILE` lists all")?;
            }
            writeln!(out, "::endgroup::")?;
        }
        if self.sections > 1 {
            writeln!(out, "{}", subjects(summary))?;
        }
        writeln!(out, "{}", joined(&results(summary.counts)))?;
        if let Some(known) = known(summary) {
            writeln!(out, "{known}")?;
        }
        remark(summary).map_or(Ok(()), |remark| writeln!(out, "{remark}"))
    }
}

fn annotation(finding: &Finding, section: &Section) -> String {
    let command = if finding.status == Status::Warn { "warning" } else { "error" };
    let (status, code) = (finding.status.as_str(), finding.check.code);
    let title = format!("{status}[{code}] {}", whole_subject(finding, section));
    let place = section
        .file_and_line()
        .map(|(file, line)| format!("file={},line={line},", property(&visible(file))))
        .unwrap_or_default();
    let text = format!("{}\nmore: chalkstore explain {code}", full_text(finding));
    format!("::{command} {place}title={}::{}", property(&title), data(&text))
}

/// A line of the log. It begins with the status, so that nothing in it is at the line's start.
fn line(finding: &Finding, section: &Section) -> String {
    let (status, code) = (finding.status.as_str(), finding.check.code);
    let help = finding.help_text().map(|help| format!("; help: {}", visible(help))).unwrap_or_default();
    format!("{status}[{code}] {}: {}{help}", whole_subject(finding, section), visible(finding.message()))
}

/// Escapes a workflow command's text, as GitHub's own toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a workflow command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::render::Format::Github;
    use crate::render::samples::{clean, connection, drawn, hostile, style, uri};
    use crate::report::catalogue::{NET_AUTH, NET_VERSION};
    use crate::report::{Finding, Section};

    #[test]
    fn failures_first() {
        assert_snapshot!(drawn(Github, style(None), &[&connection(), &clean(), &uri()]), @"
        ::error title=fail[NET004] prod-eu%2C 10.0.1.4%3A6379::the server does not speak TLS%0Amore: chalkstore explain NET004
        ::error title=fail[URI009] redis%3A//cache.example.com%3A6379/0?pasword=••••&clustered=yes::`clustered` must be `true` or `false`, not `yes`%0Ahelp: write `clustered=true` for a cluster with cluster mode enabled, `clustered=false` for a single primary with its replicas%0Amore: chalkstore explain URI009
        ::error title=fail[URI014] redis%3A//cache.example.com%3A6379/0?pasword=••••&clustered=yes::unknown query parameter `pasword`%0Amore: chalkstore explain URI014
        ::error title=unknown[NET011] prod-eu::no answer to AUTH within 2000 ms%0Amore: chalkstore explain NET011
        ::warning title=warn[NET003] prod-eu::IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect%0Ahelp: remove the AAAA record, or open port 6379 for IPv6 in the security group%0Anote: IPv4 connects in 0.4 ms%0Amore: chalkstore explain NET003
        3 URIs: 1 passed, 2 failed
        3 failed, 1 warning, 6 passed, 2 skipped, 1 unknown
        ");
    }

    /// Which ten GitHub shows is not left to the order of the checks.
    #[test]
    fn the_worst_of_a_subject_are_shown() {
        let mut section = connection();
        let minor = || Finding::fail(&NET_VERSION, "minor");
        section.assessment.findings = (0..12).map(|_| minor()).collect();
        section.assessment.findings.push(Finding::fail(&NET_AUTH, "major"));
        assert!(minor().severity < section.assessment.findings[12].severity);
        let text = drawn(Github, style(None), &[&section]);
        assert!(text.starts_with("::error title=fail[NET011] prod-eu::major"), "{text}");
    }

    #[test]
    fn a_subject_from_a_file_is_shown_at_its_line() {
        let section = connection().from(Some("deploy/uris,1.csv:17".to_owned()));
        let text = drawn(Github, style(None), &[&section]);
        assert!(text.starts_with("::error file=deploy/uris%2C1.csv,line=17,title=fail[NET004] "), "{text}");
        let section = connection().from(Some("standard input:17".to_owned()));
        assert!(drawn(Github, style(None), &[&section]).starts_with("::error title=fail[NET004] "));
    }

    #[test]
    fn what_github_would_not_show_is_folded() {
        let section = connection();
        let sections: Vec<&Section> = vec![&section; 12];
        let text = drawn(Github, style(None), &sections);
        assert_eq!(text.matches("\n::error ").count() + 1, 10, "{text}");
        assert!(!text.contains("title=unknown[NET011]"), "{text}");
        let tail: Vec<&str> = text.lines().skip(20).collect();
        assert_eq!(tail.iter().filter(|line| line.starts_with("unknown[NET011] prod-eu: ")).count(), 12);
        let tail: Vec<&str> = tail.into_iter().filter(|line| !line.starts_with("unknown[")).collect();
        assert_snapshot!(tail.join("\n"), @"
        ::notice title=chalkstore::14 more errors and 2 more warnings; GitHub shows 10 of each, the log of this step lists the others
        ::group::14 more errors and 2 more warnings
        fail[NET004] prod-eu, 10.0.1.4:6379: the server does not speak TLS
        fail[NET004] prod-eu, 10.0.1.4:6379: the server does not speak TLS
        warn[NET003] prod-eu: IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect; help: remove the AAAA record, or open port 6379 for IPv6 in the security group
        warn[NET003] prod-eu: IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect; help: remove the AAAA record, or open port 6379 for IPv6 in the security group
        ::endgroup::
        12 URIs: 12 failed
        12 failed, 12 warnings, 12 passed, 12 skipped, 12 unknown
        ");
    }

    #[test]
    fn what_is_too_much_for_the_log_is_counted() {
        let section = connection();
        let text = drawn(Github, style(None), &vec![&section; 600]);
        // Ten of each status become annotations or stand before the rest.
        assert!(text.contains("::group::1190 more errors and 590 more warnings\n"), "{text}");
        assert!(text.contains("… and 270 more; `--output json=FILE` lists all\n::endgroup::\n"), "{text}");
    }

    #[test]
    fn hostile_text_is_no_command() {
        assert_snapshot!(drawn(Github, style(None), &[&hostile()]), @r#"
        ::error title=fail[URI006] \u{1b}[2J\u{0}\u{7}]]>\r\n%3A%3Aerror%3A%3Ax|y `z` <b>&\u{202e}%250A \u{fffe}@all [a](http%3A//b) "q" {0}%2C node \u{1b}[2J\u{0}\u{7}]]>\r\n%3A%3Aerror%3A%3Ax|y `z` <b>&\u{202e}%250A \u{fffe}@all [a](http%3A//b) "q" {0}::host \u{1b}[2J\u{0}\u{7}]]>\r\n::error::x|y `z` <b>&\u{202e}%250A \u{fffe}@all [a](http://b) "q" {0}%0Ahelp: help \u{1b}[2J\u{0}\u{7}]]>\r%0A\u{3a}:error::x|y `z` <b>&\u{202e}%250A \u{fffe}@all [a](http://b) "q" {0}%0A\u{3a}:warning::y%0Anote: note \u{1b}[2J\u{0}\u{7}]]>\r%0A\u{3a}:error::x|y `z` <b>&\u{202e}%250A \u{fffe}@all [a](http://b) "q" {0}%0Amore: chalkstore explain URI006
        ::error title=unknown[NET011] \u{1b}[2J\u{0}\u{7}]]>\r\n%3A%3Aerror%3A%3Ax|y `z` <b>&\u{202e}%250A \u{fffe}@all [a](http%3A//b) "q" {0}::\u{1b}[2J\u{0}\u{7}]]>\r\n::error::x|y `z` <b>&\u{202e}%250A \u{fffe}@all [a](http://b) "q" {0}%0Amore: chalkstore explain NET011
        ::warning title=warn[URI007] \u{1b}[2J\u{0}\u{7}]]>\r\n%3A%3Aerror%3A%3Ax|y `z` <b>&\u{202e}%250A \u{fffe}@all [a](http%3A//b) "q" {0}::\u{1b}[2J\u{0}\u{7}]]>\r\n::error::x|y `z` <b>&\u{202e}%250A \u{fffe}@all [a](http://b) "q" {0}%0Amore: chalkstore explain URI007
        1 failed, 1 warning, 0 passed, 1 skipped, 1 unknown
        "#);
    }
}
