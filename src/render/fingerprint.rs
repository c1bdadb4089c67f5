//! What makes two results of two runs the same finding, for the formats that are followed from run to run.
//!
//! GitHub's code scanning and GitLab's code quality tell by a fingerprint what is new and what is mended. It is made of
//! the check's code, the title of the section and the finding's own subject; not of the message, which quotes values
//! that change. A node's address and its id are replaced by `*` first, because a node that is replaced comes back with
//! others. Results that are equal by all that are told apart by a running number.

use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::report::Finding;

/// The hexadecimal digits of a node's id in a cluster.
const NODE_ID: usize = 40;

/// Gives out fingerprints, no two of them the same.
#[derive(Default)]
pub(super) struct Fingerprints(HashMap<u64, usize>);

impl Fingerprints {
    pub(super) fn next(&mut self, finding: &Finding, title: &str) -> String {
        let subject =
            finding.detail.as_ref().and_then(|detail| detail.subject.as_deref()).unwrap_or_default();
        let key = [finding.check.code, &without_addresses(title), &without_addresses(subject)].join("\0");
        let hash = fnv1a(key.as_bytes());
        let number = self.0.entry(hash).or_default();
        *number += 1;
        format!("{hash:016x}:{number}")
    }
}

/// FNV-1a, 64 bits: the standard library's hasher may change its numbers, and these must not.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The text with every IP address in it, also one spelled as AWS does in host names (`ip-10-0-1-4`), and every node's id
/// made `*`.
pub(super) fn without_addresses(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        if word.is_empty() {
            result.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            result.push_str(&word_without_address(word));
            rest = &rest[word.len()..];
        }
    }
    result
}

/// Whether a character can be part of an address or of a host name.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || ".:-".contains(c)
}

fn word_without_address(word: &str) -> String {
    if word.parse::<Ipv6Addr>().is_ok() {
        return "*".to_owned();
    }
    if word.len() == NODE_ID && word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return "*".to_owned();
    }
    let is_v4 = |text: &str| text.parse::<Ipv4Addr>().is_ok();
    let aws = |part: &str| part.strip_prefix("ip-").is_some_and(|digits| is_v4(&digits.replace('-', ".")));
    let (host, port) = word.split_at(word.find(':').unwrap_or(word.len()));
    let host = if is_v4(host) {
        "*".to_owned()
    } else {
        host.split('.').map(|part| if aws(part) { "*" } else { part }).collect::<Vec<_>>().join(".")
    };
    host + port
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue::{NET_TCP, NET_TLS};

    #[test]
    fn addresses_are_left_out() {
        for (text, expected) in [
            ("redis://10.0.1.4:6379/0?clustered=true", "redis://*:6379/0?clustered=true"),
            ("node 10.0.1.4", "node *"),
            ("[2001:db8::7]:6379", "[*]:6379"),
            ("ip-10-0-1-4.ec2.internal:6379", "*.ec2.internal:6379"),
            ("chalk-0001-001.abc.use1.cache.amazonaws.com", "chalk-0001-001.abc.use1.cache.amazonaws.com"),
            ("shard 3 at 12:30", "shard 3 at 12:30"),
            ("größe 1.2.3.4 ••••", "größe * ••••"),
            ("node 07c37dfeb235213a872192d90877d0cd55635b91@16379", "node *@16379"),
        ] {
            assert_eq!(without_addresses(text), expected);
        }
    }

    #[test]
    fn fingerprints_are_stable_and_unique() {
        let mut fingerprints = Fingerprints::default();
        let mut next = |check, node: &str| fingerprints.next(&Finding::fail(check, "m").about(node), "prod");
        let first = next(&NET_TCP, "10.0.1.4");
        assert_eq!(first, "a8e3d8372695a955:1");
        assert_eq!(next(&NET_TCP, "10.0.1.5"), first.replace(":1", ":2"));
        assert_ne!(next(&NET_TLS, "10.0.1.4")[..16], first[..16]);
    }
}
