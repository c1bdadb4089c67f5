//! An item whose key no entity has: written, looked for, and deleted again. Its calls tell what they consumed.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, ConsumedCapacity, ReturnConsumedCapacity};

use crate::aws::{self, Failure};

type Attributes = HashMap<String, AttributeValue>;

/// Such an item.
#[derive(Clone, Debug)]
pub(crate) struct Marker {
    key: Attributes,
    item: Attributes,
}

impl Marker {
    /// An item that is nothing but its key.
    pub(crate) fn new(key: Attributes) -> Self {
        Self { item: key.clone(), key }
    }

    /// With an attribute more, unless that is one of the key's.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: AttributeValue) -> Self {
        self.item.entry(name.to_owned()).or_insert(value);
        self
    }

    /// With the time at which it expires, in seconds since 1970, where the table has an attribute for that.
    #[must_use]
    pub(crate) fn expiring(self, attribute: Option<&str>, at_s: i64) -> Self {
        match attribute {
            Some(attribute) => self.with(attribute, AttributeValue::N(at_s.to_string())),
            None => self,
        }
    }

    /// Writes it, and gives the write units that this consumed. `only_new` names the key's attribute by which a write
    /// that would replace an item is refused.
    pub(crate) async fn put(
        &self,
        client: &Client,
        table: &str,
        only_new: Option<&str>,
    ) -> Result<f64, Failure> {
        let mut request = client.put_item().table_name(table).set_item(Some(self.item.clone()));
        if let Some(attribute) = only_new {
            request = request
                .condition_expression("attribute_not_exists(#key)")
                .expression_attribute_names("#key", attribute);
        }
        let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = Box::pin(request.send()).await.map_err(|error| aws::failure(&error))?;
        Ok(units(answer.consumed_capacity()))
    }

    /// Whether it is there, and the read units that this consumed.
    pub(crate) async fn get(
        &self,
        client: &Client,
        table: &str,
        is_strong: bool,
    ) -> Result<(bool, f64), Failure> {
        let request = client.get_item().table_name(table).set_key(Some(self.key.clone()));
        let request =
            request.consistent_read(is_strong).return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = Box::pin(request.send()).await.map_err(|error| aws::failure(&error))?;
        Ok((answer.item.is_some(), units(answer.consumed_capacity())))
    }

    /// Deletes it, whether it is there or not, and gives the write units that this consumed.
    pub(crate) async fn delete(&self, client: &Client, table: &str) -> Result<f64, Failure> {
        let request = client.delete_item().table_name(table).set_key(Some(self.key.clone()));
        let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = Box::pin(request.send()).await.map_err(|error| aws::failure(&error))?;
        Ok(units(answer.consumed_capacity()))
    }
}

fn units(consumed: Option<&ConsumedCapacity>) -> f64 {
    consumed.and_then(ConsumedCapacity::capacity_units).unwrap_or(0.0)
}
