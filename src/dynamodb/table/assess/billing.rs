//! TBL003 and TBL014: how capacity is paid for, and how often it can still be lowered today.

use jiff::{Timestamp, tz::TimeZone};

use super::case::{Case, Standing, Told};
use super::unread::answer;
use crate::dynamodb::autoscaling::FREE_DECREASES;
use crate::dynamodb::evidence::{Dimension, ProvisionedSeen};
use crate::dynamodb::plan::Attribute;
use crate::dynamodb::spec::BillingName;
use crate::report::Finding;
use crate::report::catalogue::{TBL_BILLING, TBL_DECREASES};
use crate::words;

/// Whether capacity is paid for as expected.
pub(super) fn billing(case: &Case<'_>) -> Told {
    let facts = case.facts;
    if facts.billing_mode.is_empty() {
        return Finding::unknown(&TBL_BILLING, "DescribeTable does not tell the billing mode")
            .help("ask again")
            .into();
    }
    let mut told = Told::default();
    if case.is_whole {
        for attribute in [Attribute::Billing, Attribute::Capacity] {
            told.findings.extend(case.expected(&TBL_BILLING, attribute).into_iter().flatten());
        }
    } else {
        told.findings.extend(mode(case));
        told.findings.extend(units(case));
    }
    let is = match &facts.provisioned {
        Some(is) if !facts.is_on_demand() => {
            format!("{}: {} read and {} write units", facts.billing_mode, is.read_units, is.write_units)
        }
        _ => facts.billing_mode.clone(),
    };
    told = told.note(is);
    if facts.is_on_demand() && case.regions().any(is_scaled) {
        told = told.note("scaling policies are left from a time of provisioned capacity: they do nothing");
    }
    told
}

fn is_scaled(at: Standing<'_>) -> bool {
    let targets = at.seen.scaling.as_ref().and_then(|scaling| scaling.targets.answer());
    targets.is_some_and(|targets| !targets.is_empty())
}

/// Whether the mode is the expected one.
fn mode(case: &Case<'_>) -> Option<Finding> {
    let wanted = case.wanted.billing.or_else(|| {
        let is_scaled = case.wanted.read_scaling.is_some() || case.wanted.write_scaling.is_some();
        is_scaled.then_some(BillingName::Autoscaling)
    })?;
    let is_on_demand = case.facts.is_on_demand();
    let fail = |expected: &str, help: &'static str| {
        let message = format!("the table is {}; expected: {expected}", case.facts.billing_mode);
        Some(Finding::fail(&TBL_BILLING, message).help(help))
    };
    match wanted {
        BillingName::OnDemand if !is_on_demand => fail(
            "PAY_PER_REQUEST",
            "`chalkstore create-table` with --billing on-demand changes it in place: at most 4 times in 24 hours",
        ),
        BillingName::Provisioned | BillingName::Autoscaling if is_on_demand => {
            fail("PROVISIONED", "`chalkstore create-table` with the same options changes it in place")
        }
        BillingName::Provisioned => fixed(case),
        BillingName::OnDemand | BillingName::Autoscaling => None,
    }
}

/// Whether nothing moves a capacity that is to be fixed.
fn fixed(case: &Case<'_>) -> Option<Finding> {
    case.regions().find_map(|at| {
        let asked = at.seen.scaling.as_ref().map(|scaling| &scaling.targets);
        let call = "application-autoscaling:DescribeScalableTargets";
        match answer(&TBL_BILLING, at.region(), call, asked) {
            Err(finding) => Some(finding),
            Ok(targets) => targets.is_some_and(|targets| !targets.is_empty()).then(|| {
                Finding::fail(&TBL_BILLING, "capacity is autoscaled; expected: a fixed one")
                    .help("expect --billing autoscaling, or take the scaling away: aws application-autoscaling deregister-scalable-target")
                    .about(at.region())
            }),
        }
    })
}

/// Whether a fixed capacity is the expected one. What scales is anywhere between its bounds.
fn units(case: &Case<'_>) -> Option<Finding> {
    let wanted = [case.wanted.read_capacity, case.wanted.write_capacity];
    if case.wanted.billing != Some(BillingName::Provisioned) || wanted == [None, None] {
        return None;
    }
    let is = case.facts.provisioned.as_ref()?;
    let pairs = [("read", is.read_units, wanted[0]), ("write", is.write_units, wanted[1])];
    let other: Vec<String> = pairs
        .into_iter()
        .filter_map(|(what, is, wanted)| {
            let wanted = wanted.filter(|wanted| u64::try_from(is) != Ok(*wanted))?;
            Some(format!("{is} {what} units; expected: {wanted}"))
        })
        .collect();
    (!other.is_empty()).then(|| {
        Finding::fail(&TBL_BILLING, other.join(", and "))
            .help("`chalkstore create-table` with the same options sets it")
    })
}

/// Whether capacity can be lowered at once.
pub(super) fn decreases(case: &Case<'_>) -> Told {
    if case.facts.is_on_demand() {
        return Told::skip(&TBL_DECREASES, "the table is on demand: nothing is provisioned");
    }
    let mut told = Told::default();
    for at in case.regions() {
        let Some(units) = &at.facts.provisioned else {
            told.findings.push(untold(at, "the table's"));
            continue;
        };
        let indexes = at
            .facts
            .indexes
            .iter()
            .filter_map(|index| Some((format!("the index {}", index.name), index.provisioned.as_ref()?)));
        for (what, units) in std::iter::once(("the table".to_owned(), units)).chain(indexes) {
            match units.decreases_today {
                None => told.findings.push(untold(at, &format!("{what}'s"))),
                Some(count) if count < i64::from(FREE_DECREASES) => {}
                Some(count) => match free_from(units, &case.seen.observed_at) {
                    None => told.notes.push(format!(
                        "{}: {what} was decreased {} since 00:00 UTC: one an hour is left, and the next may come now",
                        at.region(),
                        words::count(count, "time")
                    )),
                    Some(free) => told.findings.push(
                        Finding::warn(
                            &TBL_DECREASES,
                            format!("{what} was decreased {} since 00:00 UTC: the next decrease is taken {free}", words::count(count, "time")),
                        )
                        .help("until then a peak's capacity is paid for; a longer scale-in cooldown, or a higher minimum, takes fewer decreases")
                        .about(at.region()),
                    ),
                },
            }
        }
    }
    told
}

fn untold(at: Standing<'_>, whose: &str) -> Finding {
    Finding::unknown(&TBL_DECREASES, format!("DescribeTable does not tell {whose} decreases of today"))
        .help("ask AWS itself: an emulator may not know them")
        .about(at.region())
}

/// When the next decrease is taken; nothing where it is now.
fn free_from(units: &ProvisionedSeen, observed_at: &str) -> Option<String> {
    let parse = |text: &str| text.parse::<Timestamp>().ok();
    let Some((last, now)) = units.decreased_at.as_deref().and_then(parse).zip(parse(observed_at)) else {
        return Some("an hour after the last".to_owned());
    };
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    let free = Timestamp::from_second(last.as_second().saturating_add(3600)).ok()?;
    if now >= free || day(now) != day(last) {
        return None;
    }
    Some(format!("from {} on", free.strftime("%H:%M UTC")))
}

/// The units of one dimension.
pub(super) const fn of(units: &ProvisionedSeen, dimension: Dimension) -> i64 {
    match dimension {
        Dimension::Read => units.read_units,
        Dimension::Write => units.write_units,
    }
}
