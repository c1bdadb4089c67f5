//! Who reaches the Kubernetes API: FLOW005 to FLOW009.

use serde_json::json;

use super::{Files, METADATA, dataflow, eks, flow, said, state};
use crate::program::Ran;

fn of(cluster: &str, arguments: &[&str]) -> Ran {
    let files = Files::new();
    let file = files.write("cluster.json", cluster);
    dataflow(&[&["--eks-json", &file], arguments].concat())
}

#[track_caller]
fn statuses(ran: &Ran, expected: [&str; 5]) {
    let codes = ["FLOW005", "FLOW006", "FLOW007", "FLOW008", "FLOW009"];
    let found = codes.map(|code| ran.statuses(code).join(","));
    assert_eq!(found, expected, "{}", ran.stdout);
}

#[test]
fn option_a_with_a_list_that_fits_is_good() {
    let ran = of(&eks(true, true, &["203.0.113.0/24"]), &["--metadata-host", METADATA]);
    statuses(&ran, ["pass", "pass", "pass", "pass", "pass"]);
    assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (0, "on"));
    let seen = flow(&ran, "eks_api");
    assert_eq!((&seen["required"], &seen["can_be_disabled"]), (&json!(true), &json!(false)));
    assert_eq!(
        (&seen["customer_data"], &seen["destinations"][0]["target"]),
        (&json!(false), &json!(METADATA))
    );
    assert_eq!(ran.json()["data"]["cluster"]["option"], "A");
}

#[test]
fn a_list_may_be_split_into_blocks() {
    let halves =
        ["203.0.113.0/25", "203.0.113.128/26", "203.0.113.192/26", "2001:db8::/33", "2001:db8:8000::/33"];
    let ran =
        of(&eks(true, true, &halves), &["--metadata-host", METADATA, "--metadata-host", "2001:db8::/32"]);
    statuses(&ran, ["pass", "pass", "pass", "pass", "pass"]);
    let ran = of(
        &eks(true, true, &halves[1..]),
        &["--metadata-host", METADATA, "--metadata-host", "2001:db8::/32"],
    );
    statuses(&ran, ["fail", "pass", "pass", "pass", "pass"]);
    assert!(said(&ran, "FLOW005").contains("203.0.113.0/25"), "{}", ran.stdout);
    assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (1, "on"));
    // Of IPv6 as of IPv4.
    let ran =
        of(&eks(true, true, &[METADATA]), &["--metadata-host", METADATA, "--metadata-host", "2001:db8::/32"]);
    statuses(&ran, ["fail", "pass", "pass", "pass", "pass"]);
    assert!(said(&ran, "FLOW005").contains("2001:db8::/32"), "{}", ran.stdout);
}

#[test]
fn a_list_without_the_metadata_plane_breaks_deployments() {
    let ran = of(&eks(true, true, &["198.51.100.0/24"]), &["--metadata-host", METADATA]);
    statuses(&ran, ["fail", "pass", "warn", "pass", "pass"]);
    assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (1, "off"));
    let help = said(&ran, "FLOW005");
    assert!(help.contains("publicAccessCidrs=198.51.100.0/24,203.0.113.0/24"), "{help}");
}

#[test]
fn who_else_is_let_in_is_told() {
    let wide = eks(true, true, &["203.0.0.0/16", "198.51.100.7/32"]);
    let ran = of(&wide, &["--metadata-host", METADATA]);
    statuses(&ran, ["pass", "pass", "warn", "pass", "pass"]);
    assert!(said(&ran, "FLOW007").contains("198.51.100.7/32"), "{}", ran.stdout);
    assert_eq!(ran.code, 0);
    let ran = of(&wide, &["--metadata-host", "203.0.0.0/16", "--allow-host", "198.51.100.0/24"]);
    statuses(&ran, ["pass", "pass", "pass", "pass", "pass"]);
}

#[test]
fn what_is_open_to_everybody_fails() {
    for cidrs in [&["0.0.0.0/0"][..], &["203.0.113.0/24", "::/0"], &["0.0.0.0/1", "128.0.0.0/1"]] {
        let ran = of(&eks(true, true, cidrs), &["--metadata-host", METADATA]);
        statuses(&ran, ["pass", "fail", "skip", "pass", "pass"]);
        assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (1, "on"), "{cidrs:?}");
    }
    // Everybody is let in, whoever the metadata plane is.
    statuses(&of(&eks(true, true, &["0.0.0.0/0"]), &[]), ["pass", "fail", "skip", "pass", "pass"]);
}

#[test]
fn nodes_need_a_way_of_their_own() {
    let list = eks(true, false, &["203.0.113.0/24", "198.51.100.7/32"]);
    let ran = of(&list, &["--metadata-host", METADATA, "--allow-host", "198.51.100.7"]);
    statuses(&ran, ["pass", "pass", "pass", "warn", "pass"]);
    let ran = of(&eks(true, false, &[METADATA]), &["--metadata-host", METADATA]);
    statuses(&ran, ["pass", "pass", "pass", "fail", "pass"]);
    let ran = of(&eks(true, false, &["0.0.0.0/0"]), &[]);
    statuses(&ran, ["pass", "fail", "skip", "warn", "pass"]);
}

#[test]
fn option_b_is_not_taken_for_reachable() {
    let private = eks(false, true, &["0.0.0.0/0"]);
    let ran = of(&private, &["--metadata-host", METADATA]);
    statuses(&ran, ["unknown", "pass", "pass", "pass", "warn"]);
    assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (3, "unknown"));
    assert!(said(&ran, "FLOW009").contains("15 minutes and more"), "{}", ran.stdout);
    let ran = of(&private, &["--other-path", "private"]);
    statuses(&ran, ["pass", "pass", "pass", "pass", "warn"]);
    assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (0, "on"));
    let ran = of(&private, &["--other-path", "none"]);
    statuses(&ran, ["fail", "pass", "pass", "pass", "warn"]);
    assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (1, "off"));
    statuses(&of(&eks(false, false, &[]), &[]), ["fail", "pass", "pass", "skip", "skip"]);
}

#[test]
fn what_was_not_said_is_not_known() {
    let ran = of(&eks(true, true, &["198.51.100.0/24"]), &[]);
    statuses(&ran, ["unknown", "pass", "unknown", "pass", "pass"]);
    assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (3, "unknown"));
    assert!(said(&ran, "FLOW005").contains("--metadata-host CIDR"), "{}", ran.stdout);
    // A name is no network.
    let ran = of(&eks(true, true, &["198.51.100.0/24"]), &["--metadata-host", "api.metadata.example.com"]);
    statuses(&ran, ["unknown", "pass", "unknown", "pass", "pass"]);
    let mut cluster: serde_json::Value = serde_json::from_str(&eks(true, true, &[])).expect("is JSON");
    statuses(
        &of(&cluster.to_string(), &["--metadata-host", METADATA]),
        ["unknown", "unknown", "unknown", "warn", "pass"]
            .map(|status| if status == "warn" { "pass" } else { status }),
    );
    cluster["cluster"]["resourcesVpcConfig"]["publicAccessCidrs"] = json!(null);
    statuses(&of(&cluster.to_string(), &[]), ["unknown", "unknown", "unknown", "pass", "pass"]);
    cluster["cluster"]["resourcesVpcConfig"]["publicAccessCidrs"] = json!([METADATA, "everybody"]);
    let ran = of(&cluster.to_string(), &["--metadata-host", METADATA]);
    statuses(&ran, ["pass", "pass", "pass", "pass", "pass"]);
    assert!(said(&ran, "FLOW006").contains("everybody"), "{}", ran.stdout);
}

/// Google's clusters are known for what they are, and judged by no rule of AWS's.
#[test]
fn gke_is_told_apart() {
    let older = json!({
        "name": "chalk-gcp", "location": "us-east1", "status": "RUNNING", "currentMasterVersion": "1.33.2-gke.1",
        "endpoint": "198.51.100.9",
        "selfLink": "https://container.googleapis.com/v1/projects/p/locations/us-east1/clusters/chalk-gcp",
        "masterAuth": {"clusterCaCertificate": "c4n4ry"},
        "privateClusterConfig": {"enablePrivateNodes": true, "enablePrivateEndpoint": false},
        "masterAuthorizedNetworksConfig": {"enabled": true, "cidrBlocks": [{"cidrBlock": "203.0.113.0/24", "displayName": "metadata"}]},
    });
    let newer = json!({
        "name": "chalk-gcp", "location": "us-east1", "currentMasterVersion": "1.33.2-gke.1",
        "controlPlaneEndpointsConfig": {
            "dnsEndpointConfig": {"endpoint": "gke-1.us-east1.gke.goog", "allowExternalTraffic": true},
            "ipEndpointsConfig": {"enabled": true, "enablePublicEndpoint": false},
        },
    });
    for (cluster, here) in [(older, "authorised networks only"), (newer, "no public endpoint")] {
        let ran = of(
            &cluster.to_string(),
            &["--metadata-host", METADATA, "--image-repository", "us-east1-docker.pkg.dev/p/chalk"],
        );
        statuses(&ran, ["skip", "skip", "skip", "skip", "skip"]);
        let seen = flow(&ran, "eks_api");
        assert!(
            seen["state"] == "unknown" && seen["here"].as_str().is_some_and(|words| words.contains(here)),
            "{seen}"
        );
        assert_eq!(ran.json()["data"]["cluster"]["described"]["kind"], "gke");
        assert_eq!(flow(&ran, "container_images")["destinations"][0]["via"], "Google Artifact Registry");
        assert_eq!(ran.statuses("FLOW010"), ["skip"]);
        assert!(!ran.stdout.contains("c4n4ry"), "{}", ran.stdout);
    }
}
