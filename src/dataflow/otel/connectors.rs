//! What connectors make of a signal.

use super::Signal;
use super::exporters::kind_of;

/// Whether a connector takes in one signal and gives out another; nothing where its kind is not known.
///
/// As of the connectors' own documentation. A connector that gives out nothing of what it is given by this list is taken to
/// give out all (see [`next`]): a list that is behind must not hide a flow.
fn turns(kind: &str, from: Signal, to: Signal) -> Option<bool> {
    Some(match kind {
        "forward" | "routing" | "failover" | "roundrobin" => from == to,
        "count" | "sum" | "signaltometrics" => to == Signal::Metrics,
        "spanmetrics" | "servicegraph" | "grafanacloud" => (from, to) == (Signal::Traces, Signal::Metrics),
        "datadog" => from == Signal::Traces && matches!(to, Signal::Traces | Signal::Metrics),
        "exceptions" => from == Signal::Traces && matches!(to, Signal::Metrics | Signal::Logs),
        "slowsql" => (from, to) == (Signal::Traces, Signal::Logs),
        "metricsaslogs" => (from, to) == (Signal::Metrics, Signal::Logs),
        "otlpjson" => from == Signal::Logs,
        _ => return None,
    })
}

/// Of the pipelines that receive from a connector, those that it gives a signal on to.
pub(super) fn next<T: Copy>(id: &str, from: Signal, receivers: &[(T, Signal)]) -> Vec<T> {
    let kind = kind_of(id);
    let known: Vec<T> = receivers
        .iter()
        .filter(|(_, to)| turns(&kind, from, *to).unwrap_or(true))
        .map(|(pipeline, _)| *pipeline)
        .collect();
    if known.is_empty() { receivers.iter().map(|(pipeline, _)| *pipeline).collect() } else { known }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connector_changes_the_signal() {
        let receivers = [("logs/out", Signal::Logs), ("metrics/out", Signal::Metrics)];
        assert_eq!(next("count", Signal::Logs, &receivers), ["metrics/out"]);
        assert_eq!(next("span_metrics/a", Signal::Traces, &receivers), ["metrics/out"]);
        assert_eq!(next("routing", Signal::Logs, &receivers), ["logs/out"]);
        assert_eq!(next("unheard_of", Signal::Logs, &receivers), ["logs/out", "metrics/out"]);
        // Against the list: it goes on, rather than away.
        assert_eq!(next("spanmetrics", Signal::Traces, &receivers[..1]), ["logs/out"]);
    }
}
