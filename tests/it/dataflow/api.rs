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
    let ran = of(&eks(true, false, &["198.51.100.0/24"]), &["--metadata-host", METADATA]);
    statuses(&ran, ["fail", "pass", "warn", "warn", "pass"]);
    assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (1, "off"));
    let help = said(&ran, "FLOW005");
    assert!(help.contains("publicAccessCidrs=198.51.100.0/24,203.0.113.0/24"), "{help}");
}

/// The private endpoint beside the public one is a way of its own, for whoever a path leads into the VPC.
#[test]
fn a_private_endpoint_may_be_reached_where_the_list_lets_nobody_in() {
    let list = eks(true, true, &["198.51.100.0/24"]);
    let base = ["--metadata-host", METADATA];
    let ran = of(&list, &base);
    statuses(&ran, ["unknown", "pass", "warn", "pass", "pass"]);
    assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (3, "unknown"));
    let help = said(&ran, "FLOW005");
    assert!(help.contains("publicAccessCidrs=198.51.100.0/24,203.0.113.0/24"), "{help}");
    // A path leads there; on it the cluster's name leads to the public addresses, where not all are let in that were declared.
    let inside = ["--metadata-host", "10.20.0.0/16"];
    let in_part = [&inside[..], &base, &["--metadata-host", "198.51.100.0/24"]].concat();
    for path in ["private", "api"] {
        for (networks, status) in [(&base[..], "warn"), (&in_part, "warn"), (&inside, "pass"), (&[], "pass")]
        {
            let ran = of(&list, &[networks, &["--other-path", path]].concat());
            assert_eq!(
                (ran.statuses("FLOW005").join(","), state(&ran, "eks_api")),
                (status.into(), "on".into()),
                "{}",
                ran.stdout
            );
            let told = said(&ran, "FLOW005");
            assert_eq!(
                told.contains(METADATA) && told.contains("private addresses") && told.contains("Route 53"),
                status == "warn",
                "{told}"
            );
            // Without the private endpoint it leads nowhere.
            let public = eks(true, false, &["198.51.100.0/24"]);
            let ran = of(&public, &[networks, &["--other-path", path]].concat());
            assert_ne!(ran.statuses("FLOW005"), ["pass"], "{}", ran.stdout);
        }
    }
    // Who is on the list comes from elsewhere: it is told, until it is named.
    let private = [&inside[..], &["--other-path", "private"]].concat();
    statuses(&of(&list, &private), ["pass", "pass", "warn", "pass", "pass"]);
    let named = [&private[..], &["--allow-host", "198.51.100.0/24"]].concat();
    statuses(&of(&list, &named), ["pass", "pass", "pass", "pass", "pass"]);
    let ran = of(&list, &inside);
    assert_eq!(ran.statuses("FLOW005"), ["unknown"]);
    assert!(said(&ran, "FLOW005").contains("--other-path private"), "{}", ran.stdout);
    let none = [&base[..], &["--other-path", "none"]].concat();
    let ran = of(&list, &none);
    statuses(&ran, ["fail", "pass", "warn", "pass", "pass"]);
    assert_eq!(state(&ran, "eks_api"), "off");
    // What was seen stands against what was declared.
    let files = Files::new();
    let peering = json!({"VpcPeeringConnections": [{"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "active"},
        "AccepterVpcInfo": {"VpcId": "vpc-9", "OwnerId": "210987654321"}}]});
    let endpoint = super::endpoints(&[("vpce-q", "Interface", super::SERVICE, "available")]);
    for (seen, words) in [(peering.to_string(), "vpc-9"), (endpoint, "vpce-q")] {
        let file = files.write("ways.json", seen);
        for cluster in [&list, &eks(false, true, &[])] {
            let ran = of(cluster, &[&none[..], &["--vpc-endpoints", &file]].concat());
            assert_eq!(
                (ran.statuses("FLOW005").join(","), state(&ran, "eks_api")),
                ("unknown".into(), "unknown".into())
            );
            assert!(flow(&ran, "eks_api")["here"].to_string().contains(words), "{}", ran.stdout);
        }
    }
    let file = files.write("ways.json", peering.to_string());
    let ran = of(&list, &[&none[..], &["--vpc-endpoints", &file, "--allow-host", "pcx-1"]].concat());
    assert_eq!((ran.statuses("FLOW005").join(","), state(&ran, "eks_api")), ("fail".into(), "off".into()));
}

/// A path for the Kubernetes API alone carries no queries: such a data plane can be restricted, and deployed to.
#[test]
fn option_b_can_be_restricted() {
    let files = Files::new();
    let peering = json!({"VpcEndpoints": [], "VpcPeeringConnections": [
        {"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "active"}}]});
    let file = files.write("ways.json", peering.to_string());
    let base = ["--vpc-endpoints", &file, "--require", "restricted", "--allow-host", "pcx-1"];
    for (path, api, posture) in [
        ("api", "pass", "pass"),
        ("private", "pass", "fail"),
        ("none", "fail", "pass"),
        ("public", "unknown", "fail"),
    ] {
        let ran = of(&eks(false, true, &[]), &[&base[..], &["--other-path", path]].concat());
        let found = (ran.statuses("FLOW005").join(","), ran.statuses("FLOW014").join(","));
        assert_eq!((found.0.as_str(), found.1.as_str()), (api, posture), "{path}: {}", ran.stdout);
    }
    // Whose the peering is has to be said.
    let ran = of(&eks(false, true, &[]), &[&base[..4], &["--other-path", "api"]].concat());
    assert_eq!(
        (ran.statuses("FLOW005"), ran.statuses("FLOW014")),
        (vec!["pass".to_owned()], vec!["unknown".to_owned()])
    );
    assert!(said(&ran, "FLOW014").contains("--allow-host"), "{}", ran.stdout);
}

/// From the internet nobody comes with a private address, and no list may have one.
#[test]
fn private_networks_are_not_looked_for_on_the_list() {
    let ran = of(&eks(true, false, &["198.51.100.0/24"]), &["--metadata-host", "10.9.0.0/16"]);
    assert_eq!(
        (ran.statuses("FLOW005").join(","), state(&ran, "eks_api")),
        ("unknown".into(), "unknown".into())
    );
    let both = ["--metadata-host", "10.9.0.0/16", "--metadata-host", METADATA];
    statuses(&of(&eks(true, true, &[METADATA]), &both), ["pass", "pass", "pass", "pass", "pass"]);
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
    for cidrs in [
        &["0.0.0.0/0"][..],
        &["203.0.113.0/24", "::/0"],
        &["0.0.0.0/1", "128.0.0.0/1"],
        // All but multicast, all but private addresses, and half of it.
        &["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3"],
        &[
            "0.0.0.0/5",
            "8.0.0.0/7",
            "11.0.0.0/8",
            "12.0.0.0/6",
            "16.0.0.0/4",
            "32.0.0.0/3",
            "64.0.0.0/2",
            "128.0.0.0/2",
            "192.0.0.0/3",
        ],
        &["128.0.0.0/1"],
        &["203.0.113.0/24", "2000::/3"],
    ] {
        let ran = of(&eks(true, true, cidrs), &["--metadata-host", METADATA]);
        statuses(&ran, ["pass", "fail", "skip", "pass", "pass"]);
        assert_eq!((ran.code, state(&ran, "eks_api").as_str()), (1, "on"), "{cidrs:?}");
    }
    // Everybody is let in, whoever the metadata plane is.
    statuses(&of(&eks(true, true, &["0.0.0.0/0"]), &[]), ["pass", "fail", "skip", "pass", "pass"]);
    // Who comes by the other family, or by the other half, is not known to be let in, nor to be kept out.
    for (cidrs, arguments) in [
        (&["::/0"][..], &[][..]),
        (&["::/0"], &["--metadata-host", METADATA]),
        (&["0.0.0.0/0"], &["--metadata-host", "2001:db8::/32"]),
        (&["0.0.0.0/1"], &[]),
    ] {
        let ran = of(&eks(true, true, cidrs), arguments);
        statuses(&ran, ["unknown", "fail", "skip", "pass", "pass"]);
        assert_eq!(state(&ran, "eks_api"), "unknown", "{cidrs:?}");
    }
    // It is open, and the metadata plane has none of the half that is let in.
    let ran = of(&eks(true, false, &["0.0.0.0/1"]), &["--metadata-host", METADATA]);
    statuses(&ran, ["fail", "fail", "skip", "warn", "pass"]);
    assert_eq!(state(&ran, "eks_api"), "off");
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
    // AWS does not allow that: whatever was read, the cluster was not.
    statuses(&of(&eks(false, false, &[]), &[]), ["unknown", "skip", "skip", "skip", "skip"]);
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
    // Whom a part that cannot be read lets in is not known; what could be read holds.
    let ran = of(&cluster.to_string(), &["--metadata-host", METADATA]);
    statuses(&ran, ["pass", "unknown", "unknown", "pass", "pass"]);
    assert!(said(&ran, "FLOW006").contains("everybody"), "{}", ran.stdout);
    cluster["cluster"]["resourcesVpcConfig"]["endpointPrivateAccess"] = json!(false);
    cluster["cluster"]["resourcesVpcConfig"]["publicAccessCidrs"] = json!(["everybody"]);
    let ran = of(&cluster.to_string(), &["--metadata-host", METADATA]);
    statuses(&ran, ["unknown", "unknown", "unknown", "warn", "pass"]);
    assert_eq!(state(&ran, "eks_api"), "unknown");
    cluster["cluster"]["resourcesVpcConfig"]["publicAccessCidrs"] = json!(["everybody", "0.0.0.0/0"]);
    statuses(&of(&cluster.to_string(), &[]), ["pass", "fail", "skip", "warn", "pass"]);
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
