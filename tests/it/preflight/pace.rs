//! Route 53 is asked at one pace, however many environments there are.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use chalkstore::failover::evidence::RecordKind;

use super::{Described, results};
use crate::support::fake_aws::{CheckAt, FakeAws, RecordAt, ZoneAt};
use crate::support::{DnsServer, HealthServer};

/// Environments, each with a name of its own.
const NAMES: usize = 8;
/// 4 calls a second.
const APART: Duration = Duration::from_millis(250);

#[test]
fn many_names_take_as_long_as_their_calls_do() {
    let (aws, dns, health) = (FakeAws::start(), DnsServer::start(), HealthServer::start(None));
    let mut description = String::new();
    let mut records = Vec::new();
    for number in 0..NAMES {
        let (name, check) = (format!("n{number}.example.com"), format!("hc-{number}"));
        dns.set(&name, RecordKind::A, vec![("127.0.0.1", 60)]);
        let rest = format!(
            "<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>127.0.0.1</Value></ResourceRecord></ResourceRecords>\
             <HealthCheckId>{check}</HealthCheckId>"
        );
        records.push(RecordAt::new(&name, "A", None, &rest));
        aws.state().routing.checks.insert(check, CheckAt::https(&name));
        write!(
            description,
            "[environments.e{number}.aws]\nregion = \"us-east-1\"\nendpoint_url = \"{}\"\n\
             [environments.e{number}.failover]\nname = \"http://{name}:{}\"\nresolvers = [\"{}\"]\n",
            aws.url(),
            health.address().port(),
            dns.address()
        )
        .expect("a string takes it");
    }
    aws.state().routing.zones.push(ZoneAt::new("Z1EXAMPLE", "example.com", records));
    let described = Described::new(&description);
    let timed = |names: &[&str]| {
        aws.state().routing.asked_at.clear();
        let begun = Instant::now();
        let ran = described
            .run(&[names, &["--only", "failover", "--output", "ndjson", "-v", "--timeout", "30s"]].concat());
        let took = begun.elapsed();
        let (environments, _) = results(&ran.stdout);
        (took, environments, aws.state().routing.asked_at.clone(), ran)
    };
    let (one, alone, calls_of_one, ran) = timed(&["e0"]);
    assert_eq!(alone["e0"].0["FO001"], "pass", "{ran:?}");
    let (all, environments, calls, ran) = timed(&[]);
    assert_eq!(environments.len(), NAMES, "{ran:?}");
    for (name, (statuses, _)) in &environments {
        assert_eq!(statuses, &alone["e0"].0, "{name}: {}", ran.stderr);
    }
    // Nothing is asked twice, and no second sees more than five calls.
    assert!(calls_of_one.len() >= 6 && calls.len() == calls_of_one.len() * NAMES, "{}", calls.len());
    for six in calls.windows(6) {
        assert!(six[5] - six[0] > Duration::from_secs(1), "six calls in {:?}", six[5] - six[0]);
    }
    let paced = APART * u32::try_from(calls.len()).expect("are few");
    assert!(all + APART >= paced, "{} calls in {all:?}", calls.len());
    // Beyond the pace there is the machine's own time alone.
    assert!(all < (one * 2).max(paced * 3 / 2), "one: {one:?}, all: {all:?}, by their calls: {paced:?}");
}
