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
mod service;
mod telemetry;
mod terraform;
mod ways;
mod width;

pub use decide::{Decided, decide};
pub use eks::{ApiOption, DECLARE_NETWORKS, EksApi, LetIn};
pub use flow::{Flow, State, Target};
pub use images::{Images, Nat, PULLS};
pub use name::Name;
pub use posture::Posture;
pub use query::{Opening, QueryPath, query_services};
pub use repository::Registry;
pub use service::{hosts_of, service_id};
pub use terraform::is_terraform_address;
pub use ways::{OtherWays, to_private_api, whole};
pub use width::Width;
