//! From which utilisation on provisioned capacity is cheaper than on-demand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dynamodb::prices::{Item, Prices};

/// The utilisation at which an hour of a unit costs as much as the requests it could serve at that utilisation, from 0
/// to 1. Above it provisioned capacity is cheaper, below it on-demand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BreakEven {
    /// Such as `us-east-1`.
    pub region: String,
    /// Of reads; none where a price is missing.
    pub read_utilization_share: Option<f64>,
    /// Of writes, replicated ones in a global table; none where a price is missing.
    pub write_utilization_share: Option<f64>,
}

/// The break-even utilisations of a Region.
#[must_use]
pub fn break_even(prices: &Prices, region: &str, is_global: bool) -> BreakEven {
    let share = |provisioned: Item, on_demand: Item| {
        let hour_of_requests = prices.usd(region, on_demand)? * 3600.0 / 1e6;
        (hour_of_requests > 0.0).then_some(())?;
        Some(prices.usd(region, provisioned)? / hour_of_requests)
    };
    let (provisioned, on_demand) = if is_global {
        (Item::ProvisionedReplicatedWrite, Item::OnDemandReplicatedWrite)
    } else {
        (Item::ProvisionedWrite, Item::OnDemandWrite)
    };
    BreakEven {
        region: region.to_owned(),
        read_utilization_share: share(Item::ProvisionedRead, Item::OnDemandRead),
        write_utilization_share: share(provisioned, on_demand),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_about_29_percent_everywhere() {
        let prices = Prices::builtin();
        for region in prices.known_regions() {
            for is_global in [false, true] {
                let even = break_even(&prices, region, is_global);
                for share in [even.read_utilization_share, even.write_utilization_share] {
                    assert!(share.is_some_and(|share| (0.288..=0.290).contains(&share)), "{even:?}");
                }
            }
        }
        assert_eq!(break_even(&prices, "sa-east-1", false).read_utilization_share, None);
    }
}
