//! `DescribeCluster` of EKS.

use aws_sdk_eks::Client;
use aws_sdk_eks::types::{ClusterStatus, VpcConfigResponse};

use crate::aws::{self, Asked, Failure, FailureKind, Options, ask};
use crate::connect::text::escape;
use crate::dataflow::evidence::{Cluster, ClusterSeen, EksCluster};
use crate::observe::Context;

/// Asks for a cluster.
pub(super) async fn cluster(name: String, options: &Options, context: &Context) -> ClusterSeen {
    let described = Box::pin(describe(&name, options, context)).await;
    ClusterSeen { name, file: None, described: Asked::from(described.map(Cluster::Eks)) }
}

async fn describe(name: &str, options: &Options, context: &Context) -> Result<EksCluster, Failure> {
    context.stage("AWS credentials");
    let region = aws::region_within(options, context).await?;
    let options = Options { region: Some(region.name), ..options.clone() };
    let (config, _) = aws::connect(&options, context).await?;
    context.stage("EKS cluster");
    let call = Client::new(&config).describe_cluster().name(name).send();
    let answer = ask("EKS", call, context).await?;
    let unreadable = || Failure::new(FailureKind::Other, "the answer of EKS describes no cluster's network");
    let cluster = answer.cluster.ok_or_else(unreadable)?;
    let network: &VpcConfigResponse = cluster.resources_vpc_config().ok_or_else(unreadable)?;
    let shown = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(escape);
    let list = |list: &Vec<String>| list.iter().map(|one| escape(one)).collect();
    Ok(EksCluster {
        arn: shown(cluster.arn()),
        status: shown(cluster.status().map(ClusterStatus::as_str)),
        version: shown(cluster.version()),
        vpc: shown(network.vpc_id()),
        is_public: network.endpoint_public_access,
        is_private: network.endpoint_private_access,
        public_cidrs: network.public_access_cidrs.as_ref().map(list),
    })
}
