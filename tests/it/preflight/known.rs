//! What an older report knows.

use super::{Described, results};
use crate::program::{run_with, text};
use crate::support::RefusingPort;

#[test]
fn only_what_is_new_fails() {
    let (first, second) = (RefusingPort::new(), RefusingPort::new());
    let uri = |port: &RefusingPort| format!("\"redis://127.0.0.1:{}/0?clustered=false\"", port.port());
    let described = Described::new(&format!("[environments.a.online_store]\nuri = {}\n", uri(&first)));
    let (report, evidence) = (described.file("old.json"), described.file("old.jsonl"));
    let ran = described.run(&[
        "--output",
        &format!("json={}", text(&report)),
        "--save-evidence",
        text(&evidence),
        "--timeout",
        "5s",
    ]);
    assert_eq!(ran.code, 1, "{ran:?}");

    for old in [&report, &evidence] {
        let ran = described.run(&["--baseline", text(old), "--output", "ndjson"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let (environments, summary) = results(&ran.stdout);
        let (statuses, counts) = &environments["a"];
        assert_eq!((statuses["NET002"].as_str(), counts), ("skip", &summary["counts"]));
        assert_eq!((&counts["fail"], &counts["unknown"]), (&0.into(), &0.into()), "{}", ran.stdout);
        assert!(ran.stdout.contains("known since"), "{}", ran.stdout);
    }
    // Another environment's findings are new, and those of the first are known still.
    let more = format!(
        "[environments.a.online_store]\nuri = {}\n[environments.b.online_store]\nuri = {}\n",
        uri(&first),
        uri(&second)
    );
    std::fs::write(described.file("chalkstore.toml"), more).expect("it can be written");
    let ran = described.run(&["--baseline", text(&report), "--output", "ndjson"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let (environments, _) = results(&ran.stdout);
    assert_eq!(environments["a"].1["fail"], 0);
    assert_ne!(environments["b"].1["fail"], 0);
    // What was saved is judged anew by what is known.
    let ran = described.run(&["--evidence", text(&evidence), "--baseline", text(&report)]);
    assert_eq!(ran.code, 0, "{ran:?}");

    std::fs::write(described.file("no.json"), "[]").expect("it can be written");
    let ran = described.run(&["--baseline", "no.json"]);
    assert!(
        ran.code == 2 && ran.stderr.contains("neither evidence, nor a bundle, nor a report as JSON"),
        "{ran:?}"
    );
}

/// Night after night the run before is what counts: what was known stays known, in every form in which a run is saved.
#[test]
fn what_is_known_stays_known_from_run_to_run() {
    let port = RefusingPort::new();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=false", port.port());
    let described = Described::new(&format!("[environments.a.online_store]\nuri = {uri:?}\n"));
    for (form, option) in [("json", "--output"), ("jsonl", "--save-evidence"), ("tar.gz", "--bundle")] {
        let file = |night: usize| text(&described.file(&format!("{night}.{form}"))).to_owned();
        let mut codes = Vec::new();
        for night in 0..4 {
            let saved = if option == "--output" { format!("json={}", file(night)) } else { file(night) };
            let mut arguments = vec!["--timeout".to_owned(), "5s".to_owned(), option.to_owned(), saved];
            if night > 0 {
                arguments.extend(["--baseline".to_owned(), file(night - 1)]);
            }
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let ran = described.run(&arguments);
            codes.push(ran.code);
            assert_eq!(
                ran.stdout.contains(" known, in the baseline: "),
                night > 0,
                "{form}, {night}: {ran:?}"
            );
        }
        assert_eq!(codes, [1, 0, 0, 0], "{form}");
    }
    // Where nothing else was looked at, what is known was looked at all the same.
    for baseline in ["0.json", "0.tar.gz"] {
        let ran = described.run(&["--only", "NET", "--baseline", baseline, "--timeout", "5s"]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    let ran = described.run(&["--evidence", "0.tar.gz", "--baseline", "3.tar.gz"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    // Another command's is none.
    let uri = described.file("uri.tar.gz");
    run_with(described.command(), &["validate-uri", "redis://h:1/0", "--bundle", text(&uri)], b"");
    let ran = described.run(&["--baseline", "uri.tar.gz"]);
    assert!(ran.code == 2 && ran.stderr.contains("was saved by `chalkstore validate-uri`"), "{ran:?}");
}

/// Another fault of a check that had one is told.
#[test]
fn another_fault_of_the_same_check_is_new() {
    let described = Described::new("[environments.a.online_store]\nuri_env = \"STORE\"\n");
    let run = |parameters: &str, more: &[&str]| {
        let mut command = described.command();
        command.env("STORE", format!("redis://h.example.com:6379/0?clustered=false{parameters}"));
        let always = ["preflight", "--only", "URI014", "--output", "ndjson", "--fail-on", "warn"];
        run_with(command, &[&always[..], more].concat(), b"")
    };
    let is_new = |parameters: &str, old: &str| {
        let ran = run(parameters, &["--baseline", old]);
        let (environments, _) = results(&ran.stdout);
        assert_eq!((ran.code, environments["a"].0["URI014"].as_str()), (1, "warn"), "{ran:?}");
        assert_eq!(environments["a"].1["warn"], 1, "{ran:?}");
    };
    assert_eq!(run("&colour=1", &["--bundle", "old.tar.gz"]).code, 1);
    assert_eq!(run("&colour=1", &["--baseline", "old.tar.gz"]).code, 0);
    is_new("&flavour=1", "old.tar.gz");
    is_new("&colour=1&flavour=1", "old.tar.gz");
    // A number is what tells one from the other: a shard, a Region, a version.
    for (form, option, value) in [("json", "--output", "json=one.json"), ("tar.gz", "--bundle", "one.tar.gz")]
    {
        let old = format!("one.{form}");
        run("&zone1=1", &[option, value]);
        assert_eq!(run("&zone1=1", &["--baseline", &old]).code, 0);
        is_new("&zone2=1", &old);
    }
}

/// A network that is let in and a place that telemetry goes to are no nodes, which come back with other addresses.
#[test]
fn another_address_is_another_fault() {
    let described = Described::new(
        "[environments.p.dataflow]\notel_configs = [\"otel.yaml\"]\neks_json = \"eks.json\"\n\
         metadata_hosts = [\"203.0.113.0/24\", \"md.example.com\"]\n",
    );
    let run = |network: &str, exporter: &str, more: &[&str]| {
        let cluster = format!(
            r#"{{"cluster": {{"name": "c", "arn": "arn:aws:eks:us-east-1:123456789012:cluster/c", "status": "ACTIVE",
                "endpoint": "https://ABC.gr7.us-east-1.eks.amazonaws.com", "resourcesVpcConfig": {{
                "endpointPublicAccess": true, "endpointPrivateAccess": true, "vpcId": "vpc-1",
                "publicAccessCidrs": ["203.0.113.0/24", "{network}"]}}}}}}"#
        );
        let otel = format!(
            "receivers:\n  otlp: {{protocols: {{grpc: {{}}}}}}\nexporters:\n  otlp: {{endpoint: \"{exporter}\"}}\n\
             service:\n  pipelines:\n    logs: {{receivers: [otlp], exporters: [otlp]}}\n"
        );
        std::fs::write(described.file("eks.json"), cluster).expect("it can be written");
        std::fs::write(described.file("otel.yaml"), otel).expect("it can be written");
        let always = ["--only", "FLOW007,FLOW011", "--fail-on", "warn", "--output", "ndjson"];
        let ran = described.run(&[&always, more].concat());
        let (environments, _) = results(&ran.stdout);
        let statuses = &environments["p"].0;
        (ran.code, ["FLOW007", "FLOW011"].map(|code| statuses[code].clone()))
    };
    let told = |flows: [&str; 2]| flows.map(str::to_owned);
    let (network, exporter) = ("8.8.8.0/24", "192.0.2.5:4317");
    for (option, value, old) in
        [("--output", "json=a.json", "a.json"), ("--save-evidence", "a.jsonl", "a.jsonl")]
    {
        assert_eq!(run(network, exporter, &[option, value]), (1, told(["warn", "warn"])));
        let old = ["--baseline", old];
        assert_eq!(run(network, exporter, &old), (0, told(["skip", "skip"])));
        assert_eq!(run("9.9.9.0/24", exporter, &old), (1, told(["warn", "skip"])));
        assert_eq!(run(network, "198.51.100.7:4317", &old), (1, told(["skip", "warn"])));
    }
}

/// A report that says of itself what is not so is no baseline.
#[test]
fn a_report_that_was_edited_is_none() {
    let port = RefusingPort::new();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=false", port.port());
    let described = Described::new(&format!("[environments.a.online_store]\nuri = {uri:?}\n"));
    described.run(&["--only", "URI,NET002", "--output", "json=old.json"]);
    let old = std::fs::read_to_string(described.file("old.json")).expect("it was written");
    for (from, to, said) in [
        ("\"code\": \"NET002\"", "\"code\": \"NET999\"", "this version knows no check \"NET999\""),
        ("\"status\": \"fail\"", "\"status\": \"pass\"", "is not what it counts"),
        (
            "\"command\": \"preflight\"",
            "\"command\": \"topology\"",
            "it is a report of `chalkstore topology`",
        ),
        ("\"schema_version\": 1", "\"schema_version\": 2", "it has version 2"),
    ] {
        assert!(old.contains(from), "{from}: {old}");
        std::fs::write(described.file("edited.json"), old.replace(from, to)).expect("it can be written");
        let ran = described.run(&["--baseline", "edited.json"]);
        assert!(ran.code == 2 && ran.stderr.contains(said), "{said}: {ran:?}");
    }
}
