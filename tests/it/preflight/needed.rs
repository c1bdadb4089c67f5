//! What the asked checks need is looked at, and said where it is missing; nothing else is read.

use super::{Described, results, with_secret};
use crate::support::fake_aws::FakeAws;

/// The store's URI comes from a variable that is not set, and no file that is named is there.
#[test]
fn what_no_asked_check_needs_is_not_read() {
    let elsewhere = r#"
[environments.p.topology]
zone_map = "no-zones.csv"
[environments.p.dataflow]
otel_configs = ["no-otel.yaml"]
vpc_endpoints = ["no-endpoints.json"]
"#;
    let unset = Described::new(&format!("[environments.p.online_store]\nuri_env = \"UNSET\"\n{elsewhere}"));
    let uri = "redis://127.0.0.1:1/0?clustered=false";
    let given = Described::new(&format!("[environments.p.online_store]\nuri = {uri:?}\n{elsewhere}"));
    for (described, arguments, missing) in [
        (&unset, ["--only", "CFG002"], None),
        (&unset, ["--only", "CFG004"], Some("UNSET")),
        (&unset, ["--only", "NET002"], Some("UNSET")),
        (&unset, ["--only", "FLOW"], Some("no-otel.yaml")),
        (&given, ["--only", "CFG004"], None),
        (&given, ["--only", "URI"], None),
        (&given, ["--only", "TOP"], Some("no-zones.csv")),
        (&given, ["--skip", "TOP"], Some("no-otel.yaml")),
        (&given, ["--skip", "TOP,FLOW"], None),
    ] {
        let ran = described.run(&arguments);
        match missing {
            Some(name) => assert!(ran.code == 2 && ran.stderr.contains(name), "{arguments:?}: {ran:?}"),
            None => assert!([0, 1].contains(&ran.code), "{arguments:?}: {ran:?}"),
        }
    }
}

/// The secret cannot be read, and nobody asked about it.
#[test]
fn an_asked_check_whose_need_failed_is_unknown_and_says_what_to_ask_for() {
    let aws = FakeAws::start();
    let described = with_secret(&aws);
    aws.deny("*", "secretsmanager:GetSecretValue");
    let run = |arguments: &[&str]| {
        let ran = described.run(&[arguments, &["--output", "ndjson", "--timeout", "30s"]].concat());
        let (mut environments, _) = results(&ran.stdout);
        (environments.remove("p").unwrap_or_else(|| panic!("{ran:?}")).0, ran)
    };
    let (statuses, ran) = run(&["--only", "NET002"]);
    assert_eq!((ran.code, statuses.len(), statuses["NET002"].as_str()), (3, 1, "unknown"), "{ran:?}");
    assert!(ran.stdout.contains("not determined: not tried: the secret could not be read"), "{ran:?}");
    assert!(ran.stdout.contains("ask for SEC002 too"), "{ran:?}");
    // Told beside it, the need is what is wrong.
    let (statuses, ran) = run(&["--only", "NET002,SEC002"]);
    assert_eq!((ran.code, statuses["NET002"].as_str(), statuses["SEC002"].as_str()), (3, "skip", "unknown"));
    // To leave it out makes nothing well.
    let (statuses, ran) = run(&["--skip", "SEC002,CFG004"]);
    assert_eq!((ran.code, statuses["NET002"].as_str()), (3, "unknown"), "{ran:?}");
    // What is compared with the store is not known to agree with it.
    let (statuses, ran) = run(&["--only", "CFG004"]);
    assert_eq!((ran.code, statuses["CFG004"].as_str()), (3, "unknown"), "{ran:?}");
    assert!(ran.stdout.contains("the secret could not be read"), "{ran:?}");
}
