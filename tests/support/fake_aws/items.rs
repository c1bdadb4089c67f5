//! Items: enough for a canary that is written, read in every Region, and deleted.

use serde_json::{Map, Value, json};

use super::request::{Reply, Request, invalid, refuse};
use super::state::State;
use super::table::Item;

pub(super) fn serve(state: &mut State, request: &Request, operation: &str) -> Reply {
    let mut reply = items(state, request, operation)?;
    if request.text("ReturnConsumedCapacity") == "TOTAL" {
        let units = if operation == "GetItem" { 0.5 } else { 1.0 };
        reply["ConsumedCapacity"] = json!({"TableName": request.table(), "CapacityUnits": units});
    }
    Ok(reply)
}

fn items(state: &mut State, request: &Request, operation: &str) -> Reply {
    let (region, name) = (request.region.as_str(), request.table());
    let table = state.find(region, name)?;
    if table.status == "CREATING" {
        return refuse("ResourceNotFoundException", "Requested resource not found");
    }
    if operation == "Scan" {
        let items: Vec<Value> = table.items.values().map(|item| item.value.clone()).collect();
        return Ok(json!({"Count": items.len(), "ScannedCount": items.len(), "Items": items}));
    }
    let given = if operation == "PutItem" { &request.body["Item"] } else { &request.body["Key"] };
    let mut key = Map::new();
    for (attribute, kind) in &table.keys {
        let value = &given[attribute];
        if value[kind].is_null() {
            return invalid(format!(
                "One or more parameter values were invalid: Missing the key {attribute} in the item"
            ));
        }
        key.insert(attribute.clone(), value.clone());
    }
    let key = Value::Object(key).to_string();
    let must_be_new = request.text("ConditionExpression").contains("attribute_not_exists");
    if operation == "PutItem" && must_be_new && table.items.contains_key(&key) {
        return refuse("ConditionalCheckFailedException", "The conditional request failed");
    }
    if operation == "GetItem" {
        return Ok(match table.items.get_mut(&key) {
            Some(item) if item.hidden == 0 => json!({"Item": item.value}),
            Some(item) => {
                item.hidden -= 1;
                json!({})
            }
            None => json!({}),
        });
    }
    let lag = state.replication_lag_reads;
    for member in state.group(region, name) {
        let hidden = if member == region { 0 } else { lag };
        let table = state.find(&member, name)?;
        if operation == "PutItem" {
            table.items.insert(key.clone(), Item { value: given.clone(), hidden });
        } else {
            table.items.remove(&key);
        }
    }
    Ok(json!({}))
}
