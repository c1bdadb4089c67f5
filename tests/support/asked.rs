//! Answers of AWS in evidence that is made by hand.

use chalkstore::aws::{Asked, Failure, FailureKind};

/// Nobody may ask.
pub(crate) fn denied<T>() -> Asked<T> {
    Asked::Failed(Failure::new(FailureKind::AccessDenied, "User: chalk is not authorized to perform it"))
}

/// There is no such thing.
pub(crate) fn absent<T>() -> Asked<T> {
    Asked::Failed(Failure::new(FailureKind::NotFound, "Requested resource not found"))
}

/// The answer that is there.
#[track_caller]
pub(crate) fn answer<T>(asked: &mut Asked<T>) -> &mut T {
    match asked {
        Asked::Answered(answer) => answer,
        Asked::Failed(failure) => panic!("no answer: {failure:?}"),
    }
}
