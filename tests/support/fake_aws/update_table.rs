//! `UpdateTable`: one kind of change a call, on a table to which nothing else is being done.

use serde_json::{Value, json};

use super::create_table::{NO_CAPACITY, encryption, managed_key, throughput};
use super::request::{Refusal, Reply, Request, invalid, refuse};
use super::state::State;
use super::table::Throughput;
use super::{describe, mirror, replicas, throughput as capacity};

/// What one call may change; a billing mode brings its capacity along.
const KINDS: [&str; 7] = [
    "BillingMode",
    "SSESpecification",
    "DeletionProtectionEnabled",
    "TableClass",
    "WarmThroughput",
    "StreamSpecification",
    "ReplicaUpdates",
];

pub(super) fn update(state: &mut State, request: &Request) -> Reply {
    let (region, name, body) = (request.region.as_str(), request.table(), &request.body);
    is_free(state, region, name)?;
    let mut kinds: Vec<&str> = KINDS.into_iter().filter(|kind| !body[kind].is_null()).collect();
    let has_capacity = !body["ProvisionedThroughput"].is_null();
    if has_capacity && kinds != ["BillingMode"] {
        kinds.push("ProvisionedThroughput");
    }
    let kind = match kinds.as_slice() {
        [kind] => *kind,
        [] => {
            return invalid(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
            );
        }
        kinds => {
            return invalid(format!(
                "One kind of change is made by a call, and these are {}",
                kinds.join(", ")
            ));
        }
    };
    let now_s = state.now_s;
    // The reply tells what was before, of the counter of decreases too (measured on AWS by others).
    let mut told = state.find(region, name)?.describe(now_s);
    match kind {
        "BillingMode" => billing(state, request)?,
        "ProvisionedThroughput" => {
            let Some(wanted) = throughput(&body[kind]) else { return invalid(NO_CAPACITY) };
            set(state, region, name, wanted)?;
        }
        "SSESpecification" => encrypt(state, region, name, &body[kind])?,
        "DeletionProtectionEnabled" => state.find(region, name)?.deletion_protection = body[kind] == true,
        "TableClass" => {
            for member in state.group(region, name) {
                request.text(kind).clone_into(&mut state.find(&member, name)?.class);
            }
        }
        "WarmThroughput" => return warm(state, region, name, &body[kind]),
        "StreamSpecification" => stream(state, region, name, &body[kind])?,
        _ => replicas::update(state, region, name, &body[kind])?,
    }
    let describes = state.describes_per_change;
    let synchronised = !matches!(kind, "DeletionProtectionEnabled" | "ReplicaUpdates");
    let group = if synchronised { state.group(region, name) } else { vec![region.to_owned()] };
    for member in group {
        state.find(&member, name)?.occupy(describes);
    }
    told["TableStatus"] = json!("UPDATING");
    Ok(json!({"TableDescription": told}))
}

/// Refuses while something else is being done to the table or to its group.
pub(super) fn is_free(state: &mut State, region: &str, name: &str) -> Result<(), Refusal> {
    let table = state.find(region, name)?;
    let doing = match table.status.as_str() {
        "CREATING" => "created",
        "ACTIVE" if !table.replicas.values().any(|replica| replica.status == "CREATING") => return Ok(()),
        _ => "updated",
    };
    // Who only tries again gets there too.
    describe::pass(state, region, name);
    refuse(
        "ResourceInUseException",
        format!("Attempt to change a resource which is still in use: Table is being {doing}: {name}"),
    )
}

fn set(state: &mut State, region: &str, name: &str, wanted: Throughput) -> Result<(), Refusal> {
    let now_s = state.now_s;
    let table = state.find(region, name)?;
    let before = table.provisioned.unwrap_or(wanted);
    capacity::set(table, wanted, now_s)?;
    mirror::capacity(state, region, name, before);
    Ok(())
}

fn billing(state: &mut State, request: &Request) -> Result<(), Refusal> {
    let (region, name, now_s) = (request.region.as_str(), request.table(), state.now_s);
    let wanted = throughput(&request.body["ProvisionedThroughput"]);
    let is_provisioned = state.find(region, name)?.provisioned.is_some();
    match (request.text("BillingMode"), wanted) {
        ("PAY_PER_REQUEST", Some(_)) => {
            return invalid(
                "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
            );
        }
        ("PAY_PER_REQUEST", None) if !is_provisioned => {}
        ("PAY_PER_REQUEST", None) => {
            for member in state.group(region, name) {
                capacity::go_on_demand(state.find(&member, name)?, now_s)?;
            }
        }
        (_, None) => return invalid(NO_CAPACITY),
        (_, Some(wanted)) if is_provisioned => set(state, region, name, wanted)?,
        (_, Some(wanted)) => {
            let group = state.group(region, name);
            // Not measured for the switch, only for a new replica.
            if group.len() > 1 && !mirror::has_scaled_writes(state, region, name) {
                return invalid(replicas::NOT_SCALED);
            }
            for member in group {
                capacity::put(state.find(&member, name)?, wanted);
            }
        }
    }
    Ok(())
}

fn encrypt(state: &mut State, region: &str, name: &str, asked: &Value) -> Result<(), Refusal> {
    let wanted = encryption(asked, region);
    let is_own = wanted.as_ref().is_some_and(|key| *key != managed_key(region));
    let group = state.group(region, name);
    if state.find(region, name)?.encryption == wanted {
        return invalid("Table is already encrypted by given KMSMasterKeyId");
    }
    if is_own && group.len() > 1 {
        // Not measured: by the documents a customer's key is named for each Region.
        return invalid(
            "One or more parameter values were invalid: KMSMasterKeyId must be specified for each replica.",
        );
    }
    for member in group {
        let key = if is_own { wanted.clone() } else { wanted.as_ref().map(|_| managed_key(&member)) };
        state.find(&member, name)?.encryption = key;
    }
    Ok(())
}

/// The table's status stays `ACTIVE` (measured on AWS by others).
fn warm(state: &mut State, region: &str, name: &str, asked: &Value) -> Reply {
    let now_s = state.now_s;
    let is = state.find(region, name)?.warm;
    let units = |field: &str, is: i64| asked[field].as_i64().unwrap_or(is);
    let wanted = Throughput {
        read: units("ReadUnitsPerSecond", is.read),
        write: units("WriteUnitsPerSecond", is.write),
    };
    if wanted.read < is.read || wanted.write < is.write {
        return invalid("One or more parameter values were invalid: warm throughput cannot be decreased");
    }
    for member in state.group(region, name) {
        state.find(&member, name)?.warm = wanted;
    }
    let told = state.find(region, name)?.describe(now_s);
    Ok(json!({"TableDescription": told}))
}

fn stream(state: &mut State, region: &str, name: &str, asked: &Value) -> Result<(), Refusal> {
    let table = state.find(region, name)?;
    let wanted = asked["StreamViewType"].as_str().filter(|_| asked["StreamEnabled"] == true);
    if !table.replicas.is_empty() {
        return invalid("Table streams cannot be changed or disabled while there are replicas");
    }
    if table.stream.is_some() && wanted.is_some() {
        return invalid("Table already has an enabled stream");
    }
    table.stream = wanted.map(str::to_owned);
    Ok(())
}
