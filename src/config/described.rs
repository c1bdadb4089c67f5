//! What a description says of itself: what it leaves open, and where its parts contradict each other.

use super::{Environment, Evidence};

impl Environment {
    /// Parts that are not described, as the file names them: `failover`.
    pub fn undescribed(&self) -> Vec<String> {
        let parts = [
            ("online_store", self.online_store.is_some()),
            ("topology", self.topology.is_some()),
            ("table", self.table.is_some()),
            ("access", self.access.is_some()),
            ("failover", self.failover.is_some()),
            ("replication", self.replication.is_some()),
            ("dataflow", self.dataflow.is_some()),
        ];
        parts.iter().filter(|(_, is_described)| !is_described).map(|(part, _)| (*part).to_owned()).collect()
    }

    /// Where parts contradict each other, in words.
    pub fn contradictions(&self) -> Vec<String> {
        Vec::new()
    }

    /// What it says of itself, to be judged.
    pub fn evidence(&self) -> Evidence {
        Evidence { undescribed: self.undescribed(), contradictions: self.contradictions() }
    }
}
