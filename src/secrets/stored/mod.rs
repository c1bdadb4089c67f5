//! A store's URI as a secret of AWS Secrets Manager: what stands there, what is wanted, and what was done.
//!
//! [`observe::open`] and [`observe::look`] see what stands, [`make`] plans what is to be done, and [`apply::apply`] does
//! it. All of that is [`Evidence`], which [`assess`] judges. The URI itself is in none of it.

pub mod apply;
mod assess;
mod compare;
mod evidence;
pub mod observe;
mod plan;
mod report;
mod settings;
mod wanted;

pub use assess::{assess, every_check};
pub use compare::compare;
pub use evidence::{Applied, Dashboard, Ended, Evidence, Facts, Intent, ReplicaSeen, Seen, ValueSeen};
pub use plan::{Blocked, Call, Done, Plan, ReplicaCall, make};
pub use settings::{Setting, settings};
pub use wanted::{Wanted, default_name, secret_name};
