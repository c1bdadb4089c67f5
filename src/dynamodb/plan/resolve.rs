//! What is wanted of a table that stands: what was said, and what stands where nothing was said.
//!
//! A default completes what is missing, such as backups that are off or a policy that a killed run did not come to. It
//! never changes what stands: nobody who sets a tag wants the bounds of a busy table set back to the documentation's.

use super::{Plan, Verdict, make};
use crate::connect::evidence::KeyType;
use crate::dynamodb::autoscaling::{Policies, Policy};
use crate::dynamodb::evidence::{Dimension, Facts, RegionSeen, TableSeen};
use crate::dynamodb::spec::{
    Billing, BillingName, Bounds, Encryption, Layout, Replica, TableClass, TableSpec, Wanted,
};
use crate::words::count;

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
            let mut plan = Plan { calls: Vec::new(), stopped: Some(reason), ..make(&as_said, seen) };
            // What would differ is not known before that is said; what could not be read is told all the same.
            plan.compared.retain(|one| matches!(one.verdict, Verdict::Unread(_)));
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
    let has_fixed_reads = keeps_fixed_reads(wanted, &spec.billing, own, facts);
    spec.billing = billing(wanted, spec.billing, own, facts, seen)?;
    if let Billing::Autoscaling { policies, .. } = spec.billing {
        spec.fixed_reads.extend(has_fixed_reads.then(|| region.to_owned()));
        for replica in &mut spec.replicas {
            replica.read = replica_reads(wanted, replica, policies.read, seen);
            let is_named = wanted.replicas.iter().any(|one| one.region == replica.region);
            if !is_named && replica.read.is_none() {
                spec.fixed_reads.push(replica.region.clone());
            }
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
    let (hash_key, range_key) = (name(&facts.hash_key)?, name(&facts.range_key)?);
    let vendored = Layout::vendored();
    let is_vendored = (&hash_key, &range_key) == (&vendored.hash_key, &vendored.range_key);
    let ttl_attribute = match wanted.ttl_attribute.as_deref() {
        Some("none") => None,
        Some(name) => Some(name.to_owned()),
        None => vendored.ttl_attribute.filter(|_| is_vendored),
    };
    // One name that was said holds, and keys that stand otherwise are told.
    Some(Layout {
        hash_key: wanted.partition_key.clone().unwrap_or(hash_key),
        range_key: wanted.sort_key.clone().unwrap_or(range_key),
        ttl_attribute,
    })
}

fn billing(
    wanted: &Wanted,
    said: Billing,
    own: &RegionSeen,
    facts: &Facts,
    seen: &TableSeen,
) -> Result<Billing, String> {
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
        // Bounds that were left when it was switched to on demand stand still.
        (Some(BillingName::Autoscaling), true) => Ok(match said {
            Billing::Autoscaling { read, write, policies } => {
                let policies = Policies {
                    read: overlaid(wanted, wanted.read_scaling, own, Dimension::Read, policies.read),
                    write: overlaid(wanted, wanted.write_scaling, own, Dimension::Write, policies.write),
                };
                Billing::Autoscaling { read, write, policies }
            }
            other => other,
        }),
        (Some(_), true) => Ok(said),
        // A fixed capacity that is to be another one; what is as was said is left by a run that did not come to its end.
        (None, false) if wanted.says_only_capacity() && !is_scaled(own) && first(&said) != capacity(facts) => {
            Ok(fixed(wanted, facts))
        }
        (Some(BillingName::Provisioned), false) => Ok(fixed(wanted, facts)),
        (None | Some(BillingName::Autoscaling), false) => scaled(wanted, said, own, facts, seen),
    }
}

/// With which units a table is created.
const fn first(said: &Billing) -> (u64, u64) {
    match said {
        Billing::OnDemand => (0, 0),
        Billing::Provisioned { read, write } | Billing::Autoscaling { read, write, .. } => (*read, *write),
    }
}

/// Whether reads are left fixed where writes scale: nobody said otherwise, and no run of ours has left them so.
fn keeps_fixed_reads(wanted: &Wanted, said: &Billing, own: &RegionSeen, facts: &Facts) -> bool {
    let scales = |scaling: &crate::dynamodb::evidence::Scaling| scaling.dimension(Dimension::Read).is_some();
    wanted.billing.is_none()
        && wanted.read_scaling.is_none()
        && own.scaling.as_ref().is_some_and(|scaling| scaling.is_known() && !scales(scaling))
        && capacity(facts).0 != first(said).0
}

/// Whether anything scales the table.
fn is_scaled(own: &RegionSeen) -> bool {
    let both = [Dimension::Read, Dimension::Write];
    own.scaling.as_ref().is_some_and(|scaling| both.iter().any(|one| scaling.dimension(*one).is_some()))
}

/// A fixed capacity: what was said of it, and what stands.
fn fixed(wanted: &Wanted, facts: &Facts) -> Billing {
    let (read, write) = capacity(facts);
    Billing::Provisioned {
        read: wanted.read_capacity.unwrap_or(read),
        write: wanted.write_capacity.unwrap_or(write),
    }
}

/// The capacity that stands, in units.
fn capacity(facts: &Facts) -> (u64, u64) {
    let units = |value: i64| u64::try_from(value).unwrap_or(0);
    facts.provisioned.as_ref().map_or((0, 0), |is| (units(is.read_units), units(is.write_units)))
}

/// A table of provisioned capacity that scales, or is to.
fn scaled(
    wanted: &Wanted,
    said: Billing,
    own: &RegionSeen,
    facts: &Facts,
    seen: &TableSeen,
) -> Result<Billing, String> {
    // What could not be read is told by comparing it.
    if own.scaling.as_ref().is_none_or(|scaling| !scaling.is_known()) {
        return Ok(said);
    }
    let begins = first(&said);
    let Billing::Autoscaling { policies, .. } = said else { return Ok(said) };
    let (read, write) = capacity(facts);
    let scales = |at: &RegionSeen, dimension| {
        at.scaling.as_ref().is_some_and(|scaling| scaling.dimension(dimension).is_some())
    };
    // Writes are one policy for the group: where it is missing here, another Region has it.
    let writes_at = seen.regions.iter().find(|at| scales(at, Dimension::Write)).unwrap_or(own);
    let is_fixed = !scales(own, Dimension::Read) && !scales(writes_at, Dimension::Write);
    if is_fixed && wanted.billing.is_none() && !wanted.says_capacity() {
        // Only what a run of ours left so is completed; any other fixed capacity is somebody's choice.
        let is_ours = (read, write) == begins;
        return Ok(if is_ours { said } else { Billing::Provisioned { read, write } });
    }
    let unsaid = |at, dimension, said: Option<Bounds>| said.is_none() && !scales(at, dimension);
    let fits = |units: u64, policy: &Policy| (policy.min..=policy.max).contains(&units);
    let say = |units: u64, policy: &Policy, flag: &str| {
        Err(format!(
            "the table has {} that nothing scales, and the documentation's bounds are {}-{}: say {flag} MIN-MAX",
            count(units, "unit"),
            policy.min,
            policy.max
        ))
    };
    if unsaid(own, Dimension::Read, wanted.read_scaling)
        && !fits(read, &policies.read)
        && !keeps_fixed_reads(wanted, &said, own, facts)
    {
        return say(read, &policies.read, "--read-scaling");
    }
    let is_ours = wanted.billing.is_some() && fits(write, &policies.write) || write == begins.1;
    if unsaid(writes_at, Dimension::Write, wanted.write_scaling) && !is_ours {
        return say(write, &policies.write, "--write-scaling");
    }
    let policies = Policies {
        read: overlaid(wanted, wanted.read_scaling, own, Dimension::Read, policies.read),
        write: overlaid(wanted, wanted.write_scaling, writes_at, Dimension::Write, policies.write),
    };
    // With what it begins is history: it only has to lie within.
    let within = |units: u64, policy: &Policy| units.max(policy.min).min(policy.max);
    Ok(Billing::Autoscaling {
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
    // A replica that is named without bounds scales as the table's own Region does, where that was said.
    let named = wanted.replicas.iter().find(|one| one.region == replica.region);
    let said = named.and_then(|one| one.read.or(wanted.read_scaling));
    let stands =
        seen.facts().is_some_and(|facts| facts.replicas.iter().any(|one| one.region == replica.region));
    let at = seen.region(&replica.region).filter(|_| stands);
    let has_policy = at
        .and_then(|at| at.scaling.as_ref())
        .is_some_and(|scaling| scaling.dimension(Dimension::Read).is_some());
    match (at, replica.read) {
        (Some(at), said_policy) if has_policy => {
            let default = said_policy.unwrap_or(own);
            Some(overlaid(wanted, said, at, Dimension::Read, default))
        }
        (_, said_policy) => said_policy,
    }
}
