//! Expiry, backups, tags and alarms of a table, in one Region.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::types::MetricAlarm;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::PointInTimeRecoveryDescription;
use futures_util::join;

use crate::aws::{Failure, FailureKind, ask};
use crate::connect::text::escape;
use crate::dynamodb::evidence::{AlarmSeen, RecoverySeen, Settings, TtlSeen};
use crate::observe::Context;

/// More pages of tags or alarms than a table can have.
const MOST_PAGES: usize = 10;

/// Asks everything at once. `cloudwatch` is given where alarms are wanted.
pub(super) async fn settings(
    client: &Client,
    cloudwatch: Option<&aws_sdk_cloudwatch::Client>,
    table: &str,
    arn: Option<&str>,
    context: &Context,
) -> Settings {
    let alarms = async {
        match cloudwatch {
            Some(client) => Some(alarms(client, table, context).await.into()),
            None => None,
        }
    };
    let (ttl, recovery, tags, alarms) = join!(
        Box::pin(ttl(client, table, context)),
        Box::pin(recovery(client, table, context)),
        Box::pin(tags(client, arn, context)),
        Box::pin(alarms),
    );
    Settings { ttl: ttl.into(), recovery: recovery.into(), tags: tags.into(), alarms }
}

/// By which attribute items expire.
pub(crate) async fn ttl(client: &Client, table: &str, context: &Context) -> Result<TtlSeen, Failure> {
    let answer = ask("DynamoDB", client.describe_time_to_live().table_name(table).send(), context).await?;
    let ttl = answer.time_to_live_description();
    let status = ttl.and_then(|ttl| ttl.time_to_live_status());
    let Some(status) = status else {
        return Err(Failure::new(FailureKind::Other, "the endpoint's answer tells no expiry"));
    };
    let attribute = ttl.and_then(|ttl| ttl.attribute_name()).map(escape);
    Ok(TtlSeen { status: escape(status.as_str()), attribute })
}

async fn recovery(client: &Client, table: &str, context: &Context) -> Result<RecoverySeen, Failure> {
    let call = client.describe_continuous_backups().table_name(table).send();
    let answer = ask("DynamoDB", call, context).await?;
    let backups = answer.continuous_backups_description();
    let recovery = backups.and_then(|backups| backups.point_in_time_recovery_description());
    let status = recovery.and_then(|recovery| recovery.point_in_time_recovery_status());
    let Some(status) = status else {
        return Err(Failure::new(
            FailureKind::Other,
            "the endpoint's answer tells no point-in-time recovery",
        ));
    };
    let days = recovery.and_then(PointInTimeRecoveryDescription::recovery_period_in_days);
    Ok(RecoverySeen { status: escape(status.as_str()), days })
}

async fn tags(
    client: &Client,
    arn: Option<&str>,
    context: &Context,
) -> Result<BTreeMap<String, String>, Failure> {
    let Some(arn) = arn else {
        return Err(Failure::new(
            FailureKind::Other,
            "the table's ARN, by which tags are asked for, is not known",
        ));
    };
    let mut tags = BTreeMap::new();
    let mut next = None;
    for _ in 0..MOST_PAGES {
        let call = client.list_tags_of_resource().resource_arn(arn).set_next_token(next).send();
        let answer = ask("DynamoDB", call, context).await?;
        tags.extend(answer.tags().iter().map(|tag| (escape(tag.key()), escape(tag.value()))));
        next = answer.next_token;
        if next.is_none() {
            break;
        }
    }
    Ok(tags)
}

/// The alarms that Application Auto Scaling names after the table.
async fn alarms(
    client: &aws_sdk_cloudwatch::Client,
    table: &str,
    context: &Context,
) -> Result<Vec<AlarmSeen>, Failure> {
    let prefix = format!("TargetTracking-table/{table}-");
    let mut alarms = Vec::new();
    let mut next = None;
    for _ in 0..MOST_PAGES {
        let call = client.describe_alarms().alarm_name_prefix(&prefix).set_next_token(next).send();
        let answer = ask("CloudWatch", call, context).await?;
        alarms.extend(answer.metric_alarms().iter().filter(|alarm| is_of(alarm, table)).map(alarm));
        next = answer.next_token;
        if next.is_none() {
            break;
        }
    }
    Ok(alarms)
}

/// Another table's name may begin with this one's.
fn is_of(alarm: &MetricAlarm, table: &str) -> bool {
    let mut dimensions = alarm.dimensions().iter();
    dimensions.any(|dimension| dimension.name() == Some("TableName") && dimension.value() == Some(table))
}

fn alarm(alarm: &MetricAlarm) -> AlarmSeen {
    AlarmSeen {
        name: escape(alarm.alarm_name().unwrap_or_default()),
        metric: alarm.metric_name().map(escape),
        state: alarm.state_value().map(|state| escape(state.as_str())),
        actions: alarm.alarm_actions().iter().map(|action| escape(action)).collect(),
    }
}
