//! Every lag of what was seen.

use jiff::Timestamp;

use super::judge::Look;
use super::{Lag, aurora, datastore, msk, table, valkey};
use crate::replication::Evidence;
use crate::replication::evidence::Source;

/// Every lag, in the order of the sources.
pub fn lags(evidence: &Evidence) -> Vec<Lag> {
    let look = Look { window: &evidence.window, now_epoch_s: now_epoch_s(evidence) };
    let of = |source: &Source| match source {
        Source::GlobalTable(seen) => table::lags(seen, look),
        Source::MskReplicator(seen) => msk::lags(seen, look),
        Source::AuroraGlobal(seen) => aurora::lags(seen, look),
        Source::GlobalDatastore(seen) => datastore::lags(seen, look),
        Source::Valkey(seen) => valkey::lags(seen),
    };
    evidence.sources.iter().flat_map(of).map(Lag::with_markers).collect()
}

/// When the observation began, in seconds since 1970 (UTC): the window's end, where that cannot be read.
pub fn now_epoch_s(evidence: &Evidence) -> i64 {
    let end = evidence.window.end_epoch_s;
    let told = evidence.observed_at.parse::<Timestamp>().map(Timestamp::as_second);
    told.unwrap_or(end).max(end)
}
