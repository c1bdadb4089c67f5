//! Whether what a check tells is the same as what it told before, more of it, or less, and what that means. Who compares
//! two runs asks it, and who lets pass what an older run knows.

mod compare;
mod nodes;
mod said;
mod trend;

pub(super) use compare::{Extent, extent, is_no_worse};
pub(super) use nodes::without_nodes;
pub(super) use said::{Said, addresses};
pub(super) use trend::Trend;
