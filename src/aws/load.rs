//! The one place that loads AWS configuration: Region, profile, endpoint, timeouts, credentials.

use std::time::Duration;

use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::imds::region::ImdsRegionProvider;
use aws_config::meta::region::ProvideRegion;
use aws_config::profile::ProfileFileRegionProvider;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::failure::credentials_failure;
use super::{Failure, FailureKind, NoCredentials};
use crate::observe::{Context, TimedOut};
use crate::words::lasting;

/// Time that is left to say that no credentials came.
const TO_SAY: Duration = Duration::from_millis(50);

/// No machine waits longer than this for its instance metadata, which is one hop away.
const METADATA: Duration = Duration::from_secs(1);

/// What the command line or the configuration says about AWS. What is left out comes from the environment, the
/// profile or the instance, as with every AWS tool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The Region.
    pub region: Option<String>,
    /// The profile of `~/.aws/config`.
    pub profile: Option<String>,
    /// An endpoint to use instead of AWS's own, for every service.
    pub endpoint_url: Option<String>,
    /// The command that asks, as typed. AWS sees it in the user agent, as `app/chalkstore.create-table`, so that
    /// whoever reads `CloudTrail` knows what did it.
    pub command: &'static str,
}

/// Where a Region was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegionSource {
    /// It was given: by a flag, the configuration, or an ARN.
    Given,
    /// `AWS_REGION` or `AWS_DEFAULT_REGION`.
    Environment,
    /// The profile.
    Profile,
    /// The metadata of the instance that this runs on.
    InstanceMetadata,
}

impl RegionSource {
    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Environment => "from the environment",
            Self::Profile => "from the profile",
            Self::InstanceMetadata => "from the instance's metadata",
        }
    }
}

/// A Region, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FoundRegion {
    /// Its name, such as `us-east-1`.
    pub name: String,
    /// Where it was found.
    pub source: RegionSource,
}

/// Finds the Region: given, environment, profile; and only then the instance's metadata, which is not there at all
/// on most machines and would be waited for in vain. It takes little more than a second.
///
/// # Errors
/// [`FailureKind::NoRegion`]: the search came to its end.
pub async fn region(options: &Options) -> Result<FoundRegion, Failure> {
    if let Some(found) = configured_region(options).await {
        return Ok(found);
    }
    let metadata = ImdsRegionProvider::builder().build();
    let asked = tokio::time::timeout(METADATA, metadata.region()).await;
    let found = |region: Region| FoundRegion {
        name: region.as_ref().to_owned(),
        source: RegionSource::InstanceMetadata,
    };
    let region = asked.ok().flatten().map(found);
    region.ok_or_else(|| Failure::new(FailureKind::NoRegion, "no AWS Region is known"))
}

/// The Region that the environment names. No file is read and nothing is asked.
pub async fn environment_region() -> Option<FoundRegion> {
    let region = EnvironmentVariableRegionProvider::new().region().await?;
    // A variable that is empty is not set.
    let is_set = !region.as_ref().is_empty();
    is_set.then(|| FoundRegion { name: region.as_ref().to_owned(), source: RegionSource::Environment })
}

/// The Region that is given, or that the environment or the profile names. Nothing is asked.
async fn configured_region(options: &Options) -> Option<FoundRegion> {
    if let Some(name) = &options.region {
        return Some(FoundRegion { name: name.clone(), source: RegionSource::Given });
    }
    // A profile that was asked for by name beats the environment: that is why it was asked for.
    let profile = match &options.profile {
        Some(name) => ProfileFileRegionProvider::builder().profile_name(name).build(),
        None => ProfileFileRegionProvider::new(),
    };
    let named =
        |region: Region| FoundRegion { name: region.as_ref().to_owned(), source: RegionSource::Profile };
    let environment = environment_region().await;
    let profile = profile.region().await.map(named);
    if options.profile.is_some() { profile.or(environment) } else { environment.or(profile) }
}

/// Loads the configuration for calls that must be over within `limit`. A Region that cannot be found is absent
/// in it. Credentials are not looked for before the first call, or [`credentials`].
pub async fn load(options: &Options, limit: Duration) -> SdkConfig {
    let region = region(options).await.ok().map(|region| Region::new(region.name));
    let timeouts = TimeoutConfig::builder()
        .connect_timeout((limit / 2).clamp(Duration::from_millis(1), Duration::from_secs(3)))
        .operation_attempt_timeout(limit)
        .operation_timeout(limit)
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .region(region)
        .timeout_config(timeouts)
        // A diagnosis wants to see the failure, not to ride it out: one retry, soon.
        .retry_config(
            RetryConfig::standard().with_max_attempts(2).with_initial_backoff(Duration::from_millis(100)),
        );
    // A name that AWS's rule for names does not take is a command that is called otherwise than all others.
    if let Ok(name) = AppName::new(format!("chalkstore.{}", options.command)) {
        loader = loader.app_name(name);
    }
    if let Some(profile) = &options.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(url) = &options.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    loader.load().await
}

/// Finds credentials, so that their absence is told apart from all that can be wrong with a call.
///
/// # Errors
/// [`FailureKind::NoCredentials`], [`FailureKind::ExpiredCredentials`], [`FailureKind::Timeout`], or
/// [`FailureKind::Other`] where a provider that is configured fails.
pub async fn credentials(config: &SdkConfig, limit: Duration) -> Result<Credentials, NoCredentials> {
    let Some(provider) = config.credentials_provider() else {
        return Err(NoCredentials(Failure::new(FailureKind::NoCredentials, "none are configured")));
    };
    match tokio::time::timeout(limit, provider.provide_credentials()).await {
        Ok(Ok(credentials)) => Ok(credentials),
        Ok(Err(error)) => Err(credentials_failure(&error)),
        Err(_) => Err(unanswered(limit)),
    }
}

/// No provider came to its end in time.
fn unanswered(after: Duration) -> NoCredentials {
    NoCredentials(Failure::timeout("no provider of credentials answered", after))
}

/// Finds the Region within a context's deadline: once for each profile, where the context belongs to a run of many.
///
/// # Errors
/// [`FailureKind::NoRegion`] where the search came to its end. A search that was cut short has not looked everywhere:
/// [`FailureKind::Timeout`], or [`FailureKind::Interrupted`].
pub async fn region_within(options: &Options, context: &Context) -> Result<FoundRegion, Failure> {
    let search = Box::pin(region(options));
    let found = match (context.session(), &options.region) {
        (Some(session), None) => context.within(Box::pin(session.region(options, search))).await,
        _ => context.within(search).await,
    };
    found.unwrap_or_else(|late| Err(cut_short(late, context)))
}

/// A search for a Region that did not come to its end.
fn cut_short(late: TimedOut, context: &Context) -> Failure {
    if context.is_stopped() {
        Failure::new(FailureKind::Interrupted, "interrupted before an AWS Region was found")
    } else {
        let after = lasting(late.after);
        let words =
            format!("no AWS Region was found within {after}; --region or AWS_REGION spares the search");
        Failure::new(FailureKind::Timeout, words)
    }
}

/// Loads the configuration and finds credentials within a context's deadline, once for all clients; and once for each
/// profile, where the context belongs to a run of many.
///
/// # Errors
/// As [`credentials`].
pub async fn connect(
    options: &Options,
    context: &Context,
) -> Result<(SdkConfig, Credentials), NoCredentials> {
    // A provider that hangs must leave time to say so.
    let limit = context.remaining().saturating_sub(TO_SAY);
    let search = async {
        let config = load(options, limit).await;
        credentials(&config, limit).await.map(|keys| (config, keys))
    };
    let search = Box::pin(search);
    let found = match context.session() {
        Some(session) => context.within(Box::pin(session.connect(options, search))).await,
        None => context.within(search).await,
    };
    match found {
        Ok(found) => found,
        Err(late) if context.is_stopped() => {
            Err(NoCredentials(Failure::unanswered("a provider of credentials", late, context)))
        }
        Err(late) => Err(unanswered(late.after)),
    }
}

/// The same configuration in another Region, with credentials that were found once, so that no client looks for them
/// again.
pub fn in_region(config: &SdkConfig, region: &str, credentials: Credentials) -> SdkConfig {
    config
        .to_builder()
        .region(Region::new(region.to_owned()))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}

#[cfg(test)]
mod tests {
    use tokio::sync::watch;

    use super::*;

    #[tokio::test]
    async fn a_search_that_was_interrupted_has_not_looked_everywhere() {
        let (_stop, stopped) = watch::channel(true);
        let context = Context::new(Duration::from_mins(1), "p", None).stopped_by(stopped);
        let failure = region_within(&Options::default(), &context).await.expect_err("it was stopped");
        assert_eq!(failure.kind, FailureKind::Interrupted);
        assert_eq!(failure.message, "interrupted before an AWS Region was found");
    }
}
