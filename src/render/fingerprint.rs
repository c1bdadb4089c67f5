//! What makes two results of two runs the same finding, for the formats that are followed from run to run.
//!
//! GitHub's code scanning and GitLab's code quality tell by a fingerprint what is new and what is mended. It is made of
//! the check's code, the title of the section and the finding's own subject; not of the message, which quotes values
//! that change. A node's address and its id are replaced by `*` first, because a node that is replaced comes back with
//! others. Results that are equal by all that are told apart by a running number.

use std::collections::HashMap;

use crate::report::{Finding, without_addresses};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue::{NET_TCP, NET_TLS};

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
