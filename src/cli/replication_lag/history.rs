//! What a person sees between two looks: each replica's last lags as a sparkline.

use std::collections::BTreeMap;

use crate::probe::{Observed, Recorded};
use crate::render::sparklines;
use crate::replication::lag::Lag;
use crate::replication::{Evidence, by_subject, newest, newest_ms};
use crate::report::{Curve, Series, Tone};

/// How many looks are remembered.
const LOOKS: usize = 24;
/// How wide one sparkline may be.
const WIDTH: usize = LOOKS;

/// The last lags of each replica, in milliseconds.
#[derive(Default)]
pub(super) struct History {
    by_replica: BTreeMap<String, Copied>,
    looks: usize,
}

/// What is remembered of one replica.
struct Copied {
    values: Vec<Option<f64>>,
    /// The newest, in words.
    newest: Option<String>,
}

impl History {
    /// Remembers a look.
    pub(super) fn add(&mut self, recorded: &Recorded) {
        let seen = recorded.observed.iter().find_map(|observed| match observed {
            Observed::Replication(seen) => Some(&**seen),
            _ => None,
        });
        self.see(seen);
    }

    fn see(&mut self, seen: Option<&Evidence>) {
        let mut lags = seen.map(by_subject).unwrap_or_default();
        lags.retain(|_, lag| is_told(lag));
        for name in lags.keys() {
            let new = || Copied { values: vec![None; self.looks], newest: None };
            self.by_replica.entry(name.clone()).or_insert_with(new);
        }
        for (name, replica) in &mut self.by_replica {
            let lag = lags.get(name);
            replica.values.push(lag.and_then(newest_ms));
            replica.newest = lag.and_then(newest);
            let surplus = replica.values.len().saturating_sub(LOOKS);
            replica.values.drain(..surplus);
        }
        self.looks = (self.looks + 1).min(LOOKS);
    }

    /// One line for all replicas; empty before there is a value.
    pub(super) fn line(&self) -> String {
        let drawn = self.by_replica.iter().filter_map(|(name, replica)| {
            let last = replica.newest.as_deref().unwrap_or("?");
            let values = replica.values.clone();
            let places = vec![String::new(); values.len()];
            let curve = Curve { name: String::new(), values, tone: Tone::Plain };
            let series = Series { places, unit: "ms".to_owned(), curves: vec![curve], ..Series::default() };
            let drawn = sparklines(&series, WIDTH);
            drawn.first().map(|line| format!("{name} {line} {last}"))
        });
        drawn.collect::<Vec<_>>().join("  ")
    }
}

/// A replicator's topics would fill the line.
const fn is_told(lag: &Lag) -> bool {
    lag.part.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{Asked, Failure, FailureKind};
    use crate::metrics::WindowSeen;
    use crate::replication::evidence::{Direction, GlobalTable, Source};

    /// Two stores between the same Regions are two.
    #[test]
    fn no_source_hides_another() {
        let unread = || Asked::Failed(Failure::new(FailureKind::Throttled, "no"));
        let table = |name: &str| {
            Source::GlobalTable(GlobalTable {
                table: name.to_owned(),
                wanted_regions: Vec::new(),
                regions: Vec::new(),
                directions: vec![Direction {
                    from: "us-east-1".to_owned(),
                    to: "us-west-2".to_owned(),
                    max: unread(),
                    average: unread(),
                }],
                canary: None,
            })
        };
        let window = WindowSeen { wanted_s: 3600, start_epoch_s: 0, end_epoch_s: 3600, period_s: 60 };
        let seen = Evidence {
            observed_at: "1970-01-01T01:00:00Z".to_owned(),
            profile: None,
            endpoint_url: None,
            credentials: None,
            window,
            sources: vec![table("features"), table("persist")],
        };
        let mut history = History::default();
        history.see(Some(&seen));
        let names: Vec<&String> = history.by_replica.keys().collect();
        assert_eq!(names, ["features us-east-1 -> us-west-2", "persist us-east-1 -> us-west-2"]);
        history.see(None);
        assert!(history.by_replica.values().all(|replica| replica.values.len() == 2));
    }
}
