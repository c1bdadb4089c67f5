//! The proxy that the environment of a collector names: whatever it sends with HTTP or gRPC goes through it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::address::Address;
use super::expand::Expander;
use super::exporters::{PROXY, Reach};
use super::graph::destination;
use super::{Collector, Destination, Place, Places};
use crate::dataflow::network::Range;

/// The variables that name it.
const NAMES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/// The variables that name what does not go through it.
const EXCEPT: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// Adds the proxies to what a collector sends.
pub(super) fn add_proxies(collector: &mut Collector, expander: &Expander<'_>, places: &Places) {
    let except: Vec<String> = EXCEPT.iter().filter_map(|name| expander.given(name)).collect();
    let except: Vec<&str> = except.iter().flat_map(|list| list.split(',')).map(str::trim).collect();
    for (name, text) in NAMES.iter().filter_map(|name| Some((*name, expander.given(name)?))) {
        let through = |sent: &[Destination]| {
            let signals: BTreeSet<_> =
                sent.iter().filter(|to| goes_through(to, &except)).map(|to| to.arrives_as).collect();
            let one = |arrives_as| {
                let reach = match Address::parse(&text) {
                    Ok(address) => Reach::To { address, service: Some(PROXY), plain_text: Some(false) },
                    Err(fault) => Reach::Unknown(format!("it {fault}")),
                };
                Destination { arrives_as, ..destination(name, reach, places, |_| {}) }
            };
            signals.into_iter().map(one).collect::<Vec<_>>()
        };
        for flow in &mut collector.flows {
            let more = through(&flow.destinations);
            flow.unresolved.extend(more.iter().filter_map(Destination::depends));
            flow.destinations.extend(more);
        }
        let more = through(&collector.side_doors);
        collector.side_doors.extend(more);
    }
}

fn goes_through(to: &Destination, except: &[&str]) -> bool {
    let host = to.host.as_deref().unwrap_or_default();
    let address = host.parse::<IpAddr>().ok();
    let is_own = host == "localhost" || address.is_some_and(|address| address.is_loopback());
    let is_excepted = |entry: &&str| {
        let name = entry.trim_start_matches('*').trim_start_matches('.').to_ascii_lowercase();
        match (address, Range::parse(entry)) {
            _ if *entry == "*" => true,
            (Some(address), Some(range)) => range.has(address),
            (None, None) => {
                !name.is_empty()
                    && host.strip_suffix(&name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }
            _ => false,
        }
    };
    let is_proxy = to.target.starts_with(PROXY);
    to.place != Place::Nowhere && !is_own && !is_proxy && !except.iter().any(is_excepted)
}
