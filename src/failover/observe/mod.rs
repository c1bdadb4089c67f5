//! Asking Route 53, resolvers, `/healthz` and load balancers. Everything ends by the context's deadline, and a failure is
//! written down like any other observation.
//!
//! [`look`] observes everything about a name at once. [`ask`] and [`get`] are its parts that need no AWS, for who asks again
//! and again.
//!
//! What each call to AWS needs:
//!
//! | call | permission | without it |
//! |---|---|---|
//! | `ListHostedZonesByName` | `route53:ListHostedZonesByName` | nothing of Route 53 is known |
//! | `ListResourceRecordSets` | `route53:ListResourceRecordSets` | neither records nor what they lead to |
//! | `GetHostedZone` | `route53:GetHostedZone` | whether the zone has accelerated recovery |
//! | `GetHealthCheck` | `route53:GetHealthCheck` | what a health check probes |
//! | `ListHealthChecks` (where a record names none) | `route53:ListHealthChecks` | one that nobody attached |
//! | `GetHealthCheckStatus` | `route53:GetHealthCheckStatus` | what its checkers say |
//! | `GetHealthCheckLastFailureReason` | `route53:GetHealthCheckLastFailureReason` | why it failed last |
//! | `GetMetricData` (us-east-1) | `cloudwatch:GetMetricData` | the health of what has no checkers |
//! | `DescribeAlarms` (the alarm's Region) | `cloudwatch:DescribeAlarms` | the alarm that a check watches |
//! | `DescribeAlarmsForMetric` (us-east-1) | `cloudwatch:DescribeAlarmsForMetric` | whether anybody notices a failover |
//! | `DescribeLoadBalancers` | `elasticloadbalancing:DescribeLoadBalancers` | what stands behind a record |
//! | `DescribeTargetGroups` | `elasticloadbalancing:DescribeTargetGroups` | what is probed there |
//! | `DescribeTargetHealth` | `elasticloadbalancing:DescribeTargetHealth` | whether anything is healthy there |
//!
//! The table, the secret and the database need what their own rooms say. Nothing is written, and Route 53 is asked no more
//! than four times a second ([`Limiter`]), however many names a run has.

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
pub use healthz::{Target, get};
pub use host::HostAddress;
pub use hosts::addresses;
pub use limiter::Limiter;
pub use name::{Wanted, look};
pub use statuses::Statuses;
