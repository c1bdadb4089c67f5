//! The scheme, and what separates it from the rest.

use super::{Sink, Subject};
use crate::report::catalogue::{URI_SCHEME, URI_SEPARATOR};
use crate::report::{Finding, Span};
use crate::uri::edit::Edit;
use crate::uri::words::{SchemeWord, foreign, host_port_len, is_documented_format, variable_len};

const SCHEMES: &str = "use `redis://` or `valkey://` without TLS, `rediss://` or `valkeys://` with TLS, `dynamodb:///` for a table";

/// Whether it is the URI of a table.
pub(super) fn is_table(subject: &Subject<'_>) -> bool {
    matches!(subject.parts.word(), SchemeWord::Table | SchemeWord::NearTable)
}

pub(super) fn scheme(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some((place, word)) = subject.parts.scheme else {
        no_scheme(subject, sink);
        return;
    };
    let right = match word {
        SchemeWord::Server(_) | SchemeWord::Table => return,
        SchemeWord::NearServer(scheme) => scheme.as_str(),
        SchemeWord::NearTable => "dynamodb",
        SchemeWord::Foreign => {
            let name = subject.part(place).to_ascii_lowercase();
            let what = foreign(&name).unwrap_or("something else");
            let message = format!(
                "`{name}://` names {what}, which cannot be an online store's Valkey, Redis or DynamoDB"
            );
            let help = match name.as_str() {
                "unix" | "redis+unix" | "valkey+unix" => "query servers run on other machines: give the server's host and port".to_owned(),
                "bigtable" => "a Bigtable store is not set up by a connection URI of this kind; this tool knows Valkey, Redis and DynamoDB".to_owned(),
                sentinel if sentinel.ends_with("sentinel") => "the documented format has no place for a Sentinel: give the host and port of the server that it watches, or of a cluster".to_owned(),
                _ => format!("check which secret this is; {SCHEMES}"),
            };
            sink.at(place, None, Finding::fail(&URI_SCHEME, message).help(help));
            return;
        }
        SchemeWord::Other => {
            sink.at(
                place,
                None,
                Finding::fail(&URI_SCHEME, "the scheme is not one of a store").help(SCHEMES),
            );
            return;
        }
    };
    let written = subject.part(place);
    let message = if written.eq_ignore_ascii_case(right) {
        format!("the scheme `{written}` is not written in lower case")
    } else {
        format!("`{written}` is not a scheme that query servers know")
    };
    sink.at(
        place,
        Some(format!("did you mean `{right}`?").into()),
        Finding::fail(&URI_SCHEME, message).help(SCHEMES),
    );
    sink.edit(Edit::replace(place, right));
}

/// What stands there instead: things that are pasted for a URI.
fn no_scheme(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let place = subject.parts.body;
    let body = subject.part(place);
    if is_documented_format(body) {
        let finding =
            Finding::fail(&URI_SCHEME, "this is the format from the documentation, not a URI").help(
                "fill in what stands in brackets, without them: `rediss://HOST:6379/0?password=TOKEN&clustered=true`",
            );
        sink.at(place, None, finding);
    } else if let Some(length) = variable_len(body) {
        let name = Span::new(place.start, place.start + length);
        let finding = Finding::fail(&URI_SCHEME, "a variable's name stands before the URI")
            .help("the value is what stands behind the `=`, without quotation marks");
        sink.at(name, Some("take it out".into()), finding);
        sink.edit(Edit::delete(name));
    } else if let Some(length) = host_port_len(body) {
        let finding = Finding::fail(&URI_SCHEME, "the scheme is missing: the value has the form `host:port`");
        let help = format!(
            "write `rediss://{0}…` if the server has TLS, `redis://{0}…` if it has not",
            &body[..length]
        );
        sink.at(
            Span::new(place.start, place.start),
            Some("the scheme belongs here".into()),
            finding.help(help),
        );
    } else {
        let finding = Finding::fail(&URI_SCHEME, "the value does not begin with a scheme").help(SCHEMES);
        sink.at(place, None, finding);
    }
}

pub(super) fn separator(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let place = subject.parts.separator;
    let written = subject.part(place);
    if written == "://" {
        return;
    }
    let message = match written {
        ":/" => "one slash is missing behind the scheme",
        ":" => "both slashes are missing behind the scheme",
        _ if written.contains('\\') => "the slashes behind the scheme lean backwards",
        _ => "`://` is missing behind the scheme",
    };
    // What `dynamodb:/NAME` and `dynamodb:NAME` mean has an empty host: three slashes.
    let right = if is_table(subject) { ":///" } else { "://" };
    let label = format!("write `{right}`");
    sink.at(place, Some(label.into()), Finding::fail(&URI_SEPARATOR, message));
    sink.edit(Edit::replace(place, right));
}
