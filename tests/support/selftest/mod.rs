//! The support itself is tested: what the other tests rely on holds for every server.

mod clusters;
mod endings;
mod failover;
mod fake_aws;
mod gate;
mod others;
mod servers;
mod tools;
