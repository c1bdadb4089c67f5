//! Host and port.

use std::net::{IpAddr, Ipv6Addr};

use super::{IS_PLACEHOLDER, Sink, Subject};
use crate::report::catalogue::{URI_HOST, URI_LOCAL_HOST, URI_PORT};
use crate::report::{Finding, Span};
use crate::uri::DEFAULT_PORT;
use crate::uri::edit::Edit;
use crate::uri::providers::Ports;

/// The host with its brackets, if it has any.
pub(super) fn host_place(subject: &Subject<'_>) -> Span {
    let host = subject.parts.host;
    let brackets =
        usize::from(subject.parts.bracketed && subject.text.as_bytes().get(host.end) == Some(&b']'));
    Span::new(host.start - usize::from(subject.parts.bracketed), host.end + brackets)
}

/// Whether the host is something to fill in; then only URI019 speaks of it.
pub(super) fn is_host_placeholder(subject: &Subject<'_>) -> bool {
    let Some(host) = subject.plain_host() else { return false };
    subject.is_to_fill_in(host)
        || (subject.parts.bracketed && subject.is_to_fill_in(subject.part(host_place(subject))))
}

pub(super) fn host(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let host = subject.host();
    let place = host_place(subject);
    let is_ipv6 = matches!(subject.address(), Some(IpAddr::V6(_)));
    if is_host_placeholder(subject) {
        sink.report(Finding::skip(&URI_HOST, IS_PLACEHOLDER));
    } else if host.is_empty() {
        empty_host(subject, sink);
    } else if subject.parts.bracketed {
        if is_ipv6 {
            wildcard(subject, place, sink);
        } else {
            let help = if host.contains('%') {
                "a zone such as `%eth0` names a network card of one machine: it means nothing on another"
            } else {
                "only an IPv6 address stands in brackets"
            };
            let message = format!("{} is not an IPv6 address", subject.quote(place));
            sink.at(place, None, Finding::fail(&URI_HOST, message).help(help));
        }
    } else if is_ipv6 {
        let message = format!("the IPv6 address {} stands without brackets", subject.quote(place));
        let finding = Finding::fail(&URI_HOST, message);
        if let Some((address, port)) = without_port(host) {
            let help =
                format!("write `[{address}]:{port}` if {port} is the port, or `[{host}]:{DEFAULT_PORT}`");
            sink.at(place, None, finding.help(help));
        } else {
            sink.at(place, Some(format!("write `[{host}]`").into()), finding);
            sink.edit(Edit::replace(place, format!("[{host}]")));
        }
    } else if has_scheme_inside(subject) {
        let message = format!("a second scheme, {}, stands where the host belongs", subject.quote(place));
        sink.at(
            place,
            None,
            Finding::fail(&URI_HOST, message).help("take it out: host and port follow `://` at once"),
        );
    } else if let Some((at, message, help)) = fault_in_name(subject, host) {
        let place = Span::new(place.start + at.start, place.start + at.end);
        sink.at(place, None, Finding::fail(&URI_HOST, message).help(help));
    } else {
        wildcard(subject, place, sink);
    }
}

/// An address and a port, where the last group of an IPv6 address without brackets may be one.
fn without_port(host: &str) -> Option<(&str, &str)> {
    let (address, port) = host.rsplit_once(':')?;
    let may_be_port = port.len() > 1 && port.bytes().all(|byte| byte.is_ascii_digit());
    (may_be_port && address.parse::<Ipv6Addr>().is_ok()).then_some((address, port))
}

fn empty_host(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let place = subject.parts.host;
    let finding = Finding::fail(&URI_HOST, "the host is empty").help(
        "put the store's host name between `://` and the port; an empty host slips through elsewhere, because the \
         dashboard's own validation only insists on `clustered`, and shows up later as an unexplained connect error",
    );
    let slashes =
        subject.part(subject.parts.path.unwrap_or(place)).bytes().take_while(|byte| *byte == b'/').count();
    let finding = if slashes > 0 && subject.parts.port.is_none() {
        finding.note("three slashes leave no room for a host; only `dynamodb:///TABLE` is written that way")
    } else {
        finding
    };
    sink.at(place, Some("the host belongs here".into()), finding);
}

/// `0.0.0.0` and `::` are addresses to listen on.
fn wildcard(subject: &Subject<'_>, place: Span, sink: &mut Sink<'_>) {
    if subject.address().is_some_and(|address| address.is_unspecified()) {
        let message = format!("`{}` is an address to listen on, not one to connect to", subject.host());
        sink.at(
            place,
            None,
            Finding::fail(&URI_HOST, message)
                .help("give the name or the address under which other machines reach the server"),
        );
    }
}

fn has_scheme_inside(subject: &Subject<'_>) -> bool {
    let path_starts_twice = subject.parts.path.is_some_and(|path| subject.part(path).starts_with("//"));
    path_starts_twice && subject.parts.port.is_some_and(Span::is_empty)
}

/// What keeps a text from being a host name or an IPv4 address: where, what, and what to do.
fn fault_in_name(subject: &Subject<'_>, host: &str) -> Option<(Span, String, &'static str)> {
    const ALPHABET: &str = "a host name holds letters, digits, `-`, `.` and `_`";
    let whole = Span::new(0, host.len());
    let quoted = || subject.quote(subject.parts.host);
    let is_odd =
        |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'.' | b'_');
    if let Some(at) = host.bytes().position(is_odd) {
        let place = Span::new(at, at + 1);
        return Some(match host.as_bytes()[at] {
            b'[' | b']' => (
                whole,
                format!("the brackets around {} do not close", quoted()),
                "write `[address]:port` for an IPv6 address",
            ),
            b':' if !host.contains(',') => (
                whole,
                "more than one `:` stands where `host:port` belongs".to_owned(),
                "is an `@` missing, because credentials stand before the host? Write the password as `?password=…`; an IPv6 address stands in brackets",
            ),
            b':' | b',' => (
                place,
                "a list of hosts stands where one belongs".to_owned(),
                "give one host: cluster clients find the other nodes by themselves",
            ),
            b'\\' => {
                (place, "a backslash stands in the host".to_owned(), "write `/` where a part of the URI ends")
            }
            b' ' => (place, "a space stands in the host".to_owned(), ALPHABET),
            // The character may be a part of a password that is not where it belongs.
            _ => (whole, "the host holds a character that no host name has".to_owned(), ALPHABET),
        });
    }
    if matches!(subject.address(), Some(IpAddr::V4(_))) {
        return None;
    }
    let labels = || host.strip_suffix('.').unwrap_or(host).as_bytes().split(|byte| *byte == b'.');
    let is_number = |label: &[u8]| !label.is_empty() && label.iter().all(u8::is_ascii_digit);
    if labels().all(is_number) {
        return Some((
            whole,
            format!("{} is not an IPv4 address", quoted()),
            "it has four numbers from 0 to 255",
        ));
    }
    let bad_label = |label: &[u8]| {
        label.is_empty() || label.len() > 63 || label.starts_with(b"-") || label.ends_with(b"-")
    };
    if host.len() > 253 || labels().any(bad_label) {
        return Some((
            whole,
            format!("{} is not a host name", quoted()),
            "between its dots a name has 1 to 63 characters and neither begins nor ends with `-`; all in all at most 253",
        ));
    }
    None
}

pub(super) fn port(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some(place) = subject.parts.port.filter(|port| !port.is_empty()) else {
        missing_port(subject, sink);
        return;
    };
    let port = subject.part(place);
    if subject.is_to_fill_in(port) {
        sink.report(Finding::skip(&URI_PORT, IS_PLACEHOLDER));
        return;
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("the port {} is not a number", subject.quote(place));
        let finding = Finding::fail(&URI_PORT, message).help("give the port's number, usually 6379");
        let finding = if subject.parts.userinfo.is_none() && !subject.host().is_empty() {
            finding.note("if it is a password: that goes into `?password=`, and host and port are missing")
        } else {
            finding
        };
        sink.at(place, None, finding);
    } else if port.parse::<u16>().is_err() {
        let message = format!("the port {} is larger than 65535", subject.quote(place));
        sink.at(place, None, Finding::fail(&URI_PORT, message).help("give the port's number, usually 6379"));
    } else if port.bytes().all(|byte| byte == b'0') {
        sink.at(
            place,
            None,
            Finding::fail(&URI_PORT, "port 0 cannot be connected to").help(
                "give the store's port, usually 6379; a 0 often comes from a template that found no port",
            ),
        );
    }
}

fn missing_port(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let host = host_place(subject);
    let after_path = subject.parts.path.filter(|path| {
        subject.part(*path).rsplit_once(':').is_some_and(|(_, port)| {
            let digits = port.split('/').next().unwrap_or_default();
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    });
    if let Some(path) = after_path {
        let help = "write `host:port/database`: nothing may stand between the host and its port";
        sink.at(
            path,
            None,
            Finding::fail(&URI_PORT, "a path stands between the host and its port").help(help),
        );
        return;
    }
    let port = match subject.endpoint().map(|endpoint| endpoint.ports) {
        Some(Ports::Only([port, ..])) => *port,
        Some(Ports::Named(port) | Ports::WithReader { port, .. }) => port,
        Some(Ports::Split { tls, .. }) if subject.is_tls() => tls,
        _ => DEFAULT_PORT,
    };
    let finding = Finding::fail(&URI_PORT, "the port is missing").help(format!(
        "write `:{port}` behind the host; the documented format has one, and what a query server assumes without it is not documented"
    ));
    sink.at(Span::new(host.end, host.end), Some(format!("`:{port}`").into()), finding);
    if !subject.host().is_empty() {
        let colon = subject.parts.port.map_or(host.end, |port| port.end);
        sink.edit(Edit::replace(Span::new(host.end, colon), format!(":{port}")));
    }
}

pub(super) fn local(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some(host) = subject.plain_host() else { return };
    let what = match subject.address() {
        Some(address) if address.is_loopback() => "a loopback address",
        Some(IpAddr::V4(address)) if address.is_link_local() => "a link-local address",
        Some(IpAddr::V6(address)) if address.segments()[0] & 0xffc0 == 0xfe80 => "a link-local address",
        Some(IpAddr::V6(address))
            if address.to_ipv4_mapped().is_some_and(|address| address.is_loopback()) =>
        {
            "a loopback address"
        }
        None if is_localhost(host) => "this machine's own name",
        _ => return,
    };
    let message = format!(
        "{} is {what}: every query server would look for the store on its own machine",
        subject.quote(host_place(subject))
    );
    sink.at(
        host_place(subject),
        None,
        Finding::warn(&URI_LOCAL_HOST, message)
            .help("give the name or the address under which the query servers reach the store; for a store on this machine alone it is right"),
    );
}

/// Whether a host name means the machine that reads it.
pub(super) fn is_localhost(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let ending = host.len().checked_sub(".localhost".len()).and_then(|at| host.get(at..));
    host.eq_ignore_ascii_case("localhost")
        || ending.is_some_and(|ending| ending.eq_ignore_ascii_case(".localhost"))
}
