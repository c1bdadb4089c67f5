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
        "flows": [{"signal": signal, "destinations": destinations, "mitigations": [], "unresolved": []}],
        "side_doors": [], "troubles": [],
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
        (logs("logs.monitoring.svc", "cluster"), ("off", "pass")),
        (logs("debug", "nowhere"), ("off", "pass")),
        (logs("logs.internal", "private"), ("off", "pass")),
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
    verdict(&of(std::slice::from_ref(&agent), &DECLARED), "logs", ("unknown", "unknown"));
    verdict(&of(&[agent.clone(), gateway], &DECLARED), "logs", ("on", "pass"));
    let quiet = collector(
        "gateway",
        "logs",
        &[to("awscloudwatchlogs", "CloudWatch Logs us-east-1", "outside", "logs")],
    );
    verdict(&of(&[agent.clone(), quiet], &DECLARED), "logs", ("off", "pass"));
    let named = [&DECLARED[..], &["--allow-host", "gateway.otel.svc"]].concat();
    verdict(&of(&[agent], &named), "logs", ("off", "pass"));
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
        (door("service.telemetry.metrics", "otel.metadata.example.com", "outside"), "pass"),
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
        let ran = of(&[collector("c", "logs", &[to])], &DECLARED);
        assert_eq!(ran.statuses("FLOW013"), [status], "{target}: {}", ran.stdout);
    }
}
