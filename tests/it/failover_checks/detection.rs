//! How long a failover takes.

use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::seen::{EAST, Seen, WEST, addresses, expect, pair, spoiled};
use crate::support::asked::denied;

fn set(seen: &mut Seen, interval_s: u32, threshold: u32) {
    for region in [EAST, WEST] {
        let facts = seen.facts(region);
        (facts.interval_s, facts.threshold) = (Some(interval_s), Some(threshold));
    }
}

#[test]
fn detection_leaves_time_for_resolvers() {
    spoiled(("FO039", Pass), "", |_| {});
    // 4 x (30 + 6) = 144 s, and 60 s for resolvers: more than 180.
    spoiled(("FO039", Warn), "takes 120 s to notice, 144 s at most (4 failures 30 s apart)", |seen| {
        set(seen, 30, 4);
    });
    spoiled(("FO039", Warn), "--failure-threshold 3", |seen| set(seen, 30, 4));
    spoiled(("FO039", Warn), "--what-if interval=10,threshold=1", |seen| seen.expected.rto_ms = Some(80_000));
    spoiled(("FO039", Warn), "no health check is that fast", |seen| seen.expected.rto_ms = Some(60_000));
    spoiled(("FO039", Unknown), "interval and threshold", |seen| seen.facts(EAST).interval_s = None);
    // A connection alone may take 10 s: 3 x (30 + 10) = 120.
    spoiled(("FO039", Warn), "takes 90 s to notice, 120 s at most", |seen| {
        seen.facts(EAST).kind = "TCP".into();
        seen.expected.rto_ms = Some(175_000);
    });
    spoiled(("FO039", Skip), "no health check probes", |seen| {
        for region in [EAST, WEST] {
            seen.facts(region).kind = "RECOVERY_CONTROL".into();
        }
    });
}

#[test]
fn the_predicted_rto_is_within_the_objective() {
    spoiled(("FO063", Pass), "objective: 180 s", |_| {});
    let mut seen = addresses();
    expect(&seen, ("FO063", Pass), "");
    // 90 s of detection and 60 s of TTL: 150 s, 168 s at most.
    seen.expected.rto_ms = Some(160_000);
    expect(&seen, ("FO063", Warn), "objective: 160 s");
    seen.expected.rto_ms = Some(140_000);
    expect(&seen, ("FO063", Fail), "objective: 140 s");
    let mut seen = addresses();
    seen.records().for_each(|record| record.ttl_s = Some(300));
    expect(&seen, ("FO063", Fail), "predicted: ");
    let mut seen = addresses();
    seen.facts(EAST).is_disabled = true;
    expect(&seen, ("FO063", Fail), "traffic never moves");
    let mut seen = addresses();
    seen.check(EAST).described = denied();
    expect(&seen, ("FO063", Unknown), "how long a failover takes is not known");
    let mut seen = pair();
    seen.records_mut().clear();
    expect(&seen, ("FO063", Skip), "FO001");
}
