//! `chalkstore size`: workloads, scenarios and traces through the built program.

mod checks;
mod data;
mod emit;
mod evidence;
mod formats;
mod input;
mod interactive;
mod prices;
mod secrets;
mod trace_input;

use std::fmt::Write as _;
use std::fs;

use jiff::Timestamp;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Ran, run, text};

/// A workload with nothing assumed but the Region.
const WORKLOAD: [&str; 10] = [
    "--read-qps",
    "2000",
    "--write-qps",
    "500",
    "--entities-per-query",
    "10",
    "--item-bytes",
    "850",
    "--entities",
    "50e6",
];

/// A folder with files of a test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> String {
        text(&self.0.path().join(name)).to_owned()
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, content).expect("can write");
        path
    }
}

fn size(arguments: &[&str]) -> Ran {
    run(&[&["size"], arguments].concat())
}

/// What standard error says of a command line that is refused, before any report.
#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let ran = size(arguments);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {ran:?}");
    assert!(ran.stderr.starts_with("error: "), "{arguments:?}: {ran:?}");
    ran.stderr
}

/// A refusal that holds all of these.
#[track_caller]
fn expect_refusal(arguments: &[&str], said: &[&str]) {
    let told = refused(arguments);
    for words in said {
        assert!(told.contains(words), "{arguments:?}: {words:?} is not in {told}");
    }
}

#[track_caller]
fn report(arguments: &[&str]) -> Value {
    let ran = size(&[arguments, &["--output", "json"]].concat());
    let validator = jsonschema::validator_for(&chalkstore::render::report_schema()).expect("is a schema");
    let report = ran.json();
    assert!(validator.is_valid(&report), "{:?}", validator.iter_errors(&report).next());
    assert_eq!(report["exit_code"], json!(ran.code));
    report
}

/// The first minute of every trace: 2026-11-01T00:00:00Z.
const START_S: i64 = 1_793_491_200;

/// A trace of so many minutes, as CSV: consumed read and write units of each.
fn trace(minutes: i64, units: impl Fn(i64) -> (f64, f64)) -> String {
    let mut text = String::from("timestamp,read_units,write_units\n");
    for minute in 0..minutes {
        let at = Timestamp::from_second(START_S + 60 * minute).expect("is a time");
        let (reads, writes) = units(minute);
        writeln!(text, "{at},{reads},{writes}").expect("writes to memory");
    }
    text
}

/// Flat: 1,000 reads and 200 writes a second for an hour.
fn flat() -> String {
    trace(60, |_| (60_000.0, 12_000.0))
}

/// Almost nothing, and 100,000 reads a second for five minutes: more than autoscaling can follow.
fn jump() -> String {
    trace(600, |minute| if (30..35).contains(&minute) { (6_000_000.0, 60.0) } else { (60.0, 60.0) })
}

/// All prices that a plain table in a Region needs, of this day; or without one.
fn all_prices(region: &str, as_of: Option<&str>) -> String {
    let keys = [
        "on_demand_write",
        "on_demand_read",
        "provisioned_write",
        "provisioned_read",
        "storage",
        "point_in_time_recovery",
    ];
    let price = |key: &str| {
        let usd = if key.starts_with("provisioned") { 0.001 } else { 1.0 };
        let mut price = json!({ "usd": usd, "source": "a test" });
        if let Some(as_of) = as_of {
            price["as_of"] = json!(as_of);
        }
        (key.to_owned(), price)
    };
    let prices: serde_json::Map<String, Value> = keys.map(price).into_iter().collect();
    json!({ "regions": { region: prices } }).to_string()
}
