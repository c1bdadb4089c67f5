//! `chalkstore topology` against real servers: what it shows, and whether what it predicts comes true.

mod client;
mod failures;
mod layouts;
mod outcome;
mod policies;
mod stores;
mod watch;
mod zone_loss;

use std::time::Duration;

use serde_json::Value;

use crate::program::{Ran, chalkstore, run_with, text};
use crate::support::{Server, Version, wait_for};

/// The versions with `CLUSTER SHARDS`, those first that differ the most.
const VERSIONS: [Version; 4] =
    [Version::Valkey912, Version::Redis7015, Version::Valkey801, Version::Valkey900];

/// How long servers may take to agree on something, on a busy machine.
const LIMIT: Duration = Duration::from_mins(1);

/// Whether everything is to be tried with everything (`make test-full`).
fn is_full() -> bool {
    std::env::var_os("CHALKSTORE_TEST_FULL").is_some()
}

/// All of these in the full run, else the first `few`.
fn some<T: Copy>(all: &[T], few: usize) -> Vec<T> {
    all[..if is_full() { all.len() } else { few.min(all.len()) }].to_vec()
}

/// `redis://127.0.0.1:PORT/0?clustered=true`.
fn uri(server: &Server) -> String {
    format!("redis://127.0.0.1:{}/0?clustered=true", server.port())
}

/// What the program reported of a store.
#[derive(Debug)]
struct Seen {
    ran: Ran,
    report: Value,
}

/// Looks at a store.
#[track_caller]
fn look(uri: &str, more: &[&str]) -> Seen {
    look_with(uri, more, &[])
}

/// Looks at a store with these variables set. It checks what holds of every look at a store: its evidence gives the
/// same report again.
#[track_caller]
fn look_with(uri: &str, more: &[&str], env: &[(&str, &str)]) -> Seen {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let mut command = chalkstore();
    command.envs(env.iter().copied());
    let options = ["--output", "json", "--save-evidence", text(&saved)];
    let ran = run_with(command, &[&["topology", uri], &options[..], more].concat(), b"");
    assert!(ran.stdout.starts_with('{'), "{ran:?}");
    let replay = run_with(chalkstore(), &["topology", "--evidence", text(&saved), "--output", "json"], b"");
    assert_eq!((ran.code, &ran.stdout), (replay.code, &replay.stdout), "the replay differs");
    let report = ran.json();
    Seen { ran, report }
}

/// Looks until the report is as it should be: servers take a while to hear of things.
#[track_caller]
fn look_until(what: &str, uri: &str, more: &[&str], is_so: impl Fn(&Seen) -> bool) -> Seen {
    wait_for(what, LIMIT, || {
        let seen = look(uri, more);
        if is_so(&seen) { Ok(seen) } else { Err(format!("{:#}", seen.report["data"]["nodes"])) }
    })
}

impl Seen {
    /// The rows of a table of the report's data.
    fn rows(&self, table: &str) -> &[Value] {
        self.report["data"][table].as_array().map_or(&[], Vec::as_slice)
    }

    /// The row of a node.
    #[track_caller]
    fn node(&self, port: u16) -> &Value {
        let ending = format!(":{port}");
        let is_it = |row: &&Value| row["address"].to_string().trim_matches('"').ends_with(&ending);
        self.rows("nodes").iter().find(is_it).unwrap_or_else(|| panic!("no node {port}: {:#}", self.report))
    }

    /// The state of each of these servers.
    #[track_caller]
    fn states(&self, servers: &[Server]) -> Vec<&str> {
        servers.iter().map(|server| self.node(server.port())["state"].as_str().expect("a word")).collect()
    }

    /// Whether this is the state of the server.
    #[track_caller]
    fn is(&self, server: &Server, state: &str) -> bool {
        self.node(server.port())["state"] == state
    }

    /// The port of each shard's primary, by shard.
    fn primaries(&self) -> Vec<u16> {
        let port = |row: &Value| {
            let address = row["primary"].as_str()?;
            address.rsplit_once(':')?.1.parse().ok()
        };
        self.rows("shards").iter().map(|row| port(row).unwrap_or_default()).collect()
    }

    /// The row of one policy's model in one zone.
    #[track_caller]
    fn policy(&self, policy: &str, model: &str, zone: Option<&str>) -> &Value {
        let is_it =
            |row: &&Value| row["policy"] == policy && row["model"] == model && row["zone"].as_str() == zone;
        self.rows("policies").iter().find(is_it).unwrap_or_else(|| panic!("no {policy} {model} {zone:?}"))
    }

    /// Connections of one query server, as predicted.
    #[track_caller]
    fn connections(&self, policy: &str, model: &str, zone: Option<&str>) -> u64 {
        let row = self.policy(policy, model, zone);
        row["connections_per_query_server"].as_u64().expect("a number")
    }

    /// The row of the loss of a zone.
    #[track_caller]
    fn loss(&self, zone: &str) -> &Value {
        let found = self.rows("zone_loss").iter().find(|row| row["zone"] == zone);
        found.unwrap_or_else(|| panic!("no loss of {zone}: {:#}", self.report["data"]["zone_loss"]))
    }

    /// A check's findings have these statuses.
    #[track_caller]
    fn expect(&self, code: &str, status: &str) {
        let own = self.report["findings"].as_array().expect("a list").iter();
        let own: Vec<&Value> = own.filter(|finding| finding["code"] == code).collect();
        let is_met = !own.is_empty() && own.iter().all(|finding| finding["status"] == status);
        assert!(is_met, "{code} is not {status}: {own:#?}, {:#}", self.report["data"]["nodes"]);
    }
}
