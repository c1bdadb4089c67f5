//! Files that are no traces: each says what is wrong where, and what to do.

use super::*;

/// What is said of a file holds all of these.
fn expect(text: &str, words: &[&str]) {
    let told = bad(text).to_string();
    for word in words {
        assert!(told.contains(word), "{told:?} does not say {word:?}");
    }
}

#[test]
fn values_that_are_no_units() {
    for (value, words) in [
        ("-1", "`rcu` is -1, which is negative"),
        ("NaN", "not a number"),
        ("inf", "infinite"),
        ("1e13", "more than any table consumes"),
        ("lots", "`lots`, which is no number"),
        ("1,5", "line 3: 3 columns, and the header has 2"),
    ] {
        expect(&format!("time,rcu\n1767225600,1\n1767225660,{value}\n"), &[words]);
    }
    expect("time,rcu\n1767225600,1\n1767225660,-1\n", &["line 3"]);
    expect(r#"[{"time":1767225600,"rcu":1},{"time":1767225660,"rcu":-2}]"#, &["record 2", "negative"]);
    expect("{\"time\":1767225600,\"rcu\":1}\n\n{\"time\":1767225660,\"rcu\":-2}\n", &["line 3", "negative"]);
    expect(r#"[{"time":1767225600,"rcu":[1]}]"#, &["a number, a text or null"]);
}

#[test]
fn times_that_are_none() {
    expect("time,rcu\nyesterday,1\n", &["line 2", "`yesterday` is no time", "RFC 3339"]);
    expect("time,rcu\n01/02/2026 00:00,1\n", &["is no time"]);
    expect("time,rcu\n,1\n", &["line 2", "`time` is missing"]);
    expect("time,rcu\n-60,1\n", &["is no time"]);
    expect("time,rcu\n9999999999999999999999,1\n", &["is no time"]);
    expect("time,rcu\n2026-01-01T00:00:00.5Z,1\n", &["is no time"]);
    expect(r#"[{"rcu":1}]"#, &["no column for the time"]);
    // 01:30 of that day is two times in New York.
    let zone = "time,rcu\n2026-11-01T01:30:00[America/New_York],1\n2026-11-01T01:31:00[America/New_York],1\n";
    expect(zone, &["line 2", "`2026-11-01T01:30:00[America/New_York]` names a zone and no offset"]);
    let offset = zone.replace(":00[", ":00-04:00[");
    assert_eq!(good(&offset).trace.start_s, 1_793_511_000);
    expect(r#"[{"time":1767225600,"rcu":1},{"rcu":1}]"#, &["record 2", "`time` is missing"]);
}

#[test]
fn times_that_do_not_fit() {
    expect("time,rcu\n1767225630,1\n1767225690,2\n", &["line 2", "2026-01-01T00:00:30Z", "no whole minute"]);
    expect("time,rcu\n1767225600,1\n1767225601,2\n", &["a period of 1 s", "whole minutes"]);
    expect("time,rcu\n1767225600,1\n1767225660,1\n1767225750,2\n", &["line 4", "no whole minute"]);
    expect(
        "time,rcu\n1767225600,1\n1767225900,1\n1767226260,1\n1767226560,1\n",
        &["line 4", "not a whole 300 s"],
    );
    expect(
        "time,rcu\n1767225600,1\n1767226020,2\n",
        &["a period of 420 s", "--trace-period 60s --gaps zero"],
    );
    expect(
        "time,rcu\n1767225660,1\n1767225600,2\n",
        &[
            "line 3",
            "2026-01-01T00:00:00Z comes after 2026-01-01T00:01:00Z",
            "sort the rows",
            "the oldest first",
        ],
    );
    expect("time,rcu\n1767225600,1\n1767225660,1\n1767225660,2\n", &["line 4", "is there twice (reads)"]);
    expect("time,rcu\n1767225600,1\n", &["single point of reads", "--trace-period"]);
}

/// The long form has a series for each metric.
#[test]
fn periods_that_are_mixed() {
    let rows = |metric: &str, step: i64| -> String {
        (0..4).map(|at| format!("{metric},{},t,1\n", MIDNIGHT + at * step)).collect::<Vec<_>>().concat()
    };
    let reads = rows("ConsumedReadCapacityUnits", 60);
    let writes = rows("ConsumedWriteCapacityUnits", 300);
    expect(
        &format!("metric_name,timestamp,name,unit\n{reads}{writes}"),
        &["line 6", "300 s apart, others 60 s"],
    );
    let later = (0..4).map(|at| format!("{},1\n", MIDNIGHT + 180 + at * 300)).collect::<Vec<_>>().concat();
    let text = format!("time,rcu\n1767225600,1\n1767225660,1\n1767225720,1\n{later}");
    expect(&text, &["line 5", "300 s apart, others 60 s", "--gaps zero"]);
}

#[test]
fn minutes_that_are_missing() {
    expect(
        "time,rcu\n1767225600,1\n1767225660,1\n1767225840,1\n1767225960,1\n",
        &[
            "3 minutes of reads are missing",
            "after 2026-01-01T00:01:00Z (line 3)",
            "up to 2026-01-01T00:04:00Z",
            "--gaps zero",
        ],
    );
    expect(
        "time,rcu,wcu\n1767225600,1,\n1767225660,2,2\n1767225720,3,3\n",
        &["reads go from 2026-01-01T00:00:00Z", "writes from 2026-01-01T00:01:00Z", "--gaps zero"],
    );
}

#[test]
fn too_long_is_refused_before_memory_is_taken() {
    expect("time,rcu\n0,1\n60,1\n4000000020,1\n", &["more than three years"]);
    let options = ReadOptions { gaps: Gaps::Zero, ..OPTIONS };
    let long = read(b"time,rcu\n0,1\n60,1\n4000000020,1\n", &options);
    assert!(matches!(long, Err(TraceError::TooLong { .. })));
}

#[test]
fn columns_that_are_not_there() {
    expect("when,rcu\n1,2\n", &["no column for the time", "`when`, `rcu`"]);
    expect("time,load\n1,2\n", &["no column for read or write units", "`load`"]);
    expect("time,rcu,read_units\n1,2,3\n", &["`rcu` and `read_units` could both be read units"]);
    expect("hello\n", &["no column"]);
    expect("", &["empty"]);
    expect(" \n ", &["empty"]);
    expect("time,rcu\n", &["empty"]);
    expect("[]", &["empty"]);
    expect("{}", &["no column"]);
    expect("[1]", &["an object with a time"]);
    expect(
        "{\"time\":1767225600,\"rcu\":1}\n{\"time\":1767225660,\"rcu\":1,\"wcu\":3}\n",
        &["line 2: `wcu` is not in the first"],
    );
}

/// One of two names of a quantity would be lost.
#[test]
fn one_quantity_under_two_names() {
    expect(
        r#"[{"time":1767225600,"reads":1,"rcu":2}]"#,
        &["record 1: `rcu` and `reads` (before it) are both read units"],
    );
    let first = r#"{"time":1767225600,"reads":1}"#;
    expect(
        &format!(r#"[{first},{{"time":1767225660,"rcu":2}}]"#),
        &["record 2: `rcu` and `reads` (in the first record) are both read units"],
    );
    expect(
        &format!("{first}\n{{\"time\":1767225660,\"reads\":1,\"rcu\":2}}\n"),
        &["line 2", "`rcu` and `reads` (before it)"],
    );
    expect(r#"[{"time":1767225600,"rcu":1,"rcu":2}]"#, &["record 1", "`rcu` and `rcu` (before it)"]);
}

#[test]
fn bytes_that_are_something_else() {
    let told = |bytes: &[u8]| read(bytes, &OPTIONS).expect_err("is no trace").to_string();
    assert!(told(b"\x1f\x8b\x08\x00\xff").contains("gzip"));
    assert!(told(b"\xff\xfet\0i\0").contains("UTF-16"));
    assert!(told(b"PAR1").contains("Parquet cannot be read"));
    assert!(told(b"[{\"time\":1767225600,").contains("JSON cannot be read: EOF"));
    assert!(told(b"time,rcu\n1767225600\n").contains("line 2: 1 columns, and the header has 2"));
}

#[test]
fn more_than_one_table() {
    expect(
        "metric_name,timestamp,name,unit\nConsumedReadCapacityUnits,1767225600,a,1\nConsumedReadCapacityUnits,1767225600,b,1\n",
        &["line 3", "`a` and `b`"],
    );
    expect(
        "metric_name,timestamp,name,unit\nSuccessfulRequestLatency,1767225600,a,1\nBytes,1767225600,a,1\n",
        &["line 3", "`Bytes`"],
    );
    let result = |id: &str| {
        format!(
            r#"{{"Id":"{id}","Label":"x ConsumedReadCapacityUnits","Timestamps":[1767225600],"Values":[1]}}"#
        )
    };
    expect(&format!("{{\"MetricDataResults\":[{},{}]}}", result("a"), result("b")), &["`a` and `b`"]);
}

#[test]
fn metric_data_that_is_not_whole() {
    let page = |rest: &str, status: &str| {
        format!(
            r#"{{"MetricDataResults":[{{"Id":"reads","Label":"t","Timestamps":[1767225660,1767225600],"Values":[1,2],"StatusCode":"{status}"}}]{rest}}}"#
        )
    };
    good(&page("", "Complete"));
    expect(&page("", "PartialData"), &["not whole", "`reads` ends with StatusCode PartialData"]);
    expect(&page("", "InternalError"), &["InternalError"]);
    expect(&page(r#","NextToken":"x""#, "Complete"), &["NextToken"]);
    expect(&page(r#","Messages":[{"Code":"TooMany","Value":"metrics"}]"#, "Complete"), &["TooMany metrics"]);
    let other = page("", "Complete").replace("reads", "m1");
    expect(&other, &["value 1 of m1", "`t (m1)`", "must say read or write"]);
    let uneven = page("", "Complete").replace("[1,2]", "[1]");
    expect(&uneven, &["2 Timestamps and 1 Values"]);
    let twice = page("", "Complete").replace("1767225660", "1767225600");
    expect(&twice, &["of reads", "is there twice"]);
}

#[test]
fn statistics_without_a_sum() {
    let text = r#"{"Label":"ConsumedReadCapacityUnits","Datapoints":[{"Timestamp":1767225600,"Average":1.0,"Maximum":2.0}]}"#;
    expect(text, &["datapoint 1 of ConsumedReadCapacityUnits", "only Average, Maximum", "--statistics Sum"]);
    let options = ReadOptions { unit: Some(Unit::PerSecond), ..OPTIONS };
    assert_eq!(read(text.as_bytes(), &options).err(), Some(TraceError::NotPerSecond));
}

/// Whatever the bytes, it is a trace or an error.
#[test]
fn anything_is_a_trace_or_an_error() {
    use proptest::prelude::*;
    let pieces = prop_oneof![
        Just("time"),
        Just("rcu"),
        Just(","),
        Just("\n"),
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just("\""),
        Just(":"),
        Just("1767225600"),
        Just("1767225660"),
        Just("-"),
        Just("9e999"),
        Just("1e12"),
        Just("null"),
        Just("MetricDataResults"),
        Just("Datapoints"),
        Just("points"),
        Just("2026-01-01T00:00:00Z"),
        Just("\u{feff}"),
        Just("-9223372036854775808"),
        Just("9223372036854775807"),
        Just("18446744073709551616"),
    ];
    let text = proptest::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat());
    proptest!(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() }, |(text in text)| {
        let _ignored = read(text.as_bytes(), &OPTIONS);
    });
}
