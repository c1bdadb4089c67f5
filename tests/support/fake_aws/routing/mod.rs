//! Route 53, load balancers, and the alarms of health checks: what is asked for in other ways than JSON.

mod answer;
mod balancers;
mod checks;
mod records;
mod serve;
mod state;
mod zones;

pub(super) use serve::{Read, answer};
pub(crate) use state::{BalancerAt, CheckAt, RecordAt, Routing, ZoneAt};
