//! `clustered=true|false`: the product's Go and Rust parsers refuse a URI without it.

use super::{IS_PLACEHOLDER, Sink, Subject};
use crate::report::Finding;
use crate::report::Span;
use crate::report::catalogue::{URI_CLUSTERED, URI_CLUSTERED_VALUE};
use crate::uri::edit::Edit;
use crate::uri::grammar::Param;
use crate::uri::redact::cut_off_len;
use crate::uri::words::{Key, boolean};

fn all<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = Param> + 'a {
    subject.parts.params.iter().copied().filter(|param| param.word == Key::Clustered)
}

/// Whether the parameter is there at all.
pub(super) fn is_given(subject: &Subject<'_>) -> bool {
    all(subject).next().is_some()
}

pub(super) fn value(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let mut first: Option<Option<bool>> = None;
    for param in all(subject) {
        let place = param.value.filter(|value| !value.is_empty()).unwrap_or(param.key);
        let text = param.value.map_or("", |value| subject.part(value));
        if let Some(meant) = first {
            repeated(param, meant.is_some() && meant == boolean(text), sink);
            continue;
        }
        first = Some(boolean(text));
        if matches!(text, "true" | "false") {
            continue;
        }
        if subject.is_to_fill_in(text) {
            sink.report(Finding::skip(&URI_CLUSTERED_VALUE, IS_PLACEHOLDER));
            continue;
        }
        let message = if text.is_empty() {
            "`clustered` has no value: it must be `true` or `false`".to_owned()
        } else {
            format!("`clustered` must be `true` or `false`, not {}", subject.quote(place))
        };
        let finding = Finding::fail(&URI_CLUSTERED_VALUE, message).help(
            "the documented values are `true` and `false`, in lower case; what a parser makes of another spelling is not documented",
        );
        match boolean(text).filter(|_| !text.is_empty()) {
            Some(meant) => {
                sink.at(place, Some(format!("write `{meant}`").into()), finding);
                sink.edit(Edit::replace(place, meant.to_string()));
            }
            None => sink.at(place, None, finding),
        }
    }
}

fn repeated(param: Param, same: bool, sink: &mut Sink<'_>) {
    let message = if same {
        "`clustered` is given more than once"
    } else {
        "`clustered` is given more than once, with different values"
    };
    let finding = Finding::fail(&URI_CLUSTERED_VALUE, message)
        .help("leave one: parsers differ in which of them they take");
    sink.at(param.span(), None, finding);
    if same {
        // A second parameter always has an `&` before it.
        sink.edit(Edit::delete(Span::new(param.span().start - 1, param.span().end)));
    }
}

pub(super) fn given(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    if is_given(subject) {
        return;
    }
    let parts = &subject.parts;
    let near = parts.params.iter().find(|param| param.word == Key::Near("clustered"));
    let cut_off = parts.fragment.is_some_and(|fragment| {
        let fragment = subject.part(fragment);
        fragment[cut_off_len(fragment)..].contains("clustered=")
    });
    let finding = Finding::fail(
        &URI_CLUSTERED,
        "`clustered` is missing: the product's Go and Rust URI parsers refuse a URI without it",
    );
    if let Some(near) = near {
        let message = "`clustered` is missing, only something like it is there".to_owned();
        sink.at(near.key, None, finding.message_is(message).help("URI014 says what to write"));
        return;
    }
    if cut_off {
        sink.report(
            finding
                .message_is("`clustered` is missing: it stands behind a `#`, where no parser looks for it")
                .help("write the `#` before it as `%23` if it belongs to the password"),
        );
        return;
    }
    let end = parts.fragment.map_or(parts.body.end, |fragment| fragment.start - 1);
    let place = Span::new(end, end);
    let join = if has_query(subject, end) { "&" } else { "?" };
    match subject.endpoint().and_then(|endpoint| endpoint.clustered.map(|clustered| (endpoint, clustered))) {
        Some((endpoint, clustered)) => {
            let help = format!("the name is that of {}, so write `clustered={clustered}`", endpoint.what);
            sink.at(place, Some(format!("`{join}clustered={clustered}`").into()), finding.help(help));
            sink.edit(Edit::replace(place, format!("{join}clustered={clustered}")));
        }
        None => sink.at(
            place,
            Some(format!("`{join}clustered=true` or `{join}clustered=false`").into()),
            finding.help("write `clustered=true` for a cluster and `clustered=false` for a single primary; `--connect` asks the server which it is"),
        ),
    }
}

fn has_query(subject: &Subject<'_>, end: usize) -> bool {
    let start = subject.parts.path.map_or(subject.parts.separator.end, |path| path.end);
    subject.text.get(start..end).is_some_and(|rest| rest.contains('?'))
}
