//! From what to what a check went, and what that means.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::report::Status;

/// What became of a check from one run to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// It fails or warns, and did not before, or did less.
    Worse,
    /// It could not be determined any more, or was not asked before and cannot be determined.
    BecameUnknown,
    /// It failed, warned or was unknown, and is better now.
    Better,
    /// Neither: it is not asked any more, or was not before.
    Different,
    /// The same result in other words.
    Reworded,
    /// The same result.
    Same,
    /// It was not asked, or not determined, in either of them.
    NotCompared,
}

impl Course {
    /// All of them, the most important first.
    pub const ALL: [Self; 7] = [
        Self::Worse,
        Self::BecameUnknown,
        Self::Better,
        Self::Different,
        Self::Reworded,
        Self::Same,
        Self::NotCompared,
    ];

    /// The word used in every format.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::BecameUnknown => "became_unknown",
            Self::Better => "better",
            Self::Different => "different",
            Self::Reworded => "reworded",
            Self::Same => "same",
            Self::NotCompared => "not_compared",
        }
    }

    /// Whether something changed that a person wants to know of.
    pub const fn is_news(self) -> bool {
        matches!(self, Self::Worse | Self::BecameUnknown | Self::Better | Self::Different)
    }
}

/// What one run says of a check about one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// A result.
    Result(Status),
    /// The check was made, and had nothing to say about this thing.
    Nothing,
    /// The check was not made at all.
    NotMade,
}

/// What it means to go from one to the other. `same_words`: what was seen is told in the same words.
pub(super) fn course(was: Told, is: Told, same_words: bool) -> Course {
    use Status::{Fail, Pass, Skip, Unknown, Warn};
    match (was, is) {
        (Told::Result(was), Told::Result(is)) if was == is => match is {
            Unknown | Skip => Course::NotCompared,
            _ if same_words => Course::Same,
            _ => Course::Reworded,
        },
        (_, Told::Result(Unknown)) => Course::BecameUnknown,
        (_, Told::Result(Fail))
        | (Told::Result(Pass | Skip) | Told::Nothing | Told::NotMade, Told::Result(Warn)) => Course::Worse,
        (Told::Result(Fail), Told::Result(Warn))
        | (Told::Result(Fail | Warn | Unknown), Told::Result(Pass) | Told::Nothing) => Course::Better,
        (Told::Nothing, Told::Result(Pass)) | (Told::Result(Pass), Told::Nothing) => Course::Same,
        (Told::NotMade, Told::Result(Pass | Skip))
        | (Told::Result(Skip), Told::Nothing | Told::NotMade)
        | (Told::Nothing | Told::NotMade, _) => Course::NotCompared,
        (Told::Result(_), _) => Course::Different,
    }
}

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A check got worse.
    Worse,
    /// None did, and one could not be determined any more.
    Unknown,
    /// No check got worse, and one got better.
    Better,
    /// Something else changed, for better or worse.
    Different,
    /// Nothing changed but what always moves.
    Same,
}

impl Verdict {
    /// The word used in every format.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Unknown => "unknown",
            Self::Better => "better",
            Self::Different => "different",
            Self::Same => "same",
        }
    }

    /// What many checks come to. `has_changed`: something else did.
    pub(super) fn of(courses: impl Iterator<Item = Course>, has_changed: bool) -> Self {
        match courses.min().unwrap_or(Course::Same) {
            Course::Worse => Self::Worse,
            Course::BecameUnknown => Self::Unknown,
            Course::Better => Self::Better,
            Course::Different => Self::Different,
            _ if has_changed => Self::Different,
            _ => Self::Same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_from_one_result_to_another() {
        use Course::{BecameUnknown, Better, Different, NotCompared, Same, Worse};
        let order = [Status::Pass, Status::Warn, Status::Fail, Status::Unknown, Status::Skip];
        let results = order.map(Told::Result);
        let to = |was: Told| results.map(|is| course(was, is, true));
        assert_eq!(to(results[0]), [Same, Worse, Worse, BecameUnknown, Different]);
        assert_eq!(to(results[1]), [Better, Same, Worse, BecameUnknown, Different]);
        assert_eq!(to(results[2]), [Better, Better, Same, BecameUnknown, Different]);
        // That it works with a caveat was not known before, so that nobody can say which way it went.
        assert_eq!(to(results[3]), [Better, Different, Worse, NotCompared, Different]);
        assert_eq!(to(results[4]), [Different, Worse, Worse, BecameUnknown, NotCompared]);
        assert_eq!(to(Told::Nothing), [Same, Worse, Worse, BecameUnknown, NotCompared]);
        assert_eq!(to(Told::NotMade), [NotCompared, Worse, Worse, BecameUnknown, NotCompared]);
        let from = |is: Told| results.map(|was| course(was, is, true));
        assert_eq!(from(Told::Nothing), [Same, Better, Better, Better, NotCompared]);
        assert_eq!(from(Told::NotMade), [Different, Different, Different, Different, NotCompared]);
        assert_eq!(course(results[2], results[2], false), Course::Reworded);
    }

    #[test]
    fn the_worst_decides() {
        let of = |courses: &[Course], changed| Verdict::of(courses.iter().copied(), changed);
        assert_eq!(of(&[Course::Better, Course::Worse, Course::BecameUnknown], true), Verdict::Worse);
        assert_eq!(of(&[Course::Better, Course::BecameUnknown], true), Verdict::Unknown);
        assert_eq!(of(&[Course::Same, Course::Better], true), Verdict::Better);
        assert_eq!(of(&[Course::Same, Course::Reworded], true), Verdict::Different);
        assert_eq!(of(&[Course::Same, Course::Reworded, Course::NotCompared], false), Verdict::Same);
        assert_eq!(of(&[], false), Verdict::Same);
    }
}
