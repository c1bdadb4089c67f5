//! Who is there, when it is not a Redis server: recognised by its first bytes.

use super::evidence::Banner;
use super::text::Scrubber;

/// The first bytes of protocols that greet, or answer nonsense, in their own way.
const GREETINGS: [(&[u8], &str); 12] = [
    (b"HTTP/", "an HTTP server"),
    (b"<!DOCTYPE", "an HTTP server"),
    (b"<html", "an HTTP server"),
    (b"SSH-", "an SSH server"),
    (b"220", "an SMTP or FTP server"),
    (b"* OK", "an IMAP server"),
    (b"+OK", "a POP3 server"),
    (b"AMQP", "an AMQP broker"),
    (b"ERROR\r\n", "a memcached server"),
    (b"RFB ", "a VNC server"),
    (b"\x15\x03", TLS),
    (b"\x16\x03", TLS),
];

/// A peer that answers with a TLS record.
pub(super) const TLS: &str = "a TLS server";

/// What PING looks like on the wire; an echo server sends it back.
pub(super) const PING: &[u8] = b"*1\r\n$4\r\nPING\r\n";

/// Describes the bytes of a peer that does not speak the Redis protocol.
pub(super) fn banner(bytes: &[u8], scrub: &Scrubber) -> Banner {
    Banner { looks_like: recognise(bytes).map(str::to_owned), excerpt: scrub.excerpt(bytes) }
}

fn recognise(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, name)) = GREETINGS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(*name);
    }
    match bytes {
        _ if bytes.starts_with(PING) => Some("a server that echoes what it is sent"),
        // A packet: three bytes of length, number 0, then protocol version 10 or an error.
        [_, _, 0, 0, 10 | 0xff, ..] => Some("a MySQL server"),
        // An error message: its length, then fields that start with the severity.
        [b'E', 0, 0, _, _, b'S', ..] => Some("a PostgreSQL server"),
        // A SETTINGS frame on stream 0.
        [0, 0, _, 4, 0, 0, 0, 0, 0, ..] => Some("an HTTP/2 or gRPC server"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_peers_are_named() {
        for (bytes, name) in [
            (&b"HTTP/1.1 400 Bad Request\r\n"[..], Some("an HTTP server")),
            (b"SSH-2.0-OpenSSH_9.2\r\n", Some("an SSH server")),
            (b"J\0\0\0\x0a8.0.36\0", Some("a MySQL server")),
            (b"E\0\0\0\x8cSFATAL\0", Some("a PostgreSQL server")),
            (b"\0\0\x12\x04\0\0\0\0\0\0\x03", Some("an HTTP/2 or gRPC server")),
            (b"\x15\x03\x01\0\x02\x02F", Some(TLS)),
            (b"ERROR\r\n", Some("a memcached server")),
            (PING, Some("a server that echoes what it is sent")),
            (b"hello\r\n", None),
            (b"", None),
        ] {
            assert_eq!(recognise(bytes), name, "{bytes:?}");
        }
    }
}
