//! VPC endpoints, and what else was seen that leads into a VPC.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a file of VPC endpoints was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// `aws ec2 describe-vpc-endpoints`.
    Endpoints,
    /// `aws ec2 describe-vpc-endpoint-connections`: the side that provides the service.
    Connections,
    /// `terraform show -json` of a state.
    TerraformState,
    /// `terraform show -json` of a plan: how it will be.
    TerraformPlan,
}

/// What one file told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EndpointsSeen {
    /// The file.
    pub file: String,
    /// What it was.
    pub shape: Shape,
    /// Whether it holds all that AWS listed: a page of several does not.
    pub is_whole: bool,
    /// The endpoints.
    pub endpoints: Vec<Endpoint>,
    /// Ways between networks beside endpoints that stand in it: Terraform alone tells.
    pub other_ways: Vec<OtherWay>,
    /// Whether a NAT gateway stands in it: Terraform alone tells.
    pub has_nat: bool,
}

/// A VPC endpoint, or a connection to an endpoint service. What is null is not known, or not before a plan is applied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Endpoint {
    /// Its id, or its address in Terraform.
    pub id: String,
    /// `Interface`, `Gateway` and others.
    pub kind: Option<String>,
    /// The service that it leads to, such as `com.amazonaws.us-east-1.ecr.api`; of a connection the service's id.
    pub service: Option<String>,
    /// Its state, as it was written: `available`, `pendingAcceptance`.
    pub state: Option<String>,
    /// Its VPC.
    pub vpc: Option<String>,
}

/// What else leads from one network to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WayKind {
    /// VPC peering.
    Peering,
    /// An attachment to a Transit Gateway.
    TransitGateway,
    /// A load balancer with an address on the internet.
    PublicLoadBalancer,
}

impl WayKind {
    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Peering => "VPC peering",
            Self::TransitGateway => "a Transit Gateway attachment",
            Self::PublicLoadBalancer => "a public load balancer",
        }
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OtherWay {
    /// What it is.
    pub kind: WayKind,
    /// Its address in Terraform.
    pub address: String,
}
