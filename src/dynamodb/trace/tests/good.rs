//! Files that are traces.

use super::super::Format;
use super::*;

/// However a file is written, the same three minutes come out.
#[test]
fn three_minutes_in_every_format() {
    for (text, format) in [
        (
            "timestamp,read_units,write_units\n2026-01-01T00:00:00Z,60,6\n2026-01-01T00:01:00Z,120,12\n2026-01-01T00:02:00Z,0,0\n",
            Format::Csv,
        ),
        (
            "\u{feff}Time;RCU;WCU\r\n2026-01-01 00:00;60;6\r\n\"2026-01-01 00:01:00\";120;12\r\n2026-01-01 00:02;0;0\r\n",
            Format::Csv,
        ),
        (
            "minute\tConsumedWriteCapacityUnits\tConsumedReadCapacityUnits\n1767225600\t6\t60\n1767225660\t12\t120\n1767225720\t0\t0",
            Format::Csv,
        ),
        (
            "date, reads_per_second_ignored, reads, writes, host\n1767225600000,9,60,6,a\n1767225660000,9,120,12,b\n1767225720000,9,0,0,c\n",
            Format::Csv,
        ),
        (
            "metric_name,timestamp,name,unit\n\
             ConsumedReadCapacityUnits,2026-01-01 00:00:00+00:00,t,60\nConsumedReadCapacityUnits,2026-01-01 00:01:00+00:00,t,120\n\
             ConsumedReadCapacityUnits,2026-01-01 00:02:00+00:00,t,0\nConsumedWriteCapacityUnits,2026-01-01 00:00:00+00:00,t,6\n\
             ConsumedWriteCapacityUnits,2026-01-01 00:01:00+00:00,t,12\nProvisionedWriteCapacityUnits,2026-01-01 00:01:00+00:00,t,12\n\
             ConsumedWriteCapacityUnits,2026-01-01 00:02:00+00:00,t,0\n",
            Format::Csv,
        ),
        (
            r#"[{"timestamp":"2026-01-01T00:00:00Z","read_units":60,"write_units":6,"note":[1]},
                {"timestamp":"2026-01-01T01:01:00+01:00","read_units":120.0,"write_units":"12"},
                {"write_units":0,"timestamp":1767225720,"read_units":0}]"#,
            Format::Json,
        ),
        (
            r#"{"period_s":60,"points":[{"time":1767225600,"rcu":60,"wcu":6},{"time":1767225660,"rcu":120,"wcu":12},{"time":1767225720,"rcu":0,"wcu":0}]}"#,
            Format::Json,
        ),
        (
            "{\"ts\":1767225600000,\"reads\":60,\"writes\":6}\n{\"ts\":1767225660000,\"reads\":120,\"writes\":12}\n\n{\"ts\":1767225720000,\"reads\":0,\"writes\":0}\n",
            Format::JsonLines,
        ),
        (
            // The newest first, in two pages, with what is not consumed beside.
            r#"{"MetricDataResults":[
                 {"Id":"m1","Label":"threads ConsumedReadCapacityUnits","Timestamps":["2026-01-01T00:02:00+00:00","2026-01-01T00:01:00+00:00"],"Values":[0.0,120.0],"StatusCode":"PartialData"},
                 {"Id":"p1","Label":"ProvisionedReadCapacityUnits","Timestamps":["2026-01-01T00:02:00+00:00"],"Values":[5.0],"StatusCode":"Complete"},
                 {"Id":"writes","Label":"threads","Timestamps":["2026-01-01T00:02:00+00:00","2026-01-01T00:01:00+00:00","2026-01-01T00:00:00+00:00"],"Values":[0.0,12.0,6.0],"StatusCode":"Complete"}],
               "Messages":[],"NextToken":"abc"}
               {"MetricDataResults":[{"Id":"m1","Label":"threads ConsumedReadCapacityUnits","Timestamps":["2026-01-01T00:00:00+00:00"],"Values":[60.0],"StatusCode":"Complete"}],"Messages":[]}"#,
            Format::MetricData,
        ),
        (
            r#"{"Label":"ConsumedReadCapacityUnits","Datapoints":[
                 {"Timestamp":"2026-01-01T00:01:00+00:00","Sum":120.0,"Unit":"Count"},
                 {"Timestamp":"2026-01-01T00:00:00+00:00","Sum":60.0,"Average":1.0,"Unit":"Count"},
                 {"Timestamp":"2026-01-01T00:02:00+00:00","Sum":0.0,"Unit":"Count"}]}
               {"Label":"ConsumedWriteCapacityUnits","Datapoints":[
                 {"Timestamp":1767225600,"Sum":6.0},{"Timestamp":1767225720.0,"Sum":0.0},{"Timestamp":1767225660,"Sum":12.0}]}"#,
            Format::MetricStatistics,
        ),
    ] {
        let reading = good(text);
        assert_eq!(reading.format, format, "{text}");
        assert_eq!((reading.trace.start_s, reading.trace.period_s), (MIDNIGHT, 60), "{text}");
        assert_eq!(reading.trace.reads, [60.0, 120.0, 0.0], "{text}");
        assert_eq!(reading.trace.writes, [6.0, 12.0, 0.0], "{text}");
        assert_eq!(reading.filled_minutes, 0, "{text}");
    }
}

#[test]
fn a_column_that_is_not_there_is_zero_and_told() {
    let text = "time,wcu\n1767225600,6\n1767225660,12\n";
    let reading = good(text);
    assert_eq!(reading.trace.reads, [0.0, 0.0]);
    assert_eq!(reading.trace.writes, [6.0, 12.0]);
    assert_eq!((reading.has_reads, reading.has_writes, reading.filled_minutes), (false, true, 0));
    let empty = good("time,rcu,wcu\n1767225600,6,\n1767225660,12,\n");
    assert_eq!((empty.has_reads, empty.has_writes), (true, false));
    // Somebody says that nothing was consumed where nothing is.
    let zero = read(text.as_bytes(), &ReadOptions { gaps: Gaps::Zero, ..OPTIONS }).expect("is filled");
    assert_eq!((zero.has_reads, zero.has_writes, zero.filled_minutes), (true, true, 2));
    let previous =
        read(text.as_bytes(), &ReadOptions { gaps: Gaps::Previous, ..OPTIONS }).expect("is a trace");
    assert!(!previous.has_reads);
}

/// Five minutes and hours are spread evenly, and remembered.
#[test]
fn longer_periods_are_spread() {
    let reading = good("time,rcu\n1767225600,300\n1767225900,600\n");
    assert_eq!(reading.trace.period_s, 300);
    assert_eq!(reading.trace.reads, [60.0, 60.0, 60.0, 60.0, 60.0, 120.0, 120.0, 120.0, 120.0, 120.0]);
    let hours = good("time,rcu\n1767225600,3600\n1767229200,7200\n");
    assert_eq!((hours.trace.period_s, hours.trace.minutes()), (3600, 120));
    assert_eq!((hours.trace.reads[0], hours.trace.reads[119]), (60.0, 120.0));
}

#[test]
fn rates_become_sums() {
    let options = ReadOptions { unit: Some(Unit::PerSecond), ..OPTIONS };
    let text = "time,rcu\n1767225600,2\n1767225900,4\n";
    let reading = read(text.as_bytes(), &options).expect("is a trace");
    assert_eq!((reading.trace.reads[0], reading.trace.reads[9]), (120.0, 240.0));
}

#[test]
fn gaps_are_filled_as_asked() {
    let text = "time,rcu,wcu\n1767225600,1,1\n1767225660,2,\n1767225840,5,5\n";
    let with = |gaps| read(text.as_bytes(), &ReadOptions { gaps, ..OPTIONS }).expect("is filled");
    let zero = with(Gaps::Zero);
    assert_eq!(zero.trace.reads, [1.0, 2.0, 0.0, 0.0, 5.0]);
    assert_eq!(zero.trace.writes, [1.0, 0.0, 0.0, 0.0, 5.0]);
    assert_eq!(zero.filled_minutes, 2 + 3);
    let previous = with(Gaps::Previous);
    assert_eq!(previous.trace.reads, [1.0, 2.0, 2.0, 2.0, 5.0]);
    assert_eq!(previous.trace.writes, [1.0, 1.0, 1.0, 1.0, 5.0]);
}

/// Where one dimension begins later or ends earlier, only zeros can be filled in.
#[test]
fn ends_are_filled_with_zeros() {
    let text = "time,rcu,wcu\n1767225600,1,\n1767225660,2,2\n1767225720,3,3\n1767225780,4,\n";
    let zero = read(text.as_bytes(), &ReadOptions { gaps: Gaps::Zero, ..OPTIONS }).expect("is filled");
    assert_eq!(zero.trace.writes, [0.0, 2.0, 3.0, 0.0]);
    assert_eq!(zero.filled_minutes, 2);
    let previous = read(text.as_bytes(), &ReadOptions { gaps: Gaps::Previous, ..OPTIONS });
    assert!(matches!(previous, Err(TraceError::Ranges { .. })));
}

/// A job every five minutes is no period of five minutes when the caller says so.
#[test]
fn a_given_period_makes_distances_gaps() {
    let text = "time,rcu\n1767225600,1\n1767225660,1\n1767225960,1\n1767226260,1\n1767226560,1\n";
    assert!(matches!(bad(text), TraceError::MixedPeriods { first_s: 60, second_s: 300, .. }));
    let options = ReadOptions { gaps: Gaps::Zero, period_s: Some(60), ..OPTIONS };
    let reading = read(text.as_bytes(), &options).expect("is a trace");
    assert_eq!((reading.trace.minutes(), reading.filled_minutes), (17, 12 + 17));
}

/// A batch that writes once an hour beside reads of every minute.
#[test]
fn a_batch_of_a_minute_every_hour_is_no_period_of_an_hour() {
    let hourly = (0..5).map(|hour| format!("{},6000\n", MIDNIGHT + hour * 3600)).collect::<Vec<_>>().concat();
    let text = format!("time,wcu\n{hourly}");
    assert_eq!(good(&text).trace.period_s, 3600);
    let options = ReadOptions { gaps: Gaps::Zero, period_s: Some(60), ..OPTIONS };
    let trace = read(text.as_bytes(), &options).expect("is a trace").trace;
    assert_eq!((trace.minutes(), trace.writes[60], trace.writes[61]), (241, 6000.0, 0.0));
}

#[test]
fn a_single_point_needs_its_period() {
    let options = ReadOptions { period_s: Some(300), ..OPTIONS };
    let reading = read(b"time,rcu\n1767225600,300\n", &options).expect("is a trace");
    assert_eq!(reading.trace.reads, [60.0; 5]);
}
