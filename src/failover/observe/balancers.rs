//! Load balancers, their target groups and their targets.

use aws_sdk_elasticloadbalancingv2::Client;
use aws_sdk_elasticloadbalancingv2::types as elb;
use futures_util::future::join_all;

use super::route53::balancer_region;
use crate::aws::{Asked, Failure, FailureKind, ask};
use crate::connect::text::escape;
use crate::failover::evidence::{Balancer, BalancerFacts, Target, TargetGroup};
use crate::observe::Context;

/// Who answers.
const SERVICE: &str = "Elastic Load Balancing";
/// More pages than an account has load balancers or a load balancer has target groups.
const MOST_PAGES: usize = 25;

/// Looks at one load balancer by its name in DNS.
pub(super) async fn balancer(client: &Client, dns_name: &str, region: &str, context: &Context) -> Balancer {
    let (described, target_groups) = match find(client, dns_name, context).await {
        Err(failure) => (Asked::Failed(failure.clone()), Asked::Failed(failure)),
        Ok(None) => (Asked::Answered(None), Asked::Answered(Vec::new())),
        Ok(Some(found)) => {
            let groups = match found.load_balancer_arn() {
                Some(arn) => groups(client, arn, context).await,
                None => Err(Failure::new(FailureKind::Other, "the load balancer has no ARN to ask by")),
            };
            (Asked::Answered(Some(facts(&found))), groups.into())
        }
    };
    Balancer { dns_name: dns_name.to_owned(), region: region.to_owned(), described, target_groups }
}

/// The one of this name: nobody can be asked by it, so that all are looked through.
async fn find(
    client: &Client,
    dns_name: &str,
    context: &Context,
) -> Result<Option<elb::LoadBalancer>, Failure> {
    let is_it = |found: &elb::LoadBalancer| {
        let own = found.dns_name().and_then(balancer_region);
        own.is_some_and(|(name, _)| name == dns_name)
    };
    let mut marker = None;
    for _ in 0..MOST_PAGES {
        let page = ask(SERVICE, client.describe_load_balancers().set_marker(marker).send(), context).await?;
        if let Some(found) = page.load_balancers().iter().find(|found| is_it(found)) {
            return Ok(Some(found.clone()));
        }
        marker = page.next_marker.filter(|marker| !marker.is_empty());
        if marker.is_none() {
            return Ok(None);
        }
    }
    Err(Failure::new(
        FailureKind::Other,
        format!("it is not on the first {MOST_PAGES} pages of load balancers"),
    ))
}

fn facts(found: &elb::LoadBalancer) -> BalancerFacts {
    let state = found.state().and_then(|state| state.code());
    BalancerFacts {
        name: escape(found.load_balancer_name().unwrap_or_default()),
        kind: found.r#type().map(|kind| escape(kind.as_str())),
        scheme: found.scheme().map(|scheme| escape(scheme.as_str())),
        state: state.map(|state| escape(state.as_str())),
    }
}

async fn groups(client: &Client, arn: &str, context: &Context) -> Result<Vec<TargetGroup>, Failure> {
    let mut found: Vec<elb::TargetGroup> = Vec::new();
    let mut marker = None;
    for _ in 0..MOST_PAGES {
        let call = client.describe_target_groups().load_balancer_arn(arn).set_marker(marker).send();
        let page = ask(SERVICE, call, context).await?;
        found.extend(page.target_groups().iter().cloned());
        marker = page.next_marker.filter(|marker| !marker.is_empty());
        if marker.is_none() {
            break;
        }
    }
    let mut groups = join_all(found.iter().map(|group| Box::pin(self::group(client, group, context)))).await;
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(groups)
}

async fn group(client: &Client, group: &elb::TargetGroup, context: &Context) -> TargetGroup {
    let targets = match group.target_group_arn() {
        Some(arn) => {
            ask(SERVICE, client.describe_target_health().target_group_arn(arn).send(), context).await
        }
        None => Err(Failure::new(FailureKind::Other, "the target group has no ARN to ask by")),
    };
    let targets = targets.map(|answer| {
        let mut targets: Vec<Target> = answer.target_health_descriptions().iter().map(target).collect();
        targets.sort_by(|a, b| a.id.cmp(&b.id));
        targets
    });
    let number = |number: Option<i32>| number.and_then(|number| u32::try_from(number).ok());
    TargetGroup {
        name: escape(group.target_group_name().unwrap_or_default()),
        health_path: group.health_check_path().map(escape),
        interval_s: number(group.health_check_interval_seconds()),
        unhealthy_threshold: number(group.unhealthy_threshold_count()),
        healthy_threshold: number(group.healthy_threshold_count()),
        targets: targets.into(),
    }
}

fn target(described: &elb::TargetHealthDescription) -> Target {
    let health = described.target_health();
    Target {
        id: escape(described.target().and_then(|target| target.id()).unwrap_or_default()),
        state: health.and_then(|health| health.state()).map(|state| escape(state.as_str())),
        reason: health.and_then(|health| health.reason()).map(|reason| escape(reason.as_str())),
    }
}
