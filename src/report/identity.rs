//! What makes two findings of two runs the same: not the addresses and ids of nodes, which come back with others when
//! they are replaced.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The hexadecimal digits of a node's id in a cluster.
const NODE_ID: usize = 40;

/// The text with every IP address in it, also one spelled as AWS does in host names (`ip-10-0-1-4`), and every node's id
/// made `*`.
pub fn without_addresses(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (word, behind) = rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
        if word.is_empty() {
            result.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        // Behind the host of a URI a number is a database.
        if is_prefix_length(behind) && !result.ends_with(['/', '@']) {
            result.push_str(word);
        } else {
            result.push_str(&word_without_address(word));
        }
        rest = behind;
    }
    result
}

/// Whether it goes on as a network does: `/24`.
fn is_prefix_length(behind: &str) -> bool {
    behind.strip_prefix('/').is_some_and(|length| length.starts_with(|c: char| c.is_ascii_digit()))
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

    #[test]
    fn addresses_are_left_out() {
        for (text, expected) in [
            ("redis://10.0.1.4:6379/0?clustered=true", "redis://*:6379/0?clustered=true"),
            ("node 10.0.1.4", "node *"),
            ("redis://10.0.1.4/0?clustered=true", "redis://*/0?clustered=true"),
            ("8.8.8.0/24 and 2001:db8::/32 may reach 8.8.8.8", "8.8.8.0/24 and 2001:db8::/32 may reach *"),
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
}
