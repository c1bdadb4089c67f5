//! Query execution (FLOW004) and the posture (FLOW014).

use serde_json::{Value, json};

use super::{Files, SERVICE, dataflow, endpoints, flow, said, state};
use crate::program::Ran;

fn of(list: &str, arguments: &[&str]) -> Ran {
    let files = Files::new();
    let file = files.write("endpoints.json", list);
    dataflow(&[&["--vpc-endpoints", &file], arguments].concat())
}

fn one(state: &str) -> String {
    endpoints(&[("vpce-q", "Interface", SERVICE, state)])
}

/// Flow, FLOW004, FLOW014 with `restricted` required, and the exit code.
#[track_caller]
fn verdict(ran: &Ran, expected: (&str, &str, &str, i32)) {
    let (flow, known, posture) =
        (state(ran, "query_execution"), ran.statuses("FLOW004").join(","), ran.statuses("FLOW014").join(","));
    assert_eq!((flow.as_str(), known.as_str(), posture.as_str(), ran.code), expected, "{}", ran.stdout);
}

#[test]
fn every_state_of_an_endpoint_has_its_verdict() {
    let require = ["--require", "restricted", "--other-path", "none"];
    for (spelt, expected) in [
        ("available", ("on", "pass", "fail", 1)),
        ("Available", ("on", "pass", "fail", 1)),
        ("partial", ("on", "pass", "fail", 1)),
        ("pendingAcceptance", ("unknown", "unknown", "unknown", 3)),
        ("PendingAcceptance", ("unknown", "unknown", "unknown", 3)),
        ("pending", ("unknown", "unknown", "unknown", 3)),
        ("deleting", ("unknown", "unknown", "unknown", 3)),
        ("rejected", ("off", "pass", "pass", 0)),
        ("Failed", ("off", "pass", "pass", 0)),
        ("expired", ("off", "pass", "pass", 0)),
        ("deleted", ("off", "pass", "pass", 0)),
        ("", ("unknown", "unknown", "unknown", 3)),
        ("hibernating", ("unknown", "unknown", "unknown", 3)),
    ] {
        verdict(&of(&one(spelt), &require), expected);
    }
    // One that is open decides, whatever the others are.
    let both = endpoints(&[
        ("vpce-r", "Interface", SERVICE, "rejected"),
        ("vpce-q", "Interface", SERVICE, "available"),
    ]);
    verdict(&of(&both, &require), ("on", "pass", "fail", 1));
}

#[test]
fn absence_alone_is_never_off() {
    let none = endpoints(&super::ECR);
    let ran = of(&none, &["--require", "restricted"]);
    verdict(&ran, ("unknown", "unknown", "unknown", 3));
    assert!(said(&ran, "FLOW004").contains("--other-path none"), "{}", ran.stdout);
    verdict(&of(&none, &["--require", "restricted", "--other-path", "none"]), ("off", "pass", "pass", 0));
    assert!(
        said(&of(&none, &["--require", "restricted", "--other-path", "none"]), "FLOW014")
            .contains("token exchange")
    );
    for path in ["private", "public"] {
        verdict(&of(&none, &["--require", "restricted", "--other-path", path]), ("on", "pass", "fail", 1));
    }
    // A page of several proves nothing.
    let mut page: Value = serde_json::from_str(&none).expect("is JSON");
    page["NextToken"] = json!("abc");
    let ran = of(&page.to_string(), &["--require", "restricted", "--other-path", "none"]);
    verdict(&ran, ("unknown", "unknown", "unknown", 3));
    assert_eq!(ran.statuses("FLOW001"), ["unknown"]);
}

#[test]
fn without_a_requirement_both_postures_are_good() {
    let full = of(&one("available"), &[]);
    verdict(&full, ("on", "pass", "skip", 0));
    assert_eq!(full.json()["data"]["posture"]["posture"], "full_connectivity");
    let restricted = of(&one("rejected"), &["--other-path", "none"]);
    verdict(&restricted, ("off", "pass", "skip", 0));
    assert_eq!(restricted.json()["data"]["posture"]["posture"], "restricted");
    let violated = of(&one("available"), &["--require", "restricted"]);
    assert_eq!(violated.json()["data"]["posture"]["posture"], "violates");
    assert_eq!(violated.json()["data"]["posture"]["token_exchange"], "allowed");
    let seen = flow(&violated, "query_execution");
    assert_eq!(
        (&seen["customer_data"], &seen["required"], &seen["can_be_disabled"]),
        (&json!(true), &json!(false), &json!(true))
    );
}

#[test]
fn services_of_others_are_told_apart() {
    let other = "com.amazonaws.vpce.us-east-1.vpce-svc-0fedcba9876543210";
    let both = endpoints(&[
        ("vpce-q", "Interface", SERVICE, "rejected"),
        ("vpce-o", "Interface", other, "available"),
        (
            "vpce-g",
            "GatewayLoadBalancer",
            "com.amazonaws.vpce.us-east-1.vpce-svc-0aaaaaaaaaaaaaaaa",
            "available",
        ),
        ("vpce-s", "Interface", "com.amazonaws.us-east-1.sts", "available"),
    ]);
    let require = ["--require", "restricted", "--other-path", "none"];
    let ran = of(&both, &require);
    verdict(&ran, ("on", "pass", "fail", 1));
    for code in ["FLOW004", "FLOW014"] {
        assert!(said(&ran, code).contains("--allow-host vpce-svc-0fedcba9876543210"), "{}", ran.stdout);
    }
    verdict(&of(&both, &[&require[..], &["--allow-host", other]].concat()), ("off", "pass", "pass", 0));
    // Of the open one nobody said whose it is.
    let own = [&require[..], &["--metadata-host", SERVICE]].concat();
    verdict(&of(&both, &own), ("unknown", "unknown", "unknown", 3));
    verdict(&of(&both, &[&own[..], &["--allow-host", other]].concat()), ("off", "pass", "pass", 0));
    let ran = of(&both, &[&require[..], &["--metadata-host", other]].concat());
    verdict(&ran, ("on", "pass", "fail", 1));
    assert!(!said(&ran, "FLOW014").contains("--allow-host"), "{}", ran.stdout);
}

/// `PrivateLink` without a load balancer: where it leads is not in the list.
#[test]
fn endpoints_of_other_types_may_lead_anywhere() {
    let list = json!({"VpcEndpoints": [
        {"VpcEndpointId": "vpce-r", "VpcEndpointType": "Resource", "VpcId": "vpc-1", "State": "available"},
    ]});
    let require = ["--require", "restricted", "--other-path", "none"];
    verdict(&of(&list.to_string(), &require), ("unknown", "unknown", "unknown", 3));
}

/// The data plane's account sees the endpoint from the side that provides the service.
#[test]
fn connections_of_an_own_service_count_too() {
    let connection = |state: &str| {
        json!({"VpcEndpointConnections": [{
            "ServiceId": "vpce-svc-0123456789abcdef0", "VpcEndpointId": "vpce-q", "VpcEndpointOwner": "210987654321",
            "VpcEndpointState": state, "NetworkLoadBalancerArns": ["arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/net/x/1"],
        }]})
        .to_string()
    };
    let require = ["--require", "restricted", "--other-path", "none"];
    verdict(&of(&connection("available"), &require), ("on", "pass", "fail", 1));
    // Its own service is none that the metadata plane could be declared to have.
    let theirs =
        [&require[..], &["--metadata-host", "com.amazonaws.vpce.us-east-1.vpce-svc-0telemetry"]].concat();
    verdict(&of(&connection("available"), &theirs), ("on", "pass", "fail", 1));
    verdict(&of(&connection("rejected"), &require), ("off", "pass", "pass", 0));
    let files = Files::new();
    let (own, theirs) =
        (files.write("own.json", connection("available")), files.write("theirs.json", endpoints(&[])));
    let ran = dataflow(&[&["--vpc-endpoints", &own, "--vpc-endpoints", &theirs], &require[..]].concat());
    verdict(&ran, ("on", "pass", "fail", 1));
}

/// However a service is written, it is the same.
#[test]
fn a_host_of_an_endpoint_names_its_service() {
    let require = ["--require", "restricted", "--other-path", "none"];
    let open = one("available");
    for host in [
        "vpce-svc-0123456789abcdef0",
        "vpce-svc-0123456789abcdef0.us-east-1.vpce.amazonaws.com",
        "*.vpce-svc-0123456789abcdef0.us-east-1.vpce.amazonaws.com",
        "vpce-0a-0b.vpce-svc-0123456789abcdef0.us-east-1.vpce.amazonaws.com",
        "VPCE-0A-0B.VPCE-SVC-0123456789ABCDEF0.us-east-1.vpce.amazonaws.com",
    ] {
        verdict(&of(&open, &[&require[..], &["--metadata-host", host]].concat()), ("on", "pass", "fail", 1));
        verdict(&of(&open, &[&require[..], &["--allow-host", host]].concat()), ("off", "pass", "pass", 0));
    }
    let both = ["--allow-host", SERVICE, "--metadata-host", SERVICE];
    verdict(&of(&open, &[&require[..], &both].concat()), ("on", "pass", "fail", 1));
    for other in
        ["vpce-svc-0fedcba9876543210.us-east-1.vpce.amazonaws.com", "vpce-svc-0123456789abcdef0.example.com"]
    {
        verdict(&of(&open, &[&require[..], &["--allow-host", other]].concat()), ("on", "pass", "fail", 1));
    }
    let other = ["--metadata-host", "vpce-0a-0b.vpce-svc-0fedcba9876543210.us-east-1.vpce.amazonaws.com"];
    verdict(&of(&open, &[&require[..], &other].concat()), ("unknown", "unknown", "unknown", 3));
    // A name that is none of AWS's services, and no service's id either.
    for name in ["com.amazonaws.vpce.us-east-1.x", "vpce-svc-", "com.example.s3"] {
        let list = endpoints(&[("vpce-x", "Interface", name, "available")]);
        verdict(&of(&list, &require), ("unknown", "unknown", "unknown", 3));
    }
}

/// Several lists in one object, or several objects one behind the other: all of it is read.
#[test]
fn every_list_of_a_file_is_read() {
    let require = ["--require", "restricted", "--other-path", "none"];
    let none: Value = serde_json::from_str(&endpoints(&[])).expect("is JSON");
    let connection =
        json!([{"ServiceId": "vpce-svc-0", "VpcEndpointId": "vpce-q", "VpcEndpointState": "available"}]);
    let with = |key: &str, value: Value| {
        let mut both = none.clone();
        both[key] = value;
        both
    };
    verdict(
        &of(&with("VpcEndpointConnections", connection).to_string(), &require),
        ("on", "pass", "fail", 1),
    );
    verdict(
        &of(&with("VpcEndpointConnections", json!([])).to_string(), &require),
        ("off", "pass", "pass", 0),
    );
    // What could be connected with says nothing of what is.
    for key in ["ServiceDetails", "ServiceNames", "AllowedPrincipals"] {
        verdict(&of(&with(key, json!([])).to_string(), &require), ("off", "pass", "pass", 0));
    }
    for (key, value) in [
        ("Endpoints", json!([])),
        ("ServiceConfigurations", json!([{"ServiceId": "vpce-svc-0", "ServiceState": "Available"}])),
        ("VpcPeeringConnections", json!([{"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "active"}}])),
        (
            "TransitGatewayAttachments",
            json!([{"TransitGatewayAttachmentId": "tgw-attach-1", "State": "available"}]),
        ),
        ("TransitGatewayVpcAttachments", json!([{"TransitGatewayAttachmentId": "tgw-attach-1"}])),
        ("LoadBalancers", json!([{"LoadBalancerName": "query", "Scheme": "internet-facing"}])),
        ("NextToken", json!({})),
        ("NextToken", json!("abc")),
        ("nextToken", json!("abc")),
        ("NextMarker", json!("abc")),
    ] {
        verdict(&of(&with(key, value).to_string(), &require), ("unknown", "unknown", "unknown", 3));
    }
    let shut = json!([{"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "deleted"}}]);
    verdict(&of(&with("VpcPeeringConnections", shut).to_string(), &require), ("off", "pass", "pass", 0));
    verdict(&of(&with("NextToken", json!("")).to_string(), &require), ("off", "pass", "pass", 0));
    // One behind the other; of pages nobody knows whether all are there.
    let open = one("available");
    for (file, expected) in [
        (format!("{none}\n{open}"), ("on", "pass", "fail", 1)),
        (format!("{open}{none}"), ("on", "pass", "fail", 1)),
        (format!("{none}{none}"), ("off", "pass", "pass", 0)),
        (format!("{}{none}", with("NextToken", json!("abc"))), ("unknown", "unknown", "unknown", 3)),
    ] {
        verdict(&of(&file, &require), expected);
    }
    // Other ways alone are no list of endpoints.
    let ways = json!({"VpcPeeringConnections": []}).to_string();
    verdict(&of(&ways, &require), ("unknown", "skip", "unknown", 3));
    assert_eq!(of(&ways, &require).statuses("FLOW010"), ["skip"]);
}
