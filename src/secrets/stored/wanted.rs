//! What is wanted of a secret beside its value: flags and evidence are this one type.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dynamodb::spec::{self, KeyWanted};
use crate::secrets::shown_value;
use crate::uri::{StoreUri, cluster_name};

const SECRET: &str = "The secret";

/// The longest name of a secret, in characters (AWS API reference, `CreateSecret`).
const LONGEST_NAME: usize = 512;

/// The longest description, in characters (same source).
const LONGEST_DESCRIPTION: usize = 2048;

/// What is wanted of a secret. What was not said may be as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Wanted {
    /// The secret's name. Default: `<table>-online-store-secret`, or `<cluster>-redis-uri` for an endpoint of
    /// ElastiCache or MemoryDB.
    #[arg(long, value_name = "NAME", help_heading = SECRET, value_parser = secret_name)]
    pub name: Option<String>,

    /// Its description. Never write a part of the URI here: it is not encrypted.
    #[arg(long, value_name = "TEXT", help_heading = SECRET, value_parser = description)]
    pub description: Option<String>,

    /// The KMS key that encrypts it, here or in a replica's Region, instead of the account's `aws/secretsmanager`. Repeat
    /// it.
    #[arg(long = "kms-key", value_name = "[REGION=]KEY", help_heading = SECRET)]
    pub kms_keys: Vec<KeyWanted>,

    /// A tag. Repeat it. Other tags stay as they are.
    #[arg(long = "tag", value_name = "KEY=VALUE", help_heading = SECRET, value_parser = tag)]
    pub tags: Vec<(String, String)>,

    /// Another Region with a replica of the secret. Repeat it. Other replicas stay as they are.
    #[arg(long = "replica", value_name = "REGION", help_heading = SECRET, value_parser = region)]
    pub replicas: Vec<String>,
}

impl Wanted {
    /// The tags, each with its last value.
    pub fn tags(&self) -> BTreeMap<&str, &str> {
        self.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
    }

    /// The Regions of the replicas, without `own`, the Region of the secret itself.
    pub fn replicas(&self, own: &str) -> BTreeSet<&str> {
        self.replicas.iter().map(String::as_str).filter(|region| *region != own).collect()
    }

    /// The key in `region`, where one was named; `own` is the Region of the secret itself.
    pub fn key(&self, region: &str, own: &str) -> Option<&str> {
        let is_there = |key: &&KeyWanted| key.region.as_deref().unwrap_or(own) == region;
        self.kms_keys.iter().rfind(is_there).map(|key| key.key.as_str())
    }

    /// Regions for which a key was named, and in which there is to be no replica.
    pub fn idle_keys(&self, own: &str) -> Vec<&str> {
        let regions = self.kms_keys.iter().filter_map(|key| key.region.as_deref());
        regions.filter(|region| *region != own && !self.replicas.iter().any(|one| one == region)).collect()
    }
}

/// What the secret of a store is called where nobody says: as the vendored modules call it. Nothing where the URI
/// carries no name.
pub fn default_name(uri: &StoreUri) -> Option<String> {
    match uri {
        StoreUri::Table { name } => Some(format!("{name}-online-store-secret")),
        StoreUri::Server(server) => Some(format!("{}-redis-uri", cluster_name(&server.host)?)),
    }
}

/// A secret's name: the alphabet is that of Secrets Manager.
///
/// # Errors
/// When it is none.
pub fn secret_name(text: &str) -> Result<String, String> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+=.@-".contains(&byte);
    if text.starts_with("arn:") {
        return Err("a name is taken here, and this is an ARN: write the name alone".to_owned());
    }
    if text.is_empty() || text.len() > LONGEST_NAME || !text.bytes().all(is_allowed) {
        return Err(format!(
            "a secret's name has up to {LONGEST_NAME} letters, digits and /_+=.@-: write for example online-store-uri"
        ));
    }
    Ok(text.to_owned())
}

fn description(text: &str) -> Result<String, String> {
    if bears_uri(text) {
        return Err("--description looks like a URI, and a description is not encrypted".to_owned());
    }
    if text.chars().count() > LONGEST_DESCRIPTION {
        return Err(format!("--description takes at most {LONGEST_DESCRIPTION} characters"));
    }
    Ok(text.to_owned())
}

fn tag(text: &str) -> Result<(String, String), String> {
    if bears_uri(text) {
        return Err("--tag looks like a URI, and a tag is not encrypted".to_owned());
    }
    spec::tag(text)
}

/// Whether a text that everybody can read has a server's URI in it, or a password. Other addresses may stand there.
fn bears_uri(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["password=", "redis://", "rediss://", "valkey://", "valkeys://"].iter().any(|mark| lower.contains(mark))
}

fn region(text: &str) -> Result<String, String> {
    let is_region = text.contains('-')
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_region {
        return Err(format!("--replica takes a Region such as eu-west-1, not `{}`", shown_value(text)));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uri::parse;

    #[test]
    fn a_store_gives_its_secret_a_name() {
        let named = |uri| default_name(&parse(uri).expect("is a URI"));
        assert_eq!(named("dynamodb:///chalk").as_deref(), Some("chalk-online-store-secret"));
        let cluster = "rediss://clustercfg.my-cluster.abc123.use1.cache.amazonaws.com:6379/0?clustered=true";
        assert_eq!(named(cluster).as_deref(), Some("my-cluster-redis-uri"));
        assert_eq!(named("rediss://cache.internal:6379/0?clustered=true"), None);
    }

    #[test]
    fn names_and_regions_are_what_aws_takes() {
        assert_eq!(secret_name("prod/eu@2+x=1.0_a").as_deref(), Ok("prod/eu@2+x=1.0_a"));
        for wrong in ["", "a b", "rediss://h", "arn:aws:secretsmanager:x", "ä"] {
            assert!(secret_name(wrong).expect_err("is none").contains("name"), "{wrong}");
        }
        assert!(region("eu-west-1").is_ok() && region("EU").is_err() && region("rediss://h").is_err());
        assert!(description("for chalk").is_ok() && description("rediss://h:1?password=x").is_err());
        assert!(tag("docs=https://example.com/chalk").is_ok() && tag("team").is_err());
        assert!(tag("uri=rediss://:hunter2@h:1").is_err() && tag("a=PASSWORD=x").is_err());
    }

    #[test]
    fn keys_belong_to_regions() {
        let wanted = Wanted {
            kms_keys: ["alias/own", "eu-west-1=alias/there", "ap-south-1=alias/x"]
                .map(|key| key.parse().expect("a key"))
                .to_vec(),
            replicas: vec!["eu-west-1".to_owned(), "us-east-1".to_owned()],
            ..Wanted::default()
        };
        assert_eq!(wanted.key("us-east-1", "us-east-1"), Some("alias/own"));
        assert_eq!(wanted.key("eu-west-1", "us-east-1"), Some("alias/there"));
        assert_eq!(wanted.idle_keys("us-east-1"), ["ap-south-1"]);
        assert_eq!(wanted.replicas("us-east-1").into_iter().collect::<Vec<_>>(), ["eu-west-1"]);
    }
}
