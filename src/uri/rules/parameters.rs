//! The query's keys. Only `password` and `clustered` are documented.

use super::{Sink, Subject};
use crate::report::Finding;
use crate::report::catalogue::URI_PARAMETERS;
use crate::uri::edit::Edit;
use crate::uri::rules::password::is_tail_of_password;
use crate::uri::words::{Key, key};

pub(super) fn parameters(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    for (index, param) in subject.parts.params.iter().enumerate() {
        let name = || subject.quote(param.key);
        match param.word {
            Key::Password | Key::Clustered => {}
            Key::Near(right) => {
                let finding = Finding::fail(&URI_PARAMETERS, format!("unknown query parameter {}", name()))
                    .help("the documented parameters are `password` and `clustered`; Redis clients pass over what they do not know, and connect as if it were not there");
                sink.at(param.key, Some(format!("did you mean `{right}`?").into()), finding);
                if subject.parts.param(key(right)).is_none() {
                    sink.edit(Edit::replace(param.key, right));
                }
            }
            // URI013 speaks of a password that a raw `&` cut off.
            _ if is_tail_of_password(subject, index) => {}
            Key::OtherClients(instead) => {
                // The advice for a database names number 0 unless the value is another one, which can be shown.
                let number = param.value.map(|value| subject.part(value)).filter(|value| {
                    (1..=2).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
                });
                let instead = instead.replace("/0`", &format!("/{}`", number.unwrap_or("0")));
                let finding = Finding::warn(
                    &URI_PARAMETERS,
                    format!("the query parameter {} belongs to other clients", name()),
                )
                .help(format!("{instead}; the documented parameters are `password` and `clustered`"));
                sink.at(param.key, None, finding);
            }
            Key::Unknown => {
                let finding = Finding::warn(&URI_PARAMETERS, format!("unknown query parameter {}", name()))
                    .help("take it out; the documented parameters are `password` and `clustered`. If it is the rest of a password, write the `&` before it as `%26`");
                sink.at(param.key, None, finding);
            }
        }
    }
}
