//! The simulation of a trace in a mode.

use std::ops::Range;

use super::budget::DecreaseBudget;
use super::mode::{Mode, OnDemand, SimulationError, check};
use super::on_demand::Growth;
use super::outcome::{Outcome, PerDimension, Usage};
use super::policy::{Policies, Policy};
use super::service::Service;
use super::tracking::{Hour, Tracked};
use crate::dynamodb::trace::Trace;

/// One minute of one dimension.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Minute {
    /// Provisioned units; on demand the units a second that are served at most.
    pub capacity: f64,
    /// Units that were asked for.
    pub demanded: f64,
    /// Units that were throttled.
    pub throttled: f64,
}

/// Who wants to know of every minute.
pub trait Recorder {
    /// Whether it wants to know at all. A simulation that tells nobody is faster.
    const LISTENS: bool = true;

    /// A minute is over; `index` counts from the start of the trace.
    fn minute(&mut self, index: usize, read: Minute, write: Minute);
}

impl Recorder for () {
    const LISTENS: bool = false;

    fn minute(&mut self, _: usize, _: Minute, _: Minute) {}
}

/// Simulates a trace.
///
/// A minute's demand is taken to be even within the minute and over all partitions; what is not, is throttled more than
/// this says. Throttled units are lost. What the trace holds as consumed is taken as what was asked for.
///
/// # Errors
///
/// When the mode, the delays or the trace are impossible.
pub fn simulate(trace: &Trace, mode: &Mode, service: &Service) -> Result<Outcome, SimulationError> {
    simulate_into(trace, mode, service, &mut ())
}

/// Simulates a trace and tells of every minute.
///
/// # Errors
///
/// When the mode, the delays or the trace are impossible.
pub fn simulate_into(
    trace: &Trace,
    mode: &Mode,
    service: &Service,
    recorder: &mut impl Recorder,
) -> Result<Outcome, SimulationError> {
    let (reads, writes) = (trace.reads.len(), trace.writes.len());
    if reads != writes || reads == 0 {
        return Err(SimulationError::Trace { reads, writes });
    }
    check(mode, *service)?;
    Ok(match mode {
        Mode::Fixed(capacity) => {
            let tracked = capacity.map(|capacity| Tracked::new(capacity, None, *service));
            provisioned(trace, tracked, recorder)
        }
        Mode::AutoScaled { policies, initial } => {
            provisioned(trace, scaled(trace, policies, *initial, *service), recorder)
        }
        Mode::OnDemand(settings) => on_demand(trace, settings, recorder),
    })
}

/// Both dimensions as they start.
fn scaled(
    trace: &Trace,
    policies: &Policies,
    initial: Option<PerDimension<u64>>,
    service: Service,
) -> PerDimension<Tracked> {
    let start = |demand: &[f64], policy: &Policy, initial: Option<u64>| {
        Tracked::new(starting_capacity(demand, policy, initial), Some(*policy), service)
    };
    PerDimension {
        read: start(&trace.reads, &policies.read, initial.map(|initial| initial.read)),
        write: start(&trace.writes, &policies.write, initial.map(|initial| initial.write)),
    }
}

fn starting_capacity(demand: &[f64], policy: &Policy, initial: Option<u64>) -> u64 {
    let first = demand.first().copied().unwrap_or_default();
    initial.map_or_else(|| policy.capacity_for(first), |initial| initial.max(policy.min).min(policy.max))
}

/// The clock hours of a trace, as ranges of its minutes.
fn hours(start_s: i64, minutes: usize) -> impl Iterator<Item = Range<usize>> {
    let into_hour = usize::try_from(start_s.div_euclid(60).rem_euclid(60)).unwrap_or_default();
    let mut begin = 0;
    std::iter::from_fn(move || {
        let end = if begin == 0 { 60 - into_hour } else { begin + 60 }.min(minutes);
        let hour = begin..end;
        begin = end;
        (!hour.is_empty()).then_some(hour)
    })
}

/// The time at which a minute of the trace begins.
fn second_of(start_s: i64, minute: usize) -> i64 {
    let seconds = i64::try_from(minute).unwrap_or(i64::MAX).saturating_mul(60);
    start_s.saturating_add(seconds)
}

/// A dimension on its way through an hour.
struct Lane<'a> {
    tracked: Tracked,
    demand: &'a [f64],
    notes: Hour,
    /// The minute that it has come to: the end of the hour, or one in which an alarm has to be acted on.
    at: usize,
}

impl<'a> Lane<'a> {
    fn new(tracked: Tracked, demand: &'a [f64]) -> Self {
        Self { tracked, demand, notes: Hour::default(), at: 0 }
    }

    fn advance<const RECORD: bool>(&mut self, from: usize, hour: &Range<usize>, free_from: usize) {
        self.at = self.tracked.advance::<RECORD>(from, hour, self.demand, free_from, &mut self.notes);
    }

    /// Acts on the alarms of the minute that it has come to, and goes on.
    fn act<const RECORD: bool>(&mut self, hour: &Range<usize>, start_s: i64, budget: &mut DecreaseBudget) {
        let minute = self.at;
        self.tracked.act(minute, second_of(start_s, minute), budget);
        self.tracked.serve::<RECORD>(minute, hour, self.demand, &mut self.notes);
        self.advance::<RECORD>(minute + 1, hour, free_minute(start_s, budget));
    }
}

/// The first minute of the trace in which the budget allows a decrease.
fn free_minute(start_s: i64, budget: &DecreaseBudget) -> usize {
    let wait_s = budget.free_from_s().saturating_sub(start_s).max(0);
    usize::try_from(wait_s / 60 + i64::from(wait_s % 60 > 0)).unwrap_or(usize::MAX)
}

/// Takes the dimensions of a table through a clock hour.
///
/// They touch each other in the budget of decreases alone. So each goes on by itself until it has to act, and the one
/// that has to act first does so first.
///
/// Application Auto Scaling calls `UpdateTable` for each dimension alone, so each decrease counts. Who comes first when
/// both want one is chance; here it is the one that was lowered longer ago, so that none waits for ever, and writes when
/// they are equal, because a write unit costs five times as much.
fn pass_hour<const RECORD: bool>(
    lanes: &mut [Lane<'_>],
    hour: &Range<usize>,
    start_s: i64,
    budget: &mut DecreaseBudget,
) {
    for lane in lanes.iter_mut() {
        lane.notes.throttled = 0;
        lane.advance::<RECORD>(hour.start, hour, free_minute(start_s, budget));
    }
    loop {
        let next = |lane: &&mut Lane<'_>| (lane.at, lane.tracked.last_decrease_s());
        // Of equal ones the last, and writes come last.
        let Some(lane) = lanes.iter_mut().rev().min_by_key(next).filter(|lane| lane.at < hour.end) else {
            break;
        };
        lane.act::<RECORD>(hour, start_s, budget);
    }
    for lane in lanes {
        lane.tracked.end_hour(hour.end);
    }
}

fn provisioned<R: Recorder>(trace: &Trace, tracked: PerDimension<Tracked>, recorder: &mut R) -> Outcome {
    if R::LISTENS { pass::<true>(trace, tracked, recorder) } else { pass::<false>(trace, tracked, recorder) }
}

fn pass<const RECORD: bool>(
    trace: &Trace,
    tracked: PerDimension<Tracked>,
    recorder: &mut impl Recorder,
) -> Outcome {
    let minutes = trace.reads.len();
    let mut lanes = [Lane::new(tracked.read, &trace.reads), Lane::new(tracked.write, &trace.writes)];
    let mut budget = DecreaseBudget::default();
    let mut throttled_minutes = 0;
    for hour in hours(trace.start_s, minutes) {
        pass_hour::<RECORD>(&mut lanes, &hour, trace.start_s, &mut budget);
        let throttled = lanes.iter().fold(0, |bits, lane| bits | lane.notes.throttled);
        throttled_minutes += u64::from(throttled.count_ones());
        if RECORD {
            for (place, minute) in hour.enumerate() {
                let [read, write] = lanes.each_ref().map(|lane| Minute {
                    capacity: lane.notes.capacity[place],
                    demanded: lane.demand[minute],
                    throttled: lane.notes.throttled_units[place],
                });
                recorder.minute(minute, read, write);
            }
        }
    }
    let [read, write] = lanes.map(|lane| lane.tracked.finish(minutes));
    Outcome { minutes: minutes as u64, throttled_minutes, read, write }
}

/// One dimension alone, with all of the table's decreases to itself.
pub(super) fn alone(start_s: i64, demand: &[f64], policy: &Policy, service: Service) -> Usage {
    let tracked = Tracked::new(starting_capacity(demand, policy, None), Some(*policy), service);
    let mut lanes = [Lane::new(tracked, demand)];
    let mut budget = DecreaseBudget::default();
    for hour in hours(start_s, demand.len()) {
        pass_hour::<false>(&mut lanes, &hour, start_s, &mut budget);
    }
    let [lane] = lanes;
    lane.tracked.finish(demand.len())
}

fn on_demand(trace: &Trace, settings: &OnDemand, recorder: &mut impl Recorder) -> Outcome {
    let quota = |of: fn(&PerDimension<f64>) -> f64| settings.quota.as_ref().map_or(f64::INFINITY, of);
    let mut read = (Growth::new(settings.start.read, quota(|quota| quota.read)), Usage::default());
    let mut write = (Growth::new(settings.start.write, quota(|quota| quota.write)), Usage::default());
    let mut throttled_minutes = 0;
    for (index, (reads, writes)) in trace.reads.iter().zip(&trace.writes).enumerate() {
        let minutes = [(&mut read, *reads), (&mut write, *writes)].map(|((growth, usage), demanded)| {
            let capacity = growth.limit();
            let served = growth.serve(demanded);
            let throttled = demanded - served;
            usage.served_units += served;
            usage.throttled_units += throttled;
            usage.throttled_minutes += u64::from(throttled > 0.0);
            Minute { capacity, demanded, throttled }
        });
        throttled_minutes += u64::from(minutes.iter().any(|minute| minute.throttled > 0.0));
        recorder.minute(index, minutes[0], minutes[1]);
    }
    Outcome { minutes: trace.reads.len() as u64, throttled_minutes, read: read.1, write: write.1 }
}
