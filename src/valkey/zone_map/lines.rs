//! A zone map of lines: nodes, and their zone.

use std::net::IpAddr;

use super::{Entry, Nodes};
use crate::valkey::Address;

/// What a line should look like.
pub(super) const FORM: &str = "write NODES ZONE, like `10.0.1.0/24 us-east-1a`, `cache-1.internal us-east-1b` or `10.0.2.4:6379 us-east-1c`";

/// Names that the first column of a table has.
const HEADINGS: [&str; 9] =
    ["nodes", "node", "cidr", "network", "subnet", "host", "hostname", "address", "ip"];

/// Reads lines. Comments begin with `#`; blanks, tabs, `=`, `,` and `;` part nodes from their zone.
pub(super) fn lines(text: &str) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let wrong = |what: String| format!("line {}: {what}; {FORM}", number + 1);
        let parts: Vec<&str> = line
            .split(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | ';'))
            .map(|part| part.trim_matches(['"', '\'']))
            .filter(|part| !part.is_empty())
            .collect();
        let (first, zone) = match parts.as_slice() {
            [first, zone] => (first, zone),
            [one] => return Err(wrong(format!("`{one}` has no zone"))),
            _ => return Err(wrong(format!("`{line}` is more than nodes and a zone"))),
        };
        if entries.is_empty() && HEADINGS.iter().any(|heading| first.eq_ignore_ascii_case(heading)) {
            continue;
        }
        let nodes = nodes(first).map_err(wrong)?;
        entries.push(Entry { nodes, zone: (*zone).to_owned() });
    }
    Ok(entries)
}

/// Reads a network, a host, or a host with its port.
pub(super) fn nodes(text: &str) -> Result<Nodes, String> {
    if let Some((network, length)) = text.split_once('/') {
        let ip: IpAddr = network.parse().map_err(|_| format!("`{network}` is no IP address"))?;
        let most = if ip.is_ipv4() { 32 } else { 128 };
        let length = length.parse().ok().filter(|length| *length <= most);
        let length =
            length.ok_or_else(|| format!("`{text}` is no network: its prefix is 0 to {most} bits"))?;
        return Ok(Nodes::Network(ip, length));
    }
    if text.parse::<IpAddr>().is_ok() {
        return Ok(Nodes::Host(text.to_owned()));
    }
    let is_name = |host: &str| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
    };
    if is_name(text) {
        return Ok(Nodes::Host(text.to_owned()));
    }
    let address: Address = text.parse().map_err(|_| format!("`{text}` is no network, host or HOST:PORT"))?;
    if is_name(&address.host) || address.host.parse::<IpAddr>().is_ok() {
        return Ok(Nodes::Address(address));
    }
    Err(format!("`{}` is no host", address.host))
}
