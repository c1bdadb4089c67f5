//! What was seen of a topology, as plain data: it can be saved, sent, and judged where there is no network.

mod node;
mod shape;
mod view;

pub use node::{Answers, Evidence, Node, Origin, Outcome, Stage, Unreached};
pub use shape::{Place, Shape};
pub use view::{Health, Member, Role, ShardView, View, ViewSource};
