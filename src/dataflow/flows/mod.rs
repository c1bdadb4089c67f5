//! What becomes of each of the five flows, from evidence and what operators say. Pure.

mod decide;
mod eks;
mod flow;
mod hops;
mod images;
mod name;
mod posture;
mod query;
mod repository;
mod telemetry;

pub use decide::{Decided, decide};
pub use eks::{ApiOption, EksApi};
pub use flow::{Flow, State, Target};
pub use images::{Images, PULLS};
pub use name::Name;
pub use posture::Posture;
pub use query::{Opening, QueryPath, query_services};
pub use repository::Registry;
