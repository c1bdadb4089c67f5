//! Prices by Region.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Item;

/// One price, and where it is from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// US dollars for one of [`Item::unit`].
    pub usd: f64,
    /// Who says so.
    #[serde(default = "said_by_file")]
    pub source: String,
    /// The day it was published or seen, as `2026-08-15`. None where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Not read off a list for this Region, but concluded from other prices, or not verified.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inferred: bool,
}

fn said_by_file() -> String {
    "the prices file".to_owned()
}

/// What is charged in each Region. What is not here has no known price.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// By Region, such as `us-east-1`.
    pub regions: BTreeMap<String, BTreeMap<Item, Price>>,
}

impl Prices {
    /// The price of something in a Region, if it is known.
    pub fn get(&self, region: &str, item: Item) -> Option<&Price> {
        self.regions.get(region)?.get(&item)
    }

    /// The same in US dollars.
    pub fn usd(&self, region: &str, item: Item) -> Option<f64> {
        Some(self.get(region, item)?.usd)
    }

    /// These, with the other's in their place wherever it has one.
    #[must_use]
    pub fn with(mut self, overrides: Self) -> Self {
        for (region, prices) in overrides.regions {
            self.regions.entry(region).or_default().extend(prices);
        }
        self
    }

    /// The Regions that have any price.
    pub fn known_regions(&self) -> Vec<&str> {
        self.regions.keys().map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_replaces_one_price_and_leaves_the_rest() {
        let text =
            r#"{"regions": {"us-east-1": {"storage": {"usd": 0.2}}, "moon-1": {"storage": {"usd": 9}}}}"#;
        let prices = Prices::builtin().with(Prices::parse(text).expect("is right"));
        assert_eq!(prices.usd("us-east-1", Item::Storage), Some(0.2));
        assert_eq!(prices.usd("us-east-1", Item::OnDemandWrite), Some(0.625));
        assert_eq!(prices.usd("moon-1", Item::Storage), Some(9.0));
        assert_eq!(prices.usd("moon-1", Item::OnDemandWrite), None);
    }
}
