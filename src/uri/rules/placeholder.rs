//! Things that somebody forgot to fill in.

use super::address::{host_place, is_host_placeholder};
use super::{Sink, Subject};
use crate::report::catalogue::URI_PLACEHOLDER;
use crate::report::{Finding, Span};
use crate::uri::words::{Key, is_password_placeholder, is_placeholder};

pub(super) fn placeholder(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let parts = &subject.parts;
    if let Some(place) = subject.template() {
        let finding = Finding::fail(&URI_PLACEHOLDER, "a template's `{{ … }}` was not filled in").help(
            "render the template first, and check what it makes of it; each value goes in percent-encoded",
        );
        sink.at(place, None, finding);
        return;
    }
    if is_host_placeholder(subject) {
        found(subject, host_place(subject), "the store's host name", sink);
    } else {
        example_host(subject, sink);
    }
    let early = super::password::userinfo_password(subject);
    if let Some(password) = early.filter(|password| is_password_placeholder(subject.part(*password))) {
        found(subject, password, "the token", sink);
    }
    if let Some(port) = parts.port.filter(|port| is_placeholder(subject.part(*port))) {
        found(subject, port, "the store's port, usually 6379,", sink);
    }
    if let Some(path) = parts.path.filter(|path| path.len() > 1) {
        let place = Span::new(path.start + 1, path.end);
        if is_placeholder(subject.part(place)) {
            let what = if super::scheme::is_table(subject) {
                "the table's name"
            } else {
                "the database's number, usually 0,"
            };
            found(subject, place, what, sink);
        }
    }
    for param in &parts.params {
        let Some(value) = param.value else { continue };
        match param.word {
            Key::Password | Key::Near("password") if is_password_placeholder(subject.part(value)) => {
                found(subject, value, "the token", sink);
            }
            Key::Clustered if is_placeholder(subject.part(value)) => {
                found(subject, value, "`true` or `false`", sink);
            }
            _ => {}
        }
    }
}

fn found(subject: &Subject<'_>, place: Span, what: &str, sink: &mut Sink<'_>) {
    let message = format!("the placeholder {} was not filled in", subject.quote(place));
    let help = format!("put {what} in its place");
    sink.at(place, None, Finding::fail(&URI_PLACEHOLDER, message).help(help));
}

/// Names that are reserved for examples (RFC 2606), and the documentation's own.
fn example_host(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some(host) = subject.plain_host() else { return };
    let host = host.strip_suffix('.').unwrap_or(host);
    let place = host_place(subject);
    let ending = ["example.com", "example.org", "example.net"]
        .iter()
        .find_map(|reserved| before_ending(host, reserved));
    if ending == Some("") {
        found(subject, place, "the store's host name", sink);
        return;
    }
    let is_below = ending.is_some_and(|parent| parent.ends_with('.'));
    if is_below || host.eq_ignore_ascii_case("my-cluster.cloud.com") {
        let message = format!("{} is a host name for examples", subject.quote(place));
        let help = "put the store's host name in its place; this one stands in documentation and belongs to no store of yours";
        sink.at(place, None, Finding::warn(&URI_PLACEHOLDER, message).help(help));
    }
}

/// What stands before an ending, if it is there, in whatever case it is written.
fn before_ending<'a>(host: &'a str, ending: &str) -> Option<&'a str> {
    let (before, last) = host.split_at_checked(host.len().checked_sub(ending.len())?)?;
    last.eq_ignore_ascii_case(ending).then_some(before)
}
