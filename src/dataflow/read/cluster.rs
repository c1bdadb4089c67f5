//! A cluster's description: `aws eks describe-cluster` or `gcloud container clusters describe --format json`.

use serde_json::Value;

use super::json::{File, text, texts};
use crate::aws::Asked;
use crate::dataflow::evidence::{Cluster, ClusterSeen, EksCluster, GkeCluster};
use crate::dataflow::otel::Problem;

const HOW: &str = "aws eks describe-cluster --name NAME --output json";

/// Reads a file; `name` is what to call it.
///
/// # Errors
/// When it is no JSON, or describes neither an EKS nor a GKE cluster.
pub fn cluster(name: &str, content: &str) -> Result<ClusterSeen, Problem> {
    let (file, whole) = File::read(name, content, HOW)?;
    let described = if whole["cluster"].is_object() { &whole["cluster"] } else { &whole };
    let found = if described["resourcesVpcConfig"].is_object() {
        Cluster::Eks(eks(&file, described)?)
    } else if is_gke(described) {
        Cluster::Gke(gke(described))
    } else if whole["clusters"].is_array() {
        return Err(file.wrong("clusters", format!("this lists clusters; describe one: {HOW}")));
    } else {
        return Err(Problem {
            name: name.to_owned(),
            line: Some(1),
            message: format!(
                "this describes no cluster: there is no `resourcesVpcConfig`; write it with {HOW}, or with gcloud container clusters describe NAME --format json"
            ),
        });
    };
    Ok(ClusterSeen {
        name: text(described, "name").unwrap_or_else(|| "cluster".to_owned()),
        file: Some(name.to_owned()),
        described: Asked::Answered(found),
    })
}

fn eks(file: &File<'_>, described: &Value) -> Result<EksCluster, Problem> {
    let network = &described["resourcesVpcConfig"];
    let flag = |key: &str| {
        network[key].as_bool().ok_or_else(|| {
            let place = if network[key].is_null() { "resourcesVpcConfig" } else { key };
            file.wrong(place, format!("`resourcesVpcConfig.{key}` has to be true or false"))
        })
    };
    let public_cidrs = match &network["publicAccessCidrs"] {
        Value::Null => None,
        list => Some(texts(list).ok_or_else(|| {
            file.wrong("publicAccessCidrs", "`publicAccessCidrs` has to be a list of networks")
        })?),
    };
    Ok(EksCluster {
        arn: text(described, "arn"),
        status: text(described, "status"),
        version: text(described, "version"),
        vpc: text(network, "vpcId"),
        is_public: flag("endpointPublicAccess")?,
        is_private: flag("endpointPrivateAccess")?,
        public_cidrs,
    })
}

/// Whether it is Google's: no cluster of AWS's has one of these.
fn is_gke(described: &Value) -> bool {
    let link = described["selfLink"].as_str().unwrap_or_default();
    link.contains("container.googleapis.com")
        || !described["currentMasterVersion"].is_null()
        || described["controlPlaneEndpointsConfig"].is_object()
}

fn gke(described: &Value) -> GkeCluster {
    let ip = &described["controlPlaneEndpointsConfig"]["ipEndpointsConfig"];
    let dns = &described["controlPlaneEndpointsConfig"]["dnsEndpointConfig"];
    let older = &described["privateClusterConfig"]["enablePrivateEndpoint"];
    let is_public = match (ip["enabled"].as_bool(), ip["enablePublicEndpoint"].as_bool()) {
        (Some(false), _) => Some(false),
        (_, Some(is_public)) => Some(is_public),
        _ => older.as_bool().map(|is_private| !is_private),
    };
    let networks = [&ip["authorizedNetworksConfig"], &described["masterAuthorizedNetworksConfig"]];
    let authorized = networks.into_iter().find(|list| list["enabled"].as_bool() == Some(true)).map(|list| {
        let blocks = list["cidrBlocks"].as_array().map(Vec::as_slice).unwrap_or_default();
        blocks.iter().filter_map(|block| text(block, "cidrBlock")).collect()
    });
    GkeCluster {
        location: text(described, "location").or_else(|| text(described, "zone")),
        status: text(described, "status"),
        version: text(described, "currentMasterVersion"),
        is_public,
        authorized,
        dns_endpoint: dns["allowExternalTraffic"].as_bool(),
    }
}
