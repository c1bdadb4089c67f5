//! `failover`: every check of a failover name, from evidence that is good but for one thing.

mod detection;
mod hosts;
mod partial;
mod parts;
mod probes;
mod records;
mod regions;
mod report;
mod seen;
mod stores;

use chalkstore::report::Status;
use seen::{Seen, addresses, by_latency, pair};

/// The name to be spoiled has nothing to tell: as a pair, active-active, and without load balancers.
#[test]
fn a_good_name_passes() {
    for (what, seen) in [("pair", pair()), ("latency", by_latency()), ("addresses", addresses())] {
        let bad: Vec<String> = seen
            .findings()
            .iter()
            .filter(|finding| !matches!(finding.status, Status::Pass | Status::Skip))
            .map(|finding| {
                format!("{} {} {}", finding.status.as_str(), finding.check.code, finding.message())
            })
            .collect();
        assert!(bad.is_empty(), "{what}: {bad:#?}");
    }
}

/// A pair has all that there is to ask of it: what is skipped does not apply.
#[test]
fn hardly_anything_of_a_pair_is_skipped() {
    let findings = pair().findings();
    let skipped: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.status == Status::Skip)
        .map(|finding| finding.check.code)
        .collect();
    assert_eq!(skipped, ["FO009", "FO034", "FO035", "FO036"]);
}

/// Every check has a result, whatever was seen.
#[test]
fn no_check_vanishes() {
    let every = chalkstore::failover::every_check();
    assert_eq!(every.len(), 44);
    for seen in [pair(), by_latency(), addresses(), Seen::empty()] {
        let findings = seen.findings();
        for check in &every {
            assert!(findings.iter().any(|finding| finding.check.code == check.code), "{}", check.code);
        }
    }
}
