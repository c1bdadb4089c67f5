//! What the black-box tests stand on: real servers on loopback, started on free ports and never left behind.
//!
//! Every server runs under a guard that kills it, and removes its folder, when the test drops it, panics, or
//! the whole test process is killed (`guard`). The servers themselves are fetched by `scripts/servers.py`
//! into a cache folder on first use (`version`, `emulator`); one that cannot be had is a panic, never a skip.

pub(crate) mod asked;
pub(crate) mod captured;
pub(crate) mod cbor;
mod certificates;
mod chaos;
mod cluster;
mod dns;
mod emulator;
pub(crate) mod fake_aws;
mod fetched;
pub(crate) mod findings;
mod formats;
mod gate;
mod guard;
mod health_server;
mod http;
mod peers;
mod ports;
pub(crate) mod random;
mod resp;
mod selftest;
mod server;
mod server_config;
mod slow_link;
pub(crate) mod table;
mod version;
mod wait;

pub(crate) use certificates::Certificate;
pub(crate) use chaos::{Answers as StoreAnswers, ChaosDns, ChaosHttp, ChaosLink, ChaosStore, Fate, Fates};
pub(crate) use cluster::Cluster;
pub(crate) use dns::DnsServer;
pub(crate) use emulator::{Emulator, RunningEmulator};
pub(crate) use fetched::fetched;
pub(crate) use formats::FORMATS;
pub(crate) use health_server::{HealthServer, Seen as HealthRequest};
pub(crate) use peers::{
    Banner, HttpAnswer, HttpRequest, RefusingPort, Relay, Scripted, ScriptedHttp, SilentListener,
};
pub(crate) use resp::Reply;
pub(crate) use server::Server;
pub(crate) use slow_link::SlowLink;
pub(crate) use version::Version;
pub(crate) use wait::wait_for;
