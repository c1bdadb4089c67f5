//! Makes the calls of a plan, and reads back what came of them.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use aws_sdk_secretsmanager::types::{ReplicaRegionType, Tag};

use super::observe::{self, Attempt, Service, is_over};
use super::{Applied, Call, Done, Ended, ReplicaCall, Seen, Wanted, make};
use crate::aws::Failure;
use crate::observe::Context;
use crate::secrets::Secret;
use crate::uri::{self, StoreUri};

/// How often what stands there is looked at anew, because it is not as it was planned for.
const MOST_LOOKS: u32 = 3;

/// What is to be stored, and how.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The secret's name.
    pub name: &'a str,
    /// What it is to hold.
    pub uri: &'a Secret,
    /// What it is to be beside that.
    pub wanted: &'a Wanted,
    /// Whether another store's URI is overwritten, and a deletion called off.
    pub replace: bool,
}

/// Does what is to be done to the secret that was seen as `before`, and reads back. A failure is part of the result;
/// doing it again goes on where it stopped. The context's deadline is how long it may take as a whole, waiting for replicas
/// included; a signal ends it between two calls.
pub async fn apply(service: &Service, order: &Order<'_>, before: &Seen, context: &Context) -> Applied {
    let mut done = Vec::new();
    let ended = all(service, order, before, &mut done, context).await;
    let after = if ended == Ended::Complete {
        let seen = if done.is_empty() { Some(before.clone()) } else { None };
        observe::settled(service, order, seen, context).await
    } else {
        // The time may be over. What stands there is read all the same.
        let context = Context::new(service.limit, order.name, None);
        observe::look(service, order.name, order.uri, &context).await
    };
    Applied { done, ended, after }
}

async fn all(
    service: &Service,
    order: &Order<'_>,
    before: &Seen,
    done: &mut Vec<Done>,
    context: &Context,
) -> Ended {
    let mut seen = before.clone();
    for look in 0..MOST_LOOKS {
        if look > 0 {
            seen = observe::look(service, order.name, order.uri, context).await;
        }
        let plan = make(order.wanted, &service.region, &seen, order.replace);
        if plan.blocked.is_some() {
            return if matches!(seen, Seen::Failed(_)) { Ended::Stopped } else { Ended::Blocked };
        }
        match calls(service, order, plan.calls, done, context).await {
            Next::Done => return Ended::Complete,
            Next::Stop => return Ended::Stopped,
            Next::LookAgain => {}
        }
    }
    Ended::Stopped
}

/// How it goes on after calls.
enum Next {
    Done,
    Stop,
    LookAgain,
}

async fn calls(
    service: &Service,
    order: &Order<'_>,
    calls: Vec<Call>,
    done: &mut Vec<Done>,
    context: &Context,
) -> Next {
    for call in calls {
        if is_over(context).await {
            return Next::Stop;
        }
        let begun_us = context.elapsed_us();
        let Attempt { outcome, attempts } = one(service, order, &call, context).await;
        let failure = outcome.err().map(|failure| without_uri(failure, order.uri));
        match &failure {
            None => context.told(format!("  {}: {} ({})", service.region, call.summary(), call.operation())),
            Some(failure) => {
                context.told(format!("  {}: {} was not taken: {failure}", service.region, call.operation()));
            }
        }
        // Another run was faster, or an attempt whose answer was lost has made it.
        let is_overtaken = matches!(call, Call::CreateSecret { .. })
            && failure.as_ref().is_some_and(|one| one.code.as_deref() == Some("ResourceExistsException"));
        let is_restored = call == Call::RestoreSecret && failure.is_none();
        let has_failed = failure.is_some();
        let duration_ms = Some(context.elapsed_us().saturating_sub(begun_us) / 1000);
        done.push(Done { call, attempts, duration_ms, failure });
        if is_overtaken || is_restored {
            return Next::LookAgain;
        }
        if has_failed {
            return Next::Stop;
        }
    }
    Next::Done
}

/// Makes one call. The attempts to write a value share a token, so that one whose answer was lost counts.
async fn one(service: &Service, order: &Order<'_>, call: &Call, context: &Context) -> Attempt<()> {
    let (client, name, token) = (&service.client, order.name, token());
    let operation = call.operation();
    match call {
        Call::RestoreSecret => {
            let call = || client.restore_secret().secret_id(name).send();
            nothing(service.write(operation, context, call).await)
        }
        Call::CreateSecret { description, kms_key, tags } => {
            let tags: Vec<Tag> =
                tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect();
            let call = || {
                client
                    .create_secret()
                    .name(name)
                    .client_request_token(&token)
                    .secret_string(order.uri.expose())
                    .set_description(description.clone())
                    .set_kms_key_id(kms_key.clone())
                    .set_tags((!tags.is_empty()).then(|| tags.clone()))
                    .send()
            };
            nothing(service.write(operation, context, call).await)
        }
        Call::PutSecretValue => {
            let call = || {
                client
                    .put_secret_value()
                    .secret_id(name)
                    .client_request_token(&token)
                    .secret_string(order.uri.expose())
                    .send()
            };
            nothing(service.write(operation, context, call).await)
        }
        Call::UpdateSecret { description, kms_key } => {
            let call = || {
                client
                    .update_secret()
                    .secret_id(name)
                    .set_description(description.clone())
                    .set_kms_key_id(kms_key.clone())
                    .send()
            };
            nothing(service.write(operation, context, call).await)
        }
        Call::TagResource { tags } => {
            let tags: Vec<Tag> =
                tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect();
            let call = || client.tag_resource().secret_id(name).set_tags(Some(tags.clone())).send();
            nothing(service.write(operation, context, call).await)
        }
        Call::ReplicateSecretToRegions { replicas, overwrite } => {
            let regions: Vec<ReplicaRegionType> = replicas.iter().map(region).collect();
            let call = || {
                client
                    .replicate_secret_to_regions()
                    .secret_id(name)
                    .set_add_replica_regions(Some(regions.clone()))
                    .force_overwrite_replica_secret(*overwrite)
                    .send()
            };
            nothing(service.write(operation, context, call).await)
        }
    }
}

fn nothing<T>(attempt: Attempt<T>) -> Attempt<()> {
    Attempt { outcome: attempt.outcome.map(drop), attempts: attempt.attempts }
}

fn region(replica: &ReplicaCall) -> ReplicaRegionType {
    ReplicaRegionType::builder().region(&replica.region).set_kms_key_id(replica.kms_key.clone()).build()
}

/// A request's token, in the form of a UUID. It becomes the version's id, so that it has nothing to do with the value.
fn token() -> String {
    let random = || RandomState::new().hash_one(0_u8);
    let (high, low) = (random(), random());
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

/// AWS does not repeat what it was sent; an endpoint that is not AWS's may.
fn without_uri(failure: Failure, sent: &Secret) -> Failure {
    let password = match uri::parse(sent.expose()) {
        Ok(StoreUri::Server(server)) => server.credentials.map(|credentials| credentials.password),
        _ => None,
    };
    let repeats = |secret: &Secret| failure.message.contains(secret.expose());
    let message =
        if repeats(sent) || password.as_ref().is_some_and(repeats) || failure.message.contains("://") {
            "its words repeat what was sent, and are left out".to_owned()
        } else {
            failure.message
        };
    Failure { message, ..failure }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::FailureKind;

    #[test]
    fn tokens_are_as_long_as_aws_wants_them_and_differ() {
        let (one, other) = (token(), token());
        assert_eq!(one.len(), 36);
        assert_ne!(one, other);
    }

    #[test]
    fn words_that_repeat_the_uri_are_left_out() {
        let uri = Secret::new("rediss://h.x:6379/0?password=hunter2&clustered=true");
        let said = |message: &str| without_uri(Failure::new(FailureKind::Refused, message), &uri).message;
        for message in [uri.expose(), "wrong: hunter2", "cut off: rediss://h.x:6379/0?passw"] {
            assert_eq!(said(message), "its words repeat what was sent, and are left out");
        }
        assert_eq!(said("not authorized"), "not authorized");
    }
}
