//! SEC…: the secret that holds a store's URI.

use super::plan::Blocked;
use super::report::{closing, facts, rows, view};
use super::{Applied, Ended, Evidence, Facts, Intent, Seen, Setting, ValueSeen, make, settings};
use crate::aws::{Failure, FailureKind};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding};
use crate::secrets::help;
use crate::words;

static CHECKS: &[&Check] = &[
    &checks::SEC_VALID,
    &checks::SEC_USABLE,
    &checks::SEC_SAME_STORE,
    &checks::SEC_STORED,
    &checks::SEC_SETTINGS,
];

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    CHECKS.to_vec()
}

/// Judges what was seen and done. Where AWS was not asked, only the URI is judged.
pub fn assess(evidence: &Evidence) -> Assessment {
    let mut findings = vec![valid(evidence)];
    if let Some(before) = &evidence.before {
        // Where somebody else was faster, it is theirs that stands in the way.
        let overtaken = evidence.applied.as_ref().filter(|applied| applied.ended == Ended::Blocked);
        let stood = overtaken.map_or(before, |applied| &applied.after);
        findings.push(usable(evidence, stood));
        findings.push(same_store(evidence, stood));
        findings.push(stored(evidence, before));
        findings.push(has_settings(evidence));
    }
    Assessment {
        subject: evidence.name.as_ref().map(|name| format!("secret {name}")),
        findings,
        rows: rows(evidence),
        facts: facts(evidence),
        view: view(evidence),
        closing: closing(evidence),
        ..Assessment::default()
    }
}

fn valid(evidence: &Evidence) -> Finding {
    let check = &checks::SEC_VALID;
    if evidence.failed_checks.is_empty() {
        return Finding::pass(check);
    }
    let codes = evidence.failed_checks.join(", ");
    if !evidence.force {
        return Finding::fail(check, format!("the URI fails {codes}; it is not stored"))
            .help("correct the URI: chalkstore validate-uri shows how; --force stores it as it is");
    }
    let what = match &evidence.applied {
        Some(applied) if applied.ended == Ended::Complete => "it was stored all the same",
        _ => "it is stored all the same where that is not only planned",
    };
    Finding::warn(
        check,
        format!("--force: the URI fails {codes}, and {what}: query servers will not connect by it"),
    )
    .help("correct the URI, and store it again")
}

fn usable(evidence: &Evidence, stood: &Seen) -> Finding {
    let check = &checks::SEC_USABLE;
    let name = name(evidence);
    let facts = match stood {
        Seen::Absent => {
            let free = Finding::pass(check).message_is(format!("the name {name} is free"));
            return if ends_like_an_arn(name) { free.note(PARTIAL_ARN) } else { free };
        }
        Seen::Failed(failure) => {
            return Finding::unknown(check, format!("the secret {name} could not be looked at: {failure}"))
                .help(help(failure.kind, "secretsmanager:DescribeSecret"));
        }
        Seen::Described(facts) => facts,
    };
    let region = evidence.region.as_deref().unwrap_or_default();
    match make(&evidence.wanted, region, stood, evidence.replace).blocked {
        Some(Blocked::Replica(primary)) => Finding::fail(
            check,
            format!(
                "{name} is a replica of the secret in {primary}, and a replica takes no value of its own"
            ),
        )
        .help(format!("store it there: --region {primary}")),
        Some(Blocked::Owned(service)) => {
            Finding::fail(check, format!("{name} is owned by {service}, which alone changes it"))
                .help("take another name: --name")
        }
        _ => match &facts.deleted_at {
            Some(time) if evidence.replace => {
                let message = format!("{name} is scheduled for deletion at {time}; --replace calls that off");
                Finding::warn(check, message)
            }
            Some(time) => Finding::fail(check, format!("{name} is scheduled for deletion at {time}"))
                .help("--replace calls the deletion off and stores the URI; or take another name: --name"),
            None if facts.rotates => Finding::warn(
                check,
                format!("{name} is rotated automatically, which would write over the URI"),
            )
            .help("switch its rotation off: aws secretsmanager cancel-rotate-secret; or take another name"),
            None => Finding::pass(check),
        },
    }
}

fn same_store(evidence: &Evidence, stood: &Seen) -> Finding {
    let check = &checks::SEC_SAME_STORE;
    let facts = match stood {
        Seen::Absent => return Finding::pass(check).message_is("there is no secret of that name yet"),
        Seen::Failed(_) => {
            return Finding::unknown(check, "not determined: the secret could not be looked at");
        }
        Seen::Described(facts) => facts,
    };
    let refusal = "give --replace if that is meant (the value before stays as AWSPREVIOUS), or take another name: --name";
    let judged = |message: String| {
        if evidence.replace {
            Finding::warn(check, format!("{message}; --replace overwrites it"))
        } else {
            Finding::fail(check, message).help(refusal)
        }
    };
    match &facts.value {
        ValueSeen::Same => Finding::pass(check).message_is("the secret holds this very URI"),
        ValueSeen::SameStore { differs, .. } => {
            let message = "the secret holds another URI of the same store";
            Finding::pass(check).message_is(match differs.as_slice() {
                [] => message.to_owned(),
                differs => format!("{message}; what differs: {}", differs.join(", ")),
            })
        }
        ValueSeen::Empty => Finding::pass(check).message_is("the secret has no value yet"),
        ValueSeen::OtherStore { stored } => judged(format!("the secret holds another store's URI: {stored}")),
        ValueSeen::NoUri { bytes } => judged(format!(
            "the secret holds something that is no connection URI ({})",
            words::count(*bytes, "byte")
        )),
        ValueSeen::Unread { failure } if evidence.replace => Finding::warn(
            check,
            format!("the secret's value could not be read: {failure}; --replace overwrites it"),
        ),
        ValueSeen::Unread { failure } => Finding::unknown(
            check,
            format!("the secret's value could not be read, and is not overwritten unseen: {failure}"),
        )
        .help(help(failure.kind, "secretsmanager:GetSecretValue"))
        .note("--replace overwrites it unseen"),
        ValueSeen::NotAsked => {
            let reason = "the value of a secret that is scheduled for deletion cannot be read";
            if evidence.replace {
                Finding::warn(check, format!("{reason}; --replace overwrites it"))
            } else {
                Finding::skip(check, reason)
            }
        }
    }
}

fn stored(evidence: &Evidence, before: &Seen) -> Finding {
    let check = &checks::SEC_STORED;
    let plan = evidence.plan();
    let Some(applied) = &evidence.applied else {
        let is_blocked = plan.as_ref().is_none_or(|plan| plan.blocked.is_some());
        let has_calls = plan.is_some_and(|plan| !plan.calls.is_empty());
        return match (is_blocked, has_calls, evidence.intent) {
            (true, _, _) => Finding::skip(check, "nothing was stored: a check that it needs did not pass"),
            (_, true, Intent::Declined) => Finding::skip(check, "nothing was stored: it was declined"),
            (_, true, _) => Finding::skip(check, "nothing was stored: the plan was only shown"),
            // Nothing is left to do, so that what stands there is what is asked about.
            (_, false, _) => holds(evidence, before),
        };
    };
    if let Some(done) = applied.done.last().filter(|_| applied.ended == Ended::Stopped)
        && let Some(failure) = &done.failure
    {
        return call_failed(done.call.operation(), &done.call.permissions(), failure, &applied.after);
    }
    match (applied.ended, &applied.after) {
        (Ended::Complete, after) => holds(evidence, after),
        (Ended::Stopped, _) => Finding::unknown(check, format!("not all was done: {}", halfway(applied)))
            .help("run it again: it goes on where it stopped"),
        (Ended::Blocked, _) => Finding::fail(
            check,
            "somebody else changed the secret meanwhile, and what it holds now is not overwritten",
        )
        .help("run it again: it says what stands there now"),
    }
}

fn call_failed(operation: &str, permissions: &[&str], failure: &Failure, after: &Seen) -> Finding {
    let check = &checks::SEC_STORED;
    let permission = permissions.join(" and ");
    let is_there = match after {
        Seen::Described(facts) if facts.value == ValueSeen::Same => "the URI is stored",
        Seen::Described(_) | Seen::Absent => "the URI is not stored",
        Seen::Failed(_) => "whether the URI is stored is not known",
    };
    let message = if failure.kind == FailureKind::AccessDenied {
        format!("{operation} needs {permission}, which is not allowed; {is_there}: {failure}")
    } else {
        format!("{operation} failed; {is_there}: {failure}")
    };
    let finding = match after {
        Seen::Failed(_) => Finding::unknown(check, message),
        _ => Finding::fail(check, message),
    };
    finding.help(help(failure.kind, &permission)).note("running it again goes on where it stopped")
}

/// What was done until it stopped.
fn halfway(applied: &Applied) -> String {
    let done: Vec<&str> =
        applied.done.iter().filter(|done| done.failure.is_none()).map(|done| done.call.operation()).collect();
    if done.is_empty() { "nothing was begun".to_owned() } else { format!("only {} was", done.join(", ")) }
}

/// Whether a secret holds the URI, here and in every wanted replica.
fn holds(evidence: &Evidence, seen: &Seen) -> Finding {
    let check = &checks::SEC_STORED;
    let facts = match seen {
        Seen::Described(facts) => facts,
        Seen::Absent => return Finding::fail(check, "read back, there is no such secret").help(AGAIN),
        Seen::Failed(failure) => {
            return Finding::unknown(check, format!("it could not be read back: {failure}"))
                .help(help(failure.kind, "secretsmanager:DescribeSecret"));
        }
    };
    match &facts.value {
        ValueSeen::Same => {}
        ValueSeen::Unread { failure } => {
            return Finding::unknown(check, format!("its value could not be read back: {failure}"))
                .help(help(failure.kind, "secretsmanager:GetSecretValue"));
        }
        _ => return Finding::fail(check, "read back, it does not hold the URI").help(AGAIN),
    }
    let own = evidence.region.as_deref().unwrap_or_default();
    let (mut failed, mut pending) = (Vec::new(), Vec::new());
    for region in evidence.wanted.replicas(own) {
        match facts.replicas.iter().find(|replica| replica.region == region) {
            Some(replica) if replica.status == "InSync" => {}
            Some(replica) if replica.status == "Failed" => {
                let why = replica.message.as_deref().unwrap_or("AWS does not say why");
                failed.push(format!("{region} ({why})"));
            }
            Some(replica) => pending.push(format!("{region} ({})", replica.status)),
            None => pending.push(format!("{region} (none)")),
        }
    }
    if !failed.is_empty() {
        return Finding::fail(check, format!("it holds the URI, and its replica failed in {}", failed.join(", "))).help(
            "--replace copies it over a secret of the same name there; a customer's key there needs kms:GenerateDataKey and kms:Encrypt",
        );
    }
    if !pending.is_empty() {
        let message = format!("it holds the URI, and is not copied yet to {}", pending.join(", "));
        return Finding::unknown(check, message)
            .help("run it again in a minute, or give it a longer --wait-timeout");
    }
    Finding::pass(check)
}

const AGAIN: &str = "somebody else may have written it at the same time; run it again";

fn has_settings(evidence: &Evidence) -> Finding {
    let check = &checks::SEC_SETTINGS;
    let own = evidence.region.as_deref().unwrap_or_default();
    let facts: &Facts = match evidence.last() {
        Some(Seen::Described(facts)) => facts,
        Some(Seen::Absent) => return Finding::skip(check, "there is no secret of that name yet"),
        _ => return Finding::unknown(check, "not determined: the secret could not be looked at"),
    };
    let compared = settings(&evidence.wanted, own, facts);
    let differing: Vec<&Setting> = compared.iter().filter(|setting| !setting.is_same).collect();
    let idle = evidence.wanted.idle_keys(own);
    let finding = if differing.is_empty() {
        if idle.is_empty() {
            Finding::pass(check)
        } else {
            Finding::warn(
                check,
                format!("a key was given for {}, where there is no replica", idle.join(", ")),
            )
            .help("name the Region as a replica too: --replica")
        }
    } else {
        let told: Vec<String> =
            differing.iter().map(|one| format!("{} is {}, not {}", one.name, one.is, one.wanted)).collect();
        let told = told.join("; ");
        if evidence.applied.is_some() {
            Finding::fail(check, told).help("run it again: it goes on where it stopped")
        } else {
            Finding::warn(check, told)
        }
    };
    if differing.iter().any(|one| !one.can_change) {
        return finding.help(
            "the key of a replica cannot be changed: take the replica away (aws secretsmanager remove-regions-from-replication) and run it again",
        );
    }
    finding
}

/// API reference, `CreateSecret`: such a name is confused with the random characters that end a secret's ARN.
const PARTIAL_ARN: &str = "the name ends with a hyphen and six characters, as an ARN does: name the secret by its name or its full ARN, never by a part of it";

/// The vendored module's own name ends so too, and is no slip of anybody's.
fn ends_like_an_arn(name: &str) -> bool {
    !name.ends_with("-online-store-secret") && name.rsplit_once('-').is_some_and(|(_, end)| end.len() == 6)
}

fn name(evidence: &Evidence) -> &str {
    evidence.name.as_deref().unwrap_or("the secret")
}
