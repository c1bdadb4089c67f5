//! What the asked checks need is looked at, and said where it is missing; nothing else is read.

use super::{Described, results, with_secret};
use crate::program::text;
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
    let look = |described: &Described, arguments: &[&str]| {
        let ran = described.run(&[arguments, &["--output", "ndjson", "--timeout", "30s"]].concat());
        let (mut environments, _) = results(&ran.stdout);
        (environments.remove("p").unwrap_or_else(|| panic!("{ran:?}")).0, ran)
    };
    let run = |arguments: &[&str]| look(&described, arguments);
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
    let compared = Described::new(&format!(
        "[environments.p.aws]\nregion = \"us-east-1\"\nendpoint_url = \"{}\"\n\
         [environments.p.online_store]\nsecret = \"store\"\n[environments.p.topology]\nshards = 3\n",
        aws.url()
    ));
    let (statuses, ran) = look(&compared, &["--only", "CFG004"]);
    assert_eq!((ran.code, statuses["CFG004"].as_str()), (3, "unknown"), "{ran:?}");
    assert!(ran.stdout.contains("the secret could not be read"), "{ran:?}");
    // Where nothing is, nothing can disagree.
    for only in ["CFG004", "CFG004,SEC002"] {
        let (statuses, ran) = run(&["--only", only, "-v"]);
        assert_eq!(statuses["CFG004"], "pass", "{ran:?}");
    }
}

/// Nothing that was asked for vanishes: neither from what was recorded without it, nor where it does not apply.
#[test]
fn an_asked_check_is_told_of_where_nothing_was_looked_at_for_it() {
    let described = Described::new(
        "[environments.p.online_store]\nuri = \"redis://127.0.0.1:1/0?clustered=false\"\n\
         [environments.t.online_store]\nuri = \"dynamodb:///abcd\"\n[environments.t.topology]\nshards = 1\n",
    );
    let saved = described.file("u.jsonl");
    let saved = text(&saved);
    let run = |arguments: &[&str]| {
        let ran = described.run(&[arguments, &["--output", "ndjson", "-v", "--timeout", "30s"]].concat());
        let (environments, _) = results(&ran.stdout);
        let statuses = |name: &str| environments.get(name).map(|one| one.0.clone()).unwrap_or_default();
        (ran.code, statuses("p"), statuses("t"), ran)
    };
    let (code, _, _, ran) = run(&["p", "--only", "URI001", "--save-evidence", saved]);
    assert_eq!(code, 0, "{ran:?}");
    let (code, p, _, ran) = run(&["--evidence", saved, "--only", "URI001,TOP001"]);
    assert_eq!((code, p["URI001"].as_str(), p["TOP001"].as_str()), (3, "pass", "unknown"), "{ran:?}");
    assert!(ran.stdout.contains("not looked at when this was recorded"), "{ran:?}");
    // The store is described, and nothing else is.
    let (code, p, _, ran) = run(&["--evidence", saved, "--only", "topology"]);
    assert!(code == 3 && p["TOP001"] == "unknown" && p["TOP005"] == "unknown", "{ran:?}");
    let (code, p, _, ran) = run(&["--evidence", saved, "--only", "URI001,failover"]);
    assert_eq!((code, p.len()), (0, 1), "{ran:?}");

    // What was skipped then and is not now was not looked at; what was skipped and is said nothing of stays so.
    let (code, _, _, ran) = run(&["p", "--only", "URI,topology", "--skip", "TOP", "--save-evidence", saved]);
    assert_eq!(code, 0, "{ran:?}");
    for (asked, status, exit) in [
        (&["--skip", "URI018"][..], "unknown", 3),
        (&["--only", "URI,TOP002"], "unknown", 3),
        (&["--only", "URI,topology"], "skip", 0),
        (&["--skip", "TOP"], "skip", 0),
        (&[], "skip", 0),
    ] {
        let (code, p, _, ran) = run(&[&["--evidence", saved], asked].concat());
        assert_eq!((code, p["TOP002"].as_str()), (exit, status), "{asked:?}: {ran:?}");
    }

    let (code, _, t, ran) = run(&["t", "--only", "TOP031"]);
    assert_eq!((code, t.len(), t["TOP031"].as_str()), (4, 1, "skip"), "{ran:?}");
    assert!(ran.stdout.contains("the store is a DynamoDB table"), "{ran:?}");
    // So it is of a store that is no cluster.
    let (_, p, _, ran) = run(&["p", "--only", "TOP003"]);
    assert_eq!(p.len(), 1, "{ran:?}");
}

/// Nobody gave an argument, and what is looked at is not said not to be.
#[test]
fn the_store_is_named_by_its_key() {
    let described = Described::new(
        "[environments.p.online_store]\nuri = \"redis://127.0.0.1:1/0?clustered=false\"\n\
         [environments.p.objectives]\nmax_lag = \"5s\"\n",
    );
    let ran = described.run(&["--only", "LAG,CFG001", "--output", "ndjson", "--timeout", "5s"]);
    assert!(ran.stdout.contains("online_store.uri") && !ran.stdout.contains("argument"), "{ran:?}");
    assert!(ran.stdout.contains("only as far as other parts say"), "{ran:?}");
}
