//! Mermaid: the diagrams that GitHub, GitLab and wikis draw from text.
//!
//! A Mermaid text is one diagram of one kind. So all matrices and graphs of a report, of all its subjects, stand in one
//! flowchart, each in a frame of its own; where there are none, its timelines stand in one Gantt chart. What has no
//! place is named in a comment: `svg` draws everything.

use std::io::{self, Write};

use super::Render;
use super::escape::visible;
use super::mermaid_flowchart::Flowchart;
use super::style::Style;
use super::timelines::{end, whole};
use super::words::{joined, remark, results};
use crate::report::{Block, Header, Section, Summary, Timeline, Tone};

/// The format `mermaid`.
pub(super) struct Mermaid {
    fold: bool,
    header: Option<Header>,
    /// The pictures of a flowchart, each with its subject.
    charts: Vec<(String, Block)>,
    timelines: Vec<(String, Timeline)>,
    /// What cannot be drawn.
    others: Vec<String>,
    subjects: usize,
}

impl Mermaid {
    pub(super) fn new(style: Style) -> Self {
        let fold = !style.is_verbose();
        let (charts, timelines, others) = (Vec::new(), Vec::new(), Vec::new());
        Self { fold, header: None, charts, timelines, others, subjects: 0 }
    }
}

impl Render for Mermaid {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.header = Some(header.clone());
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        self.subjects += 1;
        for block in &section.assessment.view {
            let subject = section.title().to_owned();
            match block {
                Block::Matrix(_) | Block::Graph(_) => self.charts.push((subject, block.clone())),
                Block::Timeline(one) => self.timelines.push((subject, one.clone())),
                Block::Table(one) => self.others.push(one.title.clone()),
                Block::Series(one) => self.others.push(one.title.clone()),
                Block::Text(_) => {}
            }
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let header = self.header.as_ref().ok_or_else(|| io::Error::other("a report without a start"))?;
        let title = escape(&format!("{} {} · {}", header.tool.name, header.command, header.subject));
        let remark = remark(summary).map(|remark| format!(" · {remark}")).unwrap_or_default();
        let verdict = escape(&format!("{}{remark}", joined(&results(summary.counts))));
        let frame = |subject: &str, title: &str| match (self.subjects > 1, title.is_empty()) {
            (true, false) => format!("{subject}: {title}"),
            (true, true) => subject.to_owned(),
            (false, _) => title.to_owned(),
        };
        let mut others = std::mem::take(&mut self.others);
        let body = if self.charts.is_empty() && !self.timelines.is_empty() {
            let timelines = self.timelines.iter().map(|(subject, one)| (frame(subject, &one.title), one));
            gantt(&timelines.collect::<Vec<_>>())
        } else {
            others.extend(self.timelines.iter().map(|(subject, one)| frame(subject, &one.title)));
            let mut chart = Flowchart::default();
            for (index, (subject, block)) in self.charts.iter().enumerate() {
                chart.frame(index, subject, block, self.fold, &frame);
            }
            chart.text()
        };
        let (kind, body) = body.split_once('\n').unwrap_or((&body, ""));
        writeln!(out, "{kind}\n  accTitle: {title}\n  accDescr: {verdict}")?;
        for other in others.iter().filter(|title| !title.is_empty()) {
            writeln!(out, "  %% not drawn: {}", escape(other))?;
        }
        write!(out, "{body}")
    }
}

/// The timelines, a section each. Mermaid counts in milliseconds, which is too coarse for a connection: short ones
/// are drawn a thousand times as long, and the axis says milliseconds where Mermaid sees seconds.
fn gantt(timelines: &[(String, &Timeline)]) -> String {
    let whole = timelines.iter().map(|(_, one)| whole(one)).max().unwrap_or(1);
    let (unit_us, axis) = if whole < 10_000_000 { (1, "%s ms") } else { (1_000, "%s s") };
    let mut text = format!("gantt\n  dateFormat x\n  axisFormat {axis}\n");
    let mut count = 0;
    for (name, timeline) in timelines {
        text += &format!("  section {}\n", if name.is_empty() { "·".to_owned() } else { escape(name) });
        for event in &timeline.events {
            count += 1;
            let start = event.start_us / unit_us;
            let past = if event.duration_us.is_some() { end(event) } else { whole };
            let past = (past / unit_us).max(start + 1);
            let kind = match event.tone {
                Tone::Plain => "",
                Tone::Good | Tone::Faint => "done, ",
                Tone::Caution => "active, ",
                Tone::Bad => "crit, ",
            };
            let ending = if event.duration_us.is_none() { " (onward)" } else { "" };
            // The number keeps a label that begins with one of Mermaid's words from being read as that.
            let label = format!("{count}. {}{}{ending}", mark(event.tone), escape(&event.label));
            text += &format!("  {label} :{kind}e{count}, {start}, {past}\n");
        }
    }
    text
}

/// Tells without colour what somebody should look at.
pub(super) const fn mark(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => "✗ ",
        Tone::Caution => "! ",
        Tone::Plain | Tone::Good | Tone::Faint => "",
    }
}

/// The same for a label between quotes, of which Mermaid wants at least one character.
pub(super) fn quoted(text: &str) -> String {
    if text.trim().is_empty() { "-".to_owned() } else { escape(text) }
}

/// A text that nothing in Mermaid has a meaning in, wherever it stands: all but letters, digits and harmless signs
/// are written as Mermaid's entities.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in visible(text).chars() {
        match c {
            '"' => escaped.push_str("#quot;"),
            c if !c.is_ascii() || c.is_ascii_alphanumeric() || " .,-_/+()".contains(c) => escaped.push(c),
            c => escaped += &format!("#{};", u32::from(c)),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::render::Format;
    use crate::render::mermaid_flowchart::ARROWS;
    use crate::render::samples::{cluster, connection, drawn, graph, hostile, series, style, uri, verbose};
    use crate::report::Assessment;

    fn of(view: Vec<Block>) -> Section {
        let assessment = Assessment { view, ..Assessment::default() };
        Section::new("redis://a".to_owned(), Some("chalk-prod".to_owned()), assessment)
    }

    fn mermaid(sections: &[&Section]) -> String {
        drawn(Format::Mermaid, style(None), sections)
    }

    #[test]
    fn a_matrix_is_a_frame_for_each_column() {
        assert_snapshot!(mermaid(&[&of(vec![Block::Matrix(cluster(3))])]), @r#"
        flowchart LR
          accTitle: chalkstore validate-uri · redis#58;//cache.example.com#58;6379/0#63;pasword#61;••••#38;clustered#61;yes
          accDescr: nothing was checked
          subgraph f0["Shards by zone"]
            direction LR
            subgraph f0c0["us-east-1a"]
              direction TB
              f0r0c0n0["shard 0 · 0-5460<br/>primary 10.0.1.4"]:::goodLeads
              f0r1c0n0["shard 1<br/>replica 10.0.1.5"]
              f0r2c0n0["shard 2<br/>replica 10.0.1.6"]
              f0r2c0n1["shard 2<br/>replica 10.0.1.200"]
            end
            subgraph f0c1["us-east-1b"]
              direction TB
              f0r0c1n0["shard 0<br/>replica 10.0.2.4"]
              f0r1c1n0["shard 1 · 5461-10921<br/>primary 10.0.2.5"]:::goodLeads
              f0r2c1n0["shard 2<br/>replica 10.0.2.6"]
            end
            subgraph f0c2["us-east-1c"]
              direction TB
              f0r0c2n0["shard 0<br/>replica 10.0.3.4"]
              f0r1c2n0["✗ shard 1<br/>replica 10.0.3.5 down"]:::bad
              f0r2c2n0["shard 2 · 10922-16383<br/>primary 10.0.3.6"]:::goodLeads
            end
          end
          f0r1c0n0 --> f0r1c1n0
          f0r2c0n0 --> f0r2c2n0
          f0r2c0n1 --> f0r2c2n0
          f0r0c1n0 --> f0r0c0n0
          f0r2c1n0 --> f0r2c2n0
          f0r0c2n0 --> f0r0c0n0
          f0r1c2n0 --> f0r1c1n0
          classDef goodLeads stroke:#2da44e,stroke-width:3px
          classDef bad stroke:#e5534b,stroke-width:4px
        "#);
    }

    #[test]
    fn a_graph_with_what_cannot_be_drawn() {
        assert_snapshot!(mermaid(&[&of(vec![graph(), series()])]), @r#"
        flowchart LR
          accTitle: chalkstore validate-uri · redis#58;//cache.example.com#58;6379/0#63;pasword#61;••••#38;clustered#61;yes
          accDescr: nothing was checked
          %% not drawn: Replication lag
          subgraph f0["Routing"]
            f0n0["query servers"]
            f0n1["store.example.com"]
            f0n2["us-east-1"]:::good
            f0n3["✗ us-west-2"]:::bad
            f0n4["eu-west-1"]:::faint
          end
          f0n0 --> f0n1
          f0n1 -->|"PRIMARY, healthy"| f0n2
          f0n1 -->|"SECONDARY, its health check has been failing for 3 minutes#59; a failover now would go nowhere"| f0n3
          classDef good stroke:#2da44e
          classDef bad stroke:#e5534b,stroke-width:4px
          classDef faint stroke-dasharray:1 3
        "#);
    }

    #[test]
    fn a_timeline_is_a_gantt_chart() {
        assert_snapshot!(mermaid(&[&connection()]), @"
        gantt
          accTitle: chalkstore validate-uri · redis#58;//cache.example.com#58;6379/0#63;pasword#61;••••#38;clustered#61;yes
          accDescr: 1 failed, 1 warning, 1 passed, 1 skipped, 1 unknown
          dateFormat x
          axisFormat %s ms
          section Connecting
          1. resolve :done, e1, 0, 1180
          2. TCP :done, e2, 1200, 1610
          3. ✗ TLS handshake :crit, e3, 1650, 13550
          4. ! AUTH (onward) :active, e4, 13600, 15300
        ");
    }

    #[test]
    fn several_subjects_are_frames_of_one_chart() {
        let (one, other) = (of(vec![graph()]), of(vec![Block::Matrix(cluster(1))]));
        let text = mermaid(&[&one, &other, &connection()]);
        assert_eq!(text.matches("flowchart").count(), 1);
        for line in [
            "  subgraph f0[\"chalk-prod#58; Routing\"]\n",
            "  subgraph f1[\"chalk-prod#58; Shards by zone\"]\n",
            "  %% not drawn: prod-eu#58; Connecting\n",
        ] {
            assert!(text.contains(line), "{text}");
        }
    }

    #[test]
    fn a_long_matrix_is_folded_unless_all_is_asked_for() {
        let section = of(vec![Block::Matrix(cluster(300))]);
        assert!(mermaid(&[&section]).lines().count() < 80);
        let all = drawn(Format::Mermaid, verbose(None), &[&section]);
        assert_eq!(
            all.matches("[\"shard ").count()
                + all.matches("[\"✗ shard ").count()
                + all.matches("[\"! shard ").count(),
            300 * 3
        );
        assert_eq!(all.matches(" --> ").count(), ARROWS);
        assert!(all.contains("%% 100 arrows more than Mermaid draws"), "{all}");
    }

    #[test]
    fn nothing_in_a_report_is_taken_for_mermaid() {
        let text = mermaid(&[&hostile()]);
        for sign in ['<', '`', '{', '\u{1b}'] {
            assert!(!text.contains(sign), "{text}");
        }
        assert!(text.lines().all(|line| !line.trim_start().starts_with("click")), "{text}");
    }

    #[test]
    fn a_report_without_a_picture_says_so() {
        assert!(mermaid(&[&uri()]).ends_with("  nothing[\"There is nothing to draw in this report.\"]\n"));
        assert!(mermaid(&[]).contains("nothing["));
    }
}
