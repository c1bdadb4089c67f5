//! Over real sockets: two HTTPS servers that fail on cue, a name server, health checkers, a client.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::Duration;

use chalkstore::failover::evidence::RecordKind;
use tokio::time::{Instant, sleep, timeout};

use super::client::Client;
use super::endpoint::{connector, passes};
use super::predicted::{Watch, is_telling, predict};
use crate::support::{Certificate, DnsServer, HealthServer};

const NAME: &str = "chalk.example.com";

/// How many settings run side by side: they wait most of the time.
const AT_ONCE: usize = 16;

/// How long a second is, at first and after the machine stood still for a second and a bound was missed.
const SECOND_MS: [u64; 3] = [40, 70, 110];

/// How the primary fails.
#[derive(Clone, Copy, Debug)]
enum Mode {
    /// Nobody listens.
    Refused,
    /// It answers 500.
    Error,
    /// It never answers.
    Hang,
}

#[derive(Clone, Copy, Debug)]
struct Setup {
    number: u8,
    interval_s: u32,
    threshold: u32,
    ttl_s: u32,
    mode: Mode,
    checkers: usize,
}

/// What was measured.
struct Measured {
    /// Failover and failback, in (scaled) milliseconds.
    took_ms: [u64; 2],
    /// Whether the machine stood still for a (scaled) second or more, so that anything may be late.
    is_disturbed: bool,
}

fn setups() -> Vec<Setup> {
    let ttls = [5, 60, 20, 10, 30];
    let checkers = [3, 8, 5, 15, 6, 4, 10];
    let settings =
        [10, 30].into_iter().flat_map(|interval_s| (1..=5).map(move |threshold| (interval_s, threshold)));
    let all = settings.flat_map(|one| [Mode::Refused, Mode::Error, Mode::Hang].map(|mode| (one, mode)));
    // The longest first, so that nobody waits for it at the end.
    let mut setups: Vec<Setup> = all
        .enumerate()
        .map(|(index, ((interval_s, threshold), mode))| Setup {
            number: u8::try_from(index + 1).expect("a few"),
            interval_s,
            threshold,
            ttl_s: ttls[index % ttls.len()],
            mode,
            checkers: checkers[index % checkers.len()],
        })
        .collect();
    setups.sort_by_key(|one| std::cmp::Reverse(2 * one.interval_s * one.threshold + one.ttl_s));
    setups
}

#[test]
fn measured_failover_and_failback_lie_within_the_predicted_bounds() {
    let setups = setups();
    assert!(setups.len() >= 30);
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(setup) = setups.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if let Err(failure) = judge(*setup) {
                        failures.lock().unwrap_or_else(PoisonError::into_inner).push(failure);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn judge(setup: Setup) -> Result<(), String> {
    let watch = Watch { checks: vec![(setup.interval_s, setup.threshold)], ..Watch::default() };
    let predicted = predict(&watch, setup.ttl_s);
    let bounds = [predicted.failover(), predicted.failback()];
    if let Some(span) = bounds.iter().find(|span| !is_telling(span)) {
        return Err(format!("{span:?} says nothing: {setup:?}"));
    }
    let mut told = format!("the primary is taken for dead before it is: {setup:?}");
    for second_ms in SECOND_MS {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let Some(measured) = runtime.block_on(measure(setup, second_ms, bounds.map(|span| span.max_ms)))
        else {
            continue;
        };
        if measured.took_ms.iter().zip(&bounds).all(|(took_ms, span)| span.contains(*took_ms)) {
            return Ok(());
        }
        told =
            format!("failover and failback after {:?} ms, predicted {bounds:?}: {setup:?}", measured.took_ms);
        if !measured.is_disturbed {
            break;
        }
    }
    Err(told)
}

/// Nothing where the primary is taken for dead before it is.
async fn measure(setup: Setup, second_ms: u64, most_ms: [u64; 2]) -> Option<Measured> {
    let second = Duration::from_millis(second_ms);
    // Route 53 does not look at certificates.
    let certificate = if setup.number.is_multiple_of(2) { Certificate::Valid } else { Certificate::Expired };
    // An address of its own keeps the port free while nobody listens.
    let own = SocketAddr::from((Ipv4Addr::new(127, 6, setup.number, 1), 0));
    let mut east = Some(HealthServer::start_at(own, Some(certificate)));
    let address = east.as_ref().expect("it runs").address();
    let west = HealthServer::start_at((Ipv4Addr::new(127, 6, setup.number, 2), 0).into(), Some(certificate));
    let dns = Arc::new(DnsServer::start());
    let world = Arc::new(World {
        dns: Arc::clone(&dns),
        ttl_s: setup.ttl_s,
        answers: [address, west.address()].map(|address| address.ip().to_string()),
        content: Mutex::new([vec![true; setup.checkers], vec![true]]),
    });
    world.publish();
    let tls = connector();
    for region in 0..2 {
        let target = [address, west.address()][region];
        let count = if region == 0 { setup.checkers } else { 1 };
        for index in 0..count {
            let (world, tls) = (Arc::clone(&world), tls.clone());
            // Phases spread unevenly over the interval.
            let share = (index * 7 + usize::from(setup.number) * 3) % 29;
            let phase = second * setup.interval_s * u32::try_from(share).expect("small") / 29;
            tokio::spawn(async move {
                sleep(phase).await;
                let (mut says, mut in_a_row) = (true, 0);
                loop {
                    let passed = passes(target, &tls, second).await;
                    in_a_row = if passed == says { 0 } else { in_a_row + 1 };
                    if in_a_row == setup.threshold {
                        (says, in_a_row) = (passed, 0);
                        world.says(region, index, says);
                    }
                    sleep(second * setup.interval_s).await;
                }
            });
        }
    }
    // How late the machine wakes somebody up at worst.
    let late = Arc::new(Mutex::new(Duration::ZERO));
    let latest = Arc::clone(&late);
    tokio::spawn(async move {
        let step = Duration::from_millis(5);
        loop {
            let before = Instant::now();
            sleep(step).await;
            let mut latest = latest.lock().unwrap_or_else(PoisonError::into_inner);
            *latest = latest.max(before.elapsed().saturating_sub(step));
        }
    });
    let mut client = Client::new(dns.address(), NAME, second).await;
    let places = [address, west.address()].map(|address| match address {
        SocketAddr::V4(address) => *address.ip(),
        SocketAddr::V6(_) => unreachable!("it is IPv4"),
    });
    let warm = second * setup.interval_s * (30 + u32::from(setup.number)) / 29;
    let begun = Instant::now();
    while begun.elapsed() < warm {
        if client.address().await != places[0] {
            return None;
        }
        sleep(Duration::from_millis(4)).await;
    }
    let scaled = |measured: Duration| u64::try_from(measured.as_millis()).expect("short") * 1000 / second_ms;
    let mut took_ms = [0; 2];
    for (step, most_ms) in most_ms.into_iter().enumerate() {
        let begun = Instant::now();
        match (step, setup.mode) {
            (0, Mode::Refused) => drop(east.take()),
            (0, Mode::Error) => east.as_ref().expect("it runs").answer(500),
            (0, Mode::Hang) => east.as_ref().expect("it runs").hang(),
            (_, Mode::Refused) => east = Some(HealthServer::start_at(address, Some(certificate))),
            (_, Mode::Error | Mode::Hang) => east.as_ref().expect("it runs").answer(200),
        }
        let moved = async {
            while client.address().await != places[1 - step] {
                sleep(Duration::from_millis(4)).await;
            }
        };
        let limit = second * u32::try_from(most_ms / 1000).expect("short") * 2 + Duration::from_secs(2);
        took_ms[step] = match timeout(limit, moved).await {
            Ok(()) => scaled(begun.elapsed()),
            Err(_) => scaled(limit),
        };
        // At no special time the Region returns.
        sleep(second * setup.interval_s * u32::from(setup.number) / 60).await;
    }
    let is_disturbed = *late.lock().unwrap_or_else(PoisonError::into_inner) >= second;
    Some(Measured { took_ms, is_disturbed })
}

/// What Route 53 knows, and what it answers.
struct World {
    dns: Arc<DnsServer>,
    ttl_s: u32,
    answers: [String; 2],
    /// For each Region, whether each of its checkers is content.
    content: Mutex<[Vec<bool>; 2]>,
}

impl World {
    fn says(&self, region: usize, checker: usize, content: bool) {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)[region][checker] = content;
        self.publish();
    }

    /// The primary while it is healthy, or nobody is.
    fn publish(&self) {
        let content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        let is_healthy = |region: usize| {
            let all = content[region].len();
            let content = content[region].iter().filter(|content| **content).count();
            content * 100 > all * 18
        };
        let answers = usize::from(!is_healthy(0) && is_healthy(1));
        self.dns.set(NAME, RecordKind::A, vec![(self.answers[answers].as_str(), self.ttl_s)]);
    }
}
