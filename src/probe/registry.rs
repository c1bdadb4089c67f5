//! Every probe: what it checks, and how what it saw is judged.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Expectations;
use crate::dynamodb::item;
use crate::report::{Assessment, Block, Check, Finding, Tool, catalogue};
use crate::{
    config, connect, dataflow, dynamodb, failover, iam, replication, secrets, store_ref, uri, valkey,
};

/// A probe, as data.
pub struct Probe {
    /// Its name in evidence files.
    pub name: &'static str,
    /// What it looks at.
    pub about: &'static str,
    /// Every check that it can make; which of them apply depends on the subject.
    pub checks: fn() -> Vec<&'static Check>,
}

/// Every probe, in the order of the rooms that they come from.
pub static REGISTRY: &[Probe] = &[
    Probe { name: "source", about: "how a URI was handed over", checks: || store_ref::plan().to_vec() },
    Probe { name: "uri", about: "the text of a connection URI", checks: || uri::plan().collect() },
    Probe { name: "connect", about: "reaching a store and logging in", checks: connect::every_check },
    Probe {
        name: "topology",
        about: "a store's nodes, and what a zone's loss does",
        checks: valkey::every_check,
    },
    Probe { name: "size", about: "a table's capacity, mode and cost", checks: dynamodb::every_check },
    Probe {
        name: "table",
        about: "a table as it stands, is planned and is set up",
        checks: dynamodb::table::every_check,
    },
    Probe {
        name: "stored_secret",
        about: "the secret that holds a store's URI",
        checks: secrets::stored::every_check,
    },
    Probe { name: "access", about: "what a role may do", checks: iam::access::every_check },
    Probe {
        name: "replication",
        about: "how far the replicas of the stores are behind",
        checks: replication::every_check,
    },
    Probe {
        name: "failover",
        about: "whether and when traffic moves to another Region",
        checks: failover::every_check,
    },
    Probe { name: "drill", about: "a failover that was watched", checks: failover::drill::drill_checks },
    Probe {
        name: "dataflow",
        about: "what flows between the metadata plane and the data plane",
        checks: dataflow::every_check,
    },
    Probe {
        name: "configuration",
        about: "what chalkstore.toml says of an environment",
        checks: config::every_check,
    },
    Probe { name: "items", about: "the sizes of items, without their values", checks: item::plan },
];

/// What a probe saw: plain data without secrets, to be saved and judged anywhere.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "probe", content = "saw", rename_all = "snake_case")]
pub enum Observed {
    /// How a URI was handed over.
    Source(store_ref::Evidence),
    /// The shape of a connection URI.
    Uri(uri::Evidence),
    /// What reaching a store brought.
    Connect(Box<connect::Evidence>),
    /// What a store's nodes told.
    Topology(Box<valkey::Evidence>),
    /// What a table is sized from.
    Size(Box<dynamodb::sizing::Evidence>),
    /// What items take.
    Items(Box<item::ItemsEvidence>),
    /// A table as it stands, and what was done to it.
    Table(Box<dynamodb::table::Evidence>),
    /// A secret as it stands, and what was done to it.
    StoredSecret(Box<secrets::stored::Evidence>),
    /// What a role may do.
    Access(Box<iam::access::Evidence>),
    /// How far the replicas of the stores are behind.
    Replication(Box<replication::Evidence>),
    /// What a failover name leads to, and what decides about it.
    Failover(Box<failover::Evidence>),
    /// A failover that was watched.
    Drill(Box<failover::drill::Evidence>),
    /// What flows between the planes.
    Dataflow(Box<dataflow::Evidence>),
    /// What an environment's description says of itself.
    Configuration(Box<config::Evidence>),
    /// Checks that were not tried, because one that they need has failed.
    NotTried {
        /// The checks that were left out.
        checks: Vec<CheckCode>,
        /// What stood in the way.
        reason: String,
    },
    /// Checks that a bug kept from being made.
    Bug {
        /// The checks that would have been made.
        checks: Vec<CheckCode>,
        /// Where in the source it happened, never what was being handled.
        place: String,
    },
    /// Checks that a signal kept from being made.
    Interrupted {
        /// The checks that would have been made.
        checks: Vec<CheckCode>,
    },
}

/// What is wanted beside the findings. It costs more than they do, so that a long batch leaves it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Rows for the report's data.
    pub rows: bool,
    /// Blocks for a person to see.
    pub view: bool,
    /// In them, how what was corrected can be written to a file. Nobody needs it who has said so.
    pub how_to_write: bool,
}

impl Observed {
    /// The checks that this is about, or may be about.
    pub(super) fn checks(&self) -> Vec<&'static Check> {
        let of = |name: &str| REGISTRY.iter().find(|probe| probe.name == name).map(|probe| (probe.checks)());
        match self {
            Self::Source(_) => of("source").unwrap_or_default(),
            Self::Uri(_) => of("uri").unwrap_or_default(),
            Self::Connect(_) => of("connect").unwrap_or_default(),
            Self::Topology(_) => of("topology").unwrap_or_default(),
            Self::Size(_) => of("size").unwrap_or_default(),
            Self::Items(_) => of("items").unwrap_or_default(),
            Self::Table(_) => of("table").unwrap_or_default(),
            Self::StoredSecret(_) => of("stored_secret").unwrap_or_default(),
            Self::Access(_) => of("access").unwrap_or_default(),
            // Of what was not named there is nothing to say.
            Self::Replication(seen) => replication::plan(&replication::Named::of(seen)),
            Self::Failover(_) => of("failover").unwrap_or_default(),
            Self::Drill(_) => of("drill").unwrap_or_default(),
            Self::Dataflow(_) => of("dataflow").unwrap_or_default(),
            Self::Configuration(_) => of("configuration").unwrap_or_default(),
            Self::NotTried { checks, .. } | Self::Bug { checks, .. } | Self::Interrupted { checks } => {
                checks.iter().map(|code| code.0).collect()
            }
        }
    }

    /// Judges what was seen.
    pub(super) fn assess(&self, wanted: Wanted, expected: &Expectations) -> Assessment {
        match self {
            Self::Source(source) => Assessment::of(vec![store_ref::assess(source)]),
            Self::Uri(uri) => {
                let checked = uri::assess(uri);
                let checked = if wanted.rows { checked.with_row(uri) } else { checked };
                let checked =
                    if wanted.view { checked.with_correction(uri, wanted.how_to_write) } else { checked };
                Assessment { subject: Some(checked.shown), ..checked.assessment }
            }
            Self::Connect(connect) => connect::assess(connect),
            Self::Topology(seen) => valkey::assess(seen, &expected.topology),
            Self::Size(seen) => dynamodb::assess(seen, &expected.size),
            Self::Items(seen) => item::assess(seen),
            Self::Table(seen) => dynamodb::table::assess(seen, &expected.table),
            Self::StoredSecret(seen) => secrets::stored::assess(seen),
            Self::Access(seen) => iam::access::assess(seen),
            Self::Replication(seen) => replication::assess(seen, &expected.replication),
            Self::Failover(seen) => failover::assess(seen, &expected.failover),
            Self::Drill(seen) => failover::drill::assess(seen, &expected.failover),
            Self::Dataflow(seen) => dataflow::assess(seen, &expected.dataflow),
            Self::Configuration(seen) => config::assess(seen),
            Self::NotTried { checks, reason } => {
                // Skipped checks are not listed to a person, who has asked for these.
                let word = if checks.len() == 1 { "check" } else { "checks" };
                let text = Block::Text(format!("{} {word} {reason}", checks.len()));
                let view = wanted.view.then_some(text).into_iter().collect();
                Assessment { view, ..each(checks, |check| Finding::skip(check, reason.clone())) }
            }
            Self::Bug { checks, place } => each(checks, |check| {
                Finding::unknown(check, format!("not determined: a bug in chalkstore stopped it at {place}"))
                    .help(Tool::report_a_bug())
            }),
            Self::Interrupted { checks } => each(checks, |check| {
                Finding::unknown(check, "not determined: interrupted before there was an answer")
                    .help("run it again, and let it come to its end")
            }),
        }
    }

    /// Whether it is an apply that did not come to its end.
    pub(super) fn is_stopped(&self) -> bool {
        match self {
            Self::Table(seen) => seen.is_stopped(),
            Self::StoredSecret(seen) => seen.is_stopped(),
            _ => false,
        }
    }

    /// Whether it is a plan that has something to do.
    pub(super) fn has_changes(&self) -> bool {
        match self {
            Self::Table(seen) => seen.has_changes(),
            Self::StoredSecret(seen) => seen.has_changes(),
            _ => false,
        }
    }

    /// Whether what was read from a file can be judged at all.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn validate(&self) -> Result<(), &'static str> {
        match self {
            Self::Uri(uri) => uri.validate(),
            Self::Topology(seen) => seen.validate(),
            Self::Size(seen) => seen.validate(),
            Self::Items(seen) => seen.validate(),
            Self::Table(seen) => seen.validate(),
            Self::Replication(seen) => seen.validate(),
            Self::Failover(seen) => seen.validate(),
            Self::Dataflow(seen) => seen.validate(),
            Self::Drill(seen) => seen.before.validate().and_then(|()| seen.validate()),
            _ => Ok(()),
        }
    }
}

fn each(codes: &[CheckCode], finding: impl Fn(&'static Check) -> Finding) -> Assessment {
    Assessment::of(codes.iter().map(|code| finding(code.0)).collect())
}

/// A check, by its code: a code that this version does not know is an error, never a check that vanishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckCode(pub &'static Check);

impl CheckCode {
    /// The codes of checks.
    pub fn all(checks: impl IntoIterator<Item = &'static Check>) -> Vec<Self> {
        checks.into_iter().map(Self).collect()
    }
}

impl Serialize for CheckCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code)
    }
}

impl<'de> Deserialize<'de> for CheckCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        let unknown = || serde::de::Error::custom(format!("this version knows no check {code:?}"));
        catalogue::find(&code).map(Self).ok_or_else(unknown)
    }
}

impl JsonSchema for CheckCode {
    fn schema_name() -> Cow<'static, str> {
        "CheckCode".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where judging is stopped by a bug, what was not named is not told of.
    #[test]
    fn a_bug_is_told_of_what_applies_alone() {
        let window = crate::metrics::window(std::time::Duration::from_hours(1), 1_789_992_000);
        let datastore = replication::evidence::GlobalDatastore {
            id: "chalk".to_owned(),
            regions: Vec::new(),
            lags: Vec::new(),
        };
        let seen = replication::Evidence {
            observed_at: String::new(),
            profile: None,
            endpoint_url: None,
            credentials: None,
            window,
            sources: vec![replication::evidence::Source::GlobalDatastore(datastore)],
        };
        let checks = Observed::Replication(Box::new(seen)).checks();
        let codes: Vec<&str> = checks.iter().map(|check| check.code).collect();
        assert_eq!(codes, ["LAG001", "LAG002", "LAG003", "LAG004"]);
    }

    #[test]
    fn every_check_belongs_to_exactly_one_probe() {
        for check in catalogue::ALL {
            let probes: Vec<&str> = REGISTRY
                .iter()
                .filter(|probe| (probe.checks)().iter().any(|planned| std::ptr::eq(*planned, *check)))
                .map(|probe| probe.name)
                .collect();
            assert_eq!(probes.len(), 1, "{}: {probes:?}", check.code);
        }
    }
}
