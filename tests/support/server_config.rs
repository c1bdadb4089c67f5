//! What a server is started with: the builder, and the configuration file that it writes.

use std::fmt::Write as _;
use std::path::Path;

use super::certificates::{CA, Certificate, SERVER};
use super::server::Server;
use super::version::Version;

/// The socket file through which the tests command a server, whatever its ports, TLS and limits are.
pub(crate) const SOCKET: &str = "admin.sock";

/// How to start a server. Made by [`Server::builder`]; [`ServerBuilder::start`] starts it.
#[derive(Debug, Clone)]
pub(crate) struct ServerBuilder {
    pub(crate) version: Version,
    pub(crate) password: Option<String>,
    users: Vec<String>,
    pub(crate) tls: Option<Certificate>,
    pub(crate) tls_only: bool,
    client_certificate: bool,
    ipv6: bool,
    cluster: bool,
    directives: Vec<String>,
}

impl ServerBuilder {
    pub(crate) fn new(version: Version) -> Self {
        Self {
            version,
            password: None,
            users: Vec::new(),
            tls: None,
            tls_only: false,
            client_certificate: false,
            ipv6: false,
            cluster: false,
            directives: Vec::new(),
        }
    }

    /// Asks the default user for a password. Replicas and the tests' own commands use it too.
    pub(crate) fn password(mut self, password: &str) -> Self {
        self.password = Some(password.to_owned());
        self
    }

    /// Adds a user with these ACL rules, such as `~* +@read`.
    pub(crate) fn acl_user(mut self, name: &str, password: &str, rules: &str) -> Self {
        self.users.push(format!("user {name} on {} {rules}", quoted(&format!(">{password}"))));
        self
    }

    /// Opens a TLS port beside the plain one.
    ///
    /// # Panics
    /// When this version is built without TLS.
    pub(crate) fn tls(mut self, certificate: Certificate) -> Self {
        assert!(self.version.has_tls(), "{} is built without TLS", self.version.name());
        self.tls = Some(certificate);
        self
    }

    /// Opens a TLS port and no plain one.
    ///
    /// # Panics
    /// When this version is built without TLS.
    pub(crate) fn tls_only(mut self, certificate: Certificate) -> Self {
        self.tls_only = true;
        self.tls(certificate)
    }

    /// Lets in only clients that show a certificate of the same authority; see [`Server::client_files`].
    pub(crate) fn require_client_cert(mut self) -> Self {
        self.client_certificate = true;
        self
    }

    /// Listens on `::1` as well.
    pub(crate) fn ipv6(mut self) -> Self {
        self.ipv6 = true;
        self
    }

    /// Refuses clients whose address is not a loopback one while there is no password. Redis 7.0 counts only
    /// 127.0.0.1 and `::1` as loopback, so a [`super::Relay`] from 127.0.0.2 is refused.
    pub(crate) fn protected_mode(self) -> Self {
        self.arg("protected-mode", "yes")
    }

    /// Adds a directive, written as in a configuration file; it wins over this builder's own.
    pub(crate) fn arg(mut self, directive: &str, value: &str) -> Self {
        self.directives.push(format!("{directive} {value}"));
        self
    }

    /// Follows this primary, with its password and over TLS if it has no plain port.
    pub(crate) fn replica_of(self, primary: &Server) -> Self {
        let followed = primary.config();
        let port = if followed.tls_only { primary.tls_port() } else { primary.port() };
        let this = self.arg("replicaof", &format!("127.0.0.1 {port}"));
        let this = if followed.tls_only { this.arg("tls-replication", "yes") } else { this };
        match &followed.password {
            Some(password) => this.arg("masterauth", &quoted(password)),
            None => this,
        }
    }

    /// Runs in cluster mode: with no slots, knowing no other node.
    pub(crate) fn cluster_enabled(mut self) -> Self {
        self.cluster = true;
        self
    }

    /// Sets the availability zone.
    ///
    /// # Panics
    /// When this version knows no zones.
    pub(crate) fn zone(self, zone: &str) -> Self {
        assert!(self.version.has_zones(), "{} knows no availability-zone", self.version.name());
        self.arg("availability-zone", &quoted(zone))
    }

    /// Starts the server and waits until it answers.
    ///
    /// # Panics
    /// When it does not start; the message has its log.
    pub(crate) fn start(&self) -> Server {
        Server::start(self)
    }

    /// The configuration file for these ports; 0 is none.
    pub(crate) fn text(&self, folder: &Path, port: u16, tls_port: u16) -> String {
        let path = |name: &str| quoted(&folder.join(name).to_string_lossy());
        let mut lines = vec![
            format!("port {port}"),
            format!("bind 127.0.0.1{}", if self.ipv6 { " ::1" } else { "" }),
            format!("dir {}", quoted(&folder.to_string_lossy())),
            format!("unixsocket {}", path(SOCKET)),
            "daemonize no".to_owned(),
            "save \"\"".to_owned(),
            "appendonly no".to_owned(),
            "protected-mode no".to_owned(),
            // Replicas link in a second instead of ten.
            "repl-diskless-sync-delay 0".to_owned(),
            "repl-ping-replica-period 1".to_owned(),
        ];
        if let Some(password) = &self.password {
            lines.push(format!("requirepass {}", quoted(password)));
            lines.push(format!("masterauth {}", quoted(password)));
        }
        if self.tls.is_some() {
            lines.push(format!("tls-port {tls_port}"));
            lines.push(format!("tls-cert-file {}", path(SERVER[0])));
            lines.push(format!("tls-key-file {}", path(SERVER[1])));
            lines.push(format!("tls-ca-cert-file {}", path(CA)));
            lines.push(format!("tls-auth-clients {}", if self.client_certificate { "yes" } else { "no" }));
        }
        if self.cluster {
            lines.push("cluster-enabled yes".to_owned());
            lines.push("cluster-config-file nodes.conf".to_owned());
            if self.tls.is_some() {
                lines.push("tls-cluster yes".to_owned());
                lines.push("tls-replication yes".to_owned());
            }
        }
        lines.iter().chain(&self.users).chain(&self.directives).fold(String::new(), |mut text, line| {
            writeln!(text, "{line}").expect("a string takes all text");
            text
        })
    }
}

/// A value as one word of a configuration file.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
