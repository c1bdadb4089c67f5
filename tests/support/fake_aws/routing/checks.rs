//! Health checks.

use super::answer::escaped;
use super::state::{CheckAt, Routing};
use crate::support::fake_aws::request::{Refusal, refuse};

const WITHOUT_CHECKERS: [&str; 3] = ["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"];

fn find<'a>(state: &'a Routing, id: &str) -> Result<(&'a str, &'a CheckAt), Refusal> {
    let found = state.checks.iter().find(|(of, _)| of.eq_ignore_ascii_case(id));
    let found = found.map(|(id, check)| (id.as_str(), check));
    found.map_or_else(
        || refuse("NoSuchHealthCheck", format!("A health check with id {id} does not exist.")),
        Ok,
    )
}

fn whole(id: &str, check: &CheckAt) -> String {
    format!(
        "<HealthCheck><Id>{id}</Id><CallerReference>test</CallerReference><HealthCheckConfig>{}</HealthCheckConfig>\
         <HealthCheckVersion>1</HealthCheckVersion></HealthCheck>",
        check.config
    )
}

pub(super) fn get(state: &Routing, id: &str) -> Result<String, Refusal> {
    let (id, check) = find(state, id)?;
    Ok(format!("<GetHealthCheckResponse>{}</GetHealthCheckResponse>", whole(id, check)))
}

/// One a page, so that there are pages: the marker is the next one's id.
pub(super) fn list(state: &Routing, query: &str) -> String {
    let marker = query.split('&').find_map(|field| field.strip_prefix("marker=")).unwrap_or_default();
    let mut rest = state.checks.iter().skip_while(|(id, _)| id.as_str() < marker);
    let page = rest.next().map(|(id, check)| whole(id, check)).unwrap_or_default();
    let next = rest.next().map(|(id, _)| format!("<NextMarker>{id}</NextMarker>"));
    format!(
        "<ListHealthChecksResponse><HealthChecks>{page}</HealthChecks><Marker>{marker}</Marker>\
         <IsTruncated>{}</IsTruncated>{}<MaxItems>1</MaxItems></ListHealthChecksResponse>",
        next.is_some(),
        next.unwrap_or_default()
    )
}

pub(super) fn status(state: &Routing, id: &str) -> Result<String, Refusal> {
    let (id, check) = find(state, id)?;
    told("GetHealthCheckStatusResponse", id, check, &check.says)
}

pub(super) fn last_failure(state: &Routing, id: &str) -> Result<String, Refusal> {
    let (id, check) = find(state, id)?;
    told("GetHealthCheckLastFailureReasonResponse", id, check, &check.failed)
}

fn told(root: &str, id: &str, check: &CheckAt, says: &[(String, String)]) -> Result<String, Refusal> {
    if WITHOUT_CHECKERS.iter().any(|kind| check.config.contains(&format!("<Type>{kind}</Type>"))) {
        return refuse("InvalidInput", format!("The health check {id} has no checkers"));
    }
    let observations = says
        .iter()
        .enumerate()
        .map(|(index, (region, status))| {
            format!(
                "<HealthCheckObservation><Region>{region}</Region><IPAddress>15.177.0.{index}</IPAddress>\
                 <StatusReport><Status>{}</Status><CheckedTime>2026-11-21T12:00:0{}.123Z</CheckedTime></StatusReport>\
                 </HealthCheckObservation>",
                escaped(status),
                index % 10
            )
        })
        .collect::<Vec<_>>().concat();
    Ok(format!("<{root}><HealthCheckObservations>{observations}</HealthCheckObservations></{root}>"))
}
