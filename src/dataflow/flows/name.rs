//! The five flows, as the product's guide to data flows between the planes describes them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One of the five flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    /// Logs of the data plane.
    Logs,
    /// Metrics of the data plane.
    Metrics,
    /// Queries from the metadata plane's web UI.
    QueryExecution,
    /// Access to the Kubernetes API.
    EksApi,
    /// Container images.
    ContainerImages,
}

impl Name {
    /// All, in the document's order.
    pub const ALL: [Self; 5] =
        [Self::Logs, Self::Metrics, Self::QueryExecution, Self::EksApi, Self::ContainerImages];

    /// As in reports for scripts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Logs => "logs",
            Self::Metrics => "metrics",
            Self::QueryExecution => "query_execution",
            Self::EksApi => "eks_api",
            Self::ContainerImages => "container_images",
        }
    }

    /// As the document calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Logs => "Logs",
            Self::Metrics => "Metrics",
            Self::QueryExecution => "Query execution",
            Self::EksApi => "Kubernetes API access",
            Self::ContainerImages => "Container images",
        }
    }

    /// Whether it leads from the data plane to the metadata plane; the others lead the other way.
    pub const fn is_outward(self) -> bool {
        matches!(self, Self::Logs | Self::Metrics)
    }

    /// What of customers' data is in it, in the document's words.
    pub const fn contents(self) -> &'static str {
        match self {
            Self::Logs => "no (metadata only)",
            Self::QueryExecution => "yes (feature values)",
            _ => "no",
        }
    }

    /// Whether it can carry customers' data.
    pub const fn customer_data(self) -> bool {
        matches!(self, Self::QueryExecution)
    }

    /// Whether deployments need it.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::EksApi | Self::ContainerImages)
    }

    /// How it is switched off; for what is required, why it is not.
    pub const fn how_to_disable(self) -> &'static str {
        match self {
            Self::Logs => {
                "let the collector's logs pipelines export to your own tools (Datadog, Dynatrace, …) and not to the metadata plane"
            }
            Self::Metrics => {
                "let the collector's metrics pipelines export to your own monitoring and not to the metadata plane"
            }
            Self::QueryExecution => {
                "remove the VPC endpoint (PrivateLink) between the planes, and every other path between them"
            }
            Self::EksApi => "it is required: it may be narrowed to the metadata plane's addresses",
            Self::ContainerImages => "it is required: the repository may be your own",
        }
    }

    /// What is lost without it.
    pub const fn lost(self) -> &'static str {
        match self {
            Self::Logs => "centralised logs in the metadata plane's dashboards; your own tools have them",
            Self::Metrics => "centralised monitoring in the metadata plane; your own monitoring has them",
            Self::QueryExecution => {
                "planning and backfill engines, query testing in the web UI, real-time dashboards, data quality tooling; never production's online queries, which go straight to the data plane"
            }
            Self::EksApi => "deployments, scaling, rolling updates and health monitoring",
            Self::ContainerImages => "deployments",
        }
    }
}
