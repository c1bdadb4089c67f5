//! From one collector to the next, by the name of the Service that one sends to.

use crate::dataflow::otel::{Collector, Destination, Signal, kind_of};

/// The collector that takes a signal in where another one sends it to: a Service of its name leads to it, and it has a
/// receiver of that kind. Any other collector that was given says nothing of that place.
pub(super) fn taken_in_by<'a>(
    destination: &Destination,
    signal: Signal,
    own: &Collector,
    all: &'a [Collector],
) -> Option<&'a Collector> {
    let (service, namespace) = service(destination.host.as_deref()?)?;
    let namespace = namespace.or(own.namespace.as_deref());
    let kind = destination.kind();
    let sent_by = protocol(&kind);
    let is_addressed = |other: &&Collector| {
        other.services.iter().any(|name| name == service)
            && other.namespace.as_deref().is_none_or(|theirs| namespace == Some(theirs))
    };
    let takes_in = |other: &&Collector| {
        other
            .flows
            .iter()
            .filter(|flow| flow.signal == signal)
            .any(|flow| flow.receivers.iter().any(|receiver| protocol(&kind_of(receiver)) == sent_by))
    };
    all.iter().filter(|other| !std::ptr::eq(*other, own)).filter(is_addressed).find(takes_in)
}

/// Service and namespace in a name of the cluster's DNS; a pod's own name may stand before them.
pub(super) fn service(host: &str) -> Option<(&str, Option<&str>)> {
    if host.contains("${") || host.ends_with("localhost") || host.parse::<std::net::IpAddr>().is_ok() {
        return None;
    }
    let name = host.strip_suffix(".cluster.local").unwrap_or(host);
    let labels: Vec<&str> = name.strip_suffix(".svc").unwrap_or(name).split('.').collect();
    match labels.as_slice() {
        [service] => Some((service, None)),
        [service, namespace] | [_, service, namespace] => Some((service, Some(namespace))),
        _ => None,
    }
}

/// What an exporter and a receiver have in common: most are called alike.
fn protocol(kind: &str) -> &str {
    match kind {
        "otlp" | "otlpgrpc" | "otlphttp" | "otelarrow" | "loadbalancing" => "otlp",
        kind if kind.starts_with("service.telemetry") => "otlp",
        kind => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_the_cluster_says_which_service() {
        for (host, expected) in [
            ("gateway", Some(("gateway", None))),
            ("gateway.otel", Some(("gateway", Some("otel")))),
            ("gateway.otel.svc", Some(("gateway", Some("otel")))),
            ("gateway.otel.svc.cluster.local", Some(("gateway", Some("otel")))),
            ("pod-0.gateway.otel.svc", Some(("gateway", Some("otel")))),
            ("localhost", None),
            ("a.localhost", None),
            ("127.0.0.1", None),
            ("::1", None),
            ("gateway.${NS}.svc", None),
        ] {
            assert_eq!(service(host), expected, "{host}");
        }
    }
}
