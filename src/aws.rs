//! The one place that loads AWS configuration: Region, profile, endpoint, time-outs, credentials; and the one
//! that turns an SDK's error into something a person can act on.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::imds::region::ImdsRegionProvider;
use aws_config::meta::region::ProvideRegion;
use aws_config::profile::ProfileFileRegionProvider;
use aws_config::retry::{ErrorKind, RetryConfig};
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The longest message of AWS's or of a provider's that is kept, in characters.
const LONGEST: usize = 300;

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

/// Why AWS gave no answer, as far as it decides what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// No Region is known.
    NoRegion,
    /// No credentials were found.
    NoCredentials,
    /// The credentials, or the sign-in that they come from, have expired.
    ExpiredCredentials,
    /// AWS does not know the credentials, or the signature made with them is wrong.
    InvalidCredentials,
    /// The credentials are good, but do not allow this.
    AccessDenied,
    /// There is no such thing.
    NotFound,
    /// It is there, but not in a state in which it can be used.
    Unusable,
    /// Something else is being done to it at this moment.
    InUse,
    /// A quota or a limit of the service stands in the way.
    Limit,
    /// AWS does not accept what was asked for.
    Refused,
    /// AWS failed, and says that it did.
    ServerFault,
    /// Too many requests.
    Throttled,
    /// The endpoint cannot be reached.
    Unreachable,
    /// No answer in time.
    Timeout,
    /// Anything else.
    Other,
}

/// Why AWS gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
pub struct Failure {
    /// What kind of failure it is.
    pub kind: FailureKind,
    /// AWS's own code, such as `AccessDeniedException`.
    pub code: Option<String>,
    /// The request's id, which AWS's support asks for.
    pub request_id: Option<String>,
    /// One line about it.
    pub message: String,
}

impl Failure {
    /// A failure that no service reported.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, code: None, request_id: None, message: message.into() }
    }

    /// The deadline passed while waiting for `what`.
    pub fn timeout(what: &str, after: Duration) -> Self {
        Self::new(FailureKind::Timeout, format!("{what} within {} ms", after.as_millis()))
    }
}

/// The message, then code and request id, where there are any.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match (&self.code, &self.request_id) {
            (Some(code), Some(id)) => write!(f, " ({code}, request {id})"),
            (Some(text), None) | (None, Some(text)) => write!(f, " ({text})"),
            (None, None) => Ok(()),
        }
    }
}

/// Finds the Region: given, environment, profile; and only then the instance's metadata, which is not there at all
/// on most machines and would be waited for in vain.
pub async fn region(options: &Options, limit: Duration) -> Option<FoundRegion> {
    let found = |name: String, source| Some(FoundRegion { name, source });
    if let Some(name) = &options.region {
        return found(name.clone(), RegionSource::Given);
    }
    let text = |region: Region| region.as_ref().to_owned();
    // A profile that was asked for by name beats the environment: that is why it was asked for.
    let profile = match &options.profile {
        Some(name) => ProfileFileRegionProvider::builder().profile_name(name).build(),
        None => ProfileFileRegionProvider::new(),
    };
    let environment = EnvironmentVariableRegionProvider::new().region().await;
    let profile = profile.region().await;
    let (first, second) = ((environment, RegionSource::Environment), (profile, RegionSource::Profile));
    let order = if options.profile.is_some() { [second, first] } else { [first, second] };
    for (region, source) in order {
        if let Some(region) = region {
            return found(text(region), source);
        }
    }
    let metadata = ImdsRegionProvider::builder().build();
    let asked = tokio::time::timeout(limit.min(METADATA), metadata.region()).await;
    asked.ok().flatten().and_then(|region| found(text(region), RegionSource::InstanceMetadata))
}

/// Loads the configuration for calls that must be over within `limit`. A Region that cannot be found is absent
/// in it. Credentials are not looked for before the first call, or [`credentials`].
pub async fn load(options: &Options, limit: Duration) -> SdkConfig {
    let region = region(options, limit).await.map(|region| Region::new(region.name));
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
pub async fn credentials(config: &SdkConfig, limit: Duration) -> Result<Credentials, Failure> {
    let Some(provider) = config.credentials_provider() else {
        return Err(Failure::new(FailureKind::NoCredentials, "no credentials are configured"));
    };
    match tokio::time::timeout(limit, provider.provide_credentials()).await {
        Ok(Ok(credentials)) => Ok(credentials),
        Ok(Err(error)) => Err(credentials_failure(&error)),
        Err(_) => Err(Failure::timeout("no provider of credentials answered", limit)),
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

fn credentials_failure(error: &CredentialsError) -> Failure {
    let message = one_line(&innermost(error));
    let lower = message.to_lowercase();
    if lower.contains("expired") {
        return Failure::new(FailureKind::ExpiredCredentials, message);
    }
    match error {
        // What follows is a paragraph on every place that was looked into.
        CredentialsError::CredentialsNotLoaded(_) if lower.starts_with("no credentials found in chain") => {
            Failure::new(
                FailureKind::NoCredentials,
                "none in the environment, the profile, a web identity, the container or the instance",
            )
        }
        CredentialsError::CredentialsNotLoaded(_) => Failure::new(FailureKind::NoCredentials, message),
        CredentialsError::ProviderTimedOut(_) => Failure::new(FailureKind::Timeout, message),
        // A profile that signs in, and nobody has.
        _ if lower.contains("sso token") => Failure::new(FailureKind::NoCredentials, message),
        _ => Failure::new(FailureKind::Other, message),
    }
}

/// What a call's error means.
pub fn failure<E>(error: &SdkError<E, HttpResponse>) -> Failure
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let mut failure = match error {
        SdkError::ServiceError(refused) if error.code().is_none() => Failure::new(
            if refused.raw().status().as_u16() >= 500 {
                FailureKind::ServerFault
            } else {
                FailureKind::Other
            },
            format!("HTTP {} without a reason that can be read", refused.raw().status().as_u16()),
        ),
        SdkError::ServiceError(_) => service_failure(error.code(), error.message()),
        SdkError::TimeoutError(_) => Failure::new(FailureKind::Timeout, "AWS did not answer in time"),
        SdkError::DispatchFailure(dispatch) => {
            let kind = if dispatch.is_timeout() {
                FailureKind::Timeout
            } else if dispatch.is_io() || dispatch.as_other() == Some(ErrorKind::TransientError) {
                // Not there, or gone before the answer was whole.
                FailureKind::Unreachable
            } else {
                FailureKind::Other
            };
            let source = dispatch
                .as_connector_error()
                .map_or_else(|| "no connection".to_owned(), |error| innermost(error));
            Failure::new(kind, one_line(&source))
        }
        SdkError::ResponseError(_) => {
            Failure::new(FailureKind::Other, "the endpoint's answer is none of AWS's")
        }
        _ => Failure::new(
            FailureKind::Other,
            one_line(&error.source().map_or_else(|| error.to_string(), innermost)),
        ),
    };
    failure.request_id = error.request_id().map(one_line);
    failure
}

fn service_failure(code: Option<&str>, message: Option<&str>) -> Failure {
    let kind = match code.unwrap_or_default() {
        "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" => FailureKind::ExpiredCredentials,
        "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "IncompleteSignature"
        | "IncompleteSignatureException"
        | "InvalidAccessKeyId"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "AuthFailure" => FailureKind::InvalidCredentials,
        "AccessDenied" | "AccessDeniedException" | "NotAuthorized" | "UnauthorizedOperation" => {
            FailureKind::AccessDenied
        }
        "ResourceNotFoundException"
        | "TableNotFoundException"
        | "ObjectNotFoundException"
        | "NoSuchEntity" => FailureKind::NotFound,
        "ResourceInUseException"
        | "TableInUseException"
        | "ConcurrentUpdateException"
        | "ContinuousBackupsUnavailableException"
        | "ReplicatedWriteConflictException"
        | "TransactionConflictException" => FailureKind::InUse,
        "LimitExceededException" | "LimitExceeded" | "ServiceQuotaExceededException" => FailureKind::Limit,
        "ValidationException"
        | "ValidationError"
        | "InvalidParameterException"
        | "MalformedPolicyDocumentException" => FailureKind::Refused,
        "InternalServerError"
        | "InternalServerErrorException"
        | "InternalServiceException"
        | "InternalServiceError"
        | "InternalFailure"
        | "ServiceUnavailable"
        | "ServiceUnavailableException" => FailureKind::ServerFault,
        // Secrets Manager: scheduled for deletion, or its key is out of reach.
        "InvalidRequestException" | "DecryptionFailure" | "EncryptionFailure" => FailureKind::Unusable,
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestLimitExceeded"
        | "TooManyRequestsException"
        | "ProvisionedThroughputExceededException" => FailureKind::Throttled,
        _ => FailureKind::Other,
    };
    let message = match (kind, message) {
        // Some services print the whole request that they would have signed, session token included.
        (FailureKind::InvalidCredentials, Some(message)) => {
            message.split(['.', '\n']).next().unwrap_or_default()
        }
        (_, Some(message)) => message,
        (_, None) => "AWS refused, without saying why",
    };
    Failure { kind, code: code.map(one_line), request_id: None, message: one_line(message) }
}

/// Whether what is to stand for AWS is a URL: in the flag, or in `AWS_ENDPOINT_URL` and those of single services.
///
/// # Errors
/// What is none, and how one looks. A value may hold a password, and is not repeated.
pub fn check_endpoints() -> Result<(), String> {
    for (name, value) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with("AWS_ENDPOINT_URL")) else { continue };
        // The SDK takes an empty one for an endpoint, too, and offers no way to hide it.
        if value.is_empty() {
            return Err(format!("the variable {name} is empty, which is no URL: unset it (`unset {name}`)"));
        }
        if !is_url(&value.to_string_lossy()) {
            return Err(format!(
                "the variable {name} is no URL: write for example http://127.0.0.1:4566, or unset it"
            ));
        }
    }
    Ok(())
}

/// Whether a text is the URL of an endpoint, as far as can be told without asking there.
pub fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
}

/// An endpoint's URL as it may be kept: nobody should put a password into an endpoint, but somebody will.
pub fn without_userinfo(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if scheme.is_empty() { format!("{host}{path}") } else { format!("{scheme}://{host}{path}") }
}

/// The last error of a chain, which is the one that says what happened.
fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

/// The text on one line, without control characters, not too long.
fn one_line(text: &str) -> String {
    let mut line: String = text
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .take(LONGEST)
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        for (code, kind) in [
            ("ExpiredTokenException", FailureKind::ExpiredCredentials),
            ("UnrecognizedClientException", FailureKind::InvalidCredentials),
            ("InvalidSignatureException", FailureKind::InvalidCredentials),
            ("AccessDeniedException", FailureKind::AccessDenied),
            ("ResourceNotFoundException", FailureKind::NotFound),
            ("ThrottlingException", FailureKind::Throttled),
            ("InternalServerError", FailureKind::ServerFault),
            ("ResourceInUseException", FailureKind::InUse),
            ("LimitExceededException", FailureKind::Limit),
            ("ValidationException", FailureKind::Refused),
            ("SomethingNew", FailureKind::Other),
        ] {
            let failure = service_failure(Some(code), Some("said\nso"));
            assert_eq!(failure.kind, kind, "{code}");
            assert_eq!(failure.code.as_deref(), Some(code));
        }
    }

    #[test]
    fn a_canonical_request_is_not_repeated() {
        let said = "The signature does not match. The Canonical String should have been\nx-amz-security-token:SECRET";
        let failure = service_failure(Some("InvalidSignatureException"), Some(said));
        assert_eq!(failure.to_string(), "The signature does not match (InvalidSignatureException)");
    }

    #[test]
    fn an_endpoint_keeps_no_credentials() {
        assert_eq!(without_userinfo("http://user:pw@localhost:8000/x@y"), "http://localhost:8000/x@y");
        assert_eq!(without_userinfo("http://localhost:8000"), "http://localhost:8000");
    }

    #[test]
    fn messages_are_one_short_line() {
        assert_eq!(one_line("a\nb\u{1b}c"), "a b c");
        assert_eq!(one_line(&"x".repeat(400)).chars().count(), LONGEST + 1);
        let failure = Failure { request_id: Some("R1".into()), ..service_failure(None, None) };
        assert_eq!(failure.to_string(), "AWS refused, without saying why (R1)");
    }
}
