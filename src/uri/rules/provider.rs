//! What the URI says against what the provider's endpoint is by its name.

use super::address::host_place;
use super::providers::{Endpoint, MEMORYSTORE_NODE_PORTS, MEMORYSTORE_TLS_PORT, Ports, Tls};
use super::{Sink, Subject};
use crate::report::Finding;
use crate::report::catalogue::{URI_PROVIDER_MODE, URI_PROVIDER_PORT, URI_PROVIDER_TLS};
use crate::uri::Scheme;
use crate::uri::edit::Edit;
use crate::uri::words::{Key, SchemeWord};

/// Whether the name gives an endpoint away.
pub(super) fn is_recognised(subject: &Subject<'_>) -> bool {
    subject.endpoint().is_some()
}

/// The port, where it is one: Rust reads `+6379` too, which is no port, and masked as what may be a secret.
fn port_number(subject: &Subject<'_>) -> Option<u16> {
    let port = subject.part(subject.parts.port?);
    port.parse().ok().filter(|_| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The same kind of store with or without TLS.
fn other_scheme(subject: &Subject<'_>) -> Option<&'static str> {
    match subject.parts.word() {
        SchemeWord::Server(scheme) | SchemeWord::NearServer(scheme) => Some(match scheme {
            Scheme::Redis => "rediss",
            Scheme::Rediss => "redis",
            Scheme::Valkey => "valkeys",
            Scheme::Valkeys => "valkey",
        }),
        _ => None,
    }
}

pub(super) fn tls(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some((endpoint, other)) = subject.endpoint().zip(other_scheme(subject)) else { return };
    let Some((place, _)) = subject.parts.scheme else { return };
    let (finding, certain) = match (subject.is_tls(), endpoint.tls, endpoint.ports, port_number(subject)) {
        (false, Tls::Required, ..) => (
            Finding::fail(&URI_PROVIDER_TLS, format!("the host is {}, and the URI asks for plain text", endpoint.what))
                .help(format!("use `{other}://`: the endpoint speaks TLS only, and a plain connection is dropped or hangs")),
            true,
        ),
        (true, Tls::Absent, ..) => (
            Finding::fail(&URI_PROVIDER_TLS, format!("the host is {}, and the URI asks for TLS", endpoint.what))
                .help(format!("use `{other}://`, or better turn TLS on: the endpoint's name then begins with `clustercfg.` or `master.`")),
            // Taking TLS away from a URI is for a person to decide.
            false,
        ),
        (false, _, Ports::Split { tls, .. }, Some(port)) if port == tls => (
            Finding::fail(&URI_PROVIDER_TLS, format!("port {port} of {} speaks TLS, and the URI asks for plain text", endpoint.what))
                .help(format!("use `{other}://`")),
            true,
        ),
        (true, _, Ports::Split { tls, plain }, Some(port)) if port == plain => (
            Finding::fail(&URI_PROVIDER_TLS, format!("port {port} of {} speaks plain text, and the URI asks for TLS", endpoint.what))
                .help(format!("use port {tls}")),
            false,
        ),
        (false, _, Ports::Split { tls, .. }, _) => (
            Finding::warn(&URI_PROVIDER_TLS, format!("the host is {}, whose plain-text port is off by default", endpoint.what))
                .help(format!("use `{other}://` and port {tls}")),
            false,
        ),
        (false, _, _, Some(MEMORYSTORE_TLS_PORT)) if endpoint.private_ca => (
            Finding::warn(&URI_PROVIDER_TLS, "port 6378 is the TLS port of Memorystore for Redis, and the URI asks for plain text")
                .help(format!("use `{other}://` if this is Memorystore")),
            false,
        ),
        _ => return,
    };
    sink.at(place, Some(format!("`{other}`?").into()), finding);
    if certain {
        sink.edit(Edit::replace(place, other));
    }
}

pub(super) fn port(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some(endpoint) = subject.endpoint() else { return };
    let (Some(place), Some(port)) = (subject.parts.port, port_number(subject)) else { return };
    let what = endpoint.what;
    match endpoint.ports {
        Ports::Only(ports) if !ports.contains(&port) => {
            let right = ports.iter().map(u16::to_string).collect::<Vec<_>>().join(" or ");
            let finding =
                Finding::fail(&URI_PROVIDER_PORT, format!("{what} listens on port {right}, not on {port}"));
            sink.at(place, None, finding.help(format!("use port {right}")));
            if let [right] = ports {
                sink.edit(Edit::replace(place, right.to_string()));
            }
        }
        Ports::Named(right) if right != port => {
            let message = format!("the host's name says port {right}, and the URI says {port}");
            let finding = Finding::fail(&URI_PROVIDER_PORT, message).help(format!(
                "use port {right}: each Redis Cloud database has its own, and its host name carries it"
            ));
            sink.at(place, Some(format!("`{right}`?").into()), finding);
            sink.edit(Edit::replace(place, right.to_string()));
        }
        Ports::WithReader { reader, port: right } if port == reader => {
            let finding = Finding::warn(
                &URI_PROVIDER_PORT,
                format!("port {reader} of {what} is its reader port: it refuses writes"),
            );
            sink.at(place, None, finding.help(format!("use port {right}: the query servers write too")));
        }
        Ports::WithReader { port: right, .. } if port != right => {
            let finding =
                Finding::fail(&URI_PROVIDER_PORT, format!("{what} listens on port {right}, not on {port}"));
            sink.at(place, None, finding.help(format!("use port {right}")));
            sink.edit(Edit::replace(place, right.to_string()));
        }
        Ports::Split { tls, plain } if port != tls && port != plain => {
            let message =
                format!("{what} listens on port {tls} (TLS) and {plain} (plain text), not on {port}");
            let finding = Finding::warn(&URI_PROVIDER_PORT, message).help(format!(
                "use port {tls}; ports from 13000 and 15000 on are single nodes of a Premium cluster"
            ));
            sink.at(place, None, finding);
        }
        Ports::Any if endpoint.private_ca && MEMORYSTORE_NODE_PORTS.contains(&port) => {
            let message = format!(
                "port {port} of a private address is a single node's on Memorystore, not the discovery endpoint's"
            );
            let finding = Finding::warn(&URI_PROVIDER_PORT, message)
                .help("use the discovery endpoint (`CONNECTION_TYPE_DISCOVERY`) with port 6379: only that one is for clients, and node ports change");
            sink.at(place, None, finding);
        }
        _ => {}
    }
}

pub(super) fn mode(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some(endpoint) = subject.endpoint() else { return };
    unfit(subject, endpoint, sink);
    let (Some(right), Some(said)) = (endpoint.clustered, subject.clustered()) else { return };
    if right == said {
        return;
    }
    let Some((_, param)) = subject.parts.param(Key::Clustered) else { return };
    let why = if right {
        "a client without the cluster protocol gets `MOVED` for every key of another shard"
    } else {
        "a cluster client's first command, CLUSTER SLOTS, is refused there"
    };
    let message = format!("the host is {}, and the URI says `clustered={said}`", endpoint.what);
    let finding =
        Finding::fail(&URI_PROVIDER_MODE, message).help(format!("write `clustered={right}`: {why}"));
    let place = param.value.unwrap_or(param.key);
    sink.at(place, Some(format!("write `{right}`").into()), finding);
    sink.edit(Edit::replace(place, right.to_string()));
}

fn unfit(subject: &Subject<'_>, endpoint: &Endpoint, sink: &mut Sink<'_>) {
    if let Some(reason) = endpoint.unfit {
        let finding = Finding::warn(&URI_PROVIDER_MODE, format!("the host is {}", endpoint.what))
            .help(format!("use the configuration or primary endpoint: {reason}"));
        sink.at(host_place(subject), None, finding);
    }
}
