//! The fragment, which switches certificate verification off.

use super::{Sink, Subject};
use crate::report::catalogue::{URI_FRAGMENT, URI_TLS_VERIFICATION};
use crate::report::{Finding, Span};
use crate::uri::edit::Edit;
use crate::uri::words::is_insecure_like;

fn is_insecure(subject: &Subject<'_>) -> bool {
    subject.parts.fragment.is_some_and(|fragment| subject.part(fragment) == "insecure")
}

/// Whether the scheme asks for TLS.
pub(super) fn is_asked_for(subject: &Subject<'_>) -> bool {
    subject.is_tls()
}

pub(super) fn fragment(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some(fragment) = subject.parts.fragment else { return };
    let place = Span::new(fragment.start - 1, fragment.end);
    let text = subject.part(fragment);
    if text == "insecure" {
        if !subject.is_tls() {
            // The vendored modules write it whether TLS is on or not, so it is no more than a note.
            let note = "`#insecure` has no effect without TLS";
            sink.report(Finding::pass(&URI_FRAGMENT).note(note).at(place));
        }
        return;
    }
    // URI013 says nothing of a placeholder.
    let is_last_a_password = subject.parts.params.last().is_some_and(|last| {
        last.is_password()
            && last.value.is_some_and(|value| !subject.is_password_to_fill_in(subject.part(value)))
    });
    if is_last_a_password && !is_insecure_like(text) {
        sink.report(Finding::skip(
            &URI_FRAGMENT,
            "what stands behind the `#` may be the rest of the password (URI013)",
        ));
        return;
    }
    let message = if text.is_empty() {
        "an empty fragment: a bare `#` stands at the end".to_owned()
    } else {
        format!("the fragment {} is not `#insecure`", subject.quote(place))
    };
    let finding = Finding::fail(&URI_FRAGMENT, message)
        .help("only `#insecure` is understood there; Redis clients refuse a TLS URI with any other fragment, even an empty one");
    if is_insecure_like(text) {
        sink.at(place, Some("did you mean `#insecure`?".into()), finding);
        sink.edit(Edit::replace(place, "#insecure"));
    } else if text.is_empty() {
        sink.at(place, Some("take it out".into()), finding);
        sink.edit(Edit::delete(place));
    } else {
        sink.at(place, None, finding);
    }
}

pub(super) fn verification(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let private_ca = subject.endpoint().is_some_and(|endpoint| endpoint.private_ca);
    if is_insecure(subject) {
        let finding = Finding::pass(&URI_TLS_VERIFICATION)
            .message_is("certificate verification is switched off by `#insecure`")
            .note("whoever can answer on the network path can pose as the store and read the password");
        sink.report(if private_ca {
            finding.note("Memorystore signs with a private CA that no trust store has: there `#insecure` is needed today")
        } else {
            finding.note("it is needed today where the certificate comes from a private CA, such as Memorystore's; ElastiCache, MemoryDB and Azure have public ones")
        });
    } else if private_ca {
        sink.report(Finding::pass(&URI_TLS_VERIFICATION).note(
            "if this is Memorystore: its private CA is in no trust store, so every connection fails without `#insecure`",
        ));
    }
}
