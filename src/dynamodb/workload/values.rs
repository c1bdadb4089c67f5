//! Values as people write them on the command line and in files: sizes, durations, replicas, choices.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::secrets::shown_value;
use crate::values::duration;

/// What somebody wrote, as a message may quote it.
fn quoted(text: &str) -> String {
    format!("`{}`", shown_value(text.trim()))
}

/// A number of a flag.
///
/// # Errors
/// When it is none. What is out of its range is told by [`super::Inputs::check`], which knows the range.
pub(super) fn decimal(text: &str) -> Result<f64, String> {
    text.trim().parse().map_err(|_| "write a number, such as 2000, 0.25 or 50e6".to_owned())
}

/// A number of bytes: `1536`, `1536B`, `1.5KB`, `2MB`, `1GB`; 1 KB is 1,024 bytes, as `DynamoDB` counts.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, JsonSchema)]
#[schemars(with = "SizeText")]
pub struct ByteSize(pub f64);

/// How a size is written in a file.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum SizeText {
    Bytes(f64),
    Text(String),
}

impl FromStr for ByteSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lower = text.trim().to_ascii_lowercase();
        let units = [
            ("kib", 1024.0),
            ("mib", 1_048_576.0),
            ("gib", 1_073_741_824.0),
            ("tib", 1_099_511_627_776.0),
            ("kb", 1024.0),
            ("mb", 1_048_576.0),
            ("gb", 1_073_741_824.0),
            ("tb", 1_099_511_627_776.0),
            ("b", 1.0),
            ("", 1.0),
        ];
        let (digits, factor) = units
            .iter()
            .find_map(|(unit, factor)| lower.strip_suffix(unit).map(|digits| (digits.trim(), *factor)))
            .unwrap_or((lower.as_str(), 1.0));
        match digits.parse::<f64>() {
            Ok(value) => Ok(Self(value * factor)),
            Err(_) => Err(format!(
                "{} is no size: write bytes such as `1536`, or `1.5KB`, `2MB`, `1GB`",
                quoted(text)
            )),
        }
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl Serialize for ByteSize {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl<'de> Deserialize<'de> for ByteSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = ByteSize;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number of bytes, or a size such as \"1.5KB\"")
            }

            #[expect(clippy::cast_precision_loss, reason = "no size comes near 2^53 bytes")]
            fn visit_i64<E>(self, value: i64) -> Result<ByteSize, E> {
                Ok(ByteSize(value as f64))
            }

            #[expect(clippy::cast_precision_loss, reason = "no size comes near 2^53 bytes")]
            fn visit_u64<E>(self, value: u64) -> Result<ByteSize, E> {
                Ok(ByteSize(value as f64))
            }

            fn visit_f64<E>(self, value: f64) -> Result<ByteSize, E> {
                Ok(ByteSize(value))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<ByteSize, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// How long something lives: `30d`, `12h`, `1h 30m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Lifetime {
    /// The same in seconds.
    pub seconds: u64,
}

impl FromStr for Lifetime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        duration(text).map(|duration| Self { seconds: duration.as_secs() })
    }
}

impl fmt::Display for Lifetime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, day) = (self.seconds, 86_400);
        // A month of humantime is no whole number of days; days are what people say.
        if seconds > 0 && seconds.is_multiple_of(day) {
            return write!(formatter, "{}d", seconds / day);
        }
        humantime::format_duration(Duration::from_secs(seconds)).fmt(formatter)
    }
}

impl Serialize for Lifetime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Lifetime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let lifetime = String::deserialize(deserializer)?.parse();
        lifetime.map_err(|reason: String| serde::de::Error::custom(format!("ttl: {reason}")))
    }
}

/// How long one lookup may take: `5ms`. A file may also say it as a bare number, which is milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Latency(pub Duration);

impl Latency {
    /// More is a slip of the unit.
    const LONGEST: Duration = Duration::from_secs(1000);

    /// The same in milliseconds.
    pub fn ms(self) -> f64 {
        self.0.as_secs_f64() * 1000.0
    }

    fn within(duration: Duration) -> Result<Self, String> {
        if duration.is_zero() || duration > Self::LONGEST {
            return Err("it has to be more than 0 and at most 1000s".to_owned());
        }
        Ok(Self(duration))
    }
}

impl FromStr for Latency {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        duration(text).and_then(Self::within)
    }
}

impl Serialize for Latency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&humantime::format_duration(self.0))
    }
}

impl<'de> Deserialize<'de> for Latency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a duration such as \"5ms\"")]
        enum Written {
            Text(String),
            Milliseconds(f64),
        }
        let latency = match Written::deserialize(deserializer)? {
            Written::Text(text) => text.parse(),
            Written::Milliseconds(ms) => {
                Self::within(Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default())
            }
        };
        latency.map_err(|reason: String| serde::de::Error::custom(format!("latency: {reason}")))
    }
}

/// A replica of a global table, and the traffic of its own Region. On the command line `REGION[=READ_QPS[,WRITE_QPS]]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplicaInput {
    /// Its Region, such as `us-west-2`.
    pub region: String,
    /// Queries per second at the peak that its own query servers send. Default: none.
    #[serde(default)]
    pub read_qps: Option<f64>,
    /// Item writes per second at the peak that are sent to it, not replicated to it. Default: none.
    #[serde(default)]
    pub write_qps: Option<f64>,
}

impl FromStr for ReplicaInput {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (region, traffic) = match text.split_once('=') {
            Some((region, traffic)) => (region, Some(traffic)),
            None => (text, None),
        };
        let mut rates = traffic.into_iter().flat_map(|traffic| traffic.split(','));
        let mut next = || {
            let Some(rate) = rates.next() else { return Ok(None) };
            let parsed = rate.trim().parse::<f64>();
            parsed.map(Some).map_err(|_| {
                "a rate behind the `=` is no number: write REGION=READ_QPS,WRITE_QPS, as us-west-2=200,50"
                    .to_owned()
            })
        };
        let (read_qps, write_qps) = (next()?, next()?);
        if next()?.is_some() {
            return Err("there are more than two numbers: write REGION=READ_QPS,WRITE_QPS".to_owned());
        }
        Ok(Self { region: region.trim().to_owned(), read_qps, write_qps })
    }
}

/// How the attributes of the key and of expiry are named; their names count in every item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// `pk` and `sk`, as in the documents' Terraform.
    #[default]
    Documented,
    /// `__id__`, `__ns__` and `__exp__`, as in the product's own Terraform modules.
    Vendored,
}

/// The operation that reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum ReadPattern {
    /// `GetItem`: one item a call; each is rounded up to 4 KB.
    Get,
    /// `BatchGetItem`: up to 100 items a call; each is rounded up to 4 KB.
    #[default]
    BatchGet,
    /// `Query`, one for each entity: its items are added up, then rounded up to 4 KB.
    Query,
}

/// How current reads are that are no transactions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum ReadConsistency {
    /// Half a unit for 4 KB.
    #[default]
    Eventual,
    /// A unit for 4 KB.
    Strong,
}

/// Which operations are transactions, which cost twice as much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Transactions {
    /// None.
    #[default]
    None,
    /// Reads: `TransactGetItems`.
    Reads,
    /// Writes: `TransactWriteItems`.
    Writes,
    /// Both.
    All,
}

impl Transactions {
    /// Whether reads are transactions.
    pub const fn reads(self) -> bool {
        matches!(self, Self::Reads | Self::All)
    }

    /// Whether writes are transactions.
    pub const fn writes(self) -> bool {
        matches!(self, Self::Writes | Self::All)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, bytes) in [
            ("1536", 1536.0),
            ("1.5KB", 1536.0),
            (" 2 mb ", 2_097_152.0),
            ("10B", 10.0),
            ("1GiB", 1_073_741_824.0),
        ] {
            assert_eq!(text.parse(), Ok(ByteSize(bytes)), "{text}");
        }
        assert!("much".parse::<ByteSize>().expect_err("is no size").contains("`much` is no size"));
        assert!("KB".parse::<ByteSize>().is_err());
    }

    #[test]
    fn replicas_are_read_with_and_without_traffic() {
        let replica = |text: &str| text.parse::<ReplicaInput>();
        let of = |read_qps, write_qps| ReplicaInput { region: "us-west-2".into(), read_qps, write_qps };
        assert_eq!(replica("us-west-2"), Ok(of(None, None)));
        assert_eq!(replica("us-west-2=200"), Ok(of(Some(200.0), None)));
        assert_eq!(replica("us-west-2=200,5.5"), Ok(of(Some(200.0), Some(5.5))));
        assert!(replica("us-west-2=a").is_err() && replica("us-west-2=1,2,3").is_err());
        assert!(replica("us-west-2=").is_err());
    }

    #[test]
    fn a_lifetime_reads_back_as_it_was_written() {
        for text in ["30d", "365d", "12h", "1h 30m"] {
            assert_eq!(text.parse::<Lifetime>().map(|lifetime| lifetime.to_string()), Ok(text.to_owned()));
        }
        assert!("soon".parse::<Lifetime>().is_err());
        assert!("30".parse::<Lifetime>().is_err_and(|told| told.starts_with("it has no unit")));
    }

    #[test]
    fn a_latency_has_a_unit_and_a_file_may_leave_it_out() {
        let read = |json: &str| serde_json::from_str::<Latency>(json).map(Latency::ms);
        assert_eq!("5ms".parse::<Latency>().map(Latency::ms), Ok(5.0));
        assert!(read("\"500us\"").is_ok_and(|ms| (ms - 0.5).abs() < 1e-9));
        assert!(read("0.5").is_ok_and(|ms| (ms - 0.5).abs() < 1e-9) && read("5").is_ok());
        let written = serde_json::to_string(&Latency(Duration::from_micros(500))).expect("is written");
        assert_eq!(written, "\"500us\"");
        for wrong in ["5", "0s", "1h", "soon", "NaN"] {
            assert!(wrong.parse::<Latency>().is_err(), "{wrong}");
        }
        for wrong in ["\"5\"", "0", "-1", "1e300", "true"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
