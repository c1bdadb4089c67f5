//! What `CloudWatch` may answer: pages, parts, and statuses.

use chalkstore::metrics::Completeness;

use super::{EAST, NAME, TABLE, WEST, latency, look, minute, replicated};
use crate::support::fake_aws::MetricAt;

/// Every point of every page, whatever their order.
#[test]
fn pages_are_read_to_the_last() {
    let aws = replicated();
    aws.state().replicated.points_per_page = 7;
    let looked = look(&aws, &TABLE);
    for way in &looked.table().directions {
        let max = way.max.answer().expect("there is one");
        assert_eq!((max.series.count(), &max.completeness), (40, &Completeness::Complete));
    }
    let calls = aws.calls();
    let asked = calls.iter().filter(|call| call.contains("cloudwatch:GetMetricData")).count();
    assert_eq!(asked, 12, "6 pages in each of two Regions: {calls:?}");
}

#[test]
fn statuses_other_than_complete_are_kept() {
    for status in ["InternalError", "Forbidden", "NeverHeardOf"] {
        let aws = replicated();
        let mut state = aws.state();
        let bad = state.replicated.metrics.iter_mut().find(|metric| metric.statistic == "Maximum");
        bad.expect("there is one").status = Some(status.to_owned());
        drop(state);
        let looked = look(&aws, &TABLE);
        let max = looked.table().directions[0].max.answer().expect("an answer came").clone();
        assert!(max.series.is_empty());
        let Completeness::Partial(said) = &max.completeness else { panic!("{max:?}") };
        assert!(said.iter().any(|said| said == status), "{said:?}");
        // The others are as complete as ever.
        let average = looked.table().directions[0].average.answer().expect("it came").clone();
        assert_eq!((average.series.count(), average.completeness), (40, Completeness::Complete));
        assert!(looked.ran.code == 3 || looked.ran.code == 1, "{:?}", looked.ran);
        assert!(looked.ran.statuses("LAG001").contains(&"unknown".to_owned()), "{:?}", looked.ran);
    }
}

/// A page that fails leaves what the pages before it gave, and says for which time something is missing.
#[test]
fn what_came_before_a_failure_is_kept() {
    let aws = replicated();
    aws.state().replicated.points_per_page = 15;
    aws.fail_after("cloudwatch:GetMetricData", 1, "SomethingElse", "so it is");
    let looked = look(&aws, &TABLE);
    let mut counts: Vec<usize> = Vec::new();
    for way in &looked.table().directions {
        let max = way.max.answer().expect("a part came");
        counts.push(max.series.count());
        assert_eq!(max.missing.len(), 1, "{max:?}");
        assert!(matches!(&max.completeness, Completeness::Partial(said) if said == &["PartialData"]));
    }
    assert!(counts.iter().all(|count| *count == 15), "{counts:?}");
}

/// Points of another statistic, namespace or set of dimensions are another metric's.
#[test]
fn dimensions_are_exact() {
    let aws = replicated();
    let mut state = aws.state();
    for metric in &mut state.replicated.metrics {
        metric.dimensions.insert("Operation".to_owned(), "Replicate".to_owned());
    }
    let stray = latency(EAST, WEST).of("Minimum").with(vec![(minute(5), 1.0)]);
    state.replicated.metrics.push(stray);
    drop(state);
    let looked = look(&aws, &TABLE);
    for way in &looked.table().directions {
        assert!(way.max.answer().expect("CloudWatch answered").series.is_empty());
    }
}

/// An answer that leaves a metric out says nothing of it: that is not the answer that nothing was written.
#[test]
fn what_an_answer_leaves_out_is_not_known() {
    let aws = replicated();
    for metric in &mut aws.state().replicated.metrics {
        metric.status = Some("untold".to_owned());
    }
    let looked = look(&aws, &TABLE);
    for way in &looked.table().directions {
        let failure = way.max.failure().expect("nothing was said of it");
        assert!(failure.message.contains("says nothing of ReplicationLatency"), "{failure}");
    }
    assert!(looked.table().regions.iter().all(|region| region.writes.failure().is_some()));
    assert_eq!(looked.ran.code, 3, "{:?}", looked.ran);
}

/// No customer wrote, as far as is known; and of all writes only a part came.
#[test]
fn writes_that_came_in_part_are_no_idleness() {
    for status in ["InternalError", "untold"] {
        let aws = replicated();
        let mut state = aws.state();
        state.replicated.metrics.clear();
        for region in [EAST, WEST] {
            let all =
                MetricAt::new(region, "AWS/DynamoDB", "ConsumedWriteCapacityUnits", &[("TableName", NAME)]);
            let mut all = all.of("Sum").with(vec![(minute(5), 60.0)]);
            all.status = Some(status.to_owned());
            state.replicated.metrics.push(all);
        }
        drop(state);
        let looked = look(&aws, &TABLE);
        let told = looked.ran.statuses("LAG002");
        assert!(told.iter().all(|status| status == "unknown") && !told.is_empty(), "{:?}", looked.ran);
        assert_eq!(looked.ran.code, 3, "{:?}", looked.ran);
    }
}
