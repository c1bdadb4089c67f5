//! `--emit`: the configuration alone on standard output, and the report beside it.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::{Folder, WORKLOAD, refused, size};

#[test]
fn standard_output_holds_the_configuration_alone() {
    for language in ["terraform", "cloudformation", "toml", "aws-cli"] {
        let ran = size(&[&WORKLOAD[..], &["--emit", language]].concat());
        assert_eq!(ran.code, 0, "{language}: {ran:?}");
        let parsed = match language {
            "terraform" => hcl::parse(&ran.stdout).map(|_| ()).map_err(|error| error.to_string()),
            "toml" => ran.stdout.parse::<toml::Table>().map(|_| ()).map_err(|error| error.to_string()),
            "aws-cli" => Command::new("bash")
                .args(["-n", "-c", &ran.stdout])
                .status()
                .map_err(|error| error.to_string())
                .and_then(|status| status.success().then_some(()).ok_or_else(|| status.to_string())),
            _ => serde_json::from_str::<Value>(&ran.stdout).map(|_| ()).map_err(|error| error.to_string()),
        };
        assert_eq!(parsed, Ok(()), "{language}: {}", ran.stdout);
        for figure in ["14286", "28572", "715", "1429"] {
            assert!(ran.stdout.contains(figure), "{language}: {figure}: {}", ran.stdout);
        }
        assert!(ran.stderr.contains("Recommended: provisioned capacity with autoscaling"), "{ran:?}");
    }
}

#[test]
fn a_file_holds_the_configuration_and_standard_output_the_report() {
    let folder = Folder::new();
    let path = folder.path("table.tf");
    let spec = format!("terraform={path}");
    let ran =
        size(&[&WORKLOAD[..], &["--emit", &spec, "--table-name", "features", "--tag", "team=a b"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    assert!(ran.stdout.contains("Recommended: provisioned capacity"), "{ran:?}");
    let text = fs::read_to_string(&path).expect("was written");
    assert!(hcl::parse(&text).is_ok() && text.contains("\"features\"") && text.contains("\"a b\""), "{text}");
    // With a report for scripts beside it.
    let ran = size(&[&WORKLOAD[..], &["--emit", &spec, "--output", "json"]].concat());
    assert_eq!(ran.json()["data"]["recommended_mode"], "autoscaling");
    let ran = size(&[&WORKLOAD[..], &["--emit", "terraform=/does/not/exist/x"]].concat());
    assert_eq!(ran.code, 74, "{ran:?}");
}

#[test]
fn what_is_on_demand_is_emitted_so() {
    for (language, said) in
        [("terraform", "PAY_PER_REQUEST"), ("cloudformation", "PAY_PER_REQUEST"), ("toml", "on-demand")]
    {
        let ran = size(&["--read-qps", "1", "--emit", language]);
        assert!(
            ran.code == 0 && ran.stdout.contains(said) && !ran.stdout.contains("14286"),
            "{language}: {ran:?}"
        );
        assert!(!ran.stdout.to_lowercase().contains("scalingpolicy"), "{language}: {ran:?}");
    }
}

#[test]
fn the_literal_shape_of_the_documents_is_warned_of() {
    let folder = Folder::new();
    let path = folder.path("table.tf");
    let replica =
        ["--replica", "us-west-2=100,10", "--emit", &format!("terraform={path}"), "--as-documented"];
    let ran = size(&[&WORKLOAD[..], &replica].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    for words in
        ["the first apply fails", "is named as a replica", "every later apply sets the capacity back"]
    {
        assert!(ran.stderr.contains(words), "{words}: {ran:?}");
    }
    assert!(hcl::parse(&fs::read_to_string(&path).expect("was written")).is_ok());
    let told = refused(&[&WORKLOAD[..], &["--emit", "toml", "--as-documented"]].concat());
    assert!(told.contains("--emit"), "{told}");
}

/// Every Region has read policies of its own, and the replica comes after them.
#[test]
fn replicas_are_emitted() {
    let ran = size(&[&WORKLOAD[..], &["--replica", "us-west-2=1000,10", "--emit", "terraform"]].concat());
    assert!(ran.code == 0 && hcl::parse(&ran.stdout).is_ok(), "{ran:?}");
    assert!(ran.stdout.contains("aws_dynamodb_table_replica") && ran.stdout.contains("us-west-2"), "{ran:?}");
}
