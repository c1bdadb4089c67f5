//! An item whose key no entity has: written, looked for, and deleted again. Its calls tell what they consumed.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, ConsumedCapacity, ReturnConsumedCapacity};
use tokio::time::{Instant, sleep};

use crate::aws::{self, Failure, FailureKind};
use crate::observe::Context;

/// How often a call that was throttled is made, at most.
pub(crate) const MOST_TRIES: u32 = 4;
/// The pause after the first write that was throttled; each is three times as long as the one before.
const PAUSE: Duration = Duration::from_millis(150);

type Attributes = HashMap<String, AttributeValue>;

/// A write that was answered.
pub(crate) struct Put {
    /// The write units that it consumed.
    pub(crate) units: f64,
    /// When the call began that was answered.
    pub(crate) begun: Instant,
    /// When the answer was there.
    pub(crate) answered: Instant,
}

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

    /// Writes it, again where that is throttled. `only_new` names the key's attribute by which a write that would replace
    /// an item is refused. A call that is under way is never given up half-way: it ends by the client's own time limit. The
    /// client must not repeat calls by itself, or what its last failure says would not hold for all of them
    /// ([`Failure::may_have_been_made`]).
    pub(crate) async fn put(
        &self,
        client: &Client,
        table: &str,
        only_new: Option<&str>,
        context: &Context,
    ) -> Result<Put, Failure> {
        let mut pause = PAUSE;
        let mut tries = 1;
        loop {
            let begun = Instant::now();
            match self.put_once(client, table, only_new).await {
                Ok(units) => return Ok(Put { units, begun, answered: Instant::now() }),
                Err(failure) if !is_passing(&failure) || tries == MOST_TRIES => return Err(failure),
                Err(failure) => {
                    if context.within(sleep(pause)).await.is_err() {
                        return Err(failure);
                    }
                }
            }
            tries += 1;
            pause *= 3;
        }
    }

    async fn put_once(&self, client: &Client, table: &str, only_new: Option<&str>) -> Result<f64, Failure> {
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

/// Whether the same call may succeed a moment later, and has not done anything yet.
const fn is_passing(failure: &Failure) -> bool {
    matches!(failure.kind, FailureKind::Throttled | FailureKind::InUse)
}

fn units(consumed: Option<&ConsumedCapacity>) -> f64 {
    consumed.and_then(ConsumedCapacity::capacity_units).unwrap_or(0.0)
}
