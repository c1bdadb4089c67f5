//! What the simulator is asked: the actions of a query server, on each resource by itself.
//!
//! Since 2026 the simulator gives one result for an action on all resources of a call, so that every resource has a call
//! of its own: what is decided then is decided on that resource, in the old form and in the new.

use super::{Question, Role, Topic};
use crate::iam::arn;
use crate::iam::{Purpose, Scope, Subject, permissions};

/// Stands where AWS puts six characters behind a secret's name.
pub(super) const GUESSED: &str = "AbCdEf";

/// What a role is to have access to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The role.
    pub role: Role,
    /// The table's name.
    pub table: Option<String>,
    /// The table's own Region, where it is not the one that is asked.
    pub table_region: Option<String>,
    /// The secret's name or ARN.
    pub secret: Option<String>,
    /// The Regions of the table's replicas, beside its own; where none is named, the table is asked for them.
    pub replicas: Vec<String>,
    /// The table's keys: a Region, or its own, and a key's ARN or ID.
    pub keys: Vec<(Option<String>, String)>,
    /// The secret's key: its ARN or ID.
    pub secret_key: Option<String>,
}

impl Target {
    /// What is asked about.
    pub(super) fn topics(&self) -> Vec<Topic> {
        let has_key = !self.keys.is_empty() || self.secret_key.is_some();
        let all = [
            (Topic::Read, self.table.is_some()),
            (Topic::Write, self.table.is_some()),
            (Topic::Secret, self.secret.is_some()),
            (Topic::Key, has_key),
        ];
        all.into_iter().filter(|(_, is_asked)| *is_asked).map(|(topic, _)| topic).collect()
    }

    /// The table's own Region, where `region` is asked.
    pub(super) fn own_region<'a>(&'a self, region: &'a str) -> &'a str {
        self.table_region.as_deref().unwrap_or(region)
    }
}

/// The questions about the table in each of these Regions.
pub(super) fn of_table<'a>(target: &Target, regions: impl Iterator<Item = &'a str>) -> Vec<Question> {
    let Role { partition, account, .. } = &target.role;
    let Some(table) = &target.table else { return Vec::new() };
    let both =
        |resource: String| [Topic::Read, Topic::Write].map(|topic| question(topic, resource.clone(), None));
    regions.flat_map(|region| both(arn::table(partition, region, account, table))).collect()
}

/// The questions about the secret and the keys, where `region` is asked.
pub(super) fn of_secret_and_keys(target: &Target, region: &str) -> Vec<Question> {
    let Role { partition, account, .. } = &target.role;
    let own_region = target.own_region(region);
    let mut all = Vec::new();
    if let Some(secret) = &target.secret {
        let mut question = question(
            Topic::Secret,
            arn::secret(partition, region, account, secret).replace("??????", GUESSED),
            None,
        );
        question.is_guessed = !arn::is_arn(secret);
        all.push(question);
    }
    let suffix = if partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
    for (own, key) in &target.keys {
        let region = own.as_deref().unwrap_or(own_region);
        let resource = arn::key(partition, region, account, key);
        all.push(question(Topic::Key, resource, Some(format!("dynamodb.{region}.{suffix}"))));
    }
    if let Some(key) = &target.secret_key {
        let region = target.secret.as_deref().and_then(arn::region).unwrap_or(region);
        let resource = arn::key(partition, region, account, key);
        all.push(question(Topic::Key, resource, Some(format!("secretsmanager.{region}.{suffix}"))));
    }
    all
}

fn question(topic: Topic, resource: String, via_service: Option<String>) -> Question {
    Question { topic, resource, is_guessed: false, actions: actions(topic), via_service }
}

/// The actions of the query server's policy that belong to a topic.
fn actions(topic: Topic) -> Vec<String> {
    // A key is asked about only where one is named.
    let scope = Scope { keys: vec!["any".to_owned()], ..Scope::default() };
    let writes = |action: &str| {
        ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"].iter().any(|name| action.ends_with(name))
    };
    let belongs = |action: &str, subject| match topic {
        Topic::Read => subject == Subject::Table && !writes(action),
        Topic::Write => subject == Subject::Table && writes(action),
        Topic::Secret => subject == Subject::Secret,
        Topic::Key => subject == Subject::Keys,
    };
    let all = permissions(Purpose::Runtime, &scope);
    all.iter().filter(|one| belongs(one.action, one.subject)).map(|one| one.action.to_owned()).collect()
}
