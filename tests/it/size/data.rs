//! The figures that scripts read, against arithmetic done by hand.

use serde_json::{Value, json};

use super::{Folder, WORKLOAD, flat, jump, report, size};

#[track_caller]
fn close(value: &Value, expected: f64) {
    let found = value.as_f64().unwrap_or(f64::NAN);
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} is not {expected}");
}

fn mode<'a>(data: &'a Value, name: &str) -> &'a Value {
    let modes = data["modes"].as_array().expect("a table");
    modes.iter().find(|row| row["mode"] == name).expect("is there")
}

/// 850 bytes are half a read unit and one write unit. A month has 730 hours, so 2,628,000 seconds.
#[test]
fn a_plain_workload() {
    let data = report(&WORKLOAD)["data"].clone();
    assert_eq!(data["item"]["bytes"], json!(850));
    let regions = data["per_region"].as_array().expect("a table");
    assert_eq!((regions.len(), &regions[0]["region"]), (1, &json!("us-east-1")));
    close(&regions[0]["rcu"], 2000.0 * 10.0 * 0.5);
    close(&regions[0]["wcu"], 500.0);
    close(&regions[0]["rwcu"], 0.0);
    // 50 million items of 850 + 100 bytes; storage and recovery.
    let kept = 50e6 * 950.0 / 1_073_741_824.0 * (0.25 + 0.20);
    close(&mode(&data, "on-demand")["monthly_usd"], 10_000.0 * 2.628 * 0.125 + 500.0 * 2.628 * 0.625 + kept);
    close(&mode(&data, "provisioned")["monthly_usd"], 730.0 * (10_000.0 * 0.00013 + 500.0 * 0.00065) + kept);
    // The traffic is flat, so autoscaling stays at the peak / 70 %.
    let scaled = 730.0 * (14_286.0 * 0.00013 + 715.0 * 0.00065) + kept;
    close(&mode(&data, "autoscaling")["monthly_usd"], scaled);
    assert_eq!(data["recommended_mode"], json!("autoscaling"));
    for (what, min, max) in [("read", 14_286, 28_572), ("write", 715, 1429)] {
        let policy = &data["autoscaling"][what];
        assert_eq!(
            (&policy["min"], &policy["max"], &policy["target"]),
            (&json!(min), &json!(max), &json!(70.0))
        );
    }
    assert_eq!((&data["trace"], &data["scenarios"]), (&Value::Null, &Value::Null));
}

/// A query of three items of 3,000 bytes takes 9,000 bytes, so three units for a strong read. Each Region replicates
/// the other's writes.
#[test]
fn a_global_workload() {
    let arguments = [
        "--read-qps",
        "1000",
        "--write-qps",
        "100",
        "--items-per-entity",
        "3",
        "--item-bytes",
        "3000",
        "--read-pattern",
        "query",
        "--consistency",
        "strong",
        "--replica",
        "us-west-2=200,50",
    ];
    let data = report(&arguments)["data"].clone();
    for (place, region, rcu) in [(0, "us-east-1", 3000.0), (1, "us-west-2", 600.0)] {
        let row = &data["per_region"][place];
        assert_eq!(row["region"], json!(region));
        close(&row["rcu"], rcu);
        close(&row["wcu"], 0.0);
        close(&row["rwcu"], (100.0 + 50.0) * 3.0);
    }
    let reads = (3000.0 + 600.0) * 2.628 * 0.125;
    close(&mode(&data, "on-demand")["monthly_usd"], reads + 2.0 * 450.0 * 2.628 * 0.625);
    let fixed = 730.0 * (3600.0 * 0.00013 + 900.0 * 0.00065);
    close(&mode(&data, "provisioned")["monthly_usd"], fixed);
    // Reads of all Regions may come to one: 3,600 / 70 % is below twice its own peak.
    let regions = data["autoscaling"]["regions"].as_array().expect("a list");
    let bounds =
        |place: usize| (regions[place]["read"]["min"].clone(), regions[place]["read"]["max"].clone());
    assert_eq!(bounds(0), (json!(4286), json!(8572)));
    assert_eq!(bounds(1), (json!(858), json!(5143)));
    assert_eq!(regions[0]["write"], regions[1]["write"]);
}

/// An hour of 1,000 reads and 200 writes a second.
#[test]
fn a_flat_trace() {
    let folder = Folder::new();
    let data = report(&["--trace", &folder.write("flat.csv", flat())])["data"].clone();
    let trace = &data["trace"];
    assert_eq!((&trace["minutes"], &trace["mode"]), (&json!(60), &json!("autoscaling")));
    close(&trace["throttled_units"], 0.0);
    close(&trace["cost_usd"], 1429.0 * 0.00013 + 286.0 * 0.00065);
    let modes = data["trace_modes"].as_array().expect("a table");
    close(&modes[0]["cost_usd"], 3.6 * 0.125 + 0.72 * 0.625);
    close(&modes[1]["cost_usd"], 1000.0 * 0.00013 + 200.0 * 0.00065);
    close(&data["per_region"][0]["rcu"], 1000.0);
    close(&data["per_region"][0]["wcu"], 200.0);
    assert_eq!(data["trace_series"].as_array().map(Vec::len), Some(60));
}

/// Five minutes of 100,000 reads a second, of which a new table on demand serves 12,000.
#[test]
fn a_trace_that_jumps() {
    let folder = Folder::new();
    let report = report(&["--trace", &folder.write("jump.csv", jump())]);
    let trace = &report["data"]["trace"];
    assert_eq!((&trace["minutes"], &trace["mode"]), (&json!(600), &json!("on-demand")));
    close(&trace["throttled_units"], 5.0 * 60.0 * 88_000.0);
    assert_eq!(trace["throttled_minutes"], json!(5));
    let served = 595.0 * 60.0 + 5.0 * 60.0 * 12_000.0;
    close(&trace["cost_usd"], served * 0.125e-6 + 600.0 * 60.0 * 0.625e-6);
    assert_eq!(report["exit_code"], json!(1));
}

/// What is said of the policies that were looked for agrees with the table of the modes above it.
#[test]
fn who_keeps_the_limit_is_who_the_table_says() {
    let folder = Folder::new();
    let path = folder.write("jump.csv", jump());
    let data = report(&["--trace", &path])["data"].clone();
    let told = size(&["--trace", &path]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, sentence) = told.split_once("What keeps to that over this traffic: ").expect("a sentence");
    let (sentence, _) = sentence.split_once(". ").expect("it ends");
    assert!(told.contains("No policy that was looked for throttles at most 0 % (--max-throttle)"), "{told}");
    let shares = data["trace_modes"].as_array().expect("a table").iter();
    let shares: Vec<(&str, bool)> = shares
        .map(|row| (row["mode"].as_str().expect("text"), row["throttled_share"] == json!(0.0)))
        .collect();
    assert_eq!(shares, [("on-demand", false), ("provisioned", true), ("autoscaling", true)]);
    for (words, keeps) in [
        ("on-demand capacity", false),
        ("capacity fixed at the peak", true),
        ("provisioned capacity with autoscaling with those bounds", true),
    ] {
        assert_eq!(sentence.contains(words), keeps, "{words}: {sentence}");
    }
    // With a share that on-demand capacity keeps to as well.
    let told = size(&["--trace", &path, "--max-throttle", "100%"]).stdout;
    assert!(!told.contains("No policy that was looked for"), "{told}");
}

#[test]
fn scenarios_have_a_table_and_no_single_values() {
    let folder = Folder::new();
    let small = folder.write("small.toml", "read_qps = 2000\nwrite_qps = 500\nitem_bytes = 850\n");
    let large = folder
        .write("large.json", "{\"name\": \"next year\", \"read_qps\": 20000, \"item_bytes\": \"1.5KB\"}");
    let data = report(&["--scenario", &small, "--scenario", &large])["data"].clone();
    let rows = data["scenarios"].as_array().expect("a table");
    assert_eq!((&rows[0]["name"], &rows[1]["name"]), (&json!("small"), &json!("next year")));
    assert_eq!(rows[1]["item"]["bytes"], json!(1536));
    assert_eq!(rows[0]["recommended_mode"], json!("autoscaling"));
    close(&rows[0]["monthly_usd"], 730.0 * (1429.0 * 0.00013 + 715.0 * 0.00065));
    assert_eq!(rows[0]["autoscaling"]["read"]["min"], json!(1429));
    for single in ["item", "recommended_mode", "autoscaling", "trace"] {
        assert_eq!(data[single], Value::Null, "{single}");
    }
    let regions = data["per_region"].as_array().expect("a table");
    assert_eq!((regions.len(), &regions[1]["scenario"]), (2, &json!("next year")));
    assert_eq!(data["modes"].as_array().map(Vec::len), Some(6));
}

/// Every figure has its arithmetic, whether it is shown or not.
#[test]
fn arithmetic_is_in_the_data() {
    let rows = report(&WORKLOAD)["data"]["arithmetic"].clone();
    let rows = rows.as_array().expect("a table");
    let reads = rows.iter().find(|row| row["name"] == "reads at the peak").expect("is there");
    close(&reads["value"], 10_000.0);
    assert!(
        reads["formula"].as_str().is_some_and(|formula| formula.contains("2000 queries/s × 5 RCU")),
        "{reads}"
    );
    assert!(rows.iter().all(|row| row["source"].as_str().is_some_and(|source| source.len() > 5)));
}
