//! Its arguments.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser as _};

use super::values::{allowed, cluster, file, place, repository};
use crate::dataflow::{Expectations, OtherPath, Required};
use crate::store_ref::AwsArgs;

const LOOKING: &str = "What the flows are read from";
const SAID: &str = "What you say of the planes";
const JUDGING: &str = "What is judged";

/// Say what flows between the planes: which of the five flows between the metadata plane and the data plane are on, where
/// they go, whether customer data could travel, and how each is switched off.
///
/// Reads OpenTelemetry Collector configurations, the data plane's Kubernetes cluster and its VPC endpoints. What is not known
/// is told as unknown, never as off. Nothing is changed, and nothing is asked for but the cluster of --eks-cluster.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// A collector's configuration: its own YAML, a Kubernetes ConfigMap or List, Helm values, or the operator's resource; `-` is
    /// standard input. Repeat it for several files and several collectors.
    #[arg(long = "otel-config", value_name = "FILE", help_heading = LOOKING, value_parser = PathBufValueParser::new().try_map(|path| file("--otel-config", path)))]
    pub(super) otel_configs: Vec<PathBuf>,

    /// The EKS cluster of the data plane, which is asked for.
    #[arg(long, value_name = "NAME", help_heading = LOOKING, value_parser = cluster, conflicts_with = "eks_json")]
    pub(super) eks_cluster: Option<String>,

    /// The same from a file: `aws eks describe-cluster --output json`. A GKE cluster's description is recognised:
    /// `gcloud container clusters describe --format json`.
    #[arg(long, value_name = "FILE", help_heading = LOOKING, value_parser = PathBufValueParser::new().try_map(|path| file("--eks-json", path)))]
    pub(super) eks_json: Option<PathBuf>,

    /// VPC endpoints: `aws ec2 describe-vpc-endpoints --output json`, `describe-vpc-endpoint-connections` of the side that
    /// provides the service, or `terraform show -json` of a state or a plan; and, beside them, other ways, such as
    /// `describe-vpc-peering-connections`. Repeat it for several files.
    #[arg(long = "vpc-endpoints", value_name = "FILE", help_heading = LOOKING, value_parser = PathBufValueParser::new().try_map(|path| file("--vpc-endpoints", path)))]
    pub(super) vpc_endpoints: Vec<PathBuf>,

    /// A host or a network of the metadata plane, such as *.chalk.example.com or 203.0.113.0/24, the name of its endpoint
    /// service, its bucket (`s3://logs`, `gs://logs`), its AWS account (123456789012), its workspace of Amazon Managed Service for
    /// Prometheus (`workspaces/ws-0123`) or its project of Google Cloud (`projects/telemetry`). Repeat it.
    #[arg(long = "metadata-host", value_name = "HOST|CIDR", help_heading = SAID, value_parser = |text: &str| place("--metadata-host", text))]
    metadata_hosts: Vec<String>,

    /// A host that may have telemetry, a bucket (`s3://logs`, `gs://logs`), an AWS account (123456789012), a workspace of Amazon
    /// Managed Service for Prometheus (`workspaces/ws-0123`) or a project of Google Cloud (`projects/telemetry`) that may, a
    /// network that may reach the Kubernetes API, the name of another vendor's endpoint service, or a peering or another way that
    /// does not lead to the metadata plane, by its id or its address in Terraform. Repeat it.
    #[arg(long = "allow-host", value_name = "HOST|CIDR", help_heading = SAID, value_parser = allowed)]
    allow_hosts: Vec<String>,

    /// What leads from the metadata plane to the data plane beside VPC endpoints, which no file of endpoints shows.
    #[arg(long, value_name = "PATH", help_heading = SAID)]
    other_path: Option<OtherPath>,

    /// Where container images are pulled from, such as 123456789012.dkr.ecr.us-east-1.amazonaws.com. Repeat it.
    #[arg(long = "image-repository", value_name = "HOST", help_heading = SAID, value_parser = repository)]
    image_repositories: Vec<String>,

    /// What is required of the flows.
    #[arg(long, value_name = "POSTURE", help_heading = JUDGING)]
    require: Option<Required>,

    #[command(flatten)]
    pub(super) aws: AwsArgs,
}

impl Arguments {
    /// What the flows are judged by.
    pub(super) fn expectations(&self) -> Expectations {
        Expectations {
            require: self.require,
            metadata_hosts: self.metadata_hosts.clone(),
            allow_hosts: self.allow_hosts.clone(),
            other_path: self.other_path,
            image_repositories: self.image_repositories.clone(),
        }
    }

    /// Whether anything is to be read or asked, which saved evidence cannot do.
    pub(super) fn looks(&self) -> bool {
        self.eks_cluster.is_some() || self.files().next().is_some()
    }

    /// Every file that is read.
    pub(super) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.otel_configs.iter().chain(&self.eks_json).chain(&self.vpc_endpoints)
    }
}

const EXAMPLES: &str = "\
Examples:
  chalkstore dataflow --otel-config collector.yaml --metadata-host '*.metadata.example.com'
  kubectl get configmaps -A -l app.kubernetes.io/name=opentelemetry-collector -o yaml | chalkstore dataflow --otel-config - --metadata-host '*.metadata.example.com'
  chalkstore dataflow --eks-cluster chalk-prod --region us-east-1 --metadata-host 203.0.113.0/24
  chalkstore dataflow --vpc-endpoints endpoints.json --other-path none --require restricted
  terraform show -json plan.out | chalkstore dataflow --vpc-endpoints - --other-path none --require restricted
  chalkstore dataflow --otel-config collector.yaml --eks-json cluster.json --vpc-endpoints endpoints.json --output svg=flows.svg
  chalkstore dataflow --evidence flows.jsonl --require restricted";
