//! Prices: given ones count, wrong ones are told by their key, and what has none has no sum.

use serde_json::Value;

use super::{Folder, WORKLOAD, expect_refusal, report, size};

fn monthly(report: &Value, mode: &str) -> Option<f64> {
    let modes = report["data"]["modes"].as_array().expect("a table");
    modes.iter().find(|row| row["mode"] == mode).and_then(|row| row["monthly_usd"].as_f64())
}

#[test]
fn a_price_that_is_given_changes_the_sum() {
    let folder = Folder::new();
    let text =
        r#"{"regions": {"us-east-1": {"provisioned_read": {"usd": 0.00023, "source": "my contract"}}}}"#;
    let prices = folder.write("prices.json", text);
    let (plain, given) = (report(&WORKLOAD), report(&[&WORKLOAD[..], &["--prices", &prices]].concat()));
    let difference =
        |mode: &str| monthly(&given, mode).zip(monthly(&plain, mode)).map(|(given, plain)| given - plain);
    assert!(difference("provisioned").is_some_and(|usd| (usd - 10_000.0 * 730.0 * 0.0001).abs() < 1e-6));
    assert!(difference("on-demand").is_some_and(|usd| usd.abs() < 1e-9));
    assert!(given["data"].to_string().contains("my contract"));
}

/// Units, partitions and bounds are computed all the same.
#[test]
fn a_region_without_prices_has_units_and_no_sums() {
    let report = report(&[&WORKLOAD[..], &["--region", "sa-east-1"]].concat());
    assert_eq!(report["exit_code"], 3);
    assert_eq!(report["data"]["per_region"][0]["rcu"], 10_000.0);
    assert_eq!(report["data"]["autoscaling"]["read"]["min"], 14_286);
    for mode in ["on-demand", "provisioned", "autoscaling"] {
        assert_eq!(monthly(&report, mode), None, "{mode}");
    }
    let ran = size(&[&WORKLOAD[..], &["--region", "sa-east-1"]].concat());
    assert_eq!(ran.code, 3);
    assert!(ran.stdout.contains("prices are missing, so that costs decide nothing"), "{ran:?}");
    assert!(
        !ran.stdout.contains("not priced a month:") && !ran.stdout.contains("reserved_1y_read_hour"),
        "{ran:?}"
    );
}

#[test]
fn prices_that_are_none_are_told_by_their_key() {
    let folder = Folder::new();
    for (content, said) in [
        ("", "a prices file is JSON"),
        ("x", "line 1, column 1: expected value; a prices file is JSON"),
        ("[]", "the file: is a list, not an object in braces"),
        ("{}", "regions: is missing"),
        (r#"{"region": {}}"#, "region: is no key here; did you mean `regions`?"),
        (
            r#"{"regions": {"us-east-1": {"storge": {"usd": 1}}}}"#,
            "regions.us-east-1.storge: is no key here; did you mean `storage`?",
        ),
        (r#"{"regions": {"us-east-1": {"storage": 1}}}"#, "regions.us-east-1.storage: is 1, not an object"),
        (
            r#"{"regions": {"us-east-1": {"storage": {"usd": -1}}}}"#,
            "regions.us-east-1.storage.usd: is -1, not a number of US dollars",
        ),
        (
            r#"{"regions": {"us-east-1": {"storage": {"usd": 1e300}}}}"#,
            "storage.usd: is 1e+300, not a number of US dollars from 0",
        ),
        (
            r#"{"regions": {"us-east-1": {"storage": {"usd": "0.25"}}}}"#,
            "storage.usd: is \"0.25\", not a number",
        ),
        (
            r#"{"regions": {"us-east-1": {"storage": {"usd": 1, "as_of": "today"}}}}"#,
            "storage.as_of: is \"today\", not a date",
        ),
    ] {
        let path = folder.write("prices.json", content);
        let shape = "{\"regions\": {\"us-east-1\"";
        expect_refusal(
            &["--read-qps", "1", "--prices", &path],
            &[&format!("--prices: {path}: "), said, shape],
        );
    }
}
