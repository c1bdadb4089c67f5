//! A deployment that replicates well, to be spoiled one thing at a time.

use std::collections::BTreeMap;

use chalkstore::connect::evidence::Credentials;
use chalkstore::metrics::{Completeness, Series, WindowSeen};
use chalkstore::replication::evidence::{
    AuroraGlobal, Evidence, GlobalDatastore, GlobalTable, MetricSeen, Replicator, Source, ValkeyStore,
};
use chalkstore::replication::lag::{Lag, lags};
use chalkstore::replication::{Expectations, assess};
use chalkstore::report::{Assessment, Finding, Status};

use super::parts::{aurora, datastore, replicator, table, valkey_store};
use crate::support::asked::answer;

pub(super) const EAST: &str = "us-east-1";
pub(super) const WEST: &str = "us-west-2";
/// On an edge of five minutes.
pub(super) const START: i64 = 1_789_992_000;
pub(super) const HOURS: i64 = 3;
pub(super) const END: i64 = START + HOURS * 3600;
/// How many minutes the window has.
pub(super) const MINUTES: i64 = HOURS * 60;

/// What was seen, and what is expected of it.
#[derive(Clone, Debug)]
pub(super) struct Store {
    pub(super) evidence: Evidence,
    pub(super) expected: Expectations,
}

impl Store {
    pub(super) fn of(sources: Vec<Source>) -> Self {
        let window = WindowSeen {
            wanted_s: (END - START).unsigned_abs(),
            start_epoch_s: START,
            end_epoch_s: END,
            period_s: 60,
        };
        let evidence = Evidence {
            // 200 s after the window's end.
            observed_at: "2026-09-21T15:03:20Z".to_owned(),
            profile: None,
            endpoint_url: None,
            credentials: Some(Credentials::Found { expires_at: None }),
            window,
            sources,
        };
        Self { evidence, expected: Expectations::default() }
    }

    pub(super) fn assess(&self) -> Assessment {
        assess(&self.evidence, &self.expected)
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        self.assess().findings
    }

    pub(super) fn lags(&self) -> Vec<Lag> {
        lags(&self.evidence)
    }

    /// The only lag, or the one of a way.
    #[track_caller]
    pub(super) fn lag(&self, from: &str, to: &str) -> Lag {
        let is_it = |lag: &Lag| {
            lag.from.as_deref().unwrap_or_default() == from
                && lag.to.as_deref() == Some(to)
                && lag.part.is_none()
        };
        self.lags().into_iter().find(is_it).expect("there is such a way")
    }

    /// The findings of a check that have a status; it panics unless there is one, and this is the check's worst.
    #[track_caller]
    pub(super) fn expect(&self, (code, status): (&str, Status)) -> String {
        let findings = self.findings();
        let own: Vec<&Finding> = findings.iter().filter(|finding| finding.check.code == code).collect();
        let rank = |status: Status| match status {
            Status::Fail => 4,
            Status::Unknown => 3,
            Status::Warn => 2,
            Status::Pass => 1,
            Status::Skip => 0,
        };
        let worst = own.iter().map(|finding| finding.status).max_by_key(|status| rank(*status));
        let all: Vec<String> =
            own.iter().map(|finding| format!("{:?} {}", finding.status, finding.message())).collect();
        assert_eq!(worst, Some(status), "{code}: {all:#?}");
        let told: Vec<String> = own
            .iter()
            .filter(|finding| finding.status == status)
            .map(|finding| {
                if matches!(status, Status::Warn | Status::Fail | Status::Unknown) {
                    assert!(
                        finding.help_text().is_some(),
                        "{code} says nothing to do: {}",
                        finding.message()
                    );
                }
                let about = finding.subject("");
                let notes = finding.notes().join(" | ");
                format!(
                    "{about}: {} [{}] {notes}",
                    finding.message(),
                    finding.help_text().unwrap_or_default()
                )
            })
            .collect();
        told.join("\n")
    }

    pub(super) fn table(&mut self) -> &mut GlobalTable {
        self.evidence
            .sources
            .iter_mut()
            .find_map(|source| match source {
                Source::GlobalTable(seen) => Some(seen),
                _ => None,
            })
            .expect("a table")
    }

    pub(super) fn msk(&mut self) -> &mut Replicator {
        self.evidence
            .sources
            .iter_mut()
            .find_map(|source| match source {
                Source::MskReplicator(seen) => Some(seen),
                _ => None,
            })
            .expect("a replicator")
    }

    pub(super) fn aurora(&mut self) -> &mut AuroraGlobal {
        self.evidence
            .sources
            .iter_mut()
            .find_map(|source| match source {
                Source::AuroraGlobal(seen) => Some(seen),
                _ => None,
            })
            .expect("a database")
    }

    pub(super) fn datastore(&mut self) -> &mut GlobalDatastore {
        self.evidence
            .sources
            .iter_mut()
            .find_map(|source| match source {
                Source::GlobalDatastore(seen) => Some(seen),
                _ => None,
            })
            .expect("a datastore")
    }

    pub(super) fn valkey(&mut self) -> &mut ValkeyStore {
        self.evidence
            .sources
            .iter_mut()
            .find_map(|source| match source {
                Source::Valkey(seen) => Some(seen),
                _ => None,
            })
            .expect("a store")
    }

    /// `ReplicationLatency` of a way, minute by minute.
    pub(super) fn latency(&mut self, from: &str, to: &str, of: impl Fn(i64) -> Option<f64>) {
        let direction = self.table().directions.iter_mut().find(|one| one.from == from && one.to == to);
        answer(&mut direction.expect("a way").max).series = minutes(of);
    }

    /// What was written in a Region, minute by minute.
    pub(super) fn writes(&mut self, region: &str, of: impl Fn(i64) -> Option<f64>) {
        let found = self.table().regions.iter_mut().find(|one| one.region == region);
        answer(&mut found.expect("a Region").writes).series = minutes(of);
    }
}

/// Everything, as it should be.
pub(super) fn good() -> Store {
    Store::of(vec![
        Source::GlobalTable(table()),
        Source::MskReplicator(replicator()),
        Source::AuroraGlobal(aurora()),
        Source::GlobalDatastore(datastore()),
        Source::Valkey(valkey_store()),
    ])
}

pub(super) fn good_table() -> Store {
    Store::of(vec![Source::GlobalTable(table())])
}

pub(super) fn good_msk() -> Store {
    Store::of(vec![Source::MskReplicator(replicator())])
}

pub(super) fn good_aurora() -> Store {
    Store::of(vec![Source::AuroraGlobal(aurora())])
}

pub(super) fn good_valkey() -> Store {
    Store::of(vec![Source::Valkey(valkey_store())])
}

/// A value for each minute of the window, by its number.
pub(super) fn minutes(of: impl Fn(i64) -> Option<f64>) -> Series {
    Series::from_points(START, END, 60, (0..MINUTES).filter_map(|at| Some((START + at * 60, of(at)?))))
}

pub(super) fn metric(
    region: &str,
    namespace: &str,
    name: &str,
    dimensions: &[(&str, &str)],
    series: Series,
) -> MetricSeen {
    let dimensions: BTreeMap<String, String> =
        dimensions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    MetricSeen {
        region: region.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        dimensions,
        statistic: "Maximum".to_owned(),
        series,
        completeness: Completeness::Complete,
        missing: Vec::new(),
        recently_active: None,
    }
}
