//! Asking Route 53, resolvers, `/healthz` and load balancers. Everything ends by the context's deadline, and a failure is
//! written down like any other observation.

mod dns;
mod healthz;
mod host;

pub use dns::{Resolver, ResolverAddress, ask};
pub use healthz::{HEALTH_PATH, Target, get};
pub use host::HostAddress;
