//! CAP001 and CAP002: what the prices are worth.

use std::collections::{BTreeMap, BTreeSet};

use super::case::Case;
use crate::dynamodb::cost::{Missing, Part};
use crate::dynamodb::prices::old_prices;
use crate::dynamodb::sizing::Sizing;
use crate::report::Finding;
use crate::report::catalogue::{CAP_PRICE_AGE, CAP_PRICES};
use crate::secrets::shown_cell;

/// Whether every price that is needed is known.
pub(super) fn known(_: &Case<'_>, sizing: &Sizing) -> Vec<Finding> {
    let missing: BTreeSet<&Missing> = sizing.costs.iter().flat_map(|cost| &cost.missing).collect();
    let regions: BTreeSet<&str> = missing.iter().map(|missing| missing.region.as_str()).collect();
    let known = sizing.prices.known_regions().join(", ");
    let of_region = |region: &str| {
        let items: Vec<String> = missing
            .iter()
            .filter(|missing| missing.region == region)
            .map(|missing| missing.item.key())
            .collect();
        let message = format!(
            "no price is known in {region} of {}: what they are part of has no sum",
            items.join(", ")
        );
        Finding::unknown(&CAP_PRICES, message).help(format!(
            "give them by --prices FILE, from the price list of the Region (aws pricing get-products --service-code AmazonDynamoDB); built in are {known}"
        ))
    };
    let mut findings: Vec<Finding> = regions.into_iter().map(of_region).collect();
    let mut inferred: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for part in parts(sizing).filter(|part| part.is_inferred) {
        inferred.entry((&part.region, &part.source)).or_default().insert(&part.name);
    }
    if findings.is_empty() && !inferred.is_empty() {
        let told = inferred.iter().map(|((region, source), names)| {
            format!("{} in {region} ({source})", names.iter().copied().collect::<Vec<_>>().join(", "))
        });
        let note = format!("inferred, not read off a price list: {}", told.collect::<Vec<_>>().join("; "));
        findings.push(Finding::pass(&CAP_PRICES).note(note));
    }
    findings
}

/// Whether the prices are of this year.
pub(super) fn current(case: &Case<'_>, sizing: &Sizing) -> Vec<Finding> {
    let regions: Vec<&str> = sizing.regions.iter().map(|run| run.region.as_str()).collect();
    let used: BTreeSet<(&str, &str)> =
        parts(sizing).map(|part| (part.region.as_str(), part.source.as_str())).collect();
    if used.is_empty() {
        return vec![Finding::skip(&CAP_PRICE_AGE, "no price is known (CAP001)")];
    }
    let Some(mut old) = old_prices(&sizing.prices, &regions, case.day()) else {
        let message = format!(
            "the evidence is of `{}`, which is no date: how old prices are is not known",
            shown_cell(case.day())
        );
        let help = "size again from the same inputs: the evidence is then of today";
        return vec![Finding::unknown(&CAP_PRICE_AGE, message).help(help)];
    };
    old.retain(|price| used.contains(&(price.region.as_str(), price.source.as_str())));
    old.sort_by_key(|price| std::cmp::Reverse(price.days));
    // Who gives prices without a date means those of today.
    let is_given = |region: &str, item| {
        case.expected.prices.as_ref().is_some_and(|given| given.get(region, item).is_some())
    };
    let before = old.len();
    old.retain(|price| price.as_of.is_some() || !is_given(&price.region, price.item));
    let undated = before - old.len();
    let Some(oldest) = old.first() else {
        let note = "prices of --prices without `as_of` are taken for those of today";
        let pass = Finding::pass(&CAP_PRICE_AGE);
        return if undated > 0 { vec![pass.note(note)] } else { Vec::new() };
    };
    // No count of days: a report of the same inputs stays the same from day to day.
    let prices = match old.len() {
        1 => "1 price that is used is".to_owned(),
        several => format!("{several} prices that are used are"),
    };
    let message = match &oldest.as_of {
        Some(day) => {
            format!(
                "{prices} over a year old or of no known date; the oldest is of {day} ({})",
                oldest.source
            )
        }
        None => format!("{prices} of no known date ({})", oldest.source),
    };
    vec![Finding::warn(&CAP_PRICE_AGE, message).help(
        "compare them with aws.amazon.com/dynamodb/pricing, and give today's by --prices FILE; they are dear or cheap by as much as AWS has changed them since",
    )]
}

/// Every line of every bill.
fn parts(sizing: &Sizing) -> impl Iterator<Item = &Part> {
    sizing.costs.iter().flat_map(|cost| &cost.parts)
}
