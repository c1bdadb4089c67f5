//! The database index in the path.

use super::{IS_PLACEHOLDER, Sink, Subject};
use crate::report::catalogue::{URI_CLUSTER_DATABASE, URI_DATABASE};
use crate::report::{Finding, Span};
use crate::uri::edit::Edit;

/// The highest index of a server with the default of 16 databases.
const HIGHEST: u32 = 15;

/// Why a database above 0 cannot be judged.
const NEEDS_CLUSTERED: &str = "needs `clustered`, which is missing or cannot be read (URI009, URI010)";

/// Where the number stands, behind the slash; nothing where the path is empty.
fn place(subject: &Subject<'_>) -> Option<Span> {
    let path = subject.parts.path?;
    let start = path.start + usize::from(subject.part(path).starts_with('/'));
    (start < path.end).then(|| Span::new(start, path.end))
}

/// The number that a text of digits is; one that is too large for any server is the largest.
fn index(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u32::MAX))
}

pub(super) fn database(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some(place) = place(subject) else {
        sink.report(Finding::pass(&URI_DATABASE).note("no database is named: clients take database 0"));
        return;
    };
    let text = subject.part(place);
    if subject.is_to_fill_in(text) {
        sink.report(Finding::skip(&URI_DATABASE, IS_PLACEHOLDER));
        return;
    }
    match index(text) {
        Some(index) if index <= HIGHEST => {}
        Some(_) => {
            let message = format!("the database {} is larger than {HIGHEST}", subject.quote(place));
            let help = "servers have databases 0 to 15 unless their `databases` setting says otherwise; the online store needs one";
            sink.at(place, None, Finding::fail(&URI_DATABASE, message).help(help));
        }
        None if index(text.trim_end_matches('/')).is_some() => {
            let slash = Span::new(place.start + text.trim_end_matches('/').len(), place.end);
            let finding = Finding::fail(&URI_DATABASE, "a slash stands behind the database")
                .help("take it out: some parsers read the database as `0/`, which is no number");
            sink.at(slash, None, finding);
            sink.edit(Edit::delete(slash));
        }
        None => {
            let message =
                format!("the database {} is not a number from 0 to {HIGHEST}", subject.quote(place));
            let help = "write the database's number behind the port, as in `:6379/0`, or leave the path out";
            sink.at(place, None, Finding::fail(&URI_DATABASE, message).help(help));
        }
    }
}

pub(super) fn with_cluster(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let is_other = |place: &Span| index(subject.part(*place)).is_some_and(|index| index > 0);
    // No database and database 0 are right in either mode.
    let Some(place) = place(subject).filter(is_other) else { return };
    match subject.clustered() {
        Some(false) => {}
        Some(true) => {
            let message = format!(
                "database {} with `clustered=true`: a cluster has database 0 alone",
                subject.quote(place)
            );
            let finding = Finding::fail(&URI_CLUSTER_DATABASE, message)
                .help("write `/0`; for a store that really uses another database, `clustered=false` on a server without cluster mode")
                .note("Valkey 9 allows more with `cluster-databases`, but cluster clients of the redis crate drop the number and use 0");
            sink.at(place, Some("write `0`".into()), finding);
            sink.edit(Edit::replace(place, "0"));
        }
        None => sink.report(Finding::skip(&URI_CLUSTER_DATABASE, NEEDS_CLUSTERED)),
    }
}
