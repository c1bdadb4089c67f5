//! One look at a secret.

use std::time::Duration;

use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueOutput;
use aws_sdk_secretsmanager::primitives::{DateTime, DateTimeFormat};

use super::service::{Service, is_over};
use crate::aws::FailureKind;
use crate::observe::Context;
use crate::secrets::Secret;
use crate::secrets::stored::apply::Order;
use crate::secrets::stored::{Facts, ReplicaSeen, Seen, ValueSeen, compare};

/// How long is waited between two looks at replicas that are being made.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

/// How often a value that was just written is looked at until it has to be there.
const LOOKS_AT_VALUE: u32 = 3;

/// Describes a secret, and compares its value with `uri`.
pub async fn look(service: &Service, name: &str, uri: &Secret, context: &Context) -> Seen {
    let client = &service.client;
    let described =
        service.read("DescribeSecret", context, || client.describe_secret().secret_id(name).send()).await;
    let described = match described {
        Ok(described) => described,
        Err(failure) if failure.kind == FailureKind::NotFound => return Seen::Absent,
        Err(failure) => return Seen::Failed(failure),
    };
    let mut facts = facts(described);
    if facts.deleted_at.is_none() {
        let read = service
            .read("GetSecretValue", context, || client.get_secret_value().secret_id(name).send())
            .await;
        facts.value = match read {
            Ok(read) => {
                facts.version_id = read.version_id.clone().or(facts.version_id);
                value(read, uri)
            }
            // It was described, so that it is its value that is missing.
            Err(failure) if failure.kind == FailureKind::NotFound => ValueSeen::Empty,
            Err(failure) => ValueSeen::Unread { failure },
        };
    }
    Seen::Described(Box::new(facts))
}

/// Looks until the value is there and every wanted replica is made or has failed, or until the time is over. `seen` is the
/// last look, where nothing happened since.
pub async fn settled(
    service: &Service,
    order: &Order<'_>,
    mut seen: Option<Seen>,
    context: &Context,
) -> Seen {
    let mut looks = 0;
    let mut last = None;
    loop {
        let seen = match seen.take() {
            Some(seen) => seen,
            None => look(service, order.name, order.uri, context).await,
        };
        looks += 1;
        // A look that the deadline broke off says less than the one before.
        if let (Seen::Failed(_), Some(last)) = (&seen, last.take())
            && is_over(context).await
        {
            return last;
        }
        let Seen::Described(facts) = &seen else { return seen };
        let has_value = matches!(facts.value, ValueSeen::Same | ValueSeen::Unread { .. });
        let waited_for = order.wanted.replicas(&service.region).into_iter().find(|region| {
            let status = facts.replicas.iter().find(|replica| replica.region == *region);
            status.is_none_or(|replica| replica.status == "InProgress")
        });
        match waited_for {
            None if has_value || looks >= LOOKS_AT_VALUE => return seen,
            None => {}
            Some(region) => context.stage(format!("copy to {region}")),
        }
        if is_over(context).await || context.within(tokio::time::sleep(BETWEEN_LOOKS)).await.is_err() {
            return seen;
        }
        last = Some(seen);
    }
}

fn facts(described: DescribeSecretOutput) -> Facts {
    let stages = described.version_ids_to_stages.unwrap_or_default();
    let is_current = |stages: &Vec<String>| stages.iter().any(|stage| stage == "AWSCURRENT");
    Facts {
        arn: described.arn,
        description: described.description.filter(|text| !text.is_empty()),
        kms_key: described.kms_key_id.filter(|key| !key.is_empty()),
        tags: described
            .tags
            .unwrap_or_default()
            .into_iter()
            .filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default())))
            .collect(),
        replicas: described
            .replication_status
            .unwrap_or_default()
            .into_iter()
            .filter_map(|replica| {
                Some(ReplicaSeen {
                    region: replica.region?,
                    status: replica
                        .status
                        .map_or_else(|| "unknown".to_owned(), |one| one.as_str().to_owned()),
                    message: replica.status_message.filter(|message| !message.is_empty()),
                    kms_key: replica.kms_key_id.filter(|key| !key.is_empty()),
                })
            })
            .collect(),
        primary_region: described.primary_region.filter(|region| !region.is_empty()),
        deleted_at: described.deleted_date.map(time),
        owning_service: described.owning_service.filter(|service| !service.is_empty()),
        rotates: described.rotation_enabled.unwrap_or_default(),
        version_id: stages.into_iter().find(|(_, stages)| is_current(stages)).map(|(version, _)| version),
        value: ValueSeen::NotAsked,
    }
}

fn time(time: DateTime) -> String {
    time.fmt(DateTimeFormat::DateTime).unwrap_or_else(|_| time.secs().to_string())
}

/// What the value is to the URI. It is wiped afterwards.
fn value(read: GetSecretValueOutput, uri: &Secret) -> ValueSeen {
    if let Some(text) = read.secret_string {
        return compare(&Secret::new(text), uri, false);
    }
    let bytes = read.secret_binary.map(aws_sdk_secretsmanager::primitives::Blob::into_inner);
    match bytes.map(String::from_utf8) {
        None => ValueSeen::Empty,
        Some(Ok(text)) => compare(&Secret::new(text), uri, true),
        Some(Err(error)) => {
            let bytes = secrecy::zeroize::Zeroizing::new(error.into_bytes());
            ValueSeen::NoUri { bytes: bytes.len() }
        }
    }
}
