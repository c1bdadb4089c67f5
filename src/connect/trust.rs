//! Whether a server's certificate is good: the one decision that both the observation (may the password be
//! sent?) and the assessment (what is wrong with it?) rest on.

use jiff::Timestamp;

use super::evidence::{Certificate, Handshake, NameMatch, Trust};

/// How long a certificate must at least be valid, so that nobody is surprised.
pub const DAYS_OF_NOTICE: i64 = 30;

const DAY_S: i64 = 24 * 60 * 60;

/// How a certificate's validity stands to a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// Valid, for this many more whole days.
    Valid {
        /// Whole days until it expires.
        days_left: i64,
    },
    /// It expired this many whole days ago.
    Expired {
        /// Whole days since it expired.
        days_ago: i64,
    },
    /// It becomes valid only later.
    NotYet,
    /// Its dates, or the time itself, cannot be read.
    Unreadable,
}

/// How `certificate` stands at `now` (RFC 3339).
pub fn validity(certificate: &Certificate, now: &str) -> Validity {
    let seconds = |text: &str| text.parse::<Timestamp>().ok().map(Timestamp::as_second);
    let (Some(from), Some(until), Some(now)) =
        (seconds(&certificate.not_before), seconds(&certificate.not_after), seconds(now))
    else {
        return Validity::Unreadable;
    };
    if now < from {
        Validity::NotYet
    } else if now > until {
        Validity::Expired { days_ago: (now - until) / DAY_S }
    } else {
        Validity::Valid { days_left: (until - now) / DAY_S }
    }
}

/// Whether the server proved to be the host: a valid certificate in its name from an issuer that is trusted.
/// Unless the URI says `#insecure`, nothing secret is sent where this does not hold.
pub fn is_verified(handshake: &Handshake, now: &str) -> bool {
    handshake.trust == Trust::Trusted
        && handshake.name == NameMatch::Matches
        && handshake.chain.first().is_some_and(|own| matches!(validity(own, now), Validity::Valid { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(not_before: &str, not_after: &str) -> Certificate {
        Certificate {
            subject: "CN=cache".into(),
            issuer: "CN=ca".into(),
            names: vec!["cache".into()],
            not_before: not_before.into(),
            not_after: not_after.into(),
        }
    }

    #[test]
    fn days_are_counted_whole() {
        let certificate = certificate("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
        let at = |now| validity(&certificate, now);
        assert_eq!(at("2026-01-01T00:00:00Z"), Validity::Valid { days_left: 31 });
        assert_eq!(at("2026-01-02T00:00:01Z"), Validity::Valid { days_left: 29 });
        assert_eq!(at("2026-02-01T00:00:00.5Z"), Validity::Valid { days_left: 0 });
        assert_eq!(at("2026-02-01T00:00:01Z"), Validity::Expired { days_ago: 0 });
        assert_eq!(at("2026-02-03T00:00:00Z"), Validity::Expired { days_ago: 2 });
        assert_eq!(at("2025-12-31T23:59:59Z"), Validity::NotYet);
        assert_eq!(at("yesterday"), Validity::Unreadable);
    }
}
