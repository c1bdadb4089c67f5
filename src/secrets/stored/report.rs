//! What a report has of a secret beside its findings.

use serde_json::json;

use super::{Call, Done, Ended, Evidence, Intent, Seen, ValueSeen};
use crate::report::{Block, Cell, Fact, Row, Table, Tone};

/// What became of a call.
enum State<'a> {
    Planned,
    NotDone,
    Done(&'a Done),
    Failed(&'a Done),
}

impl State<'_> {
    const fn as_str(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::NotDone => "not done",
            Self::Done(_) => "done",
            Self::Failed(_) => "failed",
        }
    }

    const fn tone(&self) -> Tone {
        match self {
            Self::Planned => Tone::Plain,
            Self::NotDone => Tone::Faint,
            Self::Done(_) => Tone::Good,
            Self::Failed(_) => Tone::Bad,
        }
    }
}

/// The calls that were made, and those that were planned and not made.
fn calls(evidence: &Evidence) -> Vec<(Call, State<'_>)> {
    let planned = evidence.plan().unwrap_or_default().calls;
    let Some(applied) = &evidence.applied else {
        let state = || if evidence.intent == Intent::Plan { State::Planned } else { State::NotDone };
        return planned.into_iter().map(|call| (call, state())).collect();
    };
    let made = applied.done.iter().map(|done| {
        let state = if done.failure.is_some() { State::Failed(done) } else { State::Done(done) };
        (done.call.clone(), state)
    });
    let is_made = |call: &Call| applied.done.iter().any(|done| done.call.operation() == call.operation());
    let left = planned.into_iter().filter(|call| !is_made(call)).map(|call| (call, State::NotDone));
    // What another run did meanwhile need not be done any more.
    let left = left.filter(|_| evidence.is_stopped());
    made.chain(left).collect()
}

/// Rows for scripts: `secret_calls`, with the columns of a table's `table_calls`.
pub(super) fn rows(evidence: &Evidence) -> Vec<Row> {
    let row = |(call, state): (Call, State<'_>)| {
        let done = match state {
            State::Done(done) | State::Failed(done) => Some(done),
            _ => None,
        };
        let value = json!({
            "region": evidence.region,
            "operation": call.operation(),
            "what": call.summary(),
            "request": call,
            "permissions": call.permissions(),
            "state": state.as_str().replace(' ', "_"),
            "attempts": done.map(|done| done.attempts),
            "duration_ms": done.and_then(|done| done.duration_ms),
            "failure": done.and_then(|done| done.failure.as_ref()),
        });
        Row { table: "secret_calls", value }
    };
    calls(evidence).into_iter().map(row).collect()
}

/// What scripts go on with: name, ARN and version.
pub(super) fn facts(evidence: &Evidence) -> Vec<Fact> {
    let seen = evidence.facts();
    let mut facts = vec![
        Fact { name: "secret_name", value: evidence.name.as_deref().into() },
        Fact { name: "secret_arn", value: seen.and_then(|seen| seen.arn.as_deref()).into() },
        Fact { name: "version_id", value: seen.and_then(|seen| seen.version_id.as_deref()).into() },
    ];
    facts.retain(|_| evidence.before.is_some());
    facts
}

/// What a script takes from the end of a report for people: the name, where the secret
/// holds the URI.
pub(super) fn closing(evidence: &Evidence) -> Vec<(&'static str, String)> {
    let is_good = evidence.applied.as_ref().is_some_and(|applied| applied.ended == Ended::Complete)
        && evidence.facts().is_some_and(|facts| facts.value == ValueSeen::Same);
    evidence.name.iter().filter(|_| is_good).map(|name| ("secret_name", name.clone())).collect()
}

/// What a person sees: what was done or would be done, and what the secret is called.
pub(super) fn view(evidence: &Evidence) -> Vec<Block> {
    let mut view = Vec::new();
    if evidence.before.is_none() {
        return view;
    }
    let calls = calls(evidence);
    if !calls.is_empty() {
        let title = match (&evidence.applied, evidence.intent) {
            (Some(_), _) => "What was done",
            (None, Intent::Declined) => "What would have been done",
            (None, _) => "What would be done, in order",
        };
        let row = |(call, state): &(Call, State<'_>)| {
            let attempts = match state {
                State::Done(done) if done.attempts > 1 => format!(" at the {} attempt", nth(done.attempts)),
                _ => String::new(),
            };
            vec![
                Cell::from(call.operation()),
                Cell::from(call.summary()),
                Cell::toned(format!("{}{attempts}", state.as_str()), state.tone()),
            ]
        };
        view.push(Block::Table(Table {
            title: title.to_owned(),
            columns: ["call", "what it does", "state"].map(str::to_owned).to_vec(),
            rows: calls.iter().map(row).collect(),
        }));
    } else if evidence.plan().is_some_and(|plan| plan.blocked.is_none()) {
        view.push(Block::Text("nothing has to be done: the secret is as wanted".to_owned()));
    }
    let mut lines = Vec::new();
    let mut line = |name: &str, value: Option<&str>| {
        lines.extend(value.map(|value| vec![Cell::from(name), Cell::from(value)]));
    };
    line("name", evidence.name.as_deref());
    line("Region", evidence.region.as_deref());
    line("ARN", evidence.facts().and_then(|seen| seen.arn.as_deref()));
    line("held before", held_before(evidence).as_deref());
    line("version", evidence.facts().and_then(|seen| seen.version_id.as_deref()));
    view.push(Block::Table(Table { title: "The secret".to_owned(), columns: Vec::new(), rows: lines }));
    view.extend(next(evidence).map(Block::Text));
    view
}

/// What of the stored URI changes, where it leads to the same store and another one takes its place.
fn held_before(evidence: &Evidence) -> Option<String> {
    let Some(Seen::Described(facts)) = &evidence.before else { return None };
    match &facts.value {
        ValueSeen::SameStore { differs, .. } if !differs.is_empty() => {
            Some(format!("another URI of the same store; what differs: {}", differs.join(", ")))
        }
        _ => None,
    }
}

/// What is left to do, in the product's dashboard. Source: the product's page on online stores.
fn next(evidence: &Evidence) -> Option<String> {
    let (form, name) = (evidence.dashboard?, evidence.name.as_deref()?);
    let is_planned =
        evidence.intent == Intent::Plan && evidence.plan().is_some_and(|plan| plan.blocked.is_none());
    if closing(evidence).is_empty() && !is_planned {
        return None;
    }
    let then = if is_planned { "when it is stored" } else { "now" };
    Some(format!(
        "in the Chalk dashboard, {then}: Integrations > Online Stores > {}, enter the secret's name `{name}`, then Save and Apply: Chalk restarts what uses the store",
        form.as_str()
    ))
}

fn nth(number: u32) -> String {
    match number {
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        number => format!("{number}th"),
    }
}
