//! Clients of every Region. They look for credentials again when those expire: an apply can take longer than a session.

use aws_config::{Region, SdkConfig};

use crate::aws::{self, Options};

/// Where clients come from.
pub(super) struct Clients {
    config: SdkConfig,
}

impl Clients {
    /// Loads the configuration once, for calls of at most `timeout`.
    pub(super) async fn load(options: &Options, timeout: std::time::Duration) -> Self {
        Self { config: aws::load(options, timeout).await }
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
