//! Values of a wanted table as people write them, on the command line and in files.

use std::fmt;
use std::str::FromStr;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::in_files;
use crate::secrets::shown_value;

/// A layout that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LayoutName {
    /// The documentation's keys: `pk` and `sk`.
    Documented,
    /// The vendored Terraform module's keys: `__id__` and `__ns__`, expiry in `__exp__`.
    Vendored,
}

/// How capacity is to be paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BillingName {
    /// By request.
    #[serde(alias = "on_demand")]
    OnDemand,
    /// A fixed capacity.
    Provisioned,
    /// A capacity that follows the traffic.
    Autoscaling,
}

/// Whose key encrypts the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EncryptionName {
    /// A key that AWS owns: free, and always on.
    #[serde(alias = "aws_owned")]
    AwsOwned,
    /// The account's `aws/dynamodb` key.
    #[serde(alias = "aws_managed")]
    AwsManaged,
    /// The keys of --kms-key.
    Customer,
}

/// What is on or off; `true` and `false` are taken too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = in_files::or_boolean)]
pub enum Switch {
    /// On.
    #[value(alias = "true")]
    On,
    /// Off.
    #[value(alias = "false")]
    Off,
}

impl Switch {
    /// Whether it is on.
    pub const fn is_on(self) -> bool {
        matches!(self, Self::On)
    }
}

impl From<bool> for Switch {
    fn from(is_on: bool) -> Self {
        if is_on { Self::On } else { Self::Off }
    }
}

/// `MIN-MAX` units, with `@TARGET` percent or without: `500-5000@70`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Bounds {
    /// The least capacity, in units.
    pub min: u64,
    /// The most capacity, in units.
    pub max: u64,
    /// The utilisation to keep, in percent.
    pub target: Option<f64>,
}

impl FromStr for Bounds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refusal = || {
            format!(
                "`{}` is no range: write MIN-MAX or MIN-MAX@TARGET, such as 500-5000@70",
                shown_value(text)
            )
        };
        let (bounds, target) = match text.split_once('@') {
            Some((bounds, target)) => {
                let target = target.trim().trim_end_matches('%').parse::<f64>().map_err(|_| refusal())?;
                if !target.is_finite() {
                    return Err(refusal());
                }
                (bounds, Some(target))
            }
            None => (text, None),
        };
        let (min, max) = bounds.split_once('-').ok_or_else(refusal)?;
        let units = |text: &str| text.trim().parse::<u64>().map_err(|_| refusal());
        Ok(Self { min: units(min)?, max: units(max)?, target })
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.min, self.max)?;
        self.target.map_or(Ok(()), |target| write!(f, "@{target}"))
    }
}

/// `REGION`, or `REGION=MIN-MAX[@TARGET]`: another Region, and how its reads scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct ReplicaWanted {
    /// The Region.
    pub region: String,
    /// How its reads scale; as those of the table's own Region where nothing is said.
    pub read: Option<Bounds>,
}

impl FromStr for ReplicaWanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (region, read) = match text.split_once('=') {
            Some((region, read)) => (region, Some(read.parse()?)),
            None => (text, None),
        };
        Ok(Self { region: region.trim().to_owned(), read })
    }
}

impl fmt::Display for ReplicaWanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.region)?;
        self.read.map_or(Ok(()), |read| write!(f, "={read}"))
    }
}

/// `READ,WRITE` units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Units {
    /// Read units a second.
    pub read: u64,
    /// Write units a second.
    pub write: u64,
}

impl FromStr for Units {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refusal =
            || format!("`{}` are no units: write READ,WRITE units, such as 12000,4000", shown_value(text));
        let (read, write) = text.split_once(',').ok_or_else(refusal)?;
        let units = |text: &str| text.trim().parse::<u64>().map_err(|_| refusal());
        Ok(Self { read: units(read)?, write: units(write)? })
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.read, self.write)
    }
}

/// `KEY`, or `REGION=KEY`: the ID or the ARN of a KMS key, or, where it is a secret's, its alias.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct KeyWanted {
    /// The Region; that of the ARN, or the table's own, where nothing is said.
    pub region: Option<String>,
    /// The key.
    pub key: String,
}

impl FromStr for KeyWanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_key = |c: char| c.is_ascii_alphanumeric() || ":/_-".contains(c);
        let (region, key) = match text.split_once('=') {
            Some((region, key)) => (Some(region.to_owned()), key),
            None => (text.strip_prefix("arn:").and_then(|_| text.split(':').nth(3)).map(str::to_owned), text),
        };
        if key.is_empty() || !key.chars().all(is_key) {
            return Err(
                "write KEY or REGION=KEY, such as us-east-1=1234abcd-12ab-34cd-56ef-1234567890ab".to_owned()
            );
        }
        Ok(Self { region, key: key.to_owned() })
    }
}

impl fmt::Display for KeyWanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.region {
            Some(region) => write!(f, "{region}={}", self.key),
            None => f.write_str(&self.key),
        }
    }
}

/// In files they are written as on the command line.
macro_rules! as_text {
    ($($type:ty),+) => {
        $(
            impl TryFrom<String> for $type {
                type Error = String;

                fn try_from(text: String) -> Result<Self, String> {
                    text.parse()
                }
            }

            impl From<$type> for String {
                fn from(value: $type) -> Self {
                    value.to_string()
                }
            }
        )+
    };
}

as_text!(Bounds, ReplicaWanted, Units, KeyWanted);

/// `KEY=VALUE`.
///
/// # Errors
/// When there is no key.
pub fn tag(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write KEY=VALUE, such as chalk_environment=production".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_they_are_read() {
        for text in ["500-5000@70", "1-2"] {
            assert_eq!(text.parse::<Bounds>().map(|bounds| bounds.to_string()), Ok(text.to_owned()));
        }
        for text in ["us-west-2", "us-west-2=5-10@50"] {
            assert_eq!(text.parse::<ReplicaWanted>().map(|one| one.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("12000,4000".parse(), Ok(Units { read: 12000, write: 4000 }));
        let arn = "arn:aws:kms:eu-west-1:123456789012:key/1";
        assert_eq!(arn.parse::<KeyWanted>().map(|key| key.region), Ok(Some("eu-west-1".to_owned())));
        assert_eq!("alias/x".parse::<KeyWanted>().map(|key| key.region), Ok(None));
        for text in ["", "5", "a-b", "5-", "-5", "1-2@x", "1-2@nan", "1-2@inf"] {
            assert!(text.parse::<Bounds>().is_err(), "{text}");
        }
        assert!("1".parse::<Units>().is_err() && "a b".parse::<KeyWanted>().is_err());
        assert_eq!("5-10@70%".parse::<Bounds>().map(|bounds| bounds.target), Ok(Some(70.0)));
        assert_eq!(tag("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(tag("=x").is_err() && tag("x").is_err());
    }
}
