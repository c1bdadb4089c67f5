//! One call to Route 53: at its turn, and again where that may help.

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_sdk_route53::Client;
use aws_sdk_route53::config::Builder;
use aws_sdk_route53::config::http::HttpResponse;
use aws_sdk_route53::error::{ProvideErrorMetadata, SdkError};

use crate::aws::{self, Failure, FailureKind};
use crate::failover::observe::limiter::Limiter;
use crate::observe::Context;

/// How often a call is made that Route 53 refuses because there were too many.
const TRIES_THROTTLED: u32 = 5;
/// How often one is made that fails on the way or in the service.
const TRIES: u32 = 2;

/// What all calls are made with.
pub(in crate::failover::observe) struct Route53<'a> {
    pub(super) client: Client,
    limiter: &'a Limiter,
    pub(super) context: &'a Context,
}

impl<'a> Route53<'a> {
    /// Asks through a client of [`client`], in no hurry but the context's.
    pub(in crate::failover::observe) const fn new(
        client: Client,
        limiter: &'a Limiter,
        context: &'a Context,
    ) -> Self {
        Self { client, limiter, context }
    }

    /// Makes a call. `send` is what one try is.
    pub(super) async fn call<T, E>(
        &self,
        send: impl AsyncFn(&Client) -> Result<T, SdkError<E, HttpResponse>>,
    ) -> Result<T, Failure>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let mut times = 0;
        // Why the last try failed.
        let mut last: Option<Failure> = None;
        loop {
            if self.limiter.turn(self.context).await.is_err() {
                return Err(last.unwrap_or_else(|| {
                    let reason =
                        "no turn came in time: Route 53 takes 5 calls a second of an account, and 4 are made";
                    Failure::new(FailureKind::Timeout, reason)
                }));
            }
            times += 1;
            let failure = match self.context.within(Box::pin(send(&self.client))).await {
                Err(late) => return Err(Failure::unanswered("Route 53", late, self.context)),
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(error)) => failure(&error),
            };
            let tries = match failure.kind {
                FailureKind::Throttled => {
                    self.limiter.back_off(times);
                    TRIES_THROTTLED
                }
                FailureKind::ServerFault | FailureKind::Unreachable => TRIES,
                _ => 1,
            };
            if times >= tries {
                return Err(failure);
            }
            last = Some(failure);
        }
    }
}

/// A client with the credentials and endpoints of `config`.
pub(in crate::failover::observe) fn client(config: &SdkConfig) -> Client {
    // The SDK would ask again without waiting for a turn.
    Client::from_conf(Builder::from(config).retry_config(RetryConfig::disabled()).build())
}

/// Route 53 has codes of its own.
fn failure<E>(error: &SdkError<E, HttpResponse>) -> Failure
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let mut failure = aws::failure(error);
    match failure.code.as_deref() {
        Some("NoSuchHostedZone" | "NoSuchHealthCheck") => failure.kind = FailureKind::NotFound,
        Some("InvalidInput" | "InvalidDomainName") => failure.kind = FailureKind::Refused,
        _ => {}
    }
    failure
}
