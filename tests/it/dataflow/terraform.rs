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
    let empty = json!({"format_version": "1.0", "terraform_version": "1.9.8"});
    let ran = of(&empty, &["--require", "restricted", "--other-path", "none"]);
    assert_eq!((state(&ran, "query_execution").as_str(), ran.code), ("off", 0), "{}", ran.stdout);
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
    let declared = of(&state_, &["--other-path", "none"]);
    assert_eq!(state(&declared, "query_execution"), "off", "{}", declared.stdout);
    assert!(said(&declared, "FLOW004").contains("VPC peering"), "{}", declared.stdout);
}
