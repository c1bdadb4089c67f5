//! LAG010: the Regions of a global table.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Told, unread};
use crate::aws::{Asked, FailureKind, Wanted};
use crate::dynamodb::evidence::ReplicaSeen;
use crate::dynamodb::status::{self, Status, Whose, without_table};
use crate::replication::evidence::{GlobalTable, TableRegion};
use crate::replication::lag::{is_strong, table_stands_alone};
use crate::report::Finding;
use crate::report::catalogue::LAG_TABLE_REPLICAS;

const CHECK: &crate::report::Check = &LAG_TABLE_REPLICAS;

/// Whether each table has an active replica in every Region that was named.
pub(super) fn replicas(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    for seen in case.tables() {
        let group = Group::of(seen);
        told.findings.extend(group.findings());
        told.notes.extend(group.notes());
    }
    told
}

/// A table, and what its Regions say of each other.
struct Group<'a> {
    seen: &'a GlobalTable,
    /// What any Region says of each of the others: they may disagree, and then the worse counts.
    listed: BTreeMap<&'a str, Vec<&'a ReplicaSeen>>,
    /// Where a table of this name stands.
    standing: BTreeSet<&'a str>,
}

impl<'a> Group<'a> {
    fn of(seen: &'a GlobalTable) -> Self {
        let mut group = Self { seen, listed: BTreeMap::new(), standing: BTreeSet::new() };
        for region in &seen.regions {
            let Asked::Answered(facts) = &region.described else { continue };
            group.standing.insert(&region.region);
            for replica in &facts.replicas {
                group.listed.entry(&replica.region).or_default().push(replica);
            }
        }
        group
    }

    fn findings(&self) -> Vec<Finding> {
        if self.seen.regions.is_empty() {
            return vec![
                Finding::unknown(CHECK, "no Region was asked: none is known, or no time was left")
                    .help(FailureKind::Timeout.help(Wanted::Region))
                    .about(&*self.seen.table),
            ];
        }
        let mut findings: Vec<Finding> =
            self.seen.regions.iter().filter_map(|region| self.described(region)).collect();
        for (region, replicas) in &self.listed {
            findings.extend(self.trouble(region, replicas));
            findings.extend(self.without_table(region, replicas));
        }
        findings.extend(self.seen.wanted_regions.iter().filter_map(|region| self.missing(region)));
        findings.extend(self.alone());
        findings
    }

    fn about(&self, region: &str) -> String {
        format!("{} in {region}", self.seen.table)
    }

    /// What the Region's own table says of itself.
    fn described(&self, region: &TableRegion) -> Option<Finding> {
        let about = self.about(&region.region);
        match &region.described {
            Asked::Answered(facts) => {
                let word = facts.status.as_deref();
                if word.is_some_and(|word| Status::of(word).serves()) {
                    return None;
                }
                let is_listed = self.listed.contains_key(&*region.region);
                let whose = if is_listed { Whose::Replica } else { Whose::Table };
                Some(status::finding(CHECK, whose, word, None)?.about(about))
            }
            // Where nobody lists it either, it is told as missing.
            Asked::Failed(failure) if failure.kind == FailureKind::NotFound => None,
            Asked::Failed(failure) => Some(unread(CHECK, &about, "dynamodb:DescribeTable", failure)),
        }
    }

    /// The worst that any Region says of a replica.
    fn trouble(&self, region: &str, replicas: &[&ReplicaSeen]) -> Option<Finding> {
        let troubles = replicas.iter().filter_map(|replica| {
            let described = replica.status_description.as_deref();
            status::finding(CHECK, Whose::Replica, replica.status.as_deref(), described)
        });
        Some(troubles.max_by_key(|finding| finding.status)?.about(self.about(region)))
    }

    /// A replica that is listed, and not there.
    fn without_table(&self, region: &str, replicas: &[&ReplicaSeen]) -> Option<Finding> {
        let may_lack_it = |word: &str| Status::of(word).may_lack_its_table();
        let is_accounted_for =
            replicas.iter().any(|replica| replica.status.as_deref().is_some_and(may_lack_it));
        (self.is_absent(region) && !is_accounted_for).then(|| without_table(CHECK).about(self.about(region)))
    }

    /// A Region that was named, and is none of the group. What was not read is told already.
    fn missing(&self, region: &str) -> Option<Finding> {
        if self.listed.contains_key(region) {
            return None;
        }
        let has_others = self.standing.contains(region) && self.standing.len() > 1;
        let message = if self.is_absent(region) {
            "there is no table of this name, and no other Region lists one"
        } else if has_others && !table_stands_alone(self.seen) && !self.lists_any(region) {
            "the table there is one of its own: neither side lists the other as a replica"
        } else {
            return None;
        };
        let help =
            "add the replica: aws dynamodb update-table --replica-updates, or `chalkstore create-table`";
        Some(Finding::fail(CHECK, message).help(help).about(self.about(region)))
    }

    /// A table that is no global one.
    fn alone(&self) -> Option<Finding> {
        if !table_stands_alone(self.seen) {
            return None;
        }
        let message = if self.standing.len() > 1 {
            "tables of this name stand in several Regions, and do not replicate: none lists a replica"
        } else {
            "the table stands in one Region alone, and is replicated to none"
        };
        let help = "add a replica: aws dynamodb update-table --replica-updates, or `chalkstore create-table`";
        Some(Finding::fail(CHECK, message).help(help).about(&*self.seen.table))
    }

    fn notes(&self) -> Vec<String> {
        let GlobalTable { table, wanted_regions, .. } = self.seen;
        let mut notes = Vec::new();
        let is_extra = |region: &&str| !wanted_regions.iter().any(|wanted| wanted == region);
        let extra: Vec<&str> = self.listed.keys().copied().filter(is_extra).collect();
        if !extra.is_empty() && !wanted_regions.is_empty() {
            notes.push(format!("{table} is also replicated to {}", extra.join(", ")));
        }
        if is_strong(self.seen) {
            notes.push(format!("{table}: the group is strongly consistent"));
        }
        notes
    }

    fn region(&self, name: &str) -> Option<&'a TableRegion> {
        self.seen.regions.iter().find(|region| region.region == name)
    }

    /// Whether the Region says that it has no such table.
    fn is_absent(&self, region: &str) -> bool {
        let failure = self.region(region).and_then(|region| region.described.failure());
        failure.is_some_and(|failure| failure.kind == FailureKind::NotFound)
    }

    /// Whether the Region's table lists any replica.
    fn lists_any(&self, region: &str) -> bool {
        let facts = self.region(region).and_then(|region| region.described.answer());
        facts.is_some_and(|facts| !facts.replicas.is_empty())
    }
}
