//! What the checks judge: evidence, what operators say, and what becomes of the flows.

use crate::dataflow::evidence::{Cluster, EksCluster};
use crate::dataflow::flows::{Decided, EksApi, OtherWays, decide, to_private_api};
use crate::dataflow::otel::Collector;
use crate::dataflow::{Evidence, Expectations};
use crate::report::{Check, Finding};

/// What the checks judge.
pub(in crate::dataflow) struct Case<'a> {
    /// What was seen.
    pub(in crate::dataflow) evidence: &'a Evidence,
    /// What operators say.
    pub(in crate::dataflow) expected: &'a Expectations,
    /// What becomes of the flows.
    pub(in crate::dataflow) decided: Decided,
}

impl<'a> Case<'a> {
    pub(super) fn of(evidence: &'a Evidence, expected: &'a Expectations) -> Self {
        Self { evidence, expected, decided: decide(evidence, expected) }
    }

    /// What to call the data plane.
    pub(in crate::dataflow) fn subject(&self) -> String {
        let cluster = self.evidence.cluster.as_ref().map(|cluster| cluster.name.clone());
        cluster.unwrap_or_else(|| "data plane".to_owned())
    }

    /// The collectors.
    ///
    /// # Errors
    /// That none were given.
    pub(super) fn collectors(&self, check: &'static Check) -> Result<&[Collector], Finding> {
        let none = || Finding::skip(check, "no collector's configuration was given (--otel-config)");
        self.decided.collectors.as_deref().ok_or_else(none)
    }

    /// What leads to the private endpoint of the cluster's API.
    pub(super) fn private_api(&self) -> OtherWays {
        to_private_api(self.evidence, self.expected)
    }

    /// The EKS cluster, and who reaches its API.
    ///
    /// # Errors
    /// Why there is none to judge.
    pub(super) fn eks(&self, check: &'static Check) -> Result<(&EksCluster, EksApi), Finding> {
        let Some(seen) = &self.evidence.cluster else {
            return Err(Finding::skip(check, "no cluster was given (--eks-cluster or --eks-json)"));
        };
        match seen.described.answer() {
            None => Err(Finding::skip(check, "the cluster could not be read (FLOW001)")),
            Some(Cluster::Gke(_)) => {
                Err(Finding::skip(check, "this is a GKE cluster, which no rule of EKS judges"))
            }
            Some(Cluster::Eks(cluster)) => Ok((cluster, EksApi::of(cluster, self.expected))),
        }
    }
}
