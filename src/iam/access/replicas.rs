//! Whether it is known in which Regions the table has replicas: a role that may use the table everywhere may use these too.

use std::borrow::Cow;

use super::{Evidence, Replicas, Topic};
use crate::aws::{Asked, Failure, FailureKind, Wanted};
use crate::observe::LONGER;

/// What is known of the Regions, as far as something has to be said of it.
pub(super) enum Known {
    /// All of them, with a note where there is one.
    All(Option<String>),
    /// Not all of them: why not, and what to do.
    NotAll(String, Cow<'static, str>),
}

const NAME_THEM: &str = "name the Regions of its replicas (its own, where it has none): --replica REGION";

/// Judges whether every Region of the table was asked about.
pub(super) fn known(evidence: &Evidence) -> Known {
    let of_table = |topic| evidence.answers.iter().filter(move |answer| answer.question.topic == topic);
    match &evidence.replicas {
        Replicas::Named | Replicas::LookedUp(Asked::Answered(_)) => Known::All(None),
        // A recording from before the table was asked, of several Regions: these were named.
        Replicas::NotLookedUp if of_table(Topic::Read).count() > 1 => Known::All(None),
        Replicas::NotLookedUp => Known::NotAll(
            "whether the table has replicas in other Regions was not looked up: the recording is older than that".to_owned(),
            "record it again".into(),
        ),
        Replicas::LookedUp(Asked::Failed(failure)) if failure.kind == FailureKind::NotFound => Known::All(Some(
            "there is no such table yet, or its name or Region is another; so no Regions of replicas could be looked up: --replica REGION asks about those to come"
                .to_owned(),
        )),
        Replicas::LookedUp(Asked::Failed(failure)) => Known::NotAll(
            format!("whether the table has replicas in other Regions could not be found out: DescribeTable: {failure}"),
            help(failure),
        ),
    }
}

fn help(failure: &Failure) -> Cow<'static, str> {
    match failure.kind {
        FailureKind::AccessDenied => {
            "let whoever runs this call dynamodb:DescribeTable on the table, or name the Regions of its replicas (its own, \
             where it has none): --replica REGION"
                .into()
        }
        FailureKind::Timeout => format!("{LONGER}, or {NAME_THEM}").into(),
        kind @ FailureKind::Interrupted => kind.help(Wanted::Answer).into(),
        _ => NAME_THEM.into(),
    }
}
