//! Where a store's URI comes from: arguments, standard input, files, variables, AWS Secrets Manager.
//!
//! Every command that looks at a store takes the same group of arguments, [`StoreArgs`].

mod args;
mod assess;
mod evidence;
mod lines;
pub mod observe;
mod uri_args;

pub use args::{AwsArgs, Source, StoreArgs, endpoint};
pub(crate) use args::{looks_like_a_uri, secret, variable};
pub use assess::{NOT_TRIED, assess, plan, plan_secret};
pub use evidence::Evidence;
pub use lines::{Item, Value, split_line};
pub use uri_args::UriArgs;
