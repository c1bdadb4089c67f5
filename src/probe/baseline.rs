//! What an older report knows already.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::extent::{is_no_worse, without_nodes};
use crate::report::{AcceptedBy, Check, Finding, Status};

/// A finding of an older report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Known {
    /// The check's code.
    pub code: String,
    /// What it is about, without the addresses of nodes: they change when one is replaced. Null where the subject as a whole
    /// is meant.
    pub about: Option<String>,
    /// How bad it was.
    pub status: Status,
    /// What was said, without the addresses of nodes: what a check found may be another thing now. Null where it was not kept; then it
    /// stands for nothing.
    #[serde(default)]
    pub message: Option<String>,
}

impl Known {
    /// A finding, as far as a later one can be the same.
    pub fn of(check: &Check, about: Option<&str>, status: Status, message: &str) -> Self {
        let known = |text| without_nodes(check, text).into_owned();
        Self { code: check.code.to_owned(), about: about.map(known), status, message: Some(known(message)) }
    }

    /// Whether it is what the check found now, in the very words or, where they need not be the same, of no more than that.
    fn stands_for(&self, finding: &Finding, exactly: bool) -> bool {
        let about = finding.detail.as_ref().and_then(|detail| detail.subject.as_deref());
        let now = Self::of(finding.check, about, finding.status, finding.message());
        let (Some(was), Some(is)) = (&self.message, &now.message) else { return false };
        self.code == now.code
            && self.about == now.about
            && self.status >= now.status
            && (was == is || !exactly && is_no_worse(finding.check, was, is))
    }
}

/// What an older report knows of a subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// What to call the older report.
    pub name: String,
    /// Its findings that did not pass.
    pub known: Vec<Known>,
}

impl Baseline {
    /// Makes what is known a skip that tells what was found: it was accepted, and does not decide about the run. Each
    /// finding of the older report stands for one now, and only for one that is no worse.
    pub(super) fn apply(&self, findings: &mut [Finding]) {
        let mut left: Vec<&Known> = self.known.iter().collect();
        // The worst takes the worst first, so that none is left for what got worse.
        let mut order: Vec<usize> =
            (0..findings.len()).filter(|at| findings[*at].status.is_problem()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(findings[*at].status));
        // What is told in the same words comes before what tells of less.
        for (exactly, at) in
            [true, false].into_iter().flat_map(|exactly| order.iter().map(move |at| (exactly, *at)))
        {
            let finding = &mut findings[at];
            let is_known = |known: &&Known| known.stands_for(finding, exactly);
            let Some(found) = left.iter().position(is_known).filter(|_| finding.status.is_problem()) else {
                continue;
            };
            left.remove(found);
            let why =
                format!("known since {} ({}): {}", self.name, finding.status.as_str(), finding.message());
            finding.accept(AcceptedBy::Baseline, why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue::{
        FLOW_EKS_WIDE, FLOW_OUTSIDE, NET_TCP, NET_TLS, TOP_LOCAL, TOP_REPLICA, URI_LOCAL_HOST,
    };

    /// Shards, Regions, counts and versions tell one fault from another.
    #[test]
    fn another_fault_in_the_same_words_is_new() {
        let status = |was: &str, is: &str| {
            let known = vec![Known::of(&TOP_REPLICA, None, Status::Fail, was)];
            let mut findings = vec![Finding::fail(&TOP_REPLICA, is.to_owned())];
            Baseline { name: "main.json".to_owned(), known }.apply(&mut findings);
            findings[0].status
        };
        for (was, is) in [
            ("shard 0 has no replica", "shard 2 has no replica"),
            ("it is in us-east-1", "it is in us-east-9"),
            ("3 of 6 have none", "6 of 6 have none"),
            ("10.0.0.1:6379 runs Valkey 9.1.2", "10.0.0.2:6379 runs Valkey 9.0.0"),
        ] {
            assert_eq!(status(was, is), Status::Fail, "{was} -> {is}");
            assert_eq!(status(was, was), Status::Skip, "{was}");
        }
        assert_eq!(status("shards 0 and 2 have no replica", "shard 2 has no replica"), Status::Skip);
        assert_eq!(status("9.2 s behind", "9.9 s behind"), Status::Skip);
        // What was found then is not known of older evidence, and nothing is taken for it.
        let older = r#"{"code":"TOP011","about":null,"status":"fail","words":"shard # has no replica"}"#;
        let known = vec![serde_json::from_str::<Known>(older).expect("it reads")];
        let mut findings = vec![Finding::fail(&TOP_REPLICA, "shard 2 has no replica")];
        Baseline { name: "main.json".to_owned(), known }.apply(&mut findings);
        assert_eq!(findings[0].status, Status::Fail);
    }

    /// A network that is let in, a place that telemetry goes to, a zone that is called by a number: another one is another
    /// fault.
    #[test]
    fn an_address_that_is_the_fault_is_no_nodes() {
        let status = |check, was: &str, is: &str| {
            let known = vec![Known::of(check, None, Status::Warn, was)];
            let mut findings = vec![Finding::warn(check, is.to_owned())];
            Baseline { name: "main.json".to_owned(), known }.apply(&mut findings);
            findings[0].status
        };
        for (check, was, is) in [
            (&FLOW_EKS_WIDE, "8.8.8.0/24 may reach the API, too", "9.9.9.0/24 may reach the API, too"),
            (&FLOW_OUTSIDE, "telemetry goes to 192.0.2.5:4317", "telemetry goes to 198.51.100.7:4317"),
            (&URI_LOCAL_HOST, "127.0.0.1 is this machine", "169.254.0.1 is this machine"),
            (
                &TOP_LOCAL,
                "shard 0 has no replica in 3: they leave",
                "shard 0 has no replica in 2: they leave",
            ),
        ] {
            assert_eq!(status(check, was, is), Status::Warn, "{was} -> {is}");
            assert_eq!(status(check, was, was), Status::Skip, "{was}");
        }
    }

    #[test]
    fn only_what_is_new_or_worse_counts() {
        let known = vec![
            Known::of(&NET_TLS, Some("10.0.0.1:6379"), Status::Fail, "plain text"),
            Known::of(&NET_TCP, None, Status::Warn, "slow"),
            Known::of(&NET_TCP, None, Status::Warn, "lossy"),
        ];
        let baseline = Baseline { name: "main.json".to_owned(), known };
        let mut findings = vec![
            Finding::fail(&NET_TLS, "plain text").about("10.0.0.7:6379"),
            Finding::fail(&NET_TLS, "plain text").about("10.0.0.8:6379"),
            Finding::fail(&NET_TCP, "refused"),
            Finding::warn(&NET_TCP, "slow"),
            Finding::warn(&NET_TCP, "odd"),
        ];
        baseline.apply(&mut findings);
        let statuses: Vec<Status> = findings.iter().map(|finding| finding.status).collect();
        assert_eq!(statuses, [Status::Skip, Status::Fail, Status::Fail, Status::Skip, Status::Warn]);
        assert_eq!(findings[0].message(), "known since main.json (fail): plain text");
        let accepted = findings[0].accepted().expect("it is known");
        assert_eq!((accepted.status, accepted.message.as_str()), (Status::Fail, "plain text"));
    }
}
