//! Points in time become minutes.

use super::columns::{Dimension, shown, unit_of, written};
use super::demand::{MAX_MINUTES, Trace};
use super::error::{Place, TraceError};
use super::options::{Gaps, ReadOptions, ThrottledMetric, Unit};

/// One point of one dimension, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    number: u64,
    at_s: i64,
    value: f64,
}

/// The points of one dimension.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_field_names, reason = "points are what it has")]
pub(super) struct Points {
    pub(super) points: Vec<Point>,
    /// What `number` counts: `line`, `record`, …
    pub(super) noun: &'static str,
    /// Of which part of the file they are, such as a metric's id.
    pub(super) of: Option<String>,
    /// The column or key of the values.
    pub(super) field: String,
    /// What tells the unit, such as a metric's name; the field where nothing else does.
    pub(super) named: Option<String>,
    /// What that name says that values count, if it does.
    pub(super) unit: Option<Unit>,
}

impl Points {
    pub(super) fn push(&mut self, number: u64, at_s: i64, value: f64) {
        self.points.push(Point { number, at_s, value });
    }

    /// The number of the point that comes next, when they are counted from 1.
    pub(super) fn next_number(&self) -> u64 {
        self.points.len() as u64 + 1
    }

    /// Takes the name of a metric, and what it says of the unit. All of them must say the same.
    pub(super) fn call(&mut self, name: &str, place: Place, dimension: Dimension) -> Result<(), TraceError> {
        let says = unit_of(name).or(unit_of(&self.field));
        match &self.named {
            None => (self.named, self.unit) = (Some(name.to_owned()), says),
            Some(first) if self.unit != says => {
                let (first, second) = (shown(first), shown(name));
                // The one that says something is the one to name.
                let (first, second) = if says.is_some() { (first, second) } else { (second, first) };
                let says = says.or(self.unit).unwrap_or_default();
                return Err(TraceError::MixedUnits {
                    place,
                    first,
                    second,
                    says,
                    dimension: dimension.name(),
                });
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// What values count: as the caller says, as the name says, or sums.
    fn unit(&self, told: Option<Unit>) -> Result<Unit, TraceError> {
        match (told, self.unit) {
            (Some(told), Some(says)) if told != says => {
                let field = shown(self.named.as_ref().unwrap_or(&self.field));
                Err(TraceError::UnitContradicts { field, says, told })
            }
            (told, says) => Ok(told.or(says).unwrap_or_default()),
        }
    }

    fn place(&self, point: &Point) -> Place {
        Place { noun: self.noun, number: point.number, of: self.of.clone() }
    }
}

/// What a file held.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) reads: Option<Points>,
    pub(super) writes: Option<Points>,
    /// Whether the source gives points in any order, as `CloudWatch` does.
    pub(super) any_order: bool,
    /// The period that the file itself tells.
    pub(super) period_s: Option<u32>,
    /// Metrics that were left out.
    pub(super) ignored: Vec<String>,
    /// What counts throttled requests, of those and of the columns.
    pub(super) throttled: Vec<ThrottledMetric>,
}

impl Found {
    /// Whether there is a point of reads.
    pub(super) fn has_reads(&self) -> bool {
        self.reads.as_ref().is_some_and(|reads| !reads.points.is_empty())
    }

    /// Whether there is a point of writes.
    pub(super) fn has_writes(&self) -> bool {
        self.writes.as_ref().is_some_and(|writes| !writes.points.is_empty())
    }

    /// Remembers a metric that is left out, once.
    pub(super) fn ignore(&mut self, metric: &str) {
        let metric = shown(metric);
        if self.ignored.len() < MOST_IGNORED && !self.ignored.contains(&metric) {
            self.ignored.push(metric);
        }
    }
}

impl Found {
    /// Adds values to what a metric or a column counts of throttled requests. What is no number of requests is remembered as
    /// that: it is no reason to refuse the file, and none to believe that nothing was throttled.
    pub(super) fn throttle(&mut self, metric: &str, values: impl IntoIterator<Item = f64>) {
        let metric = shown(metric);
        let known = match self.throttled.iter().position(|known| known.metric == metric) {
            Some(known) => known,
            None if self.throttled.len() < MOST_IGNORED => {
                self.throttled.push(ThrottledMetric { metric, sum: 0.0, is_unread: false });
                self.throttled.len() - 1
            }
            None => return,
        };
        let known = &mut self.throttled[known];
        for value in values {
            if (0.0..=MOST_UNITS_A_MINUTE).contains(&value) {
                known.sum += value;
            } else {
                known.is_unread = true;
            }
        }
    }

    /// Adds a cell of such a column, which may be empty.
    pub(super) fn throttle_cell<E>(&mut self, metric: &str, cell: Result<Option<f64>, E>) {
        self.throttle(metric, cell.unwrap_or(Some(f64::NAN)));
    }
}

/// How many metrics that were left out are named.
const MOST_IGNORED: usize = 50;
/// The most units a minute that a trace may hold: no table consumes as many.
pub const MOST_UNITS_A_MINUTE: f64 = 1e12;
/// How many equal distances in a row are another period rather than gaps.
const PERIOD_RUN: usize = 3;

/// Makes a trace of the points; the second value is how many minutes were filled.
pub(super) fn assemble(found: Found, options: &ReadOptions) -> Result<(Trace, u64), TraceError> {
    let told_s = options.period_s.or(found.period_s);
    let mut all = Vec::new();
    // Both are checked at once: a contradiction is told before what it would lead to.
    for points in [&found.reads, &found.writes].into_iter().flatten().filter(|one| !one.points.is_empty()) {
        points.unit(options.unit)?;
    }
    for (dimension, points) in [(Dimension::Read, found.reads), (Dimension::Write, found.writes)] {
        let Some(mut points) = points.filter(|points| !points.points.is_empty()) else { continue };
        put_in_order(dimension, &mut points, found.any_order)?;
        all.push((dimension, points));
    }
    if all.is_empty() {
        return Err(TraceError::Empty);
    }
    let period_s = common_period(&all, told_s)?;
    for (_, points) in &all {
        check_alignment(points, period_s)?;
        check_values(points, period_s, points.unit(options.unit)?)?;
        if told_s.is_none() {
            check_one_period(points, period_s)?;
        }
    }
    let (from, to) = range(&all, options.gaps)?;
    let minutes = (to - from + i64::from(period_s)) / 60;
    let minutes = usize::try_from(minutes)
        .ok()
        .filter(|minutes| *minutes <= MAX_MINUTES)
        .ok_or_else(|| TraceError::TooLong { from: written(from), to: written(to) })?;
    let mut trace = Trace { start_s: from, period_s, reads: Vec::new(), writes: Vec::new() };
    let mut filled = 0;
    for (dimension, points) in &all {
        let (values, missing) = spread(*dimension, points, (from, to), period_s, options)?;
        filled += missing;
        match dimension {
            Dimension::Read => trace.reads = values,
            Dimension::Write => trace.writes = values,
        }
    }
    // A dimension that the file does not have at all: whether it was not used, the caller has to say.
    let absent = [&trace.reads, &trace.writes].iter().filter(|units| units.is_empty()).count();
    if options.gaps == Gaps::Zero {
        filled += (absent * minutes) as u64;
    }
    trace.reads.resize(minutes, 0.0);
    trace.writes.resize(minutes, 0.0);
    Ok((trace, filled))
}

fn put_in_order(dimension: Dimension, points: &mut Points, any_order: bool) -> Result<(), TraceError> {
    if any_order {
        points.points.sort_by_key(|point| point.at_s);
    }
    for pair in points.points.windows(2) {
        let (previous, point) = (&pair[0], &pair[1]);
        let time = || written(point.at_s);
        if point.at_s == previous.at_s {
            return Err(TraceError::Duplicate {
                place: points.place(point),
                time: time(),
                dimension: dimension.name(),
            });
        }
        if point.at_s < previous.at_s {
            let previous = written(previous.at_s);
            return Err(TraceError::Unsorted { place: points.place(point), time: time(), previous });
        }
    }
    Ok(())
}

/// The least distance between two points of either dimension, unless it is told.
fn common_period(all: &[(Dimension, Points)], told_s: Option<u32>) -> Result<u32, TraceError> {
    let distances = all.iter().flat_map(|(_, points)| points.points.windows(2));
    let least = distances.map(|pair| pair[1].at_s - pair[0].at_s).min();
    let Some(period_s) = told_s.map(i64::from).or(least) else {
        let dimension = all.first().map_or("", |(dimension, _)| dimension.name());
        return Err(TraceError::SinglePoint { dimension });
    };
    let is_usable = period_s > 0 && period_s % 60 == 0 && 86_400 % period_s == 0;
    match u32::try_from(period_s) {
        Ok(period_s) if is_usable => Ok(period_s),
        _ => Err(TraceError::Period { period_s }),
    }
}

fn check_alignment(points: &Points, period_s: u32) -> Result<(), TraceError> {
    let first_s = points.points.first().map_or(0, |point| point.at_s);
    let is_off = |point: &&Point| point.at_s % 60 != 0 || (point.at_s - first_s) % i64::from(period_s) != 0;
    points.points.iter().find(is_off).map_or(Ok(()), |point| {
        Err(TraceError::NotAligned { place: points.place(point), time: written(point.at_s), period_s })
    })
}

fn check_values(points: &Points, period_s: u32, unit: Unit) -> Result<(), TraceError> {
    let most = match unit {
        Unit::SumPerPeriod => MOST_UNITS_A_MINUTE * f64::from(period_s) / 60.0,
        Unit::PerSecond => MOST_UNITS_A_MINUTE / 60.0,
    };
    for point in &points.points {
        let value = point.value;
        let what = if value.is_nan() {
            "not a number"
        } else if value.is_infinite() {
            "infinite"
        } else if value < 0.0 {
            "negative"
        } else if value > most {
            "more than any table consumes"
        } else {
            continue;
        };
        let (place, field) = (points.place(point), points.field.clone());
        let value = if value.abs() < 1e15 { value.to_string() } else { format!("{value:e}") };
        return Err(TraceError::Value { place, field, value, what });
    }
    Ok(())
}

/// A longer distance several times in a row is another period, not a gap here and there.
fn check_one_period(points: &Points, period_s: u32) -> Result<(), TraceError> {
    let first_s = i64::from(period_s);
    for window in points.points.windows(PERIOD_RUN + 1) {
        let distance = |at: usize| window[at + 1].at_s - window[at].at_s;
        let second_s = distance(0);
        if second_s != first_s && (1..PERIOD_RUN).all(|at| distance(at) == second_s) {
            let (place, time) = (points.place(&window[0]), written(window[0].at_s));
            return Err(TraceError::MixedPeriods { place, time, first_s, second_s });
        }
    }
    Ok(())
}

/// The first and the last time of all points.
fn range(all: &[(Dimension, Points)], gaps: Gaps) -> Result<(i64, i64), TraceError> {
    let ends = |points: &Points| {
        let of = |point: Option<&Point>| point.map_or(0, |point| point.at_s);
        (of(points.points.first()), of(points.points.last()))
    };
    match all {
        [(_, reads), (_, writes)] => {
            let (reads, writes) = (ends(reads), ends(writes));
            if reads != writes && gaps != Gaps::Zero {
                return Err(TraceError::Ranges {
                    reads_from: written(reads.0),
                    reads_to: written(reads.1),
                    writes_from: written(writes.0),
                    writes_to: written(writes.1),
                });
            }
            Ok((reads.0.min(writes.0), reads.1.max(writes.1)))
        }
        [(_, points), ..] => Ok(ends(points)),
        [] => Err(TraceError::Empty),
    }
}

/// The units of every minute from the first time to the last, and how many minutes had to be filled.
fn spread(
    dimension: Dimension,
    points: &Points,
    (from, to): (i64, i64),
    period_s: u32,
    options: &ReadOptions,
) -> Result<(Vec<f64>, u64), TraceError> {
    let period = i64::from(period_s);
    let unit = points.unit(options.unit)?;
    let per_minute = |value: f64| match unit {
        Unit::SumPerPeriod => value * 60.0 / f64::from(period_s),
        Unit::PerSecond => value * 60.0,
    };
    let in_period = (period_s / 60) as usize;
    let mut minutes = Vec::new();
    let mut missing = 0;
    let mut first_gap = None;
    let mut next = from;
    let mut before: Option<&Point> = None;
    for point in &points.points {
        let gap = (point.at_s - next) / period;
        if gap > 0 {
            let fill = match (options.gaps, before) {
                (Gaps::Previous, Some(before)) => per_minute(before.value),
                _ => 0.0,
            };
            let gap = usize::try_from(gap).unwrap_or_default().saturating_mul(in_period);
            minutes.resize(minutes.len() + gap, fill);
            missing += gap as u64;
            first_gap = first_gap.or(before.map(|before| (*before, point.at_s)));
        }
        minutes.resize(minutes.len() + in_period, per_minute(point.value));
        next = point.at_s + period;
        before = Some(point);
    }
    // What is missing at the end is zero, and only where the caller says so.
    let tail = usize::try_from((to + period - next) / period).unwrap_or_default().saturating_mul(in_period);
    missing += tail as u64;
    match (options.gaps, first_gap) {
        (Gaps::Refuse, Some((before, until_s))) => Err(TraceError::Gaps {
            dimension: dimension.name(),
            place: points.place(&before),
            after: written(before.at_s),
            until: written(until_s),
            missing_minutes: missing,
        }),
        _ => Ok((minutes, missing)),
    }
}
