//! Global tables.

use chalkstore::aws::{Asked, FailureKind};
use chalkstore::metrics::Completeness;

use super::{EAST, NAME, TABLE, WEST, latency, look, minute, replicated, steady};
use crate::support::fake_aws::{FakeAws, MetricAt, Table};

#[test]
fn both_directions_are_seen_where_they_are_written() {
    let aws = replicated();
    let looked = look(&aws, &TABLE);
    assert_eq!(looked.ran.code, 0, "{:?}", looked.ran);
    let table = looked.table();
    let ways: Vec<(&str, &str)> =
        table.directions.iter().map(|way| (way.from.as_str(), way.to.as_str())).collect();
    assert_eq!(ways, [(EAST, WEST), (WEST, EAST)]);
    for (way, ms) in table.directions.iter().zip([800.0, 900.0]) {
        let max = way.max.answer().expect("there is one");
        assert_eq!((max.region.as_str(), max.statistic.as_str()), (way.from.as_str(), "Maximum"));
        assert_eq!((max.series.period_s, max.series.count(), max.series.max()), (60, 40, Some(ms)));
        assert_eq!((&max.completeness, max.missing.len()), (&Completeness::Complete, 0));
        let dimensions: Vec<(&str, &str)> =
            max.dimensions.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(dimensions, [("ReceivingRegion", way.to.as_str()), ("TableName", NAME)]);
        let average = way.average.answer().expect("there is one");
        assert_eq!((average.statistic.as_str(), average.series.max()), ("Average", Some(ms / 2.0)));
    }
    for region in &table.regions {
        let writes = region.writes.answer().expect("there are some");
        assert_eq!(writes.dimensions.get("Source").map(String::as_str), Some("Customer"));
        assert_eq!(writes.series.sum(), 2400.0);
        assert!(region.described.answer().is_some_and(|facts| facts.status.as_deref() == Some("ACTIVE")));
    }
}

/// A replica that nobody named is found, and looked at in both directions.
#[test]
fn replicas_that_were_not_named_are_added() {
    let aws = replicated();
    let looked = look(&aws, &["--table", NAME, "--region", EAST]);
    let table = looked.table();
    assert_eq!(table.wanted_regions, [EAST]);
    assert_eq!(table.regions.len(), 2);
    let seen: Vec<Option<f64>> =
        table.directions.iter().map(|way| way.max.answer().and_then(|max| max.series.max())).collect();
    assert_eq!(seen, [Some(800.0), Some(900.0)]);
}

#[test]
fn writes_without_a_source_stand_in() {
    let aws = replicated();
    let mut state = aws.state();
    state.replicated.metrics.retain(|metric| metric.name == "ReplicationLatency");
    let all = MetricAt::new(EAST, "AWS/DynamoDB", "ConsumedWriteCapacityUnits", &[("TableName", NAME)]);
    state.replicated.metrics.push(all.of("Sum").with(steady(7.0)));
    drop(state);
    let looked = look(&aws, &TABLE);
    let east = looked.table().regions[0].writes.answer().expect("there are some").clone();
    assert!(!east.dimensions.contains_key("Source") && east.series.sum() == 280.0, "{east:?}");
    let west = looked.table().regions[1].writes.answer().expect("CloudWatch answered").clone();
    assert!(west.series.is_empty() && west.dimensions.contains_key("Source"), "{west:?}");
}

#[test]
fn a_metric_of_five_minutes_has_that_period() {
    let aws = replicated();
    let mut state = aws.state();
    state.replicated.metrics.retain(|metric| metric.name != "ReplicationLatency");
    let start = minute(40) - minute(40).rem_euclid(300);
    let points = (0..6).map(|index| (start + index * 300, 700.0)).collect();
    state.replicated.metrics.push(latency(EAST, WEST).with(points));
    drop(state);
    let looked = look(&aws, &TABLE);
    let max = looked.table().directions[0].max.answer().expect("there is one").clone();
    assert_eq!((max.series.period_s, max.series.count(), max.series.start_epoch_s), (300, 6, start));
}

#[test]
fn a_table_that_is_not_there_is_said_so() {
    let aws = FakeAws::start();
    aws.state().tables.insert((EAST.to_owned(), NAME.to_owned()), Table::new(EAST, NAME));
    let looked = look(&aws, &TABLE);
    let [east, west] = looked.table().regions.as_slice() else { panic!("two Regions") };
    assert!(east.described.answer().is_some());
    assert!(matches!(&west.described, Asked::Failed(failure) if failure.kind == FailureKind::NotFound));
    assert_eq!(looked.ran.statuses("LAG010"), ["fail"], "{:?}", looked.ran);
    assert_eq!(looked.ran.code, 1);
}
