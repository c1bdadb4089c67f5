//! The names that a table's items use for their keys and their expiry.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The key attributes, both strings, and the attribute by which items expire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Layout {
    /// The partition key (hash key).
    #[serde(rename = "partition_key", alias = "hash_key")]
    pub hash_key: String,
    /// The sort key (range key).
    #[serde(rename = "sort_key", alias = "range_key")]
    pub range_key: String,
    /// The attribute that holds the time at which an item expires; nothing where items do not.
    pub ttl_attribute: Option<String>,
}

impl Layout {
    /// The layout of the documentation's table: `pk` and `sk`.
    #[must_use]
    pub fn documented() -> Self {
        Self { hash_key: "pk".to_owned(), range_key: "sk".to_owned(), ttl_attribute: None }
    }

    /// The layout of the vendored Terraform module: `__id__` and `__ns__`, expiry in `__exp__`
    /// (`chalk-ai/chalk-vendored-terraform-modules`, `modules/aws/online-store/dynamodb/main.tf`).
    #[must_use]
    pub fn vendored() -> Self {
        Self {
            hash_key: "__id__".to_owned(),
            range_key: "__ns__".to_owned(),
            ttl_attribute: Some("__exp__".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_called_as_the_flags_and_older_recordings_are_read() {
        let layout = Layout::vendored();
        let new = json!({"partition_key": "__id__", "sort_key": "__ns__", "ttl_attribute": "__exp__"});
        assert_eq!(serde_json::to_value(&layout).expect("is data"), new);
        let old = json!({"hash_key": "__id__", "range_key": "__ns__", "ttl_attribute": "__exp__"});
        assert_eq!(serde_json::from_value::<Layout>(old).expect("is read"), layout);
    }
}
