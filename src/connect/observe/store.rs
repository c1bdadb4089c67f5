//! The whole observation of one store.

use jiff::Timestamp;

use super::{server, table};
use crate::connect::Target;
use crate::connect::evidence::{Evidence, ServerStore, Store};
use crate::observe::Context;
use crate::uri::StoreUri;

/// Tests one store, and writes down what it saw. It always comes back by the context's deadline.
pub async fn observe(target: &Target, context: &Context) -> Evidence {
    let now = Timestamp::now();
    let observed_at = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now).to_string();
    let timeout_ms = u64::try_from(context.remaining().as_millis()).unwrap_or(u64::MAX);
    let store = match &target.uri {
        StoreUri::Server(uri) => {
            let seen = Box::pin(server::observe(uri, &target.roots, &observed_at, context)).await;
            Store::Server(Box::new(ServerStore { secret: target.secret.clone(), ..seen }))
        }
        StoreUri::Table { name } => {
            Store::Table(Box::new(Box::pin(table::observe(name, &target.aws, context)).await))
        }
    };
    context.done();
    Evidence { observed_at, timeout_ms, store }
}
