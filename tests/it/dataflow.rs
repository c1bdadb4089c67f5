//! `chalkstore dataflow`: what flows between the planes, from files, from EKS and from saved evidence.

mod api;
mod emulated;
mod hostile;
mod images;
mod owners;
mod program;
mod query;
mod secrets;
mod shown;
mod telemetry;
mod terraform;
mod truth;
mod ways;

use chalkstore::report::Tool;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Ran, run, text};

/// The metadata plane's network in these tests, and its hosts.
const METADATA: &str = "203.0.113.0/24";
const METADATA_HOST: &str = "*.metadata.example.com";

/// A folder of files to read the flows from.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// Writes one, and gives its path.
    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).expect("it can be written");
        text(&path).to_owned()
    }

    /// The path of one that is not there yet.
    fn path(&self, name: &str) -> String {
        text(&self.0.path().join(name)).to_owned()
    }
}

/// Runs it, for its JSON.
fn dataflow(arguments: &[&str]) -> Ran {
    run(&[&["dataflow"], arguments, &["--output", "json"]].concat())
}

/// What `aws eks describe-cluster` prints.
fn eks(is_public: bool, is_private: bool, cidrs: &[&str]) -> String {
    let cluster = json!({"cluster": {
        "name": "chalk-prod",
        "arn": "arn:aws:eks:us-east-1:123456789012:cluster/chalk-prod",
        "createdAt": "2026-01-01T00:00:00+00:00",
        "version": "1.33",
        "endpoint": "https://ABCDEF.gr7.us-east-1.eks.amazonaws.com",
        "resourcesVpcConfig": {
            "subnetIds": ["subnet-1", "subnet-2"],
            "securityGroupIds": [],
            "clusterSecurityGroupId": "sg-1",
            "vpcId": "vpc-1",
            "endpointPublicAccess": is_public,
            "endpointPrivateAccess": is_private,
            "publicAccessCidrs": cidrs,
        },
        "status": "ACTIVE",
        "certificateAuthority": {"data": "LS0tLS1CRUdJTi=="},
        "platformVersion": "eks.9",
        "tags": {"token": "c4n4ry"},
    }});
    serde_json::to_string_pretty(&cluster).expect("is JSON")
}

/// What `aws ec2 describe-vpc-endpoints` prints of endpoints: id, type, service, state.
fn endpoints(list: &[(&str, &str, &str, &str)]) -> String {
    let one = |(id, kind, service, state): &(&str, &str, &str, &str)| {
        json!({
            "VpcEndpointId": id, "VpcEndpointType": kind, "VpcId": "vpc-1", "ServiceName": service,
            "State": state, "PolicyDocument": "{}", "SubnetIds": [], "Groups": [],
            "PrivateDnsEnabled": kind == &"Interface", "OwnerId": "123456789012", "Tags": [],
        })
    };
    let list: Vec<Value> = list.iter().map(one).collect();
    serde_json::to_string_pretty(&json!({ "VpcEndpoints": list })).expect("is JSON")
}

/// The endpoints that a VPC pulls images through.
const ECR: [(&str, &str, &str, &str); 3] = [
    ("vpce-a", "Interface", "com.amazonaws.us-east-1.ecr.api", "available"),
    ("vpce-b", "Interface", "com.amazonaws.us-east-1.ecr.dkr", "available"),
    ("vpce-c", "Gateway", "com.amazonaws.us-east-1.s3", "available"),
];

const SERVICE: &str = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0";

/// One of the five flows in a report.
fn flow(ran: &Ran, name: &str) -> Value {
    let report = ran.json();
    let flows = report["data"]["flows"].as_array().unwrap_or_else(|| panic!("no flows: {ran:?}"));
    assert_eq!(flows.len(), 5, "{flows:?}");
    flows.iter().find(|flow| flow["flow"] == name).unwrap_or_else(|| panic!("no {name}: {flows:?}")).clone()
}

/// The state of one of the five flows.
fn state(ran: &Ran, name: &str) -> String {
    flow(ran, name)["state"].as_str().expect("a word").to_owned()
}

/// Every word of what a check says: message, help and notes.
fn said(ran: &Ran, code: &str) -> String {
    let report = ran.json();
    let findings = report["findings"].as_array().expect("an array");
    findings.iter().filter(|finding| finding["code"] == code).map(ToString::to_string).collect()
}

/// Judges evidence that was made by hand.
fn judged(evidence: &Value, arguments: &[&str]) -> Ran {
    let files = Files::new();
    let header = json!({
        "type": "header", "evidence_version": 1, "tool": Tool::this(), "command": "dataflow",
        "subject": "data plane", "started_at": "2026-11-21T12:00:00.000Z",
        "vantage": {"host": null, "zone": null}, "is_batch": false,
    });
    let subject = json!({
        "type": "subject", "name": null, "origin": null,
        "observed": [{"probe": "dataflow", "saw": evidence}],
    });
    let end = json!({"type": "end", "duration_ms": 1, "stopped": null, "bad_input": false});
    let file = files.write("saved.jsonl", format!("{header}\n{subject}\n{end}\n"));
    dataflow(&[&["--evidence", &file], arguments].concat())
}
