//! Health checks, with all that a calculated one is made of.

use std::collections::BTreeSet;

use aws_config::SdkConfig;
use aws_credential_types::Credentials as Keys;
use futures_util::future::join_all;
use futures_util::join;

use super::call::Route53;
use super::convert::{facts, observations};
use crate::aws::{self, Asked, Failure, FailureKind};
use crate::connect::text::escape;
use crate::failover::evidence::{HealthCheck, HealthCheckFacts, ListedCheck, Observation};
use crate::failover::observe::cloudwatch;

/// More health checks than this are not asked for: an account has 200.
const MOST: usize = 256;
/// More pages of 100 than an account with a raised quota fills.
const MOST_PAGES: usize = 20;
/// Where the metrics and alarms of health checks live.
const METRICS: &str = "us-east-1";
/// The types that have no checkers.
const WITHOUT_CHECKERS: [&str; 3] = ["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"];

/// Asks for health checks, their children, and all that is known of their health; sorted by id.
pub(in crate::failover::observe) async fn health_checks(
    ids: impl IntoIterator<Item = String>,
    route53: &Route53<'_>,
    (config, keys): (&SdkConfig, &Keys),
) -> Vec<HealthCheck> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<String> = ids.into_iter().collect();
    let mut described: Vec<(String, Asked<HealthCheckFacts>)> = Vec::new();
    // What each is comes first: the children are in it.
    while !waiting.is_empty() {
        waiting.sort();
        let mut next: Vec<String> = std::mem::take(&mut waiting);
        next.retain(|id| known.len() < MOST && known.insert(id.clone()));
        let asked = join_all(next.iter().map(|id| Box::pin(describe(id, route53)))).await;
        for (id, facts) in next.into_iter().zip(asked) {
            waiting.extend(facts.answer().into_iter().flat_map(|facts| facts.children.iter().cloned()));
            described.push((id, facts));
        }
    }
    described.sort_by(|(a, _), (b, _)| a.cmp(b));

    let there: Vec<String> =
        described.iter().filter(|(_, facts)| !is_absent(facts)).map(|(id, _)| id.clone()).collect();
    let metrics = aws_sdk_cloudwatch::Client::new(&aws::in_region(config, METRICS, keys.clone()));
    let statuses = cloudwatch::statuses(&metrics, &there, route53.context);
    let rest = join_all(
        described
            .into_iter()
            .map(|(id, facts)| Box::pin(whole(id, facts, route53, &metrics, (config, keys)))),
    );
    let (statuses, mut checks) = join!(Box::pin(statuses), rest);
    for check in &mut checks {
        check.metric_status = statuses.get(&check.id).copied();
    }
    checks
}

fn is_absent(described: &Asked<HealthCheckFacts>) -> bool {
    described.failure().is_some_and(|failure| failure.kind == FailureKind::NotFound)
}

/// What a health check is.
pub(in crate::failover::observe) async fn describe(
    id: &str,
    route53: &Route53<'_>,
) -> Asked<HealthCheckFacts> {
    let answer =
        route53.call(async |client| client.get_health_check().health_check_id(id).send().await).await;
    match answer {
        Err(failure) => Asked::Failed(failure),
        Ok(answer) => match &answer.health_check {
            Some(check) => Asked::Answered(facts(check)),
            None => Asked::Failed(Failure::new(
                FailureKind::Other,
                "the endpoint's answer describes no health check",
            )),
        },
    }
}

/// Most of the account's checks are nobody's business here: what a path asks for may be a token.
fn without_query(mut check: ListedCheck) -> ListedCheck {
    check.facts.path = check.facts.path.map(|path| path.split('?').next().unwrap_or_default().to_owned());
    check
}

/// All health checks of the account that probe something.
pub(in crate::failover::observe) async fn listed(route53: &Route53<'_>) -> Asked<Vec<ListedCheck>> {
    let mut all = Vec::new();
    let mut marker: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let page = route53
            .call(async |client| client.list_health_checks().set_marker(marker.clone()).send().await)
            .await;
        let page = match page {
            Err(failure) => return Asked::Failed(failure),
            Ok(page) => page,
        };
        let listed =
            page.health_checks.iter().map(|check| ListedCheck { id: escape(&check.id), facts: facts(check) });
        let probing = listed.filter(|check| check.facts.host.is_some() || check.facts.address.is_some());
        all.extend(probing.map(without_query));
        match page.next_marker.filter(|_| page.is_truncated) {
            None => return Asked::Answered(all),
            next => marker = next,
        }
    }
    let reason = format!("Route 53 gave {MOST_PAGES} pages of health checks, and has more");
    Asked::Failed(Failure::new(FailureKind::Other, reason))
}

/// What else is known of a health check. Of one that is not there nothing more is asked.
async fn whole(
    id: String,
    described: Asked<HealthCheckFacts>,
    route53: &Route53<'_>,
    metrics: &aws_sdk_cloudwatch::Client,
    (config, keys): (&SdkConfig, &Keys),
) -> HealthCheck {
    let mut check = HealthCheck {
        id,
        described,
        observations: None,
        last_failures: None,
        metric_status: None,
        alarm: None,
        noticed_by: None,
    };
    if is_absent(&check.described) {
        return check;
    }
    let facts = check.described.answer();
    let has_checkers = facts.is_none_or(|facts| !WITHOUT_CHECKERS.contains(&facts.kind.as_str()));
    let id = &check.id;
    let said = async {
        has_checkers.then_some(())?;
        Some(status(id, route53).await)
    };
    let failed = async {
        has_checkers.then_some(())?;
        Some(last_failures(id, route53).await)
    };
    let alarm = async {
        let alarm = facts?.alarm.as_ref()?;
        let client = aws_sdk_cloudwatch::Client::new(&aws::in_region(config, &alarm.region, keys.clone()));
        Some(cloudwatch::alarm(&client, alarm, route53.context).await)
    };
    let noticed = cloudwatch::noticed_by(metrics, id, route53.context);
    let (said, failed, alarm, noticed) =
        join!(Box::pin(said), Box::pin(failed), Box::pin(alarm), Box::pin(noticed));
    (check.observations, check.last_failures, check.alarm, check.noticed_by) =
        (said, failed, alarm, Some(noticed));
    check
}

/// What the checkers of a health check say.
pub(in crate::failover::observe) async fn status(id: &str, route53: &Route53<'_>) -> Asked<Vec<Observation>> {
    let call = async |client: &aws_sdk_route53::Client| {
        client.get_health_check_status().health_check_id(id).send().await
    };
    route53.call(call).await.map(|answer| observations(&answer.health_check_observations)).into()
}

async fn last_failures(id: &str, route53: &Route53<'_>) -> Asked<Vec<Observation>> {
    let call = async |client: &aws_sdk_route53::Client| {
        client.get_health_check_last_failure_reason().health_check_id(id).send().await
    };
    route53.call(call).await.map(|answer| observations(&answer.health_check_observations)).into()
}
