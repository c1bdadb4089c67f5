//! What sizing comes to.

use schemars::JsonSchema;
use serde::Serialize;

use super::present::Present;
use crate::dynamodb::autoscaling::{Bucket, Outcome, PerDimension, Policies, Search, SimulationError};
use crate::dynamodb::cost::{BreakEven, Mode, ModeCost, Recommendation};
use crate::dynamodb::prices::Prices;
use crate::dynamodb::spec::Layout;
use crate::dynamodb::workload::{Demand, Limits, Step, Workload};

/// A table sized for one workload or one trace.
#[derive(Clone, Debug)]
pub struct Sizing {
    /// What to call it.
    pub name: String,
    /// What is asked of the table, defaults filled in.
    pub workload: Workload,
    /// The units that it takes.
    pub demand: Demand,
    /// The service's limits against it, by Region.
    pub limits: Vec<Limits>,
    /// What each mode does with the traffic of each Region.
    pub regions: Vec<RegionRun>,
    /// What each mode costs a month.
    pub costs: Vec<ModeCost>,
    /// From which utilisation on provisioned capacity is cheaper, in the main Region.
    pub break_even: BreakEven,
    /// The mode to take.
    pub recommendation: Recommendation,
    /// The prices that it was reckoned with.
    pub prices: Prices,
    /// What keys and expiry are called.
    pub layout: Layout,
    /// What was measured, where it is no description.
    pub replay: Option<Replay>,
    /// What the table is now, where it is one that exists.
    pub present: Option<Present>,
}

/// The traffic of one Region in each mode.
#[derive(Clone, Debug)]
pub struct RegionRun {
    /// The Region.
    pub region: String,
    /// The recommended scaling policies.
    pub policies: Policies,
    /// How they were chosen.
    pub steps: Vec<Step>,
    /// Each mode, simulated; or why it could not be.
    pub modes: Vec<ModeRun>,
    /// Reads and writes a second that the table takes at once on demand: those of a new one, or what it has served or been
    /// warmed up for.
    pub on_demand_start: PerDimension<f64>,
    /// The recommended policies over time, in steps that can be drawn.
    pub buckets: Vec<Bucket>,
}

/// One mode over a Region's traffic.
#[derive(Clone, Debug)]
pub struct ModeRun {
    /// The mode.
    pub mode: Mode,
    /// What came of it.
    pub outcome: Result<Outcome, SimulationError>,
    /// What capacity or requests cost over the simulated time, in US dollars; none where a price is missing.
    pub usd: Option<f64>,
}

/// What a trace tells beside its size.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The source's period in seconds.
    pub period_s: u32,
    /// Minutes of the trace.
    pub minutes: usize,
    /// Minutes that were filled as asked.
    pub filled_minutes: u64,
    /// Requests that were throttled meanwhile: what they asked for is not in what was measured.
    pub throttled: Vec<Throttled>,
    /// The cheapest policies that were found.
    pub tuned: Tuned,
}

/// Requests that were throttled while traffic was measured.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Throttled {
    /// The Region; none of a trace, which is of one.
    pub region: Option<String>,
    /// The metric that counts them.
    pub metric: String,
    /// Its values, added up.
    pub requests: f64,
}

/// What the search for policies found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tuned {
    /// The policies, the best first.
    Found(Search),
    /// The policies that were found by what reads and writes cost elsewhere, because no price is known here.
    Unpriced(Option<Policies>),
    /// Why nothing was searched.
    Impossible(String),
}

impl Sizing {
    /// The cost of a mode.
    pub fn cost(&self, mode: Mode) -> Option<&ModeCost> {
        self.costs.iter().find(|cost| cost.mode == mode)
    }

    /// What is known of how all numbers came to be.
    pub fn steps(&self) -> impl Iterator<Item = (&str, &Step)> {
        let shared = self.demand.steps.iter().map(|step| ("", step));
        let regions = self.demand.regions.iter().zip(&self.limits).zip(&self.regions);
        shared.chain(regions.flat_map(|((demand, limits), run)| {
            let steps = demand.steps.iter().chain(&limits.steps).chain(&run.steps);
            steps.map(|step| (demand.region.as_str(), step))
        }))
    }
}

impl Tuned {
    /// The best policies, if they throttle no more than they may.
    pub fn best(&self) -> Option<Policies> {
        match self {
            Self::Unpriced(best) => *best,
            Self::Found(search) if search.meets_limit => search.ranked.first().map(|ranked| ranked.policies),
            _ => None,
        }
    }
}

impl RegionRun {
    /// What came of a mode.
    pub fn of(&self, mode: Mode) -> Option<&ModeRun> {
        self.modes.iter().find(|run| run.mode == mode)
    }
}

impl ModeRun {
    /// The larger of the shares of reads and of writes that were throttled, 0 to 1; none where nothing was simulated.
    pub fn throttled_share(&self) -> Option<f64> {
        let outcome = self.outcome.as_ref().ok()?;
        Some(outcome.read.throttled_share().max(outcome.write.throttled_share()))
    }
}
