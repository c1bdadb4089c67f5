//! What is wanted of a table that stands: what was said, and what stands where nothing was said.
//!
//! A default completes what is missing, such as backups that are off or a policy that a killed run did not come to. It
//! never changes what stands: nobody who sets a tag wants the bounds of a busy table set back to the documentation's.

use super::{Plan, make};
use crate::connect::evidence::KeyType;
use crate::dynamodb::autoscaling::{Policies, Policy};
use crate::dynamodb::evidence::{Dimension, Facts, RegionSeen, TableSeen};
use crate::dynamodb::spec::{
    Billing, BillingName, Bounds, Encryption, Layout, Replica, TableClass, TableSpec, Wanted,
};

/// The table that is wanted, and the plan that leads to it from what was seen.
///
/// # Errors
/// When what was said makes no sense whatever stands.
pub fn plan_for(
    wanted: &Wanted,
    name: &str,
    region: &str,
    seen: &TableSeen,
) -> Result<(TableSpec, Plan), String> {
    let as_said = wanted.spec(name, region)?;
    Ok(match resolve(wanted, name, region, seen) {
        Ok(spec) => {
            let plan = make(&spec, seen);
            (spec, plan)
        }
        Err(reason) => {
            let plan = Plan { calls: Vec::new(), stopped: Some(reason), ..make(&as_said, seen) };
            (as_said, plan)
        }
    })
}

/// The table that is wanted, given what stands.
///
/// # Errors
/// What has to be said for this table, or contradicts what stands.
pub fn resolve(wanted: &Wanted, name: &str, region: &str, seen: &TableSeen) -> Result<TableSpec, String> {
    let Some((own, facts)) = seen.own().and_then(|own| Some((own, own.described.answer()?))) else {
        return wanted.spec(name, region);
    };
    let mut spec = wanted.unchecked(name, region)?;
    if !wanted.has_layout() {
        spec.layout = standing_layout(wanted, facts).unwrap_or(spec.layout);
    }
    if wanted.table_class.is_none() && facts.table_class == TableClass::InfrequentAccess.as_str() {
        spec.table_class = TableClass::InfrequentAccess;
    }
    if wanted.encryption.is_none() && wanted.kms_keys.is_empty() {
        let has_key =
            facts.encryption.as_ref().is_some_and(|seen| seen.status.as_deref() != Some("DISABLED"));
        spec.encryption = if has_key { Encryption::AwsManaged } else { Encryption::AwsOwned };
    }
    for replica in facts.replicas.iter().filter(|replica| replica.region != region) {
        if spec.replicas.iter().all(|one| one.region != replica.region) {
            spec.replicas.push(Replica { region: replica.region.clone(), read: None });
        }
    }
    spec.billing = billing(wanted, spec.billing, own, facts)?;
    if let Billing::ProvisionedAutoscaling { policies, .. } = spec.billing {
        for replica in &mut spec.replicas {
            replica.read = replica_reads(wanted, replica, policies.read, seen);
        }
    }
    spec.check()?;
    Ok(spec)
}

/// The keys that stand, where they are two strings.
fn standing_layout(wanted: &Wanted, facts: &Facts) -> Option<Layout> {
    let name = |key: &Option<crate::connect::evidence::Key>| {
        key.as_ref().filter(|key| key.key_type == Some(KeyType::S)).map(|key| key.name.clone())
    };
    let ttl_attribute = wanted.ttl_attribute.clone().filter(|name| name != "none");
    Some(Layout { hash_key: name(&facts.hash_key)?, range_key: name(&facts.range_key)?, ttl_attribute })
}

fn billing(wanted: &Wanted, said: Billing, own: &RegionSeen, facts: &Facts) -> Result<Billing, String> {
    let has_capacity = wanted.read_capacity.is_some() && wanted.write_capacity.is_some();
    match (wanted.billing, facts.is_on_demand()) {
        (None, true) if wanted.says_capacity() => Err(
            "the table is on demand, where a capacity has no meaning: say --billing autoscaling or --billing provisioned, if that is what is meant"
                .to_owned(),
        ),
        (None, true) | (Some(BillingName::OnDemand), _) => Ok(Billing::OnDemand),
        (Some(_), true) if !has_capacity => Err(
            "the table is on demand, and nobody said with which capacity it goes on: say --read-capacity and --write-capacity; `chalkstore size --from-table` tells what it uses"
                .to_owned(),
        ),
        (Some(_), true) => Ok(said),
        (Some(BillingName::Provisioned), false) => {
            let (read, write) = capacity(facts);
            let of = |said: Option<u64>, stands| said.unwrap_or(stands);
            Ok(Billing::Provisioned { read: of(wanted.read_capacity, read), write: of(wanted.write_capacity, write) })
        }
        (None | Some(BillingName::Autoscaling), false) => scaled(wanted, said, own, facts),
    }
}

/// The capacity that stands, in units.
fn capacity(facts: &Facts) -> (u64, u64) {
    let units = |value: i64| u64::try_from(value).unwrap_or(0);
    facts.provisioned.as_ref().map_or((0, 0), |is| (units(is.read_units), units(is.write_units)))
}

/// A table of provisioned capacity that scales, or is to.
fn scaled(wanted: &Wanted, said: Billing, own: &RegionSeen, facts: &Facts) -> Result<Billing, String> {
    // What could not be read is told by comparing it.
    if own.scaling.as_ref().is_none_or(|scaling| !scaling.is_known()) {
        return Ok(said);
    }
    let Billing::ProvisionedAutoscaling { policies, .. } = said else { return Ok(said) };
    let (read, write) = capacity(facts);
    let standing =
        |dimension| own.scaling.as_ref().is_some_and(|scaling| scaling.dimension(dimension).is_some());
    let is_fixed = !standing(Dimension::Read) && !standing(Dimension::Write);
    let fits = |units: u64, policy: &Policy| (policy.min..=policy.max).contains(&units);
    if is_fixed && wanted.billing.is_none() && !wanted.says_capacity() {
        let is_ours = fits(read, &policies.read) && fits(write, &policies.write);
        return Ok(if is_ours { said } else { Billing::Provisioned { read, write } });
    }
    let of = |dimension, said: Option<Bounds>, policy: Policy, units: u64, flag: &str| {
        if said.is_none() && !standing(dimension) && !fits(units, &policy) {
            return Err(format!(
                "the table has {units} units that nothing scales, and the documentation's bounds are {}-{}: say {flag} MIN-MAX",
                policy.min, policy.max
            ));
        }
        Ok(overlaid(wanted, said, own, dimension, policy))
    };
    let policies = Policies {
        read: of(Dimension::Read, wanted.read_scaling, policies.read, read, "--read-scaling")?,
        write: of(Dimension::Write, wanted.write_scaling, policies.write, write, "--write-scaling")?,
    };
    // With what it begins is history: it only has to lie within.
    let within = |units: u64, policy: &Policy| units.max(policy.min).min(policy.max);
    Ok(Billing::ProvisionedAutoscaling {
        read: within(read, &policies.read),
        write: within(write, &policies.write),
        policies,
    })
}

/// What was said of a policy, then what stands, then the default.
fn overlaid(
    wanted: &Wanted,
    said: Option<Bounds>,
    at: &RegionSeen,
    dimension: Dimension,
    default: Policy,
) -> Policy {
    let Some(is) = at.scaling.as_ref().and_then(|scaling| scaling.dimension(dimension)) else {
        return default;
    };
    let mut policy = default;
    if said.is_none()
        && let (Ok(min), Ok(max)) = (u64::try_from(is.target.min), u64::try_from(is.target.max))
    {
        (policy.min, policy.max) = (min, max);
    }
    if let Some(standing) = is.policies.first() {
        if said.is_none_or(|said| said.target.is_none()) {
            policy.target = standing.target.unwrap_or(policy.target);
        }
        if wanted.scale_in_cooldown.is_none() {
            policy.scale_in_cooldown_s = standing.scale_in_cooldown_s.unwrap_or(0);
        }
        if wanted.scale_out_cooldown.is_none() {
            policy.scale_out_cooldown_s = standing.scale_out_cooldown_s.unwrap_or(0);
        }
    }
    policy
}

/// How a replica's reads scale: as it was said, or as they stand. Nothing where they follow the table's own.
/// `own` is the table's own policy.
fn replica_reads(wanted: &Wanted, replica: &Replica, own: Policy, seen: &TableSeen) -> Option<Policy> {
    let said = wanted.replicas.iter().find(|one| one.region == replica.region).and_then(|one| one.read);
    let stands =
        seen.facts().is_some_and(|facts| facts.replicas.iter().any(|one| one.region == replica.region));
    let at = seen.region(&replica.region).filter(|_| stands);
    let has_policy = at
        .and_then(|at| at.scaling.as_ref())
        .is_some_and(|scaling| scaling.dimension(Dimension::Read).is_some());
    match (at, replica.read) {
        (Some(at), said_policy) if has_policy => {
            Some(overlaid(wanted, said, at, Dimension::Read, said_policy.unwrap_or(own)))
        }
        (_, said_policy) => said_policy,
    }
}
