//! FO058: whether the table is set alike in all Regions.

use super::case::Case;
use super::judge::Told;
use super::unread::unread;
use crate::aws::{Asked, Failure, FailureKind};
use crate::connect::evidence::Key;
use crate::dynamodb::evidence::{Dimension, Facts, RegionSeen, TableSeen};
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::FO_TABLES_MATCH;

/// Whether every Region has the table, and as the first Region has it.
pub(super) fn alike(case: &Case<'_>) -> Told {
    let Some(table) = &case.evidence.table else {
        return Finding::skip(&FO_TABLES_MATCH, "no table was named: --table").into();
    };
    let mut findings = Vec::new();
    let mut standing: Vec<(&RegionSeen, &Facts)> = Vec::new();
    let regions = case.regions();
    let asked = table.regions.iter().map(|seen| seen.region.as_str());
    let regions: Vec<&str> = if regions.is_empty() { asked.collect() } else { regions };
    for region in regions {
        match table.region(region) {
            Some(seen) => match &seen.described {
                Asked::Answered(facts) => standing.push((seen, facts)),
                Asked::Failed(failure) => findings.push(undescribed(table, region, failure)),
            },
            None if table.facts().is_some_and(|facts| is_absent(table, facts, region)) => {
                findings.push(absent(table, region));
            }
            None => findings.push(
                Finding::unknown(&FO_TABLES_MATCH, format!("the table was not asked for in {region}"))
                    .help(LONGER)
                    .about(region),
            ),
        }
    }
    if let Some((first, others)) = standing.split_first() {
        for other in others {
            findings.extend(unlinked(&table.name, *first, *other));
            findings.extend(compared(&table.name, *first, *other));
        }
    }
    findings.extend(case.placeless(&FO_TABLES_MATCH));
    findings.into()
}

/// Whether the table has no replica there.
fn is_absent(table: &TableSeen, facts: &Facts, region: &str) -> bool {
    let own = table.own().is_some_and(|own| own.region == region);
    !own && facts.replicas.iter().all(|replica| replica.region != region)
}

fn absent(table: &TableSeen, region: &str) -> Finding {
    let name = &table.name;
    Finding::fail(&FO_TABLES_MATCH, format!("the table {name} does not stand in {region}"))
        .help(format!("add a replica: `chalkstore create-table {name} --replica {region}`"))
        .about(region)
}

fn undescribed(table: &TableSeen, region: &str, failure: &Failure) -> Finding {
    if failure.kind == FailureKind::NotFound {
        return absent(table, region);
    }
    unread(&FO_TABLES_MATCH, "dynamodb:DescribeTable", failure).about(region)
}

/// Whether two tables have nothing but their name in common: neither lists the other one's Region as a replica.
fn unlinked(name: &str, one: (&RegionSeen, &Facts), two: (&RegionSeen, &Facts)) -> Option<Finding> {
    let (here, there) = (one.0.region.as_str(), two.0.region.as_str());
    let lists = |facts: &Facts, region: &str| facts.replicas.iter().any(|replica| replica.region == region);
    if lists(one.1, there) || lists(two.1, here) {
        return None;
    }
    let message = format!(
        "the tables {name} in {here} and {there} are two tables: neither is a replica of the other, and nothing is replicated between them"
    );
    let help = format!(
        "make one of them a replica of the other: `chalkstore create-table {name} --replica {there}`, once what only the other one has is saved and it is deleted (a global table of the version 2017.11.29 lists no replicas: update it to 2019.11.21)"
    );
    Some(Finding::fail(&FO_TABLES_MATCH, message).help(help).about(there))
}

/// One setting in two Regions; what could not be read is an error.
struct Setting {
    what: &'static str,
    one: Result<String, Failure>,
    two: Result<String, Failure>,
    /// The permission that reading it takes.
    call: &'static str,
    /// Whether the application would notice the difference after a failover.
    is_felt: bool,
}

fn compared(name: &str, one: (&RegionSeen, &Facts), two: (&RegionSeen, &Facts)) -> Vec<Finding> {
    let (here, there) = (one.0.region.as_str(), two.0.region.as_str());
    let find = |setting: Setting| {
        let Setting { what, one, two, call, is_felt } = setting;
        match (one, two) {
            (Ok(one), Ok(two)) if one == two => None,
            (Ok(one), Ok(two)) => {
                let message = format!("{what}: {two} in {there}, {one} in {here}");
                let finding = if is_felt {
                    Finding::fail(&FO_TABLES_MATCH, message)
                } else {
                    Finding::warn(&FO_TABLES_MATCH, message)
                };
                let help = format!(
                    "set both alike: `chalkstore create-table {name}` with what is wanted shows the calls"
                );
                Some(finding.help(help).about(there))
            }
            (Err(failure), _) => Some(unread(&FO_TABLES_MATCH, call, &failure).about(here)),
            (_, Err(failure)) => Some(unread(&FO_TABLES_MATCH, call, &failure).about(there)),
        }
    };
    settings(one, two).into_iter().filter_map(find).collect()
}

fn settings(one: (&RegionSeen, &Facts), two: (&RegionSeen, &Facts)) -> Vec<Setting> {
    const TABLE: &str = "dynamodb:DescribeTable";
    let told = |what, read: fn(&Facts) -> String, is_felt| Setting {
        what,
        one: Ok(read(one.1)),
        two: Ok(read(two.1)),
        call: TABLE,
        is_felt,
    };
    let mut all = vec![
        told("keys", keys, true),
        told("billing mode", |facts| facts.billing_mode.clone(), true),
        told("table class", |facts| facts.table_class.clone(), false),
        told("deletion protection", |facts| switch(facts.is_deletion_protected), false),
        told("stream", |facts| facts.stream.clone().unwrap_or_else(|| "none".to_owned()), true),
    ];
    // What was not asked for in one Region is not compared.
    if let (Some(first), Some(second)) = (&one.0.settings, &two.0.settings) {
        all.push(Setting {
            what: "expiry",
            one: read(&first.ttl, |ttl| expiry(ttl.is_on(), ttl.attribute.as_deref())),
            two: read(&second.ttl, |ttl| expiry(ttl.is_on(), ttl.attribute.as_deref())),
            call: "dynamodb:DescribeTimeToLive",
            is_felt: true,
        });
        all.push(Setting {
            what: "point-in-time recovery",
            one: read(&first.recovery, |recovery| switch(Some(recovery.is_on()))),
            two: read(&second.recovery, |recovery| switch(Some(recovery.is_on()))),
            call: "dynamodb:DescribeContinuousBackups",
            is_felt: false,
        });
    }
    let scales = !one.1.is_on_demand() && !two.1.is_on_demand();
    if scales && one.0.scaling.is_some() && two.0.scaling.is_some() {
        for (what, dimension) in
            [("scaling of reads", Dimension::Read), ("scaling of writes", Dimension::Write)]
        {
            all.push(Setting {
                what,
                one: scaling(one.0, dimension),
                two: scaling(two.0, dimension),
                call: "application-autoscaling:DescribeScalableTargets",
                is_felt: false,
            });
        }
    }
    all
}

fn read<T>(asked: &Asked<T>, words: impl Fn(&T) -> String) -> Result<String, Failure> {
    match asked {
        Asked::Answered(answer) => Ok(words(answer)),
        Asked::Failed(failure) => Err(failure.clone()),
    }
}

fn keys(facts: &Facts) -> String {
    let key = |key: &Option<Key>| {
        key.as_ref().map(|key| {
            let kind = key.key_type.as_ref().map_or("?", |kind| kind.as_str());
            format!("{} ({kind})", key.name)
        })
    };
    let both: Vec<String> = key(&facts.hash_key).into_iter().chain(key(&facts.range_key)).collect();
    both.join(" and ")
}

fn switch(is_on: Option<bool>) -> String {
    match is_on {
        Some(true) => "on",
        Some(false) => "off",
        None => "not told",
    }
    .to_owned()
}

fn expiry(is_on: bool, attribute: Option<&str>) -> String {
    if is_on { format!("by {}", attribute.unwrap_or("an attribute")) } else { "off".to_owned() }
}

fn scaling(seen: &RegionSeen, dimension: Dimension) -> Result<String, Failure> {
    let Some(scaling) = &seen.scaling else { return Ok("not asked".to_owned()) };
    if let Some(failure) = scaling.targets.failure().or_else(|| scaling.policies.failure()) {
        return Err(failure.clone());
    }
    Ok(match scaling.dimension(dimension) {
        None => "none".to_owned(),
        Some(found) => {
            let target = found.policies.iter().find_map(|policy| policy.target);
            let at = target.map_or("without a policy".to_owned(), |target| format!("at {target} %"));
            let suspended = if found.target.suspended.contains(&true) { ", suspended" } else { "" };
            format!("{}-{} units {at}{suspended}", found.target.min, found.target.max)
        }
    })
}
