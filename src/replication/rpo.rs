//! What would be lost, by what fails.

use serde::Serialize;

use super::evidence::{Evidence, GlobalDatastore, Source, ValkeyStore};
use super::lag::{Kind, Lag, Nodes, State, database_stands_alone, table_stands_alone};
use super::words;
use crate::report::Status;
use crate::valkey::{Topology, ZoneMap};

/// How a loss begins to tell that it is not known because zones are not.
pub(super) const UNKNOWN_ZONES: &str = "the zones are not known";

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scenario {
    /// A single zone.
    Zone,
    /// A Region, which comes back: what was not yet replicated is late.
    RegionRecoverable,
    /// A Region, for ever: what was not yet replicated is lost.
    RegionPermanent,
}

impl Scenario {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 3] = [Self::Zone, Self::RegionRecoverable, Self::RegionPermanent];

    /// The word used in machine-readable formats.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::RegionRecoverable => "region_recoverable",
            Self::RegionPermanent => "region_permanent",
        }
    }

    /// What people call it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Zone => "zone lost",
            Self::RegionRecoverable => "Region away (late)",
            Self::RegionPermanent => "Region lost (lost)",
        }
    }
}

/// How much would be lost, or late.
#[derive(Clone, Debug, PartialEq)]
pub enum Loss {
    /// Nothing, and why.
    Nothing(&'static str),
    /// What was written in so many milliseconds before.
    AtMost(f64),
    /// What was written in so many milliseconds before, or more: not all is known.
    AtLeast(f64, String),
    /// All that the store holds, and why.
    Everything(String),
    /// Nobody knows, and why.
    Unknown(String),
    /// It does not count here, and why.
    NotCounted(&'static str),
}

impl Loss {
    /// The number, where all is known.
    pub const fn ms(&self) -> Option<f64> {
        match self {
            Self::Nothing(_) => Some(0.0),
            Self::AtMost(ms) => Some(*ms),
            Self::AtLeast(..) | Self::Everything(_) | Self::Unknown(_) | Self::NotCounted(_) => None,
        }
    }

    /// What it is, for who wants to know why there is no number; empty where there is one.
    pub fn why(&self) -> &str {
        match self {
            Self::Nothing(why) | Self::NotCounted(why) => why,
            Self::AtLeast(_, why) | Self::Everything(why) | Self::Unknown(why) => why,
            Self::AtMost(_) => "",
        }
    }

    /// The word used in machine-readable formats.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Nothing(_) => "nothing",
            Self::AtMost(_) => "at_most",
            Self::AtLeast(..) => "at_least",
            Self::Everything(_) => "everything",
            Self::Unknown(_) => "unknown",
            Self::NotCounted(_) => "not_counted",
        }
    }

    /// For a person: `0`, `1.2 s`, `> 3 min`, `all`, `unknown`, `-`.
    pub fn words(&self) -> String {
        match self {
            Self::Nothing(_) => "0".to_owned(),
            Self::AtMost(ms) => words::duration(*ms),
            Self::AtLeast(ms, _) => format!("> {}", words::duration(*ms)),
            Self::Everything(_) => "all".to_owned(),
            Self::Unknown(_) => "unknown".to_owned(),
            Self::NotCounted(_) => "-".to_owned(),
        }
    }

    /// Beside an objective, in milliseconds.
    pub fn status(&self, rpo_ms: f64) -> Status {
        match self {
            Self::Nothing(_) => Status::Pass,
            Self::AtMost(ms) if *ms <= rpo_ms => Status::Pass,
            Self::AtLeast(ms, _) if *ms <= rpo_ms => Status::Unknown,
            Self::AtMost(_) | Self::AtLeast(..) | Self::Everything(_) => Status::Fail,
            Self::Unknown(_) => Status::Unknown,
            Self::NotCounted(_) => Status::Skip,
        }
    }

    /// The worse of two: all, more than is known, unknown, a number.
    fn worse(self, other: Self) -> Self {
        let known = |loss: &Self| match loss {
            Self::AtMost(ms) | Self::AtLeast(ms, _) => *ms,
            _ => 0.0,
        };
        let most = known(&self).max(known(&other));
        let rank = |loss: &Self| match loss {
            Self::Everything(_) => 4,
            Self::AtLeast(..) | Self::Unknown(_) => 3,
            Self::AtMost(_) => 2,
            Self::Nothing(_) => 1,
            Self::NotCounted(_) => 0,
        };
        let (worse, _) = if rank(&other) > rank(&self) { (other, self) } else { (self, other) };
        match worse {
            Self::AtMost(_) => Self::AtMost(most),
            Self::Unknown(why) | Self::AtLeast(_, why) if most > 0.0 => Self::AtLeast(most, why),
            other => other,
        }
    }
}

/// What one store would lose in one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct StoreLoss {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub source: String,
    /// What fails.
    pub scenario: Scenario,
    /// How much.
    pub loss: Loss,
    /// The p99 of the worst way, in milliseconds; null where it is not known.
    pub p99_ms: Option<f64>,
}

/// What each store would lose in each scenario, in the order of the sources.
pub fn losses(evidence: &Evidence, lags: &[Lag]) -> Vec<StoreLoss> {
    let datastores: Vec<&GlobalDatastore> = evidence
        .sources
        .iter()
        .filter_map(|source| match source {
            Source::GlobalDatastore(seen) => Some(seen),
            _ => None,
        })
        .collect();
    let of = |source: &Source| {
        let kind = Kind::of(source);
        let own: Vec<&Lag> =
            lags.iter().filter(|lag| lag.kind == kind && lag.source == source.name()).collect();
        Scenario::ALL.map(|scenario| {
            let loss = match scenario {
                Scenario::Zone => in_zone(source, &own),
                _ => in_region(source, &own, &datastores),
            };
            let p99_ms = p99(&own).filter(|_| matches!(loss, Loss::AtMost(_) | Loss::AtLeast(..)));
            StoreLoss { kind, source: source.name().to_owned(), scenario, loss, p99_ms }
        })
    };
    evidence.sources.iter().flat_map(of).collect()
}

/// What all stores together lose in a scenario: as much as the worst of them, because they lose it at the same time.
pub fn overall(losses: &[StoreLoss], scenario: Scenario) -> Loss {
    let of = losses.iter().filter(|one| one.scenario == scenario).map(|one| one.loss.clone());
    of.reduce(Loss::worse).unwrap_or(Loss::NotCounted("no store counts here"))
}

fn p99(lags: &[&Lag]) -> Option<f64> {
    let seen = lags.iter().filter_map(|lag| lag.statistics);
    seen.map(|all| all.p99_ms).reduce(|a, b| Some(f64::max(a?, b?))).flatten()
}

fn in_zone(source: &Source, lags: &[&Lag]) -> Loss {
    match source {
        Source::GlobalTable(seen) => match seen.regions.iter().find_map(|one| one.described.answer()) {
            Some(_) => Loss::Nothing("DynamoDB keeps each item in three zones"),
            None => Loss::Unknown("no table was described".to_owned()),
        },
        Source::AuroraGlobal(seen) => match seen.described.answer() {
            Some(_) => Loss::Nothing("Aurora keeps its storage in three zones"),
            None => Loss::Unknown("the database was not described".to_owned()),
        },
        Source::MskReplicator(seen) => match seen.described.answer() {
            Some(_) => Loss::Nothing(
                "MSK spreads a topic's replicas over zones, if its cluster has brokers in several",
            ),
            None => Loss::Unknown("the replicator was not described".to_owned()),
        },
        Source::GlobalDatastore(_) => Loss::NotCounted("its replicas within the Region were not looked at"),
        Source::Valkey(seen) => {
            let store = Nodes::of(seen);
            if store.shards.is_empty() {
                return Loss::Unknown("its topology could not be read".to_owned());
            }
            let bare: Vec<&str> = store
                .shards
                .iter()
                .filter(|shard| shard.replicas.is_empty())
                .map(|shard| shard.name.as_str())
                .collect();
            if !bare.is_empty() {
                return Loss::Everything(format!("no replica: {}", words::names(&bare)));
            }
            let near: Vec<&str> = store
                .shards
                .iter()
                .filter(|shard| shard.is_in_one_zone)
                .map(|shard| shard.name.as_str())
                .collect();
            if !near.is_empty() {
                return Loss::Everything(format!(
                    "every replica stands in its primary's zone: {}",
                    words::names(&near)
                ));
            }
            match without_zones(seen) {
                0 => of_lags(lags),
                // How far the replicas are behind is known all the same.
                shards => of_lags(lags).worse(Loss::Unknown(format!(
                    "{UNKNOWN_ZONES} of the nodes of {}",
                    words::count(shards, "shard")
                ))),
            }
        }
    }
}

/// Of how many shards it is not known that a replica stands in another zone than the primary.
fn without_zones(seen: &ValkeyStore) -> usize {
    let topology = Topology::of(&seen.topology, &ZoneMap::default());
    let zone = |node: usize| topology.nodes[node].zone();
    let is_apart = |primary: Option<usize>, replicas: &[usize]| {
        let own = primary.and_then(zone);
        own.is_some() && replicas.iter().any(|replica| zone(*replica).is_some_and(|other| Some(other) != own))
    };
    topology.serving().filter(|(_, shard)| !is_apart(shard.primary, &shard.replicas)).count()
}

/// Whether a store's own name says that it belongs to a Global Datastore: a host of `ElastiCache` is called after its
/// replication group. Nothing else ties them.
fn is_tied(store: &ValkeyStore, datastore: &GlobalDatastore) -> bool {
    let groups = datastore.lags.iter().filter_map(|(_, lags)| lags.answer()).flatten();
    let groups = groups.filter_map(|metric| metric.dimensions.get("ReplicationGroupId"));
    let mut labels = store.name.split(|one: char| !(one.is_ascii_alphanumeric() || one == '-'));
    labels.any(|label| label == datastore.id || groups.clone().any(|group| group == label))
}

fn in_region(source: &Source, lags: &[&Lag], datastores: &[&GlobalDatastore]) -> Loss {
    match source {
        Source::Valkey(seen) if datastores.iter().any(|datastore| is_tied(seen, datastore)) => {
            Loss::NotCounted("its replica in another Region is that of the Global Datastore")
        }
        Source::Valkey(_) if !datastores.is_empty() => Loss::NotCounted(
            "whether it belongs to the Global Datastore that is named cannot be told: if not, no replica in another Region is known, and with the Region all of it is gone",
        ),
        Source::Valkey(_) => {
            Loss::NotCounted("no replica in another Region is known: with the Region all of it is gone")
        }
        Source::GlobalTable(seen) if table_stands_alone(seen) => {
            Loss::Everything("it has no replica in another Region".to_owned())
        }
        Source::AuroraGlobal(seen) if database_stands_alone(seen) => {
            Loss::Everything("it has no secondary in another Region".to_owned())
        }
        _ => of_lags(lags),
    }
}

/// The worst of several ways.
fn of_lags(lags: &[&Lag]) -> Loss {
    let all = lags.iter().map(|lag| of_lag(lag)).reduce(Loss::worse);
    match all {
        None => Loss::Unknown("nothing was looked at".to_owned()),
        // Some ways are idle, and the others have numbers.
        Some(Loss::NotCounted(why)) => Loss::Unknown(why.to_owned()),
        Some(loss) => loss,
    }
}

/// What one way's lag comes to.
pub(super) fn of_lag(lag: &Lag) -> Loss {
    let worst = lag.worst_ms();
    match (lag.state, worst) {
        (State::Consistent, _) => Loss::Nothing("multi-Region strong consistency"),
        (State::Measured | State::Idle, Some(ms)) => Loss::AtMost(ms),
        (State::Idle, None) => Loss::NotCounted("nothing was written in the window, so no lag was measured"),
        (_, Some(ms)) => Loss::AtLeast(ms, lag.why.clone()),
        (_, None) => Loss::Unknown(lag.why.clone()),
    }
}
