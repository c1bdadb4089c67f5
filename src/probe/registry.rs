//! Every probe: what it checks, how it observes, how its evidence is judged.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::observe::Context;
use crate::report::{Assessment, Check, Finding, catalogue};
use crate::{connect, store_ref, uri};

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
];

/// What to observe. It may hold secrets, and is never shown or saved.
pub enum Request {
    /// Reach a store and log in.
    Connect(Box<connect::Target>),
}

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
    /// A store that was not tried to reach, because a check of its URI failed.
    NotTried {
        /// The codes of the checks that were left out.
        checks: Vec<String>,
    },
    /// A probe that was stopped by a bug.
    Bug(Bug),
    /// A probe that was stopped by a signal.
    Interrupted {
        /// The codes of the checks that it would have made.
        checks: Vec<String>,
    },
}

/// A bug that stopped a probe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bug {
    /// The codes of the checks that it would have made.
    pub checks: Vec<String>,
    /// Where in the source it happened, never what was being handled.
    pub place: String,
}

impl Request {
    /// The checks that apply.
    pub fn plan(&self) -> Vec<&'static Check> {
        match self {
            Self::Connect(target) => connect::plan(&target.uri),
        }
    }

    /// Looks, until the context's deadline.
    pub async fn observe(&self, context: &Context) -> Observed {
        match self {
            Self::Connect(target) => Observed::Connect(Box::new(connect::observe(target, context).await)),
        }
    }
}

impl Observed {
    /// Judges what was seen.
    pub fn assess(&self) -> Assessment {
        match self {
            Self::Source(source) => {
                Assessment { findings: vec![store_ref::assess(source)], ..Assessment::default() }
            }
            Self::Uri(uri) => uri::assess(uri).assessment,
            Self::Connect(connect) => connect::assess(connect),
            Self::NotTried { checks } => {
                each(checks, |check| Finding::skip(check, "not tried: a check of the URI failed"))
            }
            Self::Bug(bug) => each(&bug.checks, |check| {
                let message =
                    format!("not determined: a bug in chalkstore stopped the observation at {}", bug.place);
                Finding::unknown(check, message)
            }),
            Self::Interrupted { checks } => each(checks, |check| {
                Finding::unknown(check, "not determined: interrupted before there was an answer")
            }),
        }
    }
}

fn each(codes: &[String], finding: impl Fn(&'static Check) -> Finding) -> Assessment {
    let checks = codes.iter().filter_map(|code| catalogue::find(code));
    Assessment { findings: checks.map(finding).collect(), ..Assessment::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

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
