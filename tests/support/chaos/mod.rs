//! Servers that are late, refuse, say nonsense, break off, die or hang, by a seed: each observation of each environment has
//! a fate of its own.

mod dns;
mod fate;
mod http;
mod link;
mod store;

pub(crate) use dns::ChaosDns;
pub(crate) use fate::{Fate, Fates};
pub(crate) use http::ChaosHttp;
pub(crate) use link::ChaosLink;
pub(crate) use store::{Answers, ChaosStore};
