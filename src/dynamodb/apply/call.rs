//! One call of a plan, as the SDK makes it.

use std::collections::BTreeMap;

use aws_sdk_applicationautoscaling::types as scaling;
use aws_sdk_dynamodb::types as sdk;

use super::clients::Clients;
use crate::aws::{self, Failure, FailureKind};
use crate::dynamodb::evidence::Dimension;
use crate::dynamodb::plan::{Action, Call};
use crate::dynamodb::spec::{Billing, Encryption, TableClass, TableSpec};

/// Makes the call. What is only waited for needs none.
pub(super) async fn make(call: &Call, table: &str, clients: &Clients) -> Result<(), Failure> {
    match &call.action {
        Action::AwaitTable | Action::AwaitReplica { .. } => Ok(()),
        Action::CreateTable(spec) => create(spec, clients).await,
        Action::AddReplica { .. }
        | Action::BillOnDemand
        | Action::BillProvisioned { .. }
        | Action::SetCapacity { .. }
        | Action::SetEncryption { .. }
        | Action::SetDeletionProtection { .. }
        | Action::SetTableClass { .. }
        | Action::SetWarmThroughput { .. } => update(call, table, clients).await,
        Action::EnableTtl { attribute } => {
            let ttl = sdk::TimeToLiveSpecification::builder().enabled(true).attribute_name(attribute);
            let request = clients.dynamodb(&call.region).update_time_to_live().table_name(table);
            sent(request.time_to_live_specification(ttl.build().map_err(built)?).send().await)
        }
        Action::EnableRecovery => {
            let recovery =
                sdk::PointInTimeRecoverySpecification::builder().point_in_time_recovery_enabled(true);
            let request = clients.dynamodb(&call.region).update_continuous_backups().table_name(table);
            sent(request.point_in_time_recovery_specification(recovery.build().map_err(built)?).send().await)
        }
        Action::SetTags { tags } => tag(call, table, tags, clients).await,
        Action::SetBounds { dimension, min, max } => {
            bounds(call, table, *dimension, *min, *max, clients).await
        }
        Action::SetPolicy { .. } => follow(call, table, clients).await,
    }
}

fn sent<T, E>(
    answer: Result<T, aws_sdk_dynamodb::error::SdkError<E, aws_sdk_dynamodb::config::http::HttpResponse>>,
) -> Result<(), Failure>
where
    E: aws_sdk_dynamodb::error::ProvideErrorMetadata + std::error::Error + 'static,
{
    answer.map(|_| ()).map_err(|error| aws::failure(&error))
}

/// A request that lacks something is a bug; it is told as one that AWS would have refused.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn built(error: aws_sdk_dynamodb::error::BuildError) -> Failure {
    Failure::new(FailureKind::Refused, format!("the request is not whole: {error}"))
}

const fn class(class: TableClass) -> sdk::TableClass {
    match class {
        TableClass::Standard => sdk::TableClass::Standard,
        TableClass::InfrequentAccess => sdk::TableClass::StandardInfrequentAccess,
    }
}

fn units(read: u64, write: u64) -> Result<sdk::ProvisionedThroughput, Failure> {
    let builder = sdk::ProvisionedThroughput::builder();
    builder.read_capacity_units(whole(read)).write_capacity_units(whole(write)).build().map_err(built)
}

/// A number that was checked to be one of 32 bits.
fn whole(units: u64) -> i64 {
    i64::try_from(units).unwrap_or(i64::MAX)
}

fn small(units: u64) -> i32 {
    i32::try_from(units).unwrap_or(i32::MAX)
}

fn encryption(kms: bool, key: Option<&str>) -> sdk::SseSpecification {
    let builder = sdk::SseSpecification::builder().enabled(kms);
    if kms {
        builder.sse_type(sdk::SseType::Kms).set_kms_master_key_id(key.map(str::to_owned)).build()
    } else {
        builder.build()
    }
}

fn tags(tags: &BTreeMap<String, String>) -> Result<Vec<sdk::Tag>, Failure> {
    tags.iter().map(|(key, value)| sdk::Tag::builder().key(key).value(value).build().map_err(built)).collect()
}

async fn create(spec: &TableSpec, clients: &Clients) -> Result<(), Failure> {
    let keys = [(&spec.layout.hash_key, sdk::KeyType::Hash), (&spec.layout.range_key, sdk::KeyType::Range)];
    let mut request = clients
        .dynamodb(&spec.region)
        .create_table()
        .table_name(&spec.name)
        .table_class(class(spec.table_class))
        .deletion_protection_enabled(spec.deletion_protection);
    for (name, role) in keys {
        let attribute = sdk::AttributeDefinition::builder().attribute_name(name);
        let attribute = attribute.attribute_type(sdk::ScalarAttributeType::S).build().map_err(built)?;
        let key = sdk::KeySchemaElement::builder().attribute_name(name).key_type(role);
        request = request.attribute_definitions(attribute).key_schema(key.build().map_err(built)?);
    }
    request = match &spec.billing {
        Billing::OnDemand => request.billing_mode(sdk::BillingMode::PayPerRequest),
        Billing::Provisioned { read, write } | Billing::Autoscaling { read, write, .. } => {
            request.billing_mode(sdk::BillingMode::Provisioned).provisioned_throughput(units(*read, *write)?)
        }
    };
    match &spec.encryption {
        Encryption::AwsOwned => {}
        Encryption::AwsManaged => request = request.sse_specification(encryption(true, None)),
        Encryption::Customer(keys) => {
            let key = keys.get(&spec.region).map(String::as_str);
            request = request.sse_specification(encryption(true, key));
        }
    }
    if spec.is_global() {
        let stream = sdk::StreamSpecification::builder().stream_enabled(true);
        let stream = stream.stream_view_type(sdk::StreamViewType::NewAndOldImages);
        request = request.stream_specification(stream.build().map_err(built)?);
    }
    if let Some(warm) = spec.warm_throughput {
        request = request.warm_throughput(warm_throughput(warm.read, warm.write));
    }
    if !spec.tags.is_empty() {
        request = request.set_tags(Some(tags(&spec.tags)?));
    }
    sent(request.send().await)
}

fn warm_throughput(read: u64, write: u64) -> sdk::WarmThroughput {
    let builder = sdk::WarmThroughput::builder();
    builder.read_units_per_second(whole(read)).write_units_per_second(whole(write)).build()
}

/// `UpdateTable`, which takes one kind of change a call.
async fn update(call: &Call, table: &str, clients: &Clients) -> Result<(), Failure> {
    let request = clients.dynamodb(&call.region).update_table().table_name(table);
    let request = match &call.action {
        Action::AddReplica { replica, read_units, kms_key } => {
            let units = read_units.map(|units| {
                sdk::ProvisionedThroughputOverride::builder().read_capacity_units(whole(units)).build()
            });
            let create = sdk::CreateReplicationGroupMemberAction::builder()
                .region_name(replica)
                .set_kms_master_key_id(kms_key.clone())
                .set_provisioned_throughput_override(units)
                .build()
                .map_err(built)?;
            request.replica_updates(sdk::ReplicationGroupUpdate::builder().create(create).build())
        }
        Action::BillOnDemand => request.billing_mode(sdk::BillingMode::PayPerRequest),
        Action::BillProvisioned { read, write } => {
            request.billing_mode(sdk::BillingMode::Provisioned).provisioned_throughput(units(*read, *write)?)
        }
        Action::SetCapacity { read, write } => request.provisioned_throughput(units(*read, *write)?),
        Action::SetEncryption { kms, key } => request.sse_specification(encryption(*kms, key.as_deref())),
        Action::SetDeletionProtection { on } => request.deletion_protection_enabled(*on),
        Action::SetTableClass { class: wanted } => request.table_class(class(*wanted)),
        Action::SetWarmThroughput { read, write } => request.warm_throughput(warm_throughput(*read, *write)),
        // The others are no UpdateTable.
        _ => return Ok(()),
    };
    sent(request.send().await)
}

/// Tags are put on an ARN, which names the Region: it is asked for there.
async fn tag(
    call: &Call,
    table: &str,
    wanted: &BTreeMap<String, String>,
    clients: &Clients,
) -> Result<(), Failure> {
    let client = clients.dynamodb(&call.region);
    let described = client.describe_table().table_name(table).send().await;
    let described = described.map_err(|error| aws::failure(&error))?;
    let Some(arn) = described.table.and_then(|table| table.table_arn) else {
        return Err(Failure::new(FailureKind::Other, "AWS tells no ARN of the table"));
    };
    sent(client.tag_resource().resource_arn(arn).set_tags(Some(tags(wanted)?)).send().await)
}

const fn scalable(dimension: Dimension) -> scaling::ScalableDimension {
    match dimension {
        Dimension::Read => scaling::ScalableDimension::DynamoDbTableReadCapacityUnits,
        Dimension::Write => scaling::ScalableDimension::DynamoDbTableWriteCapacityUnits,
    }
}

async fn bounds(
    call: &Call,
    table: &str,
    dimension: Dimension,
    min: u64,
    max: u64,
    clients: &Clients,
) -> Result<(), Failure> {
    let request = clients
        .autoscaling(&call.region)
        .register_scalable_target()
        .service_namespace(scaling::ServiceNamespace::Dynamodb)
        .resource_id(format!("table/{table}"))
        .scalable_dimension(scalable(dimension))
        .min_capacity(small(min))
        .max_capacity(small(max));
    sent(request.send().await)
}

async fn follow(call: &Call, table: &str, clients: &Clients) -> Result<(), Failure> {
    let Action::SetPolicy { dimension, name, policy, never_scales_in } = &call.action else { return Ok(()) };
    let dimension = *dimension;
    let metric = match dimension {
        Dimension::Read => scaling::MetricType::DynamoDbReadCapacityUtilization,
        Dimension::Write => scaling::MetricType::DynamoDbWriteCapacityUtilization,
    };
    let metric = scaling::PredefinedMetricSpecification::builder().predefined_metric_type(metric);
    let tracking = scaling::TargetTrackingScalingPolicyConfiguration::builder()
        .target_value(policy.target)
        .predefined_metric_specification(metric.build().map_err(built)?)
        .scale_in_cooldown(small(policy.scale_in_cooldown_s.into()))
        .scale_out_cooldown(small(policy.scale_out_cooldown_s.into()))
        .disable_scale_in(*never_scales_in)
        .build()
        .map_err(built)?;
    let request = clients
        .autoscaling(&call.region)
        .put_scaling_policy()
        .policy_name(name)
        .service_namespace(scaling::ServiceNamespace::Dynamodb)
        .resource_id(format!("table/{table}"))
        .scalable_dimension(scalable(dimension))
        .policy_type(scaling::PolicyType::TargetTrackingScaling)
        .target_tracking_scaling_policy_configuration(tracking);
    sent(request.send().await)
}
