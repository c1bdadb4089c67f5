//! Truth: killing all servers of a zone ends as the report said that it would.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::layouts::{LAYOUTS, Layout};
use super::outcome::{Losing, predicted};
use super::{VERSIONS, is_full, look, uri, wait_for};
use crate::support::Version;

const NODE_TIMEOUT_MS: u32 = 2_000;

/// Clusters at once: they mostly wait for time to pass.
const AT_ONCE: usize = 4;

#[test]
fn the_loss_of_each_zone_ends_as_predicted() {
    let pairs = LAYOUTS.iter().enumerate().flat_map(|(place, layout)| {
        // The first six layouts, each on a version; or all on all.
        let is_chosen = move |version: usize| is_full() || (place < 6 && place % VERSIONS.len() == version);
        VERSIONS
            .iter()
            .enumerate()
            .filter(move |(version, _)| is_chosen(*version))
            .map(move |(_, version)| (*layout, *version))
    });
    let waiting: Mutex<VecDeque<(Layout, Version)>> = Mutex::new(pairs.collect());
    let next = || waiting.lock().expect("nobody panics with it").pop_front();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((layout, version)) = next() {
                    lose_each_zone(&layout, version);
                }
            });
        }
    });
}

fn lose_each_zone(layout: &Layout, version: Version) {
    let cluster = layout.start(version, NODE_TIMEOUT_MS);
    let zones = layout.zones();
    for (place, zone) in zones.iter().enumerate() {
        let name = format!("{}, {}: zone {zone}", version.name(), layout.name);
        let losing = Losing::new(layout, &cluster, *zone);
        losing.write();

        // A server without zones is told which of its nodes are meant.
        let nodes = layout.nodes(&cluster, *zone).into_iter().filter(|(_, is_lost, _)| *is_lost);
        let lost: Vec<String> = nodes.map(|(_, _, node)| format!("127.0.0.1:{}", node.port())).collect();
        let seen = look(&uri(cluster.node(0, 0)), &["--lose", &lost.join(",")]);
        let asked = seen.rows("zone_loss").last().expect("it was asked about");
        let expected = predicted(asked);
        if version.has_zones() {
            assert_eq!(predicted(seen.loss(&Layout::zone(*zone))), expected, "{name}");
        }
        assert_eq!(asked["is_node_timeout_known"], true);

        let begun = Instant::now();
        losing.kill();
        if let Some(slots) = losing.slots_lost() {
            assert_eq!(asked["slots_lost"], slots, "{name}");
        }
        // What fails over has at most three times as long as was said; that nothing does is believed when one failover
        // would have been done at the latest, and half as long again has passed.
        let latest = |row: &serde_json::Value| row["failover_s"][1].as_f64().map(Duration::from_secs_f64);
        let one = Duration::from_millis(u64::from(NODE_TIMEOUT_MS) * 14 / 10 + 1_500);
        let limit = 3 * latest(asked).unwrap_or(one);
        if latest(asked).is_none() {
            wait_for("time", limit, || if begun.elapsed() < one * 3 / 2 { Err("") } else { Ok(()) });
        }
        wait_for(&format!("outcome {expected:?} of {name}"), limit, || {
            let outcome = losing.outcome();
            if outcome == expected { Ok(()) } else { Err(format!("{outcome:?}")) }
        });
        if place + 1 < zones.len() {
            losing.restore();
        }
    }
}
