//! What a drill's report shows.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::assess::lasted;
use super::evidence::{State, Stretch, Thing, Track};
use super::{Between, Drill, Evidence, Followed, Follower, Outage, failures, lag};
use crate::failover::Expectations;
use crate::failover::rto;
use crate::metrics::Series;
use crate::report::{Block, Cell, Curve, Event, Fact, Gauge, Row, Table, Timeline, Tone};
use crate::words::{count, milliseconds};

/// The most stretches that a person is shown; a script gets all.
const SHOWN: usize = 60;

/// Who was served when, what changed it, and how that compares.
pub(super) fn view(evidence: &Evidence, drill: &Drill, expected: &Expectations) -> Vec<Block> {
    let mut view = vec![Block::Text(summary(evidence, drill))];
    if !drill.moves.is_empty() {
        view.push(Block::Table(moves(evidence, drill, expected)));
    }
    if drill.followers().next().is_some() {
        view.push(Block::Table(resolvers(drill)));
    }
    view.push(Block::Timeline(timeline(evidence)));
    view.extend(lags(evidence));
    // At the end, where somebody looks who was away.
    view.extend(failures::table(evidence).map(Block::Table));
    view
}

fn summary(evidence: &Evidence, drill: &Drill) -> String {
    const STRANGER: &str = "an address of no known Region";
    let stranger = (drill.strangers > 0).then_some(STRANGER);
    let at_the_end = match (&drill.unsettled, &drill.open) {
        (Some(unsettled), _) => unsettled.region.as_deref().or(Some(STRANGER)),
        (None, Some(_)) => Some("nobody"),
        (None, None) => drill.last.as_deref().or(stranger),
    };
    let served = match (&drill.active, at_the_end) {
        (None, _) => "no Region that is known served".to_owned(),
        (Some(first), Some(last)) if first != last => format!("{first} served first, {last} at the end"),
        (Some(first), _) => format!("{first} served"),
    };
    // Requests go where the first resolver leads: of others' clients they say nothing.
    let mut resolvers = evidence.tracks.iter().filter_map(|track| match &track.thing {
        Thing::Resolver { resolver, .. } => Some(resolver),
        _ => None,
    });
    let first = resolvers.next();
    let whose = first.filter(|first| resolvers.any(|other| other != *first));
    format!(
        "{} · watched for {} from {} · {served} · {}{}, {} not served",
        evidence.before.name,
        milliseconds(evidence.watched_us / 1000),
        evidence.started_at,
        count(drill.requests, "request"),
        whose.map_or(String::new(), |first| format!(" where {first} led")),
        drill.errors
    )
}

/// How the resolvers followed: times are since the client was served by the other Region, and may be before that.
fn resolvers(drill: &Drill) -> Table {
    let row = |one: &Follower| {
        let since = |at_us: u64| {
            // Less than is shown is no time before.
            let sign = if at_us + 50_000 < one.served_us { "-" } else { "+" };
            format!("{sign}{}", milliseconds(at_us.abs_diff(one.served_us) / 1000))
        };
        let followed = match (one.followed, one.behind_us) {
            (_, Some(_)) if one.is_behind => Cell::toned("no", Tone::Bad),
            (Followed::Already, _) => Cell::from("was there"),
            (Followed::At(at), _) => Cell::from(since(at.by_us)),
            (Followed::No, _) => Cell::toned("not seen", Tone::Caution),
        };
        let behind = one.behind_us.map_or("-".to_owned(), since);
        let outage = match &one.outage {
            None => Cell::from("-"),
            Some(outage) => Cell::toned(lasted(outage), Tone::Bad),
        };
        vec![
            Cell::from(format!("{} -> {}", one.from, one.to)),
            Cell::from(one.resolver.clone()),
            followed,
            Cell::from(behind),
            outage,
        ]
    };
    let columns = ["move", "resolver", "followed", "led to the old one until", "its clients not served"];
    Table {
        title: "Resolvers, from when the client was served by the other Region".to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: drill.followers().map(row).collect(),
    }
}

fn moves(evidence: &Evidence, drill: &Drill, expected: &Expectations) -> Table {
    let after = |what: Option<Between>, since: u64| {
        what.map_or("not seen".to_owned(), |at| {
            format!("+{}", milliseconds(at.by_us.saturating_sub(since) / 1000))
        })
    };
    let predicted = rto::rto(&evidence.before, None).ok();
    let rows = drill.moves.iter().map(|one| {
        let began = one.outage.map(|outage| outage.first_us);
        let since = began.or(one.recovered.map(|at| at.by_us)).unwrap_or(one.served.after_us);
        let outage = match &one.outage {
            None if one.unseen_us / 1000 > expected.rto_ms() => {
                Cell::toned(format!("not seen for {}", milliseconds(one.unseen_us / 1000)), Tone::Caution)
            }
            None => Cell::toned("none seen", Tone::Good),
            Some(outage) => {
                let at_most = outage.at_most_ms();
                let is_good = at_most.is_some_and(|at_most| at_most <= expected.rto_ms());
                let at_most = at_most.map_or("?".to_owned(), milliseconds);
                let tone = if is_good { Tone::Good } else { Tone::Bad };
                Cell::toned(format!("{} to {at_most}", milliseconds(outage.at_least_ms())), tone)
            }
        };
        let span = predicted
            .as_ref()
            .map(|predicted| if one.is_failback { predicted.failback() } else { predicted.failover() });
        vec![
            Cell::from(format!("{} -> {}", one.from, one.to)),
            outage,
            Cell::from(after(one.check, since)),
            Cell::from(after(Some(one.served), since)),
            Cell::from(span.map_or("unknown".to_owned(), |span| span.to_string())),
        ]
    });
    let columns = ["move", "not served", "health check", "served", "predicted"];
    Table { title: "Moves".to_owned(), columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// The stretches of the client first, then of what decides, in the order of time within each. Where there are too many,
/// each thing is shown from its beginning, as far as there is room for all of them.
fn timeline(evidence: &Evidence) -> Timeline {
    let event = |track: &Track, stretch: &Stretch| Event {
        label: track.thing.name(),
        start_us: stretch.first_us,
        duration_us: Some(stretch.last_us.saturating_sub(stretch.first_us)),
        tone: tone(&stretch.state),
        note: stretch.state.words(),
    };
    let all: usize = evidence.tracks.iter().map(|track| track.stretches.len()).sum();
    let each = if all > SHOWN { (SHOWN / evidence.tracks.len().max(1)).max(1) } else { all };
    let shown =
        |track: &Track| track.stretches.iter().take(each).map(|one| event(track, one)).collect::<Vec<_>>();
    let events: Vec<Event> = evidence.tracks.iter().flat_map(shown).collect();
    let title = if events.len() < all {
        format!("What was seen ({} of {all} stretches, the first of each; JSON has all)", events.len())
    } else {
        "What was seen".to_owned()
    };
    Timeline { title, events }
}

/// The lag of each direction, as far as it was read.
fn lags(evidence: &Evidence) -> Option<Block> {
    let series = lag::series(evidence);
    let start = series.iter().map(|(_, series)| series.start_epoch_s).min()?;
    let end = series.iter().map(|(_, series)| series.end_epoch_s()).max()?;
    let period = series.iter().map(|(_, series)| series.period_s.max(1)).min()?;
    let places = (start..end).step_by(usize::try_from(period).ok()?);
    let places =
        places.map(|at| Timestamp::from_second(at).map_or_else(|_| String::new(), |at| format!("{at:.0}")));
    let curves = series.iter().map(|(name, series)| Curve {
        name: name.clone(),
        values: Series::within(&Series { period_s: period, ..(*series).clone() }, start, end),
        tone: Tone::Plain,
    });
    Some(Block::Series(crate::report::Series {
        title: "Replication lag, the largest of each minute".to_owned(),
        unit: "ms".to_owned(),
        places: places.collect(),
        curves: curves.collect(),
    }))
}

fn tone(state: &State) -> Tone {
    match state {
        State::Unhealthy => Tone::Bad,
        State::Healthy => Tone::Good,
        State::Leads { regions } if regions.is_empty() => Tone::Caution,
        State::Leads { .. } => Tone::Plain,
        State::Unknown { .. } => Tone::Faint,
        state if state.is_served() => Tone::Good,
        _ => Tone::Bad,
    }
}

pub(super) fn rows(evidence: &Evidence, drill: &Drill) -> Vec<Row> {
    let moves = drill.moves.iter().map(|one| Row {
        table: "moves",
        value: json!({
            "from": one.from,
            "to": one.to,
            "is_failback": one.is_failback,
            "outage_min_ms": one.outage.map_or(0, |outage| outage.at_least_ms()),
            "outage_max_ms": one.outage.map_or(Some(one.unseen_us / 1000), |outage| outage.at_most_ms()),
            "failback_min_ms": one.failback_ms().map(|(min, _)| min),
            "failback_max_ms": one.failback_ms().map(|(_, max)| max),
            "served_by_ms": one.served.by_us / 1000,
            "check_by_ms": one.check.map(|at| at.by_us / 1000),
            "highest_lag_ms": lag::highest(evidence, one),
            "resolvers": one.resolvers.iter().map(follower).collect::<Vec<_>>(),
        }),
    });
    let stranded = drill.stranded.iter().map(|one| Row { table: "stranded_resolvers", value: follower(one) });
    let outages = drill.passing.iter().chain(&drill.early).map(|(region, outage)| (Some(region), outage));
    let outages = outages.chain(drill.asides.iter().map(|aside| (aside.then.as_ref(), &aside.outage)));
    let outages = outages.chain(drill.open.iter().map(|outage| (None, outage))).map(|(region, outage)| Row {
        table: "outages",
        value: json!({
            "then_served_by": region,
            "from_ms": outage.first_us / 1000,
            "to_ms": outage.last_us / 1000,
            "min_ms": outage.at_least_ms(),
            "max_ms": outage.at_most_ms(),
        }),
    });
    let stretches = evidence.tracks.iter().flat_map(|track| {
        track.stretches.iter().map(|stretch| Row {
            table: "stretches",
            value: json!({
                "what": track.thing.name(),
                "state": stretch.state.words(),
                "from_ms": stretch.first_us / 1000,
                "to_ms": stretch.last_us / 1000,
                "looks": stretch.looks,
            }),
        })
    });
    moves.chain(stranded).chain(outages).chain(stretches).collect()
}

/// A resolver, and how it followed.
fn follower(one: &Follower) -> Value {
    let by_us = match one.followed {
        Followed::At(at) => Some(at.by_us),
        Followed::Already | Followed::No => None,
    };
    json!({
        "resolver": one.resolver,
        "from": one.from,
        "to": one.to,
        "was_there": one.followed == Followed::Already,
        "by_ms": by_us.map(|at| at / 1000),
        "behind_until_ms": one.behind_us.map(|at| at / 1000),
        "outage_min_ms": one.outage.map(|outage| outage.at_least_ms()),
        "outage_max_ms": one.outage.and_then(|outage| outage.at_most_ms()),
    })
}

pub(super) fn facts(evidence: &Evidence, drill: &Drill) -> Vec<Fact> {
    let predicted = rto::rto(&evidence.before, None).ok();
    vec![Fact {
        name: "drill",
        value: json!({
            "started_at": evidence.started_at,
            "watched_ms": evidence.watched_us / 1000,
            "active_region": drill.active,
            "requests": drill.requests,
            "errors": drill.errors,
            "strangers": drill.strangers,
            "is_open": drill.open.is_some(),
            "unsettled_ms": drill.unsettled.as_ref().map(|one| one.served_us / 1000),
            "blind_ms": drill.blind.iter().map(|(from, to)| to.saturating_sub(*from) / 1000).sum::<u64>(),
            "predicted_failover": predicted.as_ref().map(rto::Rto::failover),
            "predicted_failback": predicted.as_ref().map(rto::Rto::failback),
        }),
    }]
}

pub(super) fn gauges(drill: &Drill) -> Vec<Gauge> {
    // Of several outages of one kind, the longest counts.
    let mut longest: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut add = |from, to, lasted: u64| {
        let known = longest.entry((from, to)).or_default();
        *known = lasted.max(*known);
    };
    for one in &drill.moves {
        add(&one.from, &one.to, one.outage.map_or(one.unseen_us / 1000, longest_ms));
    }
    for one in drill.followers() {
        if let Some(outage) = one.outage {
            add(&one.from, &one.to, longest_ms(outage));
        }
    }
    // The others moved nothing: they lead nowhere.
    for (region, outage) in &drill.passing {
        add(region, "", longest_ms(*outage));
    }
    for aside in &drill.asides {
        add(aside.before.as_deref().unwrap_or_default(), "", longest_ms(aside.outage));
    }
    if let Some((_, outage)) = drill.early {
        add("", "", longest_ms(outage));
    }
    if let Some(outage) = drill.open {
        add(drill.last.as_deref().unwrap_or_default(), "", longest_ms(outage));
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a drill are below 2^53")]
    let gauge = |((from, to), lasted): ((&str, &str), u64)| Gauge {
        name: "failover_outage_seconds",
        help: "How long clients were not served, at most; at least where the beginning or the end was not seen; without `to`, traffic did not move to another Region",
        labels: vec![("from", from.to_owned()), ("to", to.to_owned())],
        value: lasted as f64 / 1000.0,
    };
    longest.into_iter().map(gauge).collect()
}

fn longest_ms(outage: Outage) -> u64 {
    outage.at_most_ms().unwrap_or(outage.at_least_ms())
}
