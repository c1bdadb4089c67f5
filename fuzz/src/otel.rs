//! Files of `OpenTelemetry` Collectors: what is not known is never quiet, and evidence is judged again as it was.

use chalkstore::dataflow::otel::{self, Place, Places};

/// Any bytes as a file with configurations of collectors.
///
/// # Panics
/// When something does not hold.
pub fn otel(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let pattern = |text: &str| text.parse().expect("a host");
    let places = Places { metadata: vec![pattern("*.meta.example")], allowed: vec![pattern("10.0.0.0/8")] };
    let documents = match otel::read("fuzzed", text) {
        Ok(documents) => documents,
        Err(problem) => {
            // YAML ends lines at a lone carriage return as well.
            let lines = text.split(['\n', '\r']).count();
            assert!(problem.line.is_none_or(|line| (1..=lines + 1).contains(&line)), "{problem}");
            return;
        }
    };
    assert!(!documents.is_empty());
    let collectors = otel::collectors(&documents, &places);
    assert!(!collectors.is_empty(), "a configuration came to nothing");
    for collector in collectors {
        for flow in &collector.flows {
            let is_known = flow.destinations.iter().all(|to| to.place != Place::Unresolved);
            assert!(is_known || !flow.unresolved.is_empty(), "{flow:?} says not why it is not known");
            assert!(!flow.destinations.is_empty() || !flow.unresolved.is_empty(), "{flow:?} is quiet");
        }
        let kept = serde_json::to_string(&collector).expect("evidence is JSON");
        assert_eq!(serde_json::from_str(&kept).ok(), Some(collector.clone()), "{kept}");
        assert_eq!(places.again(Places::default().again(collector.clone())), collector);
    }
}
