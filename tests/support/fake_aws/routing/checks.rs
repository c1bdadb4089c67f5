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

pub(super) fn get(state: &Routing, id: &str) -> Result<String, Refusal> {
    let (id, check) = find(state, id)?;
    Ok(format!(
        "<GetHealthCheckResponse><HealthCheck><Id>{id}</Id><CallerReference>test</CallerReference>\
         <HealthCheckConfig>{}</HealthCheckConfig><HealthCheckVersion>1</HealthCheckVersion></HealthCheck>\
         </GetHealthCheckResponse>",
        check.config
    ))
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
