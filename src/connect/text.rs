//! Text from a peer that may be anybody: escaped, shortened, and free of the URI's secrets.

use crate::secrets::{MASK, Secret};
use crate::uri::Credentials;

/// The longest text of a peer's that is kept, in characters.
const LONGEST: usize = 300;

/// The longest excerpt of a banner, in bytes.
const EXCERPT: usize = 60;

/// How much of a secret gives it away: an echo may be cut short, so the start counts too.
const TELLING: usize = 8;

/// A secret of fewer characters is not masked in place.
const MASKABLE: usize = 4;

/// The codes that errors of a server start with.
const CODES: [&str; 20] = [
    "ASK",
    "BUSY",
    "CLUSTERDOWN",
    "CROSSSLOT",
    "DENIED",
    "ERR",
    "EXECABORT",
    "LOADING",
    "MASTERDOWN",
    "MISCONF",
    "MOVED",
    "NOAUTH",
    "NOPERM",
    "NOPROTO",
    "NOREPLICAS",
    "NOSCRIPT",
    "OOM",
    "READONLY",
    "TRYAGAIN",
    "WRONGPASS",
];

/// Errors that are the same on every server and hold nothing of what was sent.
const FIXED: [&str; 12] = [
    "ERR AUTH <password> called without any password configured for the default user. Are you sure your \
     configuration is correct?",
    "ERR Client sent AUTH, but no password is set",
    "ERR DB index is out of range",
    "ERR SELECT is not allowed in cluster mode",
    "ERR This instance has cluster support disabled",
    "ERR invalid password",
    "ERR max number of clients + cluster connections reached",
    "ERR max number of clients reached",
    "LOADING Redis is loading the dataset in memory",
    "LOADING Valkey is loading the dataset in memory",
    "NOAUTH Authentication required.",
    "WRONGPASS invalid username-password pair or user is disabled.",
];

/// Takes the URI's user and password out of what a peer said.
///
/// Servers have been seen to echo: an unknown command is repeated with its arguments, and so is `AUTH` where an
/// operator renamed it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scrubber(Vec<Secret>);

impl Scrubber {
    /// Knows what must not come out.
    pub(crate) fn new(credentials: Option<&Credentials>) -> Self {
        let mut secrets = Vec::new();
        if let Some(credentials) = credentials {
            secrets.push(credentials.password.clone());
            secrets.extend(credentials.user.clone());
        }
        secrets.retain(|secret| !secret.expose().is_empty());
        // Longest first: the user may be a part of the password.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        Self(secrets)
    }

    /// The text as it may be kept.
    pub(super) fn clean(&self, text: &str) -> String {
        // Text that every server has says nothing of a secret, even if that is a word in it; a mask would.
        if FIXED.contains(&text) {
            return text.to_owned();
        }
        // Whatever follows is an echo of what was sent.
        let end = text.find("with args beginning with").unwrap_or(text.len());
        let mut text = text[..end].trim_end_matches([' ', ',']).to_owned();
        for secret in self.0.iter().map(Secret::expose) {
            if secret.chars().count() >= MASKABLE {
                text = mask(&text, secret);
            } else if text.contains(secret) {
                // A mask for each of its few letters would spell it out.
                text = match text.split_once(' ') {
                    Some((code, _)) if CODES.contains(&code) => format!("{code} {MASK}"),
                    _ => MASK.to_owned(),
                };
            }
        }
        escape(&text)
    }

    /// The code that an error starts with, from its text as it came.
    pub(super) fn code(&self, text: &str) -> String {
        let code = text.split(' ').next().unwrap_or_default();
        if CODES.contains(&code) { code.to_owned() } else { self.clean(code) }
    }

    /// A long reply that is searched for fields: only what can be nothing but an echo is masked in it.
    pub(crate) fn without_echo(&self, text: String) -> String {
        let telling = self.0.iter().map(Secret::expose).filter(|secret| secret.chars().count() >= TELLING);
        telling.fold(text, |text, secret| mask(&text, secret))
    }

    /// Whether something in it can be nothing but an echo.
    pub(crate) fn hears_echo(&self, bytes: &[u8]) -> bool {
        let mut telling =
            self.0.iter().map(Secret::expose).filter(|secret| secret.chars().count() >= TELLING);
        telling.any(|secret| {
            memchr::memmem::find(bytes, &secret.as_bytes()[..TELLING.min(secret.len())]).is_some()
        })
    }

    /// The start of what a peer sent, printable.
    pub(super) fn excerpt(&self, bytes: &[u8]) -> String {
        let shown = &bytes[..bytes.len().min(EXCERPT)];
        let mut text = self.clean(&String::from_utf8_lossy(shown));
        if bytes.len() > EXCERPT {
            text.push('…');
        }
        text
    }
}

/// Masks every occurrence of `secret`, and of its start where an echo was cut short.
fn mask(text: &str, secret: &str) -> String {
    let head = secret.char_indices().nth(TELLING).map_or(secret, |(at, _)| &secret[..at]);
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(head) {
        masked.push_str(&rest[..at]);
        masked.push_str(MASK);
        rest = &rest[at..];
        let same = rest.bytes().zip(secret.bytes()).take_while(|(a, b)| a == b).count();
        // Two characters may share their first bytes.
        let end = (0..=same).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(0);
        rest = &rest[end.max(head.len())..];
    }
    masked.push_str(rest);
    masked
}

/// Escapes what is not printable and cuts what is too long.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            escaped.push('…');
            break;
        }
        // Beside control characters: those that turn the direction of a line, and what was no UTF-8.
        let harmless = !character.is_control()
            && !matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        if harmless {
            escaped.push(character);
        } else {
            escaped.extend(character.escape_default());
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubber(user: Option<&str>, password: &str) -> Scrubber {
        let credentials =
            Credentials { user: user.map(Secret::new), password: Secret::new(password.to_owned()) };
        Scrubber::new(Some(&credentials))
    }

    #[test]
    fn a_secret_never_comes_out() {
        let scrub = scrubber(Some("chalk"), "hunter2-hunter2");
        assert_eq!(scrub.clean("ERR hunter2-hunter2hunter2-hunter2 chalk"), "ERR •••••••• ••••");
        assert_eq!(scrub.clean("ERR cut short: hunter2-hunt"), "ERR cut short: ••••");
        assert_eq!(
            scrub.clean("ERR unknown command 'AUTH', with args beginning with: 'hunter2-hunter2' "),
            "ERR unknown command 'AUTH'"
        );
        assert_eq!(scrub.clean("ERR hunter1"), "ERR hunter1");
        assert_eq!(scrubber(None, "schlüßel-ß").clean("x schlüßel-ß schlüßel-à"), "x •••• ••••à");
    }

    #[test]
    fn a_mask_gives_no_hint() {
        let wrong = "WRONGPASS invalid username-password pair or user is disabled.";
        for password in ["user", "e", "invalid", "WRONGPASS"] {
            assert_eq!(scrubber(None, password).clean(wrong), wrong);
            assert_eq!(scrubber(None, password).code(wrong), "WRONGPASS");
        }
        assert_eq!(scrubber(None, "ab").clean("ERR about abs"), "ERR ••••");
        assert_eq!(scrubber(None, "ab").clean("about abs"), "••••");
        assert_eq!(scrubber(None, "SECRETS").code("SECRETS are echoed"), "••••");
        let scrub = scrubber(None, "hunter2-hunter2");
        assert_eq!(scrub.without_echo("os:hunter2-hunter2\r\n".into()), "os:••••\r\n");
        assert_eq!(scrubber(None, "role").without_echo("role:master".into()), "role:master");
    }

    #[test]
    fn what_is_not_printable_is_escaped() {
        let scrub = Scrubber::default();
        assert_eq!(scrub.excerpt(b"\x15\x03\x01\0\x02\x02F\r\n"), r"\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}F\r\n");
        assert_eq!(escape("a\u{1b}[31mb\u{202e}"), r"a\u{1b}[31mb\u{202e}");
        assert_eq!(scrub.excerpt(&[b'x'; 100]).chars().count(), 61);
        assert_eq!(escape(&"x".repeat(1000)).chars().count(), 301);
    }
}
