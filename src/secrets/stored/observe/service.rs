//! Secrets Manager in one Region, and how it is asked: again where it says that it is busy.

use std::future::ready;
use std::time::Duration;

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::config::http::HttpResponse;
use aws_sdk_secretsmanager::config::retry::RetryConfig;
use aws_sdk_secretsmanager::error::{ProvideErrorMetadata, SdkError};

use crate::aws::{self, Failure, FailureKind};
use crate::observe::Context;
use crate::words::lasting;

/// How long is waited before the second attempt; each further wait is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(200);

/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// How often something is tried that AWS says it is too busy for.
const ATTEMPTS: u32 = 8;

/// How often something is tried to which there is no answer.
const ATTEMPTS_WITHOUT_ANSWER: u32 = 3;

/// Secrets Manager in one Region.
#[derive(Clone, Debug)]
pub struct Service {
    /// Who asks it.
    pub(in crate::secrets::stored) client: Client,
    /// The Region.
    pub region: String,
    /// How long one attempt of a call may take.
    pub(in crate::secrets::stored) limit: Duration,
}

/// What came of a call, after as many attempts as it took.
#[derive(Debug)]
pub struct Attempt<T> {
    /// What the last one brought.
    pub outcome: Result<T, Failure>,
    /// How many there were.
    pub attempts: u32,
}

/// Finds Region and credentials. `limit` is how long one attempt of a call may take.
///
/// # Errors
/// No Region, no credentials, or no answer about them.
pub async fn open(options: &aws::Options, limit: Duration, context: &Context) -> Result<Service, Failure> {
    context.stage("AWS configuration");
    let region = aws::region_within(options, context).await?.name;
    let options = aws::Options { region: Some(region.clone()), ..options.clone() };
    let config = context
        .within(Box::pin(aws::load(&options, limit)))
        .await
        .map_err(|late| Failure::unanswered("the search for AWS configuration", late, context))?;
    context.stage("AWS credentials");
    let credentials = aws::credentials(&config, context.remaining()).await?;
    let config = aws_sdk_secretsmanager::config::Builder::from(&config)
        .credentials_provider(credentials)
        // What is tried again is told, and made here.
        .retry_config(RetryConfig::disabled())
        .build();
    Ok(Service { client: Client::from_conf(config), region, limit })
}

impl Service {
    /// Makes a call that changes something, again and again where that may help. It is not broken off while it is under
    /// way: it may have changed something already. What is told names the operation, never what was sent.
    pub(in crate::secrets::stored) async fn write<T, E, F>(
        &self,
        operation: &'static str,
        context: &Context,
        make: impl FnMut() -> F,
    ) -> Attempt<T>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        self.call(operation, false, context, make).await
    }

    /// Makes a call that reads, likewise. It ends with the context.
    pub(in crate::secrets::stored) async fn read<T, E, F>(
        &self,
        operation: &'static str,
        context: &Context,
        make: impl FnMut() -> F,
    ) -> Result<T, Failure>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        self.call(operation, true, context, make).await.outcome
    }

    async fn call<T, E, F>(
        &self,
        operation: &'static str,
        breaks_off: bool,
        context: &Context,
        mut make: impl FnMut() -> F,
    ) -> Attempt<T>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        context.stage(operation);
        let mut attempts = 0;
        loop {
            attempts += 1;
            let call = Box::pin(make());
            // The SDK keeps this limit as well; this one holds whatever it is doing.
            let answer = if breaks_off {
                context.at_most(self.limit, call).await.map_err(|late| late.after)
            } else {
                tokio::time::timeout(self.limit, call).await.map_err(|_late| self.limit)
            };
            let outcome = match answer {
                Ok(answer) => answer.map_err(|error| aws::failure(&error)),
                Err(after) => Err(Failure::timeout("Secrets Manager did not answer", after)),
            };
            let Err(failure) = &outcome else { return Attempt { outcome, attempts } };
            let wait = FIRST_WAIT.saturating_mul(1 << attempts.min(16).saturating_sub(1)).min(LONGEST_WAIT);
            if attempts >= most_attempts(failure.kind) || wait >= context.remaining() {
                return Attempt { outcome, attempts };
            }
            context.told(format!(
                "{operation}: {failure}; attempt {} follows in {}",
                attempts + 1,
                lasting(wait)
            ));
            if context.within(tokio::time::sleep(wait)).await.is_err() {
                return Attempt { outcome, attempts };
            }
        }
    }
}

/// How often something is tried at most that fails so.
const fn most_attempts(kind: FailureKind) -> u32 {
    match kind {
        FailureKind::Throttled | FailureKind::ServerFault | FailureKind::InUse => ATTEMPTS,
        FailureKind::Timeout | FailureKind::Unreachable => ATTEMPTS_WITHOUT_ANSWER,
        _ => 1,
    }
}

/// Whether the time is over, or somebody wants an end.
pub(in crate::secrets::stored) async fn is_over(context: &Context) -> bool {
    context.remaining().is_zero() || context.within(ready(())).await.is_err()
}
