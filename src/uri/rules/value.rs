//! The value as a whole: what copying, editors and secret managers make of a URI.

use super::{Sink, Subject};
use crate::report::catalogue::{URI_ASCII, URI_CLEAN, URI_SINGLE};
use crate::report::{Finding, Span};
use crate::uri::edit::{Edit, Piece};
use crate::uri::grammar::is_invisible;
use crate::uri::redact::{Evidence, MAX_BYTES, second_uri};
use crate::uri::shown::is_printable_ascii;
use crate::words::count;

pub(super) fn single(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    if subject.is_one_uri {
        return;
    }
    let evidence = subject.evidence;
    if evidence.bytes > MAX_BYTES {
        let message = format!(
            "the value is {} bytes long; no connection URI is longer than {MAX_BYTES}",
            evidence.bytes
        );
        sink.report(
            Finding::fail(&URI_SINGLE, message)
                .help("check which secret or file it came from: the URI alone belongs there"),
        );
    } else if evidence.invalid_utf8_at.is_some() {
        let help = if may_be_utf16(evidence) {
            "it may be UTF-16 (see URI003): save it as UTF-8"
        } else {
            "see URI003 for the place; the URI alone belongs there"
        };
        sink.report(Finding::fail(&URI_SINGLE, "the value is not text").help(help));
    } else if let Some(json) = &evidence.json {
        json_value(subject, json, sink);
    } else if let Some(second) = second_uri(subject.text, &subject.parts) {
        sink.at(
            second,
            Some("a second URI begins here".into()),
            Finding::fail(&URI_SINGLE, "there are several connection URIs in one value").help(
                "the online store takes exactly one: cluster clients find the other nodes by themselves",
            ),
        );
    } else {
        sink.report(
            Finding::fail(&URI_SINGLE, "the value is empty")
                .help("check the name of the secret, variable or file that it should come from"),
        );
    }
}

fn json_value(subject: &Subject<'_>, json: &crate::uri::JsonShape, sink: &mut Sink<'_>) {
    let help = match (&json.uri_key, json.uri_span) {
        (Some(key), _) => format!(
            "the key `{}` seems to hold the URI: store its value alone as the secret's string",
            key.escape_debug()
        ),
        (None, Some(_)) => format!(
            "one of its {} seems to hold the URI: store its value alone as the secret's string",
            count(json.keys, "key")
        ),
        (None, None) => format!(
            "none of its {} holds a connection URI: store the URI alone as the secret's string",
            count(json.keys, "key")
        ),
    };
    let body = subject.parts.body;
    let finding = Finding::fail(&URI_SINGLE, "the value is JSON where the URI alone belongs").help(help);
    sink.at(body, None, finding);
    if let Some(uri) = json.uri_span {
        sink.edit(Edit { at: Span::new(0, subject.text.len()), with: vec![Piece::Copy(uri)] });
    }
}

/// Whether there is a text to look at.
pub(super) fn is_readable(subject: &Subject<'_>) -> bool {
    !subject.parts.body.is_empty()
}

/// Whether there is anything at all.
pub(super) fn is_there(subject: &Subject<'_>) -> bool {
    is_readable(subject) || subject.evidence.invalid_utf8_at.is_some()
}

/// Whether each other byte is NUL, as ASCII is in UTF-16, or a byte-order mark of UTF-16 may stand in front.
fn may_be_utf16(evidence: &Evidence) -> bool {
    let bytes = evidence.text.as_bytes();
    let nul = |first: usize| bytes.len() > 3 && bytes.iter().skip(first).step_by(2).all(|byte| *byte == 0);
    evidence.invalid_utf8_at == Some(0) || nul(0) || nul(1)
}

pub(super) fn clean(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let body = subject.parts.body;
    for (place, where_) in
        [(Span::new(0, body.start), "before"), (Span::new(body.end, subject.text.len()), "after")]
    {
        if !place.is_empty() && !body.is_empty() {
            let message = format!("{} {where_} the URI", what_is_there(subject.part(place)));
            sink.at(
                place,
                None,
                Finding::fail(&URI_CLEAN, message).help(
                    "take it out: some parsers trim it and others refuse the whole URI, so that it works in one place and not in another",
                ),
            );
            sink.edit(Edit::delete(place));
        }
    }
    let inside = subject.part(body);
    if is_printable_ascii(inside.as_bytes()) {
        return;
    }
    if let Some(at) = inside.find(is_invisible) {
        let rest = &inside[at..];
        let length = rest.len()
            - rest.trim_start_matches(|character| is_invisible(character) || character == ' ').len();
        let place = Span::new(body.start + at, body.start + at + length);
        let message = format!("{} inside the URI", what_is_there(subject.part(place)));
        let help = if rest.starts_with(['\n', '\r']) {
            "the URI was wrapped over several lines: make it one line"
        } else {
            "take it out: it cannot be seen, and parsers refuse it or keep it"
        };
        sink.at(place, None, Finding::fail(&URI_CLEAN, message).help(help));
        sink.edit(Edit::delete(place));
    }
}

fn what_is_there(wrapping: &str) -> &'static str {
    let has = |test: fn(char) -> bool| wrapping.chars().any(test);
    if has(|character| character == '\0') {
        "a NUL byte stands"
    } else if has(|character| character == '\u{feff}') {
        "a byte-order mark stands"
    } else if has(|character| {
        !character.is_whitespace() && !character.is_control() && character != '\u{200b}'
    }) {
        "a quotation mark stands"
    } else if has(|character| matches!(character, '\n' | '\r')) {
        "a line break stands"
    } else if has(|character| character.is_whitespace() && !character.is_control()) {
        "a space stands"
    } else {
        "an invisible character stands"
    }
}

pub(super) fn ascii(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    if let Some(at) = subject.evidence.invalid_utf8_at {
        let message = format!("byte {at} (counted from 0) is not UTF-8");
        let finding = Finding::fail(&URI_ASCII, message)
            .help(if may_be_utf16(subject.evidence) {
                "if the value is UTF-16, which begins so (PowerShell and Notepad write it), save it as UTF-8; else check that it is not binary or encrypted"
            } else {
                "save the value as plain text, or check that it is not binary or encrypted"
            })
            .at(Span::new(at, at + 1));
        sink.report(finding);
        return;
    }
    if subject.text.is_ascii() {
        if may_be_utf16(subject.evidence) {
            let message = "the value is UTF-16: a NUL byte stands at each letter";
            sink.report(
                Finding::fail(&URI_ASCII, message)
                    .help("save it as UTF-8, which PowerShell and Notepad call so"),
            );
        }
        return;
    }
    // What only wraps the URI is URI002's.
    let body = subject.parts.body;
    let mut reported = false;
    for (at, character) in subject.part(body).char_indices().filter(|(_, character)| !character.is_ascii()) {
        let place = Span::new(body.start + at, body.start + at + character.len_utf8());
        if is_invisible(character) {
            continue;
        }
        let secret =
            subject.evidence.masks.iter().any(|mask| mask.start <= place.start && place.end <= mask.end);
        if !reported {
            let (message, help) = describe(character, secret);
            sink.at(place, None, Finding::fail(&URI_ASCII, message).help(help));
            reported = true;
        }
        if secret && Some(place.start) >= subject.password().map(|password| password.start) {
            sink.edit(Edit { at: place, with: vec![Piece::Encode(place)] });
        } else if let Some(plain) = look_alike(character).filter(|_| !secret) {
            sink.edit(Edit::replace(place, plain));
        }
    }
}

fn describe(character: char, secret: bool) -> (String, String) {
    if secret {
        let message = "a character that is not ASCII stands where a secret does".to_owned();
        return (message, "percent-encode it, byte by byte in UTF-8".to_owned());
    }
    let message =
        format!("`{}` (U+{:04X}) is not an ASCII character", character.escape_debug(), u32::from(character));
    let help = match look_alike(character) {
        Some("") => "take it out".to_owned(),
        Some(plain) => format!("it looks like `{plain}`: type that instead"),
        None => "a host with such characters has to be written in its punycode form (`xn--…`)".to_owned(),
    };
    (message, help)
}

/// The ASCII character that somebody meant; empty where nothing was meant.
fn look_alike(character: char) -> Option<&'static str> {
    const FULL_WIDTH: u32 = 0xfee0;
    Some(match character {
        '‘' | '’' | '“' | '”' | '„' | '‚' | '\u{a0}' | '\u{2060}' | '\u{200c}' | '\u{200d}' | '\u{ad}' => {
            ""
        }
        '‐' | '‑' | '‒' | '–' | '—' | '−' => "-",
        '․' | '。' => ".",
        '∕' | '⁄' => "/",
        'а' => "a",
        'е' => "e",
        'о' | 'ο' => "o",
        'р' | 'ρ' => "p",
        'с' => "c",
        'х' => "x",
        'у' => "y",
        'і' | 'ı' => "i",
        'ѕ' => "s",
        'ԁ' => "d",
        '\u{ff01}'..='\u{ff5e}' => {
            let plain = usize::try_from(u32::from(character) - FULL_WIDTH).ok()?;
            // All of printable ASCII, so that a full-width character can be answered by a slice of it.
            const ASCII: &str = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
            ASCII.get(plain - 0x21..plain - 0x20)?
        }
        _ => return None,
    })
}
