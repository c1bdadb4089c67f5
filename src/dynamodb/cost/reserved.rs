//! Reserved capacity: paid for a year or three, in part upfront.
//!
//! Source: the developer guide's *`DynamoDB` reserved capacity*: blocks of 100 units, provisioned mode and Standard class
//! only, in one Region, never for replicated write capacity.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::usage::HOURS_PER_MONTH;
use crate::dynamodb::prices::{Item, Prices};

/// Units of one block; also the least that can be reserved.
pub const RESERVED_BLOCK: f64 = 100.0;

/// For how long capacity is reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Term {
    /// A year.
    #[serde(rename = "1y")]
    OneYear,
    /// Three years.
    #[serde(rename = "3y")]
    ThreeYears,
}

impl Term {
    /// Its months.
    pub const fn months(self) -> f64 {
        match self {
            Self::OneYear => 12.0,
            Self::ThreeYears => 36.0,
        }
    }

    /// The upfront fee and the hourly fee of 100 units.
    pub(super) const fn items(self, is_write: bool) -> (Item, Item) {
        match (self, is_write) {
            (Self::OneYear, true) => (Item::Reserved1yWriteUpfront, Item::Reserved1yWriteHour),
            (Self::OneYear, false) => (Item::Reserved1yReadUpfront, Item::Reserved1yReadHour),
            (Self::ThreeYears, true) => (Item::Reserved3yWriteUpfront, Item::Reserved3yWriteHour),
            (Self::ThreeYears, false) => (Item::Reserved3yReadUpfront, Item::Reserved3yReadHour),
        }
    }
}

/// How many units to reserve: as many whole blocks as are provisioned at every hour. More would be paid for while they
/// are not there.
#[must_use]
pub fn reserved_units(always_provisioned: f64) -> f64 {
    (always_provisioned / RESERVED_BLOCK).floor().max(0.0) * RESERVED_BLOCK
}

/// What so many reserved units cost a month in US dollars, the upfront fee spread over the term. None where a price is
/// missing.
#[must_use]
pub fn reserved_monthly_usd(
    prices: &Prices,
    region: &str,
    is_write: bool,
    term: Term,
    units: f64,
) -> Option<f64> {
    let (upfront, hour) = term.items(is_write);
    let block = prices.usd(region, upfront)? / term.months() + prices.usd(region, hour)? * HOURS_PER_MONTH;
    Some(units / RESERVED_BLOCK * block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_blocks_only() {
        for (always, units) in [(0.0, 0.0), (99.9, 0.0), (100.0, 100.0), (1234.0, 1200.0), (-5.0, 0.0)] {
            assert!((reserved_units(always) - units).abs() < f64::EPSILON, "{always}");
        }
    }

    #[test]
    fn the_rebates_are_those_that_aws_tells() {
        let prices = Prices::builtin();
        for (term, rebate) in [(Term::OneYear, 54.0), (Term::ThreeYears, 77.0)] {
            let usd = reserved_monthly_usd(&prices, "us-east-1", true, term, 100.0).expect("is priced");
            let full = 100.0 * 730.0 * 0.000_65;
            assert!((100.0 * (1.0 - usd / full) - rebate).abs() < 0.05, "{term:?} {usd}");
        }
        assert_eq!(reserved_monthly_usd(&prices, "sa-east-1", true, Term::OneYear, 100.0), None);
    }
}
