//! Replication: every state of a lag, what it loses, and every check, from evidence made by hand.

mod aurora;
mod general;
mod greatest;
mod msk;
mod names;
mod offsets;
mod parts;
mod shown;
mod states;
mod statistics;
mod store;
mod table;
mod valkey;

use chalkstore::report::Status;
use store::good;

/// The deployment to be spoiled has nothing to tell.
#[test]
fn a_good_deployment_passes() {
    let bad: Vec<String> = good()
        .findings()
        .iter()
        .filter(|finding| !matches!(finding.status, Status::Pass | Status::Skip))
        .map(|finding| format!("{} {:?} {}", finding.check.code, finding.status, finding.message()))
        .collect();
    // Valkey replicates asynchronously: that is never a pass.
    assert_eq!(bad.len(), 1, "{bad:?}");
    assert!(bad[0].starts_with("LAG004 Warn"), "{bad:?}");
}
