//! What the files of networks prove, and what they do not: lists of other Regions, addresses that are somebody else's too.

use serde_json::{Value, json};

use super::{Files, SERVICE, dataflow, eks, endpoints, said, state};
use crate::program::Ran;

const NONE: [&str; 4] = ["--require", "restricted", "--other-path", "none"];

/// With these files of networks, and a cluster in `vpc-1` of us-east-1.
fn of(texts: &[String], arguments: &[&str]) -> Ran {
    let files = Files::new();
    let cluster = files.write("cluster.json", eks(true, true, &["203.0.113.0/24"]));
    let paths: Vec<String> =
        texts.iter().enumerate().map(|(at, text)| files.write(&format!("{at}.json"), text)).collect();
    let mut all = vec!["--eks-json", &cluster];
    for path in &paths {
        all.extend(["--vpc-endpoints", path]);
    }
    dataflow(&[&all[..], arguments].concat())
}

#[track_caller]
fn verdict(ran: &Ran, query: &str, posture: &str) {
    let found = (state(ran, "query_execution"), ran.statuses("FLOW014").join(","));
    assert_eq!((found.0.as_str(), found.1.as_str()), (query, posture), "{}", ran.stdout);
}

fn list(service: &str, vpc: &str) -> String {
    endpoints(&[("vpce-1", "Gateway", service, "available")]).replace("\"vpc-1\"", &format!("{vpc:?}"))
}

/// What the AWS CLI lists is of one Region.
#[test]
fn a_list_of_another_region_is_no_proof() {
    let (here, there) = ("com.amazonaws.us-east-1.s3", "com.amazonaws.eu-west-1.s3");
    for (texts, query, posture) in [
        (vec![list(there, "vpc-eu")], "unknown", "unknown"),
        (vec![list(there, "vpc-eu"), list(there, "vpc-eu-2")], "unknown", "unknown"),
        // Beside one of its own Region, or of its own VPC, it harms nobody.
        (vec![list(there, "vpc-eu"), list(here, "vpc-1")], "off", "pass"),
        (vec![list(there, "vpc-1")], "off", "pass"),
        (vec![list(here, "vpc-2")], "off", "pass"),
        (vec![endpoints(&[])], "off", "pass"),
    ] {
        let ran = of(&texts, &NONE);
        verdict(&ran, query, posture);
        if query == "unknown" {
            assert!(said(&ran, "FLOW004").contains("--region us-east-1"), "{}", ran.stdout);
            assert_eq!(ran.statuses("FLOW010"), ["unknown"]);
        }
    }
    // What is open there is open all the same.
    let open = endpoints(&[("vpce-1", "Interface", SERVICE, "available")])
        .replace("us-east-1", "eu-west-1")
        .replace("\"vpc-1\"", "\"vpc-eu\"");
    verdict(&of(&[open], &NONE), "on", "fail");
}

/// A state with a peering at this address.
fn peering(address: &str, id: Option<&str>) -> String {
    let resource = |kind: &str, address: &str, values: Value| json!({"address": address, "mode": "managed", "type": kind, "values": values});
    json!({"format_version": "1.0", "values": {"root_module": {"resources": [
        resource("aws_vpc", "aws_vpc.v", json!({"id": "vpc-1"})),
        resource("aws_vpc_peering_connection", address, json!({"id": id, "accept_status": "active"})),
    ]}}})
    .to_string()
}

/// An address is unique in its own state alone.
#[test]
fn an_address_that_stands_for_several_names_none() {
    let address = "aws_vpc_peering_connection.this";
    let allowed = [&NONE[..], &["--allow-host", address]].concat();
    let [corp, meta] = ["pcx-corp", "pcx-meta"].map(|id| peering(address, Some(id)));
    let unmade = peering(address, None);
    verdict(&of(std::slice::from_ref(&corp), &allowed), "off", "pass");
    verdict(&of(std::slice::from_ref(&unmade), &allowed), "off", "pass");
    // The same one in two files is one.
    verdict(&of(&[corp.clone(), corp.clone()], &allowed), "off", "pass");
    let together = format!("{corp}\n{meta}");
    for texts in [
        vec![corp.clone(), meta.clone()],
        vec![together],
        vec![corp.clone(), unmade.clone()],
        vec![unmade.clone(), unmade],
    ] {
        let ran = of(&texts, &allowed);
        verdict(&ran, "unknown", "unknown");
        assert!(said(&ran, "FLOW004").contains("--allow-host with its id;"), "{}", ran.stdout);
    }
    let ids = [&allowed[..], &["--allow-host", "pcx-corp"]].concat();
    verdict(&of(&[corp.clone(), meta.clone()], &ids), "unknown", "unknown");
    verdict(&of(&[corp, meta], &[&ids[..], &["--allow-host", "pcx-meta"]].concat()), "off", "pass");
}

/// What is not whole is told as what it is, with what would be whole.
#[test]
fn advice_is_of_the_file_that_lacks() {
    let ecr = list("com.amazonaws.us-east-1.s3", "vpc-1");
    let page = json!({"VpcPeeringConnections": [], "NextToken": "abc"}).to_string();
    let ran = of(&[ecr.clone(), page], &NONE);
    verdict(&ran, "unknown", "unknown");
    assert_eq!(ran.statuses("FLOW010"), ["warn"], "the endpoints were read whole: {}", ran.stdout);
    for code in ["FLOW001", "FLOW004"] {
        assert!(said(&ran, code).contains("the command of aws that wrote it"), "{}", ran.stdout);
        assert!(!said(&ran, code).contains("describe-vpc-endpoints"), "{}", ran.stdout);
    }
    let mut endpoints: Value = serde_json::from_str(&ecr).expect("is JSON");
    endpoints["NextToken"] = json!("abc");
    let ran = of(&[endpoints.to_string()], &NONE);
    assert_eq!(ran.statuses("FLOW010"), ["unknown"]);
    assert!(said(&ran, "FLOW004").contains("describe-vpc-endpoints"), "{}", ran.stdout);
    let connections = json!({"VpcEndpointConnections": [], "NextToken": "abc"}).to_string();
    let ran = of(&[connections], &NONE);
    assert!(said(&ran, "FLOW004").contains("describe-vpc-endpoint-connections"), "{}", ran.stdout);
    let mut plan: Value =
        serde_json::from_str(&peering("aws_vpc_peering_connection.p", None)).expect("is JSON");
    plan["planned_values"] = plan["values"].take();
    plan["errored"] = json!(true);
    let ran =
        of(&[plan.to_string()], &[&NONE[..], &["--allow-host", "aws_vpc_peering_connection.p"]].concat());
    let told = said(&ran, "FLOW004");
    assert!(told.contains("ended well") && !told.contains("describe-vpc-endpoints"), "{told}");
}
