//! Sizes and units against what `DynamoDB` Local consumes, edge by edge.

use std::sync::Once;
use std::thread;

use chalkstore::dynamodb::item::{Layout, Sizer, number_bytes};
use chalkstore::dynamodb::units::Consistency::{Eventual, Strong, Transactional};
use chalkstore::dynamodb::units::{query_units, read_units, write_units};

use super::generator::{attributes, number};
use super::local::Local;
use crate::support::random::Random;
use crate::support::{Emulator, RunningEmulator};

const TABLE: &str = "items";
/// How many items of random content are written, read and deleted.
const ITEMS: usize = 5_200;
/// So many share a partition key, and are written and read together: a batch write takes 25.
const GROUP: usize = 20;
/// The largest page of a query has 1 MB.
const PAGE: u64 = 1_000_000;
/// More than cores, because each waits for its answers.
const THREADS: usize = 6;

/// One emulator and one table for all tests: what they write has keys of its own.
fn started() -> &'static RunningEmulator {
    static TABLE_IS_THERE: Once = Once::new();
    let emulator = Emulator::DynamoDbLocal.shared();
    TABLE_IS_THERE.call_once(|| {
        let table = format!(
            r#"{{"TableName":"{TABLE}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{{"AttributeName":"pk","AttributeType":"S"}},{{"AttributeName":"sk","AttributeType":"S"}}],"KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}},{{"AttributeName":"sk","KeyType":"RANGE"}}]}}"#
        );
        Local::of(emulator).call("CreateTable", &table).expect("a table is made");
    });
    emulator
}

#[track_caller]
fn bytes(item: &str) -> u64 {
    let mut sizer = Sizer::new(Layout::DynamoDb, Vec::new());
    sizer.measure(item).unwrap_or_else(|error| panic!("{error}: {item}")).bytes
}

fn put(local: &mut Local, item: &str) -> f64 {
    let body = format!(r#"{{"TableName":"{TABLE}","ReturnConsumedCapacity":"TOTAL","Item":{item}}}"#);
    local.units("PutItem", &body)
}

/// One item under test: all of its text but the end of its padding.
struct Subject {
    key: String,
    rest: String,
}

impl Subject {
    fn item(&self, padding: usize) -> String {
        let Self { key, rest } = self;
        format!(r#"{{{key}{rest},"~":{{"S":"{}"}}}}"#, "x".repeat(padding))
    }

    fn asks(&self, more: &str) -> String {
        format!(r#"{{"TableName":"{TABLE}","ReturnConsumedCapacity":"TOTAL","Key":{{{}}}{more}}}"#, self.key)
    }

    fn get(&self, local: &mut Local, is_strong: bool) -> f64 {
        local.units("GetItem", &self.asks(&format!(r#","ConsistentRead":{is_strong}"#)))
    }
}

/// Writes or deletes many at once.
fn batch_write(local: &mut Local, requests: &[String]) -> f64 {
    let body = format!(
        r#"{{"ReturnConsumedCapacity":"TOTAL","RequestItems":{{"{TABLE}":[{}]}}}}"#,
        requests.join(",")
    );
    local.units("BatchWriteItem", &body)
}

/// Gets many at once.
fn batch_get(local: &mut Local, subjects: &[&Subject], is_strong: bool) -> f64 {
    let keys: Vec<String> = subjects.iter().map(|subject| format!("{{{}}}", subject.key)).collect();
    let body = format!(
        r#"{{"ReturnConsumedCapacity":"TOTAL","RequestItems":{{"{TABLE}":{{"ConsistentRead":{is_strong},"Keys":[{}]}}}}}}"#,
        keys.join(",")
    );
    local.units("BatchGetItem", &body)
}

/// A group of items that end at the edges of their units, with their sizes.
fn at_edges(random: &mut Random, pk: &str) -> Vec<(Subject, u64)> {
    let mut subjects: Vec<(Subject, u64)> = Vec::new();
    for place in 0..GROUP {
        let key = format!(r#""pk":{{"S":"{pk}"}},"sk":{{"S":"{place:02}"}}"#);
        let subject = Subject { key, rest: attributes(random) };
        let without = bytes(&subject.item(0));
        let unit = if random.below(3) == 0 { 4096 } else { 1024 };
        // Mostly the next edge, sometimes one far away, now and then the last of all.
        let total: u64 = subjects.iter().map(|(_, bytes)| bytes).sum();
        let edge = match random.below(400) {
            0 if total + 409_600 < PAGE => 409_600,
            1..=20 => (without / unit + 1 + random.below(12) as u64) * unit,
            _ => without.div_ceil(unit) * unit,
        };
        subjects.push((subject, edge));
    }
    subjects
}

/// Writes, reads and deletes a group of items, at the edges of their units. Returns how many.
fn group(local: &mut Local, random: &mut Random, number: usize) -> usize {
    let pk = format!("group-{number}");
    let mut present = at_edges(random, &pk);
    let sum = |present: &[(Subject, u64)], units: &dyn Fn(u64) -> f64| -> f64 {
        present.iter().map(|(_, bytes)| units(*bytes)).sum()
    };
    let blocks = |bytes: u64, block: u64| bytes.div_ceil(block) as f64;
    let padded = |subject: &Subject, size: u64| {
        let padding = usize::try_from(size - bytes(&subject.item(0))).expect("is small");
        let item = subject.item(padding);
        assert_eq!(bytes(&item), size);
        item
    };

    // To the byte: one unit less than with a byte more.
    let puts: Vec<String> = present
        .iter()
        .map(|(subject, edge)| format!(r#"{{"PutRequest":{{"Item":{}}}}}"#, padded(subject, *edge)))
        .collect();
    assert_eq!(sum(&present, &|edge| write_units(0, edge)), sum(&present, &|edge| blocks(edge, 1024)));
    assert_eq!(
        batch_write(local, &puts),
        sum(&present, &|edge| write_units(0, edge)),
        "batch of puts of {pk}: {puts:?}"
    );
    let subjects: Vec<&Subject> = present.iter().map(|(subject, _)| subject).collect();
    assert_eq!(
        batch_get(local, &subjects, true),
        sum(&present, &|edge| read_units(edge, Strong)),
        "batch-get of {pk}: {puts:?}"
    );

    for (place, (subject, size)) in present.iter_mut().enumerate() {
        let edge = *size;
        if edge == 409_600 {
            let padding = usize::try_from(edge + 1 - bytes(&subject.item(0))).expect("is small");
            let over = format!(r#"{{"TableName":"{TABLE}","Item":{}}}"#, subject.item(padding));
            let refused = local.call("PutItem", &over).expect_err("a byte over the limit is refused");
            assert!(refused.contains("size has exceeded"), "{refused}");
            continue;
        }
        let over = padded(subject, edge + 1);
        assert_eq!(put(local, &over), write_units(edge, edge + 1), "put of {edge} bytes and one: {over}");
        assert_eq!(write_units(edge, edge + 1), blocks(edge, 1024) + 1.0);
        *size = edge + 1;
        if place % 4 == 0 {
            assert_eq!(subject.get(local, true), read_units(edge + 1, Strong), "{over}");
        } else if place % 4 == 2 {
            assert_eq!(subject.get(local, false), read_units(edge + 1, Eventual), "{over}");
        }
    }
    read_together(local, &pk, &present);
    for (place, (subject, size)) in present.iter_mut().enumerate() {
        // One grows by an attribute of three bytes, one loses its padding, one is left as it is.
        let (update, after) = match place % 3 {
            0 if *size + 3 <= 409_600 => ("SET #a = :a", *size + 3),
            1 => ("REMOVE #p", bytes(&subject.item(0)) - 1),
            _ => continue,
        };
        let names = if place % 3 == 0 { r##""#a":"^""## } else { r##""#p":"~""## };
        let values = if place % 3 == 0 { r#","ExpressionAttributeValues":{":a":{"N":"7"}}"# } else { "" };
        let more =
            format!(r#","UpdateExpression":"{update}","ExpressionAttributeNames":{{{names}}}{values}"#);
        let units = local.units("UpdateItem", &subject.asks(&more));
        assert_eq!(units, write_units(*size, after), "{update}: {size} bytes, then {after}");
        *size = after;
    }

    let count = present.len();
    let rest = present.split_off(GROUP / 4);
    for (subject, size) in &present {
        assert_eq!(
            local.units("DeleteItem", &subject.asks("")),
            write_units(*size, 0),
            "delete of {size} bytes"
        );
    }
    let deletes: Vec<String> = rest
        .iter()
        .map(|(subject, _)| format!(r#"{{"DeleteRequest":{{"Key":{{{}}}}}}}"#, subject.key))
        .collect();
    assert_eq!(batch_write(local, &deletes), sum(&rest, &|size| write_units(size, 0)), "deletes of {pk}");
    let absent = &present[0].0;
    assert_eq!(absent.get(local, true), read_units(0, Strong));
    assert_eq!(absent.get(local, false), read_units(0, Eventual));
    assert_eq!(local.units("DeleteItem", &absent.asks("")), write_units(0, 0));
    count
}

/// Batches, queries and transactions over the whole group.
fn read_together(local: &mut Local, pk: &str, present: &[(Subject, u64)]) {
    let sum = |consistency| present.iter().map(|(_, bytes)| read_units(*bytes, consistency)).sum::<f64>();
    let subjects: Vec<&Subject> = present.iter().map(|(subject, _)| subject).collect();
    let total = present.iter().map(|(_, bytes)| bytes).sum();
    assert!(total < PAGE, "{total}");
    for (is_strong, consistency) in [(true, Strong), (false, Eventual)] {
        assert_eq!(batch_get(local, &subjects, is_strong), sum(consistency), "batch-get of {pk}");
        let body = format!(
            r#"{{"TableName":"{TABLE}","ReturnConsumedCapacity":"TOTAL","ConsistentRead":{is_strong},"Select":"COUNT","KeyConditionExpression":"pk = :pk","ExpressionAttributeValues":{{":pk":{{"S":"{pk}"}}}}}}"#
        );
        assert_eq!(
            local.units("Query", &body),
            query_units(total, consistency),
            "query of {pk}, {total} bytes"
        );
    }
    let get =
        |subject: &&Subject| format!(r#"{{"Get":{{"TableName":"{TABLE}","Key":{{{}}}}}}}"#, subject.key);
    let gets: Vec<String> = subjects.iter().map(get).collect();
    let body = format!(r#"{{"ReturnConsumedCapacity":"TOTAL","TransactItems":[{}]}}"#, gets.join(","));
    assert_eq!(local.units("TransactGetItems", &body), sum(Transactional), "TransactGet of {pk}");
}

#[test]
fn random_items_consume_what_is_reckoned() {
    let emulator = started();
    let groups = ITEMS / GROUP;
    let done: usize = thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|worker| {
                let mut local = Local::of(emulator);
                scope.spawn(move || {
                    let mine = (worker..groups).step_by(THREADS);
                    mine.map(|number| group(&mut local, &mut Random::new(number as u64), number))
                        .sum::<usize>()
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().expect("every figure agrees")).sum()
    });
    assert_eq!(done, ITEMS);
}

/// Sets of many numbers put the bytes of each to the test: an edge moves if one of them is wrong.
#[test]
fn numbers_take_the_bytes_that_are_reckoned() {
    let emulator = started();
    let mut local = Local::of(emulator);
    let mut random = Random::new(7);
    for round in 0..400 {
        let number = number(&mut random);
        let key = format!(r#""pk":{{"S":"n"}},"sk":{{"S":"{round}"}}"#);
        let subject = Subject { key, rest: format!(r#","n":{{"N":"{number}"}}"#) };
        let expected =
            2 + 1 + 2 + format!("{round}").len() as u64 + 1 + 1 + number_bytes(&number).expect("is a number");
        let padding = usize::try_from(1024 - expected).expect("is small");
        assert_eq!(put(&mut local, &subject.item(padding)), 1.0, "{number}");
        assert_eq!(put(&mut local, &subject.item(padding + 1)), 2.0, "{number}");
    }
}

/// What `DynamoDB` Local would not store is refused here, and what it stores is not.
#[test]
fn what_dynamodb_local_refuses_is_refused() {
    let emulator = started();
    let mut local = Local::of(emulator);
    let long = format!(r#"{{"M":{{"{}":{{"S":""}}}}}}"#, "n".repeat(65_535));
    let too_long = format!(r#"{{"M":{{"{}":{{"S":""}}}}}}"#, "n".repeat(65_536));
    let lists = |count: usize| format!("{}{{\"N\":\"1\"}}{}", r#"{"L":["#.repeat(count), "]}".repeat(count));
    let maps = |count: usize| format!("{}{{\"L\":[]}}{}", r#"{"M":{"k":"#.repeat(count), "}}".repeat(count));
    let mut values: Vec<String> = vec![long, too_long, lists(31), lists(32), maps(30), maps(31)];
    let written = [
        r#"{"SS":["a","a"]}"#,
        r#"{"SS":["a","\u0061"]}"#,
        r#"{"SS":["a",""]}"#,
        r#"{"SS":[]}"#,
        r#"{"NS":[]}"#,
        r#"{"BS":[]}"#,
        r#"{"NS":["1","1.0"]}"#,
        r#"{"NS":["0","-0"]}"#,
        r#"{"NS":["1","-1"]}"#,
        r#"{"BS":["YQ==","YQ=="]}"#,
        r#"{"BS":["YQ==","YR=="]}"#,
        r#"{"BS":["","YQ=="]}"#,
        r#"{"B":"YR=="}"#,
        r#"{"B":"YQ"}"#,
        r#"{"B":"_-8="}"#,
        r#"{"B":"Y Q="}"#,
        r#"{"S":""}"#,
        r#"{"B":""}"#,
        r#"{"L":[]}"#,
        r#"{"M":{}}"#,
        r#"{"M":{"":{"S":"a"}}}"#,
        r#"{"NULL":false}"#,
        r#"{"NULL":true}"#,
        r#"{"X":"a"}"#,
        "{}",
        r#"{"S":"a","N":"1"}"#,
        r#"{"S":null}"#,
        r#"{"L":[{"N":"x"}]}"#,
    ];
    values.extend(written.map(str::to_owned));
    let numbers = [
        "",
        ".",
        "+",
        "1e",
        "e5",
        "--5",
        " 5",
        "5 ",
        "0x10",
        "NaN",
        "1d",
        ".5",
        "5.",
        "+5",
        "0005",
        "1e126",
        "1e125",
        "1e-130",
        "1e-131",
        "0e999",
        "1E5.0",
        "0e2147483648",
        "1e0005",
    ];
    values.extend(numbers.map(|number| format!(r#"{{"N":"{number}"}}"#)));
    values.extend([38, 39].map(|digits| format!(r#"{{"N":"{}"}}"#, "1".repeat(digits))));
    let mut refused = 0;
    for value in values {
        let item = format!(r#"{{"pk":{{"S":"a"}},"sk":{{"S":"a"}},"v":{value}}}"#);
        let told = Sizer::new(Layout::DynamoDb, Vec::new()).measure(&item).map(|found| found.bytes);
        let answer = local.call("PutItem", &format!(r#"{{"TableName":"{TABLE}","Item":{item}}}"#));
        let start: String = value.chars().take(80).collect();
        assert_eq!(told.is_ok(), answer.is_ok(), "{start}: {told:?}, and DynamoDB Local: {answer:?}");
        refused += usize::from(told.is_err());
    }
    assert!(refused > 30, "{refused}");
}
