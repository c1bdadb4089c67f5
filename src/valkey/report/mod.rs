//! What a topology's report shows beside its findings: rows for scripts, pictures for people.

mod changes;
mod events;
mod losses;
mod matrix;
mod nodes;
mod policies;
mod shown;
mod summary;

pub(super) use shown::{rows, view};
