//! The server versions that the tests run against.

use std::process::Command;

use super::fetched::{Fetched, fetched};

/// One pinned server. Each differs in what it tells of zones, shards and TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// Valkey 9.1.2: the first line that tells zones in `CLUSTER SHARDS`. Built without TLS.
    Valkey912,
    /// Valkey 9.0.0: knows zones, tells them in `INFO` and `HELLO` only. Built without TLS.
    Valkey900,
    /// Valkey 8.0.1: knows zones, tells them in `INFO` only. Built with TLS.
    Valkey801,
    /// Redis 7.0.15: no zones. Built with TLS.
    Redis7015,
    /// Redis 6.2.14: no zones, no `CLUSTER SHARDS`. Built without TLS.
    Redis62,
}

impl Version {
    /// Every version, newest first.
    pub(crate) const ALL: [Self; 5] =
        [Self::Valkey912, Self::Valkey900, Self::Valkey801, Self::Redis7015, Self::Redis62];

    /// The name that `scripts/servers.py` knows it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Valkey912 => "valkey-9.1.2",
            Self::Valkey900 => "valkey-9.0.0",
            Self::Valkey801 => "valkey-8.0.1",
            Self::Redis7015 => "redis-7.0.15",
            Self::Redis62 => "redis-6.2",
        }
    }

    /// Whether it is built with TLS.
    pub(crate) fn has_tls(self) -> bool {
        matches!(self, Self::Valkey801 | Self::Redis7015)
    }

    /// Whether it knows the directive `availability-zone`.
    pub(crate) fn has_zones(self) -> bool {
        matches!(self, Self::Valkey912 | Self::Valkey900 | Self::Valkey801)
    }

    /// The command-line client that comes with it (`valkey-cli`, `redis-cli`), if one does, to be given its
    /// arguments.
    pub(crate) fn cli(self) -> Option<Command> {
        let fetched = self.fetched();
        let (program, arguments) = fetched.cli.as_deref()?.split_first()?;
        let mut command = Command::new(program);
        command.args(arguments).envs(fetched.env.iter().map(|(key, value)| (key, value)));
        Some(command)
    }

    /// How to start it; fetched if need be.
    pub(crate) fn fetched(self) -> &'static Fetched {
        fetched(self.name())
    }
}
