//! What query servers will do to a store, and what the loss of a zone will do to it: reckoned from a topology and what
//! the operator says of the deployment, and from nothing else.
//!
//! [`policies`] tells the connections and reads of each replica connection policy, [`budgets`] whether the nodes accept
//! so many, [`uniform_load`] how uneven random choice is; [`zone_losses`] and [`layout`] tell what breaks, [`events`] what one
//! replica's fate does, and [`advice`] what to change.

mod advice;
mod assign;
mod balls;
mod budget;
mod events;
mod kept;
mod layout;
mod outage;
mod placement;
mod planner;
mod policies;
mod polynomial;
#[cfg(test)]
mod properties;
mod reads;
mod servers;
mod step;
mod uniform;
mod zone_loss;

pub use advice::{Advice, Goal, Need, advice};
pub use budget::{Budget, budgets};
pub use events::{Client, Effect, Event, EventRow, Kept, effect, events};
pub use layout::{Layout, layout};
pub use outage::{State, Verdict};
pub use policies::{Model, PolicyRow, policies};
pub use reads::PolicyReads;
pub use step::{Step, after};
pub use uniform::{Busiest, Method, UniformLoad, busiest, uniform_load};
pub use zone_loss::{Loss, zone_losses};
