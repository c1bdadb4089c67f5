//! One question to AWS, within the deadline.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use super::{Failure, failure};
use crate::observe::Context;

/// Waits for the answer to `call`, which `service` is to give.
///
/// # Errors
/// What the call's error means, that the deadline passed, or that whoever runs this ended it.
pub async fn ask<T, E>(
    service: &str,
    call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    context: &Context,
) -> Result<T, Failure>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match context.within(Box::pin(call)).await {
        Err(late) => Err(Failure::unanswered(service, late, context)),
        Ok(Err(error)) => Err(failure(&error)),
        Ok(Ok(answer)) => Ok(answer),
    }
}
