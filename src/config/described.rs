//! What a description says of itself: what it leaves open, and where its parts contradict each other.

use super::expected::milliseconds_of;
use super::{Environment, Evidence, Failover};
use crate::dynamodb::spec::TableRef;
use crate::failover::Metadata;
use crate::uri::StoreUri;
use crate::valkey::zone::zone_in_host;

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
            ("objectives", self.objectives != super::Objectives::default()),
        ];
        parts.iter().filter(|(_, is_described)| !is_described).map(|(part, _)| (*part).to_owned()).collect()
    }

    /// Where parts contradict each other, or lack another without which nothing is looked at, in words that name their keys.
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.regions(&mut found);
        self.failover_regions(&mut found);
        self.replication_regions(&mut found);
        self.zones(&mut found);
        self.times(&mut found);
        self.never_looked_at(&mut found);
        if let Some(store) = self.store_in_file() {
            found.extend(self.contradictions_with(&store));
        }
        found
    }

    /// Where parts contradict what the store's URI leads to, once that is known.
    fn contradictions_with(&self, store: &StoreUri) -> Vec<String> {
        let mut found = Vec::new();
        let name = match store {
            StoreUri::Table { name } => name,
            StoreUri::Server(server) => {
                let shards = self.topology.as_ref().and_then(|topology| topology.shards);
                if let Some(shards) = shards.filter(|shards| *shards > 1 && !server.clustered) {
                    found.push(format!(
                        "the store's URI says clustered=false, and topology.shards is {shards}: it is a cluster that has several"
                    ));
                }
                return found;
            }
        };
        if self.topology.is_some() {
            found.push(format!(
                "the store is the DynamoDB table {name}, which has no topology of its own, and [topology] is described"
            ));
        }
        if self.replication.is_some() && !self.replicating(Some(store)).any() {
            found.push(format!(
                "replication names nothing, the store is the DynamoDB table {name}, and table.replicas names no replica of it"
            ));
        }
        if let Some(described) = self.table_ref().filter(|table| table.name != *name) {
            found.push(format!(
                "the store is the DynamoDB table {name}, and table.name is {}",
                described.name
            ));
        }
        found
    }

    /// What it says of itself, to be judged. `store` is what its URI leads to, where that was learned from elsewhere than
    /// the file.
    pub fn evidence(&self, store: Option<&StoreUri>) -> Evidence {
        let in_file = self.store_in_file();
        let store = store.or(in_file.as_ref());
        let mut contradictions = self.contradictions();
        for words in store.into_iter().flat_map(|store| self.contradictions_with(store)) {
            if !contradictions.contains(&words) {
                contradictions.push(words);
            }
        }
        Evidence {
            is_blank: self.is_blank(),
            undescribed: self.undescribed(),
            contradictions,
            unjudged: self.unjudged(store),
            store_unknown: None,
        }
    }

    fn table_ref(&self) -> Option<TableRef> {
        self.table.as_ref()?.name.parse().ok()
    }

    /// The Region in which the table is asked for.
    fn own_region(&self) -> Option<String> {
        self.aws.region.clone().or_else(|| self.table_ref()?.region)
    }

    /// ARNs that are of another Region than the one that is asked.
    fn regions(&self, found: &mut Vec<String>) {
        let Some(region) = &self.aws.region else { return };
        let secret = self.online_store.as_ref().and_then(|store| store.secret.as_deref());
        let of_secret = secret.and_then(|secret| secret.strip_prefix("arn:")?.split(':').nth(2));
        let of_table = self.table_ref().and_then(|table| table.region);
        for (key, of_arn) in [("online_store.secret", of_secret), ("table.name", of_table.as_deref())] {
            if let Some(of_arn) = of_arn.filter(|of_arn| of_arn != region) {
                found.push(format!("the ARN of {key} is of {of_arn}, and aws.region is {region}"));
            }
        }
    }

    /// Regions that traffic may go to, and what each part says of them.
    fn failover_regions(&self, found: &mut Vec<String>) {
        let Some(failover) = self.failover.as_ref().filter(|failover| !failover.region_hosts.is_empty())
        else {
            return;
        };
        let hosts = list(failover.region_hosts.keys());
        let others = [
            ("failover.active", failover.active.iter().collect::<Vec<_>>()),
            ("failover.deployed", failover.deployed.keys().collect()),
            ("failover.query_servers", failover.query_servers.keys().collect()),
        ];
        for (key, regions) in others {
            for region in regions.into_iter().filter(|region| !failover.region_hosts.contains_key(*region)) {
                found.push(format!("{key} names {region}, and failover.region_hosts has {hosts}"));
            }
        }
        let missing = self.without_a_copy(failover);
        if !missing.is_empty() {
            let replicas = self.table.iter().flat_map(|table| &table.wanted.replicas);
            let others = list(replicas.map(|replica| &replica.region));
            let own = self
                .own_region()
                .map_or_else(|| "aws.region is not said".to_owned(), |own| format!("aws.region is {own}"));
            found.push(format!(
                "failover.region_hosts has {}, where the table has no replica: {own}, and table.replicas has {others}",
                list(missing.iter())
            ));
        }
    }

    /// Regions that traffic may go to without a replica of the table, as far as anything is said of its replicas.
    fn without_a_copy<'a>(&self, failover: &'a Failover) -> Vec<&'a String> {
        let Some(table) = self.table.as_ref().filter(|table| !table.wanted.replicas.is_empty()) else {
            return Vec::new();
        };
        let own = self.own_region();
        let has_copy = |region: &&String| {
            own.as_ref() == Some(*region)
                || table.wanted.replicas.iter().any(|replica| replica.region == **region)
        };
        let missing: Vec<&String> = failover.region_hosts.keys().filter(|region| !has_copy(region)).collect();
        // One of them may be the Region that is not said.
        if own.is_none() && missing.len() == 1 { Vec::new() } else { missing }
    }

    /// Where databases are looked for, and where traffic may go to.
    fn replication_regions(&self, found: &mut Vec<String>) {
        let Some(replication) = &self.replication else { return };
        if let Some(failover) = &self.failover {
            let hosts = &failover.region_hosts;
            let looked_for =
                !replication.aurora_globals.is_empty() || !replication.global_datastores.is_empty();
            let of_replication = list(replication.regions.iter());
            let left_out: Vec<&String> =
                hosts.keys().filter(|region| !replication.regions.contains(region)).collect();
            if looked_for && !replication.regions.is_empty() && !left_out.is_empty() {
                let left_out = list(left_out.into_iter());
                found.push(format!(
                    "failover.region_hosts has {left_out}, and replication.regions has {of_replication} alone"
                ));
            }
            if failover.metadata == Some(Metadata::SingleRegion) && !replication.aurora_globals.is_empty() {
                found.push(
                    "failover.metadata is single-region, and replication.aurora_globals names a database of several"
                        .to_owned(),
                );
            }
        }
    }

    /// A store's query servers stand where the store does.
    fn zones(&self, found: &mut Vec<String>) {
        let (Some(topology), Some(region)) = (&self.topology, &self.aws.region) else { return };
        for zone in topology.query_servers.keys() {
            // What is not written like a zone of AWS may be anything.
            let is_zone = zone_in_host(zone).as_ref() == Some(zone);
            if is_zone && zone.trim_end_matches(|c: char| c.is_ascii_lowercase()) != region {
                found.push(format!(
                    "topology.query_servers names the zone {zone}, and aws.region is {region}"
                ));
            }
        }
    }

    /// A replica that may be behind for longer than may be lost.
    fn times(&self, found: &mut Vec<String>) {
        let (lag, rpo) = (&self.objectives.max_lag, &self.objectives.rpo);
        if let (Some(lag), Some(rpo)) = (lag, rpo)
            && milliseconds_of(lag) > milliseconds_of(rpo)
        {
            found.push(format!("objectives.max_lag is {lag}, which is more than objectives.rpo of {rpo}"));
        }
    }
}

/// Names with commas between them.
fn list(names: impl Iterator<Item = impl AsRef<str>>) -> String {
    names.map(|name| name.as_ref().to_owned()).collect::<Vec<_>>().join(", ")
}
