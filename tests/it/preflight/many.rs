//! Fifty environments at once.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::{Described, results};
use crate::support::fake_aws::{FakeAws, Table};
use crate::support::{ChaosLink, Server, Version};

const MANY: usize = 50;
/// The environment whose servers are the slowest.
const SLOWEST: &str = "e04";

/// How long every answer of an environment's servers takes: from 2 to 4 seconds.
const fn delay(number: usize) -> Duration {
    Duration::from_millis(2_000 + 500 * (number as u64 % 5))
}

/// Fifty slow environments take less than twice as long as one of them.
#[test]
fn fifty_environments_take_less_than_twice_the_slowest() {
    let server = Server::builder(Version::Valkey912).start();
    let aws = FakeAws::start();
    let key = ("us-east-1".to_owned(), "features".to_owned());
    aws.state().tables.insert(key, Table::new("us-east-1", "features"));
    let aws_port: u16 = aws.url().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let mut text = String::new();
    let mut links = Vec::new();
    for number in 0..MANY {
        let store = ChaosLink::late(server.port(), delay(number));
        let cloud = ChaosLink::late(aws_port, delay(number));
        write!(
            text,
            "[environments.e{number:02}.aws]\nregion = \"us-east-1\"\nendpoint_url = \"http://127.0.0.1:{}\"\n\
             [environments.e{number:02}.online_store]\nuri = \"redis://127.0.0.1:{}/0?clustered=false\"\n\
             [environments.e{number:02}.table]\nname = \"features\"\n",
            cloud.port(),
            store.port()
        )
        .expect("a string takes it");
        links.push((store, cloud));
    }
    let described = Described::new(&text);
    let timed = |names: &[&str]| {
        let begun = Instant::now();
        let ran = described.run(&[names, &["--output", "ndjson", "--timeout", "3m"]].concat());
        (begun.elapsed(), ran)
    };
    let (slowest, ran) = timed(&[SLOWEST]);
    let (alone, _) = results(&ran.stdout);
    // One is slow enough for the machine's own time to be little beside it.
    assert!(slowest > delay(4) * 2, "{slowest:?}");
    let (all, ran) = timed(&[]);
    let (environments, _) = results(&ran.stdout);
    assert_eq!(environments.len(), MANY, "{}", ran.stderr);
    // None of them is worse for the others.
    for (name, (statuses, _)) in &environments {
        assert_eq!(statuses, &alone[SLOWEST].0, "{name}");
    }
    assert!(all < slowest * 2, "the slowest: {slowest:?}, all: {all:?}");
}
