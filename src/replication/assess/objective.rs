//! LAG003: whether the lag of every source stays within the RPO.

use super::case::{Case, Told};
use super::flowing::unknown_ways;
use crate::dynamodb::evidence::Facts;
use crate::replication::evidence::Source;
use crate::replication::lag::{Kind, Lag, State};
use crate::replication::rpo::{Loss, Scenario, of_lag};
use crate::replication::words;
use crate::report::catalogue::LAG_RPO;
use crate::report::{Finding, Status};

/// Whether what would be lost is no more than the objective allows: the largest lag of the window counts, because the
/// lag at a failure is rather that of a bad hour than of a calm one.
pub(super) fn objective(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    let mut worst: Option<(f64, &Lag)> = None;
    let mut unknown = Vec::new();
    for lag in &case.lags {
        match of(case, lag) {
            Judged::Within => {}
            Judged::Beyond(finding) => told.findings.push(finding),
            Judged::Unknown => unknown.push(lag),
        }
        if let Some(ms) = lag.worst_ms().filter(|ms| worst.is_none_or(|(most, _)| *ms > most)) {
            worst = Some((ms, lag));
        }
    }
    told.findings.extend(unknown_ways(&LAG_RPO, &unknown));
    told.findings.extend(without_copy(case));
    let is_idle = |source: &&Source| {
        let mut own =
            case.lags.iter().filter(|lag| lag.kind == Kind::of(source) && lag.source == source.name());
        own.clone().next().is_some() && own.all(|lag| lag.state == State::Idle && lag.worst_ms().is_none())
    };
    for source in case.evidence.sources.iter().filter(is_idle) {
        told.findings.push(
            Finding::unknown(&LAG_RPO, "nothing was written in the window, so no lag was measured")
                .help("look back further with --window, or measure it with --canary")
                .about(source.name()),
        );
    }
    // The worst first: what a script reads first is what matters most.
    told.findings.sort_by_key(|finding| match finding.status {
        Status::Fail => 0,
        Status::Unknown => 1,
        _ => 2,
    });
    let rpo = words::duration(case.rpo_ms());
    if told.findings.is_empty() && case.lags.is_empty() {
        told.findings.push(Finding::skip(&LAG_RPO, "nothing that was named has a replica (LAG004)"));
    }
    if told.findings.is_empty() {
        let message = worst.map_or_else(
            || format!("nothing would be lost; the RPO is {rpo}"),
            |(ms, lag)| {
                format!("at most {} in the window ({}); the RPO is {rpo}", words::duration(ms), lag.subject())
            },
        );
        told.findings.push(Finding::pass(&LAG_RPO).message_is(message));
    }
    told
}

/// What one lag comes to beside the objective.
enum Judged {
    Within,
    Beyond(Finding),
    /// What is known of it is within.
    Unknown,
}

fn of(case: &Case<'_>, lag: &Lag) -> Judged {
    let (loss, rpo_ms) = (of_lag(lag), case.rpo_ms());
    let rpo = words::duration(rpo_ms);
    let p99 = lag.statistics.and_then(|all| all.p99_ms);
    let is_rare = p99.is_some_and(|p99| p99 <= rpo_ms) && is_only_points(lag, rpo_ms);
    // A stop is told by what it was: no point was that large.
    let stop = lag.stopped.map(|span| words::as_ms(span.seconds())).filter(|ms| lag.worst_ms() == Some(*ms));
    let finding = match (&loss, loss.status(rpo_ms)) {
        (Loss::AtMost(ms), Status::Fail) if stop.is_some() => Finding::fail(
            &LAG_RPO,
            format!(
                "it had stopped for up to {} in the window (LAG002), longer than the RPO of {rpo}",
                words::duration(*ms)
            ),
        )
        .help("a failure in that time would have lost what was written since it stopped: find what happened then"),
        (_, Status::Pass | Status::Skip | Status::Warn) => return Judged::Within,
        (Loss::AtMost(ms), Status::Fail) if is_rare => Finding::warn(
            &LAG_RPO,
            format!(
                "up to {} in the window, more than the RPO of {rpo}; p99 is {}",
                words::duration(*ms),
                words::duration(p99.unwrap_or_default())
            ),
        )
        .help("a failure in such a moment loses more than the RPO allows: find what happened then"),
        (Loss::AtMost(ms), _) => {
            let p99 = match (p99, lag.statistics) {
                (Some(p99), _) => format!("; p99 is {}", words::duration(p99)),
                (None, Some(all)) => {
                    format!("; of {} no p99 is told", words::count(all.points, "point"))
                }
                (None, None) => String::new(),
            };
            let message =
                format!("up to {} in the window, more than the RPO of {rpo}{p99}", words::duration(*ms));
            let rise = rise(&lag.points.values).map(|(from, to)| {
                format!("; it rose steadily from {} to {}", words::duration(from), words::duration(to))
            });
            Finding::fail(&LAG_RPO, message + &rise.unwrap_or_default()).help(help(case, lag))
        }
        (Loss::AtLeast(ms, why), Status::Fail) if !is_rare => Finding::fail(
            &LAG_RPO,
            format!("{} or more, more than the RPO of {rpo}: {why}", words::duration(*ms)),
        )
        .help(help(case, lag)),
        _ => return Judged::Unknown,
    };
    Judged::Beyond(finding.about(lag.subject()))
}

/// Whether nothing but points goes beyond the objective: no marker, and no write that waits.
fn is_only_points(lag: &Lag, rpo_ms: f64) -> bool {
    let canary = lag.canary.map(|canary| [canary.worst_ms(), canary.least_ms()]).unwrap_or_default();
    canary.into_iter().chain([lag.at_least_ms]).flatten().all(|ms| ms <= rpo_ms)
}

/// The stores that have no replica at all.
fn without_copy(case: &Case<'_>) -> Vec<Finding> {
    let permanent = case.losses.iter().filter(|one| one.scenario == Scenario::RegionPermanent);
    let of = |one: &crate::replication::rpo::StoreLoss| match &one.loss {
        Loss::Everything(why) => Some(
            Finding::fail(&LAG_RPO, format!("with its Region all of it is lost: {why}"))
                .help(help_of(one.kind))
                .about(one.source.clone()),
        ),
        _ => None,
    };
    permanent.filter_map(of).collect()
}

/// Of fewer points nothing is said of how they rise.
const LEAST_FOR_RISE: usize = 9;
/// A steady rise ends at so many times its beginning at least.
const LEAST_RISE: f64 = 1.5;

/// From where to where a lag rose, where it did all along: each third of the window is above the one before, and what was
/// seen last is hardly below the largest.
fn rise(values: &[(i64, f64)]) -> Option<(f64, f64)> {
    if values.len() < LEAST_FOR_RISE {
        return None;
    }
    let third = values.len() / 3;
    let bounds = |part: &[(i64, f64)]| {
        let all = || part.iter().map(|(_, ms)| *ms);
        Some((all().reduce(f64::min)?, all().reduce(f64::max)?))
    };
    let parts = [&values[..third], &values[third..2 * third], &values[2 * third..]];
    let [first, middle, last] = parts.map(bounds);
    let (first, middle, last) = (first?, middle?, last?);
    let is_rising = first.1 <= middle.0 && middle.1 <= last.0;
    let (from, to) = (values.first()?.1, values.last()?.1);
    (is_rising && to >= from * LEAST_RISE).then_some((from, to))
}

/// What to do about a lag; of a table, what its capacities do not exclude.
fn help(case: &Case<'_>, lag: &Lag) -> String {
    let is_on_demand = |region: Option<&String>| {
        let tables = case.tables().filter(|table| table.table == lag.source);
        let mut own = tables.flat_map(|table| &table.regions).filter(|one| Some(&one.region) == region);
        own.any(|one| one.described.answer().is_some_and(Facts::is_on_demand))
    };
    if lag.kind == Kind::GlobalTable && is_on_demand(lag.from.as_ref()) && is_on_demand(lag.to.as_ref()) {
        let to = lag.to.as_deref().unwrap_or_default();
        return format!(
            "look for throttled writes in {to}: a key that is written very often, a maximum of on-demand throughput, the account's quota (both Regions are on demand: there is no capacity to make equal); or use multi-Region strong consistency for an RPO of 0; a larger --rpo if the business can bear it"
        );
    }
    help_of(lag.kind).to_owned()
}

fn help_of(kind: Kind) -> &'static str {
    match kind {
        Kind::GlobalTable => {
            "give every Region the same write capacity, look for throttled replicated writes, or use multi-Region strong consistency for an RPO of 0; a larger --rpo if the business can bear it"
        }
        Kind::MskReplicator => {
            "look at the replicator's throttling and at its clusters' load and partitions; more partitions and larger brokers let more through"
        }
        Kind::AuroraGlobal => {
            "look at the writer's load and at the secondary's instance class; rds.global_db_rpo makes commits wait instead (LAG033)"
        }
        Kind::GlobalDatastore => "look at the write rate, and at the node types of both Regions",
        Kind::Valkey => {
            "look at the replica's load and at the network between the two; WAIT makes single writes safe"
        }
    }
}
