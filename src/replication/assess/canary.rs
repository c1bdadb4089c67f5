//! LAG050: marker items.

use super::case::{Case, Told};
use crate::aws::unread_help;
use crate::observe::LONGER;
use crate::replication::evidence::{Canary, CanaryDirection};
use crate::replication::lag::Arrivals;
use crate::replication::words;
use crate::report::Finding;
use crate::report::catalogue::LAG_CANARY;

/// Whether every marker arrived, and none is left.
pub(super) fn canary(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    for seen in case.tables() {
        if let Some(canary) = &seen.canary {
            of_canary(&seen.table, canary, &mut told);
        }
    }
    told
}

fn of_canary(table: &str, canary: &Canary, told: &mut Told) {
    let check = &LAG_CANARY;
    if canary.directions.is_empty() {
        told.findings.push(
            Finding::unknown(check, "no marker was sent: there is no direction from one Region to another")
                .help("name two Regions or more with --region")
                .about(table),
        );
    }
    for direction in &canary.directions {
        of_direction(table, canary, direction, told);
    }
    if !canary.left_over.is_empty() {
        let why = canary.delete_failure.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        let message = format!(
            "{} could not be deleted again; the keys begin with {}{why}",
            words::count(canary.left(), "marker"),
            canary.key_prefix
        );
        let delete = format!("allow dynamodb:DeleteItem, and delete {}", words::names(&canary.left_over));
        let finding = if canary.left_for_ever {
            Finding::fail(check, message).help(delete)
        } else {
            Finding::warn(check, message).help(format!(
                "their time to live removes them in a day; to be rid of them at once, {delete}"
            ))
        };
        told.findings.push(finding.about(table));
    }
}

fn of_direction(table: &str, canary: &Canary, direction: &CanaryDirection, told: &mut Told) {
    let check = &LAG_CANARY;
    let about = format!("{table} {} -> {}", direction.from, direction.to);
    let arrivals = Arrivals::in_direction(direction, canary.limit_ms);
    if arrivals.lost > 0 {
        told.findings.push(
            Finding::fail(
                check,
                format!(
                    "{} of {} did not arrive within {}",
                    arrivals.lost,
                    words::count(arrivals.sent, "marker"),
                    words::duration(arrivals.limit_ms)
                ),
            )
            .help("replication is stopped or far behind: look at the replicas' states (LAG010) and at throttled replicated writes")
            .about(about.clone()),
        );
    }
    if let Some(failure) = &direction.failure {
        let sent = arrivals.sent;
        let call = "dynamodb:PutItem, dynamodb:GetItem and dynamodb:DeleteItem on the markers";
        let message = format!("{sent} of {} were sent: {failure}", words::count(canary.rounds, "marker"));
        let help = unread_help(&LAG_CANARY, call, failure.kind);
        told.findings.push(Finding::unknown(check, message).help(help).about(about));
    } else if arrivals.sent == 0 {
        told.findings.push(
            Finding::unknown(check, "no marker was sent")
                .help(format!("{LONGER}, or send more with --canary"))
                .about(about),
        );
    }
}
