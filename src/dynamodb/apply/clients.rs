//! Clients of every Region. They look for credentials again when those expire: an apply can take longer than a session.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::{Region, SdkConfig};

use crate::aws::{self, Failure, Options};

/// Where clients come from.
pub(crate) struct Clients {
    config: SdkConfig,
}

impl Clients {
    /// Loads the configuration once, for calls of at most `timeout`.
    pub(crate) async fn load(options: &Options, timeout: Duration) -> Self {
        Self { config: aws::load(options, timeout).await }
    }

    /// Whether credentials can be had.
    pub(crate) async fn has_credentials(&self, limit: Duration) -> Result<(), Failure> {
        aws::credentials(&self.config, limit).await.map(drop).map_err(Failure::from)
    }

    /// `DynamoDB` in a Region, whose calls are never repeated unseen: what is timed is one call.
    pub(crate) fn dynamodb_once(&self, region: &str) -> aws_sdk_dynamodb::Client {
        let config = aws_sdk_dynamodb::config::Builder::from(&self.in_region(region));
        aws_sdk_dynamodb::Client::from_conf(config.retry_config(RetryConfig::disabled()).build())
    }

    fn in_region(&self, region: &str) -> SdkConfig {
        self.config.to_builder().region(Region::new(region.to_owned())).build()
    }

    /// `DynamoDB` in a Region.
    pub(super) fn dynamodb(&self, region: &str) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::new(&self.in_region(region))
    }

    /// Application Auto Scaling in a Region.
    pub(super) fn autoscaling(&self, region: &str) -> aws_sdk_applicationautoscaling::Client {
        aws_sdk_applicationautoscaling::Client::new(&self.in_region(region))
    }
}
