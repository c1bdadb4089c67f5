//! What was named on the command line.

use crate::replication::Evidence;
use crate::replication::evidence::Source;

/// Which sources are named: only checks that apply to them are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub struct Named {
    /// A global table.
    pub table: bool,
    /// An MSK Replicator.
    pub msk: bool,
    /// An Aurora Global Database.
    pub aurora: bool,
    /// An `ElastiCache` Global Datastore.
    pub datastore: bool,
    /// A Valkey or Redis store.
    pub valkey: bool,
    /// Marker items are sent.
    pub canary: bool,
    /// A greatest lag was set. Evidence does not say so.
    pub max_lag: bool,
}

impl Named {
    /// What stands in evidence.
    pub fn of(evidence: &Evidence) -> Self {
        let mut named = Self::default();
        for source in &evidence.sources {
            match source {
                Source::GlobalTable(seen) => {
                    named.table = true;
                    named.canary |= seen.canary.is_some();
                }
                Source::MskReplicator(_) => named.msk = true,
                Source::AuroraGlobal(_) => named.aurora = true,
                Source::GlobalDatastore(_) => named.datastore = true,
                Source::Valkey(_) => named.valkey = true,
            }
        }
        named
    }

    pub(super) const fn any(self) -> bool {
        self.table || self.msk || self.aurora || self.datastore || self.valkey
    }
}
