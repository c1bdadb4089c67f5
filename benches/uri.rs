//! Connection URIs per second and core: `cargo bench --bench uri`.
//!
//! The mix is four good values of different shapes for one with a single fault, in a fixed order.

use std::fmt::Write as _;
use std::io;

use chalkstore::render::{OutputSpec, Outputs, Style};
use chalkstore::report::{FailOn, Header, Section, Tool, Vantage};
use chalkstore::uri;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

/// So many that they do not fit into the first-level caches, as in a real batch.
const VALUES: usize = 10_000;

fn main() {
    divan::main();
}

fn good(number: usize) -> String {
    match number % 8 {
        0 => format!("rediss://cache-{number}.internal:6379/0?password=s3cretToken{number}&clustered=true"),
        1 => format!("redis://10.{}.{}.7:6379/0?clustered=false", number / 250 % 250, number % 250),
        2 => format!(
            "rediss://clustercfg.chalk-{number}.abc123.use1.cache.amazonaws.com:6379?clustered=true#insecure"
        ),
        3 => format!("dynamodb:///chalk_online_store_{number}"),
        4 => format!(
            "valkeys://bob@cache-{number}.prod.internal:6380/0?password=a%26b%23c{number}&clustered=true"
        ),
        5 => format!("rediss://[2001:db8::{:x}]:6379/0?clustered=true", number % 0xffff),
        6 => format!(
            "rediss://chalk-{number}.eastus.redis.azure.net:10000/0?password=Zm9v{number}&clustered=true"
        ),
        _ => format!("valkey://valkey-{number}.store.svc.cluster.local:6379?clustered=true"),
    }
}

fn faulty(number: usize) -> String {
    match number % 8 {
        0 => format!("redis://cache-{number}.internal:6379/0?pasword=hunter{number}&clustered=true"),
        1 => format!("rediss://cache-{number}.internal:6379/0?clustered=yes"),
        2 => "rediss://:0/0?clustered=true#insecure".to_owned(),
        3 => format!("rediss://cache-{number}.internal:6379/0?password=a#b{number}&clustered=true"),
        4 => format!("redis://:hunter{number}@cache-{number}.internal:6379/0?clustered=true"),
        5 => format!("dynamodb://chalk_online_store_{number}"),
        6 => format!("reddis://cache-{number}.internal:6379/0?clustered=true"),
        _ => format!("rediss://cache-{number}.internal:65536/0?clustered=true"),
    }
}

fn mix() -> Vec<String> {
    (0..VALUES).map(|number| if number % 5 == 4 { faulty(number / 5) } else { good(number) }).collect()
}

fn count(bencher: Bencher<'_, '_>, values: &[String], judge: impl Fn(&str) + Sync) {
    let bytes: usize = values.iter().map(String::len).sum();
    bencher
        .counter(ItemsCount::new(values.len()))
        .counter(BytesCount::new(bytes))
        .bench(|| values.iter().for_each(|value| judge(black_box(value))));
}

/// All checks, as a batch makes them.
#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    count(bencher, &mix(), |value| {
        black_box(uri::check(value.as_bytes()));
    });
}

#[divan::bench]
fn check_good(bencher: Bencher<'_, '_>) {
    let values: Vec<String> = (0..VALUES).map(good).collect();
    count(bencher, &values, |value| {
        black_box(uri::check(value.as_bytes()));
    });
}

#[divan::bench]
fn check_faulty(bencher: Bencher<'_, '_>) {
    let values: Vec<String> = (0..VALUES).map(faulty).collect();
    count(bencher, &values, |value| {
        black_box(uri::check(value.as_bytes()));
    });
}

/// Taking the secrets out, which `check` does first.
#[divan::bench]
fn redact(bencher: Bencher<'_, '_>) {
    count(bencher, &mix(), |value| {
        black_box(uri::redact(value.as_bytes()));
    });
}

/// What a value should be: judged once where it is right, again after each round of corrections where it is not.
#[divan::bench]
fn corrected(bencher: Bencher<'_, '_>) {
    count(bencher, &mix(), |value| {
        black_box(uri::corrected(value));
    });
}

/// Writing one NDJSON line for each value that was judged before.
#[divan::bench]
fn ndjson(bencher: Bencher<'_, '_>) {
    let values = mix();
    let section = |value: &String| {
        let (_, checked) = uri::check(value.as_bytes());
        Section::new(checked.shown, None, checked.assessment)
    };
    let sections: Vec<Section> = values.iter().map(section).collect();
    let spec: OutputSpec = "ndjson".parse().expect("is a format");
    let mut outputs =
        Outputs::open_on(Box::new(io::sink()), &[spec], Style::default(), Style::default()).expect("opens");
    outputs.start(&header());
    bencher.counter(ItemsCount::new(sections.len())).bench_local(|| {
        for section in &sections {
            outputs.section(black_box(section));
        }
    });
}

/// What one line of a batch costs from bytes to NDJSON.
#[divan::bench]
fn check_to_ndjson(bencher: Bencher<'_, '_>) {
    let mut text = String::new();
    for value in mix() {
        writeln!(text, "{value}").expect("writes to memory");
    }
    let spec: OutputSpec = "ndjson".parse().expect("is a format");
    let mut outputs =
        Outputs::open_on(Box::new(io::sink()), &[spec], Style::default(), Style::default()).expect("opens");
    outputs.start(&header());
    bencher.counter(ItemsCount::new(VALUES)).counter(BytesCount::new(text.len())).bench_local(|| {
        for line in black_box(text.as_bytes()).split(|byte| *byte == b'\n') {
            let Some(item) = chalkstore::store_ref::split_line(line) else { continue };
            let (_, checked) = uri::check(item.value.bytes());
            outputs.section(&Section::new(checked.shown, None, checked.assessment));
        }
    });
}

fn header() -> Header {
    Header {
        command: "validate-uri".to_owned(),
        subject: "standard input".to_owned(),
        started_at: "2026-01-01T00:00:00.000Z".to_owned(),
        vantage: Vantage::default(),
        tool: Tool::this(),
        fail_on: FailOn::Fail,
    }
}
