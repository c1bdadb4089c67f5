//! Markers, sent by this test program in an environment of its own: where AWS finds credentials is a process's
//! environment, which a test must not change under the others.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use chalkstore::aws;
use chalkstore::observe::Context;
use chalkstore::replication::apply::{CanaryPlan, canary};
use chalkstore::replication::evidence::Canary;
use serde_json::{Value, json};

use super::{EAST, SECRET, TABLE, WEST};

const VARIABLE: &str = "CHALKSTORE_TEST_MARKERS";

/// How markers are sent.
#[derive(Clone, Debug)]
pub(super) struct Sending {
    pub(super) url: String,
    pub(super) table: String,
    pub(super) regions: Vec<&'static str>,
    pub(super) rounds: u32,
    pub(super) poll: Duration,
    pub(super) limit: Duration,
    pub(super) timeout: Duration,
    /// When a signal comes.
    pub(super) stop_after: Option<Duration>,
    pub(super) has_credentials: bool,
}

impl Sending {
    /// Four markers in each direction of two Regions.
    pub(super) fn to(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            table: TABLE.to_owned(),
            regions: vec![EAST, WEST],
            rounds: 4,
            poll: Duration::from_millis(20),
            limit: Duration::from_secs(20),
            timeout: Duration::from_mins(2),
            stop_after: None,
            has_credentials: true,
        }
    }

    pub(super) fn plan(&self) -> CanaryPlan {
        CanaryPlan { rounds: self.rounds, poll: self.poll, limit: self.limit }
    }

    /// Sends them, and says how long that took.
    #[track_caller]
    pub(super) fn send(&self) -> (Canary, Duration) {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("evidence.json");
        let ms = |duration: Duration| u64::try_from(duration.as_millis()).expect("it is short");
        let asked = json!({
            "table": self.table,
            "regions": self.regions,
            "rounds": self.rounds,
            "poll_ms": ms(self.poll),
            "limit_ms": ms(self.limit),
            "timeout_ms": ms(self.timeout),
            "stop_after_ms": self.stop_after.map(ms),
            "out": out,
        });
        let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", folder.path());
        command.env("AWS_ENDPOINT_URL", &self.url).env(VARIABLE, asked.to_string());
        if self.has_credentials {
            command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", SECRET);
        }
        command.args(["replication_truth::child::sends_where_it_is_told_to", "--exact", "--nocapture"]);
        let output = command.output().expect("this program runs");
        let text = fs::read_to_string(&out).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        assert!(!text.contains(SECRET), "a secret is in the evidence: {text}");
        let mut seen: Value = serde_json::from_str(&text).expect("it is JSON");
        let took = seen["took_us"].as_u64().expect("a time");
        let canary: Canary = serde_json::from_value(seen["canary"].take()).expect("it can be read back");
        self.holds_of_all(&canary);
        (canary, Duration::from_micros(took))
    }

    /// What holds whatever came of it.
    #[track_caller]
    fn holds_of_all(&self, canary: &Canary) {
        let plan = self.plan();
        let cost = plan.cost(self.regions.len());
        #[expect(clippy::cast_precision_loss, reason = "it is small")]
        let write_units = cost.write_units as f64;
        assert!(canary.write_units <= write_units, "{canary:?} cost more than {cost:?}");
        assert!(canary.read_units <= cost.read_units, "{canary:?} cost more than {cost:?}");
        let pairs = self.regions.len() * (self.regions.len() - 1);
        assert_eq!(canary.directions.len(), pairs);
        for direction in &canary.directions {
            let is_whole = direction.marks.len() == self.rounds as usize;
            assert_eq!(direction.failure.is_none(), is_whole, "{direction:?}");
            for mark in &direction.marks {
                assert!(mark.reads > 0 && mark.wrote_us > 0, "{mark:?}");
                assert_eq!(mark.at_least_us.is_some(), mark.at_most_us.is_some(), "{mark:?}");
                assert!(mark.at_least_us <= mark.at_most_us, "{mark:?}");
            }
        }
        assert_eq!(canary.left_over.is_empty(), canary.delete_failure.is_none(), "{canary:?}");
    }
}

/// Does nothing, unless another test has started this program for it.
#[test]
fn sends_where_it_is_told_to() {
    let Ok(asked) = std::env::var(VARIABLE) else { return };
    let asked: Value = serde_json::from_str(&asked).expect("it is JSON");
    let duration = |name: &str| asked[name].as_u64().map(Duration::from_millis);
    let regions = asked["regions"].as_array().expect("a list");
    let regions: Vec<String> =
        regions.iter().map(|region| region.as_str().expect("a name").to_owned()).collect();
    let plan = CanaryPlan {
        rounds: u32::try_from(asked["rounds"].as_u64().expect("a number")).expect("it is small"),
        poll: duration("poll_ms").expect("a time"),
        limit: duration("limit_ms").expect("a time"),
    };
    let options = aws::Options { command: "replication-lag.canary", ..aws::Options::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let begun = Instant::now();
    let seen = runtime.block_on(async {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let context = Context::new(duration("timeout_ms").expect("a time"), "", None).stopped_by(stopped);
        let table = asked["table"].as_str().expect("a name");
        let markers = Box::pin(canary(table, &regions, &plan, &options, &context));
        let signal = async {
            match duration("stop_after_ms") {
                Some(after) => {
                    tokio::time::sleep(after).await;
                    stop.send(true).expect("somebody listens");
                }
                None => std::future::pending().await,
            }
        };
        // The signal ends nothing: what it stops ends by itself.
        let signal = async {
            signal.await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            seen = markers => seen,
            () = signal => unreachable!("it never ends"),
        }
    });
    let took_us = u64::try_from(begun.elapsed().as_micros()).expect("it is short");
    let told = json!({"canary": seen, "took_us": took_us}).to_string();
    fs::write(asked["out"].as_str().expect("a path"), told).expect("the folder is writable");
}
