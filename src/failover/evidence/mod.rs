//! What was seen of a failover name, as plain data: it can be saved, sent, and judged where there is no network.

mod balancer;
mod dns;
mod health_check;
mod host;
mod name;
mod validate;
mod zone;

pub use balancer::{Balancer, BalancerFacts, Target, TargetGroup};
pub use dns::{DnsOutcome, DnsRecord, NameSeen, RecordKind, ResolverSeen};
pub use health_check::{AlarmFacts, AlarmId, HealthCheck, HealthCheckFacts, ListedCheck, Observation};
pub use host::{HEALTH_PATH, Healthz, HealthzOutcome, HostSeen, Step};
pub use name::{Evidence, SecretSeen};
pub use zone::{Alias, Policy, Record, Role, Zone};
