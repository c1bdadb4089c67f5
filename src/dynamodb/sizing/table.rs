//! The table that a sizing recommends.

use super::model::Sizing;
use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::cost::Mode;
use crate::dynamodb::spec::{Billing, Encryption, Layout, Replica, TableClass, TableSpec};
use crate::dynamodb::workload::{self, Inputs, RegionDemand};

impl Sizing {
    /// The recommended table, with this name and these tags.
    pub fn table(&self, name: &str, tags: &[(String, String)]) -> TableSpec {
        let main = &self.regions[0];
        let demand = &self.demand.regions[0];
        // Write capacity is one value for all Regions: the one that writes most decides.
        let writes = self.demand.regions.iter().map(RegionDemand::write_units).fold(0.0, f64::max);
        let billing = match self.recommendation.mode {
            Mode::OnDemand => Billing::OnDemand,
            Mode::Provisioned => Billing::Provisioned { read: units(demand.rcu), write: units(writes) },
            Mode::Autoscaling => Billing::Autoscaling {
                read: start(demand.rcu, &main.policies.read),
                write: start(writes, &main.policies.write),
                policies: main.policies,
            },
        };
        let replica =
            |run: &super::RegionRun| Replica { region: run.region.clone(), read: Some(run.policies.read) };
        TableSpec {
            name: name.to_owned(),
            region: main.region.clone(),
            layout: self.layout.clone(),
            point_in_time_recovery: self.workload.point_in_time_recovery,
            deletion_protection: true,
            encryption: Encryption::AwsManaged,
            table_class: self.present.as_ref().map_or(TableClass::Standard, |present| present.table_class),
            billing,
            replicas: self.regions.iter().skip(1).map(replica).collect(),
            tags: tags.iter().cloned().collect(),
            warm_throughput: None,
            fixed_reads: Vec::new(),
        }
    }
}

/// What the inputs call keys and expiry.
pub(super) fn layout(inputs: &Inputs) -> Layout {
    let named = match inputs.layout.unwrap_or_default() {
        workload::Layout::Documented => Layout::documented(),
        workload::Layout::Vendored => Layout::vendored(),
    };
    Layout {
        hash_key: inputs.partition_key.clone().unwrap_or(named.hash_key),
        range_key: inputs.sort_key.clone().unwrap_or(named.range_key),
        // A lifetime that was told needs an attribute; the vendored module's name is the only one that is known.
        ttl_attribute: named
            .ttl_attribute
            .or_else(|| inputs.ttl.and_then(|_| Layout::vendored().ttl_attribute)),
    }
}

/// Capacity to begin with: what the peak takes at the target, because traffic is turned to a new table at once and
/// autoscaling comes minutes later.
fn start(peak: f64, policy: &Policy) -> u64 {
    units(peak * 100.0 / policy.target).clamp(policy.min, policy.max)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
fn units(value: f64) -> u64 {
    // A product of decimal fractions may come out a hair above the whole number it is.
    (value * (1.0 - 1e-12)).ceil().max(1.0) as u64
}
