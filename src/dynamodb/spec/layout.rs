//! The names that a table's items use for their keys and their expiry.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The key attributes, both strings, and the attribute by which items expire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Layout {
    /// The hash (partition) key.
    pub hash_key: String,
    /// The range (sort) key.
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
