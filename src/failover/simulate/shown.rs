//! What a report shows of a simulation.

use serde_json::json;

use super::{Case, Play, plays, plays_with, timelines};
use crate::failover::rto::{kind_names, what_if_words};
use crate::failover::{Evidence, Expectations, Scenario, WhatIf};
use crate::numbers::whole_percent;
use crate::report::{Block, Cell, Fact, Gauge, Row, Table, Tone};
use crate::words::{duration, milliseconds};

/// What a person wants to see of it: a table and two timelines for each Region; nothing where nothing is played.
pub fn view(evidence: &Evidence, expected: &Expectations) -> Vec<Block> {
    let Some(scenario) = &expected.scenario else { return Vec::new() };
    let plays = plays(evidence, scenario);
    if plays.is_empty() {
        return vec![Block::Text(format!("Nothing to play: no records of {} were seen.", evidence.name))];
    }
    let are_apart = plays.iter().any(|play| play.kinds != plays[0].kinds);
    let what_if = expected.what_if.as_ref();
    let others = what_if.map_or_else(Vec::new, |asked| plays_with(evidence, scenario, Some(asked)));
    let of_one = |play: &Play| {
        let is_same = |other: &&Play| other.from == play.from && other.kinds == play.kinds;
        let other = what_if.zip(others.iter().find(is_same));
        of_play(play, other, (plays.len(), are_apart), scenario)
    };
    plays.iter().flat_map(of_one).collect()
}

/// `other`: the same with other settings. `all`: how many are played, and whether their types differ.
fn of_play(
    play: &Play,
    other: Option<(&WhatIf, &Play)>,
    all: (usize, bool),
    scenario: &Scenario,
) -> Vec<Block> {
    let (count, are_apart) = all;
    let mut blocks = Vec::new();
    let types = if count > 1 { format!(" ({})", kind_names(&play.kinds)) } else { String::new() };
    let title = format!("Simulation: {} is away for {}{types}", play.from, milliseconds(play.outage_ms));
    blocks.push(Block::Table(table(title, play, other, scenario)));
    if let Some(why) = &play.stays {
        blocks.push(Block::Text(format!("Traffic does not move: {why}.")));
    } else if play.cases[1].noticed_ms.is_none() {
        blocks.push(Block::Text(
            "Traffic does not move: the outage is over before Route 53 notices.".to_owned(),
        ));
    }
    blocks.extend(timelines::of(play).into_iter().map(Block::Timeline));
    let mut notes = play.assumed.clone();
    if play.cases.iter().any(|case| case.noticed_ms.is_some()) {
        notes.push("caches are taken to expire evenly spread over the TTL; kept connections, and clients that cache names themselves, take longer".to_owned());
    }
    notes.extend(never_moved(play));
    if scenario.read_qps.is_none() {
        notes.push("failed queries are not known: no rate of them was given (--read-qps)".to_owned());
    }
    if are_apart && scenario.read_qps.is_some() {
        let kinds = kind_names(&play.kinds);
        notes.push(format!("the rate of queries is taken as that of the clients that ask for {kinds}: it is counted for each type of records that is played by itself"));
    }
    if play.writes_at_risk.is_none() {
        let missing = if scenario.lag_ms.is_none() {
            "replication lag was given (--lag)"
        } else {
            "rate of them was given (--write-qps)"
        };
        notes.push(format!("writes at risk are not known: no {missing}"));
    }
    let notes: Vec<String> = notes.iter().map(|note| sentence(note)).collect();
    blocks.push(Block::Text(notes.join(" ")));
    blocks
}

/// Why the last clients move when the Region returns, where some resolvers keep its answer for longer than it is away.
fn never_moved(play: &Play) -> Option<String> {
    let noticed = play.cases.iter().filter_map(|case| case.noticed_ms);
    let latest_ms = noticed.max()?.saturating_add(play.ttl_ms);
    (latest_ms > play.outage_ms).then(|| {
        format!(
            "some clients never move: their resolvers may keep the old answer until {} after the death, and {} is back after {}; a longer --outage shows the whole move",
            milliseconds(latest_ms),
            play.from,
            milliseconds(play.outage_ms)
        )
    })
}

/// Rows: what happens; columns: early, as one reckons with, late.
fn table(title: String, play: &Play, other: Option<(&WhatIf, &Play)>, scenario: &Scenario) -> Table {
    let times = |what: &str, of: fn(&Case) -> Option<u64>| {
        let cell = |case| match of(case) {
            Some(ms) => Cell::from(format!("+{}", milliseconds(ms))),
            None => Cell::toned("never", Tone::Bad),
        };
        std::iter::once(Cell::from(what)).chain(play.cases.iter().map(cell)).collect::<Vec<Cell>>()
    };
    let figures_of = |play: &Play, what: String, of: &dyn Fn(&Case) -> String| {
        std::iter::once(Cell::from(what))
            .chain(play.cases.iter().map(|case| of(case).into()))
            .collect::<Vec<Cell>>()
    };
    let figures = |what: String, of: &dyn Fn(&Case) -> String| figures_of(play, what, of);
    let mut rows = Vec::new();
    if play.stays.is_none() {
        rows.push(times("health checks flip, answers change", |case| case.noticed_ms));
        rows.push(times("last clients have moved", |case| case.moved_ms));
    }
    let share =
        if play.share < 1.0 { format!(", of {} of all", whole_percent(play.share)) } else { String::new() };
    let unserved = |case: &Case| duration(case.unserved_ms);
    rows.push(figures(format!("a client is not served, on average{share}"), &unserved));
    if scenario.read_qps.is_some() {
        let failed =
            |case: &Case| case.failed_queries.map_or("unknown".to_owned(), |count| format!("{count:.0}"));
        rows.push(figures("queries that fail".to_owned(), &failed));
        if let Some((asked, other)) = other {
            rows.push(figures_of(other, format!("queries that fail with {}", what_if_words(asked)), &failed));
        }
    }
    if let Some(writes) = play.writes_at_risk {
        rows.push(figures("writes at risk".to_owned(), &|_| format!("{writes:.0}")));
    }
    if play.cases.iter().any(|case| case.noticed_ms.is_some()) {
        rows.push(times("answers lead back", |case| case.healthy_ms));
        rows.push(times("last clients are back", |case| case.back_ms));
    }
    let columns = ["after the death", "earliest", "nominal", "latest"].map(str::to_owned).into();
    Table { title, columns, rows }
}

/// With a capital, and a dot at its end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// A row for every Region that answers: table `simulation`.
pub fn rows(evidence: &Evidence, expected: &Expectations) -> Vec<Row> {
    let plays = expected.scenario.iter().flat_map(|scenario| plays(evidence, scenario));
    let row = |play: Play| {
        let [earliest, nominal, latest] = &play.cases;
        let value = json!({
            "types": play.kinds,
            "from": play.from,
            "to": play.to,
            "share": play.share,
            "is_share_assumed": play.is_share_assumed,
            "stays": play.stays,
            "assumed": play.assumed,
            "outage_ms": play.outage_ms,
            "ttl_ms": play.ttl_ms,
            "ttl_back_ms": play.ttl_back_ms,
            "earliest": earliest,
            "nominal": nominal,
            "latest": latest,
            "writes_at_risk": play.writes_at_risk,
        });
        Row { table: "simulation", value }
    };
    plays.map(row).collect()
}

/// What was played: `scenario`.
pub fn facts(_evidence: &Evidence, expected: &Expectations) -> Vec<Fact> {
    let fact = |scenario| Fact { name: "scenario", value: json!(scenario) };
    expected.scenario.iter().map(fact).collect()
}

/// The queries that fail and the writes at risk, where their rates are known, for a monitoring system.
pub fn gauges(evidence: &Evidence, expected: &Expectations) -> Vec<Gauge> {
    let plays = expected.scenario.iter().flat_map(|scenario| plays(evidence, scenario));
    let of = |play: Play| {
        let labels = vec![
            ("failover_name", evidence.name.clone()),
            ("from", play.from.clone()),
            // Types whose records do not come to the same are played one by one.
            ("type", kind_names(&play.kinds)),
        ];
        let gauge = |name, help, value: Option<f64>| {
            value.map(|value| Gauge { name, help, labels: labels.clone(), value })
        };
        [
            gauge(
                "failover_simulated_failed_queries",
                "Queries that fail when the Region dies, as one reckons with",
                play.cases[1].failed_queries,
            ),
            gauge(
                "failover_simulated_writes_at_risk",
                "Writes that are not yet in the other Region when the Region dies",
                play.writes_at_risk,
            ),
        ]
    };
    plays.flat_map(of).flatten().collect()
}
