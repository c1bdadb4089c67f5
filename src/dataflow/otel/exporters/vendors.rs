//! Exporters to vendors that name more than a host.

use super::super::Signal;
use super::super::address::{AT_BEHIND, Address, without_unless};
use super::super::base64::base64;
use super::super::expand::UNKNOWN;
use super::super::node::Node;
use super::field::{self, Field, Flag};
use super::reach::{Reach, at, grpc, name_of};
use super::table::Wire;

/// The endpoint at a path, or a host that is made of a Region, a site or a realm.
fn endpoint_or(options: &Node, path: &str, host: impl FnOnce() -> Result<String, String>) -> Vec<Reach> {
    match field::field(options, path) {
        Field::Texts(texts) => at(path, &texts, Wire::Url, options),
        Field::Unknown(name) => vec![Reach::Unknown(format!("`{path}` depends on {name}"))],
        Field::Odd => vec![Reach::Unknown(format!("`{path}` is no text"))],
        Field::Missing => match host() {
            Ok(host) => at(path, &[format!("https://{host}")], Wire::Url, options),
            Err(why) => vec![Reach::Unknown(why)],
        },
    }
}

/// What stands at a path and is part of a host.
fn part(options: &Node, path: &str, default: Option<&str>) -> Result<String, String> {
    match (field::field(options, path), default) {
        (Field::Texts(texts), _) => Ok(texts.concat().trim().to_owned()),
        (Field::Missing, Some(default)) => Ok(default.to_owned()),
        (Field::Missing, None) => Err(format!("it has no `{path}`")),
        (Field::Unknown(name), _) => Err(format!("`{path}` depends on {name}")),
        (Field::Odd, _) => Err(format!("`{path}` is no text")),
    }
}

/// Datadog: an endpoint for each signal, or the intake of the site; and what the orchestrator explorer takes of logs.
pub(super) fn datadog(options: &Node, signal: Signal) -> Vec<Reach> {
    let intake = match signal {
        Signal::Logs => "http-intake.logs",
        Signal::Metrics => "api",
        Signal::Traces => "trace.agent",
        Signal::Profiles => "intake.profile",
    };
    let at_site =
        |intake: &str| Ok(format!("{intake}.{}", part(options, "api.site", Some("datadoghq.com"))?));
    let mut reached = endpoint_or(options, &format!("{}.endpoint", name_of(signal)), || at_site(intake));
    let explorer = field::flag(options, "orchestrator_explorer.enabled");
    if signal == Signal::Logs && !matches!(explorer, Flag::Missing | Flag::Is(false)) {
        reached.extend(endpoint_or(options, "orchestrator_explorer.endpoint", || at_site("orchestrator")));
    }
    reached
}

/// Splunk's `SignalFx`: where data goes, and where what is known of it (properties, tags, correlations) goes beside it.
pub(super) fn signalfx(options: &Node) -> Vec<Reach> {
    let mut reached = by_region(options, "ingest_url", "realm", "ingest.", ".signalfx.com");
    for path in ["api_url", "correlation.endpoint"] {
        match field::field(options, path) {
            Field::Missing => {}
            Field::Texts(texts) => reached.extend(at(path, &texts, Wire::Url, options)),
            Field::Unknown(name) => reached.push(Reach::Unknown(format!("`{path}` depends on {name}"))),
            Field::Odd => reached.push(Reach::Unknown(format!("`{path}` is no text"))),
        }
    }
    reached
}

/// A vendor with a host for each Region.
pub(super) fn by_region(
    options: &Node,
    endpoint: &str,
    region: &str,
    prefix: &str,
    suffix: &str,
) -> Vec<Reach> {
    endpoint_or(options, endpoint, || Ok(format!("{prefix}{}{suffix}", part(options, region, None)?)))
}

/// Logz.io: the listener of its Region; `us` is the one without a name. Older configurations name another by `custom_endpoint`.
pub(super) fn logzio(options: &Node) -> Vec<Reach> {
    let has_endpoint = !matches!(field::field(options, "endpoint"), Field::Missing);
    let path = if has_endpoint { "endpoint" } else { "custom_endpoint" };
    endpoint_or(options, path, || {
        Ok(match part(options, "region", Some("us"))?.as_str() {
            "us" => "listener.logz.io:8071".to_owned(),
            region => format!("listener-{region}.logz.io:8071"),
        })
    })
}

/// Sumo Logic: its endpoint, or one that its extension is given when it registers.
pub(super) fn sumologic(options: &Node) -> Vec<Reach> {
    let given = || Err("its endpoint is given by Sumo Logic to the `sumologic` extension".to_owned());
    endpoint_or(options, "endpoint", given)
}

/// Coralogix: an endpoint for each signal, or the ingress of the domain.
pub(super) fn coralogix(options: &Node, signal: Signal) -> Vec<Reach> {
    let section = name_of(signal);
    let is_set = |path: &str| {
        field::text(options, path).filter(|text| !matches!(text.as_str(), "http://" | "https://"))
    };
    let endpoint = is_set(&format!("{section}.endpoint"));
    let text = match endpoint.map_or_else(|| part(options, "domain", None), Ok) {
        Err(why) => return vec![Reach::Unknown(why)],
        Ok(text) if is_set(&format!("{section}.endpoint")).is_some() => text,
        Ok(domain) => {
            let is_private = field::flag(options, "private_link") == Flag::Is(true);
            let inner = if is_private && !domain.contains("private.") { "private." } else { "" };
            format!("ingress.{inner}{domain}:443")
        }
    };
    match Address::parse(&text) {
        Ok(address) => {
            let own = grpc(&address, options, &format!("{section}.tls"));
            let plain_text =
                if own == Some(false) { grpc(&address, options, "domain_settings.tls") } else { own };
            vec![Reach::To { address, service: None, plain_text }]
        }
        Err(fault) => vec![Reach::Unknown(format!("its endpoint {fault}"))],
    }
}

/// `ClickHouse`: several hosts in one text, and TLS by a parameter.
pub(super) fn clickhouse(options: &Node) -> Vec<Reach> {
    let text = match part(options, "endpoint", None) {
        Ok(text) => text,
        Err(why) => return vec![Reach::Unknown(why)],
    };
    let (bare, unless) = without_unless(&text);
    let (scheme, rest) = bare.split_once("://").unwrap_or(("tcp", &bare));
    let (hosts, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if tail.contains('@') {
        return vec![Reach::Unknown(format!("its endpoint {AT_BEHIND}"))];
    }
    let hosts = hosts.rsplit_once('@').map_or(hosts, |(_, hosts)| hosts);
    let parameter = field::flag(options, "connection_params.secure");
    let is_secure = bare.contains("secure=true") && unless.is_empty()
        || parameter == Flag::Is(true)
        || options.at("tls").and_then(Node::map).is_some_and(|tls| !tls.is_empty());
    let texts: Vec<String> = hosts.split(',').map(|host| format!("{scheme}://{}", host.trim())).collect();
    let mut reached = at("endpoint", &texts, Wire::Url, options);
    for reach in &mut reached {
        if let Reach::To { address, plain_text, .. } = reach {
            *plain_text = match (is_secure, parameter) {
                (true, _) => Some(false),
                (false, Flag::Unknown) => None,
                (false, _) => *plain_text,
            };
            address.unless.clone_from(&unless);
        }
    }
    reached
}

/// Elasticsearch: endpoints, or a Cloud ID, or the variable of its client.
pub(super) fn elasticsearch(options: &Node) -> Vec<Reach> {
    for path in ["endpoints", "endpoint"] {
        match field::field(options, path) {
            Field::Missing => {}
            Field::Texts(texts) => return at(path, &texts, Wire::Url, options),
            Field::Unknown(name) => return vec![Reach::Unknown(format!("`{path}` depends on {name}"))],
            Field::Odd => return vec![Reach::Unknown(format!("`{path}` is no text"))],
        }
    }
    match part(options, "cloudid", None) {
        Ok(id) => match cloud_host(&without_unless(&id).0) {
            Some(host) => at("cloudid", &[format!("https://{host}")], Wire::Url, options),
            None => vec![Reach::Unknown("`cloudid` is none, or depends on a variable".to_owned())],
        },
        Err(_) => vec![Reach::Unknown("it depends on ${ELASTICSEARCH_URL}".to_owned())],
    }
}

/// The host in a Cloud ID: `name:` and the base64 of `host$elasticsearch$kibana`.
fn cloud_host(id: &str) -> Option<String> {
    if id.contains(UNKNOWN) {
        return None;
    }
    let text = base64(id.rsplit_once(':')?.1)?;
    let mut parts = text.split('$');
    let (host, cluster) = (parts.next()?, parts.next()?);
    let (host, port) = host.split_once(':').unwrap_or((host, "443"));
    Some(format!("{cluster}.{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cloud_id_names_its_host() {
        // us-east-1.aws.found.io$0123abcd$kibana
        let id = "prod:dXMtZWFzdC0xLmF3cy5mb3VuZC5pbyQwMTIzYWJjZCRraWJhbmE=";
        assert_eq!(cloud_host(id).as_deref(), Some("0123abcd.us-east-1.aws.found.io:443"));
        assert_eq!(cloud_host("prod:%%%"), None);
        assert_eq!(cloud_host("hunter2"), None);
    }
}
