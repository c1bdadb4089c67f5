//! From what to what a check went, and what that means.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::probe::extent::{Extent, Trend};
use crate::report::Status;
use crate::report::catalogue::Direction;

/// What became of a check from one run to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// It fails or warns, and did not before, or of less than now.
    Worse,
    /// It could not be determined any more, or was not asked before and cannot be determined.
    BecameUnknown,
    /// It could not be determined in either of them: whether it got worse is not known.
    StillUnknown,
    /// The second run has not looked at it, at this check or at the whole subject: whether it got worse is not known.
    Gone,
    /// It fails or warns as before and tells something else, or warns and could not be determined before: whether it got
    /// worse cannot be told.
    Changed,
    /// It failed, warned or was unknown, and is better now; or it fails or warns still, of less than before.
    Better,
    /// Neither: it could not be made any more, as what it needs failed or is not there, or could not before.
    Different,
    /// It passes as before, in other words.
    Reworded,
    /// The same result.
    Same,
    /// It was not asked in either of them, or passes and was not asked before; or the first run is another command's, which
    /// does not ask it.
    NotCompared,
}

impl Course {
    /// All of them, the most important first.
    pub const ALL: [Self; 10] = [
        Self::Worse,
        Self::BecameUnknown,
        Self::StillUnknown,
        Self::Gone,
        Self::Changed,
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
            Self::StillUnknown => "still_unknown",
            Self::Gone => "gone",
            Self::Changed => "changed",
            Self::Better => "better",
            Self::Different => "different",
            Self::Reworded => "reworded",
            Self::Same => "same",
            Self::NotCompared => "not_compared",
        }
    }

    /// Whether it is told by itself, and not only counted.
    pub const fn is_told(self) -> bool {
        !matches!(self, Self::Same | Self::NotCompared)
    }
}

/// What one run says of a check about one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// A result.
    Result(Status),
    /// The check was made, and had nothing to say about this thing.
    Nothing,
    /// The check was not made: nobody asked for it.
    NotMade,
    /// Nothing was: the subject is not there.
    NoSubject,
    /// It is another command's run, which has nothing to say of this check.
    Foreign,
}

/// What it means to go from one to the other. `extent`: how what is told compares, where both tell something;
/// `direction`: what more of it means.
pub(super) fn course(was: Told, is: Told, extent: Extent, direction: Direction) -> Course {
    use Status::{Fail, Pass, Skip, Unknown, Warn};
    match (was, is) {
        (Told::Foreign, _) | (_, Told::Foreign) => Course::NotCompared,
        (Told::Result(was), Told::Result(is)) if was == is => match is {
            Unknown => Course::StillUnknown,
            Skip => Course::NotCompared,
            Pass if extent == Extent::Same => Course::Same,
            Pass => Course::Reworded,
            Warn | Fail => match Trend::of(extent, direction) {
                Trend::Same => Course::Same,
                Trend::Worse => Course::Worse,
                Trend::Better => Course::Better,
                Trend::Untold => Course::Changed,
            },
        },
        (_, Told::Result(Unknown)) => Course::BecameUnknown,
        (Told::Result(Unknown), Told::Result(Warn)) => Course::Changed,
        (_, Told::Result(Fail))
        | (Told::Result(Pass | Skip) | Told::Nothing | Told::NotMade | Told::NoSubject, Told::Result(Warn)) => {
            Course::Worse
        }
        (Told::Result(Fail), Told::Result(Warn))
        | (Told::Result(Fail | Warn | Unknown), Told::Result(Pass) | Told::Nothing) => Course::Better,
        (Told::Nothing, Told::Result(Pass)) | (Told::Result(Pass), Told::Nothing) => Course::Same,
        (Told::Result(Pass | Warn | Fail | Unknown), Told::NotMade | Told::NoSubject) => Course::Gone,
        (Told::NotMade | Told::NoSubject, Told::Result(Pass | Skip))
        | (Told::Result(Skip), Told::Nothing | Told::NotMade | Told::NoSubject)
        | (Told::Nothing | Told::NotMade | Told::NoSubject, _) => Course::NotCompared,
        (Told::Result(_), _) => Course::Different,
    }
}

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A check got worse.
    Worse,
    /// None is known to be, and of one it is not known.
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
            Course::BecameUnknown | Course::StillUnknown | Course::Gone | Course::Changed => Self::Unknown,
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
        use Course::{
            BecameUnknown, Better, Changed, Different, Gone, NotCompared, Same, StillUnknown, Worse,
        };
        let order = [Status::Pass, Status::Warn, Status::Fail, Status::Unknown, Status::Skip];
        let results = order.map(Told::Result);
        let course = |was, is| course(was, is, Extent::Same, Direction::Unsaid);
        let to = |was: Told| results.map(|is| course(was, is));
        assert_eq!(to(results[0]), [Same, Worse, Worse, BecameUnknown, Different]);
        assert_eq!(to(results[1]), [Better, Same, Worse, BecameUnknown, Different]);
        assert_eq!(to(results[2]), [Better, Better, Same, BecameUnknown, Different]);
        // That it works with a caveat was not known before, so that nobody can say which way it went.
        assert_eq!(to(results[3]), [Better, Changed, Worse, StillUnknown, Different]);
        assert_eq!(to(results[4]), [Different, Worse, Worse, BecameUnknown, NotCompared]);
        assert_eq!(to(Told::Nothing), [Same, Worse, Worse, BecameUnknown, NotCompared]);
        assert_eq!(to(Told::NotMade), [NotCompared, Worse, Worse, BecameUnknown, NotCompared]);
        assert_eq!(to(Told::NoSubject), [NotCompared, Worse, Worse, BecameUnknown, NotCompared]);
        let from = |is: Told| results.map(|was| course(was, is));
        assert_eq!(from(Told::Nothing), [Same, Better, Better, Better, NotCompared]);
        assert_eq!(from(Told::NotMade), [Gone, Gone, Gone, Gone, NotCompared]);
        assert_eq!(from(Told::NoSubject), [Gone, Gone, Gone, Gone, NotCompared]);
    }

    /// What fails as before is no success where it tells of more, or of something else.
    #[test]
    fn more_of_the_same_is_worse() {
        use Course::{Better, Changed, Reworded, Same, Worse};
        let extents = [Extent::Same, Extent::More, Extent::Less, Extent::Other];
        for status in [Status::Warn, Status::Fail] {
            let still = |direction| {
                extents.map(|extent| course(Told::Result(status), Told::Result(status), extent, direction))
            };
            assert_eq!(still(Direction::MoreIsWorse), [Same, Worse, Better, Changed]);
            assert_eq!(still(Direction::LessIsWorse), [Same, Better, Worse, Changed]);
            assert_eq!(still(Direction::Unsaid), [Same, Changed, Changed, Changed]);
        }
        let pass = Told::Result(Status::Pass);
        assert_eq!(course(pass, pass, Extent::More, Direction::MoreIsWorse), Reworded);
    }

    #[test]
    fn the_worst_decides() {
        let of = |courses: &[Course], changed| Verdict::of(courses.iter().copied(), changed);
        assert_eq!(of(&[Course::Better, Course::Worse, Course::BecameUnknown], true), Verdict::Worse);
        for unknown in [Course::BecameUnknown, Course::StillUnknown, Course::Gone, Course::Changed] {
            assert_eq!(of(&[Course::Better, unknown, Course::Same], false), Verdict::Unknown);
        }
        assert_eq!(of(&[Course::Same, Course::Better], true), Verdict::Better);
        assert_eq!(of(&[Course::Same, Course::Reworded], true), Verdict::Different);
        assert_eq!(of(&[Course::Same, Course::Reworded, Course::NotCompared], false), Verdict::Same);
        assert_eq!(of(&[], false), Verdict::Same);
    }
}
