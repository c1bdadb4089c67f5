//! From an exporter's options to where it sends.

use super::super::Signal;
use super::super::address::Address;
use super::super::node::Node;
use super::field::{self, Field, Flag};
use super::table::{self, Rule, Wire};
use super::{cloud, kafka, vendors};

/// One place that an exporter reaches.
pub(in super::super) enum Reach {
    /// What it is given stays in the process, on its disk, or is fetched from it.
    Nowhere,
    /// A host, whole or in part.
    To {
        address: Address,
        /// What stands there, where its name says more than the host.
        service: Option<&'static str>,
        plain_text: Option<bool>,
    },
    /// It cannot be told, and why.
    Unknown(String),
}

/// A component's kind: what stands before `/` in its id. Newer kinds have underscores that older ones had not.
pub(in crate::dataflow) fn kind_of(id: &str) -> String {
    let kind = id.split('/').next().unwrap_or_default();
    kind.chars().filter(|c| *c != '_' && !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// What stands between a client and the host that it names.
pub(in super::super) const PROXY: &str = "proxy";

/// Every place that an exporter sends a signal to, and the proxy on the way. There is at least one.
pub(in super::super) fn reached(id: &str, options: &Node, signal: Signal) -> Vec<Reach> {
    let mut reached = sent(id, options, signal);
    if !matches!(reached.as_slice(), [Reach::Nowhere]) {
        reached.extend(proxies(options));
    }
    reached
}

/// What names a proxy in options: `proxy_url` of config/confighttp, `proxy_address` of clients of AWS.
const PROXIES: [&str; 2] = ["proxy_url", "proxy_address"];

/// The proxies that an exporter's options name: at the top, or in the section that is its client's. What they hand on is as
/// encrypted as the client made it.
pub(in super::super) fn proxies(options: &Node) -> Vec<Reach> {
    let sections = options.map().into_iter().flatten().map(|(_, node)| node);
    let mut found = Vec::new();
    let nodes = std::iter::once(options).chain(sections).filter(|node| node.map().is_some());
    for (node, name) in nodes.flat_map(|node| PROXIES.map(|name| (node, name))) {
        match field::field(node, name) {
            Field::Missing => {}
            Field::Texts(texts) => {
                for mut reach in at(name, &texts, Wire::Url, node) {
                    if let Reach::To { service, plain_text, .. } = &mut reach {
                        (*service, *plain_text) = (Some(PROXY), Some(false));
                    }
                    found.push(reach);
                }
            }
            Field::Unknown(_) | Field::Odd => found.push(Reach::Unknown(format!("`{name}` is no text"))),
        }
    }
    found
}

fn sent(id: &str, options: &Node, signal: Signal) -> Vec<Reach> {
    let kind = kind_of(id);
    if table::NOWHERE.contains(&kind.as_str()) {
        return vec![Reach::Nowhere];
    }
    if let Node::Text(text) = options {
        let text = super::super::address::shown(text);
        return vec![Reach::Unknown(format!("its options are not at hand: {text}"))];
    }
    if let Some(rule) = table::RULES.iter().find(|rule| rule.kinds.contains(&kind.as_str())) {
        return by_rule(rule, options, signal);
    }
    match kind.as_str() {
        "kafka" => kafka::kafka(options),
        "loadbalancing" => kafka::load_balancing(options),
        "awscloudwatchlogs" | "awsemf" => {
            cloud::aws("CloudWatch Logs", "logs", options, "region", "endpoint")
        }
        "awsxray" => cloud::aws("X-Ray", "xray", options, "region", "endpoint"),
        "awskinesis" => {
            cloud::aws("Kinesis Data Streams", "kinesis", options, "aws.region", "aws.kinesis_endpoint")
        }
        "awss3" => cloud::s3(options),
        "googlecloud" | "googlemanagedprometheus" => cloud::google(&kind, options, signal),
        "azuremonitor" => cloud::azure_monitor(options),
        "azureblob" => cloud::azure_blob(options),
        "datadog" => vendors::datadog(options, signal),
        "elasticsearch" => vendors::elasticsearch(options),
        "clickhouse" => vendors::clickhouse(options),
        "coralogix" => vendors::coralogix(options, signal),
        "signalfx" => vendors::signalfx(options),
        "logzio" => vendors::logzio(options),
        "tencentcloudlogservice" => {
            vendors::by_region(options, "endpoint", "region", "", ".cls.tencentcs.com")
        }
        "sumologic" => vendors::sumologic(options),
        _ => not_known(&kind, options),
    }
}

/// The name of a signal in fields such as `logs_endpoint`.
pub(super) const fn name_of(signal: Signal) -> &'static str {
    match signal {
        Signal::Logs => "logs",
        Signal::Metrics => "metrics",
        Signal::Traces => "traces",
        Signal::Profiles => "profiles",
    }
}

fn by_rule(rule: &Rule, options: &Node, signal: Signal) -> Vec<Reach> {
    for path in rule.fields {
        let path = path.replace("{signal}", name_of(signal));
        match field::field(options, &path) {
            Field::Missing => {}
            Field::Texts(texts) => return at(&path, &texts, rule.wire, options),
            Field::Unknown(name) => return vec![Reach::Unknown(format!("`{path}` depends on {name}"))],
            Field::Odd => return vec![Reach::Unknown(format!("`{path}` is no text"))],
        }
    }
    match rule.default {
        Some(default) => at("its default", &[default.to_owned()], rule.wire, options),
        None => {
            vec![Reach::Unknown(format!("it has no `{}`", rule.fields.last().copied().unwrap_or("endpoint")))]
        }
    }
}

/// The places that endpoints lead to.
pub(super) fn at(path: &str, texts: &[String], wire: Wire, options: &Node) -> Vec<Reach> {
    let one = |text: &String| match Address::parse(text) {
        Ok(address) => {
            let plain_text = match wire {
                Wire::Grpc(tls) => grpc(&address, options, tls),
                Wire::Url => field::wire_of(&address),
                Wire::Syslog => syslog(options),
                Wire::Plain => Some(true),
            };
            Reach::To { address, service: None, plain_text }
        }
        Err(fault) => Reach::Unknown(format!("`{path}` {fault}")),
    };
    texts.iter().map(one).collect()
}

/// gRPC is encrypted unless `insecure` says otherwise, which `https://` and a CA of its own overrule; `http://` alone does
/// not (config/configgrpc and config/configtls).
pub(super) fn grpc(address: &Address, options: &Node, tls: &str) -> Option<bool> {
    let own_ca = ["ca_file", "ca_pem"].map(|key| field::field(options, &format!("{tls}.{key}")));
    let is_sure =
        |ca: &Field| matches!(ca, Field::Texts(texts) if texts.iter().all(|text| field::is_settled(text)));
    let is_https = address.scheme.as_deref() == Some("https") && address.unless.is_empty();
    if is_https || own_ca.iter().any(is_sure) {
        return Some(false);
    }
    let has_ca = own_ca.iter().any(|ca| !matches!(ca, Field::Missing));
    let flags = [field::flag(options, &format!("{tls}.insecure")), field::flag(options, "insecure")];
    match flags.into_iter().find(|flag| *flag != Flag::Missing) {
        // What overrules it depends on a variable.
        Some(Flag::Is(true)) if has_ca => None,
        Some(Flag::Is(insecure)) => Some(insecure),
        Some(_) => None,
        None => Some(false),
    }
}

/// Syslog is encrypted unless `tls.insecure` says otherwise, where it goes by TCP.
fn syslog(options: &Node) -> Option<bool> {
    let has_ca = ["tls.ca_file", "tls.ca_pem"]
        .iter()
        .any(|path| !matches!(field::field(options, path), Field::Missing));
    let is_udp = match field::field(options, "network") {
        Field::Missing => Some(false),
        Field::Texts(texts) if field::is_settled(&texts.concat()) => {
            Some(!texts.concat().trim().eq_ignore_ascii_case("tcp"))
        }
        _ => None,
    };
    match (is_udp, field::flag(options, "tls.insecure")) {
        (Some(false), Flag::Missing | Flag::Is(false)) => Some(false),
        (Some(false), Flag::Is(true)) => Some(!has_ca),
        (Some(true), Flag::Is(true)) if !has_ca => Some(true),
        // With UDP some versions leave TLS out, whatever is said of it.
        _ => None,
    }
}

/// Whether there is a TLS section that is not switched off; nothing where that depends on something.
pub(super) fn is_tls(options: &Node, path: &str) -> Option<bool> {
    match (options.at(path), field::flag(options, &format!("{path}.insecure"))) {
        (None | Some(Node::Null), _) => Some(false),
        (_, Flag::Unknown) => None,
        (_, flag) => Some(flag != Flag::Is(true)),
    }
}

/// A kind that is not known sends somewhere: its usual fields are shown, and that there may be others.
fn not_known(kind: &str, options: &Node) -> Vec<Reach> {
    let keys: Vec<String> =
        options.map().into_iter().flatten().map(|(key, _)| super::super::address::shown(key)).collect();
    let keys =
        if keys.is_empty() { "no options".to_owned() } else { format!("the options {}", keys.join(", ")) };
    let kind = super::super::address::shown(kind);
    let mut reached =
        vec![Reach::Unknown(format!("exporters of kind `{kind}` are not known here; it has {keys}"))];
    if let Field::Texts(texts) = field::field(options, "endpoint") {
        let known = at("endpoint", &texts, Wire::Url, options);
        reached.extend(known.into_iter().filter(|reach| matches!(reach, Reach::To { .. })));
    }
    reached
}
