//! The document: families of gauges, by name.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::Timestamp;

use super::text::{help_of, labels_of, name_of};
use crate::numbers::as_f64;
use crate::render::Render;
use crate::report::{Header, Section, Status, Summary};

/// What every name begins with.
const PREFIX: &str = "chalkstore_";
/// Units that a name may end with.
const UNITS: [&str; 5] = ["seconds", "bytes", "ratio", "celsius", "meters"];

/// The most subjects that have lines of their own: a monitoring system is no place for a batch of a million.
pub(super) const SUBJECTS: u64 = 1000;

/// The format `openmetrics`. Lines of one name stand together, so that it is written at the end.
#[derive(Default)]
pub(in crate::render) struct OpenMetrics {
    /// The labels of the whole run: the command.
    command: String,
    subject: String,
    started_at: String,
    families: BTreeMap<String, Family>,
    subjects: u64,
    /// The worst status of each check and subject.
    statuses: BTreeMap<[String; 4], Status>,
}

/// All lines of one name.
#[derive(Default)]
struct Family {
    help: String,
    /// By labels: a line that comes again replaces the one before, as readers refuse both.
    lines: BTreeMap<String, f64>,
}

impl OpenMetrics {
    /// Adds a number; one that is none is left out.
    fn add(&mut self, name: &str, help: &str, labels: &[(&str, &str)], value: f64) {
        if !value.is_finite() {
            return;
        }
        debug_assert!(!help.ends_with('.'), "one line without a dot at its end: {help}");
        let family = self.families.entry(format!("{PREFIX}{}", name_of(name))).or_default();
        if family.help.is_empty() {
            help_of(help).clone_into(&mut family.help);
        }
        family.lines.insert(labels_of(labels), value);
    }
}

impl Render for OpenMetrics {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.command.clone_from(&header.command);
        self.subject.clone_from(&header.subject);
        self.started_at.clone_from(&header.started_at);
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        self.subjects += 1;
        if self.subjects > SUBJECTS {
            return Ok(());
        }
        let (command, title) = (self.command.clone(), section.title().to_owned());
        for gauge in &section.assessment.gauges {
            let mut labels = vec![("command", command.as_str()), ("subject", title.as_str())];
            // Its own labels count where they have the same name.
            labels.retain(|(name, _)| gauge.labels.iter().all(|(own, _)| own != name));
            labels.extend(gauge.labels.iter().map(|(name, value)| (*name, value.as_str())));
            self.add(gauge.name, gauge.help, &labels, gauge.value);
        }
        for finding in &section.assessment.findings {
            let about = finding.detail.as_ref().and_then(|detail| detail.subject.clone()).unwrap_or_default();
            let key = [finding.check.code, finding.check.name, &title, &about].map(str::to_owned);
            let worst = self.statuses.entry(key).or_insert(finding.status);
            *worst = worse(*worst, finding.status);
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let command = self.command.clone();
        let run = [("command", command.clone()), ("subject", self.subject.clone())];
        let run: Vec<(&str, &str)> = run.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for status in Status::ALL {
            let mut labels = run.clone();
            labels.push(("status", status.as_str()));
            self.add("checks", "Results of checks by status", &labels, as_f64(summary.counts.of(status)));
        }
        for ([code, name, subject, about], status) in std::mem::take(&mut self.statuses) {
            let labels = [
                ("command", command.as_str()),
                ("subject", &subject),
                ("code", &code),
                ("name", &name),
                ("about", &about),
                ("status", status.as_str()),
            ];
            let help = "1 for the status that a check has; the worst where it has several results";
            self.add("check_status", help, &labels, 1.0);
        }
        let left_out = as_f64(self.subjects.saturating_sub(SUBJECTS));
        self.add("subjects_left_out", "Subjects beyond those that have lines of their own", &run, left_out);
        self.add("exit_code", "What the process exits with", &run, f64::from(summary.exit.code()));
        if let Ok(started) = self.started_at.parse::<Timestamp>() {
            let help = "When the observation began, in seconds since 1970";
            let seconds = started.as_duration().as_secs_f64();
            self.add("observation_timestamp_seconds", help, &run, seconds);
        }
        for (name, Family { help, lines }) in &self.families {
            writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge")?;
            if let Some(unit) = UNITS.iter().find(|unit| name.ends_with(&format!("_{unit}"))) {
                writeln!(out, "# UNIT {name} {unit}")?;
            }
            for (labels, value) in lines {
                writeln!(out, "{name}{labels} {value}")?;
            }
        }
        out.write_all(b"# EOF\n")
    }
}

/// The worse of two results of one check.
fn worse(one: Status, other: Status) -> Status {
    let order = [Status::Fail, Status::Unknown, Status::Warn, Status::Pass, Status::Skip];
    let is_either = |status: &Status| *status == one || *status == other;
    order.into_iter().find(is_either).unwrap_or(one)
}
