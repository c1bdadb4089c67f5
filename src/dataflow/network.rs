//! Arithmetic of address blocks, of IPv4 and IPv6.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 that is written as IPv6: `::ffff:10.0.0.1`, and what NAT64 leads to, as in clusters of IPv6 alone (RFC 6052).
pub(super) fn canonical(address: IpAddr) -> IpAddr {
    let nat64 = 0x0064_ff9b_u128 << 96;
    match address.to_canonical() {
        IpAddr::V6(address) if address.to_bits() >> 32 == nat64 >> 32 => IpAddr::V4(Ipv4Addr::from_bits(
            u32::try_from(address.to_bits() & 0xffff_ffff).unwrap_or(u32::MAX),
        )),
        other => other,
    }
}

/// Addresses of one family that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Range {
    is_v6: bool,
    first: u128,
    last: u128,
}

impl Range {
    const fn most(is_v6: bool) -> u128 {
        if is_v6 { u128::MAX } else { u32::MAX as u128 }
    }

    /// `10.0.0.0/8`, `2001:db8::/32` or one address, also in brackets. Bits behind the prefix are taken for 0, as AWS takes
    /// them; IPv4 that is written as IPv6 (`::ffff:10.0.0.1`) is IPv4.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (address, prefix) =
            text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let bare = address.strip_prefix('[').and_then(|address| address.strip_suffix(']'));
        let address: IpAddr = bare.unwrap_or(address).parse().ok()?;
        let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let written = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => written,
            Some(text) => {
                Some(text).filter(is_number)?.parse().ok().filter(|prefix: &u32| *prefix <= written)?
            }
        };
        let (is_v6, value, bits, prefix) = match (address.to_canonical(), address) {
            (IpAddr::V4(address), IpAddr::V6(_)) if prefix >= 96 => {
                (false, u128::from(address.to_bits()), 32, prefix - 96)
            }
            (_, IpAddr::V4(address)) => (false, u128::from(address.to_bits()), 32, prefix),
            (_, IpAddr::V6(address)) => (true, address.to_bits(), 128, prefix),
        };
        let free = 1_u128.checked_shl(bits - prefix).map_or(u128::MAX, |size| size - 1);
        let free = free & Self::most(is_v6);
        Some(Self { is_v6, first: value & !free, last: value | free })
    }

    /// Whether an address is in it.
    pub(super) fn has(&self, address: IpAddr) -> bool {
        let (is_v6, value) = match canonical(address) {
            IpAddr::V4(address) => (false, u128::from(address.to_bits())),
            IpAddr::V6(address) => (true, address.to_bits()),
        };
        self.is_v6 == is_v6 && self.first <= value && value <= self.last
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Networks(vec![*self]).blocks().join(" "))
    }
}

/// A set of addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<Range>);

impl Networks {
    /// The addresses of blocks that are written as CIDR, and what could not be read as one.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> (Self, Vec<&'a str>) {
        let (mut ranges, mut wrong) = (Vec::new(), Vec::new());
        for text in texts {
            match Range::parse(text) {
                Some(range) => ranges.push(range),
                None => wrong.push(text),
            }
        }
        (Self::merged(ranges), wrong)
    }

    /// Whether a text is an address or a block of addresses.
    pub fn is_block(text: &str) -> bool {
        Range::parse(text).is_some()
    }

    fn merged(mut ranges: Vec<Range>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<Range> = Vec::new();
        for range in ranges {
            match merged.last_mut() {
                Some(last) if last.is_v6 == range.is_v6 && range.first <= last.last.saturating_add(1) => {
                    last.last = last.last.max(range.last);
                }
                _ => merged.push(range),
            }
        }
        Self(merged)
    }

    /// Whether there is no address in it.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Both together.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self::merged(self.0.iter().chain(&other.0).copied().collect())
    }

    /// These without those of `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        // Both are sorted and merged, so that a hole that ends before a range ends before all that follow.
        let mut holes = other.0.as_slice();
        for range in &self.0 {
            let is_before = |hole: &Range| (hole.is_v6, hole.last) < (range.is_v6, range.first);
            holes = &holes[holes.iter().take_while(|hole| is_before(hole)).count()..];
            let mut rest = Some(*range);
            for hole in holes {
                let Some(now) = rest else { break };
                if hole.is_v6 != now.is_v6 || hole.first > now.last {
                    break;
                }
                if now.first < hole.first {
                    left.push(Range { last: hole.first.saturating_sub(1), ..now });
                }
                rest = (hole.last < now.last).then(|| Range { first: hole.last.saturating_add(1), ..now });
            }
            left.extend(rest);
        }
        Self(left)
    }

    /// Whether every address of a family is in it: the whole internet.
    pub fn is_open(&self) -> bool {
        self.0.iter().any(|range| range.first == 0 && range.last == Range::most(range.is_v6))
    }

    /// As few blocks as can be, as CIDR.
    pub fn blocks(&self) -> Vec<String> {
        let mut blocks = Vec::new();
        for range in &self.0 {
            let bits = if range.is_v6 { 128 } else { 32 };
            let mut first = range.first;
            loop {
                // The largest block that begins here and does not reach beyond the end.
                let aligned = first.trailing_zeros().min(bits);
                let size = |power: u32| 1_u128.checked_shl(power).map_or(u128::MAX, |size| size - 1);
                let fits =
                    (0..=aligned).rev().find(|power| size(*power) <= range.last - first).unwrap_or_default();
                blocks.push(format!("{}/{}", address(range.is_v6, first), bits - fits));
                match first.checked_add(size(fits)).and_then(|last| last.checked_add(1)) {
                    Some(next) if next <= range.last => first = next,
                    _ => break,
                }
            }
        }
        blocks
    }
}

fn address(is_v6: bool, value: u128) -> IpAddr {
    if is_v6 {
        IpAddr::V6(Ipv6Addr::from_bits(value))
    } else {
        IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(value).unwrap_or(u32::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn networks(texts: &[&str]) -> Networks {
        let (networks, wrong) = Networks::parse(texts.iter().copied());
        assert!(wrong.is_empty(), "{wrong:?}");
        networks
    }

    #[test]
    fn blocks_are_read_and_written() {
        for (texts, blocks) in [
            (&["10.0.0.0/8"][..], &["10.0.0.0/8"][..]),
            (&["10.1.2.3/8"], &["10.0.0.0/8"]),
            (&["192.0.2.7"], &["192.0.2.7/32"]),
            (&["0.0.0.0/1", "128.0.0.0/1"], &["0.0.0.0/0"]),
            (&["10.0.0.0/25", "10.0.0.128/25", "10.0.1.0/24"], &["10.0.0.0/23"]),
            (&["2001:db8::/33", "2001:db8:8000::/33"], &["2001:db8::/32"]),
            (&["::/0", "0.0.0.0/0"], &["0.0.0.0/0", "::/0"]),
            (&["255.255.255.255"], &["255.255.255.255/32"]),
            (&["[2001:db8::7]"], &["2001:db8::7/128"]),
            (&["::ffff:10.0.0.0/104", "::ffff:10.0.0.1"], &["10.0.0.0/8"]),
        ] {
            assert_eq!(networks(texts).blocks(), blocks, "{texts:?}");
        }
        for wrong in [
            "",
            "10.0.0.0/33",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "a",
            "10.0.0/8",
            "::/129",
            "10.0.0.0/8/8",
            "[::1",
            "[::1]:80",
        ] {
            assert!(!Networks::is_block(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_is_let_in_beside_is_found() {
        let list = networks(&["198.51.100.0/24", "2001:db8::/32"]);
        let metadata = networks(&["198.51.100.0/25", "2001:db8::/32"]);
        assert_eq!(list.without(&metadata).blocks(), ["198.51.100.128/25"]);
        assert!(metadata.without(&list).is_empty());
        assert!(networks(&["0.0.0.0/1", "128.0.0.0/1"]).is_open() && networks(&["::/0"]).is_open());
        assert!(!list.is_open() && !networks(&["0.0.0.0/1"]).is_open());
    }

    proptest! {
        /// Every address by itself says the same as the arithmetic.
        #[test]
        fn differences_are_those_of_single_addresses(
            some in prop::collection::vec((0_u8..=255, 24_u32..=32), 0..6),
            others in prop::collection::vec((0_u8..=255, 24_u32..=32), 0..6),
        ) {
            let written = |list: &[(u8, u32)]| -> Vec<String> {
                list.iter().map(|(last, prefix)| format!("192.0.2.{last}/{prefix}")).collect()
            };
            let (some, others) = (written(&some), written(&others));
            let of = |texts: &[String]| Networks::parse(texts.iter().map(String::as_str)).0;
            let left = of(&some).without(&of(&others));
            let again = of(&left.blocks());
            prop_assert_eq!(&again, &Networks::merged(left.0.clone()));
            for last in 0..=255_u8 {
                let one = of(&[format!("192.0.2.{last}")]);
                let is_in = |set: &Networks| one.without(set).is_empty();
                prop_assert_eq!(is_in(&left), is_in(&of(&some)) && !is_in(&of(&others)), "{}", last);
            }
        }
    }
}
