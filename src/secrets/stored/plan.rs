//! From what stands to what is wanted: the calls, in order.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Facts, Seen, ValueSeen, Wanted, settings};
use crate::aws::Failure;

/// Something that is done to a secret. None of these deletes anything: what is overwritten stays as the version
/// `AWSPREVIOUS`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum Call {
    /// `RestoreSecret`: its deletion is called off.
    RestoreSecret,
    /// `CreateSecret`, with the URI.
    CreateSecret {
        /// Its description.
        description: Option<String>,
        /// Its KMS key.
        kms_key: Option<String>,
        /// Its tags.
        tags: BTreeMap<String, String>,
    },
    /// `PutSecretValue`: the URI becomes the current version.
    PutSecretValue,
    /// `UpdateSecret`: what is none stays as it is.
    UpdateSecret {
        /// Its description.
        description: Option<String>,
        /// Its KMS key.
        kms_key: Option<String>,
    },
    /// `TagResource`: other tags stay as they are.
    TagResource {
        /// The tags that are missing or have another value.
        tags: BTreeMap<String, String>,
    },
    /// `ReplicateSecretToRegions`.
    ReplicateSecretToRegions {
        /// The replicas that are missing.
        replicas: Vec<ReplicaCall>,
        /// Whether a secret of the same name that stands there is overwritten.
        overwrite: bool,
    },
}

/// A replica that is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReplicaCall {
    /// The Region.
    pub region: String,
    /// The KMS key there.
    pub kms_key: Option<String>,
}

impl Call {
    /// The API's operation.
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::RestoreSecret => "RestoreSecret",
            Self::CreateSecret { .. } => "CreateSecret",
            Self::PutSecretValue => "PutSecretValue",
            Self::UpdateSecret { .. } => "UpdateSecret",
            Self::TagResource { .. } => "TagResource",
            Self::ReplicateSecretToRegions { .. } => "ReplicateSecretToRegions",
        }
    }

    /// The IAM actions that it needs, the operation's own first. A customer's KMS key needs more: `kms:Decrypt` and
    /// `kms:GenerateDataKey` on the key (API reference of each operation, "Required permissions").
    pub fn permissions(&self) -> Vec<&'static str> {
        match self {
            Self::RestoreSecret => vec!["secretsmanager:RestoreSecret"],
            Self::CreateSecret { tags, .. } if !tags.is_empty() => {
                vec!["secretsmanager:CreateSecret", "secretsmanager:TagResource"]
            }
            Self::CreateSecret { .. } => vec!["secretsmanager:CreateSecret"],
            Self::PutSecretValue => vec!["secretsmanager:PutSecretValue"],
            Self::UpdateSecret { .. } => vec!["secretsmanager:UpdateSecret"],
            Self::TagResource { .. } => vec!["secretsmanager:TagResource"],
            Self::ReplicateSecretToRegions { .. } => vec!["secretsmanager:ReplicateSecretToRegions"],
        }
    }

    /// What it does, in a few words.
    pub fn summary(&self) -> String {
        let listed = |tags: &BTreeMap<String, String>| {
            tags.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(", ")
        };
        match self {
            Self::RestoreSecret => "call its deletion off".to_owned(),
            Self::CreateSecret { description, kms_key, tags } => {
                let mut text = "create it with the URI".to_owned();
                text.extend(kms_key.iter().map(|key| format!(", encrypted with {key}")));
                text.extend(description.iter().map(|text| format!(", described as `{text}`")));
                if !tags.is_empty() {
                    text += &format!(", tagged {}", listed(tags));
                }
                text
            }
            Self::PutSecretValue => {
                "make the URI its value; the value before stays as AWSPREVIOUS".to_owned()
            }
            Self::UpdateSecret { description, kms_key } => {
                let mut parts = Vec::new();
                parts.extend(description.iter().map(|text| format!("describe it as `{text}`")));
                parts.extend(kms_key.iter().map(|key| format!("encrypt it with {key}")));
                parts.join(", ")
            }
            Self::TagResource { tags } => format!("tag it {}", listed(tags)),
            Self::ReplicateSecretToRegions { replicas, overwrite } => {
                let regions: Vec<&str> = replicas.iter().map(|replica| replica.region.as_str()).collect();
                let over = if *overwrite { ", over a secret of its name there" } else { "" };
                format!("copy it to {}{over}", regions.join(", "))
            }
        }
    }
}

/// A call that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Done {
    /// The call.
    pub call: Call,
    /// How often it was tried.
    pub attempts: u32,
    /// How long all attempts took, in milliseconds; null in recordings from before this was measured.
    #[serde(default)]
    pub duration_ms: Option<u64>,
    /// Why it failed in the end, if it did.
    pub failure: Option<Failure>,
}

/// Why nothing is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// What stands there is not known.
    Unseen,
    /// It is a replica; what is stored is stored in this Region.
    Replica(String),
    /// This service owns it.
    Owned(String),
    /// It will be deleted, and nobody said --replace.
    Deleted,
    /// Its value could not be read, and nobody said --replace.
    Unread,
    /// It holds another store's URI, and nobody said --replace.
    OtherStore,
    /// It holds something that is no URI, and nobody said --replace.
    NoUri,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The calls, in order. A secret that is restored is looked at again before the next.
    pub calls: Vec<Call>,
    /// Why there are none, where that is not because everything is as wanted.
    pub blocked: Option<Blocked>,
}

/// Plans how the secret in `region` comes to hold the URI and to be as wanted. `replace`: another store's URI is
/// overwritten, and a deletion called off.
pub fn make(wanted: &Wanted, region: &str, seen: &Seen, replace: bool) -> Plan {
    let facts = match seen {
        Seen::Failed(_) => return Plan { calls: Vec::new(), blocked: Some(Blocked::Unseen) },
        Seen::Absent => {
            let create = Call::CreateSecret {
                description: wanted.description.clone(),
                kms_key: wanted.key(region, region).map(str::to_owned),
                tags: wanted
                    .tags()
                    .iter()
                    .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                    .collect(),
            };
            let mut calls = vec![create];
            calls.extend(replicate(wanted, region, &Facts::default(), replace));
            return Plan { calls, blocked: None };
        }
        Seen::Described(facts) => facts,
    };
    if let Some(blocked) = blocked(region, facts, replace) {
        return Plan { calls: Vec::new(), blocked: Some(blocked) };
    }
    let mut calls = Vec::new();
    if facts.deleted_at.is_some() {
        calls.push(Call::RestoreSecret);
    }
    if facts.value != ValueSeen::Same {
        calls.push(Call::PutSecretValue);
    }
    calls.extend(update(wanted, region, facts));
    let tags = missing_tags(wanted, facts);
    if !tags.is_empty() {
        calls.push(Call::TagResource { tags });
    }
    calls.extend(replicate(wanted, region, facts, replace));
    Plan { calls, blocked: None }
}

fn blocked(region: &str, facts: &Facts, replace: bool) -> Option<Blocked> {
    if let Some(primary) = facts.primary_region.as_deref().filter(|primary| *primary != region) {
        return Some(Blocked::Replica(primary.to_owned()));
    }
    if let Some(service) = &facts.owning_service {
        return Some(Blocked::Owned(service.clone()));
    }
    if replace {
        return None;
    }
    if facts.deleted_at.is_some() {
        return Some(Blocked::Deleted);
    }
    match facts.value {
        ValueSeen::NotAsked | ValueSeen::Unread { .. } => Some(Blocked::Unread),
        ValueSeen::OtherStore { .. } => Some(Blocked::OtherStore),
        ValueSeen::NoUri { .. } => Some(Blocked::NoUri),
        ValueSeen::Empty | ValueSeen::Same | ValueSeen::SameStore { .. } => None,
    }
}

/// Description and key go in one call.
fn update(wanted: &Wanted, region: &str, facts: &Facts) -> Option<Call> {
    let differs =
        |name: &str| settings(wanted, region, facts).iter().any(|one| one.name == name && !one.is_same);
    let description = wanted.description.clone().filter(|_| differs("description"));
    let kms_key = wanted.key(region, region).filter(|_| differs("KMS key")).map(str::to_owned);
    (description.is_some() || kms_key.is_some()).then_some(Call::UpdateSecret { description, kms_key })
}

fn missing_tags(wanted: &Wanted, facts: &Facts) -> BTreeMap<String, String> {
    let is_missing = |(key, value): &(&str, &str)| facts.tags.get(*key).is_none_or(|is| is != value);
    let owned = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
    wanted.tags().into_iter().filter(is_missing).map(owned).collect()
}

/// A replica that failed is made again.
fn replicate(wanted: &Wanted, region: &str, facts: &Facts, overwrite: bool) -> Option<Call> {
    let is_there =
        |region: &str| facts.replicas.iter().any(|one| one.region == region && one.status != "Failed");
    let replica =
        |to: &str| ReplicaCall { region: to.to_owned(), kms_key: wanted.key(to, region).map(str::to_owned) };
    let missing = wanted.replicas(region).into_iter().filter(|region| !is_there(region));
    let replicas: Vec<ReplicaCall> = missing.map(replica).collect();
    (!replicas.is_empty()).then_some(Call::ReplicateSecretToRegions { replicas, overwrite })
}

#[cfg(test)]
mod tests;
