//! A thousand preflights whose every connection may be late, refused, garbled, cut off or left hanging, by a seed: none
//! hangs, none panics, none passes what does not pass, and the exit code is always that of the table.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Described, Statuses, results};
use crate::program::Ran;
use crate::support::fake_aws::{FakeAws, Table};
use crate::support::{ChaosLink, DnsServer, HealthServer, Server, Version};

/// Runs, and environments in each: a thousand together.
const RUNS: u64 = 20;
const EACH: u64 = 50;
/// Every so many environments one has a failover name: Route 53 is asked at its pace.
const ROUTED: u64 = 25;
/// How many runs go on at once.
const AT_ONCE: usize = 3;
/// A run's deadlines (1 s for each environment, 2 s beyond for what does not keep it, and turns at Route 53) with room for
/// a busy machine.
const LIMIT: Duration = Duration::from_secs(90);

/// The servers behind all links.
struct Servers {
    store: Server,
    aws: FakeAws,
    health: HealthServer,
    dns: DnsServer,
}

impl Servers {
    fn start() -> Self {
        let aws = FakeAws::start();
        let key = ("us-east-1".to_owned(), "features".to_owned());
        aws.state().tables.insert(key, Table::new("us-east-1", "features"));
        Self {
            store: Server::builder(Version::Valkey912).start(),
            aws,
            health: HealthServer::start(None),
            dns: DnsServer::start(),
        }
    }

    /// A description of environments, each with its own way to each server.
    fn described(&self, link: impl Fn(u16, u64) -> ChaosLink) -> (Described, Vec<ChaosLink>) {
        let aws_port = self.aws.url().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        let (mut text, mut links) = (String::new(), Vec::new());
        for number in 0..EACH {
            let ports = [self.store.port(), aws_port, self.health.address().port()];
            let ways: Vec<ChaosLink> =
                ports.iter().zip(number * 3..).map(|(port, seed)| link(*port, seed)).collect();
            let [store, aws, health] = [ways[0].port(), ways[1].port(), ways[2].port()];
            write!(
                text,
                "[environments.e{number:02}.aws]\nregion = \"us-east-1\"\nendpoint_url = \"http://127.0.0.1:{aws}\"\n\
                 [environments.e{number:02}.online_store]\nuri = \"redis://127.0.0.1:{store}/0?clustered=false\"\n\
                 [environments.e{number:02}.table]\nname = \"features\"\npoint_in_time_recovery = \"on\"\n\
                 [environments.e{number:02}.objectives]\nmax_lag = \"5s\"\n"
            )
            .expect("a string takes it");
            if number % ROUTED == 0 {
                write!(
                    text,
                    "[environments.e{number:02}.failover]\nname = \"http://127.0.0.1:{health}\"\nresolvers = [\"{}\"]\n\
                     region_hosts = {{ us-east-1 = \"http://127.0.0.1:{health}\" }}\n",
                    self.dns.address()
                )
                .expect("a string takes it");
            }
            links.extend(ways);
        }
        (Described::new(&text), links)
    }
}

fn count(counts: &Value, status: &str) -> u64 {
    counts[status].as_u64().expect("a number")
}

/// What the table says of these counts.
fn expected_exit(counts: &Value, fail_on: &str) -> u64 {
    let failing = match fail_on {
        "warn" => count(counts, "fail") + count(counts, "warn"),
        "never" => 0,
        _ => count(counts, "fail"),
    };
    if failing > 0 {
        1
    } else if count(counts, "unknown") > 0 {
        3
    } else {
        0
    }
}

#[track_caller]
fn check(run: u64, ran: &Ran, took: Duration, fail_on: &str, clean: &[Statuses]) {
    let of_run = format!("run {run}: {}", ran.stderr);
    assert!(took < LIMIT, "{took:?}, {of_run}");
    assert!(!ran.stderr.contains("has a bug"), "{of_run}");
    let (environments, summary) = results(&ran.stdout);
    assert_eq!(environments.len() as u64, EACH, "{of_run}");
    let exit = expected_exit(&summary["counts"], fail_on);
    assert_eq!((i64::from(ran.code), &summary["exit_code"]), (exit.cast_signed(), &exit.into()), "{of_run}");
    for status in ["pass", "warn", "fail", "skip", "unknown"] {
        let sum: u64 = environments.values().map(|(_, counts)| count(counts, status)).sum();
        assert_eq!(sum, count(&summary["counts"], status), "{status}, {of_run}");
    }
    for ((name, (statuses, _)), clean) in environments.iter().zip(clean) {
        for (code, status) in statuses.iter().filter(|(_, status)| *status == "pass") {
            assert_eq!(clean.get(code), Some(status), "run {run}, {name}: {code} passes in chaos alone");
        }
    }
}

#[test]
fn nothing_passes_in_chaos_that_does_not_pass_without() {
    let servers = Servers::start();
    let (described, links) = servers.described(|port, _| ChaosLink::whole(port));
    let ran = described.run(&["--output", "ndjson", "-v", "--timeout", "60s"]);
    let (environments, _) = results(&ran.stdout);
    let clean: Vec<Statuses> = environments.into_values().map(|(statuses, _)| statuses).collect();
    assert_eq!(clean.len() as u64, EACH, "{}", ran.stderr);
    // There is something to pass, and something that must not.
    assert!(clean.iter().all(|all| all["NET002"] == "pass" && all["TBL001"] == "pass"), "{}", ran.stdout);
    assert!(clean.iter().all(|all| all.values().any(|status| status == "fail")), "{:?}", clean[0]);
    drop(links);

    let next = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let run = next.fetch_add(1, Ordering::SeqCst);
                    if run >= RUNS {
                        break;
                    }
                    let (described, _links) =
                        servers.described(|port, seed| ChaosLink::new(port, run * 1_000 + seed));
                    let fail_on = ["fail", "never", "warn"][usize::try_from(run % 3).unwrap_or_default()];
                    let begun = Instant::now();
                    let ran =
                        described.run(&["--output", "ndjson", "-v", "--timeout", "1s", "--fail-on", fail_on]);
                    check(run, &ran, begun.elapsed(), fail_on, &clean);
                }
            });
        }
    });
}
