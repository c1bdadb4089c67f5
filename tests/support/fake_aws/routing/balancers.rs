//! Elastic Load Balancing, version 2.

use super::answer::parameter;
use super::state::{BalancerAt, Routing};
use crate::support::fake_aws::request::{Refusal, refuse};
use crate::support::fake_aws::table::ACCOUNT;

fn arn(region: &str, what: &str, name: &str) -> String {
    format!("arn:aws:elasticloadbalancing:{region}:{ACCOUNT}:{what}/{name}")
}

/// One operation, by its name in small letters; `form` is in small letters, too.
pub(super) fn serve(state: &Routing, region: &str, operation: &str, form: &str) -> Result<String, Refusal> {
    let balancers = state.balancers.get(region).map_or(&[][..], Vec::as_slice);
    match operation {
        "describeloadbalancers" => Ok(list(state, region, balancers, form)),
        "describetargetgroups" => {
            let wanted = parameter(form, "loadbalancerarn").unwrap_or_default();
            let found = balancers.iter().find(|one| wanted.ends_with(&format!("/{}", one.name)));
            let Some(found) = found else { return refuse("LoadBalancerNotFound", "no such load balancer") };
            Ok(groups(region, found))
        }
        "describetargethealth" => {
            let wanted = parameter(form, "targetgrouparn").unwrap_or_default();
            let mut all = balancers.iter().flat_map(|one| &one.groups);
            let Some(found) = all.find(|group| wanted.ends_with(&format!("/{}", group.name))) else {
                return refuse("TargetGroupNotFound", "no such target group");
            };
            let members = found
                .targets
                .iter()
                .map(|(id, health)| {
                    let reason = if health == "healthy" {
                        String::new()
                    } else {
                        "<Reason>Target.ResponseCodeMismatch</Reason>".to_owned()
                    };
                    format!(
                        "<member><Target><Id>{id}</Id><Port>8080</Port></Target><TargetHealth><State>{health}</State>\
                         {reason}</TargetHealth></member>"
                    )
                })
                .collect::<Vec<_>>().concat();
            Ok(wrapped(
                "DescribeTargetHealth",
                &format!("<TargetHealthDescriptions>{members}</TargetHealthDescriptions>"),
            ))
        }
        other => refuse("InvalidAction", other),
    }
}

fn wrapped(operation: &str, inside: &str) -> String {
    format!(
        "<{operation}Response xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\"><{operation}Result>\
         {inside}</{operation}Result><ResponseMetadata><RequestId>FAKE-REQUEST</RequestId></ResponseMetadata>\
         </{operation}Response>"
    )
}

fn list(state: &Routing, region: &str, balancers: &[BalancerAt], form: &str) -> String {
    let from: usize = parameter(form, "marker").and_then(|marker| marker.parse().ok()).unwrap_or(0);
    let page = balancers.iter().skip(from).take(state.page_size);
    let members = page
        .map(|one| {
            format!(
                "<member><LoadBalancerArn>{}</LoadBalancerArn><DNSName>{}</DNSName>\
                 <LoadBalancerName>{}</LoadBalancerName><Scheme>{}</Scheme><State><Code>active</Code></State>\
                 <Type>application</Type></member>",
                arn(region, "loadbalancer", &one.name),
                one.dns_name,
                one.name,
                one.scheme
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let next = from + state.page_size;
    let marker =
        if next < balancers.len() { format!("<NextMarker>{next}</NextMarker>") } else { String::new() };
    wrapped("DescribeLoadBalancers", &format!("<LoadBalancers>{members}</LoadBalancers>{marker}"))
}

fn groups(region: &str, balancer: &BalancerAt) -> String {
    let members = balancer
        .groups
        .iter()
        .map(|group| {
            let path = group.path.as_ref();
            let path =
                path.map(|path| format!("<HealthCheckPath>{path}</HealthCheckPath>")).unwrap_or_default();
            format!(
                "<member><TargetGroupArn>{}</TargetGroupArn><TargetGroupName>{}</TargetGroupName>{path}\
                 <HealthCheckIntervalSeconds>30</HealthCheckIntervalSeconds>\
                 <HealthyThresholdCount>5</HealthyThresholdCount>\
                 <UnhealthyThresholdCount>2</UnhealthyThresholdCount></member>",
                arn(region, "targetgroup", &group.name),
                group.name
            )
        })
        .collect::<Vec<_>>()
        .concat();
    wrapped("DescribeTargetGroups", &format!("<TargetGroups>{members}</TargetGroups>"))
}
