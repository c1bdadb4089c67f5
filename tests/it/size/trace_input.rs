//! Traces that are none, or not whole: the line, what is there, and what to do.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Folder, expect_refusal, flat, report, size};
use crate::program::{chalkstore, run_with};

const HEADER: &str = "timestamp,read_units,write_units\n";

fn minute(minute: u32, rest: &str) -> String {
    format!("2026-11-01T00:{minute:02}:00Z,{rest}\n")
}

fn minutes(all: &[u32]) -> String {
    HEADER.to_owned() + &all.iter().map(|at| minute(*at, "60,60")).collect::<String>()
}

#[test]
fn what_is_wrong_with_a_trace_is_told_by_its_line() {
    let folder = Folder::new();
    let one = |rest: &str| format!("{HEADER}{}{}", minute(0, "60,60"), minute(1, rest));
    for (name, content, said) in [
        ("gaps.csv", minutes(&[0, 1, 5, 6]), "3 minutes of reads are missing, the first after 2026-11-01T00:01:00Z (line 3), up to 2026-11-01T00:05:00Z; fill them with --gaps zero (nothing was consumed) or --gaps previous"),
        ("twice.csv", minutes(&[0, 1, 1]), "line 4: 2026-11-01T00:01:00Z is there twice (reads)"),
        ("order.csv", minutes(&[1, 0]), "line 3: 2026-11-01T00:00:00Z comes after 2026-11-01T00:01:00Z; points must be in the order of time"),
        ("periods.csv", minutes(&[0, 1, 6, 11, 16]), "line 3: from 2026-11-01T00:01:00Z on points are 300 s apart, others 60 s; a trace has one period"),
        ("periods.csv", minutes(&[0, 1, 6, 11, 16]), "(--trace-period 60s --gaps zero)"),
        ("negative.csv", one("60,-60"), "line 3: `write_units` is -60, which is negative"),
        ("nan.csv", one("NaN,60"), "line 3: `read_units` is NaN, which is not a number"),
        ("word.csv", one("many,60"), "line 3: `read_units` is `many`, which is no number"),
        ("absurd.csv", one("1e300,60"), "line 3: `read_units` is 1e300, which is more than any table consumes"),
        ("infinite.csv", one("inf,60"), "line 3: `read_units` is inf, which is infinite"),
        ("short.csv", one("60"), "line 3: 2 columns, and the header has 3"),
        ("time.csv", format!("{HEADER}yesterday,60,60\n"), "line 2: `yesterday` is no time; RFC 3339"),
        ("single.csv", minutes(&[0]), "a single point of reads, so its period is unknown; give it with --trace-period, such as 60s"),
        ("columns.csv", "when,what\n1,2\n".to_owned(), "there is no column for the time"),
        ("units.csv", "time,what\n1,2\n".to_owned(), "there is no column for read or write units"),
        ("empty.csv", String::new(), "the trace is empty"),
        ("cut.json", "{\"MetricDataResults\": [".to_owned(), "JSON cannot be read: EOF"),
        (
            "partial.json",
            r#"{"MetricDataResults": [{"Id": "m1", "Label": "ConsumedReadCapacityUnits", "StatusCode": "PartialData",
                "Timestamps": ["2026-11-01T00:00:00Z", "2026-11-01T00:01:00Z"], "Values": [1, 2]}]}"#
                .to_owned(),
            "the metric data is not whole: `m1",
        ),
    ] {
        let path = folder.write(name, content);
        expect_refusal(&["--trace", &path], &[&format!("--trace: {path}: "), said]);
    }
    let absent = folder.path("absent.csv");
    expect_refusal(&["--trace", &absent], &["--trace: cannot read", "absent.csv", "No such file"]);
    expect_refusal(
        &["--trace", &absent, "--trace-period", "soon"],
        &["it is no duration: write for example 500ms, 60s"],
    );
}

fn gzip(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(text.as_bytes()).expect("memory takes it");
    out.finish().expect("memory takes it")
}

#[test]
fn packed_traces_are_read_and_truncated_ones_refused() {
    let folder = Folder::new();
    let packed = gzip(&flat());
    let whole = folder.write("whole.csv.gz", &packed);
    assert_eq!(report(&["--trace", &whole])["data"]["trace"]["minutes"], 60);
    for end in [3, 30, packed.len() / 2, packed.len() - 1] {
        let cut = folder.write("cut.csv.gz", &packed[..end]);
        expect_refusal(&["--trace", &cut], &["--trace: ", "cut.csv.gz is gzipped, and ends in the middle"]);
    }
    let mut damaged = packed;
    let last = damaged.len() - 6;
    damaged[last] ^= 1;
    let damaged = folder.write("damaged.csv.gz", &damaged);
    expect_refusal(&["--trace", &damaged], &["--trace: cannot read", "damaged.csv.gz", "corrupt"]);
}

#[test]
fn what_is_missing_is_filled_as_told() {
    let folder = Folder::new();
    let gaps = folder.write("gaps.csv", minutes(&[0, 1, 5, 6]));
    for how in ["zero", "previous"] {
        let trace = report(&["--trace", &gaps, "--gaps", how])["data"]["trace"].clone();
        assert_eq!((&trace["minutes"], &trace["filled_minutes"]), (&7.into(), &6.into()), "{how}");
    }
    let sparse = folder.write("sparse.csv", minutes(&[0, 1, 6, 11, 16]));
    let trace =
        report(&["--trace", &sparse, "--trace-period", "60s", "--gaps", "zero"])["data"]["trace"].clone();
    assert_eq!((&trace["minutes"], &trace["filled_minutes"]), (&17.into(), &24.into()));
    let single = folder.write("single.csv", minutes(&[0]));
    let trace = report(&["--trace", &single, "--trace-period", "5m"])["data"]["trace"].clone();
    assert_eq!((&trace["minutes"], &trace["period_s"]), (&5.into(), &300.into()));
}

#[test]
fn a_trace_may_come_from_standard_input_and_count_by_the_second() {
    let ran = run_with(chalkstore(), &["size", "--trace", "-", "--output", "json"], flat().as_bytes());
    assert_eq!(ran.json()["data"]["per_region"][0]["rcu"], 1000.0);
    assert_eq!(ran.json()["subject"], "standard input");
    let folder = Folder::new();
    let rates = folder.write("rates.csv", minutes(&[0, 1, 2]));
    let region = report(&["--trace", &rates, "--trace-unit", "per-second"])["data"]["per_region"][0].clone();
    assert_eq!(region["rcu"], 60.0);
    let named = minutes(&[0, 1, 2]).replace("read_units", "reads_per_second");
    let named = folder.write("named.csv", named);
    let region = report(&["--trace", &named])["data"]["per_region"][0].clone();
    assert_eq!((&region["rcu"], &region["wcu"]), (&60.0.into(), &1.0.into()));
    expect_refusal(
        &["--trace", &named, "--trace-unit", "sum-per-period"],
        &["`reads_per_second` says by its name", "--trace-unit sum-per-period says otherwise"],
    );
    assert_eq!(size(&["--trace", "-"]).code, 2);
}

/// A trace that counts throttled requests says that its demand is not all, in each format that has such a count.
#[test]
fn throttled_requests_of_a_file_are_told() {
    let folder = Folder::new();
    let wide = "timestamp,read_units,write_units,ReadThrottleEvents\n".to_owned()
        + &[0, 1, 2].map(|at| minute(at, "60,60,4")).concat();
    let long = "metric,time,value\n".to_owned()
        + &[0, 1].map(|at| format!("ConsumedReadCapacityUnits,2026-11-01T00:{at:02}:00Z,60\n")).concat()
        + "ThrottledRequests,2026-11-01T00:00:00Z,12\n";
    let metric = |label: &str, values: &str| {
        format!(
            r#"{{"Id": "{}", "Label": "{label}", "StatusCode": "Complete",
                "Timestamps": ["2026-11-01T00:00:00Z", "2026-11-01T00:01:00Z"], "Values": {values}}}"#,
            label.to_ascii_lowercase()
        )
    };
    let data = format!(
        r#"{{"MetricDataResults": [{}, {}]}}"#,
        metric("ConsumedReadCapacityUnits", "[60, 60]"),
        metric("ReadThrottleEvents", "[5, 7]")
    );
    for (name, content, metric) in [
        ("wide.csv", wide, "ReadThrottleEvents"),
        ("long.csv", long, "ThrottledRequests"),
        ("data.json", data, "ReadThrottleEvents"),
    ] {
        let path = folder.write(name, content);
        let arguments = ["--trace", &path, "--gaps", "zero"];
        let report = report(&arguments);
        let trace = &report["data"]["trace"]["throttled_while_measured"];
        assert_eq!((&trace[0]["metric"], &trace[0]["requests"]), (&metric.into(), &12.0.into()), "{name}");
        let told = size(&arguments).stdout;
        let hidden = "true demand was higher than what was consumed, by an unknown amount";
        assert!(told.contains(&format!("{hidden}: requests were throttled ({metric} 12)")), "{name}: {told}");
        assert!(told.contains("Capacity by Region, at least"), "{name}: {told}");
        assert!(
            told.contains("Reads in us-east-1 with autoscaling; true demand was higher"),
            "{name}: {told}"
        );
        let is_of_both = metric == "ThrottledRequests";
        let writes = told.contains("Writes in us-east-1 with autoscaling; true demand was higher");
        assert!(!writes || is_of_both, "{name}: {told}");
    }
    // Without such a count nobody knows.
    let told = size(&["--trace", &folder.write("flat.csv", flat())]).stdout;
    assert!(told.contains("no count of throttled requests was read from the file"), "{told}");
}
