//! Asking Route 53, resolvers, `/healthz` and load balancers. Everything ends by the context's deadline, and a failure is
//! written down like any other observation.
//!
//! [`look`] observes everything about a name at once. [`ask`] and [`get`] are its parts that need no AWS, for who asks again
//! and again.

mod balancers;
mod cloudwatch;
mod dns;
mod healthz;
mod host;
mod hosts;
mod limiter;
mod name;
mod route53;
mod statuses;
mod stores;

pub use dns::{Resolver, ResolverAddress, ask};
pub use healthz::{HEALTH_PATH, Target, get};
pub use host::HostAddress;
pub use hosts::addresses;
pub use limiter::Limiter;
pub use name::{Wanted, look};
pub use statuses::Statuses;
