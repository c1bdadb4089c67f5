//! Which places of a value are secrets, or may be.

use std::net::Ipv6Addr;

use super::{cut_off_len, second_uri};
use crate::report::Span;
use crate::uri::grammar::Parts;
use crate::uri::words::{
    Key, SchemeWord, boolean, host_port_len, is_documented_format, is_insecure_like, is_password_placeholder,
    is_placeholder, variable_len,
};

/// Where secrets stand, or may stand.
pub(super) fn masks(text: &str, parts: &Parts) -> Vec<Span> {
    let mut masks = Vec::new();
    let mut mask = |span: Span| {
        if !span.is_empty() {
            masks.push(span);
        }
    };
    if let Some(second) = second_uri(text, parts) {
        // Taken for one URI, the two would have their parts in the wrong places.
        let before = text[..second.start].trim_end_matches(|character: char| !character.is_alphanumeric());
        mask(Span::new(parts.separator.end, before.len().max(parts.separator.end)));
        mask(Span::new(second.end + 3, parts.body.end));
        return merge(masks);
    }
    match parts.word() {
        SchemeWord::Other if parts.scheme.is_none() && is_documented_format(parts.body.of(text)) => {}
        SchemeWord::Other if parts.scheme.is_none() && host_port_len(parts.body.of(text)).is_some() => {
            mask_parts(text, parts, &mut mask);
        }
        SchemeWord::Other => match variable_len(parts.body.of(text)).filter(|_| parts.scheme.is_none()) {
            Some(name) => {
                let start = parts.body.start + name;
                let uri = Span::new(start, parts.body.end).of(text);
                for inner in self::masks(uri, &Parts::of(uri)) {
                    mask(Span::new(start + inner.start, start + inner.end));
                }
            }
            None => mask(parts.body),
        },
        SchemeWord::Foreign => mask(Span::new(parts.separator.end, parts.body.end)),
        _ => mask_parts(text, parts, &mut mask),
    }
    merge(masks)
}

/// What may be a secret in a URI, part by part.
fn mask_parts(text: &str, parts: &Parts, mask: &mut impl FnMut(Span)) {
    let is_table = matches!(parts.word(), SchemeWord::Table | SchemeWord::NearTable);
    if let Some(userinfo) = parts.userinfo {
        mask_userinfo(text, userinfo, mask);
    }
    if !may_show_host(parts.host.of(text)) {
        mask(parts.host);
    }
    if let Some(port) = parts.port.filter(|port| !may_show_port(port.of(text))) {
        mask(port);
    }
    if let Some(path) = parts.path.filter(|path| !may_show_path(path.of(text), is_table)) {
        mask(Span::new(path.start + 1, path.end));
    }
    mask_params(text, parts, mask);
    if let Some(fragment) = parts.fragment.filter(|fragment| !is_insecure_like(fragment.of(text))) {
        mask(Span::new(fragment.start, fragment.start + cut_off_len(fragment.of(text))));
    }
}

/// Whether a parameter's value is too little to be a secret: a boolean, or a number of one or two digits.
fn is_no_secret(value: &str) -> bool {
    boolean(value).is_some() || (value.len() <= 2 && value.bytes().all(|byte| byte.is_ascii_digit()))
}

/// All of it, but for the user `default` and what is to be filled in.
fn mask_userinfo(text: &str, userinfo: Span, mask: &mut impl FnMut(Span)) {
    let Some((user, password)) = userinfo.of(text).split_once(':') else {
        mask(userinfo);
        return;
    };
    let colon = userinfo.start + user.len();
    let show_user = user == "default" || is_placeholder(user);
    if is_password_placeholder(password) {
        mask(Span::new(if show_user { colon } else { userinfo.start }, colon));
    } else {
        mask(Span::new(if show_user { colon + 1 } else { userinfo.start }, userinfo.end));
    }
}

fn mask_params(text: &str, parts: &Parts, mask: &mut impl FnMut(Span)) {
    let mut behind_password = false;
    for param in &parts.params {
        let value = param.value.map_or("", |value| value.of(text));
        let (show_key, show_value) = match param.word {
            Key::Password | Key::Near("password") => (true, is_password_placeholder(value)),
            Key::Clustered => (true, boolean(value).is_some() || is_placeholder(value)),
            Key::Near(_) => (true, is_no_secret(value)),
            Key::OtherClients(_) => (!behind_password || param.value.is_some(), is_no_secret(value)),
            // What no client knows may be the rest of a password that holds a raw `&`, or a URI with one inside.
            Key::Unknown => {
                let may_hold_credentials = param.key.of(text).contains([':', '@']);
                let show_key = !behind_password && param.value.is_some() && !may_hold_credentials;
                (show_key, !behind_password && is_no_secret(value))
            }
        };
        if !show_key {
            mask(param.key);
        }
        if let Some(value) = param.value.filter(|_| !show_value) {
            mask(value);
        }
        behind_password |= param.is_password();
    }
}

fn may_show_host(host: &str) -> bool {
    if is_placeholder(host) {
        return true;
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let odd = |byte: u8| !is_plain(byte) && b"!\"#&'+:;=?@\\^`|~".contains(&byte);
    // Where a `:` was written for the `@`, the host holds credentials. A zone (`%eth0`) may follow an address.
    !host.bytes().any(odd)
        || host.split('%').next().is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
            && host.split_once('%').is_none_or(|(_, zone)| !zone.bytes().any(odd))
}

fn may_show_port(port: &str) -> bool {
    is_number_of(5, port) || is_placeholder(port)
}

fn may_show_path(path: &str, is_table: bool) -> bool {
    let path = path.strip_prefix('/').unwrap_or(path);
    if is_placeholder(path) {
        return true;
    }
    if is_table {
        return path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-:/".contains(&byte));
    }
    let number = path.trim_end_matches('/');
    let number = number.strip_prefix('-').unwrap_or(number);
    is_number_of(4, number)
}

/// Whether a text is a number of so many digits, the zeros before it not counted. The shape of a larger one is a larger
/// one, too: what is too large stays that.
fn is_number_of(digits: usize, text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.trim_start_matches('0').len() <= digits
}

fn merge(mut masks: Vec<Span>) -> Vec<Span> {
    if masks.len() < 2 {
        return masks;
    }
    masks.sort_unstable_by_key(|mask| mask.start);
    let mut merged: Vec<Span> = Vec::with_capacity(masks.len());
    for mask in masks {
        match merged.last_mut() {
            Some(last) if mask.start <= last.end => last.end = last.end.max(mask.end),
            _ => merged.push(mask),
        }
    }
    merged
}
