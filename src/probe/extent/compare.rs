//! Whether a finding that was there before tells of more than it did then, or of less.
//!
//! Findings are words. Two of them can be compared where they are the same but for figures (`3 of 6 nodes`, `1.25 s`) and
//! for the things they list (`10.0.0.4:6379 and 10.0.0.5:6379`). Whether more of it is worse, each check has to say.

use super::said::{Figure, Said};
use super::trend::Trend;
use crate::report::Check;

/// How what is told now compares with what was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::probe) enum Extent {
    /// The same, or as near as what is measured comes twice.
    Same,
    /// The same of more things, or by a higher figure.
    More,
    /// The same of fewer things, or by a lower figure.
    Less,
    /// Something else, or more of one and less of the other.
    Other,
}

/// By what share a figure with a unit may differ and be the same: it is measured.
const NOISE: f64 = 0.1;

/// Compares what is told now with what was.
pub(in crate::probe) fn extent(was: &Said<'_>, is: &Said<'_>) -> Extent {
    if was.words != is.words || was.figures.len() != is.figures.len() {
        return Extent::Other;
    }
    let pairs = || was.figures.iter().zip(&is.figures);
    let figures = pairs().map(|(was, is)| of_figures(*was, *is)).fold(Extent::Same, both);
    let is_counted = pairs().any(|(was, is)| was.unit.is_none() && was != is);
    match of_lists(was, is) {
        // How many there are says more than which: `5461 slots have no shard: 0-5460`.
        Extent::Other if is_counted => figures,
        lists => both(lists, figures),
    }
}

/// Whether what a check tells now is the same as what it told, or less of it, and names nothing that was not named then: fewer
/// of other things are another fault.
pub(in crate::probe) fn is_no_worse(check: &Check, was: &str, is: &str) -> bool {
    if !check.properties.is_measured {
        return was == is;
    }
    let [was, is] = [was, is].map(|text| Said::of(text, &|name| name.into()));
    let trend = Trend::of(extent(&was, &is), check.properties.direction);
    matches!(trend, Trend::Same | Trend::Better) && !missing(&is.names, &was.names)
}

/// What two of them come to together.
fn both(one: Extent, other: Extent) -> Extent {
    match (one, other) {
        (Extent::Same, any) | (any, Extent::Same) => any,
        _ if one == other => one,
        _ => Extent::Other,
    }
}

fn of_figures(was: Figure, is: Figure) -> Extent {
    if was.unit != is.unit || was.is_bound != is.is_bound {
        return Extent::Other;
    }
    let noise = if was.unit.is_some() { NOISE * was.value.abs() } else { 0.0 };
    match is.value - was.value {
        difference if difference.abs() <= noise => Extent::Same,
        // What it is measured by is another: 2 of 3 is not less than 3 of 6.
        _ if was.is_bound => Extent::Other,
        difference if difference > 0.0 => Extent::More,
        _ => Extent::Less,
    }
}

fn of_lists(was: &Said<'_>, is: &Said<'_>) -> Extent {
    let (gone, come) = (missing(&was.names, &is.names), missing(&is.names, &was.names));
    let total = |said: &Said<'_>| said.unnamed.saturating_add(said.names.len() as u64);
    match total(is).cmp(&total(was)) {
        // Of a list that is cut short nobody knows which are behind its end.
        std::cmp::Ordering::Greater if !gone || is.unnamed > 0 => Extent::More,
        std::cmp::Ordering::Less if !come || was.unnamed > 0 => Extent::Less,
        std::cmp::Ordering::Equal if !gone && !come => Extent::Same,
        _ => Extent::Other,
    }
}

/// Whether one has a name that the other has not, or not as often. Both are in their order.
fn missing(from: &[impl AsRef<str>], other: &[impl AsRef<str>]) -> bool {
    let mut rest = other.iter().map(AsRef::as_ref).peekable();
    from.iter().map(AsRef::as_ref).any(|name: &str| {
        while rest.next_if(|other| *other < name).is_some() {}
        rest.next_if(|other| *other == name).is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn compares(was: &str, is: &str, expected: Extent) {
        let told = |text| Said::of(text, &|name| name.into());
        assert_eq!(extent(&told(was), &told(is)), expected, "{was} -> {is}");
        let back = match expected {
            Extent::More => Extent::Less,
            Extent::Less => Extent::More,
            other => other,
        };
        assert_eq!(extent(&told(is), &told(was)), back, "{is} -> {was}");
    }

    /// Whether the second is no worse than the first, and the first no worse than the second.
    #[track_caller]
    fn no_worse(check: &Check, was: &str, is: &str, expected: [bool; 2]) {
        assert_eq!([is_no_worse(check, was, is), is_no_worse(check, is, was)], expected, "{was} -> {is}");
    }

    #[test]
    fn less_of_the_same_is_no_worse_and_less_of_others_is() {
        use crate::report::catalogue::{CFG_SKIPS_EXPIRED, NET_TCP, NET_TLS_EXPIRY, TOP_LOCAL, TOP_SLOTS};
        no_worse(&TOP_SLOTS, "shard 0 has no replica", "shard 2 has no replica", [false; 2]);
        no_worse(&TOP_SLOTS, "us-east-1a is empty", "us-east-1b is empty", [false; 2]);
        no_worse(&TOP_SLOTS, "3 of 6 did not arrive", "6 of 6 did not arrive", [false, true]);
        no_worse(&TOP_SLOTS, "a-1 and b-2: failed", "a-1: failed", [true, false]);
        no_worse(&TOP_SLOTS, "* and *: failed", "*: failed", [true, false]);
        no_worse(&TOP_SLOTS, "2 slots are free: 7-8", "1 slot is free: 9", [false; 2]);
        no_worse(&TOP_SLOTS, "1 s behind", "1.05 s behind", [true; 2]);
        no_worse(&TOP_SLOTS, "1 s behind", "5 s behind", [false, true]);
        no_worse(&NET_TLS_EXPIRY, "expires in 19 days", "expires in 12 days", [false, true]);
        // Of a check that does not say what more of it means, another figure is another fault.
        no_worse(&NET_TCP, "Valkey 9.1.2 and not 8.0", "Valkey 9.0.0 and not 8.0", [false; 2]);
        no_worse(&NET_TCP, "Valkey 8.1 and not 8.0", "Valkey 9.0 and not 8.0", [false; 2]);
        // A zone may be called by a bare number.
        no_worse(&TOP_LOCAL, "no replica in 3: reads leave", "no replica in 2: reads leave", [false; 2]);
        no_worse(
            &TOP_SLOTS,
            "without 3, 5 of 9 slots are free",
            "without 2, 5 of 9 slots are free",
            [false; 2],
        );
        no_worse(
            &TOP_SLOTS,
            "without 3, 5 of 9 slots are free",
            "without 3, 4 of 9 slots are free",
            [true, false],
        );
        // A day that somebody promised is not the day of a look.
        let until = |day: &str| format!("the skip of TOP021 ended on {day}");
        no_worse(&CFG_SKIPS_EXPIRED, &until("2026-11-01"), &until("2026-11-02"), [false; 2]);
    }

    #[test]
    fn figures_and_lists_are_compared() {
        use Extent::{Less, More, Other, Same};
        compares("2 nodes are down", "5 nodes are down", More);
        compares("1 node is down", "2 nodes are down", More);
        compares("3 of 6 did not arrive", "6 of 6 did not arrive", More);
        compares("2 of 3 did not arrive", "3 of 6 did not arrive", Other);
        compares("1 s behind, and 500 ms is allowed", "1 min 5 s behind, and 500 ms is allowed", More);
        compares("850 ms behind", "1.25 s behind", More);
        compares("9.2 s behind", "9.9 s behind", Same);
        compares("up to 60 s, more than the RPO of 1 s", "up to 60 s, more than the RPO of 5 s", Other);
        compares(
            "64.0 MiB behind, last acknowledged 3 s ago",
            "1.5 GiB behind, last acknowledged 3 s ago",
            More,
        );
        compares("64.0 MiB behind, 30 s ago", "80.0 MiB behind, 3 s ago", Other);
        compares("no replica in 3: reads leave", "no replica in 2: reads leave", Other);
        compares("no replica in 3: reads leave", "no replica in 3: reads leave", Same);
        compares("Valkey 8.0 tells no zones", "Valkey 8.1 tells no zones", Other);
        compares("again after 16 to 22 s", "again after 17 to 23 s", Same);
        compares("again after 16 to 22 s", "again after 26 to 32 s", More);
        compares(
            "9 read requests, the most at once (4): 9 by it",
            "8 read requests, the most at once (5): 8 by it",
            Other,
        );
        compares(
            "9 read requests, the most at once (4): 9 by it",
            "8 read requests, the most at once (4): 8 by it",
            Less,
        );
        compares("a-1: failed", "a-1 and b-2: failed", More);
        compares("a-1 and b-2: failed", "a-1, b-2 and c-3: failed", More);
        compares("a-1, b-2 and c-3: failed", "a-1, b-2, c-3 and 2 more: failed", More);
        compares("a-1, b-2, c-3 and 2 more: failed", "a-1, b-2, c-3 and 9 more: failed", More);
        compares("a-1 and b-2: failed", "x-1, y-2, z-3 and 2 more: failed", More);
        compares("a-1: failed", "b-2: failed", Other);
        compares("a-1: failed", "b-2 and c-3: failed", Other);
        compares("shard 0 has no replica", "shards 0 and 3 have no replica", More);
        compares("shard 0 (slots 0-99) has no replica", "shards 0 and 3 have no replica", More);
        compares(
            "all is served again after 16 to 22 s, but shard 1 (slots 5461-10921) has no replica left",
            "all is served again after 16 to 22 s, but shards 0 and 1 have no replica left",
            More,
        );
        compares("shard 3 has no replica", "shard 1 has no replica", Other);
        compares("5461 slots have no shard: 0-5460", "10923 slots have no shard: 0-10922", More);
        compares("1,200 requests were throttled", "3,400,000 requests were throttled", More);
        compares("70 s; the objective is 60 s", "700 s; the objective is 60 s", More);
        compares("70 s; the objective is 60 s", "700 s; the objective is 600 s", Other);
        compares("slots 0-5460 are served by nobody", "slots 0-10922 are served by nobody", Other);
        compares("slots 0-9 are served by nobody", "slots 0-9 and 20-29 are served by nobody", More);
        compares("it refuses connections", "it does not answer", Other);
        compares("no point since 2026-11-21 12:05Z", "no point since 2026-11-21 14:35Z", Same);
        compares("expires in 12 days, on 2026-12-03", "expires in 19 days, on 2026-12-10", More);
    }
}
