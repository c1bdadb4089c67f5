//! Real primaries and replicas, slowed down on purpose.

use std::time::{Duration, Instant};

use chalkstore::replication::evidence::Offsets;
use chalkstore::replication::lag::State;

use super::SECRET;
use super::store::{LIMIT, Look, Passed, Seen, Written, note, wait_for_link};
use crate::support::{Cluster, Server, SlowLink, Version, wait_for};

const VERSIONS: [Version; 4] = [Version::Valkey912, Version::Valkey801, Version::Redis7015, Version::Redis62];

/// A primary that says nothing of its own accord, and a replica that reaches it over a link that can be slowed down. So
/// does everybody else: the primary's address is the link's.
struct Pair {
    primary: Server,
    replica: Server,
    link: SlowLink,
}

impl Pair {
    fn start(version: Version) -> Self {
        let primary = Server::builder(version).arg("repl-ping-replica-period", "3600").start();
        let link = SlowLink::new(primary.port());
        let replica =
            Server::builder(version).arg("replicaof", &format!("127.0.0.1 {}", link.port())).start();
        let pair = Self { primary, replica, link };
        wait_for_link(&pair.primary, &pair.replica);
        // From the first byte on, offsets mean the same in every version.
        pair.primary.run(&["SET", "key", "first"]);
        wait_for_link(&pair.primary, &pair.replica);
        pair
    }

    fn look(&self) -> Look {
        Look::at(self.link.port())
    }
}

/// All samples were read, but for those that a busy machine was too late for.
#[track_caller]
fn is_whole(offsets: &Offsets, look: &Look) {
    assert_eq!(offsets.failure, None, "{offsets:?}");
    let (least, most) = (look.samples as usize / 2, look.samples as usize);
    assert!((least..=most).contains(&offsets.samples.len()), "{offsets:?}");
    for pair in offsets.samples.windows(2) {
        assert!(
            pair[0].asked_us <= pair[0].answered_us && pair[0].answered_us <= pair[1].asked_us,
            "{pair:?}"
        );
        assert!(pair[0].offset <= pair[1].offset, "{pair:?}");
    }
}

/// Every sample of the primary is where the writer saw it.
#[track_caller]
fn primary_agrees(seen: &Seen, port: u16, written: &Written) {
    for sample in &seen.node(port).samples {
        let (asked, answered) = seen.times(sample);
        let offset = sample.offset.expect("a primary tells its offset");
        let (least, most) = (written.at_least(asked), written.at_most(answered));
        assert!(least <= offset && offset <= most, "{sample:?} is not within {least} and {most}");
    }
}

/// No sample of the replica is ahead of what can have arrived after `delay`, nor far behind it.
#[track_caller]
fn replica_agrees(seen: &Seen, port: u16, written: &Written, delay: Duration) {
    // What a busy machine may add.
    let slack = Duration::from_secs(2);
    for sample in &seen.node(port).samples {
        let (asked, answered) = seen.times(sample);
        assert_eq!(sample.link.as_deref(), Some("up"), "{sample:?}");
        let offset = sample.offset.expect("a replica tells its offset");
        let least = asked.checked_sub(delay + slack).map_or(0, |time| written.at_least(time));
        let most = answered.checked_sub(delay).map_or(u64::MAX, |time| written.at_most(time));
        assert!(least <= offset && offset <= most, "{sample:?} is not within {least} and {most}");
    }
}

/// The judged lag is the age of the oldest byte that the replica lacked, as far apart as it says of itself.
#[track_caller]
fn lag_agrees(seen: &Seen, port: u16, written: &Written) {
    let lag = seen.lag(port);
    assert_eq!(lag.state, State::Measured, "{lag:?}");
    let resolution = Duration::from_secs_f64(lag.resolution_ms.expect("it says so") / 1000.0);
    let (mut judged, mut longest) = (0, Duration::ZERO);
    for sample in &seen.node(port).samples {
        let middle = i64::try_from(u64::midpoint(sample.asked_us, sample.answered_us)).expect("it is short");
        let guess = lag.points.values.iter().find(|(at_us, _)| (at_us - middle).abs() <= 1);
        // What was written before the first sample has no time.
        let Some((_, guess_ms)) = guess else { continue };
        let guess = Duration::from_secs_f64(guess_ms / 1000.0);
        let (asked, answered) = seen.times(sample);
        let (least, most) = match written.passed(sample.offset.expect("it told")) {
            Passed::Between(first, last) => (asked.saturating_duration_since(last), answered - first),
            Passed::Never => (Duration::ZERO, Duration::ZERO),
            Passed::Before => continue,
        };
        assert!(
            least <= guess + resolution && guess <= most + resolution,
            "judged {guess:?}, apart by {resolution:?}, and it was {least:?} to {most:?}: {lag:?}"
        );
        judged += 1;
        longest = longest.max(most);
    }
    assert!(judged >= seen.node(port).samples.len() / 4, "{lag:?}");
    let at_least = Duration::from_secs_f64(lag.at_least_ms.unwrap_or_default() / 1000.0);
    assert!(at_least <= longest, "at least {at_least:?}, and it was {longest:?} at most");
    assert!(resolution < Duration::from_secs(2), "{resolution:?} says nothing");
}

#[test]
fn a_replica_that_follows_at_once() {
    for version in VERSIONS {
        let pair = Pair::start(version);
        let look = pair.look();
        let (seen, written) = Written::while_(&pair.primary, || look.look());
        let (primary, replica) = (seen.node(pair.link.port()), seen.node(pair.replica.port()));
        is_whole(primary, &look);
        is_whole(replica, &look);
        assert_eq!((&primary.primary, &replica.primary), (&None, &Some(primary.node.clone())));
        primary_agrees(&seen, pair.link.port(), &written);
        replica_agrees(&seen, pair.replica.port(), &written, Duration::ZERO);
        lag_agrees(&seen, pair.replica.port(), &written);
        // They are asked at the same time: neither waits for the other.
        for (one, other) in primary.samples.iter().zip(&replica.samples) {
            assert!(one.asked_us.abs_diff(other.asked_us) < 2_000_000, "{one:?} {other:?}");
        }
    }
}

#[test]
fn a_link_that_is_late() {
    for (version, delay_ms) in VERSIONS.into_iter().zip([150, 400, 250, 300]) {
        let pair = Pair::start(version);
        let delay = Duration::from_millis(delay_ms);
        pair.link.delay(delay);
        let look = Look { samples: 20, ..pair.look() };
        let (seen, written) = Written::while_(&pair.primary, || look.look());
        is_whole(seen.node(pair.replica.port()), &look);
        primary_agrees(&seen, pair.link.port(), &written);
        replica_agrees(&seen, pair.replica.port(), &written, delay);
        lag_agrees(&seen, pair.replica.port(), &written);
        // What it lacks was written no earlier than the delay says, and it does lack something.
        for sample in &seen.node(pair.replica.port()).samples {
            let offset = sample.offset.expect("a replica tells its offset");
            let (_, answered) = seen.times(sample);
            let Passed::Between(first, _) = written.passed(offset) else {
                panic!("{}: the writer has no time for {sample:?}: {written:?}", version.name());
            };
            assert!(answered.saturating_duration_since(first) >= delay, "{sample:?}");
        }
    }
}

/// The link is open and nothing arrives: what is missing is what was written meanwhile, to the byte.
#[test]
fn a_link_that_is_held() {
    for version in VERSIONS {
        let pair = Pair::start(version);
        let before = note(&pair.primary).offset;
        pair.link.hold(true);
        for _ in 0..50 {
            pair.primary.run(&["SET", "key", &"v".repeat(1000)]);
        }
        let after = note(&pair.primary).offset;
        assert!(after > before + 50_000);
        let look = pair.look();
        let seen = look.look();
        let (primary, replica) = (seen.node(pair.link.port()), seen.node(pair.replica.port()));
        is_whole(replica, &look);
        for (one, other) in primary.samples.iter().zip(&replica.samples) {
            assert_eq!((one.offset, other.offset), (Some(after), Some(before)), "{}", version.name());
            assert_eq!((other.link.as_deref(), &one.link), (Some("up"), &None));
            assert!(other.last_io_s.is_some());
        }
        let lag = seen.lag(pair.replica.port());
        assert_eq!(lag.behind_bytes, Some(after - before), "{lag:?}");
        // Let go, it catches up.
        pair.link.hold(false);
        wait_for_link(&pair.primary, &pair.replica);
        let seen = look.look();
        assert_eq!(
            seen.node(pair.replica.port()).samples.last().and_then(|sample| sample.offset),
            Some(after)
        );
    }
}

#[test]
fn a_link_that_is_cut() {
    for version in VERSIONS {
        let pair = Pair::start(version);
        let before = note(&pair.primary).offset;
        pair.link.cut(true);
        wait_for("a link that is down", LIMIT, || {
            let status = pair.replica.info("replication", "master_link_status");
            if status.as_deref() == Some("down") { Ok(()) } else { Err(format!("{status:?}")) }
        });
        pair.primary.run(&["SET", "key", &"v".repeat(5000)]);
        // The primary knows of no replica any more; the replica knows its primary.
        let look = Look { samples: 3, ..Look::at(pair.replica.port()) };
        let seen = look.look();
        let replica = seen.node(pair.replica.port());
        is_whole(replica, &look);
        for sample in &replica.samples {
            assert_eq!((sample.link.as_deref(), sample.last_io_s), (Some("down"), None), "{sample:?}");
            // Some versions forget where they were as soon as they cannot resume.
            let is_true = sample.offset.is_none() || sample.offset == Some(before);
            assert!(is_true, "{}: {sample:?} is not {before}", version.name());
        }
        let primary = seen.node(pair.link.port()).samples.last().and_then(|sample| sample.offset);
        assert!(primary >= Some(before + 5000), "{primary:?}");
        let lag = seen.lag(pair.replica.port());
        if replica.samples.iter().any(|sample| sample.offset.is_some()) {
            assert_eq!(lag.state, State::Stalled, "{lag:?}");
            assert_eq!(lag.behind_bytes, primary.map(|primary| primary - before));
        } else {
            assert_eq!((lag.state, lag.behind_bytes), (State::Unknown, None), "{lag:?}");
        }
    }
}

/// A shard whose primary everybody reaches over a link that is late, and another that is not.
#[test]
fn a_cluster_with_one_late_shard() {
    for version in [Version::Valkey912, Version::Redis62] {
        let cluster = Cluster::builder(version, 3, 1).node_timeout_ms(60_000).start();
        let (primary, replica) = (cluster.node(0, 0), cluster.node(0, 1));
        let link = SlowLink::new(primary.port());
        primary.run(&["CONFIG", "SET", "cluster-announce-port", &link.port().to_string()]);
        wait_for("a replica that goes over the link", LIMIT, || {
            let port = replica.info("replication", "master_port");
            let status = replica.info("replication", "master_link_status");
            let is_there = port == Some(link.port().to_string()) && status.as_deref() == Some("up");
            // What was connected before stays until it is ended.
            if is_there { Ok(()) } else { Err(format!("{port:?} {status:?}")) }
        });
        // Redis 6.2 itself goes on telling the port at which it listens.
        for node in &cluster.nodes()[1..] {
            wait_for("a node that knows the link", LIMIT, || {
                let nodes = node.run(&["CLUSTER", "NODES"]).text().to_owned();
                if nodes.contains(&format!(":{}@", link.port())) { Ok(()) } else { Err(nodes) }
            });
        }
        let delay = Duration::from_millis(300);
        link.delay(delay);
        let look = Look { clustered: true, samples: 20, ..Look::at(cluster.node(1, 0).port()) };
        let (seen, written) = Written::while_(primary, || look.look());
        assert_eq!(seen.store.offsets.len(), 6, "{:?}", seen.store);
        for offsets in &seen.store.offsets {
            is_whole(offsets, &look);
        }
        let late = seen.node(replica.port());
        assert_eq!(late.primary.as_ref().map(|primary| primary.port), Some(link.port()));
        primary_agrees(&seen, link.port(), &written);
        replica_agrees(&seen, replica.port(), &written, delay);
        lag_agrees(&seen, replica.port(), &written);
        let worst = seen.lag(replica.port()).worst_ms().expect("it is known");
        assert!(worst >= 300.0, "{worst} ms");
        // The others have what their primaries have.
        for shard in [1, 2] {
            let last = |place: usize| {
                let samples = &seen.node(cluster.node(shard, place).port()).samples;
                samples.last().and_then(|sample| sample.offset).expect("it tells")
            };
            assert!(last(0).abs_diff(last(1)) < 1000, "shard {shard}: {} and {}", last(0), last(1));
        }
    }
}

/// A frozen replica costs its own samples, and the command its time limit for one node; no more.
#[test]
fn a_node_that_hangs_costs_its_own_samples_alone() {
    let primary = Server::builder(Version::Valkey912).start();
    let replicas: Vec<Server> =
        (0..2).map(|_| Server::builder(Version::Valkey912).replica_of(&primary).start()).collect();
    for replica in &replicas {
        wait_for_link(&primary, replica);
    }
    let look = Look { samples: 40, node_timeout: Duration::from_secs(2), ..Look::at(primary.port()) };
    let seen = std::thread::scope(|scope| {
        let looking = scope.spawn(|| look.look());
        // It is in the middle of it: 40 samples take two seconds at least.
        std::thread::sleep(Duration::from_millis(1200));
        replicas[0].freeze();
        looking.join().expect("it comes back")
    });
    replicas[0].thaw();
    is_whole(seen.node(primary.port()), &look);
    is_whole(seen.node(replicas[1].port()), &look);
    let frozen = seen.node(replicas[0].port());
    let failure = frozen.failure.as_deref().expect("it hung");
    assert_eq!(seen.lag(replicas[0].port()).state, State::Unknown);
    assert_eq!(seen.lag(replicas[1].port()).state, State::Measured);
    assert!(failure.starts_with("it did not answer: no answer within "), "{failure}");
    assert!(seen.took < Duration::from_secs(15), "{:?}", seen.took);

    // One that hangs from the start is not asked for offsets, and its address stands in the topology.
    replicas[0].freeze();
    let seen = Look { samples: 5, ..look.clone() }.look();
    replicas[0].thaw();
    assert_eq!(seen.store.offsets.len(), 2, "{:?}", seen.store.offsets);
    assert_eq!(seen.store.topology.nodes.len(), 3);

    // One that dies, too; and the deadline holds where all time is up.
    let begun = Instant::now();
    let seen = std::thread::scope(|scope| {
        let long = Look { samples: 1000, timeout: Duration::from_secs(6), ..look.clone() };
        let looking = scope.spawn(move || long.look());
        std::thread::sleep(Duration::from_millis(2500));
        replicas[1].kill();
        looking.join().expect("it comes back")
    });
    assert!(begun.elapsed() < Duration::from_secs(20));
    let died = seen.node(replicas[1].port());
    assert!(died.failure.is_some() && !died.samples.is_empty(), "{died:?}");
    let own = seen.node(primary.port());
    let failure = own.failure.as_deref().expect("the time was up");
    assert!(failure.starts_with("the time was up after "), "{failure}");
    assert!(own.samples.len() > died.samples.len());
}

#[test]
fn a_server_alone_and_one_with_a_password() {
    let server = Server::builder(Version::Redis7015).password(SECRET).start();
    let look = Look { samples: 3, password: Some(SECRET), ..Look::at(server.port()) };
    let seen = look.look();
    is_whole(seen.node(server.port()), &look);
    assert_eq!(seen.store.offsets.len(), 1);
    assert_eq!(seen.node(server.port()).primary, None);

    // Without it nothing is told, and that is said.
    let seen = Look { samples: 3, ..Look::at(server.port()) }.look();
    let failure = seen.node(server.port()).failure.as_deref().expect("it was refused");
    assert!(failure.contains("NOAUTH"), "{failure}");
    assert_eq!(seen.node(server.port()).samples, []);

    // A user that may not ask.
    let wrong = Look { password: Some("another-password"), samples: 3, ..Look::at(server.port()) }.look();
    let failure = wrong.node(server.port()).failure.as_deref().expect("it was refused");
    assert!(failure.contains("WRONGPASS"), "{failure}");
}
