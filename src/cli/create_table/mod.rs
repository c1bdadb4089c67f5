//! `chalkstore create-table`.

mod arguments;
mod command;
mod emitted;
mod from_size;
mod work;

pub(super) use arguments::Arguments;
pub(super) use command::{region, run};
pub(super) use from_size::read as read_size;
pub(super) use work::Work;
