//! TBL030 to TBL034: whether a plan can be carried out, and what came of it.

use crate::aws::{Failure, Wanted};
use crate::dynamodb::evidence::TableSeen;
use crate::dynamodb::plan::{Attribute, Existence, Plan, advice, make, unread_advice};
use crate::dynamodb::spec::{Layout, TableSpec};
use crate::dynamodb::table::{Applied, CanarySeen, Ended, Evidence, Setup};
use crate::report::Finding;
use crate::report::catalogue::{TBL_APPLIED, TBL_CANARY, TBL_PLAN_KNOWN, TBL_PLAN_LAYOUT, TBL_PLAN_POSSIBLE};
use crate::words;

/// What is said of the plan; nothing where the table is only checked.
pub(super) fn findings(evidence: &Evidence) -> Vec<Finding> {
    let Some(setup) = &evidence.setup else { return Vec::new() };
    let Ok((spec, plan)) = setup.plan(&evidence.seen) else { return Vec::new() };
    let start = setup.before.as_deref().unwrap_or(&evidence.seen);
    let mut findings = vec![layout(setup, &spec, &plan)];
    findings.extend(possible(&plan));
    findings.extend(known(&plan, start));
    findings.push(applied(setup, &spec, &evidence.seen));
    findings.extend(canary(setup.canary.as_ref(), setup.applied.is_some()));
    findings
}

/// The names of a layout, in words.
pub(in crate::dynamodb::table) fn wanted_keys(layout: &Layout) -> String {
    let expiry = layout.ttl_attribute.as_ref().map(|name| format!(", and expiry in {name}"));
    format!("{} and {}{}", layout.hash_key, layout.range_key, expiry.unwrap_or_default())
}

fn layout(setup: &Setup, spec: &TableSpec, plan: &Plan) -> Finding {
    let words = wanted_keys(&spec.layout);
    if setup.wanted.has_layout() {
        return Finding::pass(&TBL_PLAN_LAYOUT)
            .message_is(format!("the deployment has to read keys {words}, as was said"));
    }
    let (documented, vendored) = (wanted_keys(&Layout::documented()), wanted_keys(&Layout::vendored()));
    let taken = match plan.existence {
        Existence::Present(_) if plan.by_hand().any(|(one, _)| one.attribute == Attribute::Keys) => {
            format!("those that stand are of no layout, and {words} are taken, as the documentation has them")
        }
        Existence::Present(_) => {
            format!("those that stand are taken, {words}; the documentation's are {documented}")
        }
        _ => format!("{words} are taken, as the documentation has them"),
    };
    Finding::warn(
        &TBL_PLAN_LAYOUT,
        format!("nobody said which keys the deployment reads: {taken}; the vendored Terraform module's are {vendored}"),
    )
    .help("a deployment that reads other names finds nothing, and keys cannot be changed later: say which, by --layout documented or --layout vendored")
}

fn possible(plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut stopped = plan.stopped.as_deref();
    for (one, help) in plan.by_hand() {
        let crate::dynamodb::plan::Verdict::Differs { is, wanted, .. } = &one.verdict else { continue };
        let verb = if matches!(one.attribute, Attribute::Keys | Attribute::Tags) { "are" } else { "is" };
        let mut message = format!("{} {verb} {is}, and {wanted} {verb} wanted", one.attribute.as_str());
        // What stops everything, and the difference that does, are one thing to be told.
        if let Some(reason) = stopped.take_if(|_| plan.is_stopped_by(one)) {
            message = format!("{reason}: {message}");
        }
        // Replication works with any stream.
        let finding = if one.attribute == Attribute::Stream {
            Finding::warn(&TBL_PLAN_POSSIBLE, message)
        } else {
            Finding::fail(&TBL_PLAN_POSSIBLE, message)
        };
        findings.push(finding.help(help.to_owned()).about(one.region.clone()));
    }
    // A table that is being deleted differs in nothing.
    findings.extend(stopped.map(|reason| Finding::fail(&TBL_PLAN_POSSIBLE, reason.to_owned())));
    if findings.is_empty() {
        findings.push(match plan.existence {
            Existence::Unknown(_) => Finding::skip(&TBL_PLAN_POSSIBLE, "what stands is not known (TBL032)"),
            _ => Finding::pass(&TBL_PLAN_POSSIBLE),
        });
    }
    findings
}

fn known(plan: &Plan, start: &TableSeen) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Existence::Unknown(failure) = &plan.existence {
        let (what, kind) = match (start.unplaced(), &start.credentials) {
            (Some(failure), _) => (failure.to_string(), failure.kind),
            (_, Some(crate::connect::evidence::Credentials::Failed(failure))) => {
                (failure.to_string(), failure.kind)
            }
            _ => (format!("DescribeTable: {failure}"), failure.kind),
        };
        findings.push(
            Finding::unknown(&TBL_PLAN_KNOWN, what).help(unread_advice("dynamodb:DescribeTable", kind)),
        );
    }
    for (one, failure) in plan.unread() {
        let message = format!("{} could not be read: {failure}", one.attribute.as_str());
        let help = unread_advice(one.attribute.permission(), failure.kind);
        findings.push(Finding::unknown(&TBL_PLAN_KNOWN, message).help(help).about(one.region.clone()));
    }
    if findings.is_empty() {
        findings.push(Finding::pass(&TBL_PLAN_KNOWN));
    }
    findings
}

fn applied(setup: &Setup, spec: &TableSpec, seen: &TableSeen) -> Finding {
    let Some(applied) = &setup.applied else {
        let why =
            if setup.is_planned { "this is a plan" } else { "it could not be begun, or nobody said yes" };
        return Finding::skip(&TBL_APPLIED, format!("nothing was applied: {why}"));
    };
    let made = applied.calls.iter().filter(|done| done.failure.is_none()).count();
    match &applied.ended {
        Ended::Finished => finished(spec, seen, made),
        Ended::Failed => failed(spec, applied),
        Ended::WaitedTooLong { what, seconds } => Finding::fail(
            &TBL_APPLIED,
            format!("{what} was waited for {}, and is not ACTIVE yet; {}", words::seconds(*seconds), calls_made(made)),
        )
        .help("run this again: it goes on waiting, and goes on from there; --wait-timeout gives it longer"),
        Ended::Lost { failure } => Finding::fail(
            &TBL_APPLIED,
            format!("the table could not be read on the way: {failure}; {}", calls_made(made)),
        )
        .help(unread_advice("dynamodb:DescribeTable", failure.kind)),
        Ended::Unsettled => Finding::fail(
            &TBL_APPLIED,
            format!("{}, some again and again, and the table still differs", calls_made(made)),
        )
        .help("somebody or something else, such as another tool's pipeline, sets it back: find out what (CloudTrail), and run this again"),
        Ended::Interrupted => Finding::unknown(
            &TBL_APPLIED,
            format!("interrupted after {}; the one under way was finished", words::count(made, "call")),
        )
        .help("run this again: it goes on from there"),
    }
}

fn finished(spec: &TableSpec, seen: &TableSeen, made: usize) -> Finding {
    let after = make(spec, seen);
    if let Existence::Unknown(failure) = &after.existence {
        return Finding::unknown(&TBL_APPLIED, format!("the table could not be read back: {failure}"))
            .help(unread_advice("dynamodb:DescribeTable", failure.kind));
    }
    if let Some((one, failure)) = after.unread().next() {
        let message = format!("{} could not be read back: {failure}", one.attribute.as_str());
        let help = unread_advice(one.attribute.permission(), failure.kind);
        return Finding::unknown(&TBL_APPLIED, message).help(help).about(one.region.clone());
    }
    let by_hand: Vec<&str> = after
        .by_hand()
        .filter(|(one, _)| one.attribute != Attribute::Stream)
        .map(|(one, _)| one.attribute.as_str())
        .collect();
    if !by_hand.is_empty() {
        let message = format!(
            "{}, and what chalkstore does not change still differs: {}",
            calls_made(made),
            by_hand.join(", ")
        );
        return Finding::fail(&TBL_APPLIED, message)
            .help("see TBL031, or plan again: it says how each is done");
    }
    if let Some(call) = after.calls.first() {
        let message = format!("{}, and something differs again: {}", calls_made(made), call.summary());
        return Finding::fail(&TBL_APPLIED, message).help("run this again");
    }
    if made == 0 {
        return Finding::pass(&TBL_APPLIED).message_is("everything is as wanted: there was nothing to call");
    }
    Finding::pass(&TBL_APPLIED)
        .message_is(format!("{}, and the table reads back as wanted", calls_made(made)))
}

/// `1 call was made`.
fn calls_made(made: usize) -> String {
    format!("{} {} made", words::count(made, "call"), if made == 1 { "was" } else { "were" })
}

fn failed(spec: &TableSpec, applied: &Applied) -> Finding {
    let last = applied.calls.iter().rev().find_map(|done| Some((done, done.failure.as_ref()?)));
    let Some((done, failure)) = last else {
        return Finding::fail(&TBL_APPLIED, "a call failed, and which one is not recorded")
            .help("run this again: it goes on where it stopped");
    };
    let tries = if done.tries > 1 { format!(" ({} tries)", done.tries) } else { String::new() };
    let made = applied.calls.iter().filter(|done| done.failure.is_none()).count();
    Finding::fail(
        &TBL_APPLIED,
        format!("{} failed: {failure}{tries}; {} before it", done.call.operation(), calls_made(made)),
    )
    .help(advice(&spec.name, &done.call, failure))
    .about(done.call.region.clone())
}

/// What to do about an item that could not be deleted.
const DELETE: &str = "allow dynamodb:DeleteItem, and delete it by hand; no entity has its key";

fn canary(canary: Option<&CanarySeen>, is_applied: bool) -> Vec<Finding> {
    let Some(canary) = canary else {
        let reason = if is_applied { "no --canary was asked for, or reached" } else { "nothing was applied" };
        return vec![Finding::skip(&TBL_CANARY, reason)];
    };
    if let Some(failure) = &canary.write_failure {
        return unwritten(canary, failure);
    }
    let mut findings = Vec::new();
    for read in &canary.reads {
        let Some(message) = (match (&read.failure, read.after_ms) {
            (_, Some(_)) => None,
            (Some(failure), None) => Some(format!("the item could not be read: {failure}")),
            (None, None) => Some("the item was not there within 30 s".to_owned()),
        }) else {
            continue;
        };
        let help = "allow dynamodb:GetItem in this Region, and look at replication: `chalkstore check-table`";
        findings.push(Finding::fail(&TBL_CANARY, message).help(help).about(read.region.clone()));
    }
    if let Some(failure) = &canary.delete_failure {
        findings.push(
            Finding::warn(&TBL_CANARY, format!("the item {} could not be deleted: {failure}", canary.key))
                .help(DELETE),
        );
    }
    if findings.is_empty() {
        let times: Vec<String> = canary
            .reads
            .iter()
            .map(|read| {
                format!("{} after {}", read.region, words::milliseconds(read.after_ms.unwrap_or_default()))
            })
            .collect();
        let message = format!("an item was written, read in {}, and deleted", times.join(", "));
        findings.push(Finding::pass(&TBL_CANARY).message_is(message));
    }
    findings
}

/// A write that was refused, or that nobody answered: then the item may stand.
fn unwritten(canary: &CanarySeen, failure: &Failure) -> Vec<Finding> {
    let key = &canary.key;
    let written = if failure.may_have_been_made() {
        let message = format!("whether the item {key} was written is not known: {failure}");
        Finding::unknown(&TBL_CANARY, message).help(failure.kind.help(Wanted::Answer))
    } else {
        Finding::fail(&TBL_CANARY, format!("the item {key} could not be written: {failure}"))
            .help("allow dynamodb:PutItem on the table, or see what AWS says")
    };
    let left = canary.delete_failure.as_ref().map(|failure| {
        let message = format!("the item {key} may stand, and could not be deleted: {failure}");
        Finding::warn(&TBL_CANARY, message).help(DELETE)
    });
    std::iter::once(written).chain(left).collect()
}
