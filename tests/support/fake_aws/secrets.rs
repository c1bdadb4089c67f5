//! Secrets Manager.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::create_table::tags;
use super::request::{Refusal, Reply, Request, invalid, refuse};
use super::secret::Secret;
use super::state::State;

const DELETED: &str = "You can't perform this operation on the secret because it was marked for deletion.";

pub(super) fn serve(state: &mut State, request: &Request, operation: &str) -> Reply {
    match operation {
        "CreateSecret" => create(state, request),
        "DescribeSecret" => Ok(find(state, request)?.describe()),
        "GetSecretValue" => value(usable(state, request)?, request),
        "PutSecretValue" => put(state, request),
        "UpdateSecret" => update(state, request),
        "TagResource" => {
            let secret = usable(state, request)?;
            secret.tags.extend(tags(&request.body["Tags"]));
            Ok(json!({}))
        }
        "RestoreSecret" => {
            let secret = find(state, request)?;
            secret.deleted_at = None;
            Ok(json!({"ARN": secret.arn(), "Name": secret.name}))
        }
        "ReplicateSecretToRegions" => replicate(state, request),
        other => refuse("UnknownOperationException", other),
    }
}

/// A secret by name or ARN, whether it is marked for deletion or not.
fn find<'a>(state: &'a mut State, request: &Request) -> Result<&'a mut Secret, Refusal> {
    let id = request.text("SecretId");
    let mut secrets = state.secrets.values_mut().filter(|secret| secret.region == request.region);
    let found = secrets.find(|secret| secret.name == id || secret.arn() == id);
    found.map_or_else(
        || refuse("ResourceNotFoundException", "Secrets Manager can't find the specified secret."),
        Ok,
    )
}

/// The same, and it is not marked for deletion.
fn usable<'a>(state: &'a mut State, request: &Request) -> Result<&'a mut Secret, Refusal> {
    let secret = find(state, request)?;
    if secret.deleted_at.is_some() {
        return refuse("InvalidRequestException", DELETED);
    }
    Ok(secret)
}

fn token(request: &Request) -> Result<&str, Refusal> {
    match request.text("ClientRequestToken") {
        token if (32..=64).contains(&token.len()) => Ok(token),
        _ => invalid("ClientRequestToken must have length between 32 and 64"),
    }
}

fn create(state: &mut State, request: &Request) -> Reply {
    let (name, token) = (request.text("Name"), token(request)?);
    let key = (request.region.clone(), name.to_owned());
    let asked = request.text("SecretString");
    if let Some(secret) = state.secrets.get(&key) {
        if secret.deleted_at.is_some() {
            return refuse(
                "InvalidRequestException",
                "You can't create this secret because a secret with this name is already scheduled for deletion.",
            );
        }
        // The same token with the same value is the same call once more.
        if secret.versions.get(token).is_none_or(|version| version.value != asked) {
            return refuse(
                "ResourceExistsException",
                format!("The operation failed because the secret {name} already exists."),
            );
        }
    } else {
        let mut secret =
            Secret { name: name.to_owned(), region: request.region.clone(), ..Secret::default() };
        secret.put(token, asked);
        secret.tags = tags(&request.body["Tags"]).collect();
        describe(&mut secret, request);
        state.secrets.insert(key.clone(), secret);
    }
    let regions = &request.body["AddReplicaRegions"];
    if !regions.is_null() {
        copy(state, &key, regions);
    }
    let secret = &state.secrets[&key];
    let mut told = json!({"ARN": secret.arn(), "Name": name, "VersionId": token});
    if !secret.replicas.is_empty() {
        told["ReplicationStatus"] = secret.replication();
    }
    Ok(told)
}

fn describe(secret: &mut Secret, request: &Request) {
    let text = |name: &str| request.body[name].as_str().map(str::to_owned);
    secret.description = text("Description").or_else(|| secret.description.take());
    secret.kms_key = text("KmsKeyId").or_else(|| secret.kms_key.take());
}

fn value(secret: &Secret, request: &Request) -> Reply {
    let stage = request.body["VersionStage"].as_str().unwrap_or("AWSCURRENT");
    let found = match request.body["VersionId"].as_str() {
        Some(id) => secret.versions.get_key_value(id).map(|(id, version)| (id.as_str(), version)),
        None => secret.staged(stage),
    };
    let Some((id, version)) = found else {
        return refuse(
            "ResourceNotFoundException",
            format!("Secrets Manager can't find the specified secret value for staging label: {stage}"),
        );
    };
    Ok(json!({
        "ARN": secret.arn(),
        "Name": secret.name,
        "VersionId": id,
        "SecretString": version.value,
        "VersionStages": version.stages,
        "CreatedDate": 1_790_000_000,
    }))
}

/// Writes a value; the same token takes the same value once more, and no other.
fn write(secret: &mut Secret, token: &str, asked: &str) -> Result<(), Refusal> {
    match secret.versions.get(token) {
        Some(version) if version.value == asked => Ok(()),
        Some(_) => refuse(
            "ResourceExistsException",
            format!(
                "You can't use ClientRequestToken {token} because that value is already in use for a version of secret {}.",
                secret.arn()
            ),
        ),
        None => {
            secret.put(token, asked);
            Ok(())
        }
    }
}

fn put(state: &mut State, request: &Request) -> Reply {
    let token = token(request)?;
    let secret = usable(state, request)?;
    is_first(secret)?;
    write(secret, token, request.text("SecretString"))?;
    let told = json!({
        "ARN": secret.arn(),
        "Name": secret.name,
        "VersionId": token,
        "VersionStages": ["AWSCURRENT"],
    });
    let key = (secret.region.clone(), secret.name.clone());
    follow(state, &key);
    Ok(told)
}

fn update(state: &mut State, request: &Request) -> Reply {
    let secret = usable(state, request)?;
    is_first(secret)?;
    describe(secret, request);
    let mut told = json!({"ARN": secret.arn(), "Name": secret.name});
    if let Some(asked) = request.body["SecretString"].as_str() {
        let token = token(request)?;
        write(secret, token, asked)?;
        told["VersionId"] = json!(token);
    }
    let key = (secret.region.clone(), secret.name.clone());
    follow(state, &key);
    Ok(told)
}

/// Only the first of several Regions takes a value.
fn is_first(secret: &Secret) -> Result<(), Refusal> {
    match &secret.copy_of {
        Some(region) => refuse(
            "InvalidRequestException",
            format!(
                "Operation not permitted on a replica secret. Call must be made in primary secret's region {region}."
            ),
        ),
        None => Ok(()),
    }
}

fn replicate(state: &mut State, request: &Request) -> Reply {
    let secret = usable(state, request)?;
    is_first(secret)?;
    let key = (secret.region.clone(), secret.name.clone());
    copy(state, &key, &request.body["AddReplicaRegions"]);
    let secret = &state.secrets[&key];
    Ok(json!({"ARN": secret.arn(), "ReplicationStatus": secret.replication()}))
}

/// Where a secret of this name stands already, the copy fails, and the call does not.
fn copy(state: &mut State, key: &(String, String), regions: &Value) {
    let asked = regions.as_array().into_iter().flatten().filter_map(|one| one["Region"].as_str());
    for region in asked {
        let there = (region.to_owned(), key.1.clone());
        let is_free = !state.secrets.contains_key(&there);
        let secret = state.secrets.get_mut(key).expect("it was found");
        let status = if is_free { "InSync" } else { "Failed" };
        secret.replicas.entry(region.to_owned()).or_insert_with(|| status.to_owned());
        if is_free {
            let copy_of = Some(key.0.clone());
            let copy =
                Secret { region: region.to_owned(), copy_of, replicas: BTreeMap::new(), ..secret.clone() };
            state.secrets.insert(there, copy);
        }
    }
}

/// Copies have the value of the first.
fn follow(state: &mut State, key: &(String, String)) {
    let versions = state.secrets[key].versions.clone();
    for secret in state.secrets.values_mut() {
        if secret.name == key.1 && secret.copy_of.as_ref() == Some(&key.0) {
            secret.versions.clone_from(&versions);
        }
    }
}
