//! `check-table`: every check of a table that stands, from evidence and against emulators.

mod capacity;
mod emulated;
mod expected;
mod kind;
mod program;
mod replicas;
mod scaling;
mod store;

use chalkstore::report::Status;
use store::{good, replicated};

/// The table to be spoiled has nothing to tell, in one Region and in two.
#[test]
fn a_good_table_passes() {
    for store in [good(), replicated()] {
        let bad: Vec<String> = store
            .findings()
            .iter()
            .filter(|finding| !matches!(finding.status, Status::Pass | Status::Skip))
            .map(|finding| format!("{} {}", finding.check.code, finding.message()))
            .collect();
        assert!(bad.is_empty(), "{bad:?}");
    }
}
