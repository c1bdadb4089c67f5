//! How a table's capacity is paid for, and whether it holds.

use chalkstore::aws::Asked;
use chalkstore::dynamodb::evidence::{Cause, Dimension, IndexSeen, Measure, WarmThroughput, WriteSource};
use chalkstore::metrics::{Completeness, Series};
use chalkstore::report::Block;
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::store::{Spoilable, Store, spoiled, spoiled_group, units};
use crate::support::asked::{answer, denied};

#[test]
fn how_capacity_is_paid_for_is_told() {
    spoiled(("TBL003", Pass), "PROVISIONED: 72 read and 15 write units", |_| ());
    spoiled(("TBL003", Pass), "PAY_PER_REQUEST", Store::on_demand);
    spoiled(("TBL003", Pass), "they do nothing", |store| {
        let scaling = store.scaling(0).clone();
        store.on_demand();
        *store.scaling(0) = scaling;
    });
    spoiled(("TBL003", Unknown), "billing mode", |store| store.facts(0).billing_mode = String::new());
}

#[test]
fn decreases_of_today_are_counted() {
    let decreased = |store: &mut Store, at: &str| {
        let units = store.facts(0).provisioned.as_mut().expect("units");
        (units.decreases_today, units.decreased_at) = (Some(4), Some(at.into()));
    };
    spoiled(("TBL014", Warn), "from 12:30 UTC on", |store| decreased(store, "2026-11-21T11:30:00Z"));
    spoiled(("TBL014", Pass), "may come now", |store| decreased(store, "2026-11-21T10:30:00Z"));
    spoiled(("TBL014", Pass), "may come now", |store| decreased(store, "2026-11-20T23:59:00Z"));
    spoiled(("TBL014", Pass), "", |store| {
        store.facts(0).provisioned.as_mut().expect("units").decreases_today = Some(3);
    });
    spoiled(("TBL014", Unknown), "the table's", |store| {
        store.facts(0).provisioned.as_mut().expect("units").decreases_today = None;
    });
    spoiled(("TBL014", Warn), "the index by-namespace was decreased 6 times", |store| {
        let mut of_index = units(5, 5);
        (of_index.decreases_today, of_index.decreased_at) = (Some(6), Some("2026-11-21T11:59:00Z".into()));
        let provisioned = Some(of_index);
        store.facts(0).indexes =
            vec![IndexSeen { name: "by-namespace".into(), is_global: true, provisioned, size_bytes: None }];
    });
    spoiled(("TBL014", Skip), "on demand", Store::on_demand);
}

const READ: Measure = Measure::Consumed(Dimension::Read);
const WRITE: Measure = Measure::Consumed(Dimension::Write);

#[test]
fn scaled_capacity_holds_the_highest_minute() {
    spoiled(
        ("TBL015", Pass),
        "50 read units a second consumed by applications at the peak, of 200 that it scales to",
        |_| (),
    );
    spoiled(("TBL015", Fail), "250 read units a second", |store| {
        store.uses(0, READ, 250.0);
        store.happens(0, Measure::Throttled(Dimension::Read), 7.0);
    });
    // What was consumed ends where capacity does: it is not what was asked for.
    let hidden =
        "true demand was higher than what was consumed, by an unknown amount: 7 read requests were throttled";
    spoiled(("TBL015", Warn), hidden, |store| {
        store.uses(0, READ, 200.0);
        store.happens(0, Measure::Throttled(Dimension::Read), 7.0);
    });
    spoiled(("TBL015", Pass), hidden, |store| {
        store.uses(0, READ, 72.0);
        store.happens(0, Measure::Throttled(Dimension::Read), 7.0);
    });
    // Burst capacity has carried it.
    spoiled(("TBL015", Warn), "250 read units a second", |store| store.uses(0, READ, 250.0));
    // 70 % of 200 is 140.
    spoiled(
        ("TBL015", Warn),
        "150 write units a second consumed by applications at the peak, of 200 that it scales to at most; at the target of 70 % it takes 215",
        |store| store.uses(0, WRITE, 150.0),
    );
    spoiled(("TBL015", Pass), "72 read units are provisioned now", |store| store.uses(0, READ, 100.0));
    // What is suspended stays at what it is.
    spoiled(("TBL015", Warn), "of 72 that are provisioned", |store| {
        store.uses(0, READ, 100.0);
        store.target(0, Dimension::Read).suspended[1] = true;
    });
    spoiled(("TBL015", Unknown), "what the table can take is not known", |store| {
        store.uses(0, READ, 100.0);
        store.scaling(0).targets = denied();
    });
}

#[test]
fn fixed_capacity_holds_the_highest_minute() {
    let fixed = |read: f64| {
        move |store: &mut Store| {
            store.fix();
            store.uses(0, READ, read);
        }
    };
    spoiled(
        ("TBL015", Warn),
        "80 read units a second consumed by applications at the peak, of 72",
        fixed(80.0),
    );
    spoiled(("TBL015", Warn), "60 read units", fixed(60.0));
    spoiled(("TBL015", Pass), "50 read units", fixed(50.0));
}

#[test]
fn on_demand_has_limits_too() {
    let on_demand = |store: &mut Store, reads: f64| {
        store.on_demand();
        store.uses(0, READ, reads);
    };
    spoiled(("TBL015", Pass), "of 12000 that are taken at once", |store| on_demand(store, 50.0));
    spoiled(("TBL015", Warn), "13000 read units", |store| on_demand(store, 13_000.0));
    let units = |read| Some(WarmThroughput { read_units: Some(read), write_units: Some(read) });
    spoiled(("TBL015", Warn), "of 40000 that a table may take by default", |store| {
        on_demand(store, 35_000.0);
        store.facts(0).warm_throughput = units(60_000);
    });
    spoiled(("TBL015", Fail), "of 100 that the table's own maximum", |store| {
        on_demand(store, 120.0);
        store.happens(0, Measure::Throttled(Dimension::Read), 7.0);
        store.facts(0).max_request_units = units(100);
    });
}

#[test]
fn every_region_holds_the_writes_of_all() {
    spoiled_group(
        ("TBL015", Fail),
        "us-west-2: 240 write units a second consumed by all Regions together",
        |store| {
            for region in [0, 1] {
                store.uses(region, WRITE, 120.0);
                store.uses(region, Measure::ConsumedBy(WriteSource::Customer), 120.0);
            }
        },
    );
    spoiled_group(("TBL015", Unknown), "allow cloudwatch:GetMetricData", |store| {
        store.seen.regions[1].metrics = Some(denied());
    });
}

#[test]
fn what_is_not_known_of_traffic_is_no_pass() {
    spoiled(("TBL015", Pass), "idle: no write unit", |store| {
        let measured = store.metrics(0).measured.iter_mut().find(|one| one.measure == WRITE);
        measured.expect("was asked").series = Series { start_epoch_s: 0, period_s: 60, values: Vec::new() };
    });
    spoiled(("TBL015", Unknown), "no value of the table", |store| {
        for measured in &mut store.metrics(0).measured {
            measured.series.values.clear();
        }
    });
    spoiled(("TBL015", Unknown), "a part", |store| {
        store.metrics(0).measured[0].completeness = Completeness::Partial(vec!["PartialData".into()]);
    });
    spoiled(("TBL015", Unknown), "in time", |store| {
        store.seen.regions[0].metrics = None;
        let mut other = super::store::replicated().seen.regions[1].clone();
        other.region = "us-west-2".into();
        store.seen.regions.push(other);
        store.facts(0).replicas = vec![super::store::replica("us-west-2")];
    });
    for code in ["TBL015", "TBL016"] {
        spoiled((code, Skip), "not asked", |store| store.seen.regions[0].metrics = None);
    }
}

/// Whoever looks at the picture alone has to see that it is not all.
#[test]
fn consumption_that_was_clipped_is_drawn_as_such() {
    let mut store = super::store::good();
    store.happens(0, Measure::Throttled(Dimension::Write), 7.0);
    let assessment = store.assessment();
    let titles: Vec<&str> = assessment
        .view
        .iter()
        .filter_map(|block| match block {
            Block::Series(series) => Some(series.title.as_str()),
            _ => None,
        })
        .collect();
    let is_clipped = |title: &&&str| title.contains("true demand was higher");
    let clipped: Vec<&&str> = titles.iter().filter(is_clipped).collect();
    assert!(clipped.len() == 1 && clipped[0].starts_with("Consumed write units"), "{titles:?}");
    let row = assessment.rows.iter().find(|row| row.table == "table_regions").expect("a Region");
    assert_eq!((&row.value["throttled_reads"], &row.value["throttled_writes"]), (&0.0.into(), &7.0.into()));
}

#[test]
fn throttling_is_told_with_its_cause() {
    spoiled(("TBL016", Pass), "", |_| ());
    // A minute of it is what autoscaling takes to follow, and clients send again.
    spoiled(("TBL016", Warn), "7 read requests were throttled", |store| {
        store.happens(0, Measure::Throttled(Dimension::Read), 7.0);
    });
    spoiled(("TBL016", Fail), "read requests were throttled", |store| {
        store.uses(0, Measure::Throttled(Dimension::Read), 7.0);
    });
    // More than the maximum of 200 is not there, whatever the minimum and the target.
    spoiled(("TBL016", Fail), "raise the maximum that it scales to", |store| {
        store.uses(0, Measure::Throttled(Dimension::Read), 7.0);
        store.uses(0, READ, 198.0);
    });
    spoiled(("TBL016", Fail), "compare the peak with the capacity", |store| {
        store.uses(0, Measure::Throttled(Dimension::Read), 7.0);
        store.uses(0, READ, 150.0);
    });
    spoiled(("TBL016", Warn), "hot", |store| {
        store.happens(0, Measure::Throttled(Dimension::Write), 7.0);
        store.happens(0, Measure::ThrottledBy(Dimension::Write, Cause::KeyRange), 7.0);
    });
    spoiled(("TBL016", Unknown), "allow cloudwatch:GetMetricData", |store| {
        store.seen.regions[0].metrics = Some(denied());
    });
    spoiled(("TBL016", Unknown), "not all", |store| {
        let Some(Asked::Answered(metrics)) = &mut store.seen.regions[0].metrics else { panic!("no metrics") };
        let throttled = Measure::Throttled(Dimension::Read);
        metrics.measured.retain(|one| one.measure != throttled);
    });
    spoiled(("TBL016", Pass), "TBL015", |store| {
        let metrics = answer(store.seen.regions[0].metrics.as_mut().expect("was asked"));
        metrics.measured.iter_mut().for_each(|one| one.series.values.clear());
    });
}
