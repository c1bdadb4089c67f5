//! What a person sees between two looks: each copy's last lags as a sparkline.

use std::collections::BTreeMap;

use crate::probe::{Observed, Recorded};
use crate::render::sparklines;
use crate::replication::lag::{Lag, lags};
use crate::replication::newest_ms;
use crate::report::{Curve, Series, Tone};

/// How many looks are remembered.
const LOOKS: usize = 24;
/// How wide one sparkline may be.
const WIDTH: usize = LOOKS;

/// The last lags of each copy, in milliseconds.
#[derive(Default)]
pub(super) struct History {
    by_copy: BTreeMap<String, Vec<Option<f64>>>,
    looks: usize,
}

impl History {
    /// Remembers a look.
    pub(super) fn add(&mut self, recorded: &Recorded) {
        let seen = recorded.observed.iter().filter_map(|observed| match observed {
            Observed::Replication(seen) => Some(lags(seen)),
            _ => None,
        });
        let newest: BTreeMap<String, Option<f64>> =
            seen.flatten().filter(is_told).map(|lag| told(&lag)).collect();
        for name in
            newest.keys().filter(|name| !self.by_copy.contains_key(*name)).cloned().collect::<Vec<_>>()
        {
            self.by_copy.insert(name, vec![None; self.looks]);
        }
        for (name, values) in &mut self.by_copy {
            values.push(newest.get(name).copied().flatten());
            let surplus = values.len().saturating_sub(LOOKS);
            values.drain(..surplus);
        }
        self.looks = (self.looks + 1).min(LOOKS);
    }

    /// One line for all copies; empty before there is a value.
    pub(super) fn line(&self) -> String {
        let drawn = self.by_copy.iter().filter_map(|(name, values)| {
            let last = values.last().copied().flatten();
            let last = last.map_or_else(|| "?".to_owned(), |ms| format!("{ms:.0} ms"));
            let curve = Curve { name: String::new(), values: values.clone(), tone: Tone::Plain };
            let places = vec![String::new(); values.len()];
            let series = Series { places, unit: "ms".to_owned(), curves: vec![curve], ..Series::default() };
            let drawn = sparklines(&series, WIDTH);
            drawn.first().map(|line| format!("{name} {line} {last}"))
        });
        drawn.collect::<Vec<_>>().join("  ")
    }
}

/// A replicator's topics would fill the line.
fn is_told(lag: &Lag) -> bool {
    lag.part.is_none()
}

fn told(lag: &Lag) -> (String, Option<f64>) {
    let way = lag.way();
    (if way.is_empty() { lag.name() } else { way }, newest_ms(lag))
}
