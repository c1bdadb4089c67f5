//! The data plane's Kubernetes cluster, as far as it decides who reaches its API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::Asked;

/// A cluster, and what came of looking at it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClusterSeen {
    /// Its name.
    pub name: String,
    /// The file that it was read from; null where AWS was asked.
    pub file: Option<String>,
    /// What it is.
    pub described: Asked<Cluster>,
}

/// A cluster, by who runs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cluster {
    /// Amazon EKS.
    Eks(EksCluster),
    /// Google Kubernetes Engine.
    Gke(GkeCluster),
}

/// What `DescribeCluster` of EKS tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EksCluster {
    /// Its ARN, which names Region and account.
    pub arn: Option<String>,
    /// `ACTIVE` and others.
    pub status: Option<String>,
    /// The version of Kubernetes.
    pub version: Option<String>,
    /// Its VPC.
    pub vpc: Option<String>,
    /// Whether the API has an address on the internet.
    pub is_public: bool,
    /// Whether the API has addresses in the VPC.
    pub is_private: bool,
    /// Who is let in from the internet, as CIDR; null where the answer did not say.
    pub public_cidrs: Option<Vec<String>>,
}

impl EksCluster {
    /// Its Region, by its ARN.
    pub fn region(&self) -> Option<&str> {
        self.arn.as_deref()?.split(':').nth(3).filter(|region| !region.is_empty())
    }
}

/// What `gcloud container clusters describe` tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GkeCluster {
    /// Its Region or zone.
    pub location: Option<String>,
    /// `RUNNING` and others.
    pub status: Option<String>,
    /// The version of Kubernetes of its control plane.
    pub version: Option<String>,
    /// Whether its control plane has an address on the internet; null where the answer did not say.
    pub is_public: Option<bool>,
    /// Who is let in there, as CIDR; null where authorised networks are off, or the answer did not say.
    pub authorized: Option<Vec<String>>,
    /// Whether its DNS endpoint takes requests from outside Google Cloud; null where the answer did not say.
    pub dns_endpoint: Option<bool>,
}
