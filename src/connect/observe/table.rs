//! The stages of a `DynamoDB` table: Region, credentials, `DescribeTable`, and what else there is when it is absent.

use aws_credential_types::Credentials as Keys;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{KeyType as KeyRole, ScalarAttributeType, TableDescription};
use jiff::Timestamp;

use super::timing::{timed, timed_only};
use crate::aws::{self, Failure, FailureKind, Options};
use crate::connect::evidence::{Credentials, Described, Key, KeyType, Listed, Stage, TableFacts, TableStore};
use crate::connect::text::escape;
use crate::observe::Context;

/// Goes through the stages.
pub(super) async fn observe(name: &str, options: &Options, context: &Context) -> TableStore {
    let mut seen = TableStore {
        name: name.to_owned(),
        profile: options.profile.clone(),
        endpoint_url: options.endpoint_url.as_deref().map(aws::without_userinfo),
        region: None,
        no_region: None,
        credentials: None,
        describe: None,
        list: None,
    };
    let Stage { start_us, duration_us, outcome } =
        timed_only(context, "AWS Region", aws::region_within(options, context)).await;
    seen.no_region = outcome.as_ref().err().cloned();
    let found = outcome.ok();
    seen.region = Some(Stage { start_us, duration_us, outcome: found.clone() });
    let Some(found) = found else { return seen };

    let options = Options { region: Some(found.name), ..options.clone() };
    let (stage, client) = timed(context, "AWS credentials", connect(&options, context)).await;
    seen.credentials = Some(stage);
    let Some(client) = client else { return seen };

    let described = timed_only(context, "DescribeTable", describe(&client, name, context)).await;
    let is_absent =
        matches!(&described.outcome, Described::Failed(failure) if failure.kind == FailureKind::NotFound);
    seen.describe = Some(described);
    if is_absent {
        seen.list = Some(timed_only(context, "ListTables", list(&client, context)).await);
    }
    seen
}

/// Finds credentials and makes a client that uses just these.
async fn connect(options: &Options, context: &Context) -> (Credentials, Option<Client>) {
    match aws::connect(options, context).await {
        Err(aws::NoCredentials(why)) => (Credentials::Failed(why), None),
        Ok((config, keys)) => {
            let expires_at = expiry(&keys);
            let config = aws_sdk_dynamodb::config::Builder::from(&config).credentials_provider(keys).build();
            (Credentials::Found { expires_at }, Some(Client::from_conf(config)))
        }
    }
}

fn expiry(keys: &Keys) -> Option<String> {
    Timestamp::try_from(keys.expiry()?).ok().map(|time| time.to_string())
}

async fn describe(client: &Client, name: &str, context: &Context) -> Described {
    match context.within(client.describe_table().table_name(name).send()).await {
        Err(late) => Described::Failed(Failure::unanswered("DynamoDB", late, context)),
        Ok(Err(error)) => Described::Failed(aws::failure(&error)),
        Ok(Ok(answer)) => Described::Table(answer.table.as_ref().map(facts).unwrap_or_default()),
    }
}

fn facts(table: &TableDescription) -> TableFacts {
    let key = |role: &KeyRole| {
        let element = table.key_schema().iter().find(|element| element.key_type() == role)?;
        let name = element.attribute_name();
        let defined =
            table.attribute_definitions().iter().find(|attribute| attribute.attribute_name() == name);
        Some(Key {
            name: escape(name),
            key_type: defined.map(|attribute| key_type(attribute.attribute_type())),
        })
    };
    // A table that was always provisioned has no summary.
    let billing_mode = table
        .billing_mode_summary()
        .and_then(|summary| summary.billing_mode())
        .map_or("PROVISIONED", |mode| mode.as_str());
    let replicas = table
        .replicas()
        .iter()
        .map(|replica| {
            let status = replica.replica_status().map_or("unknown", |status| status.as_str());
            (escape(replica.region_name().unwrap_or("an unnamed Region")), escape(status))
        })
        .collect();
    TableFacts {
        status: table.table_status().map(|status| escape(status.as_str())),
        hash_key: key(&KeyRole::Hash),
        range_key: key(&KeyRole::Range),
        billing_mode: Some(escape(billing_mode)),
        item_count: table.item_count(),
        replicas,
    }
}

fn key_type(key_type: &ScalarAttributeType) -> KeyType {
    match key_type {
        ScalarAttributeType::S => KeyType::S,
        ScalarAttributeType::N => KeyType::N,
        ScalarAttributeType::B => KeyType::B,
        other => KeyType::Other(escape(other.as_str())),
    }
}

async fn list(client: &Client, context: &Context) -> Listed {
    match context.within(client.list_tables().limit(100).send()).await {
        Err(late) => Listed::Failed(Failure::unanswered("DynamoDB", late, context)),
        Ok(Err(error)) => Listed::Failed(aws::failure(&error)),
        Ok(Ok(answer)) => Listed::Tables {
            names: answer.table_names().iter().map(|name| escape(name)).collect(),
            more: answer.last_evaluated_table_name().is_some(),
        },
    }
}
