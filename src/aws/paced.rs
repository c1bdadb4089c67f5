//! HTTP to AWS for many observations at once: one pool of connections, and no service asked for too much at a time.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use aws_smithy_http_client::{Builder, tls};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use tokio::sync::Semaphore;

/// How many requests one service has under way at most, in one Region. `GetMetricData` takes 50 a second of an account, and
/// an answer takes some tenths of one: fifty environments pass without being throttled, and without waiting for each other.
const AT_ONCE: usize = 32;

/// What is under way, by the host that is asked: `dynamodb.us-east-1.amazonaws.com`.
#[derive(Clone, Default)]
struct Hosts(Arc<Mutex<HashMap<String, Arc<Semaphore>>>>);

impl Hosts {
    fn of(&self, uri: &str) -> Arc<Semaphore> {
        let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        let new = || Arc::new(Semaphore::new(AT_ONCE));
        match self.0.lock() {
            Ok(mut hosts) => Arc::clone(hosts.entry(host.to_owned()).or_insert_with(new)),
            // Whoever held the lock has a bug; nobody has to wait for that.
            Err(_) => new(),
        }
    }
}

/// One HTTP client for all of a run.
pub(super) fn client() -> SharedHttpClient {
    let inner = Builder::new()
        .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc))
        .build_https();
    SharedHttpClient::new(Paced { inner, hosts: Hosts::default() })
}

struct Paced {
    inner: SharedHttpClient,
    hosts: Hosts,
}

impl fmt::Debug for Paced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Paced")
    }
}

impl HttpClient for Paced {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(Waiting { inner, hosts: self.hosts.clone() })
    }
}

struct Waiting {
    inner: SharedHttpConnector,
    hosts: Hosts,
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Waiting")
    }
}

impl HttpConnector for Waiting {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (inner, places) = (self.inner.clone(), self.hosts.of(request.uri()));
        HttpConnectorFuture::new(async move {
            let _place =
                places.acquire_owned().await.map_err(|closed| ConnectorError::other(closed.into(), None))?;
            inner.call(request).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_of_a_region_is_one_host() {
        let hosts = Hosts::default();
        let same = |one: &str, other: &str| Arc::ptr_eq(&hosts.of(one), &hosts.of(other));
        assert!(same("https://sts.us-east-1.amazonaws.com/", "https://sts.us-east-1.amazonaws.com?x=1/2"));
        assert!(!same("https://sts.us-east-1.amazonaws.com/", "https://sts.us-west-2.amazonaws.com/"));
        assert_eq!(hosts.of("http://127.0.0.1:4566/x").available_permits(), AT_ONCE);
    }
}
