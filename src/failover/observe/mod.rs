//! Asking Route 53, resolvers, `/healthz` and load balancers.
