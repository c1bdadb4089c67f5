//! `DescribeTable`, in one Region.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::primitives::DateTime;
use aws_sdk_dynamodb::types::{
    BillingMode, KeyType as KeyRole, OnDemandThroughputOverride, ProvisionedThroughputDescription,
    ProvisionedThroughputOverride, ReplicaDescription, ScalarAttributeType, TableDescription,
};
use jiff::Timestamp;

use crate::aws::{Asked, Failure, FailureKind, ask};
use crate::connect::evidence::{Key, KeyType};
use crate::connect::text::escape;
use crate::dynamodb::evidence::{
    EncryptionSeen, Facts, IndexSeen, ProvisionedSeen, ReplicaSeen, WarmThroughput,
};
use crate::observe::Context;

/// Asks for the table's facts.
pub(crate) async fn describe(client: &Client, table: &str, context: &Context) -> Asked<Facts> {
    let call = client.describe_table().table_name(table).send();
    let answer = match ask("DynamoDB", call, context).await {
        Ok(answer) => answer,
        Err(failure) => return Asked::Failed(failure),
    };
    // Something that is not DynamoDB may answer with any JSON.
    match answer.table.as_ref().filter(|table| table.table_status().is_some()) {
        Some(table) => Asked::Answered(facts(table)),
        None => Asked::Failed(Failure::new(FailureKind::Other, "the endpoint's answer describes no table")),
    }
}

fn facts(table: &TableDescription) -> Facts {
    // A table that was always provisioned has no summary.
    let mode = table.billing_mode_summary().and_then(|summary| summary.billing_mode());
    let is_on_demand = mode == Some(&BillingMode::PayPerRequest);
    // On demand, both are 0.
    let units =
        |units: Option<&ProvisionedThroughputDescription>| units.filter(|_| !is_on_demand).map(provisioned);
    let class = table.table_class_summary().and_then(|summary| summary.table_class());
    let stream = table.stream_specification().filter(|stream| stream.stream_enabled());
    let global = table.global_secondary_indexes().iter().map(|index| IndexSeen {
        name: escape(index.index_name().unwrap_or_default()),
        is_global: true,
        provisioned: units(index.provisioned_throughput()),
        size_bytes: index.index_size_bytes(),
    });
    let local = table.local_secondary_indexes().iter().map(|index| IndexSeen {
        name: escape(index.index_name().unwrap_or_default()),
        is_global: false,
        provisioned: None,
        size_bytes: index.index_size_bytes(),
    });
    Facts {
        status: table.table_status().map(|status| escape(status.as_str())),
        hash_key: key(table, &KeyRole::Hash),
        range_key: key(table, &KeyRole::Range),
        billing_mode: escape(mode.map_or("PROVISIONED", BillingMode::as_str)),
        provisioned: units(table.provisioned_throughput()),
        max_request_units: table.on_demand_throughput().map(|most| WarmThroughput {
            read_units: most.max_read_request_units(),
            write_units: most.max_write_request_units(),
        }),
        table_class: escape(class.map_or("STANDARD", |class| class.as_str())),
        item_count: table.item_count(),
        size_bytes: table.table_size_bytes(),
        stream: stream.map(|stream| {
            escape(stream.stream_view_type().map_or("unknown", |view_type| view_type.as_str()))
        }),
        indexes: global.chain(local).collect(),
        warm_throughput: table.warm_throughput().map(|warm| WarmThroughput {
            read_units: warm.read_units_per_second(),
            write_units: warm.write_units_per_second(),
        }),
        created_at: table.creation_date_time().and_then(time),
        multi_region_consistency: table.multi_region_consistency().map(|mode| escape(mode.as_str())),
        replicas: table.replicas().iter().map(replica).collect(),
        arn: table.table_arn().map(escape),
        encryption: table.sse_description().map(|sse| EncryptionSeen {
            status: sse.status().map(|status| escape(status.as_str())),
            key: sse.kms_master_key_arn().map(escape),
            inaccessible_since: sse.inaccessible_encryption_date_time().and_then(time),
        }),
        is_deletion_protected: table.deletion_protection_enabled(),
        warm_throughput_status: table
            .warm_throughput()
            .and_then(|warm| warm.status())
            .map(|status| escape(status.as_str())),
    }
}

fn provisioned(units: &ProvisionedThroughputDescription) -> ProvisionedSeen {
    ProvisionedSeen {
        read_units: units.read_capacity_units().unwrap_or(0),
        write_units: units.write_capacity_units().unwrap_or(0),
        decreases_today: units.number_of_decreases_today(),
        increased_at: units.last_increase_date_time().and_then(time),
        decreased_at: units.last_decrease_date_time().and_then(time),
    }
}

fn replica(replica: &ReplicaDescription) -> ReplicaSeen {
    let provisioned = replica.provisioned_throughput_override();
    let on_demand = replica.on_demand_throughput_override();
    let class = replica.replica_table_class_summary().and_then(|summary| summary.table_class());
    ReplicaSeen {
        region: escape(replica.region_name().unwrap_or_default()),
        status: replica.replica_status().map(|status| escape(status.as_str())),
        read_units_override: provisioned.and_then(ProvisionedThroughputOverride::read_capacity_units),
        max_read_request_units_override: on_demand
            .and_then(OnDemandThroughputOverride::max_read_request_units),
        table_class: class.map(|class| escape(class.as_str())),
        status_description: replica.replica_status_description().map(escape),
        kms_key: replica.kms_master_key_id().map(escape),
    }
}

fn key(table: &TableDescription, role: &KeyRole) -> Option<Key> {
    let element = table.key_schema().iter().find(|element| element.key_type() == role)?;
    let name = element.attribute_name();
    let mut attributes = table.attribute_definitions().iter();
    let defined = attributes.find(|attribute| attribute.attribute_name() == name);
    let key_type = defined.map(|attribute| match attribute.attribute_type() {
        ScalarAttributeType::S => KeyType::S,
        ScalarAttributeType::N => KeyType::N,
        ScalarAttributeType::B => KeyType::B,
        other => KeyType::Other(escape(other.as_str())),
    });
    Some(Key { name: escape(name), key_type })
}

fn time(time: &DateTime) -> Option<String> {
    Timestamp::from_second(time.secs()).ok().map(|time| time.to_string())
}
