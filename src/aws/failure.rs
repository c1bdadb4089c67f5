//! Why AWS gave no answer, and the one place that turns an SDK's error into something a person can act on.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use aws_config::retry::ErrorKind;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::observe::{Context, LONGER, TimedOut};
use crate::words::lasting;

/// The longest message of AWS's or of a provider's that is kept, in characters.
const LONGEST: usize = 300;

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
    /// Whoever runs this ended it before an answer came: that says nothing of AWS.
    Interrupted,
    /// Anything else.
    Other,
}

/// What was wanted of AWS, and did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The name of a Region: AWS was not asked yet.
    Region,
    /// Credentials: AWS was not asked yet.
    Credentials,
    /// An answer.
    Answer,
}

impl FailureKind {
    /// Whether asking again is no use: somebody has to change something first.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::NoRegion
                | Self::NoCredentials
                | Self::ExpiredCredentials
                | Self::InvalidCredentials
                | Self::AccessDenied
                | Self::Refused
        )
    }

    /// What to do about it, as far as the call does not decide: what it needs, nobody but its room knows.
    pub const fn help(self, wanted: Wanted) -> &'static str {
        match (self, wanted) {
            (Self::Interrupted, _) => "run it again, and let it come to its end",
            (Self::Timeout, Wanted::Region) => {
                "give --region, or set AWS_REGION; or give it longer with --timeout"
            }
            (Self::Timeout, _) => LONGER,
            (Self::NoRegion, _) | (_, Wanted::Region) => "give --region, or set AWS_REGION",
            (Self::NoCredentials, _) => "sign in (aws sso login), or give --profile",
            (Self::ExpiredCredentials, _) => "sign in again (aws sso login)",
            (Self::InvalidCredentials, _) => {
                "look at the credentials: `aws sts get-caller-identity` with the same profile"
            }
            (_, Wanted::Credentials) => {
                "look at the profile: `aws sts get-caller-identity` with the same one should fail in the same way"
            }
            (Self::Throttled, Wanted::Answer) => "ask again later: AWS had too many requests of this account",
            (Self::Unreachable, Wanted::Answer) => {
                "look at the Region's name, the network and AWS_ENDPOINT_URL, and ask again"
            }
            (Self::NotFound, Wanted::Answer) => "look at the name, the account and the Region",
            (Self::ServerFault, Wanted::Answer) => "AWS failed by itself: ask again",
            (_, Wanted::Answer) => "see what it says, and ask again",
        }
    }
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
        Self::new(FailureKind::Timeout, format!("{what} within {}", lasting(after)))
    }

    /// Whether a write that failed so may have been made all the same: nobody says that it was refused. What stands in a
    /// conditional write's way is somebody else's.
    pub fn may_have_been_made(&self) -> bool {
        let is_refused = self.kind.is_final()
            || matches!(self.kind, FailureKind::NotFound | FailureKind::Throttled | FailureKind::InUse);
        !is_refused && self.code.as_deref() != Some("ConditionalCheckFailedException")
    }

    /// A wait for `who` that ended without an answer: by the deadline, or by whoever runs this.
    pub fn unanswered(who: &str, late: TimedOut, context: &Context) -> Self {
        if context.is_stopped() {
            Self::new(FailureKind::Interrupted, format!("interrupted before {who} answered"))
        } else {
            Self::timeout(&format!("{who} did not answer"), late.after)
        }
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

/// Why there are no credentials, in words that stand behind "no AWS credentials".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoCredentials(pub Failure);

/// Where a call was to be made with them, it is said that it is credentials which are missing. Who did not answer in time
/// says so itself.
impl From<NoCredentials> for Failure {
    fn from(NoCredentials(why): NoCredentials) -> Self {
        match why.kind {
            FailureKind::Timeout | FailureKind::Interrupted => why,
            _ => Self { message: format!("no AWS credentials: {}", why.message), ..why },
        }
    }
}

pub(super) fn credentials_failure(error: &CredentialsError) -> NoCredentials {
    let message = one_line(&innermost(error));
    let lower = message.to_lowercase();
    let (kind, message) = match error {
        _ if lower.contains("expired") => (FailureKind::ExpiredCredentials, message),
        // What follows is a paragraph on every place that was looked into.
        CredentialsError::CredentialsNotLoaded(_) if lower.starts_with("no credentials found in chain") => (
            FailureKind::NoCredentials,
            "none in the environment, the profile, a web identity, the container or the instance".to_owned(),
        ),
        CredentialsError::CredentialsNotLoaded(_) => (FailureKind::NoCredentials, message),
        CredentialsError::ProviderTimedOut(_) => (FailureKind::Timeout, message),
        // A profile that signs in, and nobody has; or the last place is switched off, and the others held none.
        _ if lower.contains("sso token") || lower.contains("imds is disabled") => {
            (FailureKind::NoCredentials, message)
        }
        _ => (FailureKind::Other, message),
    };
    NoCredentials(Failure::new(kind, message))
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
        "AccessDenied"
        | "AccessDeniedException"
        | "NotAuthorized"
        | "UnauthorizedOperation"
        | "ForbiddenException" => FailureKind::AccessDenied,
        "ResourceNotFoundException"
        | "TableNotFoundException"
        | "ObjectNotFoundException"
        | "NotFoundException"
        | "GlobalClusterNotFoundFault"
        | "DBClusterNotFoundFault"
        | "DBParameterGroupNotFound"
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
        | "InvalidParameterValue"
        | "InvalidParameterValueException"
        | "BadRequestException"
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
    fn credentials_that_are_missing_are_called_so() {
        for (error, kind, message) in [
            (
                CredentialsError::not_loaded("no credentials found in chain: a, b"),
                FailureKind::NoCredentials,
                "no AWS credentials: none in the environment",
            ),
            (
                CredentialsError::provider_error(
                    "request forbidden: IMDS is disabled by AWS_EC2_METADATA_DISABLED",
                ),
                FailureKind::NoCredentials,
                "no AWS credentials: request forbidden: IMDS is disabled",
            ),
            (
                CredentialsError::provider_error("the token has expired"),
                FailureKind::ExpiredCredentials,
                "no AWS credentials: the token has expired",
            ),
            (
                CredentialsError::provider_error("a process ended with 1"),
                FailureKind::Other,
                "no AWS credentials: a process",
            ),
        ] {
            let why = credentials_failure(&error);
            assert!(!why.0.message.contains("no AWS credentials"), "{why:?}");
            let failure = Failure::from(why);
            assert_eq!(failure.kind, kind);
            assert!(failure.message.starts_with(message), "{failure}");
        }
    }

    #[test]
    fn a_canonical_request_is_not_repeated() {
        let said = "The signature does not match. The Canonical String should have been\nx-amz-security-token:SECRET";
        let failure = service_failure(Some("InvalidSignatureException"), Some(said));
        assert_eq!(failure.to_string(), "The signature does not match (InvalidSignatureException)");
    }

    #[test]
    fn messages_are_one_short_line() {
        assert_eq!(one_line("a\nb\u{1b}c"), "a b c");
        assert_eq!(one_line(&"x".repeat(400)).chars().count(), LONGEST + 1);
        let failure = Failure { request_id: Some("R1".into()), ..service_failure(None, None) };
        assert_eq!(failure.to_string(), "AWS refused, without saying why (R1)");
    }
}
