//! What the parts of an environment have to be together. What can be told of one value alone was told before.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::source::{Hides, Source};
use super::walk::Path;
use crate::config::{Config, Environment, Table, in_keys};
use crate::dynamodb::spec::{BillingName, EncryptionName, TableRef};
use crate::report::{Problem, catalogue};

/// Stands for the Region that is not known yet: what is expected can be checked without it.
const ANY_REGION: &str = "the-region-1";

/// Where an environment is looked at as a whole.
struct Whole<'a> {
    name: &'a str,
    source: &'a Source<'a>,
    spans: &'a BTreeMap<Path, Range<usize>>,
    problems: Vec<Problem>,
}

/// Everything that is wrong with parts together. Of what is spoiled nothing is said.
pub(super) fn problems(
    config: &Config,
    source: &Source<'_>,
    spans: &BTreeMap<Path, Range<usize>>,
    spoiled: &BTreeSet<Path>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, environment) in &config.environments {
        let is_whole = |part: &str| {
            !spoiled.contains(&[["environments", name, part].map(str::to_owned).to_vec()].concat())
        };
        let mut whole = Whole { name, source, spans, problems: Vec::new() };
        if let Some(table) = environment.table.as_ref().filter(|_| is_whole("table")) {
            whole.table(table, environment);
        }
        if is_whole("dataflow") {
            whole.dataflow(environment);
        }
        whole.skips(environment);
        problems.append(&mut whole.problems);
    }
    problems
}

impl Whole<'_> {
    fn tell(&mut self, part: &[&str], message: impl Into<String>, help: Option<&str>) {
        let head = ["environments", self.name].into_iter();
        let mut path: Path = head.chain(part.iter().copied()).map(str::to_owned).collect();
        // What a value is wrong with stands at the nearest key that was written.
        while !path.is_empty() && !self.spans.contains_key(&path) {
            path.pop();
        }
        let span = self.spans.get(&path).cloned().unwrap_or_default();
        let problem = self.source.at(&span, message, None, Hides::Nothing);
        self.problems.push(Problem { help: help.map(str::to_owned), ..problem });
    }

    /// What is expected of a table must not contradict itself: nothing could ever be so.
    fn table(&mut self, table: &Table, environment: &Environment) {
        let wanted = &table.wanted;
        let is_capacity = wanted.read_capacity.is_some() || wanted.write_capacity.is_some();
        if is_capacity && wanted.billing != Some(BillingName::Provisioned) {
            let key = if wanted.read_capacity.is_some() { "read_capacity" } else { "write_capacity" };
            self.tell(
                &["table", key],
                format!("`{key}` is expected of a fixed capacity alone: what scales is anywhere between its bounds"),
                Some("add billing = \"provisioned\", or take read_scaling and write_scaling"),
            );
            return;
        }
        let of_arn = table.name.parse::<TableRef>().ok().and_then(|table| table.region);
        let region =
            of_arn.or_else(|| environment.aws.region.clone()).unwrap_or_else(|| ANY_REGION.to_owned());
        let mut whole = wanted.clone();
        // The Region that is asked is one of the group.
        whole.replicas.retain(|replica| replica.region != region);
        if whole.encryption == Some(EncryptionName::Customer) && whole.kms_keys.is_empty() {
            whole.encryption = None;
        }
        if let Err(reason) = whole.spec("any-name", &region) {
            let reason = in_keys(&reason, None);
            let words = reason.split(['`', ' ', ',']).filter_map(|word| word.strip_prefix("table."));
            let keys = words.into_iter().find_map(|word| self.span_key(word));
            let part: Vec<&str> = std::iter::once("table").chain(keys.as_deref()).collect();
            // The reason says what to write.
            self.tell(&part, format!("no table can be as expected: {reason}"), None);
        }
    }

    /// The key, where it is one that was written in the table.
    fn span_key(&self, word: &str) -> Option<String> {
        let path = ["environments", self.name, "table", word].map(str::to_owned).to_vec();
        self.spans.contains_key(&path).then(|| word.to_owned())
    }

    fn dataflow(&mut self, environment: &Environment) {
        let Some(dataflow) = &environment.dataflow else { return };
        if dataflow.eks_cluster.is_some() && dataflow.eks_json.is_some() {
            self.tell(
                &["dataflow", "eks_json"],
                "`eks_cluster` and `eks_json` both say what the cluster is",
                Some("keep one: eks_cluster asks AWS, eks_json reads what it said"),
            );
        }
    }

    /// A check that is skipped twice has two reasons, and maybe two ends.
    fn skips(&mut self, environment: &Environment) {
        let mut seen: BTreeMap<(&str, Option<&str>), &str> = BTreeMap::new();
        for skip in &environment.skip {
            let Some(check) = catalogue::find(&skip.check) else { continue };
            let about = (check.code, skip.about.as_deref());
            if let Some(before) = seen.insert(about, &skip.origin) {
                let message = format!("{} is skipped twice, at {before} and at {}", check.code, skip.origin);
                self.tell(&["skip"], message, Some("keep one of them"));
            }
        }
    }
}
