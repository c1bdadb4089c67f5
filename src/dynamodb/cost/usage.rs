//! What a month uses, per Region.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dynamodb::autoscaling::{Policies, Policy};
use crate::dynamodb::workload::{Demand, RegionDemand, Workload};
use crate::numbers::as_f64;

/// Hours of a month: 365 × 24 / 12, as AWS's calculator counts.
pub const HOURS_PER_MONTH: f64 = 730.0;
/// Seconds of a month.
pub const SECONDS_PER_MONTH: f64 = HOURS_PER_MONTH * 3600.0;

/// The reads or the writes of a Region, in units per second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Load {
    /// At the peak.
    pub peak: f64,
    /// On average.
    pub mean: f64,
    /// What autoscaling provisions for it, where that is known.
    pub autoscaled: Option<Autoscaled>,
}

impl Load {
    /// What is provisioned for good in provisioned mode without autoscaling: the peak, rounded up; at least one unit.
    pub fn provisioned(&self) -> f64 {
        // A sum of decimal fractions may come out a hair above the whole number it is.
        (self.peak * (1.0 - 1e-12)).ceil().max(1.0)
    }

    /// The same load, with what a policy would provision for it if capacity always were the load over the target:
    /// never below `min`, the mean above it. An estimate for where no simulation ran; it leaves out how slowly capacity
    /// follows.
    #[must_use]
    pub fn estimated(self, policy: &Policy) -> Self {
        let min = as_f64(policy.min);
        let units = (self.mean * 100.0 / policy.target.max(1.0)).max(min).min(as_f64(policy.max).max(min));
        Self { autoscaled: Some(Autoscaled { unit_hours: units * HOURS_PER_MONTH, min }), ..self }
    }
}

/// What autoscaling provisions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Autoscaled {
    /// Unit-hours a month: the sum over its hours of the units that were provisioned.
    pub unit_hours: f64,
    /// The least that is ever provisioned, in units: the policy's min. So much can be reserved.
    pub min: f64,
}

/// What a month uses in one Region.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegionUsage {
    /// Such as `us-east-1`.
    pub region: String,
    /// Whether it is part of a global table: its writes are replicated ones.
    pub is_global: bool,
    /// Reads.
    pub reads: Load,
    /// Writes, of whichever kind.
    pub writes: Load,
    /// Bytes stored, overheads included; none where that is not known, and then nothing of it is priced.
    pub storage_bytes: Option<f64>,
    /// Whether point-in-time recovery is on.
    pub point_in_time_recovery: bool,
    /// Full backups that are kept.
    pub backups: f64,
    /// `GetRecords` calls per second by readers of the stream other than replication.
    pub stream_reads: f64,
    /// Bytes per second that replication sends to other Regions.
    pub transfer_bytes: f64,
}

impl RegionUsage {
    /// The same, with what policies would provision as [`Load::estimated`] has it.
    #[must_use]
    pub fn estimated(mut self, policies: &Policies) -> Self {
        self.reads = self.reads.estimated(&policies.read);
        self.writes = self.writes.estimated(&policies.write);
        self
    }
}

/// What a workload uses in each Region. Backups and readers of the stream are in the main one.
#[must_use]
pub fn regions_usage(workload: &Workload, demand: &Demand) -> Vec<RegionUsage> {
    let others = workload.regions.len().saturating_sub(1);
    let bytes = as_f64(workload.item.bytes);
    // Provisioned write capacity is one value for all Regions: the one that writes most decides.
    let writes = demand.regions.iter().map(RegionDemand::write_units).fold(0.0, f64::max);
    let of = |(at, (region, traffic)): (usize, (&RegionDemand, _))| {
        let traffic: &crate::dynamodb::workload::RegionTraffic = traffic;
        let sent = traffic.write_qps * workload.mean_share() * bytes;
        RegionUsage {
            region: region.region.clone(),
            is_global: workload.is_global(),
            reads: Load { peak: region.rcu, mean: region.mean_rcu, autoscaled: None },
            writes: Load { peak: writes, mean: region.mean_write_units(), autoscaled: None },
            storage_bytes: demand.storage_bytes,
            point_in_time_recovery: workload.point_in_time_recovery,
            backups: if at == 0 { workload.backups } else { 0.0 },
            stream_reads: if at == 0 { workload.stream_reads } else { 0.0 },
            transfer_bytes: sent * as_f64(others as u64),
        }
    };
    demand.regions.iter().zip(&workload.regions).enumerate().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_stays_within_the_bounds() {
        let policy =
            Policy { min: 100, max: 200, target: 50.0, scale_in_cooldown_s: 60, scale_out_cooldown_s: 60 };
        let units = |mean: f64| {
            let load = Load { peak: 300.0, mean, autoscaled: None }.estimated(&policy);
            load.autoscaled.map(|scaled| scaled.unit_hours / HOURS_PER_MONTH)
        };
        assert_eq!([units(10.0), units(75.0), units(150.0)], [Some(100.0), Some(150.0), Some(200.0)]);
    }
}
