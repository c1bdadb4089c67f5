//! Logs, metrics, and what else leaves the cluster: FLOW001 to FLOW003 and FLOW011 to FLOW013.

use serde_json::{Value, json};

use super::{METADATA_HOST, flow, judged, said, state};
use crate::program::Ran;

fn to(exporter: &str, target: &str, place: &str, arrives_as: &str) -> Value {
    let host = (!matches!(place, "nowhere" | "unresolved")).then_some(target);
    json!({
        "exporter": exporter, "target": target, "host": host, "place": place, "arrives_as": arrives_as,
        "unless": [], "through": ["logs"], "plain_text": false,
    })
}

fn collector(name: &str, signal: &str, destinations: &[Value]) -> Value {
    json!({
        "name": name,
        "flows": [{
            "signal": signal, "destinations": destinations, "mitigations": [], "unresolved": [], "receivers": ["otlp"],
        }],
        "side_doors": [], "troubles": [], "services": [name], "namespace": "otel",
    })
}

fn of(collectors: &[Value], arguments: &[&str]) -> Ran {
    judged(&json!({"observed_at": "2026-11-21T12:00:00Z", "collectors": collectors}), arguments)
}

const DECLARED: [&str; 2] = ["--metadata-host", METADATA_HOST];

#[track_caller]
fn verdict(ran: &Ran, name: &str, expected: (&str, &str)) {
    let code = if name == "logs" { "FLOW002" } else { "FLOW003" };
    let (flow, status) = (state(ran, name), ran.statuses(code).join(","));
    assert_eq!((flow.as_str(), status.as_str()), expected, "{}", ran.stdout);
}

#[test]
fn where_logs_end_up_decides() {
    let logs =
        |target: &str, place: &str| vec![collector("c", "logs", &[to("http/x", target, place, "logs")])];
    for (collectors, expected) in [
        (logs("otel.metadata.example.com", "outside"), ("on", "pass")),
        (logs("api.datadoghq.com", "outside"), ("off", "pass")),
        // Whatever stands in the cluster or in a private network may send on.
        (logs("logs.monitoring.svc", "cluster"), ("unknown", "unknown")),
        (logs("debug", "nowhere"), ("off", "pass")),
        (logs("logs.internal", "private"), ("unknown", "unknown")),
        (logs("vpce-1.logs.us-east-1.vpce.amazonaws.com", "private"), ("off", "pass")),
        (logs("vpce-1.vpce-svc-2.us-east-1.vpce.amazonaws.com", "private"), ("unknown", "unknown")),
        // Declared was what is below it, and nobody said whose this is.
        (logs("metadata.example.com", "outside"), ("unknown", "unknown")),
        // An address cannot be compared with names.
        (logs("10.0.0.7", "private"), ("unknown", "unknown")),
        (logs("${env:TARGET}", "unresolved"), ("unknown", "unknown")),
        (vec![], ("unknown", "unknown")),
        (vec![collector("c", "traces", &[])], ("off", "pass")),
    ] {
        let ran = of(&collectors, &DECLARED);
        verdict(&ran, "logs", expected);
        assert_eq!(ran.code, if expected.0 == "unknown" { 3 } else { 0 }, "{}", ran.stdout);
    }
    // What is on is on, whatever else is not known.
    let both = [collector(
        "c",
        "logs",
        &[
            to("http/x", "${env:X}", "unresolved", "logs"),
            to("http/y", "otel.metadata.example.com", "outside", "logs"),
        ],
    )];
    verdict(&of(&both, &DECLARED), "logs", ("on", "pass"));
}

/// A default is where it goes as long as nobody sets the variable, which no file tells.
#[test]
fn a_default_is_not_proof() {
    for (target, place, expected) in [
        ("debug", "nowhere", ("unknown", "unknown")),
        ("otel.metadata.example.com", "outside", ("on", "pass")),
    ] {
        let mut to = to("http", target, place, "logs");
        to["unless"] = json!(["TARGET"]);
        let ran = of(&[collector("c", "logs", &[to])], &DECLARED);
        verdict(&ran, "logs", expected);
        assert!(said(&ran, "FLOW002").contains("TARGET"), "{}", ran.stdout);
    }
}

#[test]
fn nothing_is_off_while_the_metadata_plane_is_not_declared() {
    for (target, place, expected) in [
        ("api.datadoghq.com", "outside", ("unknown", "unknown")),
        ("vpce-1.vpce-svc-2.us-east-1.vpce.amazonaws.com", "private", ("unknown", "unknown")),
        ("debug", "nowhere", ("off", "pass")),
    ] {
        let ran = of(&[collector("c", "logs", &[to("http/x", target, place, "logs")])], &[]);
        verdict(&ran, "logs", expected);
        if expected.0 == "unknown" {
            assert!(said(&ran, "FLOW002").contains("--metadata-host"), "{}", ran.stdout);
        }
    }
    let ran = of(&[collector("c", "logs", &[to("http/x", "api.datadoghq.com", "outside", "logs")])], &[]);
    assert_eq!((ran.statuses("FLOW011").join(","), ran.code), ("unknown".to_owned(), 3));
}

/// What takes telemetry by OTLP in the cluster may be another collector.
#[test]
fn a_hop_in_the_cluster_is_followed_or_not_known() {
    let agent = collector("agent", "logs", &[to("otlp/gateway", "gateway.otel.svc", "cluster", "logs")]);
    let gateway =
        collector("gateway", "logs", &[to("otlp_http", "otel.metadata.example.com", "outside", "logs")]);
    let alone = of(std::slice::from_ref(&agent), &DECLARED);
    verdict(&alone, "logs", ("unknown", "unknown"));
    assert!(said(&alone, "FLOW002").contains("called gateway.yaml"), "{}", alone.stdout);
    verdict(&of(&[agent.clone(), gateway], &DECLARED), "logs", ("on", "pass"));
    let quiet = collector(
        "gateway",
        "logs",
        &[to("awscloudwatchlogs", "logs.us-east-1.amazonaws.com", "outside", "logs")],
    );
    let ran = of(&[agent.clone(), quiet.clone()], &DECLARED);
    verdict(&ran, "logs", ("off", "pass"));
    assert!(said(&ran, "FLOW002").contains("is taken for the collector gateway"), "{}", ran.stdout);
    // Only the one that is addressed vouches for it: by its name, in its namespace, with a receiver for what is sent.
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut other = quiet.clone();
        change(&mut other);
        of(&[agent.clone(), other], &DECLARED)
    };
    verdict(&changed(&|other| other["services"] = json!(["store"])), "logs", ("unknown", "unknown"));
    verdict(&changed(&|other| other["services"] = json!([])), "logs", ("unknown", "unknown"));
    verdict(&changed(&|other| other["namespace"] = json!("apps")), "logs", ("unknown", "unknown"));
    verdict(&changed(&|other| other["namespace"] = Value::Null), "logs", ("off", "pass"));
    verdict(
        &changed(&|other| other["flows"][0]["receivers"] = json!(["file_log"])),
        "logs",
        ("unknown", "unknown"),
    );
    verdict(
        &changed(&|other| other["flows"][0]["signal"] = json!("metrics")),
        "logs",
        ("unknown", "unknown"),
    );
    // Evidence that was saved before does not say who is who.
    verdict(
        &changed(&|other| {
            other.as_object_mut().expect("a map").remove("services");
        }),
        "logs",
        ("unknown", "unknown"),
    );
    let named = [&DECLARED[..], &["--allow-host", "gateway.otel.svc"]].concat();
    verdict(&of(&[agent], &named), "logs", ("off", "pass"));
}

/// Not only OTLP leads on, and a queue is read by anybody, wherever it stands.
#[test]
fn every_kind_of_exporter_may_lead_on() {
    for exporter in [
        "otlp",
        "otlp_http",
        "kafka",
        "load_balancing",
        "zipkin",
        "loki",
        "prometheusremotewrite",
        "syslog",
        "opensearch",
    ] {
        let one = [collector("agent", "logs", &[to(exporter, "next.otel.svc", "cluster", "logs")])];
        verdict(&of(&one, &DECLARED), "logs", ("unknown", "unknown"));
        let named = [&DECLARED[..], &["--allow-host", "next.otel.svc"]].concat();
        verdict(&of(&one, &named), "logs", ("off", "pass"));
    }
    let mut queue = to("kafka", "b-1.msk.example.net", "outside", "logs");
    queue["hands_on"] = json!(true);
    let one = [collector("agent", "logs", &[queue])];
    verdict(&of(&one, &DECLARED), "logs", ("unknown", "unknown"));
    let named = [&DECLARED[..], &["--allow-host", "b-1.msk.example.net"]].concat();
    verdict(&of(&one, &named), "logs", ("off", "pass"));
}

/// At the host of all of a cloud's customers, the host says nothing of whose the place is.
#[test]
fn a_bucket_or_a_role_has_to_be_named() {
    let with = |owners: Value, names: &[&str]| {
        let mut to = to("awss3", "s3.us-east-1.amazonaws.com", "outside", "logs");
        to["owners"] = owners;
        let hosts = ["--allow-host", "*.amazonaws.com"];
        of(&[collector("c", "logs", &[to])], &[&DECLARED[..], &hosts, names].concat())
    };
    let (on, off, unknown) = (("on", "pass"), ("off", "pass"), ("unknown", "unknown"));
    let bucket = json!(["s3://Chalk-logs", "999999999999"]);
    for (owners, names, expected) in [
        (json!([]), &[][..], off),
        (bucket.clone(), &[], unknown),
        (bucket.clone(), &["--allow-host", "s3://chalk-logs"], off),
        (bucket.clone(), &["--allow-host", "s3://chalk"], unknown),
        // The role's account does not say whose the bucket is.
        (bucket.clone(), &["--allow-host", "999999999999"], unknown),
        (bucket, &["--metadata-host", "999999999999"], on),
        (json!(["999999999999"]), &[], unknown),
        (json!(["999999999999"]), &["--allow-host", "999999999999"], off),
        (json!(["the account of the role ${R}"]), &[], unknown),
    ] {
        let ran = with(owners.clone(), names);
        verdict(&ran, "logs", expected);
        assert_eq!(ran.statuses("FLOW011"), [if expected == unknown { "warn" } else { "pass" }], "{owners}");
    }
    let said = said(&with(json!(["999999999999"]), &[]), "FLOW002");
    assert!(said.contains("--allow-host 999999999999"), "{said}");
    // An account is no place by itself: that one was declared tells nothing of hosts.
    let one = [collector("c", "logs", &[to("otlp", "api.datadoghq.com", "outside", "logs")])];
    verdict(&of(&one, &["--metadata-host", "999999999999"]), "logs", unknown);
}

/// A name beside, above or below one that was declared may be the metadata plane's as well.
#[test]
fn relatives_of_a_declared_name_are_not_known() {
    for (declared, host) in [
        ("chalk.ai", "otel.chalk.ai"),
        ("api.chalk.ai", "otel.chalk.ai"),
        ("*.meta.chalk.co.uk", "otel.chalk.co.uk"),
        ("api.chalk.ai", "chalk.ai"),
    ] {
        let one = [collector("c", "logs", &[to("otlp", host, "outside", "logs")])];
        let ran = of(&one, &["--metadata-host", declared]);
        verdict(&ran, "logs", ("unknown", "unknown"));
        let told = said(&ran, "FLOW011");
        assert!(told.contains("may be the metadata plane") && !told.contains("is not it"), "{told}");
    }
    for (declared, host) in [
        ("a.chalk.co.uk", "vendor.co.uk"),
        ("x.elb.us-east-1.amazonaws.com", "logs.us-east-1.amazonaws.com"),
        ("api.chalk.ai", "api.datadoghq.com"),
    ] {
        let one = [collector("c", "logs", &[to("otlp", host, "outside", "logs")])];
        verdict(&of(&one, &["--metadata-host", declared]), "logs", ("off", "pass"));
    }
    // Networks alone say nothing of names.
    let one = [collector("c", "logs", &[to("otlp", "api.datadoghq.com", "outside", "logs")])];
    let ran = of(&one, &["--metadata-host", "203.0.113.0/24"]);
    verdict(&ran, "logs", ("unknown", "unknown"));
    assert!(said(&ran, "FLOW002").contains("--metadata-host HOST"), "{}", ran.stdout);
}

/// Traces are in none of the five flows, and may carry what logs and metrics do not.
#[test]
fn traces_to_the_metadata_plane_are_told() {
    for (signal, status) in [("traces", "warn"), ("profiles", "warn"), ("logs", "pass"), ("metrics", "pass")]
    {
        let to = to("otlp", "otel.metadata.example.com", "outside", signal);
        let ran = of(&[collector("c", signal, &[to])], &DECLARED);
        assert_eq!(ran.statuses("FLOW011"), [status], "{signal}: {}", ran.stdout);
        assert_eq!(
            said(&ran, "FLOW011").contains("may carry customer data"),
            status == "warn",
            "{}",
            ran.stdout
        );
    }
    // It may as well be sent beside the pipelines.
    let mut one = collector("c", "logs", &[]);
    one["side_doors"] =
        json!([to("service.telemetry.traces", "otel.metadata.example.com", "outside", "traces")]);
    let ran = of(&[one], &DECLARED);
    assert_eq!([ran.statuses("FLOW011"), ran.statuses("FLOW012")].concat(), ["warn", "warn"]);
    assert!(said(&ran, "FLOW011").contains("otel.metadata.example.com"), "{}", ran.stdout);
}

/// A host that only looks right is mistyped, or somebody else's: it gets the telemetry, and the token with it.
#[test]
fn a_name_that_only_looks_right_fails() {
    let like =
        [collector("c", "logs", &[to("otlp", "otel.metadata.example.com.evil.example", "outside", "logs")])];
    let ran = of(&like, &DECLARED);
    assert!(said(&ran, "FLOW011").contains("looks like `*.metadata.example.com`"), "{}", ran.stdout);
    assert_eq!((ran.statuses("FLOW011").join(","), ran.code), ("fail".to_owned(), 1));
    verdict(&ran, "logs", ("off", "pass"));
}

/// What the collector says of itself is telemetry, and whoever may change its configuration may send anything anywhere.
#[test]
fn side_doors_count_for_the_flows() {
    let beside = |exporter: &str, target: &str, place: &str, arrives_as: Value| {
        let mut one = collector("c", "logs", &[]);
        let mut door = to(exporter, target, place, "logs");
        door["arrives_as"] = arrives_as;
        one["side_doors"] = json!([door]);
        of(&[one], &DECLARED)
    };
    let (meta, outside) = ("otel.metadata.example.com", "collector.example.net");
    let (on, off, unknown) = (("on", "pass"), ("off", "pass"), ("unknown", "unknown"));
    for (exporter, target, place, arrives_as, logs, metrics) in [
        ("service.telemetry.logs", meta, "outside", json!("logs"), on, off),
        ("service.telemetry.metrics", meta, "outside", json!("metrics"), off, on),
        ("service.telemetry.traces", meta, "outside", json!("traces"), off, off),
        ("service.telemetry.logs", outside, "outside", json!("logs"), off, off),
        ("service.telemetry.logs", "gateway.otel.svc", "cluster", json!("logs"), unknown, off),
        ("service.telemetry.metrics", "${env:X}", "unresolved", json!("metrics"), off, unknown),
        ("extension http_forwarder", meta, "outside", Value::Null, on, on),
        ("extension http_forwarder", outside, "outside", Value::Null, off, off),
        ("extension homemade", "not known", "unresolved", Value::Null, unknown, unknown),
        ("extension jaeger_remote_sampling", meta, "outside", Value::Null, off, off),
        ("extension opamp", meta, "outside", Value::Null, unknown, unknown),
        ("extension opamp/own", "opamp.otel.svc", "cluster", Value::Null, unknown, unknown),
    ] {
        let ran = beside(exporter, target, place, arrives_as);
        verdict(&ran, "logs", logs);
        verdict(&ran, "metrics", metrics);
    }
}

/// A connector makes metrics of spans: what arrives counts.
#[test]
fn what_arrives_counts() {
    let spans = [collector("c", "traces", &[to("otlp", "otel.metadata.example.com", "outside", "metrics")])];
    let ran = of(&spans, &DECLARED);
    verdict(&ran, "metrics", ("on", "pass"));
    verdict(&ran, "logs", ("off", "pass"));
    assert_eq!(flow(&ran, "metrics")["destinations"][0]["place"], "metadata_plane");
}

#[test]
fn what_stands_in_the_way_is_told() {
    let mut one = collector("c", "logs", &[]);
    one["flows"][0]["unresolved"] = json!(["the exporters of pipeline logs depend on ${env:EXPORTERS}"]);
    let ran = of(&[one.clone()], &DECLARED);
    verdict(&ran, "logs", ("unknown", "unknown"));
    assert!(said(&ran, "FLOW002").contains("env:EXPORTERS"), "{}", ran.stdout);
    one["flows"][0]["unresolved"] = json!([]);
    one["troubles"] = json!(["pipeline logs/2 has no exporters"]);
    let ran = of(&[one.clone()], &DECLARED);
    assert_eq!((ran.statuses("FLOW001").join(","), ran.code), ("unknown".to_owned(), 3));
    verdict(&ran, "logs", ("unknown", "unknown"));
    one["troubles"] = json!([]);
    one["flows"][0]["destinations"] = json!([to("http", "otel.metadata.example.com", "outside", "logs")]);
    one["flows"][0]["mitigations"] = json!(["redaction"]);
    let ran = of(&[one], &DECLARED);
    verdict(&ran, "logs", ("on", "pass"));
    assert!(said(&ran, "FLOW002").contains("redaction"), "{}", ran.stdout);
}

#[test]
fn places_that_nobody_named_are_told() {
    let one = [collector("c", "traces", &[to("otlp/x", "collector.example.net", "outside", "traces")])];
    let ran = of(&one, &DECLARED);
    assert_eq!((ran.statuses("FLOW011").join(","), ran.code), ("warn".to_owned(), 0));
    assert!(said(&ran, "FLOW011").contains("otlp/x of c"), "{}", ran.stdout);
    let named = [&DECLARED[..], &["--allow-host", "collector.example.net"]].concat();
    assert_eq!(of(&one, &named).statuses("FLOW011"), ["pass"]);
    let many: Vec<Value> =
        (0..50).map(|n| to("otlp/x", &format!("h{n}.example.net"), "outside", "traces")).collect();
    let ran = of(&[collector("c", "traces", &many)], &DECLARED);
    assert_eq!(ran.statuses("FLOW011").len(), 21, "{}", ran.stdout);
    assert_eq!(
        of(&[collector("c", "traces", &[to("otlp", "${env:X}", "unresolved", "traces")])], &DECLARED)
            .statuses("FLOW011"),
        ["unknown"]
    );
}

#[test]
fn side_doors_are_seen() {
    let door = |exporter: &str, target: &str, place: &str| {
        let mut one = collector("c", "logs", &[]);
        let mut to = to(exporter, target, place, "metrics");
        to["arrives_as"] = Value::Null;
        one["side_doors"] = json!([to]);
        vec![one]
    };
    for (collectors, status) in [
        (door("opamp", "opamp.example.net", "outside"), "warn"),
        (door("opamp", "opamp.metadata.example.com", "outside"), "warn"),
        (door("opamp", "opamp.otel.svc", "cluster"), "pass"),
        (door("service.telemetry.logs", "otlp.example.net", "outside"), "warn"),
        (door("service.telemetry.metrics", "otel.metadata.example.com", "outside"), "warn"),
        (door("service.telemetry.metrics", "${env:X}", "unresolved"), "unknown"),
        (vec![collector("c", "logs", &[])], "pass"),
    ] {
        assert_eq!(of(&collectors, &DECLARED).statuses("FLOW012"), [status], "{collectors:?}");
    }
}

#[test]
fn plain_text_is_seen() {
    for (target, place, plain_text, status) in [
        ("otel.metadata.example.com", "outside", json!(true), "fail"),
        ("collector.example.net", "outside", json!(true), "fail"),
        ("logs.internal", "private", json!(true), "warn"),
        ("logs.monitoring.svc", "cluster", json!(true), "pass"),
        ("otel.metadata.example.com", "outside", json!(false), "pass"),
        ("otel.metadata.example.com", "outside", json!(null), "unknown"),
        ("debug", "nowhere", json!(null), "pass"),
    ] {
        let mut to = to("http", target, place, "logs");
        to["plain_text"] = plain_text;
        let ran = of(&[collector("c", "logs", &[to.clone()])], &DECLARED);
        assert_eq!(ran.statuses("FLOW013"), [status], "{target}: {}", ran.stdout);
        // Whoever allows it says where telemetry ends, and nothing of the wire.
        if to["host"].is_string() {
            let ran =
                of(&[collector("c", "logs", &[to])], &[&DECLARED[..], &["--allow-host", target]].concat());
            assert_eq!(ran.statuses("FLOW013"), [status], "{target} allowed: {}", ran.stdout);
        }
    }
}
