//! What manages collectors: the operator, its bridge, and the kube-stack chart.

use super::{collectors, said};

/// What the collectors of a file come to, each with its lines.
fn all(text: &str) -> Vec<String> {
    collectors(&[("f.yaml", text)]).iter().flat_map(said).collect()
}

const OWN: &str =
    "receivers: {otlp: }, service: {pipelines: {logs: {receivers: [otlp], exporters: [otlphttp]}}}";

#[test]
fn collectors_of_the_stack_are_laid_over_what_they_share() {
    let stack = |shared: &str, own: &str| {
        format!("defaultCRConfig: {{{shared}}}\ncollectors: {{daemon: {{enabled: true, {own}}}}}\n")
    };
    let mine = format!("config: {{exporters: {{otlphttp: {{endpoint: 'https://a.example'}}}}, {OWN}}}");
    let theirs = "config: {exporters: {otlphttp: {logs_endpoint: 'https://in.meta.example'}}}";
    let meta = "logs: otlphttp = in.meta.example META tls via logs";
    let outside = "logs: otlphttp = a.example outside tls via logs";
    assert_eq!(all(&stack(theirs, &mine)), [meta]);
    assert_eq!(all(&stack(&format!("enabled: false, {theirs}"), &mine)), [outside]);
    // What a collector says itself comes before that, and null takes it away.
    let cleared = mine.replace("{endpoint:", "{logs_endpoint: null, endpoint:");
    assert_eq!(all(&stack(theirs, &cleared)), [outside]);
    // As a part of another chart, and with variables.
    let env = format!(
        "env: [{{name: HOST, value: in.meta.example}}], {}",
        mine.replace("a.example", "${env:HOST}")
    );
    let part = format!("stack:\n  {}", stack("", &env).replace('\n', "\n  "));
    assert_eq!(all(&part), [meta]);
}

#[test]
fn a_bridge_may_change_every_collector() {
    let bridge = |accepts: &str| {
        format!(
            "apiVersion: opentelemetry.io/v1alpha1\nkind: OpAMPBridge\nmetadata: {{name: b}}\n\
             spec: {{endpoint: 'wss://opamp.vendor.example/v1', capabilities: {{AcceptsRemoteConfig: {accepts}}}}}\n"
        )
    };
    let collector = format!(
        "---\napiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nmetadata: {{name: c}}\n\
         spec: {{config: {{exporters: {{otlphttp: {{endpoint: 'https://a.example'}}}}, {OWN}}}}}\n"
    );
    let sent = "logs: otlphttp = a.example outside tls via logs";
    let door = "door: OpAMPBridge = opamp.vendor.example outside tls";
    assert_eq!(all(&format!("{}{collector}", bridge("true"))), [door, sent]);
    assert_eq!(all(&format!("{}{collector}", bridge("false"))), [sent]);
    let chart = "opAMPBridge: {enabled: true, endpoint: 'wss://opamp.vendor.example', capabilities: {AcceptsRemoteConfig: true}}\n";
    let stack = format!(
        "{chart}collectors: {{daemon: {{config: {{exporters: {{otlphttp: {{endpoint: 'https://a.example'}}}}, {OWN}}}}}}}\n"
    );
    assert_eq!(all(&stack), [sent, door]);
    assert_eq!(all(&stack.replace("enabled: true", "enabled: false")), [sent]);
}

#[test]
fn a_config_map_may_hold_bytes() {
    let config = "exporters: {otlphttp: {endpoint: 'https://in.meta.example'}}";
    let config = format!("{{{config}, {OWN}}}");
    // Base64, by hand: it is the only one here.
    let alphabet: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let encoded: String = config
        .as_bytes()
        .chunks(3)
        .flat_map(|bytes| {
            let bits = bytes.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte))
                << (8 * (3 - bytes.len()));
            (0..=bytes.len()).map(move |at| bits >> (18 - 6 * at) & 63).collect::<Vec<_>>()
        })
        .map(|index| alphabet[index])
        .collect();
    let map = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c}}\nbinaryData: {{relay: {encoded}}}\n\
         data: {{other: 'x: y'}}\n"
    );
    assert_eq!(all(&map), ["logs: otlphttp = in.meta.example META tls via logs"]);
    // A Secret's may be broken into lines; what is no text is not passed over.
    let (first, rest) = encoded.split_at(60);
    let secret = map.replace("ConfigMap", "Secret").replace("binaryData", "stringData: {}\ndata");
    let secret = secret.split("\ndata: {other").next().unwrap_or_default().to_owned();
    let lines =
        secret.replace(&format!("{{relay: {encoded}}}"), &format!("\n  relay: |\n    {first}\n    {rest}\n"));
    assert_ne!(lines, secret);
    assert_eq!(all(&lines), ["logs: otlphttp = in.meta.example META tls via logs"]);
    let damaged = all(&secret.replace(&encoded, "'%%%'"));
    assert!(damaged.iter().any(|line| line.starts_with("logs ? ") && line.contains("base64")), "{damaged:?}");
}
