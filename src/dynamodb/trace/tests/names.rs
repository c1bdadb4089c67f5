//! What the names of columns and metrics say: the dimension, the unit, and that it is something else.

use super::*;

fn with(text: &str, unit: Unit) -> Result<Reading, TraceError> {
    read(text.as_bytes(), &ReadOptions { unit: Some(unit), ..OPTIONS })
}

/// A rate that is taken for a sum is sixty times too small.
#[test]
fn a_name_may_say_that_it_counts_by_the_second() {
    for name in [
        "reads_per_second",
        "reads/s",
        "RCU/sec",
        "rcu_per_sec",
        "read units (per second)",
        "readUnitsPerSecond",
        "rcu_per_s",
    ] {
        let text = format!("time,{name},wcu\n1767225600,2,60\n1767225660,2,60\n");
        let trace = good(&text).trace;
        assert_eq!((trace.reads[0], trace.writes[0]), (120.0, 60.0), "{name}");
    }
    let sum = good("time,rcu_sum,writes/s\n1767225600,2,60\n1767225660,2,60\n").trace;
    assert_eq!((sum.reads[0], sum.writes[0]), (2.0, 3600.0));
    let value = "metric,time,value_per_second\nreads,1767225600,2\nreads,1767225660,2\n";
    assert_eq!(good(value).trace.reads, [120.0, 120.0]);
    let metric = "metric,time,value\nreads per second,1767225600,2\nreads per second,1767225660,2\n";
    assert_eq!(good(metric).trace.reads, [120.0, 120.0]);
    let data = |label: &str, id: &str| {
        format!(
            r#"{{"MetricDataResults":[{{"Id":"{id}","Label":"{label}","Timestamps":[1767225660,1767225600],"Values":[1,2],"StatusCode":"Complete"}}]}}"#
        )
    };
    assert_eq!(good(&data("reads per second", "m1")).trace.reads, [120.0, 60.0]);
    assert_eq!(good(&data("store", "reads_per_second")).trace.reads, [120.0, 60.0]);
    assert_eq!(good(&data("per-second ConsumedReadCapacityUnits", "m1")).trace.reads, [2.0, 1.0]);
}

#[test]
fn a_name_and_the_caller_must_say_the_same() {
    let rate = "time,rcu,writes_per_second\n1767225600,2,6\n1767225660,2,6\n";
    let told = with(rate, Unit::SumPerPeriod).expect_err("contradicts").to_string();
    assert!(told.contains("`writes_per_second` says by its name that it counts units per second"), "{told}");
    assert!(told.contains("--trace-unit sum-per-period says otherwise"), "{told}");
    assert_eq!(with(rate, Unit::PerSecond).map(|reading| reading.trace.reads[0]), Ok(120.0));
    let sum = "time,rcu_sum\n1767225600,2\n1767225660,2\n";
    assert!(matches!(with(sum, Unit::PerSecond), Err(TraceError::UnitContradicts { .. })));
    let mixed = "metric,time,value\nreads,1767225600,2\nreads per second,1767225660,2\n";
    let told = bad(mixed).to_string();
    assert!(told.starts_with("line 3: `reads per second` counts units per second, and `reads`"), "{told}");
}

/// Whole names of metrics are left out, and told; words of a free label are not.
#[test]
fn only_whole_names_of_other_metrics_are_left_out() {
    let result = |id: &str, label: &str| {
        format!(
            r#"{{"Id":"{id}","Label":"{label}","Timestamps":[1767225600,1767225660],"Values":[60,60],"StatusCode":"Complete"}}"#
        )
    };
    let all = |results: &[String]| format!(r#"{{"MetricDataResults":[{}]}}"#, results.join(","));
    for label in ["account-service reads", "latency critical reads", "accounts ConsumedReadCapacityUnits"] {
        let reading = good(&all(&[result("m1", label)]));
        assert_eq!((&reading.trace.reads[..], &reading.ignored[..]), (&[60.0, 60.0][..], &[][..]), "{label}");
    }
    for metric in [
        "ProvisionedReadCapacityUnits",
        "store ReadThrottleEvents",
        "SuccessfulRequestLatency",
        "OnlineIndexConsumedWriteCapacity",
        "WriteProvisionedThroughputThrottleEvents",
    ] {
        let reading = good(&all(&[result("m1", "reads"), result("m2", metric)]));
        assert_eq!((reading.trace.writes[0], reading.ignored), (0.0, vec![metric.to_owned()]));
    }
    // Neither taken for what was consumed nor left out without a word.
    assert!(matches!(bad(&all(&[result("m1", "provisioned reads")])), TraceError::UnknownMetric { .. }));
    let long =
        "metric,time,value\nreads,1767225600,2\nreads,1767225660,2\nWriteThrottleEvents,1767225660,2\n";
    assert_eq!(good(long).ignored, ["WriteThrottleEvents"]);
}
