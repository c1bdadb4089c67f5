//! `dynamodb:///TABLE`.

use super::{IS_PLACEHOLDER, Sink, Subject};
use crate::report::catalogue::{URI_TABLE, URI_TABLE_ONLY};
use crate::report::{Finding, Span};
use crate::uri::edit::Edit;

/// Name rules of DynamoDB's API (`TableName`: 3 to 255 of `a-zA-Z0-9_.-`).
const RULES: &str = "a table's name has 3 to 255 of the characters `a-z A-Z 0-9 _ . -`";

/// Where the table's name stands, and what it says.
fn name_place(subject: &Subject<'_>) -> Span {
    let parts = &subject.parts;
    let end = subject.parts.body.end;
    parts.path.map_or(Span::new(end, end), |path| {
        let name = subject.part(path).trim_end_matches('/');
        Span::new(path.start + 1, (path.start + name.len()).max(path.start + 1))
    })
}

pub(super) fn name(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let parts = &subject.parts;
    let host = Span::new(parts.separator.end, parts.path.map_or(parts.host.end, |path| path.start));
    if !host.is_empty() && parts.path.is_none_or(|path| path.len() <= 1) {
        // With other slashes than `://`, URI005 says what to write.
        if subject.part(parts.separator) == "://" {
            table_as_host(subject, sink);
        }
        return;
    }
    let place = name_place(subject);
    let name = subject.part(place);
    if subject.is_to_fill_in(name) {
        sink.report(Finding::skip(&URI_TABLE, IS_PLACEHOLDER));
        return;
    }
    let is_arn = name.starts_with("arn:") && !subject.is_masked(place);
    if let Some(table) = is_arn.then(|| name.split_once(":table/")).flatten() {
        let table = table.1.split('/').next().unwrap_or_default();
        let start = place.end - (name.len() - name.find(":table/").unwrap_or_default() - ":table/".len());
        let finding = Finding::fail(&URI_TABLE, "an ARN stands where the table's name belongs")
            .help("give the name alone: the URI has no place for a Region or an account");
        sink.at(place, Some(format!("`{table}`").into()), finding);
        sink.edit(Edit::delete(Span::new(place.start, start)));
        sink.edit(Edit::delete(Span::new(start + table.len(), place.end)));
        return;
    }
    if name.is_empty() {
        let finding = Finding::fail(&URI_TABLE, "the table's name is missing")
            .help("write it behind the three slashes: `dynamodb:///TABLE`");
        sink.at(place, None, finding);
        return;
    }
    let bad = name
        .char_indices()
        .find(|(_, character)| !character.is_ascii_alphanumeric() && !"_.-".contains(*character));
    if let Some((at, character)) = bad {
        let at = Span::new(place.start + at, place.start + at + character.len_utf8());
        sink.at(
            at,
            None,
            Finding::fail(&URI_TABLE, "the table's name holds a character that no table's name has")
                .help(RULES),
        );
    } else if !(3..=255).contains(&name.len()) {
        let message = format!("the table's name has {} characters", name.len());
        sink.at(place, None, Finding::fail(&URI_TABLE, message).help(RULES));
    }
}

/// `dynamodb://TABLE`: what stands there is a host to every parser.
fn table_as_host(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let separator = subject.parts.separator;
    let finding = Finding::fail(
        &URI_TABLE,
        "there are two slashes, so that the table is read as a host and no table is named",
    )
    .help("write three slashes: `dynamodb:///TABLE`");
    sink.at(separator, Some("write `:///`".into()), finding);
    sink.edit(Edit::replace(separator, ":///"));
}

pub(super) fn only(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let parts = &subject.parts;
    let host = Span::new(parts.separator.end, parts.path.map_or(parts.host.end, |path| path.start));
    if !host.is_empty() && parts.path.is_some_and(|path| path.len() > 1) {
        let finding =
            Finding::fail(&URI_TABLE_ONLY, format!("{} stands between the slashes", subject.quote(host)))
                .help("write `dynamodb:///TABLE`: the URI has no place for a Region or a host");
        sink.at(host, None, finding);
    }
    let place = name_place(subject);
    let path_end = parts.path.map_or(place.end, |path| path.end);
    if path_end > place.end {
        let slash = Span::new(place.end, path_end);
        sink.at(
            slash,
            Some("take it out".into()),
            Finding::fail(&URI_TABLE_ONLY, "a slash stands behind the table's name"),
        );
        sink.edit(Edit::delete(slash));
    }
    let rest = Span::new(path_end.max(parts.host.end), parts.body.end);
    if !rest.is_empty() && parts.path.is_some_and(|path| path.len() > 1) {
        let what = if subject.part(rest).starts_with('?') { "a query" } else { "a fragment" };
        let message = format!("{what} stands behind the table's name: {}", subject.quote(rest));
        let finding = Finding::fail(&URI_TABLE_ONLY, message)
            .help("take it out: `clustered`, `password` and `#insecure` belong to Valkey and Redis");
        sink.at(rest, Some("take it out".into()), finding);
        sink.edit(Edit::delete(rest));
    }
}
