//! Which hosts are the metadata plane's, which are allowed, and what the others are.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::expand::POD_ADDRESS;
use super::seen::once;
use super::{Collector, Destination, Place};
use crate::dataflow::network::{Range, canonical};

/// Namespaces that are no top-level domain: `otel.monitoring` is a service.
const NAMESPACES: [&str; 12] = [
    "chalk",
    "datadog",
    "default",
    "grafana",
    "logging",
    "monitoring",
    "observability",
    "opentelemetry",
    "otel",
    "prometheus",
    "telemetry",
    "tracing",
];

/// Domains below which a cloud gives names to its customers.
const SHARED: [&str; 11] = [
    "amazonaws.com",
    "amazonaws.com.cn",
    "api.aws",
    "azure.com",
    "azurewebsites.net",
    "cloudfront.net",
    "cloudapp.net",
    "googleapis.com",
    "on.aws",
    "run.app",
    "windows.net",
];

/// Ends of hosts that all customers of other clouds than AWS have: Google's APIs, and where Azure Monitor takes telemetry in.
const OF_ALL: [&str; 6] = [
    ".googleapis.com",
    ".applicationinsights.azure.com",
    ".applicationinsights.azure.us",
    ".applicationinsights.azure.cn",
    ".applicationinsights.us",
    "dc.services.visualstudio.com",
];

/// Labels before a country's, which no customer of a registry has to itself.
const REGISTRIES: [&str; 9] = ["ac", "co", "com", "edu", "gov", "go", "ne", "net", "org"];

/// A host or addresses: `api.chalk.ai`, `*.chalk.ai` (every name below it), `10.1.0.0/16`, `192.0.2.7`, `2001:db8::/32`; or,
/// where a host is that of all of a cloud's customers, whose: a bucket, `s3://logs` or `gs://logs`, an AWS account, `123456789012`,
/// a workspace of Amazon Managed Service for Prometheus, `workspaces/ws-0123`, a project of Google Cloud, `projects/telemetry`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Pattern(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Host(String),
    /// With its leading dot.
    Below(String),
    Net(Range),
    /// A bucket, an account, a workspace or a project.
    Owner(String),
}

/// A text that names neither a host nor addresses.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct PatternError(String);

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let wrong = |what: &str| Err(PatternError(what.to_owned()));
        let text = text.trim().trim_end_matches('.').to_ascii_lowercase();
        if is_account(&text) || is_bucket(&text) || is_project(&text) || is_workspace(&text) {
            return Ok(Self(Kind::Owner(text)));
        }
        if text.contains("://") || text.contains('@') {
            return wrong("a host is meant, without `https://` and what else a URL has");
        }
        if let Some(range) = Range::parse(&text) {
            return Ok(Self(Kind::Net(range)));
        }
        if let Some((address, _)) = text.split_once('/') {
            return wrong(if Range::parse(address).is_some() {
                "the number of bits behind `/` is too large, or none"
            } else {
                "neither a host nor addresses, such as 10.1.0.0/16"
            });
        }
        if !text.is_ascii() {
            return wrong("a name with other letters is meant in the way that DNS has it: `xn--…`");
        }
        let name = text.strip_prefix('*').unwrap_or(&text);
        let labels = name.strip_prefix('.').unwrap_or(name);
        let is_label = |label: &str| {
            !label.is_empty() && label.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'))
        };
        // No name ends in a number: an address is meant, and would be compared with nothing.
        if labels.rsplit('.').next().is_some_and(is_number) {
            return wrong("no host, and no address either");
        }
        if !labels.split('.').all(is_label) || name.len() == labels.len() && name.len() < text.len() {
            return wrong("no host: `api.example.com` and `*.example.com` are, without a port");
        }
        let kind =
            if name.starts_with('.') { Kind::Below(name.to_owned()) } else { Kind::Host(name.to_owned()) };
        Ok(Self(kind))
    }
}

impl TryFrom<String> for Pattern {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        text.parse()
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.to_string()
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Host(text) | Kind::Owner(text) => f.write_str(text),
            Kind::Below(suffix) => write!(f, "*{suffix}"),
            Kind::Net(range) => range.fmt(f),
        }
    }
}

/// A host, or the end of one whose beginning depends on a variable.
enum Name<'a> {
    Address(IpAddr),
    Whole(&'a str),
    /// With its leading dot.
    End(&'a str),
}

impl Pattern {
    /// Whether it names this bucket, account, workspace or project.
    fn names(&self, owner: &str) -> bool {
        matches!(&self.0, Kind::Owner(name) if name.eq_ignore_ascii_case(owner))
    }

    /// Whether it holds; nothing where that depends on what is not known of the name.
    fn holds(&self, name: &Name<'_>) -> Option<bool> {
        match (&self.0, name) {
            (Kind::Host(host), Name::Whole(name)) => Some(host == name),
            (Kind::Below(suffix), Name::Whole(name)) => Some(name.ends_with(suffix.as_str())),
            (Kind::Host(host), Name::End(end)) => (!host.ends_with(end)).then_some(false),
            (Kind::Below(suffix), Name::End(end)) if end.ends_with(suffix.as_str()) => Some(true),
            (Kind::Below(suffix), Name::End(end)) => (!suffix.ends_with(end)).then_some(false),
            (Kind::Net(range), Name::Address(address)) => Some(range.has(*address)),
            _ => Some(false),
        }
    }
}

/// What was declared of hosts. The metadata plane's come before all else, then the allowed ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Places {
    /// The metadata plane.
    pub metadata: Vec<Pattern>,
    /// Third parties that may have the telemetry.
    pub allowed: Vec<Pattern>,
}

impl Places {
    /// What a host or an address is. `${NAME}` in it stands for what is not known; the end of a name may be enough.
    pub fn of(&self, host: &str) -> Place {
        if host.strip_prefix("${").and_then(|name| name.strip_suffix('}')) == Some(POD_ADDRESS) {
            return Place::Cluster;
        }
        let host = plain(host);
        let name = match (host.rfind('}'), host.parse::<IpAddr>()) {
            (_, Ok(address)) => Name::Address(canonical(address)),
            (None, Err(_)) => Name::Whole(&host),
            (Some(at), Err(_)) => match host[at..].find('.') {
                Some(dot) => Name::End(&host[at + dot..]),
                None => return Place::Unresolved,
            },
        };
        for (patterns, place) in [(&self.metadata, Place::MetadataPlane), (&self.allowed, Place::Allowed)] {
            let mut told: Vec<Option<bool>> = patterns.iter().map(|pattern| pattern.holds(&name)).collect();
            told.sort_unstable();
            // In order: not known, no, yes.
            match (told.first(), told.last()) {
                (_, Some(Some(true))) => return place,
                (Some(None), _) => return Place::Unresolved,
                _ => {}
            }
        }
        match name {
            Name::Address(address) => of_address(address),
            Name::Whole(name) => of_name(name),
            Name::End(end) => of_name(&format!("x{end}")),
        }
    }

    /// What a host of all of a cloud's customers is, by whose the place at it is. That the host may have telemetry says
    /// nothing of them.
    pub(super) fn of_owned(&self, host: &str, owners: &[String]) -> Place {
        let is_named =
            |patterns: &[Pattern], owner: &String| patterns.iter().any(|pattern| pattern.names(owner));
        match (self.of(host), owners.first()) {
            (place @ (Place::MetadataPlane | Place::Unresolved), _) | (place, None) => place,
            _ if owners.iter().any(|owner| is_named(&self.metadata, owner)) => Place::MetadataPlane,
            (_, Some(first)) if is_named(&self.allowed, first) => Place::Allowed,
            _ => Self::default().of(host),
        }
    }

    /// The declared name of the metadata plane that a name stands above, below or beside, without being meant by it: `chalk.ai`
    /// for `otlp.chalk.ai`, `*.chalk.ai` for `chalk.ai`, `api.chalk.ai` for `otlp.chalk.ai`.
    pub fn relative(&self, host: &str) -> Option<String> {
        let host = plain(host);
        let is_below =
            |name: &str, other: &str| name.strip_suffix(other).is_some_and(|rest| rest.ends_with('.'));
        // Two labels at least: `ai` is above everything.
        let is_beside =
            |name: &str| registrable(name).is_some_and(|domain| host == domain || is_below(&host, domain));
        let is_relative = |name: &str| {
            host == name
                || is_below(&host, name)
                || host.contains('.') && is_below(name, &host)
                || is_beside(name)
        };
        let found = self.metadata.iter().find(|pattern| match &pattern.0 {
            Kind::Host(name) => is_relative(name),
            Kind::Below(suffix) => is_relative(&suffix[1..]),
            Kind::Net(_) | Kind::Owner(_) => false,
        });
        found.map(ToString::to_string)
    }

    /// The declared name of the metadata plane that another name only looks like: `metadata.chalk.ai.evil.example` and
    /// `metadata-chalk.ai` for `metadata.chalk.ai`.
    pub fn resembles(&self, host: &str) -> Option<String> {
        let bare = |name: &str| name.replace(['.', '-', '_'], "").replace('0', "o").replace(['1', 'i'], "l");
        let host = bare(&plain(host));
        let found = self.metadata.iter().find(|pattern| match &pattern.0 {
            Kind::Host(name) | Kind::Below(name) => host.contains(&bare(name)),
            Kind::Net(_) | Kind::Owner(_) => false,
        });
        found.map(ToString::to_string)
    }

    /// The same collector with each destination's place by these declarations: evidence may be judged by others than it
    /// was taken with.
    #[must_use]
    pub fn again(&self, mut collector: Collector) -> Collector {
        let place = |destination: &mut Destination| {
            if let Some(host) = &destination.host {
                destination.place = self.of_owned(host, &destination.owners);
            }
        };
        for flow in &mut collector.flows {
            let before: BTreeSet<String> =
                flow.destinations.iter().filter_map(Destination::depends).collect();
            flow.unresolved.retain(|reason| !before.contains(reason));
            flow.destinations.iter_mut().for_each(place);
            flow.unresolved.extend(flow.destinations.iter().filter_map(Destination::depends));
            flow.unresolved = once(std::mem::take(&mut flow.unresolved));
        }
        collector.side_doors.iter_mut().for_each(place);
        collector
    }
}

/// The domain that was registered for a name: its last two labels, or three where the last but one is a registry's own, as
/// in `example.co.uk`. Nothing for names that a cloud gives to all its customers: what stands beside is anybody's.
fn registrable(name: &str) -> Option<&str> {
    let is_of =
        |domain: &&str| name.strip_suffix(*domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if SHARED.iter().any(is_of) {
        return None;
    }
    let mut dots = name.rmatch_indices('.').map(|(at, _)| at);
    let (last, second, third) = (dots.next()?, dots.next(), dots.next());
    let label = &name[second.map_or(0, |at| at + 1)..last];
    let is_registry = REGISTRIES.contains(&label) && name.len() - last == 3;
    match (is_registry, second) {
        (true, None) => None,
        (true, Some(_)) => Some(third.map_or(name, |at| &name[at + 1..])),
        (false, _) => Some(second.map_or(name, |at| &name[at + 1..])),
    }
}

/// Whether a text is the id of an AWS account. No address is written so.
pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && is_number(text)
}

/// Whether a text names a bucket of AWS or of Google Cloud, or an access point to one by its ARN.
fn is_bucket(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.:/".contains(c);
    let name = text.strip_prefix("s3://").or_else(|| text.strip_prefix("gs://"));
    name.is_some_and(|name| !name.is_empty() && name.chars().all(is_part))
}

/// Whether a text names a project of Google Cloud, as its APIs do.
fn is_project(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
    text.strip_prefix("projects/").is_some_and(|name| !name.is_empty() && name.chars().all(is_part))
}

/// Whether a text names a workspace of Amazon Managed Service for Prometheus, as its endpoint does.
fn is_workspace(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.strip_prefix("workspaces/").is_some_and(|id| !id.is_empty() && id.chars().all(is_part))
}

/// Whether a text names whose a place is at a host of all of a cloud's customers: it is no place by itself.
pub(in crate::dataflow) fn is_owner(text: &str) -> bool {
    matches!(text.parse(), Ok(Pattern(Kind::Owner(_))))
}

/// Whether a host is that of all of a cloud's customers: every account's buckets and logs are at one of AWS.
pub(super) fn is_shared(host: &str) -> bool {
    let of_aws = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];
    of_aws.iter().any(|end| host.ends_with(end)) || is_of_all(host)
}

/// Whether a host is that of all customers of another cloud than AWS, where the cluster has no account of its own.
pub(in crate::dataflow) fn is_of_all(host: &str) -> bool {
    OF_ALL.iter().any(|end| host.ends_with(end))
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name as names are compared: upper case and a dot at its end say nothing.
fn plain(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

fn of_address(address: IpAddr) -> Place {
    let is_private = match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            // 100.64.0.0/10 is what EKS gives pods where addresses are short.
            address.is_private() || address.is_link_local() || first == 100 && second & 0xc0 == 64
        }
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    };
    if address.is_loopback() || address.is_unspecified() {
        Place::Cluster
    } else if is_private {
        Place::Private
    } else {
        Place::Outside
    }
}

fn of_name(name: &str) -> Place {
    let labels: Vec<&str> = name.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| name.ends_with(suffix));
    // Resolvers take `2130706433`, `0x7f.1` and `127.1` for addresses, and other letters for what DNS has instead of them.
    if last.is_empty() || last.starts_with("0x") || is_number(last) || !name.is_ascii() {
        Place::Unresolved
    } else if labels.len() == 1
        || ends(&[".localhost", ".svc", ".svc.cluster.local", ".pod.cluster.local"])
        || labels.len() == 2
            && (NAMESPACES.contains(&last) || last.contains('-') && !last.starts_with("xn--"))
    {
        Place::Cluster
    } else if ends(&[".vpce.amazonaws.com", ".vpce.amazonaws.com.cn", ".internal", ".local"]) {
        Place::Private
    } else {
        Place::Outside
    }
}

#[cfg(test)]
mod tests;
