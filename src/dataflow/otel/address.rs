//! Where an endpoint leads to, whatever way it is written.

use std::net::{IpAddr, Ipv6Addr};

use super::expand::{UNKNOWN, UNLESS};

/// A host as an endpoint names it. What was user, password, path and query is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// In lower case, without its `://`.
    pub(super) scheme: Option<String>,
    /// In lower case; what is not known stands in it as `${NAME}`.
    pub(super) host: String,
    pub(super) port: Option<String>,
    /// Variables that would lead elsewhere if they were set.
    pub(super) unless: Vec<String>,
}

impl Address {
    /// A host that is known without an endpoint.
    pub(super) fn of_host(host: &str) -> Self {
        let (text, unless) = without_unless(host);
        Self { scheme: None, host: lower(&shown(&text)), port: None, unless }
    }

    /// Takes an endpoint apart.
    ///
    /// # Errors
    /// Why it is none; nothing of its text is in that.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let (text, unless) = without_unless(text);
        let text = text.trim();
        if text.is_empty() {
            return Err("is empty");
        }
        let (scheme, rest) = match find(text, "://") {
            Some(at) => (Some(text[..at].to_ascii_lowercase()), &text[at + 3..]),
            None => (None, text),
        };
        let local = |unless| Ok(Self { scheme: None, host: "localhost".to_owned(), port: None, unless });
        let (scheme, rest) = match (scheme.as_deref(), rest) {
            // Where gRPC's resolvers are named, the host is what they would call a path.
            (Some("dns" | "passthrough"), rest) => {
                (None, find(rest, "/").map_or("", |at| rest[at + 1..].trim_start_matches('/')))
            }
            (Some("unix" | "unix-abstract" | "npipe"), _) => return local(unless),
            (Some("xds"), _) => return Err("is left to an xDS server"),
            (None, rest) if rest.starts_with("unix:") => return local(unless),
            (None, rest) if rest.strip_prefix("dns:").is_some_and(|rest| rest.contains(':')) => {
                (None, &rest[4..])
            }
            (Some(scheme), rest) if !scheme.contains(UNKNOWN) => (Some(scheme.to_owned()), rest),
            (_, rest) => (None, rest),
        };
        let end = ["/", "?", "#"].into_iter().filter_map(|mark| find(rest, mark)).min().unwrap_or(rest.len());
        // A `/` in a password that is not encoded ends what looks like the host: the rest of it would be shown.
        if find(&rest[end..], "@").is_some() {
            return Err(AT_BEHIND);
        }
        let mut authority = &rest[..end];
        while let Some(at) = find(authority, "@") {
            authority = &authority[at + 1..];
        }
        let (host, port) = host_and_port(authority)?;
        if host.is_empty() {
            // Nothing before the port is the machine itself.
            let port = Some(shown(port.ok_or("has no host")?));
            return Ok(Self { scheme, host: "localhost".to_owned(), port, unless });
        }
        let is_good = |c: char| c.is_alphanumeric() || "-_.:".contains(c) || UNKNOWN.contains(&c);
        let plain = outside(host);
        if !plain.chars().all(is_good) || plain.contains(':') && host.parse::<Ipv6Addr>().is_err() {
            return Err("names no host");
        }
        let host = lower(&shown(host.trim_end_matches('.')));
        Ok(Self { scheme, host, port: port.map(shown), unless })
    }

    /// As it may be shown: host and port.
    pub(super) fn target(&self) -> String {
        let host = if self.host.parse::<Ipv6Addr>().is_ok() {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        };
        match &self.port {
            Some(port) => format!("{host}:{port}"),
            None => host,
        }
    }
}

/// Where an `@` behind the host may end a user and a password, nothing of the text is shown.
pub(super) const AT_BEHIND: &str =
    "has an `@` behind its host: percent-encode `/`, `?` and `#` in a user or password";

fn host_and_port(authority: &str) -> Result<(&str, Option<&str>), &'static str> {
    let without_zone = |host: &'_ str| host.split('%').next().map_or(0, str::len);
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, rest) = rest.split_once(']').ok_or("has a `[` without its `]`")?;
        let host = &host[..without_zone(host)];
        if host.parse::<Ipv6Addr>().is_err() && !host.contains(UNKNOWN) {
            return Err("has no IPv6 address in its `[…]`");
        }
        return Ok((host, rest.strip_prefix(':').filter(|port| !port.is_empty())));
    }
    let bare = &authority[..without_zone(authority)];
    if bare.parse::<IpAddr>().is_ok() {
        return Ok((bare, None));
    }
    let Some(at) = rfind(authority, ':') else { return Ok((authority, None)) };
    let (host, port) = (&authority[..at], &authority[at + 1..]);
    let is_port = port.contains(UNKNOWN) || port.bytes().all(|byte| byte.is_ascii_digit());
    if is_port { Ok((host, (!port.is_empty()).then_some(port))) } else { Err("has a port that is no number") }
}

/// The first place of a text that is not in the name of something unknown.
fn find(text: &str, what: &str) -> Option<usize> {
    text.match_indices(what).map(|(at, _)| at).find(|at| is_outside(text, *at))
}

fn rfind(text: &str, what: char) -> Option<usize> {
    text.rmatch_indices(what).map(|(at, _)| at).find(|at| is_outside(text, *at))
}

fn is_outside(text: &str, at: usize) -> bool {
    let opened = text[..at].matches(UNKNOWN[0]).count();
    opened == text[..at].matches(UNKNOWN[1]).count()
}

/// The text without the names of what is unknown.
fn outside(text: &str) -> String {
    let mut is_in = false;
    let keep = |c: &char| {
        is_in = *c == UNKNOWN[0] || is_in && *c != UNKNOWN[1];
        !is_in
    };
    text.chars().filter(keep).collect()
}

/// The text without the marks of variables that have a default, and their names.
pub(super) fn without_unless(text: &str) -> (String, Vec<String>) {
    let (mut out, mut names) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(UNLESS[0]) {
        out.push_str(before);
        let (name, after) = after.split_once(UNLESS[1]).unwrap_or((after, ""));
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = after;
    }
    out.push_str(rest);
    (out, names)
}

/// The text as it may be shown, with `${NAME}` for what is not known.
pub(super) fn shown(text: &str) -> String {
    let (text, _) = without_unless(text);
    crate::connect::text::escape(&text.replace(UNKNOWN[0], "${").replace(UNKNOWN[1], "}"))
}

/// The names of what is not known in a text.
pub(super) fn unknowns(text: &str) -> Vec<String> {
    let pieces = text.split(UNKNOWN[0]).skip(1);
    pieces.filter_map(|piece| Some(shown(piece.split_once(UNKNOWN[1])?.0))).collect()
}

/// In lower case, but for the names of variables.
fn lower(text: &str) -> String {
    let mut is_in = false;
    let lower = |c: char| {
        is_in = c == '{' || is_in && c != '}';
        if is_in { c } else { c.to_ascii_lowercase() }
    };
    text.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::super::expand::unknown;
    use super::*;

    fn target(text: &str) -> String {
        Address::parse(text).map_or_else(|fault| format!("it {fault}"), |address| address.target())
    }

    #[test]
    fn endpoints_are_written_in_many_ways() {
        let variable = unknown("HOST");
        for (text, expected) in [
            ("OTel.Example.com:4317", "otel.example.com:4317"),
            ("https://user:hunter2@otel.example.com:443/v1/logs?key=hunter2", "otel.example.com:443"),
            ("http://otel.example.com", "otel.example.com"),
            ("otel.example.com.", "otel.example.com"),
            ("[::1]:4317", "[::1]:4317"),
            ("fd00::1", "[fd00::1]"),
            ("fe80::1%eth0", "[fe80::1]"),
            ("10.0.0.7:4317", "10.0.0.7:4317"),
            ("dns:///otel.example.com:4317", "otel.example.com:4317"),
            ("dns://8.8.8.8/otel.example.com:4317", "otel.example.com:4317"),
            ("dns:otel.example.com:4317", "otel.example.com:4317"),
            ("passthrough:///a:1", "a:1"),
            ("unix:///var/run/otel.sock", "localhost"),
            (":4317", "localhost:4317"),
            ("tcp://a:9000?secure=true", "a:9000"),
            ("xds:///a", "it is left to an xDS server"),
            ("", "it is empty"),
            ("https://", "it has no host"),
            ("a b", "it names no host"),
            ("a:b:4317", "it names no host"),
            ("https://%65vil.example", "it names no host"),
            ("host:hunter2", "it has a port that is no number"),
            (&format!("{variable}:4317"), "${HOST}:4317"),
            (&format!("https://{variable}.Example.com/x"), "${HOST}.example.com"),
            (&format!("{variable}://a.example.com"), "a.example.com"),
            (&format!("a:{variable}"), "a:${HOST}"),
            (&unknown("file:/etc/x@y"), "${file:/etc/x@y}"),
        ] {
            assert_eq!(target(text), expected, "{text}");
        }
    }

    #[test]
    fn a_default_is_known_by_its_variable() {
        let address = Address::parse("\u{3}X\u{4}a.example.com:\u{3}PORT\u{4}4317").expect("an address");
        assert_eq!(address.target(), "a.example.com:4317");
        assert_eq!(address.unless, ["X", "PORT"]);
    }
}
