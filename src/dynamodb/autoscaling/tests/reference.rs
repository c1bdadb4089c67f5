//! The same rules, written as they are told: every minute looks at the whole past. Slow, and hard to get wrong.

use super::*;

/// One dimension of the simple simulator.
struct Simple {
    policy: Policy,
    capacity: u64,
    served: Vec<f64>,
    capacities: Vec<u64>,
    throttled: Vec<f64>,
    kept: f64,
    /// When a change takes effect, and to what.
    coming: Option<(usize, u64)>,
    out_until: usize,
    out_step: u64,
    in_until: usize,
    refused: u64,
    lowered_at: Option<i64>,
}

/// What it says of a dimension.
pub(super) struct Told {
    pub(super) capacities: Vec<u64>,
    pub(super) throttled: Vec<f64>,
    pub(super) refused: u64,
    /// By clock hour, highest capacity, in what the trace holds of it.
    pub(super) unit_hours: f64,
}

impl Simple {
    fn new(policy: Policy, initial: u64) -> Self {
        Self {
            policy,
            capacity: initial.clamp(policy.min, policy.max),
            served: vec![],
            capacities: vec![],
            throttled: vec![],
            kept: 0.0,
            coming: None,
            out_until: 0,
            out_step: 0,
            in_until: 0,
            refused: 0,
            lowered_at: None,
        }
    }

    fn arrive(&mut self, minute: usize) {
        let Some((at, capacity)) = self.coming else { return };
        if at == minute {
            if capacity > self.capacity {
                self.out_until = minute + self.policy.scale_out_cooldown_s.div_ceil(60) as usize;
                self.out_step = capacity - self.capacity;
                self.in_until = 0;
            } else {
                self.in_until = minute + self.policy.scale_in_cooldown_s.div_ceil(60) as usize;
            }
            self.capacity = capacity;
            self.kept = self.kept.min(300.0 * float(capacity));
            self.coming = None;
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "demand is small")]
    fn evaluate(&mut self, minute: usize, now_s: i64, service: &Service, decreases: &mut Vec<i64>) {
        if self.coming.is_some() {
            return;
        }
        let seen = &self.served[..minute.saturating_sub(service.metric_delay_min as usize)];
        let last = |count: usize| seen.len().checked_sub(count).map(|from| &seen[from..]);
        let full = 60.0 * float(self.capacity);
        let wanted = |points: &[f64]| {
            let most = points.iter().copied().fold(0.0, f64::max);
            let wanted = (most * 100.0 / (60.0 * self.policy.target)).ceil() as u64;
            wanted.clamp(self.policy.min, self.policy.max)
        };
        let high = full * self.policy.target / 100.0;
        let low = full * (self.policy.target - 20.0) / 100.0;
        let next = if let Some(points) = last(2).filter(|points| points.iter().all(|point| *point > high)) {
            let wanted = wanted(points);
            let may = minute >= self.out_until || wanted - self.capacity.min(wanted) > self.out_step;
            (wanted > self.capacity && may).then_some(wanted)
        } else if let Some(points) = last(15).filter(|points| points.iter().all(|point| *point < low)) {
            let wanted = wanted(points);
            if wanted >= self.capacity || minute < self.in_until {
                None
            } else if may_decrease(now_s, decreases) {
                decreases.push(now_s);
                self.lowered_at = Some(now_s);
                Some(wanted)
            } else {
                self.refused += 1;
                None
            }
        } else {
            None
        };
        self.coming = next.map(|capacity| (minute + service.update_min as usize, capacity));
        self.arrive(minute);
    }

    fn serve(&mut self, demand: f64) {
        let available = 60.0 * float(self.capacity) + self.kept;
        let served = demand.min(available);
        self.kept = (available - served).min(300.0 * float(self.capacity));
        self.served.push(served);
        self.throttled.push(demand - served);
        self.capacities.push(self.capacity);
    }

    fn told(self, start_s: i64) -> Told {
        let mut hours: Vec<(i64, u64, u32)> = Vec::new();
        for (minute, capacity) in (0..).zip(&self.capacities) {
            let hour = (start_s + minute * 60).div_euclid(3600);
            match hours.last_mut() {
                Some(last) if last.0 == hour => *last = (hour, last.1.max(*capacity), last.2 + 1),
                _ => hours.push((hour, *capacity, 1)),
            }
        }
        let unit_hours =
            hours.iter().map(|(_, capacity, minutes)| float(*capacity) * f64::from(*minutes) / 60.0).sum();
        Told { capacities: self.capacities, throttled: self.throttled, refused: self.refused, unit_hours }
    }
}

/// Four of a UTC day at any time, then an hour after the last one of the day.
fn may_decrease(now_s: i64, decreases: &[i64]) -> bool {
    let today: Vec<i64> =
        decreases.iter().copied().filter(|at| at.div_euclid(86_400) == now_s.div_euclid(86_400)).collect();
    today.len() < 4 || today.iter().all(|at| now_s - at >= 3600)
}

#[expect(clippy::cast_precision_loss, reason = "capacity is small")]
fn float(capacity: u64) -> f64 {
    capacity as f64
}

/// Simulates a trace the slow way.
pub(super) fn simulate(
    trace: &Trace,
    policies: &Policies,
    initial: PerDimension<u64>,
    service: &Service,
) -> PerDimension<Told> {
    let mut read = Simple::new(policies.read, initial.read);
    let mut write = Simple::new(policies.write, initial.write);
    let mut decreases = Vec::new();
    let mut now_s = trace.start_s;
    for minute in 0..trace.reads.len() {
        read.arrive(minute);
        write.arrive(minute);
        let both = if read.lowered_at < write.lowered_at {
            [&mut read, &mut write]
        } else {
            [&mut write, &mut read]
        };
        for dimension in both {
            dimension.evaluate(minute, now_s, service, &mut decreases);
        }
        read.serve(trace.reads[minute]);
        write.serve(trace.writes[minute]);
        now_s += 60;
    }
    PerDimension { read: read.told(trace.start_s), write: write.told(trace.start_s) }
}
