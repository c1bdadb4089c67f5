//! Container images: FLOW010.

use serde_json::{Value, json};

use super::{ECR, Files, dataflow, eks, endpoints, flow, said, state};
use crate::program::Ran;

fn of(list: &str, arguments: &[&str]) -> Ran {
    let files = Files::new();
    let file = files.write("endpoints.json", list);
    dataflow(&[&["--vpc-endpoints", &file], arguments].concat())
}

#[test]
fn a_private_vpc_needs_three_endpoints() {
    let ran = of(&endpoints(&ECR), &[]);
    assert_eq!(
        (ran.statuses("FLOW010").join(","), state(&ran, "container_images")),
        ("pass".into(), "on".into())
    );
    for left_out in 0..3 {
        let mut some = ECR.to_vec();
        let (_, _, service, _) = some.remove(left_out);
        let ran = of(&endpoints(&some), &[]);
        assert_eq!(ran.statuses("FLOW010"), ["warn"], "{}", ran.stdout);
        let missing = service.trim_start_matches("com.amazonaws.us-east-1.");
        assert!(said(&ran, "FLOW010").contains(&format!("none for {missing}")), "{}", ran.stdout);
        assert_eq!(state(&ran, "container_images"), "on");
    }
    assert_eq!(of(&endpoints(&[]), &[]).statuses("FLOW010"), ["warn"]);
    for (broken, status, on) in
        [("failed", "fail", "unknown"), ("rejected", "fail", "unknown"), ("pending", "unknown", "on")]
    {
        let mut some = ECR;
        some[1].3 = broken;
        let ran = of(&endpoints(&some), &[]);
        assert_eq!(
            (ran.statuses("FLOW010").join(","), state(&ran, "container_images")),
            (status.into(), on.into())
        );
    }
}

/// The list with one key of one entry changed.
fn changed(entry: usize, key: &str, value: Value) -> String {
    let mut list: Value = serde_json::from_str(&endpoints(&ECR)).expect("is JSON");
    list["VpcEndpoints"][entry][key] = value;
    list.to_string()
}

/// There, and of no use: elsewhere, not ready, or passed by.
#[test]
fn an_endpoint_that_does_not_serve_the_cluster_is_none() {
    let files = Files::new();
    let cluster = files.write("cluster.json", eks(true, true, &["203.0.113.0/24"]));
    let with_cluster = ["--eks-json", &cluster];
    assert_eq!(of(&endpoints(&ECR), &with_cluster).statuses("FLOW010"), ["pass"]);
    let all_elsewhere = endpoints(&ECR).replace("\"vpc-1\"", "\"vpc-2\"");
    let other_region = endpoints(&ECR).replace("us-east-1", "us-west-2");
    for (list, status, words) in [
        (all_elsewhere, "warn", "vpc-2"),
        (other_region, "warn", "us-west-2"),
        (changed(0, "VpcId", json!("vpc-2")), "warn", "vpc-2"),
        (changed(1, "VpcId", json!(null)), "unknown", "VPC"),
        (changed(2, "VpcId", json!("vpc-2")), "warn", "none for s3"),
        (changed(1, "ServiceName", json!("com.amazonaws.us-west-2.ecr.dkr")), "warn", "us-west-2"),
        (changed(1, "PrivateDnsEnabled", json!(false)), "warn", "private DNS"),
        (changed(0, "PrivateDnsEnabled", json!(null)), "unknown", "private DNS"),
        (changed(0, "VpcEndpointType", json!(null)), "unknown", "type"),
        (changed(1, "State", json!("pending")), "unknown", "pending"),
        (changed(1, "State", json!("pendingAcceptance")), "unknown", "pendingAcceptance"),
        (changed(1, "State", json!("deleting")), "unknown", "deleting"),
        (changed(1, "State", json!("partial")), "unknown", "partial"),
        (changed(1, "State", json!("hibernating")), "unknown", "hibernating"),
        (changed(1, "State", json!("deleted")), "warn", "deleted"),
        (changed(1, "State", json!("Failed")), "fail", "Failed"),
        // A Gateway endpoint needs no names.
        (changed(2, "PrivateDnsEnabled", json!(false)), "pass", "without the internet"),
        (changed(2, "VpcEndpointType", json!("Interface")), "warn", "private DNS"),
    ] {
        let ran = of(&list, &with_cluster);
        assert_eq!(ran.statuses("FLOW010"), [status], "{words}: {}", ran.stdout);
        assert!(said(&ran, "FLOW010").contains(words), "{words}: {}", ran.stdout);
    }
    // With private DNS for those alone that ask from outside, S3's names lead past it.
    let mut list: Value =
        serde_json::from_str(&changed(2, "VpcEndpointType", json!("Interface"))).expect("is JSON");
    list["VpcEndpoints"][2]["PrivateDnsEnabled"] = json!(true);
    assert_eq!(of(&list.to_string(), &with_cluster).statuses("FLOW010"), ["pass"]);
    list["VpcEndpoints"][2]["DnsOptions"] = json!({"PrivateDnsOnlyForInboundResolverEndpoint": true});
    assert_eq!(of(&list.to_string(), &with_cluster).statuses("FLOW010"), ["warn"]);
    // What is missing on one page may stand on another.
    let mut page: Value = serde_json::from_str(&endpoints(&ECR[..2])).expect("is JSON");
    page["NextToken"] = json!("abc");
    assert_eq!(of(&page.to_string(), &with_cluster).statuses("FLOW010"), ["unknown"]);
}

/// Which VPC is meant is not known without the cluster, where there are several.
#[test]
fn endpoints_of_several_vpcs_are_not_put_together() {
    assert_eq!(of(&changed(1, "VpcId", json!("vpc-2")), &[]).statuses("FLOW010"), ["unknown"]);
    let region = changed(1, "ServiceName", json!("com.amazonaws.us-west-2.ecr.dkr"));
    assert_eq!(of(&region, &[]).statuses("FLOW010"), ["unknown"]);
    let repository = |region: &str| format!("123456789012.dkr.ecr.{region}.amazonaws.com/chalk");
    let (here, there) = (repository("us-east-1"), repository("eu-west-1"));
    let here = ["--image-repository", &here];
    assert_eq!(of(&endpoints(&ECR), &here).statuses("FLOW010"), ["pass"]);
    let both = [&here[..], &["--image-repository", &there]].concat();
    assert_eq!(of(&endpoints(&ECR), &both).statuses("FLOW010"), ["warn"]);
}

#[test]
fn a_nat_gateway_in_the_same_vpc_is_a_way() {
    let resource = |kind: &str, values: Value| json!({"address": format!("{kind}.main"), "mode": "managed", "type": kind, "values": values});
    let subnet = resource("aws_subnet", json!({"id": "subnet-1", "vpc_id": "vpc-1"}));
    let state = |nat: Value| {
        let resources = [resource("aws_nat_gateway", nat), subnet.clone()];
        json!({"format_version": "1.0", "values": {"root_module": {"resources": resources}}}).to_string()
    };
    let files = Files::new();
    let cluster = files.write("cluster.json", eks(true, true, &["203.0.113.0/24"]));
    let elsewhere = files.write("elsewhere.json", eks(true, true, &[]).replace("\"vpc-1\"", "\"vpc-2\""));
    let seen = state(json!({"id": "nat-1", "subnet_id": "subnet-1"}));
    assert_eq!(of(&seen, &["--eks-json", &cluster]).statuses("FLOW010"), ["pass"]);
    // A state of another VPC says nothing of the cluster's.
    assert_eq!(of(&seen, &["--eks-json", &elsewhere]).statuses("FLOW010"), ["unknown"]);
    assert_eq!(of(&seen, &[]).statuses("FLOW010"), ["unknown"]);
    let unplaced = state(json!({"id": "nat-1"}));
    assert_eq!(of(&unplaced, &["--eks-json", &cluster]).statuses("FLOW010"), ["unknown"]);
    let private = state(json!({"id": "nat-1", "subnet_id": "subnet-1", "connectivity_type": "private"}));
    assert_eq!(of(&private, &["--eks-json", &cluster]).statuses("FLOW010"), ["warn"]);
    // Planned, it leads nowhere yet.
    let planned = state(json!({"subnet_id": "subnet-1"}))
        .replace("\"values\":{\"root_module\"", "\"planned_values\":{\"root_module\"");
    assert_eq!(of(&planned, &["--eks-json", &cluster]).statuses("FLOW010"), ["warn"]);
}

#[test]
fn repositories_are_told_by_their_hosts() {
    let ran = of(
        &endpoints(&ECR),
        &[
            "--image-repository",
            "123456789012.dkr.ecr.us-east-1.amazonaws.com/chalk",
            "--image-repository",
            "ghcr.io/chalk",
        ],
    );
    let seen = flow(&ran, "container_images");
    let vias: Vec<&str> = seen["destinations"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["via"].as_str().expect("a word"))
        .collect();
    assert_eq!(vias, ["Amazon ECR", "another registry"]);
    assert_eq!(ran.statuses("FLOW010"), ["warn"], "ECR's endpoints do not lead there");
    let told = said(&ran, "FLOW010");
    assert!(told.contains("ghcr.io/chalk") && told.contains("NAT gateway"), "{told}");
    assert!(!told.contains("make Interface endpoints"), "they are there: {told}");
    let google = of(&endpoints(&[]), &["--image-repository", "us-east1-docker.pkg.dev/p/chalk"]);
    assert_eq!(google.statuses("FLOW010"), ["skip"]);
}

/// A provider's state holds its endpoint service, and nothing of any VPC.
#[test]
fn a_state_of_an_endpoint_service_says_nothing_of_images() {
    let state = |more: &[Value]| {
        let service = json!({
            "address": "aws_vpc_endpoint_service.x", "mode": "managed", "type": "aws_vpc_endpoint_service", "name": "x",
            "values": {"id": "vpce-svc-0123456789abcdef0"},
        });
        let resources = [&[service], more].concat();
        json!({"format_version": "1.0", "values": {"root_module": {"resources": resources}}}).to_string()
    };
    let vpc = json!({
        "address": "aws_vpc.v", "mode": "managed", "type": "aws_vpc", "name": "v", "values": {"id": "vpc-1"},
    });
    assert_eq!(of(&state(&[]), &[]).statuses("FLOW010"), ["skip"]);
    assert_eq!(of(&state(&[vpc]), &[]).statuses("FLOW010"), ["warn"]);
}
