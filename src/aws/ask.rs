//! One question to AWS, within the deadline.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use super::{Failure, FailureKind, failure};
use crate::observe::Context;

/// Waits for the answer to `call`, which `service` is to give.
///
/// # Errors
/// What the call's error means, or that the deadline passed, or that somebody wants to stop.
pub async fn ask<T, E>(
    service: &str,
    call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    context: &Context,
) -> Result<T, Failure>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match context.within(Box::pin(call)).await {
        // Nobody waited for it: that says nothing of the service.
        Err(_) if context.is_stopped() => {
            Err(Failure::new(FailureKind::Other, format!("interrupted before {service} answered")))
        }
        Err(late) => Err(Failure::timeout(&format!("{service} did not answer"), late.after)),
        Ok(Err(error)) => Err(failure(&error)),
        Ok(Ok(answer)) => Ok(answer),
    }
}
