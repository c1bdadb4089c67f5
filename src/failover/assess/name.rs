//! FO001: whether there is anything to judge.

use super::case::{Case, Missing};
use super::change::from_file;
use super::judge::Told;
use super::unread::uncredentialed;
use crate::connect::evidence::Credentials;
use crate::failover::evidence::{Evidence, Policy, Record, Role, Zone};
use crate::report::Finding;
use crate::report::catalogue::FO_NAME;

/// Whether a hosted zone holds records of the name that lead to an address.
pub(super) fn exists(case: &Case<'_>) -> Told {
    let evidence = case.evidence;
    if let Some(Credentials::Failed(failure)) = &evidence.credentials {
        return uncredentialed(&FO_NAME, failure).into();
    }
    if let Err(missing @ Missing::Unread(..)) = case.groups() {
        return missing.finding(&FO_NAME).into();
    }
    let Some(zone) = evidence.zone() else {
        let message = format!("no hosted zone of this account holds {}", evidence.name);
        return Finding::fail(&FO_NAME, message)
            .help("ask with credentials of the account that holds the zone (--profile), or create zone and records")
            .into();
    };
    if case.main().is_none() {
        let mut records = zone.records.answer().into_iter().flatten();
        if let Some(wildcard) = records.find(|record| record.name.starts_with("*.")) {
            let message = format!(
                "{} has no records of its own: those of {} answer for it",
                evidence.name, wildcard.name
            );
            return Finding::unknown(&FO_NAME, format!("{message}, which are not judged"))
                .help("give the failover name records of its own")
                .into();
        }
        let message = format!(
            "the zone {} ({}) has no A, AAAA or CNAME record of {}",
            zone.name, zone.id, evidence.name
        );
        return Finding::fail(&FO_NAME, message)
            .help("look at the name that clients use; then make its records: one for each Region, with a health signal each")
            .into();
    }
    let mut told = Told::default();
    let zones = evidence.zones.answer().map(Vec::as_slice).unwrap_or_default();
    for other in zones.iter().filter(|other| other.id != zone.id) {
        told.findings.extend(blind(evidence, other));
        let what = if other.is_private { "private" } else { "public" };
        told = told.note(format!(
            "the {what} zone {} has the same name: who is attached to it sees its records, which are not judged here",
            other.id
        ));
    }
    if zone.is_private {
        told = told.note(format!("the zone {} is private: only its VPCs see the name", zone.id));
    }
    if let Some(state) = zone.accelerated_recovery.as_deref().filter(|state| *state != "ENABLED") {
        told = told.note(format!(
            "accelerated recovery of the zone is {state}: while us-east-1 is away its records cannot be changed by hand; failover by health checks goes on"
        ));
    }
    told
}

/// A private zone of the same name whose records count as healthy for ever: who is inside of its VPCs never moves.
fn blind(evidence: &Evidence, zone: &Zone) -> Option<Finding> {
    let is_blind = |record: &&Record| {
        let evaluates = record.alias.as_ref().is_some_and(|alias| alias.evaluates_target_health);
        let stands_by = matches!(record.policy, Policy::Failover { role: Role::Secondary });
        record.health_check.is_none() && !evaluates && !stands_by
    };
    let mut records = ["A", "AAAA", "CNAME"].into_iter().flat_map(|kind| zone.records(&evidence.name, kind));
    let record = records.find(is_blind).filter(|_| zone.is_private)?;
    let id = record.set_identifier.as_deref().map(|id| format!(" `{id}`")).unwrap_or_default();
    let message = format!(
        "the private zone {} has {} as well, and its {} record{id} has no health signal: clients inside of its VPCs are served by it, and never move",
        zone.id, evidence.name, record.kind
    );
    Some(
        Finding::warn(&FO_NAME, message)
            .help(format!(
                "give it the same records as the public zone, with a health signal each: {}",
                from_file(&zone.id)
            ))
            .about(zone.id.as_str()),
    )
}
