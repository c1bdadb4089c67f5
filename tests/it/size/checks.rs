//! Every check of a sized table, in each status that its page names. `unknown` of CAP008 and CAP009 is of tables that
//! exist.

use chalkstore::report::Status::{self, Fail, Pass, Skip, Unknown, Warn};
use jiff::Timestamp;

use super::{Folder, WORKLOAD, all_prices, expect_refusal, flat, jump, report, size, trace};

/// Each case: the check, its status, what it says, and the arguments.
#[track_caller]
fn expect(case: (&str, Status), said: &str, arguments: &[&str]) {
    let report = report(arguments);
    let (code, status) = case;
    let findings = report["findings"].as_array().expect("a list");
    let of_code: Vec<_> = findings.iter().filter(|finding| finding["code"] == code).collect();
    let is_it = |finding: &&&serde_json::Value| {
        let text = finding.to_string();
        finding["status"] == status.as_str() && text.contains(said)
    };
    assert!(of_code.iter().any(|finding| is_it(&finding)), "{case:?} {said:?}: {of_code:?}");
}

#[test]
fn prices_that_are_known() {
    let folder = Folder::new();
    expect(("CAP001", Pass), "", &WORKLOAD);
    let inferred = "inferred, not read off a price list";
    expect(("CAP001", Pass), inferred, &["--read-qps", "1", "--region", "us-west-2"]);
    let elsewhere = [&WORKLOAD[..], &["--region", "sa-east-1"]].concat();
    expect(
        ("CAP001", Unknown),
        "no price is known in sa-east-1 of on_demand_write, on_demand_read",
        &elsewhere,
    );
    let prices = folder.write("prices.json", all_prices("sa-east-1", None));
    expect(("CAP001", Pass), "", &[&elsewhere[..], &["--prices", &prices]].concat());
}

#[test]
fn prices_that_are_old() {
    let folder = Folder::new();
    let said = "prices that are used are over a year old or of no known date; the oldest is of 2024-11-14";
    expect(("CAP002", Warn), said, &WORKLOAD);
    let elsewhere = [&WORKLOAD[..], &["--region", "sa-east-1"]].concat();
    expect(("CAP002", Skip), "no price is known (CAP001)", &elsewhere);
    let undated = folder.write("undated.json", all_prices("sa-east-1", None));
    let said = "prices of --prices without `as_of` are taken for those of today";
    expect(("CAP002", Pass), said, &[&elsewhere[..], &["--prices", &undated]].concat());
    let today = Timestamp::now().strftime("%Y-%m-%d").to_string();
    let dated = folder.write("dated.json", all_prices("sa-east-1", Some(&today)));
    expect(("CAP002", Pass), "", &[&elsewhere[..], &["--prices", &dated]].concat());
}

/// The busiest of a million keys has 6.95 % of all lookups at a skew of 1.
#[test]
fn the_busiest_key() {
    let of = |qps: &'static str| ["--read-qps", qps, "--entities", "1e6", "--zipf", "1"];
    expect(("CAP003", Pass), "", &of("20000"));
    let said = "us-east-1: the busiest key takes 6.95 % of all lookups, 2,432 read units a second at the peak; one key gets 3,000";
    expect(("CAP003", Warn), said, &of("70000"));
    expect(("CAP003", Fail), "3,474 read units a second at the peak; one key gets 3,000", &of("100000"));
    let cached = [&of("100000")[..], &["--cache-entries", "100"]].concat();
    expect(("CAP003", Warn), "while the cache is empty the busiest key takes 3,474", &cached);
    // A hit rate that somebody tells says nothing of one key.
    expect(("CAP003", Fail), "3,474", &[&of("100000")[..], &["--cache-hit-rate", "0.99"]].concat());
    let writes = ["--write-qps", "15000", "--entities", "1e6", "--zipf", "1"];
    expect(("CAP003", Fail), "1,043 write units a second at the peak; one key gets 1,000", &writes);
    expect(("CAP003", Skip), "--entities and --zipf", &WORKLOAD);
}

#[test]
fn quotas() {
    expect(("CAP004", Pass), "", &WORKLOAD);
    // 20,000 units at the peak; autoscaling may go to twice that at 70 %.
    let said = "us-east-1: up to 57,143 read units; a table may have 40,000 by default";
    expect(("CAP004", Warn), said, &["--read-qps", "40000", "--item-bytes", "900"]);
    let replica = ["--write-qps", "20000", "--item-bytes", "900", "--replica", "us-west-2"];
    expect(("CAP004", Warn), "us-west-2: up to 57,143 write units", &replica);
    expect(("CAP005", Pass), "", &WORKLOAD);
    let said = "us-east-1: up to 57,143 read units in this table alone; that is more than half of the 80,000 that all provisioned tables of the account together";
    expect(("CAP005", Warn), said, &["--read-qps", "40000", "--item-bytes", "900"]);
    expect(("CAP005", Pass), "requests on demand do not count against it", &["--read-qps", "1"]);
}

#[test]
fn items() {
    let of = |bytes: &'static str| ["--read-qps", "10", "--item-bytes", bytes];
    expect(("CAP006", Pass), "", &of("327680"));
    expect(("CAP006", Warn), "an item of 327,681 bytes; DynamoDB stores at most 409,600", &of("327681"));
    expect(("CAP006", Warn), "an item of 409,600 bytes", &of("400KB"));
    expect(("CAP006", Fail), "an item of 409,601 bytes", &of("409601"));
    expect(("CAP006", Skip), "no item was described", &["--read-qps", "10"]);
    let folder = Folder::new();
    let schema = "[[features]]\nname = \"user.embedding\"\ndtype = \"vector\"\nlist_length = 100000\n";
    let schema = folder.write("features.toml", schema);
    expect(("CAP006", Fail), "an item of", &["--read-qps", "10", "--schema", &schema]);
}

#[test]
fn a_new_table_on_demand() {
    let folder = Folder::new();
    let jump = folder.write("jump.csv", jump());
    expect(("CAP007", Pass), "", &["--read-qps", "1"]);
    let said = "us-east-1: a peak of 100,000 read units a second; a new table on demand takes 12,000, and doubles at best every 30 minutes: 4 times";
    expect(("CAP007", Warn), said, &["--trace", &jump]);
    expect(("CAP007", Skip), "another mode is recommended", &WORKLOAD);
}

/// 12,000 of 100,000 reads a second are served by a new table on demand.
#[test]
fn capacity_that_keeps_up() {
    let folder = Folder::new();
    let jump = folder.write("jump.csv", jump());
    expect(("CAP008", Pass), "simulated by the minute", &WORKLOAD);
    let said = "us-east-1: on-demand capacity would throttle 87.9 % of the read units (26,400,000) in 5 minutes; at most 0 % may be";
    expect(("CAP008", Fail), said, &["--trace", &jump]);
    expect(("CAP008", Pass), "", &["--trace", &jump, "--max-throttle", "90%"]);
}

#[test]
fn traffic_that_is_known() {
    let folder = Folder::new();
    let whole = folder.write("whole.csv", flat());
    expect(("CAP009", Pass), "", &["--trace", &whole]);
    let every_minute = trace(60, |_| (300.0, 300.0));
    let lines = every_minute.lines().enumerate();
    let coarse: Vec<&str> =
        lines.filter(|(at, _)| *at == 0 || (at - 1) % 5 == 0).map(|(_, line)| line).collect();
    let coarse = folder.write("coarse.csv", coarse.join("\n"));
    let said = "one value stands for 5 minutes: a peak of a minute may be up to 5 times as high";
    expect(("CAP009", Warn), said, &["--trace", &coarse]);
    let flat = flat();
    let gaps: Vec<&str> =
        flat.lines().enumerate().filter(|(at, _)| !(10..13).contains(at)).map(|(_, line)| line).collect();
    let gaps = folder.write("gaps.csv", gaps.join("\n"));
    let said = "6 values were missing and filled in as --gaps says";
    expect(("CAP009", Warn), said, &["--trace", &gaps, "--gaps", "zero"]);
    expect(("CAP009", Skip), "no traffic was measured", &WORKLOAD);
    expect(("CAP009", Warn), "say so: --trace-period 60s --gaps zero", &["--trace", &coarse]);
}

/// What a trace does not have is not known to be nothing, until somebody says so.
#[test]
fn a_trace_without_one_kind_of_units() {
    let folder = Folder::new();
    let reads: String = flat()
        .lines()
        .fold(String::new(), |all, line| all + line.rsplit_once(',').map_or(line, |(kept, _)| kept) + "\n");
    let reads = folder.write("reads.csv", reads);
    expect(("CAP009", Unknown), "the trace has no write units", &["--trace", &reads]);
    expect(("CAP009", Unknown), "if there were none, say so: --gaps zero", &["--trace", &reads]);
    expect(("CAP008", Unknown), "the trace has no write units", &["--trace", &reads]);
    let said = "60 values were missing and filled in as --gaps says";
    expect(("CAP009", Warn), said, &["--trace", &reads, "--gaps", "zero"]);
    expect(("CAP008", Pass), "", &["--trace", &reads, "--gaps", "zero"]);
    let emit = ["--trace", &reads, "--emit", "toml"];
    expect_refusal(&emit, &["--emit: the trace has no write units", "--gaps zero"]);
    assert_eq!(size(&[&emit[..], &["--gaps", "zero"]].concat()).code, 0);
    let empty: String =
        flat().lines().fold(String::new(), |all, line| all + &line.replace(",12000", ",") + "\n");
    let empty = folder.write("empty.csv", empty);
    expect(("CAP009", Unknown), "the trace has no write units", &["--trace", &empty]);
}

/// Metrics that are not of consumed units are left out, and said to be.
#[test]
fn metrics_that_are_left_out() {
    let folder = Folder::new();
    let rows = |metric: &str| {
        (0..3).map(|at| format!("{metric},2026-11-01T00:0{at}:00Z,60\n")).collect::<Vec<_>>().concat()
    };
    let metrics = ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents"];
    let text = format!("metric,time,value\n{}", metrics.map(rows).concat());
    let path = folder.write("long.csv", text);
    let said = "left out, because it is not of consumed units: ReadThrottleEvents";
    // What it counts is told, too: requests that are not in what was consumed.
    expect(("CAP009", Warn), said, &["--trace", &path]);
    // What cannot be read is not nothing.
    let rows = metrics.map(rows).concat();
    for count in ["n/a", "-5", "\"1,234\""] {
        let unread = rows.replacen(
            "ReadThrottleEvents,2026-11-01T00:01:00Z,60",
            &format!("ReadThrottleEvents,2026-11-01T00:01:00Z,{count}"),
            1,
        );
        let path = folder.write("unread.csv", format!("metric,time,value\n{unread}"));
        let said = "throttled could not be read (ReadThrottleEvents)";
        expect(("CAP009", Unknown), said, &["--trace", &path]);
    }
}

/// Where there are several, a finding says of which it is.
#[test]
fn findings_of_several_scenarios_are_told_apart() {
    let folder = Folder::new();
    let small = folder.write("small.toml", "read_qps = 10\nitem_bytes = 900\n");
    let large = folder.write("large.toml", "read_qps = 10\nitem_bytes = \"500KB\"\n");
    let report = report(&["--scenario", &small, "--scenario", &large]);
    let findings = report["findings"].as_array().expect("a list");
    let items: Vec<_> = findings.iter().filter(|finding| finding["code"] == "CAP006").collect();
    let told: Vec<_> = items.iter().map(|finding| (&finding["subject"], &finding["status"])).collect();
    assert!(
        told.contains(&(&"small".into(), &"pass".into()))
            && told.contains(&(&"large".into(), &"fail".into())),
        "{told:?}"
    );
    assert_eq!(report["exit_code"], 1);
}
