//! What texts have to be. Each says why a text is none, or nothing where what it is called says enough; none repeats what
//! was given, for it may be a secret in the wrong place.

use jiff::civil::Date;

use crate::aws;
use crate::dataflow::flows::is_terraform_address;
use crate::dataflow::otel::Pattern;
use crate::dataflow::{is_cluster, is_repository};
use crate::dynamodb::spec::{Bounds, KeyWanted, ReplicaWanted, TableRef, Units};
use crate::failover::is_version;
use crate::failover::observe::{HostAddress, ResolverAddress};
use crate::iam::access::Role;
use crate::metrics::read_window;
use crate::replication::{is_identifier, is_replicator};
use crate::report::catalogue;
use crate::store_ref::{self, looks_like_a_uri};
use crate::valkey::VersionWanted;
use crate::values::{duration, seconds, to_a_week, to_a_year};

type Checked = Result<(), String>;

/// The longest text that stands in reports.
const LONGEST: usize = 500;
/// Checks that are about skips: to skip them would hide what is skipped.
const OF_SKIPS: [&str; 2] = ["CFG002", "CFG003"];

/// The noun says enough.
fn is(is_right: bool) -> Checked {
    if is_right { Ok(()) } else { Err(String::new()) }
}

/// Any text that is no URI, in which a password may stand.
pub(super) fn plain(text: &str) -> Checked {
    if looks_like_a_uri(text) {
        return Err("it looks like a URI, which may hold a password".to_owned());
    }
    is(!text.trim().is_empty() && text.chars().count() <= LONGEST && !text.chars().any(char::is_control))
}

/// What is told in every report.
pub(super) fn told(text: &str) -> Checked {
    // Signs alone, and what has no width, say nothing either.
    if !text.chars().any(char::is_alphanumeric) {
        return Err("it says nothing, and every report shows it".to_owned());
    }
    if text.chars().count() > LONGEST {
        return Err(format!("it has more than {LONGEST} characters"));
    }
    // A link to a ticket is a good reason.
    if text.contains('@') || text.to_ascii_lowercase().contains("password=") {
        return Err("it may hold a password, and every report shows it".to_owned());
    }
    is(!text.chars().any(char::is_control))
}

/// Whether a text can be an environment's name.
pub fn is_environment(text: &str) -> bool {
    environment(text).is_ok()
}

/// Whether a connection URI may stand in a file: nothing in it is, or may be, a password.
pub fn bears_no_secret(text: &str) -> bool {
    uri(text).is_ok()
}

pub(super) fn environment(text: &str) -> Checked {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    is((1..=100).contains(&text.len()) && text.bytes().all(is_name))
}

pub(super) fn region(text: &str) -> Checked {
    is(aws::is_region(text))
}

pub(super) fn server_version(text: &str) -> Checked {
    plain(text)?;
    text.parse::<VersionWanted>().map(drop).map_err(str::to_owned)
}

pub(super) fn endpoint(text: &str) -> Checked {
    if aws::without_userinfo(text) != text || text.contains('?') {
        return Err(
            "it holds a user, a password or parameters: AWS takes its credentials from elsewhere".to_owned()
        );
    }
    is(aws::is_url(text))
}

pub(super) fn secret(text: &str) -> Checked {
    store_ref::secret(text.to_owned()).map(drop).map_err(|_| uri_or_nothing(text))
}

pub(super) fn variable(text: &str) -> Checked {
    store_ref::variable(text.to_owned()).map(drop).map_err(|_| uri_or_nothing(text))
}

fn uri_or_nothing(text: &str) -> String {
    if looks_like_a_uri(text) {
        "it looks like a URI, which may hold a password".to_owned()
    } else {
        String::new()
    }
}

pub(super) fn uri(text: &str) -> Checked {
    let (_, checked) = crate::uri::check(text.as_bytes());
    if checked.bears_secret {
        return Err("it holds a password, or may do so".to_owned());
    }
    is(!text.trim().is_empty())
}

pub(super) fn table(text: &str) -> Checked {
    text.parse::<TableRef>().map(drop)
}

pub(super) fn attribute(text: &str) -> Checked {
    plain(text)?;
    is(text.len() <= 255)
}

pub(super) fn tag(text: &str) -> Checked {
    // The value of a tag may be empty.
    if text.is_empty() { Ok(()) } else { plain(text) }
}

pub(super) fn cooldown(text: &str) -> Checked {
    is_time(text, &seconds(text))
}

/// What came of reading a time. The noun tells the bounds.
fn is_time<T>(text: &str, read: &Result<T, String>) -> Checked {
    let is_bare_number = || text.trim().bytes().all(|byte| byte.is_ascii_digit());
    match read {
        Ok(_) => Ok(()),
        Err(_) if is_bare_number() => Err("it has no unit".to_owned()),
        Err(_) if duration(text).is_ok_and(|duration| duration.is_zero()) => {
            Err("it has to be more than 0".to_owned())
        }
        Err(_) => is(false),
    }
}

pub(super) fn replica(text: &str) -> Checked {
    let replica = text.parse::<ReplicaWanted>().map_err(|_| String::new())?;
    region(&replica.region)
}

pub(super) fn scaling(text: &str) -> Checked {
    text.parse::<Bounds>().map(drop).map_err(|_| String::new())
}

pub(super) fn units(text: &str) -> Checked {
    text.parse::<Units>().map(drop).map_err(|_| String::new())
}

pub(super) fn key(text: &str) -> Checked {
    let key = text.parse::<KeyWanted>().map_err(|_| String::new())?;
    if key.key.contains("alias/") {
        return Err("DescribeTable tells the ARN of a key, with which an alias cannot be compared".to_owned());
    }
    key.region.as_deref().map_or(Ok(()), region)
}

pub(super) fn role(text: &str) -> Checked {
    text.parse::<Role>().map(drop).map_err(|_| String::new())
}

pub(super) fn host(text: &str) -> Checked {
    text.parse::<HostAddress>().map(drop).map_err(str::to_owned)
}

pub(super) fn resolver(text: &str) -> Checked {
    text.parse::<ResolverAddress>().map(drop).map_err(str::to_owned)
}

/// A host, `*.suffix`, a network or an endpoint service: where telemetry may go.
pub(super) fn cidr_or_host(text: &str) -> Checked {
    text.parse::<Pattern>().map(drop).map_err(|error| error.to_string())
}

/// The same, or the address of a resource in Terraform.
pub(super) fn allowed_host(text: &str) -> Checked {
    if is_terraform_address(text) { Ok(()) } else { cidr_or_host(text) }
}

pub(super) fn repository(text: &str) -> Checked {
    is(is_repository(text))
}

pub(super) fn version(text: &str) -> Checked {
    plain(text)?;
    is(is_version(text))
}

pub(super) fn replicator(text: &str) -> Checked {
    is(is_replicator(text))
}

pub(super) fn identifier(text: &str) -> Checked {
    is(is_identifier(text))
}

pub(super) fn cluster(text: &str) -> Checked {
    is(is_cluster(text))
}

pub(super) fn duration_to_a_week(text: &str) -> Checked {
    is_time(text, &to_a_week(text))
}

pub(super) fn duration_to_a_year(text: &str) -> Checked {
    is_time(text, &to_a_year(text))
}

pub(super) fn window(text: &str) -> Checked {
    is_time(text, &read_window(text))
}

pub(super) fn day(text: &str) -> Checked {
    // The library also takes times behind it.
    is(text.len() == 10 && text.parse::<Date>().is_ok())
}

pub(super) fn check(text: &str) -> Checked {
    match catalogue::find(text) {
        Some(check) if OF_SKIPS.contains(&check.code) => {
            Err("it is about skips themselves, and to skip it would hide what is skipped".to_owned())
        }
        Some(_) => Ok(()),
        None => Err(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Case = (fn(&str) -> Checked, &'static [&'static str]);

    #[test]
    fn values_are_what_they_are_called() {
        let rights: [Case; 14] = [
            (region, &["us-east-1", "us-gov-west-1", "ap-southeast-2"]),
            (endpoint, &["http://127.0.0.1:4566", "https://vpce-1.example.com"]),
            (uri, &["redis://h:6379/0?clustered=true", "dynamodb:///chalk-online-store"]),
            (cidr_or_host, &["10.0.0.0/8", "2600:1f00::/24", "api.example.com", "*.example.com"]),
            (allowed_host, &["pcx-1", "10.0.0.0/8", "module.n[0].aws_vpc_peering_connection.x[\"a b\"]"]),
            (window, &["1h", "454d", "3d"]),
            (duration_to_a_week, &["60s", "7d", "1m 500ms"]),
            (day, &["2026-12-31", "2028-02-29"]),
            (check, &["TOP021", "top021", "cfg-agrees"]),
            (told, &["moves to three zones, OPS-1", "https://tickets.example.com/1"]),
            (key, &["us-east-1=1234abcd", "arn:aws:kms:us-east-1:123456789012:key/1"]),
            (replica, &["us-west-2", "us-west-2=5-10@50"]),
            (cooldown, &["60s", "0s", "5m"]),
            (identifier, &["chalk-metadata"]),
        ];
        for (check, texts) in rights {
            for text in texts {
                assert_eq!(check(text), Ok(()), "{text}");
            }
        }
        let wrongs: [Case; 15] = [
            (region, &["", "us-east", "US-EAST-1", "us--east-1", "us-east-1a!"]),
            (endpoint, &["127.0.0.1:4566", "http://user:hunter2@localhost", "ftp://x"]),
            (uri, &["redis://:hunter2@h:6379", "rediss://h?password=hunter2", "", " "]),
            (cidr_or_host, &["10.0.0.0/33", "10.0.0.0/", "::/129", "a b", "http://a/b"]),
            (allowed_host, &["aws_lb.q[", "a b", "aws_lb.q[\"redis://:hunter2@h\"]"]),
            (window, &["1m", "455d", "3", "x", ""]),
            (duration_to_a_week, &["0s", "8d", "60", "-1s"]),
            (day, &["2026-13-01", "2026-02-30", "31.12.2026", "2026-12-31T00:00", ""]),
            (check, &["TOP999", "", "CFG002", "cfg-skips-needed"]),
            (told, &["", " \t", "\u{200b}", "\u{a0}", "-", "...", "redis://:hunter2@h", "password=hunter2"]),
            (key, &["", "a b", "US=1", "alias/chalk", "us-east-1=alias/chalk"]),
            (cooldown, &["60", "", "500ms", "x"]),
            (replica, &["", "us-west", "us-west-2=5"]),
            (identifier, &["", "a_b", "rediss://h"]),
            (role, &["chalk", "arn:aws:iam::1:role/x", "arn:aws:iam::123456789012:user/x"]),
        ];
        for (check, texts) in wrongs {
            for text in texts {
                assert!(check(text).is_err_and(|told| !told.contains("hunter2")), "{text}");
            }
        }
    }
}
