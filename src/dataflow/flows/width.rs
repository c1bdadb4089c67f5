//! How much of the internet a list of networks lets in.

use crate::dataflow::Networks;

/// Addresses of IPv4 that hosts on the internet have: all that are no multicast and not reserved.
const V4: [&str; 3] = ["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3"];
/// Addresses of IPv6 that hosts on the internet have: all that were given out.
const V6: [&str; 1] = ["2000::/3"];
/// Addresses that no host on the internet has.
const PRIVATE: [&str; 6] =
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7"];
/// A list that lets in this share of the internet is as good as none: a quarter, less than any block of `/1` holds.
pub(super) const TOO_WIDE: f64 = 0.25;

/// What share of the internet a list lets in, by family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Width {
    /// Of IPv4, 0 to 1.
    pub v4: f64,
    /// Of IPv6, 0 to 1.
    pub v6: f64,
}

impl Width {
    /// Of a list.
    pub fn of(list: &Networks) -> Self {
        Self { v4: share(list, &V4), v6: share(list, &V6) }
    }

    /// Whether so much is let in of a family that the list keeps nobody out.
    pub fn is_open(self) -> bool {
        self.v4.max(self.v6) >= TOO_WIDE
    }

    /// In words, of the family of which most is let in.
    pub fn told(self) -> String {
        let (share, family) = if self.v4 >= self.v6 { (self.v4, "IPv4") } else { (self.v6, "IPv6") };
        if share >= 1.0 {
            format!("everybody on the internet ({family})")
        } else {
            format!("{} % of the internet ({family})", (share * 100.0).floor())
        }
    }
}

/// These without those that no host on the internet has.
pub(super) fn public(networks: &Networks) -> Networks {
    networks.without(&Networks::parse(PRIVATE).0)
}

/// The share of `internet` that is in the list.
fn share(list: &Networks, internet: &[&str]) -> f64 {
    let internet = Networks::parse(internet.iter().copied()).0;
    let outside = internet.without(list);
    if outside.is_empty() { 1.0 } else { 1.0 - size(&outside) / size(&internet) }
}

/// The size of a set of addresses of one family, as a share of all of it.
fn size(networks: &Networks) -> f64 {
    let of_block = |block: &String| {
        let prefix = block.rsplit('/').next().and_then(|prefix| prefix.parse::<i32>().ok());
        prefix.map_or(0.0, |prefix| 0.5_f64.powi(prefix))
    };
    networks.blocks().iter().map(of_block).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str]) -> Networks {
        Networks::parse(texts.iter().copied()).0
    }

    #[test]
    fn a_list_is_as_wide_as_all_its_blocks() {
        for (texts, v4, v6) in [
            (&["0.0.0.0/0"][..], 1.0, 0.0),
            (&["::/0"], 0.0, 1.0),
            (&["2000::/3", "0.0.0.0/1", "128.0.0.0/1"], 1.0, 1.0),
            // Without multicast, which calls nobody.
            (&["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3"], 1.0, 0.0),
            (&["192.0.0.0/3", "2000::/4"], 1.0 / 7.0, 0.5),
            (&["224.0.0.0/4", "fc00::/7"], 0.0, 0.0),
            (&[], 0.0, 0.0),
        ] {
            let width = Width::of(&list(texts));
            assert!((width.v4 - v4).abs() < 1e-9 && (width.v6 - v6).abs() < 1e-9, "{texts:?}: {width:?}");
        }
        // As people write it who may not name private addresses.
        let holes = list(&["0.0.0.0/0"]).without(&list(&PRIVATE));
        let width = Width::of(&holes);
        assert!(width.is_open() && width.v4 < 1.0, "{width:?}");
        assert!(!Width::of(&list(&["203.0.113.0/24", "10.0.0.0/8", "2001:db8::/32"])).is_open());
    }

    #[test]
    fn private_addresses_are_left_out() {
        let left = public(&list(&["10.9.0.0/16", "203.0.113.0/24", "fd00::/8", "2001:db8::/32"]));
        assert_eq!(left.blocks(), ["203.0.113.0/24", "2001:db8::/32"]);
    }
}
