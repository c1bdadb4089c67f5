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
    /// Lists of AWS's of other ways, such as `aws ec2 describe-vpc-peering-connections`: no endpoints.
    Ways,
    /// `terraform show -json` of a state.
    TerraformState,
    /// `terraform show -json` of a plan: how it will be.
    TerraformPlan,
}

impl Shape {
    /// Whether endpoints that lead out of a VPC would stand in it.
    pub const fn has_endpoints(self) -> bool {
        matches!(self, Self::Endpoints | Self::TerraformState | Self::TerraformPlan)
    }

    /// Whether it is what one configuration of Terraform manages, and nothing else.
    pub const fn is_terraform(self) -> bool {
        matches!(self, Self::TerraformState | Self::TerraformPlan)
    }
}

/// What one file told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EndpointsSeen {
    /// The file.
    pub file: String,
    /// What it was.
    pub shape: Shape,
    /// Whether it holds all that AWS listed, or that Terraform manages: a page of several does not.
    pub is_whole: bool,
    /// Why it is not whole, each in words.
    #[serde(default)]
    pub lacks: Vec<String>,
    /// The endpoints.
    pub endpoints: Vec<Endpoint>,
    /// Ways between networks beside endpoints that stand in it.
    pub other_ways: Vec<OtherWay>,
    /// The VPCs that stand in it, or that something in it stands in: Terraform alone tells.
    #[serde(default)]
    pub vpcs: Vec<String>,
    /// Whether a NAT gateway to the internet stands in it: Terraform alone tells.
    pub has_nat: bool,
    /// The VPCs of NAT gateways to the internet, as far as they are known.
    #[serde(default)]
    pub nat_vpcs: Vec<String>,
}

impl EndpointsSeen {
    /// A file of this shape in which nothing stands.
    pub fn empty(file: &str, shape: Shape) -> Self {
        Self {
            file: file.to_owned(),
            shape,
            is_whole: true,
            lacks: Vec::new(),
            endpoints: Vec::new(),
            other_ways: Vec::new(),
            vpcs: Vec::new(),
            has_nat: false,
            nat_vpcs: Vec::new(),
        }
    }

    /// Whether it tells of the endpoints that lead out of a VPC. Terraform's does not where endpoint services are all that stands in
    /// it: they say of no VPC what it has.
    pub fn tells_of_endpoints(&self) -> bool {
        let is_of_vpc = !self.vpcs.is_empty() || !self.endpoints.is_empty() || self.has_nat;
        let is_of_services = self.shape.is_terraform()
            && !self.other_ways.is_empty()
            && self.other_ways.iter().all(|way| way.kind == WayKind::EndpointService);
        self.shape.has_endpoints() && (is_of_vpc || !is_of_services)
    }

    /// Takes down why it is not whole.
    pub fn add_lack(&mut self, why: impl Into<String>) {
        self.is_whole = false;
        let why = why.into();
        if !self.lacks.contains(&why) {
            self.lacks.push(why);
        }
    }
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
    /// Whether the service's own names lead to it in its VPC.
    #[serde(default)]
    pub private_dns: Option<bool>,
    /// Whether it is there, and the plan takes it away.
    #[serde(default)]
    pub is_removed: bool,
}

/// What else leads from one network to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WayKind {
    /// VPC peering.
    Peering,
    /// An attachment to a Transit Gateway.
    TransitGateway,
    /// A VPN, Direct Connect, Cloud WAN or VPC Lattice.
    Network,
    /// A load balancer with an address on the internet.
    PublicLoadBalancer,
    /// API Gateway, `CloudFront` or Global Accelerator before what has no address on the internet itself.
    PublicLink,
    /// An endpoint service: endpoints in other accounts may lead to it.
    EndpointService,
}

impl WayKind {
    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Peering => "VPC peering",
            Self::TransitGateway => "a Transit Gateway attachment",
            Self::Network => "a VPN, Direct Connect, Cloud WAN or VPC Lattice association",
            Self::PublicLoadBalancer => "a public load balancer",
            Self::PublicLink => "a link of API Gateway, CloudFront or Global Accelerator",
            Self::EndpointService => "an endpoint service",
        }
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OtherWay {
    /// What it is.
    pub kind: WayKind,
    /// Its address in Terraform, or its name.
    pub address: String,
    /// Its id; null where that is not known.
    #[serde(default)]
    pub id: Option<String>,
    /// Its state, as it was written; null where that is not known.
    #[serde(default)]
    pub state: Option<String>,
    /// Whom it connects, as far as that was told: VPCs, accounts, principals.
    #[serde(default)]
    pub connects: Vec<String>,
}
