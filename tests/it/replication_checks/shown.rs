//! What is shown: to a person, to scripts and to a monitoring system.

use std::collections::BTreeSet;

use chalkstore::render::{ColorChoice, Format, Style, Verbosity};
use chalkstore::report::{Assessment, Block, Gauge};
use serde_json::Value;

use super::parts::canary;
use super::store::{EAST, Store, WEST, good, good_table};
use crate::support::asked::{answer, denied};

fn rows(assessment: &Assessment, table: &str) -> Vec<Value> {
    assessment.rows.iter().filter(|row| row.table == table).map(|row| row.value.clone()).collect()
}

fn full() -> Store {
    let mut store = good();
    store.table().canary = Some(canary());
    store
}

fn gauges<'a>(all: &'a [Gauge], name: &str) -> Vec<&'a Gauge> {
    all.iter().filter(|gauge| gauge.name == name).collect()
}

/// An alert needs a number in the outage, too.
#[test]
fn an_outage_has_numbers() {
    let mut store = good_table();
    let number = |store: &Store, name: &str| {
        let all = store.assess().gauges;
        let is_it = |gauge: &&Gauge| {
            gauge.name == name
                && gauge.labels.iter().all(|(key, value)| {
                    (*key != "failure" || value == "region_permanent") && (*key != "from" || value == EAST)
                })
        };
        all.iter().find(is_it).map(|gauge| gauge.value)
    };
    assert_eq!(number(&store, "replication_loss_is_bounded"), Some(1.0));
    assert_eq!(number(&store, "replication_loss_at_least_seconds"), None);
    store.latency(EAST, WEST, |at| (at < super::store::MINUTES - 33).then_some(806.0));
    for name in ["replication_loss_at_least_seconds", "replication_loss_overall_at_least_seconds"] {
        assert_eq!(number(&store, name), Some(32.0 * 60.0), "{name}");
    }
    assert_eq!(number(&store, "replication_lag_at_least_seconds"), Some(32.0 * 60.0));
    for name in ["replication_loss_is_bounded", "replication_loss_overall_is_bounded"] {
        assert_eq!(number(&store, name), Some(0.0), "{name}");
    }
    assert_eq!(
        (number(&store, "replication_loss_seconds"), number(&store, "replication_lag_seconds")),
        (None, None)
    );
    // Beside "stalled" no number of before looks calm.
    let text = render(Format::Human, &store);
    let line = text.lines().find(|line| line.contains("us-west-2  stalled")).expect("a row");
    assert!(line.contains("stalled") && line.matches("> 32 min").count() == 2, "{text}");
}

/// Between two looks, too.
#[test]
fn a_stall_is_no_calm_number() {
    let before = good_table();
    let mut after = good_table();
    after.latency(EAST, WEST, |at| (at < super::store::MINUTES - 20).then_some(806.0));
    let changes = chalkstore::replication::changes(&before.evidence, &after.evidence);
    let lag = changes.iter().find(|change| change.what == "lag").expect("it changed");
    assert_eq!(lag.after.as_deref(), Some("stalled, > 19 min"));
}

#[test]
fn the_subject_is_what_was_named() {
    let subject = full().assess().subject.expect("sources have names");
    assert_eq!(subject, "chalk, east-west, chalk-meta, chalk-global, redis://10.0.0.1:6379");
}

#[test]
fn times_that_are_none_are_refused() {
    assert_eq!(full().evidence.validate(), Ok(()));
    let wrong: [fn(&mut Store); 6] = [
        |store| {
            (store.evidence.window.start_epoch_s, store.evidence.window.end_epoch_s) = (i64::MIN, i64::MAX);
        },
        |store| store.evidence.window.end_epoch_s = store.evidence.window.start_epoch_s - 1,
        |store| store.evidence.window.end_epoch_s += 3 * 366 * 86_400,
        |store| answer(&mut store.table().directions[0].max).series.period_s = 0,
        |store| answer(&mut store.msk().metrics)[0].series.start_epoch_s = i64::MIN,
        |store| answer(&mut store.datastore().lags[1].1)[0].series.start_epoch_s = i64::MAX,
    ];
    for (at, spoil) in wrong.iter().enumerate() {
        let mut store = full();
        spoil(&mut store);
        assert!(store.evidence.validate().is_err(), "{at}");
    }
}

#[test]
fn data_for_scripts() {
    let assessment = full().assess();
    let lags = rows(&assessment, "lags");
    assert_eq!(lags.len(), 8);
    let first = &lags[0];
    assert_eq!(first["from"], EAST);
    assert_eq!((first["max_ms"].as_f64(), first["points"].as_u64()), (Some(960.0), Some(180)));
    assert_eq!((first["newest_age_s"].as_i64(), first["period_s"].as_u64()), (Some(200), Some(60)));
    assert_eq!(first["canary_max_ms"].as_f64(), Some(700.0));
    let valkey = &lags[7];
    assert_eq!((&valkey["kind"], &valkey["period_s"]), (&Value::from("valkey"), &Value::Null));
    assert!(valkey["lag_bytes"].as_u64().is_some_and(|bytes| bytes > 0), "{valkey}");
    let rpo = rows(&assessment, "rpo");
    assert_eq!(rpo.len(), 3 * 6);
    let overall: Vec<&Value> = rpo.iter().filter(|row| row["source"].is_null()).collect();
    assert_eq!(overall[2]["loss_ms"].as_f64(), Some(1500.0));
    assert_eq!(overall[2]["status"], "pass");
    let canary = rows(&assessment, "canary");
    assert_eq!((canary.len(), canary[0]["sent"].as_u64()), (2, Some(3)));
    assert_eq!(canary[0]["resolution_ms"].as_f64(), Some(150.0));
}

#[test]
fn what_is_not_known_is_null() {
    let mut store = good_table();
    store.table().directions[0].max = denied();
    store.table().directions[0].average = denied();
    let assessment = store.assess();
    let lag = &rows(&assessment, "lags")[0];
    for key in ["last_ms", "p50_ms", "p99_ms", "max_ms", "newest_age_s", "at_least_ms", "period_s"] {
        assert!(lag[key].is_null(), "{key}: {lag}");
    }
    assert_eq!(lag["state"], "unknown");
    let rpo = rows(&assessment, "rpo");
    assert!(rpo[2]["loss_ms"].is_null() && rpo[2]["at_least_ms"].is_number(), "{}", rpo[2]);
    let from = |gauge: &&Gauge| gauge.labels.contains(&("from", EAST.to_owned()));
    assert!(!gauges(&assessment.gauges, "replication_lag_seconds").iter().any(from));
    assert!(
        gauges(&assessment.gauges, "replication_loss_overall_seconds")
            .iter()
            .all(|gauge| { gauge.labels.contains(&("failure", "zone".to_owned())) })
    );
}

#[test]
fn p99_says_why_it_is_not_there() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (at > 100).then_some(900.0));
    let assessment = store.assess();
    let lag = &rows(&assessment, "lags")[0];
    assert_eq!(lag["p99_why"], "79 points, and p99 takes 100");
    let told = |block: &Block| matches!(block, Block::Text(text) if text.contains("p99 is told from 100"));
    assert!(assessment.view.iter().any(told));
}

#[test]
fn numbers_for_monitoring() {
    let all = full().assess().gauges;
    let mut seen = BTreeSet::new();
    for gauge in &all {
        assert!(gauge.value.is_finite() && gauge.value >= 0.0, "{gauge:?}");
        let mut labels = gauge.labels.clone();
        labels.sort();
        assert!(seen.insert((gauge.name, labels)), "twice: {gauge:?}");
    }
    let lag = gauges(&all, "replication_lag_seconds");
    let max =
        lag.iter().find(|gauge| gauge.labels.contains(&("statistic", "max".to_owned()))).expect("a max");
    assert!((max.value - 0.96).abs() < 1e-9, "{max:?}");
    assert_eq!(gauges(&all, "replication_loss_seconds").len(), 3 + 3 + 3 + 2 + 1);
    assert_eq!(gauges(&all, "valkey_replication_offset_bytes").len(), 2);
    assert!((gauges(&all, "replication_last_point_age_seconds")[0].value - 200.0).abs() < 1e-9);
    assert!((gauges(&all, "replication_rpo_objective_seconds")[0].value - 60.0).abs() < 1e-9);
}

fn render(format: Format, store: &Store) -> String {
    render_at(format, store, None)
}

fn render_at(format: Format, store: &Store, width: Option<usize>) -> String {
    let assessment = store.assess();
    let section = chalkstore::report::Section::new("replication".into(), None, assessment);
    let style = Style { width, ..Style::file(ColorChoice::Never, Verbosity::default()) };
    let mut render = format.renderer(style);
    let mut out = Vec::new();
    let header: chalkstore::report::Header = header();
    render.start(&header, &mut out).expect("can write");
    render.section(&section, &mut out).expect("can write");
    let summary = chalkstore::report::Summary {
        counts: section.counts,
        known: chalkstore::report::Counts::default(),
        subjects: section.counts,
        noun: chalkstore::report::Noun { one: "store", many: "stores" },
        duration_ms: 5,
        exit: chalkstore::report::Exit::Ok,
    };
    render.finish(&summary, &mut out).expect("can write");
    String::from_utf8(out).expect("is UTF-8")
}

fn header() -> chalkstore::report::Header {
    chalkstore::report::Header {
        command: "replication-lag".into(),
        subject: "chalk".into(),
        started_at: "2026-09-21T15:03:20.000Z".into(),
        vantage: chalkstore::report::Vantage { host: None, zone: None },
        tool: chalkstore::report::Tool::this(),
        fail_on: chalkstore::report::FailOn::Fail,
    }
}

#[test]
fn every_format_draws_it() {
    for format in [Format::Human, Format::Markdown, Format::Svg, Format::Openmetrics, Format::Json] {
        for store in [full(), good_table()] {
            let text = render(format, &store);
            assert!(text.contains("chalk"), "{format:?}: {text}");
        }
    }
    let text = render(Format::Openmetrics, &full());
    assert!(text.contains("\n# UNIT chalkstore_replication_lag_seconds seconds\n"), "{text}");
    assert!(text.contains("code=\"LAG004\"") && text.ends_with("# EOF\n"), "{text}");
    assert!(!text.contains("NaN"), "{text}");
}

#[test]
fn a_person_sees_curves_with_their_gaps() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (!(60..80).contains(&at)).then_some(900.0));
    let view = store.assess().view;
    let series = view.iter().find_map(|block| match block {
        Block::Series(series) => Some(series),
        _ => None,
    });
    let series = series.expect("a series");
    assert_eq!((series.places.len(), series.unit.as_str()), (180, "ms"));
    let curve = series
        .curves
        .iter()
        .find(|curve| curve.name.contains(WEST) && curve.name.contains("chalk us-east-1"));
    let values = &curve.expect("a curve").values;
    assert_eq!(
        (values.len(), values[59], values[60], values[79], values[80]),
        (180, Some(900.0), None, None, Some(900.0))
    );
}

/// Nothing is broken in the middle of a word at 60 columns.
#[test]
fn a_narrow_page_can_be_read() {
    let mut store = full();
    "rediss://default:***@clustercfg.chalk-online-store.abc123.use1.cache.amazonaws.com:6379"
        .clone_into(&mut store.valkey().name);
    let text = render_at(Format::Human, &store, Some(60));
    // A URI is one word; the tables' rows go by nodes.
    for line in text.lines().filter(|line| !line.contains("rediss://")) {
        assert!(line.chars().count() <= 60, "{line}\n{text}");
    }
    assert_eq!(
        text.matches("rediss://").count(),
        2,
        "one finding, and one line that names the store: {text}"
    );
    for word in ["measured", "10.0.0.1:6379", "200 s", "us-west-2", "960 ms", "24.0"] {
        assert!(text.contains(word), "{word}: {text}");
    }
}
