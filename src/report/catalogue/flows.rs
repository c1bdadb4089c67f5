//! `FLOW…`: what flows between the metadata plane and the data plane.

use super::declare::checks;
use super::properties::Basis;

checks! { Flows:
    FLOW_SOURCES "FLOW001" "flow-sources" High "0.1.0"
        "everything that was given to read the flows from could be read"
    FLOW_LOGS "FLOW002" "flow-logs" Medium "0.1.0"
        "where logs go is known"
        { basis: Basis::Files }
    FLOW_METRICS "FLOW003" "flow-metrics" Medium "0.1.0"
        "where metrics go is known"
        { basis: Basis::Files }
    FLOW_QUERY "FLOW004" "flow-query-execution" Critical "0.1.0"
        "whether the metadata plane can run queries on the data plane is known"
    FLOW_EKS "FLOW005" "flow-eks-api" Critical "0.1.0"
        "the metadata plane can reach the Kubernetes API"
    FLOW_EKS_OPEN "FLOW006" "flow-eks-open" Critical "0.1.0"
        "the Kubernetes API is not open to the internet"
    FLOW_EKS_WIDE "FLOW007" "flow-eks-wide" Medium "0.1.0"
        "nobody but the metadata plane and the nodes is let in to the Kubernetes API"
    FLOW_EKS_NODES "FLOW008" "flow-eks-nodes" High "0.1.0"
        "nodes reach the Kubernetes API without leaving the VPC"
    FLOW_EKS_PRIVATE "FLOW009" "flow-eks-private" Medium "0.1.0"
        "deployments do not depend on addresses of the Kubernetes API that change"
    FLOW_IMAGES "FLOW010" "flow-images" High "0.1.0"
        "container images can be pulled"
    FLOW_OUTSIDE "FLOW011" "flow-outside" Medium "0.1.0"
        "telemetry goes nowhere but to places that were named"
        { basis: Basis::Files }
    FLOW_SIDE_DOORS "FLOW012" "flow-side-doors" Medium "0.1.0"
        "the collector itself sends nothing out and takes no configuration from outside"
        { basis: Basis::Files }
    FLOW_PLAIN "FLOW013" "flow-plain" High "0.1.0"
        "telemetry that leaves the cluster is encrypted"
        { basis: Basis::Files }
    FLOW_POSTURE "FLOW014" "flow-posture" Critical "0.1.0"
        "the flows are what is required of them"
}
