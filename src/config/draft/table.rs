//! The table.

use super::page::Page;
use crate::aws;
use crate::connect::evidence::Credentials;
use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::evidence::{Dimension, Facts, RegionSeen, TableSeen};
use crate::dynamodb::spec::{Bounds, Layout, ReplicaWanted};

/// Without a table.
pub(super) fn idea(page: &mut Page) {
    page.part_idea("table");
    page.says("For an online store in DynamoDB: what is said of the table is expected of it.");
    page.idea("name", "chalk-online-store", "Its name.");
    page.idea("replicas", vec!["us-west-2"], "The other Regions with a replica.");
}

/// The table as it was seen.
pub(super) fn table(page: &mut Page, seen: &TableSeen) {
    page.part("table");
    page.key("name", seen.name.as_str());
    match described(seen) {
        Ok((own, facts)) => {
            keys(page, own, facts);
            capacity(page, own, facts);
            replicas(page, seen, own, facts);
            protection(page, own, facts);
        }
        Err(reason) => {
            page.unseen("the table", &reason);
            page.idea(
                "billing",
                "on-demand",
                "How capacity is paid for: on-demand, provisioned or autoscaling.",
            );
            page.idea("replicas", vec!["us-west-2"], "The other Regions with a replica.");
        }
    }
    page.idea("window", "3d", "How far back its metrics are looked at, from 1h to 454d.");
}

fn described(seen: &TableSeen) -> Result<(&RegionSeen, &Facts), String> {
    if let Some(own) = seen.own() {
        return match (own.described.answer(), own.described.failure()) {
            (Some(facts), _) => Ok((own, facts)),
            (None, failure) => Err(failure.map(ToString::to_string).unwrap_or_default()),
        };
    }
    Err(match (seen.unplaced(), &seen.credentials) {
        (Some(failure), _) if failure.kind == aws::FailureKind::NoRegion => {
            format!("{failure}: name one with --region")
        }
        (Some(failure), _) => failure.to_string(),
        (_, Some(Credentials::Failed(failure))) => failure.to_string(),
        _ => "there was no answer in time".to_owned(),
    })
}

fn keys(page: &mut Page, own: &RegionSeen, facts: &Facts) {
    let name = |key: &Option<crate::connect::evidence::Key>| key.as_ref().map(|key| key.name.clone());
    let (hash, range) = (name(&facts.hash_key), name(&facts.range_key));
    let ttl = own.settings.as_ref().and_then(|settings| settings.ttl.answer());
    let expiry = ttl.filter(|ttl| ttl.is_on()).and_then(|ttl| ttl.attribute.clone());
    let named = [("documented", Layout::documented()), ("vendored", Layout::vendored())];
    let layout = named.into_iter().find(|(_, layout)| {
        Some(&layout.hash_key) == hash.as_ref() && Some(&layout.range_key) == range.as_ref()
    });
    let of_layout = if let Some((name, layout)) = &layout {
        page.key("layout", *name);
        layout.ttl_attribute.clone()
    } else {
        for (key, name) in [("partition_key", hash), ("sort_key", range)] {
            if let Some(name) = name {
                page.key(key, name);
            }
        }
        None
    };
    match (ttl, expiry) {
        (None, _) => page.says("By which attribute items expire is not known: ttl_attribute."),
        (Some(_), Some(expiry)) if Some(&expiry) != of_layout.as_ref() => page.key("ttl_attribute", expiry),
        (Some(_), None) if of_layout.is_some() => page.key("ttl_attribute", "none"),
        _ => {}
    }
}

fn bounds(policy: &Policy) -> Bounds {
    Bounds { min: policy.min, max: policy.max, target: Some(policy.target) }
}

fn capacity(page: &mut Page, own: &RegionSeen, facts: &Facts) {
    if facts.is_on_demand() {
        return page.key("billing", "on-demand");
    }
    let scaling = own.scaling.as_ref();
    let policies = scaling
        .and_then(|scaling| Some((scaling.policy(Dimension::Read)?, scaling.policy(Dimension::Write)?)));
    if let Some((read, write)) = policies {
        page.key("billing", "autoscaling");
        page.key("read_scaling", bounds(&read).to_string());
        page.key("write_scaling", bounds(&write).to_string());
    } else if scaling
        .is_some_and(|scaling| scaling.is_known() && scaling.targets.answer().is_some_and(Vec::is_empty))
    {
        page.key("billing", "provisioned");
        if let Some(provisioned) = &facts.provisioned {
            page.key("read_capacity", provisioned.read_units);
            page.key("write_capacity", provisioned.write_units);
        }
    } else {
        let failure = scaling.and_then(|scaling| scaling.targets.failure().or(scaling.policies.failure()));
        match failure {
            Some(failure) => page.unseen("how capacity scales", &failure.to_string()),
            None => page.says(
                "Reads and writes do not both scale by a policy: that is no setting that can be expected.",
            ),
        }
        page.idea(
            "billing",
            "autoscaling",
            "How capacity is paid for: on-demand, provisioned or autoscaling.",
        );
        page.idea(
            "read_scaling",
            "500-5000@70",
            "Between which units reads scale, and at which utilisation.",
        );
        page.idea("write_scaling", "250-2500@70", "The same of writes.");
    }
}

fn replicas(page: &mut Page, seen: &TableSeen, own: &RegionSeen, facts: &Facts) {
    let reads =
        |region: &RegionSeen| region.scaling.as_ref().and_then(|scaling| scaling.policy(Dimension::Read));
    let of_own = reads(own).map(|policy| bounds(&policy));
    let named = facts
        .replicas
        .iter()
        .filter(|replica| aws::is_region(&replica.region) && replica.region != own.region);
    let replicas: Vec<String> = named
        .map(|replica| {
            let read = seen.region(&replica.region).and_then(reads).map(|policy| bounds(&policy));
            // On demand there is nothing to scale.
            let read = read.filter(|read| of_own.is_some_and(|own| own != *read) && !facts.is_on_demand());
            ReplicaWanted { region: replica.region.clone(), read }.to_string()
        })
        .collect();
    if replicas.is_empty() {
        page.idea("replicas", vec!["us-west-2"], "The other Regions with a replica. None was seen.");
    } else {
        page.key("replicas", replicas);
    }
}

fn protection(page: &mut Page, own: &RegionSeen, facts: &Facts) {
    let switch = |is_on: bool| if is_on { "on" } else { "off" };
    if facts.table_class == "STANDARD_INFREQUENT_ACCESS" {
        page.key("table_class", "standard-infrequent-access");
    }
    if let Some(is_on) = facts.is_deletion_protected {
        page.key("deletion_protection", switch(is_on));
    }
    match own.settings.as_ref().map(|settings| &settings.recovery) {
        Some(aws::Asked::Answered(recovery)) => page.key("point_in_time_recovery", switch(recovery.is_on())),
        Some(aws::Asked::Failed(failure)) => page.unseen("point-in-time recovery", &failure.to_string()),
        None => {}
    }
}
