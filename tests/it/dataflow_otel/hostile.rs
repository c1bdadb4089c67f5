//! Text that nobody means well with.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::places;
use chalkstore::dataflow::otel;

const FILES: [&str; 8] = [
    include_str!("files/plain.yaml"),
    include_str!("files/connectors.yaml"),
    include_str!("files/variables.yaml"),
    include_str!("files/doors.yaml"),
    include_str!("files/configmaps.yaml"),
    include_str!("files/configmap.json"),
    include_str!("files/values.yaml"),
    include_str!("files/resources.yaml"),
];

/// Reads it and judges it; whatever comes of that can be kept.
fn run(text: &str) {
    if let Ok(documents) = otel::read("hostile.yaml", text) {
        for collector in otel::collectors(&documents, &places()) {
            let text = serde_json::to_string(&collector).expect("evidence is JSON");
            assert!(text.len() > 2);
        }
    }
}

/// The same, and how long it took. What is not bounded by what is read would take hours; a busy machine takes seconds.
fn quickly(what: &str, text: &str) {
    let started = Instant::now();
    run(text);
    let took = started.elapsed();
    assert!(took < Duration::from_mins(2), "{what} took {took:?}");
}

/// Lines of which each knows its number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

#[test]
fn what_is_huge_or_deep_ends_soon() {
    let config = |exporters: &str, pipelines: &str| {
        format!("receivers: {{otlp: }}\nexporters:\n{exporters}\nservice:\n  pipelines:\n{pipelines}")
    };
    let many = lines(20_000, |index| format!("  otlp/{index}: {{endpoint: \"h{index}:4317\"}}\n"));
    let list = (0..2_000).map(|index| format!("otlp/{index}")).collect::<Vec<_>>().join(", ");
    let wide = config(&many, &format!("    logs: {{receivers: [otlp], exporters: [{list}]}}\n"));
    quickly("many exporters", &wide);
    let chain = lines(1_500, |index| {
        let next = index + 1;
        format!("    logs/{next}: {{receivers: [forward/{index}], exporters: [forward/{next}]}}\n")
    });
    let links = lines(1_501, |index| format!("  forward/{index}: {{}}\n"));
    let start = format!("    logs/0: {{receivers: [otlp], exporters: [forward/0]}}\n{chain}");
    let long = format!("{}connectors:\n{links}", config("  debug: {}", &start));
    quickly("a long chain", &long);
    let mut bomb = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n".to_owned();
    for level in 1..12 {
        bomb.push_str(&format!(
            "x{level}: &x{level} [{}]\n",
            vec![format!("*x{}", level - 1); 10].join(", ")
        ));
    }
    quickly("aliases of aliases", &bomb);
    quickly(
        "a value of values",
        &config(&format!("  otlp: {{endpoint: \"{}\"}}", "${env:A:-".repeat(500_000)), "    logs: {}"),
    );
    quickly(
        "closed values of values",
        &config(
            &format!("  otlp: {{endpoint: \"{}x{}\"}}", "${env:A:-".repeat(5_000), "}".repeat(5_000)),
            "    logs: {}",
        ),
    );
    quickly(
        "dollars",
        &config(&format!("  otlp: {{endpoint: \"{}\"}}", "$".repeat(1 << 20)), "    logs: {}"),
    );
    quickly(
        "variables in a row",
        &config(
            &format!("  otlp: {{endpoint: \"{}\"}}", "${env:A}".repeat(100_000)),
            "    logs: {receivers: [otlp], exporters: [otlp]}",
        ),
    );
    quickly("a key of many keys", &format!("{}: 1\nexporters: {{}}", "a::".repeat(300)));
    quickly(
        "YAML in YAML",
        &config(&format!("  otlp: \"${{yaml:{}}}\"", "[".repeat(10_000)), "    logs: {}"),
    );
    quickly("brackets", &"[".repeat(1 << 20));
    quickly("braces", &"{".repeat(1 << 20));
    quickly("dashes", &"- ".repeat(1 << 20));
    quickly("quotes", &format!("a: \"{}", "\\".repeat(1 << 20)));
    quickly("documents", &"---\n".repeat(1 << 18));
    quickly("more than is read", &"exporters: {debug: }\n#".repeat(1 << 20));
    let value = "relay: |\n  exporters: {debug: {}}\n  service: {pipelines: {logs: {exporters: [debug]}}}";
    let maps = format!(
        "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {{name: a}}\n  data:\n    {}\n",
        value.replace('\n', "\n    ")
    );
    quickly("many ConfigMaps", &format!("apiVersion: v1\nkind: List\nitems:\n{}", maps.repeat(5_000)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        run(&text);
        run(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_endpoint_is_taken_apart(endpoint in "[${}\\[\\]:/@%?#a-z0-9.env\\-\u{1}\u{2}\u{3}\u{4}]{0,40}") {
        let endpoint = serde_json::to_string(&endpoint).expect("a text");
        for kind in ["otlp", "otlphttp", "kafka", "clickhouse", "azuremonitor", "elasticsearch", "awss3"] {
            let options = format!(
                "{{endpoint: {endpoint}, brokers: {endpoint}, connection_string: {endpoint}, cloudid: {endpoint}, s3uploader: {{region: {endpoint}}}}}"
            );
            run(&format!(
                "exporters: {{{kind}: {options}}}\nreceivers: {{otlp: }}\nservice: {{pipelines: {{logs: {{receivers: [otlp], exporters: [{kind}]}}}}}}"
            ));
        }
    }

    #[test]
    fn a_file_may_be_damaged_anywhere(
        which in 0..FILES.len(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..6_u8, "\\PC{0,6}"), 1..6),
    ) {
        let mut text = FILES[which].to_owned();
        for (at, what, new) in edits {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            if places.is_empty() {
                break;
            }
            let at = places[at.index(places.len())];
            let end = text[at..].char_indices().nth(usize::from(what) * 3).map_or(text.len(), |(end, _)| at + end);
            match what {
                0 => text.insert_str(at, &new),
                1 => text.truncate(at),
                2 => text.insert_str(at, ["\t", "\u{0}", "&a ", "*a ", "${", "}", "\n", "::", "<<: "][new.len() % 9]),
                _ => text.replace_range(at..end, &new),
            }
        }
        run(&text);
    }
}
