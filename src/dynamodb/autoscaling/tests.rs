//! The rules one by one, and all of them against a simulator that is too simple to be wrong.
#![expect(clippy::trivially_copy_pass_by_ref, reason = "as the function that it stands for")]

mod properties;
mod reference;
mod rules;
mod search;

use super::{Minute, Mode, PerDimension, Policies, Policy, Recorder, Service, simulate_into};
use crate::dynamodb::trace::Trace;

/// 2026-01-01T00:00:00Z.
const MIDNIGHT: i64 = 1_767_225_600;

/// Units a second, each for some minutes, as a trace of writes; reads are idle.
fn writes(start_s: i64, levels: &[(f64, usize)]) -> Trace {
    let writes: Vec<f64> = levels.iter().flat_map(|(rate, minutes)| vec![rate * 60.0; *minutes]).collect();
    Trace { start_s, period_s: 60, reads: vec![0.0; writes.len()], writes }
}

/// A policy of writes; reads stay at 1.
fn scaled(write: Policy, initial: u64) -> Mode {
    Mode::AutoScaled {
        policies: Policies { read: Policy::new(1, 1, 70.0), write },
        initial: Some(PerDimension { read: 1, write: initial }),
    }
}

/// Every minute of a simulation.
#[derive(Default)]
struct All(Vec<PerDimension<Minute>>);

impl Recorder for All {
    fn minute(&mut self, index: usize, read: Minute, write: Minute) {
        assert_eq!(index, self.0.len());
        self.0.push(PerDimension { read, write });
    }
}

/// The minutes at which the write capacity changes, and what it becomes.
fn changes(trace: &Trace, mode: &Mode, service: &Service) -> Vec<(usize, f64)> {
    let mut all = All::default();
    simulate_into(trace, mode, service, &mut all).expect("is possible");
    let capacities = all.0.iter().map(|minute| minute.write.capacity).enumerate().collect::<Vec<_>>();
    capacities
        .windows(2)
        .filter(|pair| pair[0].1.to_bits() != pair[1].1.to_bits())
        .map(|pair| pair[1])
        .collect()
}
