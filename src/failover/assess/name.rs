//! FO001: whether there is anything to judge.

use super::case::{Case, Missing};
use super::judge::Told;
use crate::connect::evidence::Credentials;
use crate::report::Finding;
use crate::report::catalogue::FO_NAME;

/// Whether a hosted zone holds records of the name that lead to an address.
pub(super) fn exists(case: &Case<'_>) -> Told {
    let evidence = case.evidence;
    if let Some(Credentials::Failed(failure)) = &evidence.credentials {
        return Finding::unknown(&FO_NAME, format!("no AWS credentials: {failure}"))
            .help("sign in (aws sso login), or give --profile")
            .into();
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
