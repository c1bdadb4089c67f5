//! What query servers will do to a store, and what the loss of a zone will do to it: reckoned from a topology and what
//! the operator says of the deployment, and from nothing else.
//!
//! [`policies`] tells the connections and reads of each replica connection policy, [`budgets`] whether the nodes accept
//! so many, [`uniform_load`] how uneven random choice is; [`zone_losses`] and [`layout`] tell what breaks.

mod budget;
mod kept;
mod layout;
mod outage;
mod policies;
mod polynomial;
mod random;
mod reads;
mod servers;
mod uniform;
mod zone_loss;

pub use budget::{Budget, budgets};
pub use layout::{Layout, layout};
pub use outage::{State, Verdict};
pub use policies::{Model, PolicyRow, policies};
pub use reads::PolicyReads;
pub use uniform::{Busiest, Method, UniformLoad, busiest, uniform_load};
pub use zone_loss::{Loss, zone_losses};
