//! AWS: the one place that loads its configuration ([`load()`]), and the one that turns an SDK's error into something a
//! person can act on ([`Failure`]).

mod ask;
mod asked;
mod endpoint;
mod failure;
mod load;
mod paced;
mod session;
mod unread;

pub use ask::ask;
pub use asked::Asked;
pub use endpoint::{check_endpoints, is_region, is_url, without_userinfo};
pub use failure::{Failure, FailureKind, NoCredentials, Wanted, failure};
pub use load::{
    FoundRegion, Options, RegionSource, connect, credentials, environment_region, in_region, load, region,
    region_within,
};
pub use session::Session;
pub use unread::{unread, unread_help, unread_words};
