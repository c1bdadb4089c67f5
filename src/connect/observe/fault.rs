//! What an I/O error on an open connection means.

use std::io;

use crate::connect::evidence::{Lost, TlsFault};
use crate::connect::text::escape;

enum Meaning {
    Closed,
    Reset,
    Alert(String),
    NotTls,
    Other(String),
}

fn meaning(error: &io::Error) -> Meaning {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match (inner, error.kind()) {
        (Some(rustls::Error::AlertReceived(alert)), _) => Meaning::Alert(format!("{alert:?}")),
        (Some(rustls::Error::InvalidMessage(_)), _) => Meaning::NotTls,
        (Some(other), _) => Meaning::Other(escape(&other.to_string())),
        (None, io::ErrorKind::UnexpectedEof) => Meaning::Closed,
        (
            None,
            io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe,
        ) => Meaning::Reset,
        (None, _) => Meaning::Other(escape(&error.to_string())),
    }
}

/// Why a reply did not come.
pub(super) fn lost(error: &io::Error) -> Lost {
    match meaning(error) {
        Meaning::Closed => Lost::Closed,
        Meaning::Reset => Lost::Reset,
        Meaning::Alert(alert) => Lost::TlsAlert { alert },
        Meaning::NotTls => Lost::Failed { error: "the peer stopped speaking TLS".to_owned() },
        Meaning::Other(error) => Lost::Failed { error },
    }
}

/// Why a handshake did not come to its end.
pub(super) fn tls(error: &io::Error) -> TlsFault {
    match meaning(error) {
        Meaning::Closed => TlsFault::Closed,
        Meaning::Reset => TlsFault::Reset,
        Meaning::Alert(alert) => TlsFault::Alert { alert },
        Meaning::NotTls => TlsFault::NotTls,
        Meaning::Other(error) => TlsFault::Failed { error },
    }
}
