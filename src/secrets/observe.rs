//! Reading secrets from AWS Secrets Manager.

use aws_sdk_secretsmanager::Client;
use jiff::Timestamp;

use super::{Secret, Version};
use crate::aws::{self, Failure, FailureKind};
use crate::connect::text::escape;
use crate::observe::Context;

/// Reads the current value of a secret, by name or ARN, and which version it is. An ARN names its Region; one that was
/// given stands.
///
/// # Errors
/// Why it could not be read: no Region, no credentials, no such secret, not allowed, no answer, or a value that
/// is not text.
pub async fn get_secret(
    name_or_arn: &str,
    options: &aws::Options,
    context: &Context,
) -> Result<(Secret, Version), Failure> {
    let mut options = options.clone();
    if options.region.is_none() {
        options.region = region_of(name_or_arn).map(str::to_owned);
    }
    context.stage("AWS configuration");
    options.region = Some(aws::region_within(&options, context).await?.name);
    context.stage("AWS credentials");
    let (config, credentials) = aws::connect(&options, context).await?;
    context.stage("GetSecretValue");
    let config =
        aws_sdk_secretsmanager::config::Builder::from(&config).credentials_provider(credentials).build();
    let call = Client::from_conf(config).get_secret_value().secret_id(name_or_arn).send();
    let answer = context
        .within(call)
        .await
        .map_err(|late| Failure::unanswered("Secrets Manager", late, context))?
        .map_err(|error| aws::failure(&error))?;
    let created_at = answer.created_date.and_then(|at| Timestamp::from_second(at.secs()).ok());
    let version = Version {
        secret: name_or_arn.to_owned(),
        id: answer.version_id.as_deref().map(escape),
        created_at: created_at.map(|at| at.to_string()),
    };
    if let Some(text) = answer.secret_string {
        return Ok((Secret::new(text), version));
    }
    // Some tools store everything as bytes.
    let bytes = answer.secret_binary.map(aws_sdk_secretsmanager::primitives::Blob::into_inner);
    match bytes.map(String::from_utf8) {
        Some(Ok(text)) => Ok((Secret::new(text), version)),
        Some(Err(_)) => Err(Failure::new(FailureKind::Unusable, "it holds bytes that are not text")),
        None => Err(Failure::new(FailureKind::Unusable, "it has no value")),
    }
}

/// The Region that an ARN names.
fn region_of(arn: &str) -> Option<&str> {
    let mut parts = arn.split(':');
    let (prefix, _partition, service, region) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    (prefix == "arn" && service == "secretsmanager" && !region.is_empty()).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_names_its_region() {
        let arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:chalk/online-store-AbCdEf";
        assert_eq!(region_of(arn), Some("eu-west-1"));
        assert_eq!(region_of("chalk/online-store"), None);
        assert_eq!(region_of("arn:aws:s3:::bucket"), None);
    }
}
