//! What of a description is looked at, and what it says that can never be judged.

use std::path::{Path, PathBuf};

use super::Environment;
use crate::uri::{self, StoreUri};

/// What of an environment replicates, and is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replicating {
    /// The table, where it is expected in several Regions, or may have to be.
    pub table: bool,
    /// The online store. One that is a table is a replica of nothing by itself.
    pub store: bool,
    /// What `replication` names.
    pub others: bool,
}

impl Replicating {
    /// Whether anything is.
    pub const fn any(self) -> bool {
        self.table || self.store || self.others
    }
}

impl Environment {
    /// What replicates, and is looked at. `store` is what the store's URI leads to, where that is known.
    pub fn replicating(&self, store: Option<&StoreUri>) -> Replicating {
        let has_objective = self.objectives.are_of_replicas();
        // A table in one Region alone, which nobody wants elsewhere, has no replica that could be behind.
        let is_global = has_objective && self.failover.is_some();
        let table = self.table.as_ref().is_some_and(|table| is_global || !table.wanted.replicas.is_empty());
        let others = self.replication.as_ref().is_some_and(|named| {
            let names = [&named.msk_replicators, &named.aurora_globals, &named.global_datastores];
            names.iter().any(|names| !names.is_empty())
        });
        let is_described = has_objective || self.replication.is_some();
        let is_table = matches!(store, Some(StoreUri::Table { .. }));
        Replicating { table, store: is_described && self.online_store.is_some() && !is_table, others }
    }

    /// Files that it names, relative to its own.
    pub fn files(&self) -> Vec<&Path> {
        let store = self.online_store.iter().filter_map(|store| store.uri_file.as_ref());
        let zones = self.topology.iter().filter_map(|topology| topology.zone_map.as_ref());
        let flows = self
            .dataflow
            .iter()
            .flat_map(|flows| flows.otel_configs.iter().chain(&flows.eks_json).chain(&flows.vpc_endpoints));
        store.chain(zones).chain(flows).map(PathBuf::as_path).collect()
    }

    /// What the store's URI leads to, where the file itself has it.
    pub(super) fn store_in_file(&self) -> Option<StoreUri> {
        uri::parse(self.online_store.as_ref()?.uri.as_deref()?).ok()
    }

    /// Whether something is described that can be compared with what the store's URI leads to, or that only a store which
    /// replicates is held against.
    pub fn is_compared_with_store(&self) -> bool {
        let looked_at = self.replicating(None);
        let hangs_on_store = looked_at.store && !looked_at.table && !looked_at.others;
        self.online_store.is_some() && (self.topology.is_some() || self.table.is_some() || hangs_on_store)
    }

    /// Whether nothing is described that could be looked at.
    pub fn is_blank(&self) -> bool {
        let names_flows = self.dataflow.is_some() && !self.has_no_flows();
        let names_access = self.access.is_some() && !self.has_no_target();
        self.online_store.is_none()
            && self.table.is_none()
            && self.failover.is_none()
            && !names_access
            && !names_flows
            && !self.replicating(None).others
    }

    /// Parts of which nothing is looked at, for what that needs is not described; in words that name their keys.
    pub(super) fn never_looked_at(&self, found: &mut Vec<String>) {
        let parts = [
            (
                self.topology.is_some() && self.online_store.is_none(),
                "topology is described, and online_store is not: there is no store to hold it against",
            ),
            (
                self.access.is_some() && self.has_no_target(),
                "access.role is named, and neither a table nor online_store.secret: there is nothing to ask of it",
            ),
            (
                self.replication.is_some() && !self.replicating(None).any(),
                "replication names nothing, and neither online_store nor table.replicas is there beside it",
            ),
            (
                self.dataflow.is_some() && self.has_no_flows(),
                "dataflow is described, and names nothing to read the flows from: dataflow.otel_configs, dataflow.eks_cluster, \
                 dataflow.eks_json or dataflow.vpc_endpoints",
            ),
        ];
        found.extend(parts.iter().filter(|(is_so, _)| *is_so).map(|(_, words)| (*words).to_owned()));
    }

    /// Objectives that nothing is held against, in words that name their keys. `store` is what the store's URI leads to, where
    /// that is known.
    pub fn unjudged(&self, store: Option<&StoreUri>) -> Vec<String> {
        let nothing_replicates = !self.replicating(store).any();
        let why = match store {
            Some(StoreUri::Table { name }) => format!(
                "nothing that replicates is looked at: the store is the DynamoDB table {name}, whose replicas are those that \
                 table.replicas names"
            ),
            _ => "nothing that replicates is looked at: online_store, table.replicas or replication names what does".to_owned(),
        };
        let objectives = &self.objectives;
        let all = [
            (
                "rto",
                &objectives.rto,
                self.failover.is_none(),
                "failover is not described: no name is looked at",
            ),
            ("rpo", &objectives.rpo, nothing_replicates, why.as_str()),
            ("max_lag", &objectives.max_lag, nothing_replicates, why.as_str()),
        ];
        let unjudged = all.into_iter().filter(|(_, _, is_unjudged, _)| *is_unjudged);
        unjudged
            .filter_map(|(key, value, _, why)| {
                Some(format!("objectives.{key} is {}, and {why}", value.as_ref()?))
            })
            .collect()
    }

    /// Whether nothing is described that a role could have access to.
    fn has_no_target(&self) -> bool {
        let secret = self.online_store.as_ref().and_then(|store| store.secret.as_ref());
        self.table.is_none() && secret.is_none()
    }

    /// Whether the flows are read from nothing.
    fn has_no_flows(&self) -> bool {
        self.dataflow.as_ref().is_none_or(|flows| {
            flows.otel_configs.is_empty()
                && flows.eks_cluster.is_none()
                && flows.eks_json.is_none()
                && flows.vpc_endpoints.is_empty()
        })
    }
}
