//! ElastiCache Global Datastores.

use chalkstore::aws::FailureKind;
use chalkstore::replication::evidence::Source;

use super::{EAST, Looked, WEST, look, steady};
use crate::support::fake_aws::{FakeAws, MetricAt};

const LAG: &str = "GlobalDatastoreReplicationLag";

fn lagging() -> FakeAws {
    let aws = FakeAws::start();
    stand(&aws);
    aws
}

/// A datastore of two nodes beside another one, and beside whatever there is.
pub(crate) fn stand(aws: &FakeAws) {
    for (region, node, value) in
        [(WEST, "online-west-0001-001", 0.8), (WEST, "online-west-0002-001", 1.1), (WEST, "other-001", 50.0)]
    {
        let one = MetricAt::new(region, "AWS/ElastiCache", LAG, &[("CacheClusterId", node)]);
        aws.state().replicated.metrics.push(one.with(steady(value)));
    }
}

fn lags(looked: &Looked) -> Vec<(String, Result<Vec<f64>, FailureKind>)> {
    let [Source::GlobalDatastore(seen)] = looked.evidence.sources.as_slice() else { panic!("one datastore") };
    let told = seen.lags.iter().map(|(region, lags)| {
        let told = match (lags.answer(), lags.failure()) {
            (Some(lags), _) => Ok(lags.iter().filter_map(|one| one.series.max()).collect()),
            (_, failure) => Err(failure.expect("one of the two").kind),
        };
        (region.clone(), told)
    });
    told.collect()
}

#[test]
fn every_region_that_was_named_is_asked() {
    let arguments = ["--global-datastore", "online-west", "--region", EAST, "--region", WEST];
    let looked = look(&lagging(), &arguments);
    assert_eq!(lags(&looked), [(EAST.to_owned(), Ok(vec![])), (WEST.to_owned(), Ok(vec![0.8, 1.1]))]);
    let aws = lagging();
    aws.deny(EAST, "cloudwatch:ListMetrics");
    let looked = look(&aws, &arguments);
    let expected = [(EAST.to_owned(), Err(FailureKind::AccessDenied)), (WEST.to_owned(), Ok(vec![0.8, 1.1]))];
    assert_eq!(lags(&looked), expected);
}

#[test]
fn one_that_nothing_tells_of_is_not_known() {
    let looked = look(&lagging(), &["--global-datastore", "nobody", "--region", WEST]);
    assert_eq!(lags(&looked), [(WEST.to_owned(), Ok(vec![]))]);
    assert_eq!((looked.ran.code, looked.ran.statuses("LAG001")), (3, vec!["unknown".to_owned()]));
}
