//! A connection URI that passed: what it means, and its canonical text.

use std::fmt;
use std::net::Ipv6Addr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::secrets::{MASK, Secret};

/// The port that a Redis client takes where a URI names none.
pub const DEFAULT_PORT: u16 = 6379;

/// What must be escaped in a `password=` value so that every parser reads it back the same: all but RFC 3986's
/// unreserved characters.
pub const PASSWORD_ESCAPES: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The four schemes of Valkey and Redis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// `redis://`: plain text.
    Redis,
    /// `rediss://`: TLS.
    Rediss,
    /// `valkey://`: plain text.
    Valkey,
    /// `valkeys://`: TLS.
    Valkeys,
}

impl Scheme {
    /// The scheme as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Redis => "redis",
            Self::Rediss => "rediss",
            Self::Valkey => "valkey",
            Self::Valkeys => "valkeys",
        }
    }

    /// Whether it asks for TLS.
    pub const fn is_tls(self) -> bool {
        matches!(self, Self::Rediss | Self::Valkeys)
    }
}

/// What kind of store a scheme leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreScheme {
    /// A Valkey or Redis server.
    Server(Scheme),
    /// A DynamoDB table.
    Table,
}

/// Who to log in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The ACL user, which only the user-info part can carry; none means the server's default user.
    pub user: Option<Secret>,
    /// The password.
    pub password: Secret,
}

/// A Valkey or Redis store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerUri {
    /// The scheme.
    pub scheme: Scheme,
    /// A host name, an IPv4 address, or an IPv6 address without brackets.
    pub host: String,
    /// The TCP port.
    pub port: u16,
    /// The database index, where the URI names one.
    pub database: Option<u32>,
    /// Who to log in as, if anybody.
    pub credentials: Option<Credentials>,
    /// Whether clients are to use the cluster protocol.
    pub clustered: bool,
    /// `#insecure`: the server's certificate is not verified.
    pub insecure: bool,
}

impl ServerUri {
    /// The URI that the redis crate understands: credentials move into the user-info
    /// part, `clustered` goes, because that crate ignores both where they are documented to stand.
    pub fn to_redis_url(&self) -> Secret {
        let mut url = format!("{}://", self.scheme.as_str());
        if let Some(credentials) = &self.credentials {
            let user = credentials.user.as_ref().map_or("", Secret::expose);
            url.extend(utf8_percent_encode(user, PASSWORD_ESCAPES));
            url.push(':');
            url.extend(utf8_percent_encode(credentials.password.expose(), PASSWORD_ESCAPES));
            url.push('@');
        }
        url.push_str(&self.authority());
        if let Some(database) = self.database {
            url.push_str(&format!("/{database}"));
        }
        if self.insecure {
            url.push_str("#insecure");
        }
        Secret::new(url)
    }

    /// `host:port`, an IPv6 address in brackets.
    pub fn authority(&self) -> String {
        if self.host.parse::<Ipv6Addr>().is_ok() {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    fn write(&self, f: &mut dyn fmt::Write, secret: impl Fn(&Secret) -> String) -> fmt::Result {
        write!(f, "{}://", self.scheme.as_str())?;
        let user = self.credentials.as_ref().and_then(|credentials| credentials.user.as_ref());
        if let Some(user) = user {
            write!(f, "{}@", secret(user))?;
        }
        f.write_str(&self.authority())?;
        if let Some(database) = self.database {
            write!(f, "/{database}")?;
        }
        f.write_char('?')?;
        if let Some(credentials) = &self.credentials {
            write!(f, "password={}&", secret(&credentials.password))?;
        }
        write!(f, "clustered={}", self.clustered)?;
        if self.insecure {
            f.write_str("#insecure")?;
        }
        Ok(())
    }
}

/// A connection URI that passed every check that can fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreUri {
    /// `redis`, `rediss`, `valkey`, `valkeys`.
    Server(ServerUri),
    /// `dynamodb:///TABLE`.
    Table {
        /// The table's name.
        name: String,
    },
}

impl StoreUri {
    /// The canonical text, secrets included.
    pub fn to_secret(&self) -> Secret {
        let escape = |secret: &Secret| utf8_percent_encode(secret.expose(), PASSWORD_ESCAPES).to_string();
        let mut text = String::new();
        let written = match self {
            Self::Server(server) => server.write(&mut text, escape),
            Self::Table { name } => fmt::write(&mut text, format_args!("dynamodb:///{name}")),
        };
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
        Secret::new(text)
    }
}

/// The canonical text with every secret masked.
impl fmt::Display for StoreUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(server) => server.write(f, |_| MASK.to_owned()),
            Self::Table { name } => write!(f, "dynamodb:///{name}"),
        }
    }
}
