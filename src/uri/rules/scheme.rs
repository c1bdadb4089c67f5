//! The scheme, and what separates it from the rest.

use super::{Sink, Subject};
use crate::report::Finding;
use crate::report::catalogue::{URI_SCHEME, URI_SEPARATOR};
use crate::uri::edit::Edit;
use crate::uri::words::{SchemeWord, foreign};

const SCHEMES: &str = "use `redis://` or `valkey://` without TLS, `rediss://` or `valkeys://` with TLS, `dynamodb:///` for a table";

/// Whether it is the URI of a table.
pub(super) fn is_table(subject: &Subject<'_>) -> bool {
    matches!(subject.parts.word(), SchemeWord::Table | SchemeWord::NearTable)
}

pub(super) fn scheme(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some((place, word)) = subject.parts.scheme else {
        sink.at(
            subject.parts.body,
            None,
            Finding::fail(&URI_SCHEME, "the value does not begin with a scheme").help(SCHEMES),
        );
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
