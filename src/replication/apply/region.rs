//! The table in one Region: whether it can hold a marker, and what a marker looks like there.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use crate::aws::{Asked, Failure, FailureKind};
use crate::connect::evidence::{Key, KeyType};
use crate::dynamodb::apply::Marker;
use crate::dynamodb::evidence::{Facts, TtlSeen};
use crate::dynamodb::observe::{describe, ttl};
use crate::dynamodb::status::{self, Status, Whose};
use crate::observe::Context;

/// How long a marker lives where items expire, should deleting it fail: a day, in seconds.
const LIFETIME_S: i64 = 24 * 3600;
/// What a marker's sort key is, where that is text or bytes.
const SORT_KEY: &str = "__chalkstore_canary__";

/// The table in one Region, described.
pub(super) struct Region {
    /// Its name.
    pub(super) name: String,
    /// Asks there; no call is repeated unseen.
    pub(super) client: Client,
    keys: Keys,
    /// By which attribute items expire there; none where they do not, or where nobody may tell.
    pub(super) ttl: Option<String>,
}

/// The table's key.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Keys {
    hash: Key,
    range: Option<Key>,
}

impl Region {
    /// Asks for the table's description, and whether its items expire.
    pub(super) async fn look(
        name: &str,
        client: Client,
        table: &str,
        context: &Context,
    ) -> Result<Self, Failure> {
        let facts = match describe(&client, table, context).await {
            Asked::Answered(facts) => facts,
            Asked::Failed(failure) => return Err(at(name, failure)),
        };
        let keys = keys(&facts).map_err(|why| at(name, Failure::new(FailureKind::Unusable, why)))?;
        let expiry = ttl(&client, table, context).await.ok();
        let ttl = expiry.filter(TtlSeen::is_on).and_then(|ttl| ttl.attribute);
        Ok(Self { name: name.to_owned(), client, keys, ttl })
    }

    /// The partition key's attribute.
    pub(super) fn hash_key(&self) -> &str {
        &self.keys.hash.name
    }

    /// The marker with this partition key.
    pub(super) fn marker(&self, key: &str) -> Marker {
        let now = Timestamp::now();
        let hash = match self.keys.hash.key_type {
            Some(KeyType::B) => AttributeValue::B(Blob::new(key)),
            _ => AttributeValue::S(key.to_owned()),
        };
        let mut whole = HashMap::from([(self.keys.hash.name.clone(), hash)]);
        if let Some(range) = &self.keys.range {
            let value = match range.key_type {
                Some(KeyType::N) => AttributeValue::N("0".to_owned()),
                Some(KeyType::B) => AttributeValue::B(Blob::new(SORT_KEY)),
                _ => AttributeValue::S(SORT_KEY.to_owned()),
            };
            whole.insert(range.name.clone(), value);
        }
        Marker::new(whole)
            .expiring(self.ttl.as_deref(), now.as_second() + LIFETIME_S)
            .with("written_by", AttributeValue::S("chalkstore replication-lag --canary".to_owned()))
            .with("written_at", AttributeValue::S(now.to_string()))
    }
}

/// Whether a marker of one Region is one of the other, too.
pub(super) fn fit(from: &Region, to: &Region) -> Result<(), Failure> {
    if from.keys == to.keys {
        return Ok(());
    }
    let message = format!(
        "the tables are not the same: the key is {} in {}, and {} in {}",
        shown(&from.keys),
        from.name,
        shown(&to.keys),
        to.name
    );
    Err(Failure::new(FailureKind::Unusable, message))
}

/// The failure, with the place where it happened.
pub(super) fn at(place: &str, failure: Failure) -> Failure {
    Failure { message: format!("{place}: {}", failure.message), ..failure }
}

/// The key, if a marker can have one of its kind.
fn keys(facts: &Facts) -> Result<Keys, String> {
    match facts.status.as_deref() {
        None => return Err("the endpoint's answer tells no status of the table".to_owned()),
        Some(word) if !Status::of(word).serves() => return Err(status::words(Whose::Table, word, None)),
        Some(_) => {}
    }
    let Some(hash) = facts.hash_key.clone() else {
        return Err("the endpoint's answer tells no partition key".to_owned());
    };
    // A number may be an entity's: only text and bytes can begin as no entity's key does.
    if !matches!(hash.key_type, Some(KeyType::S | KeyType::B)) {
        return Err(format!(
            "the partition key {} is of the type {}: no marker of it can be told from an entity",
            hash.name,
            kind(&hash)
        ));
    }
    if let Some(range) = &facts.range_key
        && !matches!(range.key_type, Some(KeyType::S | KeyType::N | KeyType::B))
    {
        return Err(format!("the sort key {} is of the type {}", range.name, kind(range)));
    }
    Ok(Keys { hash, range: facts.range_key.clone() })
}

fn kind(key: &Key) -> &str {
    key.key_type.as_ref().map_or("unknown", KeyType::as_str)
}

fn shown(keys: &Keys) -> String {
    let one = |key: &Key| format!("{} ({})", key.name, kind(key));
    match &keys.range {
        Some(range) => format!("{} and {}", one(&keys.hash), one(range)),
        None => one(&keys.hash),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(hash: KeyType, range: Option<KeyType>) -> Facts {
        let key = |name: &str, kind| Key { name: name.to_owned(), key_type: Some(kind) };
        Facts {
            status: Some("ACTIVE".to_owned()),
            hash_key: Some(key("pk", hash)),
            range_key: range.map(|kind| key("sk", kind)),
            ..Facts::default()
        }
    }

    #[test]
    fn only_keys_that_no_entity_has_are_taken() {
        for (hash, range) in [
            (KeyType::S, None),
            (KeyType::S, Some(KeyType::S)),
            (KeyType::S, Some(KeyType::N)),
            (KeyType::B, Some(KeyType::B)),
        ] {
            assert!(keys(&facts(hash, range)).is_ok());
        }
        let number = keys(&facts(KeyType::N, None)).expect_err("a number");
        assert!(number.contains("pk is of the type N"), "{number}");
        let strange = keys(&facts(KeyType::S, Some(KeyType::Other("X".to_owned())))).expect_err("strange");
        assert!(strange.contains("sk is of the type X"), "{strange}");
        for status in ["CREATING", "DELETING", "ARCHIVED", "INACCESSIBLE_ENCRYPTION_CREDENTIALS"] {
            let facts = Facts { status: Some(status.to_owned()), ..facts(KeyType::S, None) };
            let why = keys(&facts).expect_err("it does not serve");
            assert!(why.starts_with(&format!("the table is {status}: ")), "{why}");
        }
    }
}
