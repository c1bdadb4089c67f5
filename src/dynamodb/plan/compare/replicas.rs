//! Replicas in other Regions.

use super::standing::{Standing, differs, unread};
use crate::aws::{Asked, Failure, FailureKind};
use crate::dynamodb::evidence::{ReplicaSeen, TableSeen};
use crate::dynamodb::plan::{Action, Attribute, Call, Compared, Fix, Verdict};
use crate::dynamodb::spec::{Billing, Encryption, Replica, TableSpec};
use crate::dynamodb::status::{Status, Whose};

pub(super) fn replica(spec: &TableSpec, replica: &Replica, own: Standing<'_>, seen: &TableSeen) -> Compared {
    let verdict = match own.facts.replicas.iter().find(|one| one.region == replica.region) {
        Some(one) if let Some(failure) = undescribed(seen, one) => Verdict::Unread(failure),
        Some(one) => {
            // Its own Region knows as well.
            let there = seen.region(&one.region).and_then(|seen| seen.described.answer()?.status.as_deref());
            match one.status.as_deref().or(there) {
                Some(status) => {
                    standing(own.region(), &one.region, status, one.status_description.as_deref())
                }
                None => unread("AWS tells no status of the replica"),
            }
        }
        None => missing(spec, replica, own, seen),
    };
    Compared { attribute: Attribute::Replicas, region: replica.region.clone(), verdict }
}

/// Why a listed replica could not be described in its own Region. Where its
/// status accounts for that, such as while it is being made, there is nothing to describe.
fn undescribed(seen: &TableSeen, replica: &ReplicaSeen) -> Option<Failure> {
    let failure = seen.region(&replica.region)?.described.failure()?;
    let may_lack_it = replica.status.as_deref().is_some_and(|word| Status::of(word).may_lack_its_table());
    (!may_lack_it || failure.kind != FailureKind::NotFound).then(|| failure.clone())
}

fn standing(own: &str, region: &str, word: &str, description: Option<&str>) -> Verdict {
    let described = description.map(|text| format!(" ({text})")).unwrap_or_default();
    let status = Status::of(word);
    match status {
        Status::Active => Verdict::Same(word.to_owned()),
        _ if status.is_passing_by() => {
            let call = Call::new(own, Action::AwaitReplica { replica: region.to_owned() });
            differs(word, "ACTIVE", Fix::Calls(vec![call]))
        }
        _ => {
            let help = format!("{}: {}", status.meaning(Whose::Replica), status.help(Whose::Replica));
            differs(format!("{word}{described}"), "ACTIVE", Fix::ByHand(help))
        }
    }
}

fn missing(spec: &TableSpec, replica: &Replica, own: Standing<'_>, seen: &TableSeen) -> Verdict {
    let region = &replica.region;
    match seen.region(region).map(|there| &there.described) {
        Some(Asked::Failed(failure)) if failure.kind == FailureKind::NotFound => {}
        Some(Asked::Failed(failure)) => return Verdict::Unread(failure.clone()),
        // Somebody made it after the table's own Region was asked.
        Some(Asked::Answered(there)) if there.replicas.iter().any(|one| one.region == own.region()) => {
            return standing(own.region(), region, "CREATING", None);
        }
        Some(Asked::Answered(_)) => {
            let help = format!(
                "DynamoDB makes no replica where a table of this name stands: rename or delete the one in {region} (its items are not taken over), or take another table name"
            );
            return differs("a table of this name that is no replica", "a replica", Fix::ByHand(help));
        }
        None => return unread("this Region was not looked at: it was not named then, or no time was left"),
    }
    if own.facts.multi_region_consistency.as_deref() == Some("STRONG") {
        let help = "a strongly consistent global table keeps its Regions for ever; it cannot have items that expire either";
        return differs("not there", "a replica", Fix::ByHand(help.to_owned()));
    }
    differs("not there", "a replica", Fix::Calls(vec![add(spec, replica, own.region())]))
}

/// The call that makes a replica.
pub(in crate::dynamodb::plan) fn add(spec: &TableSpec, replica: &Replica, own: &str) -> Call {
    let read_units = match &spec.billing {
        Billing::Autoscaling { read, .. } => {
            replica.read.map(|policy| (*read).max(policy.min).min(policy.max)).filter(|units| units != read)
        }
        Billing::OnDemand | Billing::Provisioned { .. } => None,
    };
    let kms_key = match &spec.encryption {
        Encryption::Customer(keys) => keys.get(&replica.region).cloned(),
        Encryption::AwsOwned | Encryption::AwsManaged => None,
    };
    Call::new(own, Action::AddReplica { replica: replica.region.clone(), read_units, kms_key })
}
