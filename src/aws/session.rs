//! What many observations of one run share: credentials, a Region, connections.

use std::cell::{OnceCell as Once, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;

use aws_config::{Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};

use super::{Failure, FoundRegion, NoCredentials, Options, paced};

/// How many connections to one address are being opened at once: a server's queue of connections that it has not accepted
/// yet may be short, and each TLS handshake costs it.
const DIALS: usize = 8;

/// A profile and an endpoint: what credentials depend on.
type Key = (Option<String>, Option<String>);
type Connected = Result<(SdkConfig, Credentials), NoCredentials>;

/// What many observations of one run share. Clones are the same.
#[derive(Clone, Default)]
pub struct Session(Rc<Shared>);

/// The Region of a profile, once it was looked for, or why there is none.
type Looked = Rc<OnceCell<Result<FoundRegion, Failure>>>;

#[derive(Default)]
struct Shared {
    http: Once<SharedHttpClient>,
    connected: RefCell<BTreeMap<Key, Rc<OnceCell<Connected>>>>,
    regions: RefCell<BTreeMap<Option<String>, Looked>>,
    dials: RefCell<BTreeMap<SocketAddr, Arc<Semaphore>>>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}

impl Session {
    /// The configuration and the credentials of a profile, in the Region of `options`. The first who asks looks for them,
    /// by `search`; all others wait for that.
    ///
    /// # Errors
    /// What `search` came to.
    pub(super) async fn connect(
        &self,
        options: &Options,
        search: impl Future<Output = Connected>,
    ) -> Connected {
        let key = (options.profile.clone(), options.endpoint_url.clone());
        let cell = Rc::clone(self.0.connected.borrow_mut().entry(key).or_default());
        let (config, keys) = cell.get_or_init(|| search).await.clone()?;
        let http = self.0.http.get_or_init(paced::client).clone();
        let region = options.region.clone().map(Region::new).or_else(|| config.region().cloned());
        Ok((config.to_builder().region(region).http_client(http).build(), keys))
    }

    /// The Region of a profile, where none was named.
    ///
    /// # Errors
    /// What `search` came to.
    pub(super) async fn region(
        &self,
        options: &Options,
        search: impl Future<Output = Result<FoundRegion, Failure>>,
    ) -> Result<FoundRegion, Failure> {
        let cell = Rc::clone(self.0.regions.borrow_mut().entry(options.profile.clone()).or_default());
        cell.get_or_init(|| search).await.clone()
    }

    /// Waits until a connection to this address may be opened; the place is free again when it is dropped.
    pub async fn dial(&self, address: SocketAddr) -> Option<OwnedSemaphorePermit> {
        let places = {
            let mut dials = self.0.dials.borrow_mut();
            Arc::clone(dials.entry(address).or_insert_with(|| Arc::new(Semaphore::new(DIALS))))
        };
        places.acquire_owned().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use futures_util::future::join_all;

    use super::*;
    use crate::aws::FailureKind;

    #[tokio::test(start_paused = true)]
    async fn credentials_are_looked_for_once_for_each_profile() {
        let session = Session::default();
        let searches = Cell::new(0);
        let ask = |profile: &str| {
            let options = Options { profile: Some(profile.to_owned()), ..Options::default() };
            let (session, searches) = (session.clone(), &searches);
            async move {
                let search = async {
                    searches.set(searches.get() + 1);
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                    Err(NoCredentials(Failure::new(FailureKind::NoCredentials, "none")))
                };
                session.connect(&options, search).await
            }
        };
        let came = join_all((0..50).map(|number| ask(if number % 2 == 0 { "a" } else { "b" }))).await;
        assert!(came.iter().all(|came| came.as_ref().is_err_and(|why| why.0.message == "none")));
        assert_eq!(searches.get(), 2);
    }

    #[tokio::test]
    async fn an_address_is_not_stormed() {
        let session = Session::default();
        let address: SocketAddr = ([127, 0, 0, 1], 6379).into();
        let held = join_all((0..DIALS).map(|_| session.dial(address))).await;
        let next = session.dial(address);
        tokio::pin!(next);
        assert!(futures_util::poll!(&mut next).is_pending());
        assert!(session.dial(([127, 0, 0, 1], 6380).into()).await.is_some());
        drop(held);
        assert!(next.await.is_some());
    }
}
