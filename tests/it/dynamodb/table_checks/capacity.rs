//! CAP010: what a table costs now, and what it would cost.

use chalkstore::dynamodb::evidence::{Dimension, Measure, Sampled, Sizes};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use serde_json::Value;

use super::store::{READS, Spoilable, Store, WRITES, expect, expect_finding, good, units};
use crate::support::asked::denied;

/// Seconds and hours of the month that AWS reckons with.
const MONTH_S: f64 = 2_628_000.0;
const MONTH_H: f64 = 730.0;
/// 973,741,824 bytes and 1,000,000 items with 100 bytes each are 1 GiB; with point-in-time recovery, as it is by default.
const STANDARD_STORAGE: f64 = 0.25 + 0.20;
const IA_STORAGE: f64 = 0.10 + 0.20;

#[track_caller]
fn close(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((value - expected).abs() < 0.005, "{value} is not {expected}");
}

#[test]
fn what_it_costs_now_by_hand() {
    let mut store = good();
    let now = store.fact("present_table").expect("is told");
    let standard = MONTH_H * (72.0 * 0.00013 + 15.0 * 0.00065) + STANDARD_STORAGE;
    let infrequent = MONTH_H * (72.0 * 0.00016 + 15.0 * 0.00081) + IA_STORAGE;
    assert_eq!((&now["mode"], &now["table_class"]), (&"autoscaling".into(), &"STANDARD".into()));
    close(&now["monthly_usd"], standard);
    close(&now["other_class_monthly_usd"], infrequent);

    store.facts(0).table_class = "STANDARD_INFREQUENT_ACCESS".into();
    let now = store.fact("present_table").expect("is told");
    close(&now["monthly_usd"], infrequent);
    close(&now["other_class_monthly_usd"], standard);
    expect_finding(&store, "CAP010", Pass, "in the table class STANDARD would be");

    // On demand what is consumed is paid, whatever was provisioned.
    let mut store = good();
    store.on_demand();
    let on_demand = MONTH_S * (READS * 0.125 + WRITES * 0.625) / 1e6 + STANDARD_STORAGE;
    close(&store.fact("present_table").expect("is told")["monthly_usd"], on_demand);

    // Capacity that was not measured is what it is now.
    let mut store = good();
    store.consumes(0, Measure::Provisioned(Dimension::Read), |_| None);
    store.facts(0).provisioned = Some(units(100, 15));
    let now = MONTH_H * (100.0 * 0.00013 + 15.0 * 0.00065) + STANDARD_STORAGE;
    close(&store.fact("present_table").expect("is told")["monthly_usd"], now);

    // A replica keeps 48 bytes more of each item, and pays what is provisioned there.
    let mut store = good();
    store.replicate();
    let overhead = 1e6 * 48.0 / 1_073_741_824.0 * 0.45;
    close(&store.fact("present_table").expect("is told")["monthly_usd"], 2.0 * (standard + overhead));
}

#[test]
fn a_mode_that_fits_and_modes_that_do_not() {
    expect("CAP010", Pass, "provisioned capacity with autoscaling at $14.40 a month", |_| {});
    expect("CAP010", Warn, "on-demand capacity at $33.30 a month", Store::on_demand);
    expect("CAP010", Warn, "fixed provisioned capacity at ", |store| {
        store.unscale(0, Dimension::Read);
        store.unscale(0, Dimension::Write);
        store.consumes(0, Measure::Provisioned(Dimension::Read), |_| None);
        store.facts(0).provisioned = Some(units(1000, 15));
    });
    // The mode is right, and its bounds are not.
    expect("CAP010", Warn, "provisioned capacity with autoscaling at $102.09", |store| {
        store.consumes(0, Measure::Provisioned(Dimension::Read), |_| Some(996.0 / 300.0));
    });
    // Not known to be fixed, for nobody was allowed to look.
    let mut unread = good();
    unread.scaling(0).targets = denied();
    expect_finding(&unread, "CAP010", Pass, "provisioned capacity at $14.40");
    let findings = unread.findings();
    let mode = findings.iter().find(|finding| finding.check.code == "CAP010").expect("is judged");
    assert!(!mode.notes().iter().any(|note| note.contains("fixed provisioned")), "{:?}", mode.notes());
}

#[test]
fn costs_that_are_not_known() {
    expect("CAP010", Unknown, "what the table consumes is not known", |store| {
        store.seen.regions[0].metrics = Some(denied());
    });
    expect("CAP010", Unknown, "was not described", |store| store.seen.regions[0].described = denied());
    expect("CAP010", Unknown, "a price or the capacity is not known", |store| {
        store.seen.regions[0].region = "sa-east-1".into();
    });
    expect("CAP010", Unknown, "a price or the capacity is not known", |store| {
        store.replicate();
        store.seen.regions[1].described = denied();
    });
}

#[test]
fn the_largest_item_decides_and_not_the_mean() {
    let largest = |bytes: u64| {
        move |store: &mut Store| {
            let Sampled::Taken(sample) = &mut store.seen.sampled else { panic!("there is one") };
            sample.sizes = Sizes::of(vec![100, 100, bytes]);
        }
    };
    expect("CAP006", Pass, "", largest(327_680));
    expect("CAP006", Warn, "the largest of 3 sampled items has 327,681 bytes", largest(327_681));
    expect("CAP006", Fail, "the largest of 3 sampled items has 409,601 bytes", largest(409_601));
    expect("CAP006", Skip, "--sample-items", |store| store.seen.sampled = Sampled::NotWanted);
}
