//! Its command line and its files: what it takes, and what it refuses.

use super::{ECR, Files, SERVICE, eks, endpoints};
use crate::program::{Ran, chalkstore, run, run_with};

#[track_caller]
fn refused(arguments: &[&str], said: &str) -> Ran {
    let ran = run(&[&["dataflow"], arguments].concat());
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {ran:?}");
    assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    assert!(!ran.stderr.contains("c4n4ry"), "a secret came out: {}", ran.stderr);
    ran
}

#[test]
fn every_wrong_value_is_told_what_is_right() {
    refused(&[], "nothing was given to read the flows from");
    refused(&["--require", "restricted"], "nothing was given to read the flows from");
    for (flag, value, said) in [
        ("--eks-cluster", "a b", "--eks-cluster chalk-prod"),
        ("--metadata-host", "https://u:c4n4ry@api.example.com", "a host is meant, without"),
        ("--allow-host", "a b", "write a host"),
        ("--metadata-host", "10.0.0.0/99", "such as 203.0.113.0/24"),
        ("--image-repository", "https://ghcr.io", "a registry's host"),
        ("--other-path", "some", "private"),
        ("--require", "full", "restricted"),
        ("--otel-config", "rediss://u:c4n4ry@h", "looks like a URI"),
        ("--endpoint-url", "localhost", "takes a URL"),
    ] {
        refused(&["--vpc-endpoints", "x", flag, value], said);
    }
    refused(&["--eks-cluster", "x", "--eks-json", "y"], "cannot be used with");
    refused(&["--eks-json", "-", "--vpc-endpoints", "-"], "several files");
    refused(&["--evidence", "x", "--eks-cluster", "x"], "takes nothing to look at");
}

#[test]
fn a_wrong_file_is_told_with_its_line() {
    let files = Files::new();
    let good = eks(true, true, &[]);
    let line =
        |text: &str, needle: &str| text.lines().position(|line| line.contains(needle)).expect("is there") + 1;
    let wrong_flag = good.replace("\"endpointPublicAccess\": true", "\"endpointPublicAccess\": \"c4n4ry\"");
    let wrong_list = good.replace("\"publicAccessCidrs\": []", "\"publicAccessCidrs\": [7]");
    let cut = &good[..good.len() / 2];
    let flag_line = format!("line {}", line(&good, "endpointPublicAccess"));
    let list_line = format!("line {}", line(&good, "publicAccessCidrs"));
    let cut_line = format!("line {}", cut.lines().count());
    for (content, words) in [
        ("", "the file is empty"),
        ("[]", "line 1"),
        ("{\"x\": 1}", "describes no cluster"),
        ("{\"clusters\": [\"chalk-prod\"]}", "this lists clusters"),
        (cut, cut_line.as_str()),
        (&format!("{good}{good}"), "several objects"),
        (&good.replace("\"vpcId\": \"vpc-1\"", "\"publicAccessCidrs\": []"), "a key stands twice"),
        (&wrong_flag, flag_line.as_str()),
        (&wrong_list, list_line.as_str()),
    ] {
        let file = files.write("wrong.json", content);
        let ran = refused(&["--eks-json", &file], words);
        assert!(ran.stderr.contains("wrong.json"), "{}", ran.stderr);
    }
    for (content, words) in [
        ("", "the file is empty"),
        ("{\"x\": 1}", "no VPC endpoints are listed here"),
        ("{\"VpcEndpoints\": 7}", "has to be a list"),
        // Of two, a parser keeps one.
        ("{\n\"VpcEndpoints\": [],\n\"VpcEndpoints\": []}", "line 3"),
        ("{\"VpcEndpoints\": []}\n7", "line 2"),
        ("{\"VpcEndpoints\": []}\n{\"x\": 1}", "no VPC endpoints are listed here"),
        ("{\"ServiceDetails\": [], \"ServiceNames\": [\"c4n4ry\"]}", "no VPC endpoints are listed here"),
        ("{\"VpcPeeringConnections\": [{}]}", "has no `VpcPeeringConnectionId`"),
        ("{\"VpcEndpoints\": [{}]}", "has no `VpcEndpointId`"),
        ("{\n\"version\": 4,\n\"terraform_version\": \"1.9.8\", \"resources\": []}", "line 3"),
        (
            "{\"format_version\": \"1.0\", \"values\": {\"root_module\": {\"resources\": 7}}}",
            "has to be a list",
        ),
    ] {
        let file = files.write("wrong.json", content);
        refused(&["--vpc-endpoints", &file], words);
    }
    let deep = "[".repeat(100_000);
    refused(&["--vpc-endpoints", &files.write("deep.json", &deep)], "line 1");
    refused(&["--vpc-endpoints", &files.write("bytes.json", [0xff, 0xfe])], "not UTF-8");
    refused(&["--vpc-endpoints", &files.path("missing.json")], "missing.json");
    refused(&["--eks-json", "/dev/zero"], "MiB");
}

#[test]
fn modules_without_an_end_are_refused() {
    let files = Files::new();
    let mut module = "{}".to_owned();
    for _ in 0..100 {
        module = format!("{{\"child_modules\":[{module}]}}");
    }
    let state = format!("{{\"format_version\":\"1.0\",\"values\":{{\"root_module\":{module}}}}}");
    refused(&["--vpc-endpoints", &files.write("deep.json", state)], "deep.json");
}

#[test]
fn one_file_may_come_from_standard_input() {
    let list = endpoints(&[("vpce-q", "Interface", SERVICE, "available")]);
    let arguments = ["dataflow", "--vpc-endpoints", "-", "--output", "json"];
    let ran = run_with(chalkstore(), &arguments, list.as_bytes());
    assert_eq!(super::state(&ran, "query_execution"), "on", "{ran:?}");
    assert_eq!(super::flow(&ran, "query_execution")["destinations"][0]["from"], "standard input");
}

#[test]
fn nothing_is_written_over_what_is_read() {
    let files = Files::new();
    let file = files.write("endpoints.json", endpoints(&ECR));
    refused(&["--vpc-endpoints", &file, "--output", &format!("json={file}")], "write over");
    refused(&["--vpc-endpoints", &file, "--save-evidence", &file], "write over");
}

#[test]
fn evidence_of_nothing_is_refused() {
    let ran = super::judged(&serde_json::json!({"observed_at": "", "collectors": null}), &[]);
    assert!(ran.code == 2 && ran.stderr.contains("nothing was looked at"), "{ran:?}");
}

#[test]
fn help_has_headings_and_examples() {
    let help = run(&["dataflow", "--help"]).stdout;
    for part in [
        "What the flows are read from:",
        "What you say of the planes:",
        "What is judged:",
        "Examples:",
        "--other-path none",
    ] {
        assert!(help.contains(part), "{part}: {help}");
    }
}
