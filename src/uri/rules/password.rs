//! The password: given once, in the query, encoded, over TLS.

use super::address::is_localhost;
use super::{IS_PLACEHOLDER, Sink, Subject};
use crate::report::catalogue::{URI_PASSWORD, URI_PASSWORD_ENCODING, URI_PLAINTEXT_PASSWORD, URI_USERINFO};
use crate::report::{Finding, Span};
use crate::uri::edit::{Edit, Piece};
use crate::uri::redact::cut_off_len;
use crate::uri::words::{Key, is_insecure_like};

/// Whether a `password` parameter, or one that is meant so, is there with a value.
pub(super) fn is_given(subject: &Subject<'_>) -> bool {
    subject.password().is_some_and(|password| !password.is_empty())
}

/// Whether any password is there, in the query or before the host.
pub(super) fn is_given_anywhere(subject: &Subject<'_>) -> bool {
    is_given(subject) || userinfo_password(subject).is_some_and(|password| !password.is_empty())
}

/// The password in the user-info part.
pub(super) fn userinfo_password(subject: &Subject<'_>) -> Option<Span> {
    let userinfo = subject.parts.userinfo?;
    let colon = subject.part(userinfo).find(':')?;
    Some(Span::new(userinfo.start + colon + 1, userinfo.end))
}

pub(super) fn password(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let mut passwords = subject.parts.params.iter().filter(|param| param.word == Key::Password);
    let Some(first) = passwords.next() else { return };
    if first.value.is_none_or(Span::is_empty) {
        let finding = Finding::fail(&URI_PASSWORD, "the password is empty")
            .help("fill it in; or take `password=` out if the server has no password. An empty one often comes from a template that found no token");
        sink.at(first.span(), None, finding);
    }
    for repeated in passwords {
        let same = first.value.map(|value| subject.part(value)) == repeated.value.map(|value| subject.part(value))
            // What stands in the evidence is a shape: two passwords that look alike there may differ.
            && repeated.value.is_none_or(Span::is_empty);
        let finding = Finding::fail(&URI_PASSWORD, "the password is given more than once")
            .help("leave one: parsers differ in which of them they take");
        sink.at(repeated.span(), None, finding);
        if same {
            sink.edit(Edit::delete(Span::new(repeated.span().start - 1, repeated.span().end)));
        }
    }
}

pub(super) fn userinfo(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some(userinfo) = subject.parts.userinfo else { return };
    let in_query = subject.parts.param(Key::Password).is_some();
    let Some(password) = userinfo_password(subject) else {
        let finding = Finding::warn(&URI_USERINFO, "a user name stands before the host")
            .help("the documented format has no place for an ACL user: give the token to the server's `default` user, or make sure that your query servers read it")
            .note("Redis clients read `user:password@host`; whether the query servers do is not documented");
        sink.at(userinfo, None, finding);
        return;
    };
    if in_query {
        let finding =
            Finding::fail(&URI_USERINFO, "a password stands before the host, and another one in `password=`")
                .help("leave the one in `password=`: which of the two is used depends on the parser");
        sink.at(userinfo, None, finding);
        return;
    }
    let has_user =
        password.start > userinfo.start + 1 && subject.part(userinfo).split(':').next() != Some("default");
    let finding = Finding::warn(&URI_USERINFO, "credentials stand before the host instead of in `password=`")
        .help("write the password as `?password=…`, percent-encoded: that is the documented place");
    let finding = if has_user {
        finding.note("the user name has no documented place; Redis clients read it here, and it is left here")
    } else {
        finding
    };
    sink.at(userinfo, None, finding);
    if subject.is_password_to_fill_in(subject.part(password)) {
        return;
    }
    // A password with raw reserved characters is encoded on the way; one with escapes is already encoded.
    if password.is_empty() || subject.host().is_empty() || subject.part(password).contains('%') {
        return;
    }
    let user_end = password.start - 1;
    let taken_out = if has_user {
        Span::new(user_end, userinfo.end)
    } else {
        Span::new(userinfo.start, userinfo.end + 1)
    };
    sink.edit(Edit::delete(taken_out));
    let (at, before, after) = if let Some(first) = subject.parts.params.first() {
        (first.key.start, "password=", "&")
    } else {
        let end = subject.parts.fragment.map_or(subject.parts.body.end, |fragment| fragment.start - 1);
        (end, if subject.text[..end].ends_with('?') { "password=" } else { "?password=" }, "")
    };
    let with = vec![Piece::Text(before.into()), Piece::Encode(password), Piece::Text(after.into())];
    sink.edit(Edit { at: Span::new(at, at), with });
}

/// Whether a parameter is what a raw `&` cut off a password: it follows one and is no `key=value`.
pub(super) fn is_tail_of_password(subject: &Subject<'_>, index: usize) -> bool {
    let param = subject.parts.params[index];
    let is_stray = |at: usize| {
        let param = subject.parts.params[at];
        param.value.is_none_or(Span::is_empty) && matches!(param.word, Key::Unknown | Key::OtherClients(_))
    };
    let before = (0..index).rev().find(|at| !is_stray(*at));
    is_stray(index)
        && param.key.len() < 256
        && before.is_some_and(|at| {
            subject.parts.params[at].is_password()
                && subject.parts.params[at].value.is_some_and(|value| !value.is_empty())
        })
}

/// The places of raw `%` before the host, of the user or the password, whichever is not yet to be filled in.
fn broken_before_host<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = Span> + 'a {
    let userinfo = subject.parts.userinfo.unwrap_or(Span::new(0, 0));
    let password = userinfo_password(subject);
    let user = Span::new(userinfo.start, password.map_or(userinfo.end, |password| password.start - 1));
    [Some(user), password].into_iter().flatten().flat_map(move |part| {
        let text = subject.part(part);
        let is_open = subject.is_password_to_fill_in(text);
        let raw =
            text.match_indices('%').filter(move |(at, _)| !is_open && !is_escape(&text.as_bytes()[*at..]));
        raw.map(move |(at, _)| Span::new(part.start + at, part.start + at + 1))
    })
}

/// Whether there is a password to be judged, or what stands before the host cannot be decoded.
pub(super) fn is_encoded_somehow(subject: &Subject<'_>) -> bool {
    is_given(subject) || subject.evidence.userinfo_not_utf8 || broken_before_host(subject).next().is_some()
}

fn before_host(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    for (at, place) in broken_before_host(subject).enumerate() {
        if at == 0 {
            let finding = Finding::fail(
                &URI_PASSWORD_ENCODING,
                "a `%` before the host is not followed by two hexadecimal digits",
            )
            .help("write a `%` that belongs to the user or the password as `%25`: Java and Go refuse the URI, and Rust and Python keep the `%`");
            sink.at(place, Some("write `%25`".into()), finding);
        }
        sink.edit(Edit::replace(place, "%25"));
    }
    if let Some(userinfo) = subject.parts.userinfo.filter(|_| subject.evidence.userinfo_not_utf8) {
        let finding =
            Finding::fail(&URI_PASSWORD_ENCODING, "the escapes before the host do not make UTF-8 text")
                .help("encode the UTF-8 bytes: `%C3%A9` for `é`, not `%E9`; the redis crate refuses the URI");
        sink.at(userinfo, None, finding);
    }
}

pub(super) fn encoding(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    before_host(subject, sink);
    let Some((index, _)) = subject.parts.password() else { return };
    let Some(place) = subject.password() else { return };
    let password = subject.part(place);
    if subject.is_password_to_fill_in(password) {
        sink.report(Finding::skip(&URI_PASSWORD_ENCODING, IS_PLACEHOLDER));
        return;
    }
    cut_by_hash(subject, index, sink);
    ended_by_ampersand(subject, place, sink);
    for tail in index + 1..subject.parts.params.len() {
        if is_tail_of_password(subject, tail) {
            let ampersand = subject.parts.params[tail].key.start - 1;
            cut_by_ampersand(Span::new(ampersand, ampersand + 1), sink);
        }
    }
    raw_characters(password, place.start, sink);
    if subject.evidence.password_not_utf8 {
        let finding = Finding::fail(&URI_PASSWORD_ENCODING, "the password's escapes do not make UTF-8 text")
            .help("encode the password's UTF-8 bytes: `%C3%A9` for `é`, not `%E9`");
        sink.at(place, None, finding);
    }
}

fn cut_by_hash(subject: &Subject<'_>, index: usize, sink: &mut Sink<'_>) {
    let Some(fragment) = subject.parts.fragment else { return };
    let is_last = index + 1 == subject.parts.params.len();
    if !is_last || is_insecure_like(subject.part(fragment)) {
        return;
    }
    let hash = Span::new(fragment.start - 1, fragment.start);
    if fragment.is_empty() {
        let finding = Finding::fail(&URI_PASSWORD_ENCODING, "a raw `#` stands right behind the password")
            .help("write it as `%23` if the password ends with it; take it out if it does not");
        sink.at(hash, None, finding);
        return;
    }
    let finding = Finding::fail(
        &URI_PASSWORD_ENCODING,
        "a raw `#` cuts the password off here, and the rest of it becomes a bogus fragment",
    )
    .help("write each `#` in the password as `%23`");
    sink.at(hash, Some("write `%23`".into()), finding);
    sink.edit(Edit::replace(hash, "%23"));
    let cut_off = fragment.start + cut_off_len(subject.part(fragment));
    rest_behind_hash(subject, Span::new(fragment.start, cut_off), sink);
    for (at, _) in subject.text[fragment.start..cut_off].match_indices('#') {
        let at = fragment.start + at;
        sink.edit(Edit::replace(Span::new(at, at + 1), "%23"));
    }
}

/// What else is raw in the rest of the password: as far as no parameter begins in it.
fn rest_behind_hash(subject: &Subject<'_>, rest: Span, sink: &mut Sink<'_>) {
    let mut end = rest.start;
    for (index, part) in subject.part(rest).split('&').enumerate() {
        if index > 0 {
            if part.contains('=') {
                break;
            }
            cut_by_ampersand(Span::new(end, end + 1), sink);
            end += 1;
        }
        end += part.len();
    }
    raw_characters(subject.part(Span::new(rest.start, end)), rest.start, sink);
}

/// `password=abc&&clustered=true`: nothing is cut off but the `&` itself, if it belongs to the password.
fn ended_by_ampersand(subject: &Subject<'_>, password: Span, sink: &mut Sink<'_>) {
    let behind = &subject.text.as_bytes()[password.end..subject.parts.body.end];
    if behind.first() == Some(&b'&') && matches!(behind.get(1), None | Some(b'&' | b'#')) {
        let finding = Finding::warn(
            &URI_PASSWORD_ENCODING,
            "an empty parameter follows the password: it may end with a raw `&`",
        )
        .help("write the `&` as `%26` if the password ends with it; take it out if it does not");
        sink.at(Span::new(password.end, password.end + 1), None, finding);
    }
}

fn cut_by_ampersand(place: Span, sink: &mut Sink<'_>) {
    let finding = Finding::fail(
        &URI_PASSWORD_ENCODING,
        "a raw `&` cuts the password off here: what follows it is no parameter",
    )
    .help("write each `&` in the password as `%26`; if it is not a part of the password, take it out");
    sink.at(place, Some("write `%26`".into()), finding);
    sink.edit(Edit::replace(place, "%26"));
}

/// Whether a `%` is followed by two hexadecimal digits.
fn is_escape(rest: &[u8]) -> bool {
    rest.get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

fn raw_characters(password: &str, start: usize, sink: &mut Sink<'_>) {
    let mut reported = [false; 4];
    for (at, byte) in password.bytes().enumerate() {
        let place = Span::new(start + at, start + at + 1);
        let (which, right, finding) = match byte {
            b'%' if !is_escape(&password.as_bytes()[at..]) => (
                0,
                "%25",
                Finding::fail(&URI_PASSWORD_ENCODING, "a `%` in the password is not followed by two hexadecimal digits")
                    .help("write a `%` that belongs to the password as `%25`: parsers refuse the URI, or keep what they cannot decode"),
            ),
            b'+' => (
                1,
                "%2B",
                Finding::warn(&URI_PASSWORD_ENCODING, "a raw `+` in the password: some parsers read it as a space")
                    .help("write `%2B` for a plus sign, `%20` for a space"),
            ),
            b' ' => (
                2,
                "%20",
                Finding::fail(&URI_PASSWORD_ENCODING, "a raw space stands in the password").help("write `%20` for a space"),
            ),
            b';' => (
                3,
                "%3B",
                Finding::fail(
                    &URI_PASSWORD_ENCODING,
                    "a raw `;` stands in the password: Go's parser drops a parameter that holds one",
                )
                .help("write `%3B` for a semicolon"),
            ),
            _ => continue,
        };
        if !reported[which] {
            reported[which] = true;
            sink.at(place, Some(format!("write `{right}`").into()), finding);
        }
        sink.edit(Edit::replace(place, right));
    }
}

pub(super) fn plaintext(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let stays_here =
        |host: &str| is_localhost(host) || subject.address().is_some_and(|address| address.is_loopback());
    if subject.is_tls() || subject.plain_host().is_some_and(stays_here) {
        return;
    }
    let place = subject.password().filter(|place| !place.is_empty()).or_else(|| userinfo_password(subject));
    let finding = Finding::warn(&URI_PLAINTEXT_PASSWORD, "the password would cross the network in plain text")
        .help("use `rediss://` or `valkeys://` if the server has TLS; without TLS everybody on the path can read the password and the feature values");
    match place {
        Some(place) => sink.at(place, None, finding),
        None => sink.report(finding),
    }
}
