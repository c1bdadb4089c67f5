//! Hosts as people write them.

use std::net::Ipv6Addr;
use std::str::FromStr;

/// A host, and how it is spoken with: `HOST`, `HOST:PORT`, `https://HOST:PORT` or `http://HOST:PORT`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostAddress {
    /// Whether it is spoken with through TLS: where nothing else is said.
    pub tls: bool,
    /// Its name or address, in small letters, without brackets and without the dot at its end.
    pub host: String,
    /// The port; 443 or 80 where none is said.
    pub port: u16,
}

impl HostAddress {
    /// As [`FromStr`] reads it: with its scheme and its port.
    pub fn url(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        format!("{scheme}://{host}:{}", self.port)
    }

    /// One that is spoken with like another.
    #[must_use]
    pub fn like(&self, host: &str) -> Self {
        Self { host: host.to_owned(), ..*self }
    }
}

impl FromStr for HostAddress {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const HOW: &str = "write a host, such as prod-east.query.example.com, or https://HOST:PORT";
        let (tls, rest) = match text.split_once("://") {
            None => (true, text),
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) => (false, rest),
            Some(_) => return Err("only http:// and https:// can be asked for /healthz"),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains('/') {
            return Err("write the host without a path: /healthz is asked for");
        }
        if rest.contains('@') {
            return Err("write the host without a user: nothing secret is sent there");
        }
        let (host, port) = if let Some(inside) = rest.strip_prefix('[') {
            let (host, port) = inside.split_once(']').ok_or(HOW)?;
            host.parse::<Ipv6Addr>().map_err(|_| HOW)?;
            (host, port.strip_prefix(':').or(if port.is_empty() { None } else { Some("?") }))
        } else if rest.parse::<Ipv6Addr>().is_ok() {
            (rest, None)
        } else {
            rest.rsplit_once(':').map_or((rest, None), |(host, port)| (host, Some(port)))
        };
        let port = match port {
            None => u16::from(tls) * (443 - 80) + 80,
            Some(port) => {
                port.parse().ok().filter(|port| *port != 0).ok_or("a port is a number from 1 to 65535")?
            }
        };
        let host = host.trim_end_matches('.').to_lowercase();
        let is_host = !host.is_empty()
            && host.len() <= 253
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:*".contains(&byte));
        if is_host { Ok(Self { tls, host, port }) } else { Err(HOW) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_as_people_write_them() {
        for (text, tls, host, port) in [
            ("Chalk.example.com.", true, "chalk.example.com", 443),
            ("chalk.example.com:8443", true, "chalk.example.com", 8443),
            ("https://chalk.example.com/", true, "chalk.example.com", 443),
            ("http://127.0.0.1:8080", false, "127.0.0.1", 8080),
            ("http://chalk.example.com", false, "chalk.example.com", 80),
            ("[::1]:8443", true, "::1", 8443),
            ("::1", true, "::1", 443),
            ("https://[::1]", true, "::1", 443),
        ] {
            let expected = HostAddress { tls, host: host.to_owned(), port };
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        for text in ["", "a b", "ftp://a", "a/healthz", "a:0", "a:99999", "u@a", "[::1]x", "[::1", "http://"]
        {
            assert!(text.parse::<HostAddress>().is_err(), "{text}");
        }
    }
}
