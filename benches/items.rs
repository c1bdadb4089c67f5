//! Sizing of items, megabytes of JSON per second and core: `cargo bench --bench items`.
//!
//! The mix is what an online store holds: small features of an entity, a few long texts, an embedding as a list of
//! numbers and one as a binary value.

use chalkstore::dynamodb::item::{Layout, Sizer, number_bytes};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

/// So many that they do not fit into the caches.
const ITEMS: usize = 20_000;

fn main() {
    divan::main();
}

/// A value of a feature.
fn feature(number: usize) -> String {
    format!(
        r#"{{"__id__":{{"S":"user.id:{number}"}},"__ns__":{{"S":"user.credit_score"}},"v":{{"N":"{}"}},"__exp__":{{"N":"1790000000"}}}}"#,
        number % 850
    )
}

/// All features of an entity.
fn entity(number: usize) -> String {
    format!(
        r#"{{"pk":{{"S":"user#{number}"}},"sk":{{"S":"features#v1"}},"name":{{"S":"Name of the user number {number}"}},"is_active":{{"BOOL":true}},"score":{{"N":"0.{number}"}},"balance":{{"N":"-{number}.25"}},"tags":{{"SS":["one","two","three-{number}"]}},"address":{{"M":{{"city":{{"S":"Zürich"}},"zip":{{"S":"8001"}},"geo":{{"L":[{{"N":"47.3769"}},{{"N":"8.5417"}}]}}}}}},"bio":{{"S":"{}"}},"gone":{{"NULL":true}}}}"#,
        "a sentence about this user, as long as such texts are. ".repeat(4)
    )
}

#[expect(clippy::cast_precision_loss, reason = "numbers of items are small")]
fn embedding(number: usize) -> String {
    let list = (0..128).map(|place| format!(r#"{{"N":"{}"}}"#, ((number + place) as f64).sin()));
    format!(
        r#"{{"pk":{{"S":"user#{number}"}},"sk":{{"S":"embedding"}},"v":{{"L":[{}]}}}}"#,
        list.collect::<Vec<_>>().join(",")
    )
}

fn blob(number: usize) -> String {
    let text = "Zm9vYmFy".repeat(85);
    format!(r#"{{"pk":{{"S":"user#{number}"}},"sk":{{"S":"blob"}},"v":{{"B":"{text}AAA="}}}}"#)
}

/// Of ten items six are single features, two entities, one an embedding as a list, one as a binary value.
fn mix(number: usize) -> String {
    match number % 10 {
        0..=5 => feature(number),
        6 | 7 => entity(number),
        8 => embedding(number),
        _ => blob(number),
    }
}

fn run(bencher: Bencher<'_, '_>, layout: Layout, items: &[String]) {
    let bytes: usize = items.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(items.len())).bench(|| {
        let mut sizer = Sizer::new(layout, Vec::new());
        let size = |text: &String| sizer.measure(black_box(text)).expect("is an item").bytes;
        items.iter().map(size).sum::<u64>()
    });
}

fn items(one: fn(usize) -> String) -> Vec<String> {
    (0..ITEMS).map(one).collect()
}

#[divan::bench]
fn typed_mix(bencher: Bencher<'_, '_>) {
    run(bencher, Layout::DynamoDb, &items(mix));
}

#[divan::bench]
fn typed_features(bencher: Bencher<'_, '_>) {
    run(bencher, Layout::DynamoDb, &items(feature));
}

#[divan::bench]
fn typed_entities(bencher: Bencher<'_, '_>) {
    run(bencher, Layout::DynamoDb, &items(entity));
}

#[divan::bench]
fn typed_embeddings(bencher: Bencher<'_, '_>) {
    run(bencher, Layout::DynamoDb, &items(embedding));
}

#[divan::bench]
fn typed_blobs(bencher: Bencher<'_, '_>) {
    run(bencher, Layout::DynamoDb, &items(blob));
}

#[divan::bench]
fn wrapped_mix(bencher: Bencher<'_, '_>) {
    run(bencher, Layout::Wrapped, &items(|number| format!("{{\"Item\":{}}}", mix(number))));
}

#[divan::bench]
fn plain_entities(bencher: Bencher<'_, '_>) {
    let plain = |number| {
        let list: Vec<String> = (0..32).map(|place| f64::from(place).sin().to_string()).collect();
        format!(
            r#"{{"pk":"user#{number}","sk":"features#v1","name":"Name {number}","is_active":true,"score":0.{number},"address":{{"city":"Zürich","geo":[47.3769,8.5417]}},"v":[{}],"gone":null}}"#,
            list.join(",")
        )
    };
    run(bencher, Layout::Plain, &items(plain));
}

#[divan::bench]
#[expect(clippy::cast_precision_loss, reason = "numbers of items are small")]
fn numbers(bencher: Bencher<'_, '_>) {
    let numbers: Vec<String> = (0..ITEMS).map(|number| (number as f64).sin().to_string()).collect();
    bencher.counter(ItemsCount::new(numbers.len())).bench(|| {
        numbers.iter().map(|text| number_bytes(black_box(text)).expect("is a number")).sum::<u64>()
    });
}
