//! What was left out of a bundle or masked in it, and by which rule.
//!
//! The rules are kept where things are observed: evidence holds no secret that could be taken out here. The ledger only
//! says so to whoever is about to send a bundle away, and counts what it can.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use crate::connect::evidence::{Login, Store};
use crate::dynamodb::sizing::Basis;
use crate::probe::{Observed, Recorded};
use crate::secrets::MASK;
use crate::uri;

/// What became of something that is not in a bundle as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Each of its characters was replaced, so that its length and its shape are all that is left.
    Masked,
    /// It was never recorded.
    LeftOut,
}

/// One kind of thing that is not in the bundle as it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Redaction {
    /// What it is.
    pub kind: String,
    /// What became of it.
    pub action: Action,
    /// Where in the bundle it would stand: a file, and in the evidence the probe.
    pub place: String,
    /// In how many subjects it came up.
    pub subjects: u64,
    /// How many there were; null where it is never looked at and so was not counted.
    pub count: Option<u64>,
    /// The rule.
    pub rule: String,
}

/// `redaction.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(super) struct Told {
    /// The version of the format: 1.
    schema_version: u32,
    /// What is not in the bundle as it was seen.
    redactions: Vec<Redaction>,
    /// What is in it as it was seen, and somebody may want to know of before it is sent away.
    kept: Vec<String>,
}

/// The JSON schema of a redaction ledger.
pub fn redaction_schema() -> Schema {
    schema_for!(Told)
}

/// Counts while subjects come.
#[derive(Debug, Default)]
pub struct Ledger {
    /// By rule: in how many subjects, and how many.
    seen: BTreeMap<&'static str, (&'static Rule, u64, Option<u64>)>,
}

/// A rule that somebody keeps while observing.
#[derive(Debug)]
struct Rule {
    kind: &'static str,
    action: Action,
    probe: &'static str,
    words: &'static str,
}

const fn rule(kind: &'static str, action: Action, probe: &'static str, words: &'static str) -> Rule {
    Rule { kind, action, probe, words }
}

static HANDED_OVER: Rule = rule(
    "the value that was handed over",
    Action::LeftOut,
    "source",
    "of a URI's source only its kind is kept, and a secret's name; never what stood there",
);
static URI_SECRETS: Rule = rule(
    "secrets in a URI",
    Action::Masked,
    "uri",
    "user, password and whatever else of a URI may be a secret: each character is replaced by one of its class (`hunter2` \
     becomes `qqqqqq9`); `masks` says where",
);
static URI_UNREAD: Rule = rule(
    "a value that is no text, or too long for a URI",
    Action::LeftOut,
    "uri",
    "nothing is kept of it but its length",
);
static LOGIN: Rule = rule(
    "the user and the password of a login",
    Action::LeftOut,
    "connect",
    "`login` says only which of them there were; answers are kept as statuses",
);
static AWS_KEYS: Rule = rule(
    "AWS access keys and session tokens",
    Action::LeftOut,
    "every probe that asks AWS",
    "of credentials only where they were found is kept",
);
static NODES_LOGIN: Rule = rule(
    "the user and the password that nodes were asked with, and keys and values of the store",
    Action::LeftOut,
    "topology",
    "nodes are only asked about themselves; no key is read",
);
static ITEM_VALUES: Rule = rule(
    "values of items",
    Action::LeftOut,
    "items",
    "of an item its size is kept, and the names and sizes of its attributes; of those over 400 KB that are named also the key, masked where a URI, a parameter or an address stands in it",
);
static SAMPLE_VALUES: Rule = rule(
    "values of sampled items",
    Action::LeftOut,
    "size, table",
    "of a sample only sizes are kept, and the names and mean sizes of attributes",
);
static SECRET_VALUE: Rule = rule(
    "a secret's value",
    Action::LeftOut,
    "stored_secret",
    "of what is stored only whether it is the URI that is meant is kept, and where it leads to, masked",
);
static POLICIES: Rule = rule(
    "IAM policies",
    Action::LeftOut,
    "access",
    "of a statement only its policy's name and its line are kept",
);
static COPIES: Rule = rule(
    "values of items and messages that are copied",
    Action::LeftOut,
    "replication",
    "only points of metrics, offsets and the names of items that chalkstore wrote itself are kept",
);
static REGIONS_SECRETS: Rule = rule(
    "values of the store's secret in each Region",
    Action::LeftOut,
    "failover",
    "only the scheme and a table's name are kept",
);
static ANSWERS: Rule = rule(
    "bodies of answers to health probes, and the texts that they are searched for",
    Action::LeftOut,
    "failover, drill",
    "of an answer the status and where it redirects to are kept, of a search text its length",
);
static TELEMETRY: Rule = rule(
    "headers, keys and tokens in configurations of OpenTelemetry collectors",
    Action::LeftOut,
    "dataflow",
    "of a configuration only its pipelines and where they lead to are kept: no header, and no credentials of an address",
);

/// What is in a bundle as it was seen.
const KEPT: [&str; 5] = [
    "the name of the machine that observed, and its zone",
    "names and addresses of stores, nodes, hosts and load balancers, and what servers say of their versions and settings",
    "names and ARNs of tables, secrets, roles and keys, and with them the number of the AWS account; tags of tables and secrets",
    "names of files and variables that something was read from",
    "names of attributes, metrics, topics and Regions; subjects of certificates",
];

impl Ledger {
    /// Counts what was left out of a subject's evidence.
    pub fn add(&mut self, recorded: &Recorded) {
        let mut subject: BTreeMap<&'static str, (&'static Rule, Option<u64>)> = BTreeMap::new();
        for observed in recorded.observed.iter().chain(&recorded.before) {
            for (rule, count) in kept(observed) {
                let entry = subject.entry(rule.kind).or_insert((rule, count.map(|_| 0)));
                entry.1 = entry.1.zip(count).map(|(one, other)| one + other);
            }
        }
        for (kind, (rule, count)) in subject {
            let entry = self.seen.entry(kind).or_insert((rule, 0, Some(0)));
            entry.1 += 1;
            entry.2 = entry.2.zip(count).map(|(one, other)| one + other);
        }
    }

    /// The ledger of a bundle with this on standard error.
    pub(super) fn told(&self, errors: &str) -> Told {
        let tell = |(rule, subjects, count): &(&Rule, u64, Option<u64>)| Redaction {
            kind: rule.kind.to_owned(),
            action: rule.action,
            place: format!("evidence.jsonl: {}", rule.probe),
            subjects: *subjects,
            count: *count,
            rule: rule.words.to_owned(),
        };
        let mut redactions: Vec<Redaction> = self.seen.values().map(tell).collect();
        let masks = errors.matches(MASK).count() as u64;
        if masks > 0 {
            redactions.push(Redaction {
                kind: "what may be a secret in a message".to_owned(),
                action: Action::Masked,
                place: "errors.txt".to_owned(),
                subjects: 0,
                count: Some(masks),
                rule: format!("a URI that a message would quote has its secrets replaced by `{MASK}`"),
            });
        }
        Told { schema_version: 1, redactions, kept: KEPT.map(str::to_owned).to_vec() }
    }
}

/// The rules that were kept while something was observed, and how often, where that is known.
fn kept(observed: &Observed) -> Vec<(&'static Rule, Option<u64>)> {
    match observed {
        Observed::Source(_) => vec![(&HANDED_OVER, Some(1))],
        Observed::Uri(seen) => of_uri(seen),
        Observed::Connect(seen) => match &seen.store {
            Store::Server(server) if server.login == Login::None => Vec::new(),
            Store::Server(_) => vec![(&LOGIN, Some(1))],
            Store::Table(_) => vec![(&AWS_KEYS, None)],
        },
        Observed::Topology(_) => vec![(&NODES_LOGIN, None)],
        Observed::Size(seen) => match &seen.basis {
            Basis::Table(_) => vec![(&AWS_KEYS, None), (&SAMPLE_VALUES, None)],
            Basis::Workloads(_) | Basis::Trace(_) => Vec::new(),
        },
        Observed::Items(seen) => vec![(&ITEM_VALUES, Some(seen.count))],
        Observed::Table(_) => vec![(&AWS_KEYS, None), (&SAMPLE_VALUES, None)],
        Observed::StoredSecret(_) => vec![(&AWS_KEYS, None), (&SECRET_VALUE, Some(1))],
        Observed::Access(_) => vec![(&AWS_KEYS, None), (&POLICIES, None)],
        Observed::Replication(_) => vec![(&AWS_KEYS, None), (&COPIES, None)],
        Observed::Failover(seen) => {
            let secrets =
                (!seen.secrets.is_empty()).then_some((&REGIONS_SECRETS, Some(seen.secrets.len() as u64)));
            [(&AWS_KEYS, None), (&ANSWERS, None)].into_iter().chain(secrets).collect()
        }
        Observed::Drill(_) => vec![(&AWS_KEYS, None), (&ANSWERS, None)],
        Observed::Dataflow(_) => vec![(&TELEMETRY, None)],
        Observed::Configuration(_)
        | Observed::NotTried { .. }
        | Observed::Bug { .. }
        | Observed::Interrupted { .. } => Vec::new(),
    }
}

fn of_uri(seen: &uri::Evidence) -> Vec<(&'static Rule, Option<u64>)> {
    let masks = (!seen.masks.is_empty()).then_some((&URI_SECRETS, Some(seen.masks.len() as u64)));
    let unread = (seen.text.is_empty() && seen.bytes > 0).then_some((&URI_UNREAD, Some(1)));
    masks.into_iter().chain(unread).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&[u8]]) -> Told {
        let mut ledger = Ledger::default();
        for value in values {
            let observed = vec![Observed::Uri(uri::redact(value))];
            ledger.add(&Recorded { observed, ..Recorded::default() });
        }
        ledger.told("error: no such place: rediss://h?password=••••\n")
    }

    #[test]
    fn what_is_masked_is_counted() {
        let told = of(&[
            b"rediss://bob:hunter2@h.x:1/0?password=hunter3&clustered=true",
            b"rediss://h.x:1/0?clustered=true",
            b"rediss://h.x:1/0?password=hunter2&clustered=true",
            b"\xff\xfe",
        ]);
        let masked = uri::redact(b"rediss://bob:hunter2@h.x:1/0?password=hunter3&clustered=true").masks.len();
        let of = |kind: &str| {
            let found = told.redactions.iter().find(|one| one.kind.contains(kind)).expect("is told");
            (found.action, found.subjects, found.count)
        };
        assert_eq!(of("secrets in a URI"), (Action::Masked, 2, Some(masked as u64 + 1)));
        assert_eq!(of("is no text"), (Action::LeftOut, 1, Some(1)));
        assert_eq!(of("in a message"), (Action::Masked, 0, Some(1)));
    }

    #[test]
    fn what_has_no_secret_says_nothing() {
        let mut ledger = Ledger::default();
        ledger.add(&Recorded {
            observed: vec![Observed::Uri(uri::redact(b"rediss://h.x:1/0?clustered=true"))],
            ..Recorded::default()
        });
        assert_eq!(ledger.told("").redactions, []);
    }
}
