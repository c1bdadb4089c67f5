//! From what stands to what is wanted: what differs, and the calls that mend it, in the order that works.

mod advice;
mod call;
mod compare;
mod compared;
mod cost;
mod make;
mod resolve;

pub use advice::{advice, unread_advice};
pub use call::{Action, Await, Call};
pub use compare::compare;
pub use compared::{Attribute, Compared, Fix, Verdict};
pub use cost::{CostLine, costs};
pub use make::{Existence, Plan, from_nothing, make};
pub use resolve::{plan_for, resolve};
