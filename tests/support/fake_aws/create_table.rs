//! `CreateTable`.

use serde_json::{Value, json};

use super::request::{Reply, Request, invalid, refuse};
use super::state::State;
use super::table::{Table, Throughput};

pub(super) fn create(state: &mut State, request: &Request) -> Reply {
    let (region, name, body) = (&request.region, request.table(), &request.body);
    if state.find(region, name).is_ok() {
        return refuse("ResourceInUseException", format!("Table already exists: {name}"));
    }
    let mut table = Table::new(region, name);
    table.keys = keys(body);
    if table.keys.is_empty() || table.keys.iter().any(|(_, kind)| kind.is_empty()) {
        return invalid(
            "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions",
        );
    }
    let provisioned = throughput(&body["ProvisionedThroughput"]);
    table.was_on_demand = body["BillingMode"] == "PAY_PER_REQUEST";
    table.provisioned = match (table.was_on_demand, provisioned) {
        (true, None) => None,
        (true, Some(_)) => {
            return invalid(
                "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
            );
        }
        (false, None) => return invalid(NO_CAPACITY),
        (false, provisioned) => provisioned,
    };
    if let Some(units) = table.provisioned {
        // On a provisioned table, the most that was ever provisioned.
        table.warm = Throughput { read: units.read.max(12_000), write: units.write.max(4_000) };
    }
    let warm = &body["WarmThroughput"];
    for (asked, stands) in
        [("ReadUnitsPerSecond", &mut table.warm.read), ("WriteUnitsPerSecond", &mut table.warm.write)]
    {
        *stands = warm[asked].as_i64().unwrap_or(0).max(*stands);
    }
    table.encryption = encryption(&body["SSESpecification"], region);
    if let Some(class) = body["TableClass"].as_str() {
        class.clone_into(&mut table.class);
    }
    table.deletion_protection = body["DeletionProtectionEnabled"] == true;
    let stream = &body["StreamSpecification"];
    table.stream =
        stream["StreamViewType"].as_str().filter(|_| stream["StreamEnabled"] == true).map(str::to_owned);
    table.tags = tags(&body["Tags"]).collect();
    table.created_s = state.now_s;
    "CREATING".clone_into(&mut table.status);
    table.busy = state.describes_per_change.max(1);
    table.backups_unavailable = state.backups_unavailable;
    let told = table.describe(state.now_s);
    state.tables.insert((region.clone(), name.to_owned()), table);
    Ok(json!({"TableDescription": told}))
}

/// AWS's words where a provisioned table has no capacity.
pub(super) const NO_CAPACITY: &str = "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED";

/// Key attributes with their types; a type is empty where it is not defined.
fn keys(body: &Value) -> Vec<(String, String)> {
    let kind = |name: &Value| {
        let mut defined = body["AttributeDefinitions"].as_array().into_iter().flatten();
        let found = defined.find(|attribute| attribute["AttributeName"] == *name);
        found.and_then(|attribute| attribute["AttributeType"].as_str()).unwrap_or_default().to_owned()
    };
    let name = |name: &Value| name.as_str().unwrap_or_default().to_owned();
    let keys = body["KeySchema"].as_array().into_iter().flatten().map(|key| &key["AttributeName"]);
    keys.map(|key| (name(key), kind(key))).collect()
}

/// Both units, where there are any.
pub(super) fn throughput(body: &Value) -> Option<Throughput> {
    let units = |name: &str| body[name].as_i64();
    Some(Throughput { read: units("ReadCapacityUnits")?, write: units("WriteCapacityUnits")? })
}

/// The ARN of the key that a specification asks for.
pub(super) fn encryption(body: &Value, region: &str) -> Option<String> {
    (body["Enabled"] == true).then(|| match body["KMSMasterKeyId"].as_str() {
        Some(key) if key.starts_with("arn:") => key.to_owned(),
        Some(key) => format!("arn:aws:kms:{region}:{}:key/{key}", super::ACCOUNT),
        None => managed_key(region),
    })
}

/// The key `aws/dynamodb` of a Region.
pub(super) fn managed_key(region: &str) -> String {
    format!("arn:aws:kms:{region}:{}:key/aws-dynamodb-{region}", super::ACCOUNT)
}

/// `Tags` in `DynamoDB`'s and Secrets Manager's form.
pub(super) fn tags(body: &Value) -> impl Iterator<Item = (String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    body.as_array().into_iter().flatten().map(move |tag| (text(&tag["Key"]), text(&tag["Value"])))
}
