//! LAG001: whether the lag of every source is known.

use std::collections::BTreeMap;

use super::case::{Case, Told};
use super::flowing::help as flowing_help;
use crate::replication::lag::{Kind, Lag, State};
use crate::replication::words;
use crate::report::catalogue::LAG_KNOWN;
use crate::report::{Finding, Status};

/// Whether the lag of every source is known, from points that are not old. Ways of the same source that are unknown for
/// the same reason are told once.
pub(super) fn known(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    let mut unknown: BTreeMap<(Kind, &str, &str, &str), Vec<&Lag>> = BTreeMap::new();
    for lag in case.lags.iter().filter(|lag| !lag.state.is_known()) {
        unknown.entry((lag.kind, &lag.source, &lag.why, &lag.help)).or_default().push(lag);
    }
    for ((_, source, why, help), lags) in unknown {
        let message = match lags.first().map(|lag| lag.state) {
            Some(State::Stalled) => format!("it has stopped (LAG002): {why}"),
            Some(State::Suspect) => format!("it may have stopped (LAG002): {why}"),
            _ => why.to_owned(),
        };
        let about = match lags.as_slice() {
            [lag] => lag.subject(),
            _ => source.to_owned(),
        };
        let finding = if lags.len() == 1 {
            Finding::unknown(&LAG_KNOWN, message)
        } else {
            let ways: Vec<String> =
                lags.iter().map(|lag| lag.part.clone().unwrap_or_else(|| lag.way())).collect();
            Finding::unknown(&LAG_KNOWN, format!("{}: {message}", words::names(&ways)))
        };
        let help = match lags.first().map(|lag| (lag.state, lag.kind)) {
            _ if !help.is_empty() => help,
            Some((State::Stalled | State::Suspect, kind)) => flowing_help(kind),
            _ => "look at the metric in CloudWatch, and ask again",
        };
        told.findings.push(finding.help(help.to_owned()).about(about));
    }
    for source in &case.evidence.sources {
        let (kind, name) = (Kind::of(source), source.name());
        let own: Vec<&Lag> = case.lags.iter().filter(|lag| lag.kind == kind && lag.source == name).collect();
        if own.is_empty() {
            let reason = "it has no replica whose lag could be known (LAG003, LAG004)";
            told.findings.push(Finding::skip(&LAG_KNOWN, reason).about(name));
        // All ways are idle, and nothing else measured them.
        } else if own.iter().all(|lag| lag.state == State::Idle && lag.worst_ms().is_none()) {
            told.findings.push(
                Finding::unknown(&LAG_KNOWN, "nothing was written in the window, so no lag was measured")
                    .help("look back further with --window, or measure it with --canary")
                    .about(name),
            );
        } else {
            let idle = own.iter().filter(|lag| lag.state == State::Idle && lag.part.is_none());
            told.notes.extend(idle.map(|lag| format!("{}: {}", lag.subject(), lag.why)));
        }
    }
    // A skip beside lags that are known says nothing of these.
    let is_skipped = !told.findings.is_empty() && told.findings.iter().all(|one| one.status == Status::Skip);
    if is_skipped && !case.lags.is_empty() {
        told.findings.insert(0, Finding::pass(&LAG_KNOWN));
    }
    let noted = case.lags.iter().filter(|lag| lag.part.is_none());
    told.notes
        .extend(noted.flat_map(|lag| lag.notes.iter().map(|note| format!("{}: {note}", lag.subject()))));
    told
}
