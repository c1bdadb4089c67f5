//! chalkstore sets up and diagnoses the online store of a Chalk deployment.
//!
//! Every command is the same five steps: observe -> evidence -> assess -> report -> render.

pub mod aws;
pub mod connect;
pub mod observe;
pub mod render;
pub mod report;
pub mod secrets;
pub mod uri;
