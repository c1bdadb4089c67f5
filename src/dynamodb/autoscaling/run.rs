//! The simulation of a trace in a mode.

use super::budget::DecreaseBudget;
use super::mode::{Mode, OnDemand, SimulationError, check};
use super::on_demand::Growth;
use super::outcome::{Outcome, PerDimension, Usage};
use super::policy::{Policies, Policy};
use super::service::Service;
use super::tracking::{Tracked, units};
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
    /// A minute is over; `index` counts from the start of the trace.
    fn minute(&mut self, index: usize, read: Minute, write: Minute);
}

impl Recorder for () {
    #[inline]
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
fn hours(start_s: i64, minutes: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
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

fn provisioned(trace: &Trace, tracked: PerDimension<Tracked>, recorder: &mut impl Recorder) -> Outcome {
    let PerDimension { mut read, mut write } = tracked;
    let minutes = trace.reads.len();
    let mut budget = DecreaseBudget::default();
    let mut throttled_minutes = 0;
    for hour in hours(trace.start_s, minutes) {
        let end = hour.end;
        for minute in hour {
            let is_alarm = read.observe(minute) | write.observe(minute);
            if is_alarm {
                act(&mut read, &mut write, minute, second_of(trace.start_s, minute), &mut budget);
            }
            let (reads, writes) = (trace.reads[minute], trace.writes[minute]);
            let throttled = (read.serve(minute, reads), write.serve(minute, writes));
            throttled_minutes += u64::from(throttled.0 > 0.0 || throttled.1 > 0.0);
            let of = |tracked: &Tracked, demanded, throttled| Minute {
                capacity: units(tracked.capacity()),
                demanded,
                throttled,
            };
            recorder.minute(minute, of(&read, reads, throttled.0), of(&write, writes, throttled.1));
        }
        read.end_hour(end);
        write.end_hour(end);
    }
    Outcome {
        minutes: minutes as u64,
        throttled_minutes,
        read: read.finish(minutes),
        write: write.finish(minutes),
    }
}

/// Both dimensions act on their alarms.
///
/// Application Auto Scaling calls `UpdateTable` for each dimension alone, so each decrease counts. Who comes first when
/// both want one is chance; here it is the one that was lowered longer ago, so that none waits for ever, and writes when
/// they are equal, because a write unit costs five times as much.
fn act(read: &mut Tracked, write: &mut Tracked, minute: usize, now_s: i64, budget: &mut DecreaseBudget) {
    if read.last_decrease_s() < write.last_decrease_s() {
        read.act(minute, now_s, budget);
        write.act(minute, now_s, budget);
    } else {
        write.act(minute, now_s, budget);
        read.act(minute, now_s, budget);
    }
}

/// One dimension alone, with all of the table's decreases to itself.
pub(super) fn alone(start_s: i64, demand: &[f64], policy: &Policy, service: Service) -> Usage {
    let mut budget = DecreaseBudget::default();
    let mut tracked = Tracked::new(starting_capacity(demand, policy, None), Some(*policy), service);
    for hour in hours(start_s, demand.len()) {
        let end = hour.end;
        for minute in hour {
            if tracked.observe(minute) {
                tracked.act(minute, second_of(start_s, minute), &mut budget);
            }
            tracked.serve(minute, demand[minute]);
        }
        tracked.end_hour(end);
    }
    tracked.finish(demand.len())
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
