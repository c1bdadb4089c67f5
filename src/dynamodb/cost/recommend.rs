//! Which mode to take.

use crate::numbers::usd;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::modes::{Mode, ModeCost};

/// The mode to take, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recommendation {
    /// The mode.
    pub mode: Mode,
    /// Why, with the figures of both sides.
    pub why: String,
}

/// The documents' rule, with the figures: provisioned capacity with autoscaling is the default of most production
/// deployments; on-demand is for highly unpredictable traffic or very low steady utilisation. Utilisation is very low
/// where on-demand is no dearer than autoscaling; traffic is unpredictable where autoscaling does not follow it.
#[must_use]
pub fn recommend(costs: &[ModeCost], autoscaling_follows: bool, is_global: bool) -> Recommendation {
    let of = |mode: Mode| costs.iter().find(|cost| cost.mode == mode).and_then(|cost| cost.monthly_usd);
    let (on_demand, scaled, fixed) = (of(Mode::OnDemand), of(Mode::Autoscaling), of(Mode::Provisioned));
    let figures = format!(
        "on-demand {}, provisioned with autoscaling {}, provisioned at the peak {} a month",
        usd(on_demand),
        usd(scaled),
        usd(fixed)
    );
    // Where nobody simulated autoscaling, capacity fixed at the peak stands for it: it is no cheaper.
    let provisioned = scaled.or(fixed);
    let is_cheaper = |one: Option<f64>, other: Option<f64>| matches!((one, other), (Some(one), Some(other)) if one < other);
    let (mode, reason) = if matches!((on_demand, provisioned), (Some(one), Some(other)) if one <= other) {
        (
            Mode::OnDemand,
            "no dearer than provisioned capacity here, and it follows the load by itself: the documents keep it for very \
             low steady utilisation and highly unpredictable traffic",
        )
    } else if !autoscaling_follows && !is_global && is_cheaper(fixed, on_demand) {
        (
            Mode::Provisioned,
            "the load jumps further than autoscaling can follow, and capacity fixed at the peak is cheaper than on-demand; \
             it throttles the first request above that peak",
        )
    } else if !autoscaling_follows {
        (
            Mode::OnDemand,
            "the load jumps further than autoscaling can follow: the documents keep on-demand for highly unpredictable \
             traffic",
        )
    } else if on_demand.is_none() || provisioned.is_none() {
        (
            Mode::Autoscaling,
            "the documents' default for most production deployments; prices are missing, so that costs decide nothing",
        )
    } else if is_cheaper(fixed, scaled) {
        (
            Mode::Autoscaling,
            "the documents' default for most production deployments, and cheaper than on-demand here; capacity fixed at the \
             peak is cheaper still, and throttles the first request above it",
        )
    } else {
        (
            Mode::Autoscaling,
            "the documents' default for most production deployments, and cheaper than on-demand here",
        )
    };
    Recommendation { mode, why: format!("{reason} ({figures})") }
}

#[cfg(test)]
mod tests {
    use super::super::usage::{Autoscaled, Load, RegionUsage};
    use super::*;
    use crate::dynamodb::cost::mode_costs;
    use crate::dynamodb::prices::Prices;

    fn of(region: &str, mean: f64, follows: bool) -> Recommendation {
        let scaled = Autoscaled { unit_hours: 700.0 * 730.0, min: 500.0 };
        let load = Load { peak: 1000.0, mean, autoscaled: Some(scaled) };
        let usage =
            RegionUsage { region: region.into(), reads: load, writes: load, ..RegionUsage::default() };
        recommend(&mode_costs(&[usage], &Prices::builtin()), follows, false)
    }

    #[test]
    fn cost_and_the_documents_decide_together() {
        let steady = of("us-east-1", 490.0, true);
        assert_eq!(steady.mode, Mode::Autoscaling);
        assert!(steady.why.contains("on-demand $965.79") && steady.why.contains("$398.58"), "{}", steady.why);
        assert_eq!(of("us-east-1", 100.0, true).mode, Mode::OnDemand);
        assert_eq!(of("us-east-1", 490.0, false).mode, Mode::Provisioned);
        let unpriced = of("sa-east-1", 490.0, true);
        assert_eq!(unpriced.mode, Mode::Autoscaling);
        assert!(unpriced.why.contains("not priced"), "{}", unpriced.why);
    }
}
