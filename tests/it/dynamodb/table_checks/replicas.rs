//! CAP013: whether every replica can take the writes of all Regions.

use chalkstore::dynamodb::evidence::{Dimension, Measure, WriteSource};
use chalkstore::metrics::Completeness;
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown};

use super::store::{Spoilable, Store, expect, units};
use crate::support::asked::denied;

const CUSTOMER: Measure = Measure::ConsumedBy(WriteSource::Customer);
const REPLICATED: Measure = Measure::ConsumedBy(WriteSource::GlobalTable);
const WRITES: Measure = Measure::Consumed(Dimension::Write);

/// Two Regions with a fixed write capacity each.
fn fixed(store: &mut Store, write_units: [i64; 2]) {
    store.replicate();
    for (region, write_units) in write_units.into_iter().enumerate() {
        store.unscale(region, Dimension::Read);
        store.unscale(region, Dimension::Write);
        store.facts(region).provisioned = Some(units(72, write_units));
    }
}

#[test]
fn writes_of_all_regions_together() {
    expect("CAP013", Pass, "", Store::replicate);
    expect("CAP013", Skip, "one Region", |_| {});
    expect("CAP013", Skip, "on demand", |store| {
        store.replicate();
        store.on_demand();
    });
    expect("CAP013", Skip, "was not described", |store| {
        store.replicate();
        store.seen.regions[0].described = denied();
    });
    expect("CAP013", Fail, "us-west-2: up to 9 write units; all Regions together wrote 10", |store| {
        fixed(store, [10, 9]);
    });
    expect("CAP013", Pass, "", |store| fixed(store, [10, 10]));
    expect("CAP013", Fail, "us-east-1: up to 9 write units", |store| {
        store.replicate();
        for region in 0..2 {
            store.target(region, Dimension::Write).max = 9;
        }
    });
    // A maximum that nothing raises capacity to is none.
    for (write_units, status) in [(10, Pass), (9, Fail)] {
        expect("CAP013", status, "", |store| {
            store.replicate();
            for region in 0..2 {
                store.target(region, Dimension::Write).suspended[1] = true;
                store.facts(region).provisioned = Some(units(72, write_units));
            }
        });
    }
    // Both Regions are written, in the same minutes: 10 and 7 are 17.
    expect("CAP013", Fail, "up to 16 write units; all Regions together wrote 17", |store| {
        fixed(store, [16, 16]);
        store.consumes(1, CUSTOMER, |_| Some(7.0));
    });
    // One after the other, they never are.
    expect("CAP013", Pass, "", |store| {
        fixed(store, [10, 10]);
        store.consumes(0, CUSTOMER, |at| Some(if at < 7200 { 10.0 } else { 0.0 }));
        store.consumes(1, CUSTOMER, |at| Some(if at < 7200 { 0.0 } else { 7.0 }));
    });
}

/// A Region that only takes what others write shows as much as it could take, not as much as there was.
#[test]
fn a_replica_that_falls_behind_is_not_the_measure() {
    expect("CAP013", Fail, "us-west-2: up to 4 write units; all Regions together wrote 10", |store| {
        fixed(store, [20, 4]);
        store.consumes(1, WRITES, |_| Some(4.0));
        store.consumes(1, REPLICATED, |_| Some(4.0));
    });
    // What expires in one Region costs nothing there, and a write here.
    expect("CAP013", Fail, "us-east-1: up to 11 write units; all Regions together wrote 12", |store| {
        fixed(store, [11, 20]);
        store.consumes(1, WRITES, |_| Some(12.0));
    });
    // Without a division by source the totals have to do.
    expect("CAP013", Fail, "us-west-2: up to 9 write units; all Regions together wrote 10", |store| {
        fixed(store, [10, 9]);
        for region in 0..2 {
            store.consumes(region, CUSTOMER, |_| None);
            store.consumes(region, REPLICATED, |_| None);
        }
    });
}

#[test]
fn replicas_of_which_too_little_is_known() {
    expect("CAP013", Unknown, "the writes of a Region are not known", |store| {
        store.replicate();
        store.seen.regions[1].metrics = Some(denied());
    });
    expect("CAP013", Unknown, "the writes of a Region are not known", |store| {
        store.replicate();
        store.measured(1, WRITES).completeness = Completeness::Partial(vec!["PartialData".into()]);
    });
    expect("CAP013", Unknown, "us-west-2: its write capacity is not known", |store| {
        fixed(store, [10, 10]);
        store.seen.regions[1].described = denied();
        store.scaling(1).targets = denied();
    });
    expect("CAP013", Unknown, "us-west-2: 9 write units now", |store| {
        fixed(store, [10, 9]);
        store.scaling(1).policies = denied();
    });
}
