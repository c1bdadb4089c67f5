//! LAG003, the scenarios, and what is planned.

use chalkstore::aws::{Failure, FailureKind};
use chalkstore::replication::lag::lags;
use chalkstore::replication::rpo::{Loss, Scenario, losses, overall};
use chalkstore::replication::{Named, canary_checks, every_check, lag_checks, plan};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::store::{EAST, MINUTES, Store, WEST, good, good_msk, good_table, good_valkey};
use crate::support::asked::{absent, answer, denied};

#[test]
fn the_largest_lag_is_held_against_the_objective() {
    let mut store = good_table();
    let told = store.expect(("LAG003", Pass));
    assert!(told.contains("at most 960 ms"), "{told}");
    // One bad minute of 180: p99 knows two.
    store.latency(EAST, WEST, |at| Some(if at == 40 { 61_000.0 } else { 900.0 }));
    let told = store.expect(("LAG003", Warn));
    assert!(told.contains("61 s") && told.contains("p99 is 900 ms"), "{told}");
    store.latency(EAST, WEST, |at| Some(if at < 40 { 61_000.0 } else { 900.0 }));
    store.expect(("LAG003", Fail));
    store.expected.rpo_ms = Some(61_000);
    store.expect(("LAG003", Pass));
    // Of too few points there is no p99 to be lenient by.
    let mut store = good_table();
    store.latency(EAST, WEST, |at| {
        (at > MINUTES - 50).then_some(if at == MINUTES - 40 { 61_000.0 } else { 1.0 })
    });
    store.writes(EAST, |at| Some(if at > MINUTES - 50 { 600.0 } else { 0.0 }));
    let told = store.expect(("LAG003", Fail));
    assert!(told.contains("no p99 is told"), "{told}");
}

#[test]
fn a_steady_rise_is_told_and_what_is_excluded_is_not_advised() {
    let mut store = good_table();
    for one in &mut store.table().regions {
        answer(&mut one.described).billing_mode = "PROVISIONED".into();
    }
    store.latency(EAST, WEST, |at| {
        Some(f64::from(i32::try_from(at).expect("is small")).mul_add(500.0, 40_000.0))
    });
    let told = store.expect(("LAG003", Fail));
    assert!(
        told.contains("it rose steadily from 40 s to ") && told.contains("same write capacity"),
        "{told}"
    );
    for one in &mut store.table().regions {
        answer(&mut one.described).billing_mode = "PAY_PER_REQUEST".into();
    }
    let told = store.expect(("LAG003", Fail));
    assert!(
        told.contains("throttled writes in us-west-2") && !told.contains("same write capacity"),
        "{told}"
    );
    // A stretch in the midst is no rise.
    store.latency(EAST, WEST, |at| Some(if (60..90).contains(&at) { 90_000.0 } else { 900.0 }));
    let told = store.expect(("LAG003", Fail));
    assert!(!told.contains("rose"), "{told}");
}

#[test]
fn a_failure_beats_what_is_not_known() {
    let mut store = good_table();
    store.latency(EAST, WEST, |_| Some(70_000.0));
    store.table().directions[1].max = denied();
    store.table().directions[1].average = denied();
    store.expect(("LAG003", Fail));
    store.expect(("LAG001", Unknown));
}

fn loss(store: &Store, source: &str, scenario: Scenario) -> Loss {
    let all = losses(&store.evidence, &lags(&store.evidence));
    let is_it =
        |one: &&chalkstore::replication::rpo::StoreLoss| one.source == source && one.scenario == scenario;
    all.iter().find(is_it).expect("a store").loss.clone()
}

fn all(store: &Store, scenario: Scenario) -> Loss {
    overall(&losses(&store.evidence, &lags(&store.evidence)), scenario)
}

#[test]
fn scenarios_of_the_document() {
    let store = good();
    for source in ["chalk", "east-west", "chalk-meta"] {
        assert!(matches!(loss(&store, source, Scenario::Zone), Loss::Nothing(_)), "{source}");
    }
    let valkey = "redis://10.0.0.1:6379";
    let Loss::AtMost(ms) = loss(&store, valkey, Scenario::Zone) else { panic!("no number") };
    // The samples are 100 ms apart: it is no more than this.
    assert!((ms - 302.0).abs() < 1.0, "{ms}");
    assert_eq!(all(&store, Scenario::Zone).ms(), Some(ms));
    for scenario in [Scenario::RegionRecoverable, Scenario::RegionPermanent] {
        assert_eq!(loss(&store, "chalk", scenario), Loss::AtMost(960.0));
        // The worst, not the sum: all of them stop at the same time.
        assert_eq!(all(&store, scenario), Loss::AtMost(1500.0));
        assert_eq!(
            loss(&store, valkey, scenario).why(),
            "whether it belongs to the Global Datastore that is named cannot be told: if not, no replica in another Region is known, and with the Region all of it is gone"
        );
    }
    // Its host is called after the group that the datastore names.
    let mut tied = good();
    let host = "rediss://chalk-west-001.chalk-west.abc123.usw2.cache.amazonaws.com:6379";
    tied.valkey().name = host.into();
    assert_eq!(
        loss(&tied, host, Scenario::RegionPermanent).why(),
        "its replica in another Region is that of the Global Datastore"
    );
    let alone = good_valkey();
    assert!(
        loss(&alone, valkey, Scenario::RegionPermanent).why().starts_with("no replica in another Region")
    );
    assert!(matches!(all(&alone, Scenario::RegionPermanent), Loss::NotCounted(_)));
}

#[test]
fn what_is_not_known_of_one_is_not_known_of_all() {
    let mut store = good();
    store.msk().metrics = denied();
    assert!(matches!(loss(&store, "east-west", Scenario::RegionPermanent), Loss::Unknown(_)));
    let Loss::AtLeast(ms, why) = all(&store, Scenario::RegionPermanent) else { panic!("known") };
    assert!((ms - 1000.0).abs() < 1e-9 && why.contains("GetMetricData"), "{ms} {why}");
    assert_eq!(all(&store, Scenario::Zone).ms().map(f64::round), Some(302.0));
}

#[test]
fn a_stall_has_lost_what_was_written_since() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (at < MINUTES - 30).then_some(900.0));
    let Loss::AtLeast(ms, _) = loss(&store, "chalk", Scenario::RegionPermanent) else { panic!("known") };
    // The first write may have been at the end of its minute.
    assert!((ms - 29.0 * 60_000.0).abs() < 1.0, "{ms}");
}

#[test]
fn only_what_applies_is_planned() {
    let named = Named { valkey: true, ..Named::default() };
    let codes: Vec<&str> = plan(&named).iter().map(|check| check.code).collect();
    assert_eq!(codes, ["LAG001", "LAG002", "LAG003", "LAG004", "LAG040"]);
    assert!(plan(&Named::default()).is_empty());
    let all = Named {
        table: true,
        msk: true,
        aurora: true,
        datastore: true,
        valkey: true,
        canary: true,
        max_lag: true,
    };
    assert_eq!(plan(&all).len(), every_check().len());
    assert_eq!(every_check().len(), lag_checks().len() + canary_checks().len());
    // What is planned is what is judged.
    let mut with_canary = good();
    with_canary.table().canary = Some(super::parts::canary());
    for store in [good(), with_canary, good_table(), good_msk(), good_valkey()] {
        let mut judged: Vec<&str> = store.findings().iter().map(|finding| finding.check.code).collect();
        judged.dedup();
        let planned: Vec<&str> = plan(&Named::of(&store.evidence)).iter().map(|check| check.code).collect();
        assert_eq!(judged, planned);
    }
}

/// Whatever keeps AWS from answering, no check of it passes.
#[test]
fn no_answer_is_never_a_pass() {
    for kind in [
        FailureKind::NoCredentials,
        FailureKind::NoRegion,
        FailureKind::Timeout,
        FailureKind::Unreachable,
        FailureKind::Throttled,
        FailureKind::ExpiredCredentials,
        FailureKind::InvalidCredentials,
        FailureKind::ServerFault,
    ] {
        let mut store = good();
        store.evidence.sources.pop();
        fn failed<T>(kind: FailureKind) -> chalkstore::aws::Asked<T> {
            chalkstore::aws::Asked::Failed(Failure::new(kind, "no"))
        }
        for region in &mut store.table().regions {
            region.described = failed(kind);
            region.writes = failed(kind);
        }
        for direction in &mut store.table().directions {
            direction.max = failed(kind);
            direction.average = failed(kind);
        }
        store.msk().described = failed(kind);
        store.msk().metrics = failed(kind);
        store.aurora().described = failed(kind);
        store.aurora().members.clear();
        for (_, lags) in &mut store.datastore().lags {
            *lags = failed(kind);
        }
        for finding in store.findings() {
            let code = finding.check.code;
            // A datastore's zones are not looked at.
            let is_skipped = code == "LAG004" && finding.subject("") == "chalk-global";
            let status = if is_skipped { Skip } else { Unknown };
            assert_eq!(finding.status, status, "{code} {}", finding.message());
        }
        assert!(store.assess().gauges.iter().all(|gauge| gauge.name != "replication_lag_seconds"));
    }
}

/// Why directions are unknown is said once.
#[test]
fn a_cause_is_told_once() {
    let mut store = good_table();
    for direction in &mut store.table().directions {
        direction.max = denied();
        direction.average = denied();
    }
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("cloudwatch:GetMetricData"), "{told}");
    for code in ["LAG002", "LAG003"] {
        let told = store.expect((code, Unknown));
        assert!(
            told.starts_with("chalk: 2 directions are unknown: LAG001") && !told.contains('\n'),
            "{told}"
        );
    }
}

/// Where `CloudWatch` is late, nothing is missing.
#[test]
fn the_newest_minutes_are_no_gap() {
    for (missing, gaps) in [(0, 0), (1, 0), (3, 0), (4, 1)] {
        let mut store = good_table();
        store.latency(EAST, WEST, |at| (at < MINUTES - missing).then_some(900.0));
        assert_eq!(store.lag(EAST, WEST).points.gaps.len(), gaps, "{missing}");
        // Nor in the picture, where no way has newer points.
        store.latency(WEST, EAST, |at| (at < MINUTES - missing).then_some(900.0));
        let view = store.assess().view;
        let curves = view.iter().find_map(|block| match block {
            chalkstore::report::Block::Series(series) => Some(&series.curves),
            _ => None,
        });
        let is_whole = |curve: &chalkstore::report::Curve| curve.values.iter().all(Option::is_some);
        assert_eq!(curves.expect("curves").iter().all(is_whole), gaps == 0, "{missing}");
    }
}

#[test]
fn gaps_are_told() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (!(60..80).contains(&at)).then_some(900.0));
    store
        .writes(EAST, |at| Some(if (60..80).contains(&at) || (90..100).contains(&at) { 0.0 } else { 600.0 }));
    let told = store.expect(("LAG002", Pass));
    assert!(told.contains("without points, the longest of 20 min"), "{told}");
    assert_eq!(store.lag(EAST, WEST).points.gaps.len(), 1);
    store.latency(EAST, WEST, |at| (!(60..80).contains(&at) && !(90..100).contains(&at)).then_some(900.0));
    store.writes(EAST, |at| Some(if (60..100).contains(&at) { 0.0 } else { 600.0 }));
    let told = store.expect(("LAG002", Pass));
    assert!(told.contains("2 stretches without points"), "{told}");
    answer(&mut store.table().directions[0].max);
}

/// What was never seen is safe in no zone.
#[test]
fn a_zone_costs_nobody_knows_what_where_nothing_was_described() {
    let mut store = good();
    for region in &mut store.table().regions {
        region.described = absent();
    }
    store.msk().described = denied();
    store.aurora().described = absent();
    for source in ["chalk", "east-west", "chalk-meta"] {
        let Loss::Unknown(why) = loss(&store, source, Scenario::Zone) else { panic!("{source} is known") };
        assert!(why.contains("described"), "{why}");
    }
    store.evidence.sources.truncate(3);
    let told = store.expect(("LAG004", Unknown));
    assert!(told.contains("what the loss of a zone costs is not known"), "{told}");
    assert!(store.findings().iter().all(|one| one.check.code != "LAG004" || one.status == Unknown));
}

#[test]
fn nodes_whose_zones_are_not_known_may_stand_in_one() {
    let mut store = good_valkey();
    for member in &mut store.valkey().topology.views[0].shards[0].members {
        member.zone = None;
    }
    let Loss::AtLeast(ms, why) = loss(&store, "redis://10.0.0.1:6379", Scenario::Zone) else {
        panic!("known")
    };
    assert!((250.0..320.0).contains(&ms) && why.contains("zones are not known"), "{ms} {why}");
    store.expect(("LAG004", Unknown));
}

/// The worst of all is the worst of those that count, and says so.
#[test]
fn the_sum_says_what_it_leaves_out() {
    let overall = |store: &Store| {
        let rows = store.assess().rows;
        let row = rows.into_iter().map(|row| row.value).find(|row| {
            row["failure"] == "region_permanent" && row.get("loss").is_some() && row["source"].is_null()
        });
        row.expect("a row")["why"].clone()
    };
    let why = overall(&good());
    assert!(why.as_str().is_some_and(|why| why.starts_with("without redis://10.0.0.1:6379: ")), "{why}");
    assert!(overall(&good_table()).is_null());
    for (store, label) in [(good(), "all that is replicated"), (good_table(), "all (the worst)")] {
        let shown = format!("{:?}", store.assess().view);
        assert!(shown.contains(label), "{shown}");
    }
}
