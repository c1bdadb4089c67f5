//! What a test lets go wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::request::{Refusal, Reply, Request, refuse};
use super::table::ACCOUNT;

/// How a connection ends that was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It is closed without an answer.
    Drop,
    /// It stays open, and nothing comes.
    Hang,
}

/// What is to go wrong.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// Operation, refusal, how often yet.
    failing: Vec<(String, Refusal, u32)>,
    /// Operation, how often it is answered first in each Region, refusal.
    later: Vec<(String, u32, Refusal)>,
    /// Operation and Region, how often it was asked for.
    asked: BTreeMap<(String, String), u32>,
    /// Operation, how often yet.
    silent: Vec<(String, u32)>,
    /// Region and permission.
    denied: BTreeSet<(String, String)>,
    unreachable: BTreeSet<String>,
    hanging: BTreeSet<String>,
    /// How long every answer takes.
    pub(super) delay: Duration,
    cut: Option<(usize, Cut)>,
    is_cut: bool,
    pub(super) has_unknown_fields: bool,
}

fn is_meant(wanted: &str, operation: &str) -> bool {
    wanted == "*" || wanted == operation
}

impl Faults {
    pub(super) fn fail(&mut self, operation: &str, code: &str, message: &str, times: u32) {
        let refusal = Refusal { code: code.to_owned(), message: message.to_owned() };
        self.failing.push((operation.to_owned(), refusal, times));
    }

    pub(super) fn fail_after(&mut self, operation: &str, count: u32, code: &str, message: &str) {
        let refusal = Refusal { code: code.to_owned(), message: message.to_owned() };
        self.later.push((operation.to_owned(), count, refusal));
    }

    pub(super) fn silence(&mut self, operation: &str, times: u32) {
        self.silent.push((operation.to_owned(), times));
    }

    pub(super) fn deny(&mut self, region: &str, permission: &str) {
        self.denied.insert((region.to_owned(), permission.to_owned()));
    }

    pub(super) fn cut_off(&mut self, region: &str) {
        self.unreachable.insert(region.to_owned());
    }

    pub(super) fn hang(&mut self, region: &str) {
        self.hanging.insert(region.to_owned());
    }

    pub(super) const fn cut_after(&mut self, changes: usize, how: Cut) {
        self.cut = Some((changes, how));
    }

    pub(super) const fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// How the connection ends before anything is done.
    pub(super) fn ends(&self, request: &Request) -> Option<Cut> {
        if self.is_cut {
            return self.cut.map(|(_, how)| how);
        }
        if self.hanging.contains(&request.region) {
            return Some(Cut::Hang);
        }
        self.unreachable.contains(&request.region).then_some(Cut::Drop)
    }

    /// How it ends after `changes` have been made, the last one by this request.
    pub(super) fn ends_after(&mut self, changes: usize) -> Option<Cut> {
        let (after, how) = self.cut?;
        self.is_cut = changes >= after;
        self.is_cut.then_some(how)
    }

    /// Whether this request's answer is kept back.
    pub(super) fn is_silent(&mut self, operation: &str) -> bool {
        let found = self.silent.iter_mut().find(|(wanted, times)| *times > 0 && is_meant(wanted, operation));
        found.map(|(_, times)| *times -= 1).is_some()
    }

    /// Why the request is refused before the service looks at it.
    pub(super) fn refuses(&mut self, request: &Request) -> Reply {
        let operation = request.operation;
        let is_denied = |region: &str| self.denied.contains(&(region.to_owned(), operation.to_owned()));
        if is_denied(&request.region) || is_denied("*") {
            return denied(operation, request.region.as_str());
        }
        // A replica is made with the caller's rights in its Region.
        let replica = request.body["ReplicaUpdates"][0]["Create"]["RegionName"].as_str();
        if let Some(region) = replica {
            for permission in ["dynamodb:CreateTableReplica", "dynamodb:CreateTable"] {
                if self.denied.contains(&(region.to_owned(), permission.to_owned())) {
                    return denied(permission, region);
                }
            }
        }
        let found =
            self.failing.iter_mut().find(|(wanted, _, times)| *times > 0 && is_meant(wanted, operation));
        if let Some((_, refusal, times)) = found {
            *times -= 1;
            return Err(refusal.clone());
        }
        let asked = self.asked.entry((operation.to_owned(), request.region.clone())).or_default();
        *asked += 1;
        let mut later = self.later.iter();
        if let Some((.., refusal)) = later.find(|(wanted, count, _)| wanted == operation && *asked > *count) {
            return Err(refusal.clone());
        }
        Ok(serde_json::Value::Null)
    }
}

/// In AWS's words.
fn denied(operation: &str, region: &str) -> Reply {
    let speaks_xml = ["cloudwatch", "route53", "elasticloadbalancing"];
    let is_short = speaks_xml.iter().any(|service| operation.starts_with(service));
    let code = if is_short { "AccessDenied" } else { "AccessDeniedException" };
    refuse(
        code,
        format!(
            "User: arn:aws:iam::{ACCOUNT}:user/chalk is not authorized to perform: {operation} on resource: \
             arn:aws:{}:{region}:{ACCOUNT}:* because no identity-based policy allows the {operation} action",
            operation.split(':').next().unwrap_or_default(),
        ),
    )
}
