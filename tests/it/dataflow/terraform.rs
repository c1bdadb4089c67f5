//! Terraform's state and plan.

use serde_json::{Value, json};

use super::{Files, SERVICE, dataflow, said, state};
use crate::program::Ran;

fn of(shown: &Value, arguments: &[&str]) -> Ran {
    let files = Files::new();
    let file = files.write("terraform.json", shown.to_string());
    dataflow(&[&["--vpc-endpoints", &file], arguments].concat())
}

fn resource(kind: &str, name: &str, values: &Value) -> Value {
    json!({
        "address": format!("module.network.{kind}.{name}"), "mode": "managed", "type": kind, "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 0, "values": values,
        "sensitive_values": {"password": true},
    })
}

/// Resources two modules deep, as a state has them and as a plan.
fn shown(resources: &[Value]) -> [Value; 2] {
    let module = json!({"root_module": {
        "resources": [resource("aws_vpc", "main", &json!({"id": "vpc-1", "tags": {"x": "c4n4ry"}}))],
        "child_modules": [{"address": "module.network", "child_modules": [
            {"address": "module.network.module.endpoints", "resources": resources},
        ]}],
    }});
    [
        json!({"format_version": "1.0", "terraform_version": "1.9.8", "values": module}),
        json!({"format_version": "1.2", "terraform_version": "1.9.8", "planned_values": module, "resource_changes": [],
               "prior_state": {"format_version": "1.0", "values": {"root_module": {}}}}),
    ]
}

#[test]
fn a_state_and_a_plan_are_read_to_their_last_module() {
    let known = json!({"id": "vpce-q", "service_name": SERVICE, "vpc_endpoint_type": "Interface", "state": "available", "vpc_id": "vpc-1"});
    for shown in shown(&[resource("aws_vpc_endpoint", "metadata", &known)]) {
        let ran = of(&shown, &["--require", "restricted"]);
        assert_eq!((state(&ran, "query_execution").as_str(), ran.code), ("on", 1), "{}", ran.stdout);
        assert!(!ran.stdout.contains("c4n4ry"), "{}", ran.stdout);
    }
}

const NONE: [&str; 4] = ["--require", "restricted", "--other-path", "none"];

/// Query execution, FLOW001, and the exit code, where nothing else is declared to lead there.
#[track_caller]
fn verdict(shown: &Value, arguments: &[&str], expected: (&str, &str, i32)) -> Ran {
    let ran = of(shown, &[&NONE[..], arguments].concat());
    let found = (state(&ran, "query_execution"), ran.statuses("FLOW001").join(","), ran.code);
    assert_eq!((found.0.as_str(), found.1.as_str(), found.2), expected, "{}", ran.stdout);
    ran
}

/// A state of another folder proves nothing; one without an endpoint does, where no other path exists.
#[test]
fn only_a_whole_document_is_a_proof() {
    let [state_, plan] = shown(&[]);
    for whole in [&state_, &plan] {
        verdict(whole, &[], ("off", "pass", 0));
    }
    let empty = json!({"format_version": "1.0", "terraform_version": "1.9.8"});
    verdict(&empty, &[], ("unknown", "unknown", 3));
    let no_resource = json!({"format_version": "1.0", "values": {"root_module": {}}});
    verdict(&no_resource, &[], ("unknown", "unknown", 3));
    for (key, value, words) in [
        ("errored", json!(true), "errored"),
        ("errored", json!("yes"), "errored"),
        ("complete", json!(false), "complete"),
        ("deferred_changes", json!([{"reason": "resource_config_unknown"}]), "deferred_changes"),
        ("deferred_changes", json!({"reason": "?"}), "deferred_changes"),
    ] {
        let mut part = plan.clone();
        part[key] = value;
        let ran = verdict(&part, &[], ("unknown", "unknown", 3));
        assert!(
            said(&ran, "FLOW001").contains(words) && said(&ran, "FLOW004").contains("not whole"),
            "{}",
            ran.stdout
        );
    }
    let mut whole = plan.clone();
    (whole["errored"], whole["complete"], whole["deferred_changes"]) = (json!(false), json!(true), json!([]));
    verdict(&whole, &[], ("off", "pass", 0));
    // What is open is open, however much is missing.
    let open = resource(
        "aws_vpc_endpoint",
        "q",
        &json!({"service_name": SERVICE, "vpc_endpoint_type": "Interface", "state": "available"}),
    );
    let [_, mut open] = shown(&[open]);
    open["errored"] = json!(true);
    verdict(&open, &[], ("on", "unknown", 1));
}

/// What has nothing to do with the VPC proves nothing of it, and FLOW010 makes up no VPC.
#[test]
fn a_state_of_something_else_is_no_proof() {
    let bucket = resource("aws_s3_bucket", "x", &json!({"id": "x"}));
    let [other, _] = shown(std::slice::from_ref(&bucket));
    let of_resources = |resources: &[Value]| json!({"format_version": "1.0", "values": {"root_module": {"resources": resources}}});
    let mut data = resource("aws_vpc", "v", &json!({"id": "vpc-1"}));
    data["mode"] = json!("data");
    for foreign in [of_resources(std::slice::from_ref(&bucket)), of_resources(&[bucket, data])] {
        let ran = verdict(&foreign, &[], ("unknown", "unknown", 3));
        assert!(!said(&ran, "FLOW010").contains("has no endpoint"), "{}", ran.stdout);
        assert_eq!(ran.statuses("FLOW010"), ["unknown"]);
    }
    verdict(&other, &[], ("off", "pass", 0));
    // Of which VPC it is tells the cluster.
    let files = Files::new();
    let cluster = |vpc: &str| {
        files.write(
            &format!("{vpc}.json"),
            super::eks(true, true, &["203.0.113.0/24"]).replace("\"vpc-1\"", &format!("{vpc:?}")),
        )
    };
    for (vpc, expected) in [("vpc-1", "off"), ("vpc-2", "unknown")] {
        for shown in shown(&[]) {
            let ran = of(&shown, &[&NONE[..], &["--eks-json", &cluster(vpc)]].concat());
            assert_eq!(state(&ran, "query_execution"), expected, "{vpc}: {}", ran.stdout);
            assert_eq!(
                said(&ran, "FLOW010").contains("has no endpoint"),
                expected == "off",
                "{}",
                ran.stdout
            );
        }
    }
}

/// Until a plan is applied, what it takes away is there.
#[test]
fn what_a_plan_takes_away_is_still_there() {
    let there = |state: &str| {
        resource(
            "aws_vpc_endpoint",
            "metadata",
            &json!({"id": "vpce-q", "service_name": SERVICE, "vpc_endpoint_type": "Interface", "state": state}),
        )
    };
    let before = |state: &str| json!({"format_version": "1.0", "values": {"root_module": {"resources": [there(state)]}}});
    let [_, mut plan] = shown(&[]);
    for (state, verdicts) in [("available", ("unknown", "pass", 3)), ("rejected", ("off", "pass", 0))] {
        plan["prior_state"] = before(state);
        let ran = verdict(&plan, &[], verdicts);
        assert!(said(&ran, "FLOW004").contains("vpce-q"), "{}", ran.stdout);
    }
    // Made anew, it is there before, and will be.
    let [_, mut plan] = shown(&[resource(
        "aws_vpc_endpoint",
        "metadata",
        &json!({"service_name": SERVICE, "vpc_endpoint_type": "Interface"}),
    )]);
    plan["prior_state"] = before("available");
    verdict(&plan, &[], ("unknown", "pass", 3));
    // Another's service stays another's.
    verdict(&plan, &["--allow-host", SERVICE], ("off", "pass", 0));
    // One that stays is what it was.
    let [_, mut plan] = shown(&[there("available")]);
    plan["prior_state"] = before("available");
    verdict(&plan, &[], ("on", "pass", 1));
    // A peering that goes is there, too.
    let [_, mut plan] = shown(&[]);
    plan["prior_state"] = json!({"values": {"root_module": {"resources": [resource("aws_vpc_peering_connection", "m", &json!({"id": "pcx-1"}))]}}});
    verdict(&plan, &[], ("unknown", "pass", 3));
}

/// The data plane's own service, and who may come by it; an endpoint of another account that is let in.
#[test]
fn own_services_are_doors_too() {
    let principal = "arn:aws:iam::210987654321:root";
    let service = |values: Value| resource("aws_vpc_endpoint_service", "query", &values);
    let id = "vpce-svc-0aaaaaaaaaaaaaaaa";
    let name = "com.amazonaws.vpce.us-east-1.vpce-svc-0aaaaaaaaaaaaaaaa";
    let made = service(
        json!({"id": id, "service_name": name, "allowed_principals": [principal], "state": "Available"}),
    );
    let [state_, _] = shown(&[made]);
    let ran = verdict(&state_, &[], ("unknown", "pass", 3));
    assert!(said(&ran, "FLOW004").contains(principal), "{}", ran.stdout);
    for named in [id, name, "vpce-0b-0c.vpce-svc-0aaaaaaaaaaaaaaaa.us-east-1.vpce.amazonaws.com"] {
        verdict(&state_, &["--allow-host", named], ("off", "pass", 0));
    }
    // Planned, it has no id yet.
    let [_, plan] = shown(&[service(json!({}))]);
    verdict(&plan, &[], ("unknown", "pass", 3));
    let allowed = resource(
        "aws_vpc_endpoint_service_allowed_principal",
        "m",
        &json!({"vpc_endpoint_service_id": id, "principal_arn": principal}),
    );
    verdict(&shown(&[allowed])[0], &[], ("unknown", "pass", 3));
    // As data it is a service of somebody else's.
    let mut data = service(json!({"service_name": "com.amazonaws.us-east-1.s3"}));
    data["mode"] = json!("data");
    verdict(&shown(&[data])[0], &[], ("off", "pass", 0));
    // Its connections tell who came.
    let files = Files::new();
    let terraform = files.write("state.json", state_.to_string());
    for (list, expected) in [
        // Of other services, or of another Region, it says nothing of this one.
        (json!([]), "unknown"),
        (
            json!([{"ServiceId": "vpce-svc-0bbb", "VpcEndpointId": "vpce-q", "VpcEndpointState": "rejected"}]),
            "unknown",
        ),
        (json!([{"ServiceId": id, "VpcEndpointId": "vpce-q", "VpcEndpointState": "rejected"}]), "off"),
        (json!([{"ServiceId": id, "VpcEndpointId": "vpce-q", "VpcEndpointState": "available"}]), "on"),
    ] {
        let connections =
            files.write("connections.json", json!({"VpcEndpointConnections": list}).to_string());
        let both = ["--vpc-endpoints", &terraform, "--vpc-endpoints", &connections];
        let ran = dataflow(&[&both[..], &NONE].concat());
        assert_eq!(state(&ran, "query_execution"), expected, "{}", ran.stdout);
        let how = format!("--filters Name=service-id,Values={id}");
        assert_eq!(said(&ran, "FLOW004").contains(&how), expected == "unknown", "{}", ran.stdout);
    }
    for (values, expected) in [
        (
            json!({"vpc_endpoint_id": "vpce-q", "vpc_endpoint_service_id": id, "vpc_endpoint_state": "available"}),
            ("on", "pass", 1),
        ),
        (json!({"vpc_endpoint_id": "vpce-q", "vpc_endpoint_service_id": id}), ("unknown", "pass", 3)),
        (json!({}), ("unknown", "pass", 3)),
    ] {
        let accepter = resource("aws_vpc_endpoint_connection_accepter", "m", &values);
        verdict(&shown(&[accepter])[1], &[], expected);
    }
}

/// What is known only when the plan was applied is not known.
#[test]
fn what_is_unknown_before_it_is_applied_is_unknown() {
    let require = ["--require", "restricted", "--other-path", "none"];
    let no_state = json!({"service_name": SERVICE, "vpc_endpoint_type": "Interface"});
    let no_service = json!({"vpc_endpoint_type": "Interface"});
    for (values, words) in [(no_state, "state is known only"), (no_service, "which service it leads to")] {
        let [_, plan] = shown(&[resource("aws_vpc_endpoint", "metadata", &values)]);
        let ran = of(&plan, &require);
        assert_eq!((state(&ran, "query_execution").as_str(), ran.code), ("unknown", 3), "{}", ran.stdout);
        assert!(said(&ran, "FLOW004").contains(words), "{}", ran.stdout);
    }
}

#[test]
fn a_way_is_named_by_its_whole_address() {
    let address = r#"module.n[0].aws_vpc_peering_connection.other["Corp"]"#;
    let mut peering = resource("aws_vpc_peering_connection", "other", &json!({}));
    peering["address"] = json!(address);
    for shown in shown(&[peering]) {
        verdict(&shown, &["--allow-host", address], ("off", "pass", 0));
        verdict(&shown, &["--allow-host", &address.replace("Corp", "corp")], ("unknown", "pass", 3));
    }
}

#[test]
fn other_ways_are_told_and_decide_nothing() {
    let [state_, _] = shown(&[
        resource("aws_vpc_peering_connection", "metadata", &json!({"peer_vpc_id": "vpc-2"})),
        resource("aws_ec2_transit_gateway_vpc_attachment", "hub", &json!({})),
        resource("aws_lb", "query", &json!({"internal": false})),
        resource("aws_lb", "inner", &json!({"internal": true})),
    ]);
    let ran = of(&state_, &[]);
    assert_eq!(state(&ran, "query_execution"), "unknown", "{}", ran.stdout);
    let told = said(&ran, "FLOW004");
    for part in ["VPC peering", "a Transit Gateway attachment", "a public load balancer", "aws_lb.query"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("aws_lb.inner"), "{told}");
    // That none exists was declared; these stand there all the same, and nobody said whose they are.
    let declared = of(&state_, &["--other-path", "none"]);
    assert_eq!(state(&declared, "query_execution"), "unknown", "{}", declared.stdout);
    assert!(said(&declared, "FLOW004").contains("--allow-host"), "{}", declared.stdout);
}

/// Each by itself, until it is said that it is somebody else's.
#[test]
fn a_way_that_stands_there_is_never_off() {
    for (kind, values) in [
        ("aws_vpc_peering_connection", json!({})),
        ("aws_vpc_peering_connection", json!({"accept_status": "pending-acceptance"})),
        ("aws_vpc_peering_connection_accepter", json!({"vpc_peering_connection_id": "pcx-1"})),
        ("aws_ec2_transit_gateway_vpc_attachment", json!({"id": "tgw-attach-1"})),
        ("aws_ec2_transit_gateway_vpc_attachment_accepter", json!({})),
        ("aws_ec2_transit_gateway_peering_attachment", json!({})),
        ("aws_vpn_connection", json!({})),
        ("aws_networkmanager_vpc_attachment", json!({})),
        ("aws_lb", json!({"internal": false})),
        // Unknown before it is applied, and public where nobody says otherwise.
        ("aws_lb", json!({})),
        ("aws_elb", json!({})),
        // What is public before an internal load balancer, or before instances.
        ("aws_apigatewayv2_vpc_link", json!({"id": "link-1"})),
        ("aws_api_gateway_vpc_link", json!({})),
        ("aws_cloudfront_vpc_origin", json!({})),
        ("aws_globalaccelerator_endpoint_group", json!({})),
        ("awscc_apigateway_vpc_link", json!({})),
        ("awscc_ec2_vpc_peering_connection", json!({})),
        ("awscc_elasticloadbalancingv2_load_balancer", json!({"scheme": "internet-facing", "name": "q"})),
        ("awscc_elasticloadbalancingv2_load_balancer", json!({})),
        ("awscc_networkmanager_vpc_attachment", json!({"id": "attachment-1"})),
        ("awscc_vpclattice_service_network_vpc_association", json!({"id": "snva-1"})),
        ("awscc_ec2_vpc_endpoint", json!({"service_name": SERVICE, "vpc_endpoint_type": "Interface"})),
    ] {
        for shown in shown(&[resource(kind, "x", &values)]) {
            verdict(&shown, &[], ("unknown", "pass", 3));
            let address = format!("module.network.{kind}.x");
            let whose = if kind.ends_with("endpoint") { SERVICE } else { &address };
            verdict(&shown, &["--allow-host", whose], ("off", "pass", 0));
        }
    }
    for (kind, values) in [
        ("aws_vpc_peering_connection", json!({"accept_status": "deleted"})),
        ("aws_vpc_peering_connection", json!({"accept_status": "rejected"})),
        ("aws_lb", json!({"internal": true})),
        ("aws_lb", json!({"load_balancer_type": "gateway"})),
        ("awscc_elasticloadbalancingv2_load_balancer", json!({"scheme": "internal"})),
        ("awscc_elasticloadbalancingv2_load_balancer", json!({"type": "gateway"})),
        ("aws_ec2_transit_gateway_route_table", json!({})),
        (
            "aws_vpc_endpoint",
            json!({"service_name": "com.amazonaws.us-east-1.sts", "vpc_endpoint_type": "Interface"}),
        ),
    ] {
        verdict(&shown(&[resource(kind, "x", &values)])[0], &[], ("off", "pass", 0));
    }
}
