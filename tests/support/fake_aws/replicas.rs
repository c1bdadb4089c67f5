//! `ReplicaUpdates` of `UpdateTable`.

use serde_json::Value;

use super::create_table::managed_key;
use super::mirror;
use super::request::{Refusal, invalid};
use super::state::State;
use super::table::Replica;

/// AWS's words where writes do not scale.
pub(super) const NOT_SCALED: &str = "Table write capacity should either be Pay-Per-Request or AutoScaled.";

pub(super) fn update(state: &mut State, own: &str, name: &str, updates: &Value) -> Result<(), Refusal> {
    let [update] = updates.as_array().map_or(&[][..], Vec::as_slice) else {
        return invalid(
            "Update table operation with more than one create or delete replica actions not allowed",
        );
    };
    let create = &update["Create"];
    let Some(region) = create["RegionName"].as_str() else {
        return invalid("nothing but Create is taken here: replicas are neither changed nor deleted");
    };
    if state.find(region, name).is_ok() {
        return invalid(format!(
            "Failed to create a the new replica of table with name: '{name}' because one or more replicas already existed as tables."
        ));
    }
    let table = state.find(own, name)?;
    let is_provisioned = table.provisioned.is_some();
    let has_own_key = table.encryption.as_ref().is_some_and(|key| *key != managed_key(own));
    let kms_key = create["KMSMasterKeyId"].as_str();
    if has_own_key != kms_key.is_some() {
        return invalid(
            "One or more parameter values were invalid: all replicas must use the same type of KMS key: KMSMasterKeyId",
        );
    }
    if is_provisioned && !mirror::has_scaled_writes(state, own, name) {
        return invalid(NOT_SCALED);
    }
    // "200 not durable" (measured on AWS by others).
    if state.aborted_replicas > 0 {
        state.aborted_replicas -= 1;
        return Ok(());
    }
    make(state, own, name, region, create)
}

fn make(state: &mut State, own: &str, name: &str, region: &str, create: &Value) -> Result<(), Refusal> {
    let left = state.describes_per_replica.max(1);
    let kms_key = create["KMSMasterKeyId"].as_str();
    let read_override = create["ProvisionedThroughputOverride"]["ReadCapacityUnits"].as_i64();
    let entry = Replica { read_override, kms_key: kms_key.map(str::to_owned), ..Replica::creating(left) };
    let others = state.group(own, name);
    let source = state.find(own, name)?;
    source.stream.get_or_insert_with(|| "NEW_AND_OLD_IMAGES".to_owned());
    let mut copy = source.clone();
    region.clone_into(&mut copy.region);
    "CREATING".clone_into(&mut copy.status);
    copy.busy = left;
    copy.encryption = match (&source.encryption, kms_key) {
        (Some(_), Some(key)) if key.starts_with("arn:") => Some(key.to_owned()),
        (Some(_), Some(key)) => Some(format!("arn:aws:kms:{region}:{}:key/{key}", super::ACCOUNT)),
        (Some(_), None) => Some(managed_key(region)),
        (None, _) => None,
    };
    if let (Some(units), Some(read)) = (&mut copy.provisioned, read_override) {
        units.read = read;
    }
    // Never synchronised.
    copy.deletion_protection = false;
    copy.point_in_time_recovery = false;
    copy.tags.clear();
    copy.decreases.clear();
    copy.replicas.remove(region);
    let standing = Replica { status: "ACTIVE".to_owned(), left: 0, read_override: None, kms_key: None };
    copy.replicas.insert(own.to_owned(), standing);
    copy.backups_unavailable = state.backups_unavailable;
    copy.created_s = state.now_s;
    for member in others {
        state.find(&member, name)?.replicas.insert(region.to_owned(), entry.clone());
    }
    state.tables.insert((region.to_owned(), name.to_owned()), copy);
    Ok(())
}
