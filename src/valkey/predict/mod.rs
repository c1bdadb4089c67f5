//! What query servers will do to a store, and what the loss of a zone will do to it: reckoned from a topology and what
//! the operator says of the deployment, and from nothing else.
//!
//! [`policies`] tells the connections and reads of each replica connection policy, [`budgets`] whether the nodes accept
//! so many, [`uniform_load`] how uneven random choice is; [`zone_losses`] and [`layout`] tell what breaks.

mod budget;
mod kept;

mod policies;
mod polynomial;
mod random;

mod servers;
mod uniform;

pub use budget::{Budget, budgets};

pub use policies::{Model, PolicyRow, policies};

pub use uniform::{Busiest, Method, UniformLoad, busiest, uniform_load};
