//! What counts as traffic: gaps, new tables, long periods, several Regions.

use chalkstore::aws::{Failure, FailureKind};
use chalkstore::dynamodb::evidence::{Dimension, Measure, WriteSource};
use chalkstore::metrics::{Completeness, MissingSpan};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use serde_json::Value;

use super::store::{DAY, HOUR, READS, START, Spoilable, Store, WRITES, expect, expect_finding, good, over};
use crate::support::asked::denied;

const READ: Measure = Measure::Consumed(Dimension::Read);
const WRITE: Measure = Measure::Consumed(Dimension::Write);

#[track_caller]
fn close(row: &Value, name: &str, expected: f64) {
    let value = row[name].as_f64().unwrap_or_else(|| panic!("{name} is no number: {row}"));
    assert!((value - expected).abs() < 1e-6 * expected.max(1.0), "{name}: {value} is not {expected}");
}

/// What is done to a Region of a table.
type Spoil<'a> = dyn Fn(&mut Store, usize) + 'a;

/// The one row of a table in one Region.
#[track_caller]
fn only(store: &Store) -> Value {
    let rows = store.rows("per_region");
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows[0].clone()
}

/// No advice at all: neither a cheaper table nor a mode is made of what is not known.
#[track_caller]
fn says_nothing(store: &Store) {
    assert_eq!((store.rows("per_region"), store.rows("modes")), (Vec::new(), Vec::new()));
    assert_eq!(store.fact("recommended_mode"), None);
    expect_finding(store, "CAP010", Unknown, "CAP014");
    expect_finding(store, "CAP008", Skip, "CAP014");
}

#[test]
fn a_region_that_is_not_known_never_looks_idle() {
    let failure = Failure::new(FailureKind::Throttled, "Rate exceeded");
    let span = MissingSpan { start_epoch_s: START, end_epoch_s: START + 600, failure };
    let spoiled: [&Spoil<'_>; 5] = [
        &|store, region| store.seen.regions[region].metrics = Some(denied()),
        &|store, region| store.seen.regions[region].metrics = None,
        &|store, region| store.metrics(region).missing = vec![span.clone()],
        &|store, region| {
            store.measured(region, READ).completeness = Completeness::Partial(vec!["InternalError".into()]);
        },
        &|store, region| store.metrics(region).measured.retain(|one| one.measure != WRITE),
    ];
    for spoil in spoiled {
        for region in 0..2 {
            let mut store = good();
            store.replicate();
            spoil(&mut store, region);
            says_nothing(&store);
        }
        let mut store = good();
        spoil(&mut store, 0);
        says_nothing(&store);
    }
    // What says nothing of consumption is no reason to say nothing.
    let mut store = good();
    store.measured(0, Measure::Throttled(Dimension::Read)).completeness =
        Completeness::Partial(vec!["PartialData".into()]);
    close(&only(&store), "mean_rcu", READS);
}

#[test]
fn a_table_without_traffic() {
    // CloudWatch has nothing of it, and it may be another table's name.
    let silence = |store: &mut Store| {
        for measure in Measure::ALL {
            store.consumes(0, measure, |_| None);
        }
    };
    let mut store = good();
    silence(&mut store);
    expect_finding(&store, "CAP014", Unknown, "describe the workload by --read-qps");
    says_nothing(&store);

    // An idle table tells zeros.
    let mut store = good();
    store.consumes(0, READ, |_| Some(0.0));
    store.consumes(0, WRITE, |_| Some(0.0));
    let row = only(&store);
    close(&row, "rcu", 0.0);
    close(&row, "mean_wcu", 0.0);
    assert_eq!(store.fact("recommended_mode"), Some("on-demand".into()));
    expect_finding(&store, "CAP010", Warn, "97 % less");
    expect_finding(
        &store,
        "CAP012",
        Warn,
        "never falls below 5 units; even the peak of the window takes only 0",
    );
}

#[test]
fn gaps_in_whole_data_are_idle() {
    // Read for a second of every other minute.
    let mut store = good();
    store.consumes(0, READ, |at| (at % 120 == 0).then_some(READS));
    let row = only(&store);
    close(&row, "rcu", READS);
    close(&row, "mean_rcu", READS / 2.0);
    close(&row, "mean_wcu", WRITES);
}

#[test]
fn a_new_table_is_not_thinned_by_the_time_before_it() {
    let yesterday = |store: &mut Store| {
        for measure in [READ, WRITE] {
            store.consumes(0, measure, |at| (at >= 2 * DAY + 2 * HOUR).then_some(READS));
        }
    };
    // Created two hours before it was used: these two it was idle.
    let mut store = over(3 * DAY, 300);
    yesterday(&mut store);
    store.facts(0).created_at = Some("2026-09-23T12:00:00Z".into());
    assert_eq!(START + 2 * DAY, 1_790_164_800, "which is that time");
    close(&only(&store), "mean_rcu", READS * 22.0 / 24.0);

    // An old table, which was idle for more than two of the three days.
    let mut store = over(3 * DAY, 300);
    yesterday(&mut store);
    close(&only(&store), "mean_rcu", READS * 22.0 / 72.0);

    // Where its age is not known, it begins with its first value.
    for created_at in [None, Some("once".into()), Some("2099-01-01T00:00:00Z".into())] {
        let mut store = over(3 * DAY, 300);
        yesterday(&mut store);
        store.facts(0).created_at = created_at;
        close(&only(&store), "mean_rcu", READS);
    }
}

#[test]
fn longer_periods_hide_peaks() {
    expect("CAP009", Pass, "", |_| {});
    for (period_s, said) in
        [(300, "one value stands for 5 minutes"), (3600, "one value stands for 60 minutes")]
    {
        let mut store = over(DAY, period_s);
        store.consumes(0, READ, |at| Some(if at == 0 { 2.0 * READS } else { READS }));
        expect_finding(&store, "CAP009", Warn, said);
        let row = only(&store);
        close(&row, "rcu", 2.0 * READS);
        let periods = f64::from(86_400 / period_s);
        close(&row, "mean_rcu", READS * (1.0 + 1.0 / periods));
    }
}

/// What a table at its limit consumed is not what was asked of it: nothing is sized by it without saying so.
#[test]
fn throttled_requests_are_more_than_was_consumed() {
    let throttled = |store: &mut Store| {
        store.consumes(0, Measure::Throttled(Dimension::Read), |at| (at == 0).then_some(7.0 / 60.0));
    };
    let hidden = "true demand was higher than what was consumed, by an unknown amount";
    let mut store = good();
    throttled(&mut store);
    expect_finding(
        &store,
        "CAP009",
        Warn,
        &format!("{hidden}: requests were throttled (us-east-1: ReadThrottleEvents 7)"),
    );
    let told = store.fact("trace").expect("is told");
    assert_eq!(told["throttled_while_measured"][0]["requests"], 7.0, "{told}");
    // The bounds are judged by the peak of what was consumed.
    let mut store = good();
    throttled(&mut store);
    store.consumes(0, READ, |_| Some(1e6));
    expect_finding(&store, "CAP012", Fail, &format!("{hidden}: 7 read requests were throttled"));
}

#[test]
fn regions_of_a_global_table() {
    let mut store = good();
    store.replicate();
    let rows = store.rows("per_region");
    assert_eq!(rows.len(), 2);
    // Reads are each Region's own; writes are made in each.
    for (row, region, reads) in [(&rows[0], "us-east-1", READS), (&rows[1], "us-west-2", 20.0)] {
        assert_eq!(row["region"], region);
        close(row, "rcu", reads);
        close(row, "wcu", 0.0);
        close(row, "rwcu", WRITES);
        close(row, "mean_rwcu", WRITES);
    }
    let scaling = store.fact("autoscaling").expect("is told");
    let regions = scaling["regions"].as_array().expect("each Region").clone();
    assert_eq!(regions.len(), 2, "{scaling}");
    assert_eq!(regions[0]["write"], regions[1]["write"]);
    assert_ne!(regions[0]["read"], regions[1]["read"]);

    // A replica that nobody uses, of a table that nobody writes, is idle; one that should have taken writes is not known.
    for measure in [READ, WRITE, Measure::ConsumedBy(WriteSource::GlobalTable)] {
        store.consumes(1, measure, |_| None);
    }
    says_nothing(&store);
    for measure in [WRITE, Measure::ConsumedBy(WriteSource::Customer)] {
        store.consumes(0, measure, |_| None);
    }
    let rows = store.rows("per_region");
    close(&rows[0], "rcu", READS);
    close(&rows[1], "rcu", 0.0);
}

#[test]
fn evidence_that_contradicts_itself_is_refused() {
    use chalkstore::dynamodb::sizing::{Basis, Evidence, TableBasis};
    let refused = |spoil: &dyn Fn(&mut Store)| {
        let mut store = good();
        spoil(&mut store);
        let basis = TableBasis { seen: store.seen, inputs: store.inputs };
        let evidence = Evidence { at: String::new(), basis: Basis::Table(Box::new(basis)) };
        evidence.validate()
    };
    let period = Err("a metric has another period than the window asks for");
    assert_eq!(refused(&|_| {}), Ok(()));
    assert_eq!(refused(&|store| store.measured(0, READ).series.period_s = 300), period);
    assert_eq!(refused(&|store| store.measured(0, READ).series.period_s = 0), period);
    assert_eq!(refused(&|store| store.measured(0, READ).series.start_epoch_s += 1), period);
    assert!(refused(&|store| store.seen.window.period_s = 0).is_err());
    assert!(refused(&|store| store.seen.window.end_epoch_s = i64::MAX).is_err());
    assert!(refused(&|store| store.metrics(0).end_epoch_s += 60).is_err());
    assert!(refused(&|store| store.measured(0, READ).series.values[0] = Some(-1.0)).is_err());
    assert!(refused(&|store| store.measured(0, READ).series.values[0] = Some(1e300)).is_err());
}
