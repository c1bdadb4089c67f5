//! Container images: FLOW010.

use serde_json::json;

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

#[test]
fn endpoints_of_another_vpc_do_not_help() {
    let files = Files::new();
    let cluster = files.write("cluster.json", eks(true, true, &["203.0.113.0/24"]));
    let elsewhere = endpoints(&ECR).replace("\"vpc-1\"", "\"vpc-2\"");
    let ran = of(&elsewhere, &["--eks-json", &cluster]);
    assert_eq!(ran.statuses("FLOW010"), ["warn"], "{}", ran.stdout);
    let ran = of(&endpoints(&ECR), &["--eks-json", &cluster]);
    assert_eq!(ran.statuses("FLOW010"), ["pass"], "{}", ran.stdout);
}

#[test]
fn a_nat_gateway_in_terraform_is_a_way() {
    let nat = json!({"format_version": "1.0", "values": {"root_module": {"resources": [
        {"address": "aws_nat_gateway.main", "mode": "managed", "type": "aws_nat_gateway", "values": {}},
    ]}}});
    assert_eq!(of(&nat.to_string(), &[]).statuses("FLOW010"), ["pass"]);
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
    assert!(said(&ran, "FLOW010").contains("ghcr.io/chalk"), "{}", ran.stdout);
    let google = of(&endpoints(&[]), &["--image-repository", "us-east1-docker.pkg.dev/p/chalk"]);
    assert_eq!(google.statuses("FLOW010"), ["skip"]);
}
