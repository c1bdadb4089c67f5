//! Exporters that name several hosts.

use super::super::address::{self, Address};
use super::super::node::Node;
use super::field::{self, Field};
use super::reach::{Reach, at, grpc, is_tls};
use super::table::Wire;

/// The port of a host that names none.
const OTLP_PORT: &str = "4317";

/// Kafka: `brokers`, a list or a text with commas.
pub(super) fn kafka(options: &Node) -> Vec<Reach> {
    let brokers = match field::field(options, "brokers") {
        Field::Missing => vec!["localhost:9092".to_owned()],
        Field::Texts(texts) => {
            let split = texts.iter().flat_map(|text| text.split(',')).map(str::trim);
            split.filter(|text| !text.is_empty()).map(str::to_owned).collect()
        }
        Field::Unknown(name) => return vec![Reach::Unknown(format!("`brokers` depends on {name}"))],
        Field::Odd => return vec![Reach::Unknown("`brokers` is no list of texts".to_owned())],
    };
    // IAM for MSK needs TLS; which versions take it for granted cannot be told.
    let mechanism = field::text(options, "auth.sasl.mechanism");
    let is_iam = mechanism.is_some_and(|mechanism| mechanism.starts_with("AWS_MSK_IAM"));
    let plain = match [is_tls(options, "tls"), is_tls(options, "auth.tls")] {
        [Some(false), Some(false)] => (!is_iam).then_some(true),
        either if either.contains(&Some(true)) => Some(false),
        _ => None,
    };
    let mut reached = at("brokers", &brokers, Wire::Plain, options);
    for reach in &mut reached {
        if let Reach::To { plain_text, .. } = reach {
            *plain_text = plain;
        }
    }
    reached
}

/// `loadbalancing`: whichever of its resolvers is there, over OTLP.
pub(super) fn load_balancing(options: &Node) -> Vec<Reach> {
    let to = |text: &str| match Address::parse(text) {
        Ok(mut address) => {
            let plain_text = grpc(&address, options, "protocol.otlp.tls");
            address.port.get_or_insert_with(|| OTLP_PORT.to_owned());
            Reach::To { address, service: None, plain_text }
        }
        Err(fault) => Reach::Unknown(format!("a host of `resolver` {fault}")),
    };
    let mut reached = Vec::new();
    for path in ["resolver.static.hostnames", "resolver.dns.hostname", "resolver.k8s.service"] {
        match field::field(options, path) {
            Field::Missing => {}
            Field::Texts(texts) if path.contains("k8s") => {
                // `service` or `service.namespace`, always of this cluster.
                reached.extend(texts.iter().map(|text| {
                    let (text, unless) = address::without_unless(text);
                    let name = if text.contains('.') { format!("{text}.svc") } else { text };
                    let mut address = Address::of_host(&name);
                    address.unless = unless;
                    let plain_text = grpc(&address, options, "protocol.otlp.tls");
                    Reach::To { address, service: None, plain_text }
                }));
            }
            Field::Texts(texts) => reached.extend(texts.iter().map(|text| to(text))),
            Field::Unknown(name) => reached.push(Reach::Unknown(format!("`{path}` depends on {name}"))),
            Field::Odd => reached.push(Reach::Unknown(format!("`{path}` is no text"))),
        }
    }
    if options.at("resolver.aws_cloud_map").is_some_and(|node| *node != Node::Null) {
        reached.push(Reach::Unknown("its hosts are found in AWS Cloud Map".to_owned()));
    }
    if reached.is_empty() {
        reached.push(Reach::Unknown("it has no `resolver` that is known here".to_owned()));
    }
    reached
}
