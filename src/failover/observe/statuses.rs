//! Asking health checks again and again.

use aws_sdk_route53::Client;

use super::limiter::Limiter;
use super::name::ROUTE53;
use super::route53::{Route53, client, describe, status};
use crate::aws::{self, Asked, Failure, Options};
use crate::failover::evidence::{HealthCheckFacts, Observation};
use crate::observe::Context;

/// What health checks are asked with.
pub struct Statuses {
    client: Client,
    limiter: Limiter,
}

impl Statuses {
    /// Gets ready to ask; the limiter is the account's.
    ///
    /// # Errors
    /// Why there are no credentials.
    pub async fn find(options: &Options, limiter: Limiter, context: &Context) -> Result<Self, Failure> {
        let (config, keys) = aws::connect(options, context).await?;
        Ok(Self { client: client(&aws::in_region(&config, ROUTE53, keys)), limiter })
    }

    /// What a health check is now: a drill inverts it.
    pub async fn describe(&self, id: &str, context: &Context) -> Asked<HealthCheckFacts> {
        describe(id, &Route53::new(self.client.clone(), &self.limiter, context)).await
    }

    /// What the checkers of a health check say now.
    pub async fn ask(&self, id: &str, context: &Context) -> Asked<Vec<Observation>> {
        status(id, &Route53::new(self.client.clone(), &self.limiter, context)).await
    }
}
