//! Markdown for a pull request's comment or a job summary: the verdict, the problems, the rest folded away.

use std::io::{self, Write};

use super::Render;
use super::markdown_blocks::{block, inline, inline_lines};
use super::style::Style;
use super::words::{is_incomplete, joined, narrower_subject, problems, remark, results, subjects};
use crate::report::{Exit, Finding, Header, Noun, Section, Status, Summary};

/// A comment may have 65,536 characters. Problems beyond these two limits are only counted.
const SHOWN: usize = 100;
const SHOWN_BYTES: usize = 40_000;

/// The format `markdown`.
pub(super) struct Markdown {
    verbose: bool,
    quiet: bool,
    header: Option<Header>,
    sections: usize,
    /// Rows of the table of problems, each with its section's title first: that column is cut off again where
    /// there is but one section.
    problems: Vec<(String, String)>,
    problems_count: usize,
    problems_bytes: usize,
    others: Vec<(String, String)>,
    views: Vec<(String, String)>,
}

impl Markdown {
    pub(super) fn new(style: Style) -> Self {
        Self {
            verbose: style.is_verbose(),
            quiet: style.is_quiet(),
            header: None,
            sections: 0,
            problems: Vec::new(),
            problems_count: 0,
            problems_bytes: 0,
            others: Vec::new(),
            views: Vec::new(),
        }
    }

    fn table(&self, rows: &[(String, String)], noun: Noun, out: &mut dyn Write) -> io::Result<()> {
        let (head, rule) =
            if self.sections > 1 { (format!(" {} |", noun.one), "---|") } else { (String::new(), "") };
        writeln!(out, "\n|{head} status | check | what was seen |\n|{rule}---|---|---|")?;
        for (title, row) in rows {
            let title = if self.sections > 1 { format!(" {title} |") } else { String::new() };
            writeln!(out, "|{title}{row}")?;
        }
        Ok(())
    }
}

impl Render for Markdown {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.header = Some(header.clone());
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        self.sections += 1;
        if self.sections == 2 && !self.verbose {
            self.others.clear();
            self.views.clear();
        }
        let title = || format!("<code>{}</code>", inline(section.title()));
        for finding in problems(section) {
            self.problems_count += 1;
            if self.problems.len() == SHOWN || self.problems_bytes > SHOWN_BYTES {
                continue;
            }
            let row = (title(), row(finding));
            self.problems_bytes += row.0.len() + row.1.len();
            self.problems.push(row);
        }
        if self.quiet || (self.sections > 1 && !self.verbose) {
            return Ok(());
        }
        for status in [Status::Skip, Status::Pass] {
            let others = section.assessment.findings.iter().filter(|finding| finding.status == status);
            self.others.extend(others.map(|finding| (title(), row(finding))));
        }
        self.views.extend(section.assessment.view.iter().map(|view| (title(), block(view, !self.verbose))));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let header = self.header.as_ref().ok_or_else(|| io::Error::other("a report without a start"))?;
        let mark = mark(summary.counts.worst(), summary.exit);
        let verdict = joined(&results(summary.counts));
        writeln!(out, "### {mark} chalkstore {}: {verdict}\n", inline(&header.command))?;
        write!(out, "<code>{}</code>", inline(&header.subject))?;
        if self.sections > 1 {
            write!(out, " · {}", subjects(summary))?;
        }
        writeln!(out)?;
        if let Some(remark) = remark(summary) {
            writeln!(out, "\n{remark}")?;
        }
        if !self.problems.is_empty() {
            self.table(&self.problems, summary.noun, out)?;
        }
        if self.problems_count > self.problems.len() {
            let more = self.problems_count - self.problems.len();
            writeln!(out, "\n… and {more} more; `--output json=FILE` lists all.")?;
        }
        for (title, view) in self.views.iter().filter(|(_, view)| !view.is_empty()) {
            if self.sections > 1 {
                writeln!(out, "\n{title}")?;
            }
            writeln!(out, "\n{view}")?;
        }
        if !self.others.is_empty() {
            let counts = summary.counts;
            let skipped = if counts.skip > 0 { format!(", {} skipped", counts.skip) } else { String::new() };
            writeln!(out, "\n<details><summary>{} passed{skipped}</summary>", counts.pass)?;
            self.table(&self.others, summary.noun, out)?;
            writeln!(out, "\n</details>")?;
        }
        let tool = &header.tool;
        writeln!(out, "\n<sub>{} {} · {}</sub>", tool.name, inline(&tool.version), inline(&header.started_at))
    }
}

/// One sign for the whole: a run that was cut short or checked nothing is no success.
fn mark(worst: Status, exit: Exit) -> &'static str {
    match worst {
        Status::Fail => "❌",
        Status::Unknown => "❔",
        Status::Warn => "⚠️",
        _ if is_incomplete(exit) => "⚠️",
        Status::Pass | Status::Skip => "✅",
    }
}

/// A finding's cells: status, code, and all it says.
fn row(finding: &Finding) -> String {
    let status = match finding.status {
        Status::Fail => "❌ fail",
        Status::Unknown => "❔ unknown",
        Status::Warn => "⚠️ warn",
        Status::Pass => "✅ pass",
        Status::Skip => "skip",
    };
    let mut text = inline(finding.message());
    if let Some(subject) = narrower_subject(finding) {
        text = format!("<code>{}</code>: {text}", inline(&subject));
    }
    if let Some(help) = finding.help_text() {
        text += &format!("<br>**help:** {}", inline_lines(help));
    }
    for note in finding.notes() {
        text += &format!("<br>**note:** {}", inline_lines(note));
    }
    format!(" {status} | {} | {text} |", finding.check.code)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::render::Format::Markdown;
    use crate::render::samples::{clean, connection, drawn, hostile, style, uri, verbose};

    #[test]
    fn one_store() {
        assert_snapshot!(drawn(Markdown, style(None), &[&connection()]), @"
        ### ❌ chalkstore validate-uri: 1 failed, 1 warning, 1 passed, 1 skipped, 1 unknown

        <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code>

        | status | check | what was seen |
        |---|---|---|
        | ❌ fail | NET004 | <code>10.0.1.4:6379</code>: the server does not speak TLS |
        | ❔ unknown | NET011 | no answer to AUTH within 2000 ms |
        | ⚠️ warn | NET003 | IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect<br>**help:** remove the AAAA record, or open port 6379 for IPv6 in the security group<br>**note:** IPv4 connects in 0.4 ms |

        **Connecting**

        | what | at | took | result |
        |---|---|---|---|
        | resolve | +0 ms | 1.2 ms | 2 addresses: 10.0.1.4, 2001:db8::7 |
        | TCP | +1.2 ms | 0.4 ms |  |
        | TLS handshake | +1.7 ms | 12 ms | the peer answered in plain text: -ERR unknown command |
        | AUTH | +14 ms | no end | no answer |

        <details><summary>1 passed, 1 skipped</summary>

        | status | check | what was seen |
        |---|---|---|
        | skip | NET007 | NET004 failed |
        | ✅ pass | NET002 | a TCP connection is accepted |

        </details>

        <sub>chalkstore 0.1.0 · 2026-05-04T12:00:00.000Z</sub>
        ");
    }

    #[test]
    fn a_batch() {
        assert_snapshot!(drawn(Markdown, style(None), &[&uri(), &clean(), &connection()]), @"
        ### ❌ chalkstore validate-uri: 3 failed, 1 warning, 6 passed, 2 skipped, 1 unknown

        <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code> · 3 URIs: 1 passed, 2 failed

        | URI | status | check | what was seen |
        |---|---|---|---|
        | <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code> | ❌ fail | URI009 | <code>clustered</code> must be <code>true</code> or <code>false</code>, not <code>yes</code><br>**help:** write <code>clustered=true</code> for a cluster with cluster mode enabled, <code>clustered=false</code> for a single primary with its replicas |
        | <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code> | ❌ fail | URI014 | unknown query parameter <code>pasword</code> |
        | <code>prod-eu</code> | ❌ fail | NET004 | <code>10.0.1.4:6379</code>: the server does not speak TLS |
        | <code>prod-eu</code> | ❔ unknown | NET011 | no answer to AUTH within 2000 ms |
        | <code>prod-eu</code> | ⚠️ warn | NET003 | IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect<br>**help:** remove the AAAA record, or open port 6379 for IPv6 in the security group<br>**note:** IPv4 connects in 0.4 ms |

        <sub>chalkstore 0.1.0 · 2026-05-04T12:00:00.000Z</sub>
        ");
    }

    #[test]
    fn a_verbose_batch_names_the_store_of_each_view() {
        let text = drawn(Markdown, verbose(None), &[&clean(), &clean()]);
        assert_eq!(text.matches("\n<code>clean</code>\n\nnothing to see\n").count(), 2, "{text}");
        assert!(text.contains("<details><summary>4 passed</summary>"), "{text}");
    }

    #[test]
    fn more_problems_than_a_comment_holds_are_counted() {
        let section = uri();
        let text = drawn(Markdown, style(None), &vec![&section; 60]);
        assert!(text.contains("… and 20 more; `--output json=FILE` lists all."), "{text}");
        assert!(text.len() < 65_536, "{}", text.len());
    }

    #[test]
    fn hostile_text_has_no_meaning() {
        assert_snapshot!(drawn(Markdown, style(None), &[&hostile()]), @r#"
        ### ❌ chalkstore validate-uri: 1 failed, 1 warning, 0 passed, 1 skipped, 1 unknown

        <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code>

        | status | check | what was seen |
        |---|---|---|
        | ❌ fail | URI006 | <code>node \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}</code>: host \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}<br>**help:** help \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r<br>\\u{3a}:error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}<br>\\u{3a}:warning::y<br>**note:** note \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r<br>\\u{3a}:error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |
        | ❔ unknown | NET011 | \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |
        | ⚠️ warn | URI007 | \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |

        \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r  
        \\u{3a}:error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}

        **\\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}**

        | \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |
        |---|
        | \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |

        **\\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}**

        - \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} → \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}: \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}

        <details><summary>0 passed, 1 skipped</summary>

        | status | check | what was seen |
        |---|---|---|
        | skip | NET002 | \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |

        </details>

        <sub>chalkstore 0.1.0 · 2026-05-04T12:00:00.000Z</sub>
        "#);
    }
}
