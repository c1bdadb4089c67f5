//! The plan: the calls that are missing, in the order that the service takes.
//!
//! A replica of a provisioned table needs the write target *and* policy first ("Table write capacity should either be
//! Pay-Per-Request or `AutoScaled`"), replicas are made one a call, and recovery, tags and deletion protection are never
//! synchronised: they are set in each Region behind its replica (measured on AWS by others).

use super::compare::{add_replica, compare, scaling_calls};
use super::{Action, Attribute, Call, Compared, Fix, Verdict};
use crate::aws::{Asked, Failure, FailureKind};
use crate::dynamodb::evidence::{Dimension, TableSeen};
use crate::dynamodb::spec::{Billing, TableSpec};
use crate::dynamodb::status::{self, Status, Whose};

/// Whether there is a table to start from.
#[derive(Clone, Debug, PartialEq)]
pub enum Existence {
    /// There is none.
    Absent,
    /// There is one, with this status.
    Present(String),
    /// Nobody could say.
    Unknown(Failure),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What there is to start from.
    pub existence: Existence,
    /// What was wanted, beside what stands.
    pub compared: Vec<Compared>,
    /// The calls, in their order. Empty where nothing differs, and where something stands in the way.
    pub calls: Vec<Call>,
    /// Why nothing can be done at all.
    pub stopped: Option<String>,
}

impl Plan {
    /// What differs and is not mended by a call: what it is, and what a person can do.
    pub fn by_hand(&self) -> impl Iterator<Item = (&Compared, &str)> {
        self.compared.iter().filter_map(|one| match &one.verdict {
            Verdict::Differs { fix: Fix::ByHand(help), .. } => Some((one, help.as_str())),
            _ => None,
        })
    }

    /// Whether this difference is why nothing can be done at all: other keys, or a table where the first one is not.
    pub fn is_stopped_by(&self, one: &Compared) -> bool {
        match self.existence {
            Existence::Absent => one.attribute == Attribute::Replicas,
            Existence::Present(_) => one.attribute == Attribute::Keys,
            Existence::Unknown(_) => false,
        }
    }

    /// What could not be read.
    pub fn unread(&self) -> impl Iterator<Item = (&Compared, &Failure)> {
        self.compared.iter().filter_map(|one| match &one.verdict {
            Verdict::Unread(failure) => Some((one, failure)),
            _ => None,
        })
    }

    /// Whether something is left that only a person can do. A stream's view is nothing that has to be done.
    pub fn has_open_ends(&self) -> bool {
        self.by_hand().any(|(one, _)| one.attribute != Attribute::Stream)
    }

    /// Whether nothing is left to do, by calls or by a person, and everything is known.
    pub fn is_done(&self) -> bool {
        matches!(self.existence, Existence::Present(_))
            && self.stopped.is_none()
            && self.calls.is_empty()
            && self.unread().next().is_none()
            && !self.has_open_ends()
    }
}

/// Makes the plan.
pub fn make(spec: &TableSpec, seen: &TableSeen) -> Plan {
    let unseen = || Failure::new(FailureKind::Other, "no Region was asked");
    match seen.own().map(|own| &own.described) {
        None => nothing(Existence::Unknown(unseen())),
        Some(Asked::Failed(failure)) if failure.kind == FailureKind::NotFound => fresh(spec, seen),
        Some(Asked::Failed(failure)) => nothing(Existence::Unknown(failure.clone())),
        Some(Asked::Answered(facts)) => {
            let status = facts.status.clone().unwrap_or_else(|| "without a status".to_owned());
            changed(spec, seen, status)
        }
    }
}

const fn nothing(existence: Existence) -> Plan {
    Plan { existence, compared: Vec::new(), calls: Vec::new(), stopped: None }
}

/// A table that is not there yet.
fn fresh(spec: &TableSpec, seen: &TableSeen) -> Plan {
    let mut compared = Vec::new();
    let mut stopped = None;
    for replica in &spec.replicas {
        let region = replica.region.clone();
        let verdict = match seen.region(&region).map(|there| &there.described) {
            Some(Asked::Failed(failure)) if failure.kind == FailureKind::NotFound => continue,
            Some(Asked::Failed(failure)) => Verdict::Unread(failure.clone()),
            None => Verdict::Unread(Failure::new(
                FailureKind::Other,
                "this Region was not looked at: it was not named then, or no time was left",
            )),
            Some(Asked::Answered(_)) => {
                let help = format!(
                    "create-table starts where the table is: run it with --region {region}, and with --replica {}",
                    spec.region
                );
                stopped = Some(format!(
                    "there is a table {} in {region} already, and none in {}",
                    spec.name, spec.region
                ));
                let (is, wanted) = ("a table of this name".to_owned(), "none yet".to_owned());
                Verdict::Differs { is, wanted, fix: Fix::ByHand(help) }
            }
        };
        compared.push(Compared { attribute: Attribute::Replicas, region, verdict });
    }
    let calls = if stopped.is_some() { Vec::new() } else { from_nothing(spec) };
    Plan { existence: Existence::Absent, compared, calls, stopped }
}

/// The calls for a table that is not there yet.
pub fn from_nothing(spec: &TableSpec) -> Vec<Call> {
    let own = spec.region.as_str();
    let mut calls = vec![Call::new(own, Action::CreateTable(Box::new(spec.clone())))];
    if let Some(policy) = spec.write_policy() {
        calls.extend(scaling_calls(&spec.name, own, Dimension::Write, policy));
    }
    if let Some(policy) = spec.read_policy(own) {
        calls.extend(scaling_calls(&spec.name, own, Dimension::Read, policy));
    }
    if let Some(attribute) = &spec.layout.ttl_attribute {
        calls.push(Call::new(own, Action::EnableTtl { attribute: attribute.clone() }));
    }
    if spec.point_in_time_recovery {
        calls.push(Call::new(own, Action::EnableRecovery));
    }
    for replica in &spec.replicas {
        calls.push(add_replica(spec, replica, own));
        calls.extend(behind_replica(spec, &replica.region));
    }
    calls
}

/// What a new replica does not bring along.
fn behind_replica(spec: &TableSpec, region: &str) -> Vec<Call> {
    let mut calls = Vec::new();
    if let Some(policy) = spec.read_policy(region) {
        calls.extend(scaling_calls(&spec.name, region, Dimension::Read, policy));
    }
    if spec.deletion_protection {
        calls.push(Call::new(region, Action::SetDeletionProtection { on: true }));
    }
    if spec.point_in_time_recovery {
        calls.push(Call::new(region, Action::EnableRecovery));
    }
    if !spec.tags.is_empty() {
        calls.push(Call::new(region, Action::SetTags { tags: spec.tags.clone() }));
    }
    calls
}

/// A table that is there.
fn changed(spec: &TableSpec, seen: &TableSeen, status: String) -> Plan {
    let compared = compare(spec, seen);
    let has_other_keys = compared
        .iter()
        .any(|one| one.attribute == Attribute::Keys && !matches!(one.verdict, Verdict::Same(_)));
    let meant = Status::of(&status);
    let stopped = if has_other_keys {
        Some("the table has other keys, so that nothing of it is changed".to_owned())
    } else if meant == Status::Active || meant.is_passing_by() {
        None
    } else {
        Some(format!("{}; nothing of it is changed", status::words(Whose::Table, &status, None)))
    };
    let mut calls = Vec::new();
    if stopped.is_none() {
        if meant.is_passing_by() {
            calls.push(Call::new(&spec.region, Action::AwaitTable));
        }
        calls.extend(ordered(spec, seen, &compared));
    }
    Plan { existence: Existence::Present(status), compared, calls, stopped }
}

/// The calls of all differences: the table's own Region first, then each replica and what belongs behind it.
fn ordered(spec: &TableSpec, seen: &TableSeen, compared: &[Compared]) -> Vec<Call> {
    let own = spec.region.as_str();
    let has_replicas = seen.facts().is_some_and(|facts| !facts.replicas.is_empty());
    let mut calls = Vec::new();
    for attribute in order(spec, has_replicas) {
        calls.extend(fixes(compared, own, attribute));
    }
    for replica in &spec.replicas {
        let made = fixes(compared, &replica.region, Attribute::Replicas);
        let is_new = made.iter().any(|call| matches!(call.action, Action::AddReplica { .. }));
        calls.extend(made);
        if is_new {
            calls.extend(behind_replica(spec, &replica.region));
        } else {
            for attribute in order(spec, has_replicas) {
                calls.extend(fixes(compared, &replica.region, attribute));
            }
        }
    }
    // Bounds that lift the capacity may also be what differs.
    let mut once: Vec<Call> = Vec::with_capacity(calls.len());
    for call in calls {
        if !once.contains(&call) {
            once.push(call);
        }
    }
    once
}

/// In which order attributes are mended. A global table is provisioned only where its writes are autoscaled, so that
/// there the policies come before the billing mode; a table of one Region has a capacity to scale first.
fn order(spec: &TableSpec, has_replicas: bool) -> Vec<Attribute> {
    use Attribute as A;
    let scaling = [A::WriteScaling, A::ReadScaling];
    let mut order = vec![A::Billing, A::Capacity];
    if has_replicas && matches!(spec.billing, Billing::Autoscaling { .. }) {
        order.splice(0..0, scaling);
    } else {
        order.extend(scaling);
    }
    order.extend([
        A::Encryption,
        A::TableClass,
        A::DeletionProtection,
        A::WarmThroughput,
        A::Expiry,
        A::Recovery,
        A::Tags,
    ]);
    order
}

fn fixes(compared: &[Compared], region: &str, attribute: Attribute) -> Vec<Call> {
    let mine = compared.iter().filter(|one| one.attribute == attribute && one.region == region);
    mine.filter_map(|one| match &one.verdict {
        Verdict::Differs { fix: Fix::Calls(calls), .. } => Some(calls.clone()),
        _ => None,
    })
    .flatten()
    .collect()
}
