//! The ARN of a role.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::secrets::shown_value;

/// An IAM role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// Its ARN.
    pub arn: String,
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: String,
    /// Its account's twelve digits.
    pub account: String,
    /// Whether the ARN of a session was given, which does not tell the role's path.
    pub of_session: bool,
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refusal = || {
            format!(
                "`{}` is no role's ARN: write it as arn:aws:iam::123456789012:role/NAME",
                shown_value(text)
            )
        };
        let parts: Vec<&str> = text.trim().splitn(6, ':').collect();
        let &["arn", partition, service, "", account, resource] = parts.as_slice() else {
            return Err(refusal());
        };
        let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
        let is_partition = partition == "aws" || partition.starts_with("aws-");
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "+=,.@_-/".contains(c))
        };
        if !is_account || !is_partition {
            return Err(refusal());
        }
        let (name, of_session) = match (service, resource.split_once('/')) {
            ("iam", Some(("role", name))) => (name, false),
            ("sts", Some(("assumed-role", rest))) => (rest.split('/').next().unwrap_or_default(), true),
            ("iam", Some(("user" | "group", _)) | None) => {
                return Err(
                    "a deployment has a role, and this is the ARN of something else in IAM: write the \
                            role's, as arn:aws:iam::123456789012:role/NAME"
                        .to_owned(),
                );
            }
            _ => return Err(refusal()),
        };
        if !is_name(name) || name.ends_with('/') {
            return Err(refusal());
        }
        Ok(Self {
            arn: format!("arn:{partition}:iam::{account}:role/{name}"),
            partition: partition.to_owned(),
            account: account.to_owned(),
            of_session,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_turned_into_its_role() {
        let role = |text: &str| text.parse::<Role>().map(|role| (role.arn, role.of_session));
        let arn = "arn:aws:iam::123456789012:role/team/chalk".to_owned();
        assert_eq!(role(&arn), Ok((arn, false)));
        let session = "arn:aws-cn:sts::123456789012:assumed-role/chalk/i-0abc";
        assert_eq!(role(session), Ok(("arn:aws-cn:iam::123456789012:role/chalk".to_owned(), true)));
        for text in [
            "chalk",
            "arn:aws:iam::123456789012:user/chalk",
            "arn:aws:iam::123456789012:root",
            "arn:aws:iam::12345:role/chalk",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:iam::123456789012:role/a b",
            "arn:aws:s3:::bucket",
            "arn:aws:iam:us-east-1:123456789012:role/chalk",
        ] {
            let refusal = role(text).expect_err(text);
            assert!(refusal.contains(":role/NAME"), "{refusal}");
        }
    }
}
