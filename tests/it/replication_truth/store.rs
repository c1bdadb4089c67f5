//! A store that is written to at known times, and what chalkstore reads of it meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use chalkstore::connect::Roots;
use chalkstore::metrics::window;
use chalkstore::observe::Context;
use chalkstore::replication::Evidence;
use chalkstore::replication::evidence::{OffsetSample, Offsets, Source, ValkeyStore};
use chalkstore::replication::lag::{Lag, lags};
use chalkstore::replication::observe::valkey;
use chalkstore::secrets::Secret;
use chalkstore::uri::{Credentials, Scheme, ServerUri};
use chalkstore::valkey::Target;

use super::SECRET;
use crate::support::{Server, wait_for};

/// How long servers may take to agree on something, on a busy machine.
pub(super) const LIMIT: Duration = Duration::from_mins(1);

/// How a store is looked at.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub(super) port: u16,
    pub(super) host: &'static str,
    pub(super) clustered: bool,
    pub(super) password: Option<&'static str>,
    pub(super) samples: u32,
    pub(super) every: Duration,
    pub(super) timeout: Duration,
    pub(super) node_timeout: Duration,
}

impl Look {
    /// Ten samples of a store whose first server listens at this port.
    pub(super) fn at(port: u16) -> Self {
        Self {
            port,
            host: "127.0.0.1",
            clustered: false,
            password: None,
            samples: 10,
            every: Duration::from_millis(50),
            timeout: Duration::from_secs(30),
            node_timeout: Duration::from_secs(5),
        }
    }

    /// Looks. What comes back has when the observation began on the clock of the tests, and how long it took.
    #[track_caller]
    pub(super) fn look(&self) -> Seen {
        let credentials =
            self.password.map(|password| Credentials { user: None, password: Secret::new(password) });
        let target = Target {
            uri: ServerUri {
                scheme: Scheme::Redis,
                host: self.host.to_owned(),
                port: self.port,
                database: None,
                credentials,
                clustered: self.clustered,
                insecure: false,
            },
            roots: Roots::System,
            node_timeout: self.node_timeout,
            rtt_samples: 1,
            resp3: false,
            others: Vec::new(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let begun = Instant::now();
        let store = runtime.block_on(async {
            let context = Context::new(self.timeout, "store", None);
            valkey(&target, "store".to_owned(), self.samples, self.every, &context).await
        });
        let took = begun.elapsed();
        assert!(took < self.timeout + Duration::from_secs(2), "it took {took:?} of {:?}", self.timeout);
        let text = serde_json::to_string(&store).expect("evidence is plain data");
        assert!(!text.contains(SECRET), "a secret is in the evidence: {text}");
        let replayed: ValkeyStore = serde_json::from_str(&text).expect("it can be read back");
        assert_eq!(replayed, store);
        Seen { store, begun, took }
    }
}

/// What was seen of a store.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) store: ValkeyStore,
    pub(super) begun: Instant,
    pub(super) took: Duration,
}

impl Seen {
    /// The offsets of the node at this port.
    #[track_caller]
    pub(super) fn node(&self, port: u16) -> &Offsets {
        let found = self.store.offsets.iter().find(|offsets| offsets.node.port == port);
        found.unwrap_or_else(|| panic!("no node at {port}: {:?}", self.store))
    }

    /// How far the replica at this port is behind, as it is judged.
    #[track_caller]
    pub(super) fn lag(&self, port: u16) -> Lag {
        let evidence = Evidence {
            observed_at: self.store.topology.observed_at.clone(),
            profile: None,
            endpoint_url: None,
            credentials: None,
            window: window(Duration::from_hours(1), 1_800_000_000),
            sources: vec![Source::Valkey(self.store.clone())],
        };
        let to = self.node(port).node.to_string();
        let mut found = lags(&evidence).into_iter().filter(|lag| lag.to.as_ref() == Some(&to));
        found.next().unwrap_or_else(|| panic!("no lag of {to}"))
    }

    /// When a sample was asked for, and when it was answered.
    pub(super) fn times(&self, sample: &OffsetSample) -> (Instant, Instant) {
        let at = |us: u64| self.begun + Duration::from_micros(us);
        // The observation's clock begins a moment after the test's reading.
        (at(sample.asked_us), at(sample.answered_us) + Duration::from_millis(20))
    }
}

/// Where a primary was, by the writer's own asking.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted {
    pub(super) asked: Instant,
    pub(super) answered: Instant,
    pub(super) offset: u64,
}

/// Where a primary is now.
#[track_caller]
pub(super) fn note(primary: &Server) -> Noted {
    let asked = Instant::now();
    let offset = primary.info("replication", "master_repl_offset").expect("a primary tells its offset");
    Noted { asked, answered: Instant::now(), offset: offset.parse().expect("it is a number") }
}

/// When a primary wrote the first byte behind an offset.
#[derive(Clone, Copy, Debug)]
pub(super) enum Passed {
    /// Before the writer began to note.
    Before,
    /// Between these times.
    Between(Instant, Instant),
    /// Not while the writer noted.
    Never,
}

/// All that a writer noted while something went on beside it.
#[derive(Debug)]
pub(super) struct Written(Vec<Noted>);

impl Written {
    /// Writes to `primary` every few milliseconds while `act` goes on, and a second longer.
    pub(super) fn while_<T>(primary: &Server, act: impl FnOnce() -> T) -> (T, Self) {
        // One of a shard's own keys, where the store is a cluster.
        let keys = (0..10_000).map(|number| format!("key-{number}"));
        let mut own = keys.filter(|key| primary.command(&["SET", key, "first"]).error().is_none());
        let key = own.next().expect("the primary has slots");
        let stop = Arc::new(AtomicBool::new(false));
        let notes = Arc::new(Mutex::new(vec![note(primary)]));
        let done = thread::scope(|scope| {
            scope.spawn(|| {
                let value = "v".repeat(100);
                while !stop.load(Ordering::SeqCst) {
                    primary.run(&["SET", &key, &value]);
                    notes.lock().unwrap_or_else(PoisonError::into_inner).push(note(primary));
                    thread::sleep(Duration::from_millis(3));
                }
            });
            // Some history before anybody looks.
            thread::sleep(Duration::from_secs(1));
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(act));
            thread::sleep(Duration::from_millis(100));
            stop.store(true, Ordering::SeqCst);
            done
        });
        let done = done.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let notes = std::mem::take(&mut *notes.lock().unwrap_or_else(PoisonError::into_inner));
        (done, Self(notes))
    }

    /// The primary had no less than this at that time.
    pub(super) fn at_least(&self, time: Instant) -> u64 {
        self.0.iter().rev().find(|note| note.answered <= time).map_or(0, |note| note.offset)
    }

    /// The primary had no more than this at that time.
    pub(super) fn at_most(&self, time: Instant) -> u64 {
        self.0.iter().find(|note| note.asked >= time).map_or(u64::MAX, |note| note.offset)
    }

    /// When the primary wrote the first byte behind this offset.
    pub(super) fn passed(&self, offset: u64) -> Passed {
        match self.0.iter().position(|note| note.offset > offset) {
            None => Passed::Never,
            Some(0) => Passed::Before,
            Some(first) => Passed::Between(self.0[first - 1].asked, self.0[first].answered),
        }
    }
}

/// Waits until a replica's link is up and it has all that its primary has.
#[track_caller]
pub(super) fn wait_for_link(primary: &Server, replica: &Server) {
    wait_for("a link that is up", LIMIT, || {
        let status = replica.info("replication", "master_link_status");
        let offset = replica.info("replication", "slave_repl_offset");
        let is_there = offset == Some(note(primary).offset.to_string());
        if status.as_deref() == Some("up") && is_there {
            Ok(())
        } else {
            Err(format!("{status:?} {offset:?}"))
        }
    });
}
