//! The connection test: can this store be reached, is it who it says, does it let us in, and is it what the
//! URI says it is?
//!
//! [`observe`](observe()) goes through the stages (resolve, TCP, TLS, protocol, AUTH, PING, what the server
//! says of itself; for a `DynamoDB` table: Region, credentials, `DescribeTable`) and writes down what it saw.
//! [`assess`] turns that evidence into findings and knows nothing of sockets. What both must agree on, such as
//! whether a certificate is good enough to send a password, stands in one pure place ([`trust`]).

mod assess;
mod banner;
mod certificate;
pub mod evidence;
pub(crate) mod info;
pub(crate) mod observe;
mod plan;
pub(crate) mod resp;
mod target;
pub(crate) mod text;
pub mod trust;

pub use assess::assess;
pub(crate) use assess::{ACL, MEMORY_FULL_PERCENT, MEMORY_HIDDEN, Misfit, is_sentinel, misfit};
pub use evidence::Evidence;
pub use observe::observe;
pub use plan::{every_check, plan, plan_for};
pub use target::{Roots, Target};
