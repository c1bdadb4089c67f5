//! Expiry, backups and tags.

use serde_json::{Value, json};

use super::create_table::tags;
use super::request::{Refusal, Reply, Request, invalid, refuse};
use super::state::State;
use super::table::Table;
use super::update_table::is_free;

/// Another change of expiry is refused for so long (documentation: about an hour).
const BETWEEN_TTL_CHANGES_S: i64 = 3600;

pub(super) fn serve(state: &mut State, request: &Request, operation: &str) -> Reply {
    let (region, name, now_s) = (request.region.as_str(), request.table(), state.now_s);
    match operation {
        "DescribeTimeToLive" => {
            let table = state.find(region, name)?;
            let told = match &table.ttl {
                Some(attribute) => json!({"TimeToLiveStatus": "ENABLED", "AttributeName": attribute}),
                None => json!({"TimeToLiveStatus": "DISABLED"}),
            };
            Ok(json!({"TimeToLiveDescription": told}))
        }
        "UpdateTimeToLive" => expire(state, request),
        "DescribeContinuousBackups" => Ok(backups(state.find(region, name)?, now_s)),
        "UpdateContinuousBackups" => {
            let table = state.find(region, name)?;
            if table.status == "CREATING" || table.backups_unavailable > 0 {
                table.backups_unavailable = table.backups_unavailable.saturating_sub(1);
                return refuse(
                    "ContinuousBackupsUnavailableException",
                    format!("Backups are being enabled for the table: {name}. Please retry later"),
                );
            }
            let asked = &request.body["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"];
            table.point_in_time_recovery = *asked == true;
            Ok(backups(table, now_s))
        }
        "ListTagsOfResource" => {
            let table = by_arn(state, request)?;
            let tags = table.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value}));
            Ok(json!({"Tags": tags.collect::<Vec<_>>()}))
        }
        "TagResource" => {
            let table = by_arn(state, request)?;
            if table.status == "CREATING" {
                return refuse(
                    "ResourceInUseException",
                    format!(
                        "Attempt to change a resource which is still in use: Table is being created: {}",
                        table.name
                    ),
                );
            }
            table.tags.extend(tags(&request.body["Tags"]));
            Ok(json!({}))
        }
        other => refuse("UnknownOperationException", other),
    }
}

/// Expiry is the same in all Regions.
fn expire(state: &mut State, request: &Request) -> Reply {
    let (region, name, now_s) = (request.region.as_str(), request.table(), state.now_s);
    is_free(state, region, name)?;
    let asked = &request.body["TimeToLiveSpecification"];
    let wanted = asked["AttributeName"].as_str().filter(|_| asked["Enabled"] == true).map(str::to_owned);
    let table = state.find(region, name)?;
    match (&table.ttl, &wanted) {
        (None, None) => return invalid("TimeToLive is already disabled"),
        (Some(is), Some(wanted)) if is == wanted => return invalid("TimeToLive is already enabled"),
        (Some(is), Some(_)) => {
            return invalid(format!(
                "TimeToLive is active on a different AttributeName: current AttributeName is {is}"
            ));
        }
        _ if table.ttl_changed_at.is_some_and(|at| now_s - at < BETWEEN_TTL_CHANGES_S) => {
            return invalid("Time to live has been modified multiple times within a fixed interval");
        }
        _ => {}
    }
    for member in state.group(region, name) {
        let table = state.find(&member, name)?;
        table.ttl.clone_from(&wanted);
        table.ttl_changed_at = Some(now_s);
    }
    Ok(json!({"TimeToLiveSpecification": asked}))
}

fn backups(table: &Table, now_s: i64) -> Value {
    let mut recovery = json!({"PointInTimeRecoveryStatus": "DISABLED"});
    if table.point_in_time_recovery {
        recovery = json!({
            "PointInTimeRecoveryStatus": "ENABLED",
            "RecoveryPeriodInDays": 35,
            "EarliestRestorableDateTime": now_s,
            "LatestRestorableDateTime": now_s,
        });
    }
    json!({"ContinuousBackupsDescription": {
        "ContinuousBackupsStatus": "ENABLED",
        "PointInTimeRecoveryDescription": recovery,
    }})
}

/// A table by its ARN, which is of the endpoint's own Region.
fn by_arn<'a>(state: &'a mut State, request: &Request) -> Result<&'a mut Table, Refusal> {
    let arn = request.text("ResourceArn");
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, _, "dynamodb", region, _, resource] = parts.as_slice() else {
        return invalid(format!("Invalid TableArn: {arn}"));
    };
    if *region != request.region {
        return invalid(format!("Invalid TableArn: Invalid ResourceArn provided as input {arn}"));
    }
    state.find(&request.region, resource.trim_start_matches("table/"))
}
