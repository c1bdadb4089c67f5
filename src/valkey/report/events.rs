//! What one replica's fate does to reads, and how uneven random choice is.

use serde_json::json;

use crate::report::{Block, Cell, Row, Table, Tone};
use crate::valkey::Policy;
use crate::valkey::assess::Case;
use crate::valkey::predict::{Client, Effect, Event, EventRow, Kept, Method, Model};

/// A row for every event, and one for the busiest replica.
pub(super) fn rows(case: &Case<'_>) -> Vec<Row> {
    let event = |row: &EventRow| Row { table: "replica_events", value: json!(row) };
    let load =
        case.uniform_load.as_ref().map(|load| Row { table: "uniform_random_load", value: json!(load) });
    case.events.iter().map(event).chain(load).collect()
}

/// What happens to the reads of the policy in use; of all, where none was said, there is too much to tell.
pub(super) fn table(case: &Case<'_>) -> Option<Table> {
    let policy = case.expected.policy?;
    // Which of the two models a query server goes by is not known: what they share is told once.
    let of_policy = case.events.iter().filter(|row| row.policy == policy && row.model == Model::Documented);
    let rows: Vec<Vec<Cell>> = of_policy
        .map(|row| {
            let tone = match row.effect {
                Effect::Fails | Effect::WaitsThenFails | Effect::TimesOut => Tone::Bad,
                Effect::OthersServeSlowly | Effect::ReadsThePrimaryForGood => Tone::Caution,
                Effect::MovesToPrimary | Effect::OthersServe | Effect::ReadsTheOthers => Tone::Plain,
            };
            vec![
                Cell::from(event(row)),
                Cell::from(match row.client {
                    Client::Sync => "blocking",
                    Client::Async => "asynchronous",
                }),
                Cell::toned(effect(row.effect), tone),
                Cell::from(format!("{:.0} %", row.read_share * 100.0)),
            ]
        })
        .collect();
    let columns = ["what happens", "client", "its reads", "share of all reads, at most"].map(str::to_owned);
    let title = format!("One replica's fate under {}", policy.as_str());
    (!rows.is_empty()).then(|| Table { title, columns: columns.into(), rows })
}

fn event(row: &EventRow) -> String {
    let replica = match row.kept {
        Kept::Only => "the only replica kept of a shard",
        Kept::Several => "one of several replicas kept of a shard",
    };
    let event = match row.event {
        Event::Dead => "dies",
        Event::Frozen => "freezes",
        Event::Promoted => "becomes primary",
    };
    format!("{replica} {event}")
}

const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Fails => "fail at once until it returns",
        Effect::WaitsThenFails => "wait for 17 timeouts, then fail, until it returns",
        Effect::TimesOut => "time out until it returns",
        Effect::MovesToPrimary => "go to the primary",
        Effect::OthersServe | Effect::ReadsTheOthers => "are served by the others",
        Effect::OthersServeSlowly => "are served by the others, some after a timeout",
        Effect::ReadsThePrimaryForGood => "go to the primary until the query server restarts",
    }
}

/// How uneven `UNIFORM_RANDOM` is, where several query servers choose.
pub(super) fn load(case: &Case<'_>) -> Option<Block> {
    let is_asked = case.expected.policy.is_none_or(|policy| policy == Policy::UniformRandom);
    let load = case.uniform_load.as_ref().filter(|load| is_asked && load.query_servers > 1)?;
    let busiest = &load.all_shards;
    if busiest.expected <= busiest.even {
        // There is nothing to choose.
        return None;
    }
    let how = match busiest.method {
        Method::Exact => String::new(),
        Method::Simulated { seed, rounds } => format!(" (simulated: {rounds} rounds, seed {seed})"),
    };
    Some(Block::Text(format!(
        "UNIFORM_RANDOM: the busiest replica serves {:.1} of {} query servers, where {:.1} would be even; in 1 of 100 \
         starts more than {}{how}",
        busiest.expected, load.query_servers, busiest.even, busiest.p99
    )))
}
