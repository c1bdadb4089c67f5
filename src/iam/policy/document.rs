//! The policy as IAM reads it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::called::called;
use super::implied::implied;
use super::{Permission, Purpose, Scope, Subject};

/// An operator, the key that it looks at, and the values.
type Conditions = BTreeMap<&'static str, BTreeMap<&'static str, Vec<String>>>;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    version: &'static str,
    statement: Vec<Statement>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: &'static str,
    effect: &'static str,
    action: BTreeSet<&'static str>,
    resource: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    condition: Conditions,
}

/// Every action that a purpose needs: those of its calls, then those that AWS wants besides. An action may be there
/// twice: once for its call, once for what AWS does with it.
pub fn permissions(purpose: Purpose, scope: &Scope) -> Vec<Permission> {
    let (rows, source) = called(purpose);
    let of_call = |(action, subject, because)| Permission {
        action,
        subject,
        resources: scope.resources(subject),
        because,
        source,
        is_implied: false,
    };
    rows.into_iter().map(of_call).chain(implied(purpose, scope)).collect()
}

/// The policy document that allows these and nothing else: JSON with one statement a subject, the same text for the same
/// scope.
pub fn policy(purpose: Purpose, scope: &Scope) -> String {
    let mut by_subject: BTreeMap<Subject, Statement> = BTreeMap::new();
    for Permission { action, subject, resources, .. } in permissions(purpose, scope) {
        let statement = by_subject.entry(subject).or_insert_with(|| Statement {
            sid: subject.sid(),
            effect: "Allow",
            action: BTreeSet::new(),
            resource: resources,
            condition: conditions(subject, scope),
        });
        statement.action.insert(action);
    }
    let document = Document { version: "2012-10-17", statement: by_subject.into_values().collect() };
    serde_json::to_string_pretty(&document).map(|text| text + "\n").unwrap_or_default()
}

/// Only where a statement cannot be limited by its resources alone.
fn conditions(subject: Subject, scope: &Scope) -> Conditions {
    let through = || {
        // In China a service may have either name.
        let suffix = if scope.partition == "aws-cn" { "amazonaws.com*" } else { "amazonaws.com" };
        let services = ["dynamodb", "secretsmanager"].map(|service| format!("{service}.*.{suffix}"));
        ("StringLike", "kms:ViaService", services.to_vec())
    };
    let all = match subject {
        Subject::ScalingChanges => {
            vec![("StringEquals", "application-autoscaling:service-namespace", vec!["dynamodb".to_owned()])]
        }
        Subject::ServiceRoles => {
            let mut services = vec!["dynamodb.application-autoscaling.amazonaws.com".to_owned()];
            services.extend(scope.may_be_global().then(|| "replication.dynamodb.amazonaws.com".to_owned()));
            vec![("StringEquals", "iam:AWSServiceName", services)]
        }
        Subject::Keys => vec![through()],
        Subject::KeyAliases => {
            let aliases = scope.aliases().map(str::to_owned).collect();
            vec![("ForAnyValue:StringEquals", "kms:ResourceAliases", aliases), through()]
        }
        _ => Vec::new(),
    };
    all.into_iter().map(|(operator, key, values)| (operator, BTreeMap::from([(key, values)]))).collect()
}

/// What IAM's JSON takes no comments for: why each implied action is there, and why a statement names no resource. One
/// line each.
pub fn explained(purpose: Purpose, scope: &Scope) -> Vec<String> {
    let all = permissions(purpose, scope);
    let mut by_reason: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for permission in all.iter().filter(|permission| permission.is_implied) {
        let actions = by_reason.entry((permission.because, permission.source)).or_default();
        if !actions.contains(&permission.action) {
            actions.push(permission.action);
        }
    }
    let implied = by_reason
        .into_iter()
        .map(|((because, source), actions)| format!("{}: {because} ({source})", actions.join(", ")));
    let subjects: BTreeSet<Subject> = all.iter().map(|permission| permission.subject).collect();
    let unlimited = subjects.into_iter().filter_map(|subject| {
        subject.why_any_resource().map(|why| format!("{} allows any resource: {why}", subject.sid()))
    });
    implied.chain(unlimited).collect()
}
