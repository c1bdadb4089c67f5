//! Vectors of the developer guide and of the published calculators, and items that cannot be stored.

use super::*;
use crate::dynamodb::units::{Consistency, read_units, write_units};

fn sized(layout: Layout, text: &str) -> Result<u64, String> {
    let mut sizer = Sizer::new(layout, Vec::new());
    sizer.measure(text).map(|measured| measured.bytes).map_err(|error| error.to_string())
}

#[track_caller]
fn typed(text: &str) -> u64 {
    sized(Layout::DynamoDb, text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// An item with the vectors' key of six bytes, and more.
#[track_caller]
fn keyed(rest: &str) -> u64 {
    typed(&format!(r#"{{"pk":{{"S":"p"}},"sk":{{"S":"s"}}{rest}}}"#))
}

#[test]
fn vector_1_4_1_two_strings() {
    assert_eq!(typed(r#"{"pk":{"S":"user#1"},"sk":{"S":"f#v1"}}"#), 14);
}

#[test]
fn vector_1_4_2_to_5_numbers() {
    for (number, bytes) in [
        ("12345", 11),
        ("-12345", 12),
        ("1000000", 9),
        ("100", 9),
        ("10", 9),
        ("27", 9),
        ("0.5", 9),
        ("0.001", 9),
        ("1700000000", 9),
        ("461", 10),
        ("-27", 10),
        ("3.14159", 12),
        ("1.5E-130", 10),
        ("12345678901234567890123456789012345678", 27),
        ("-9.9999999999999999999999999999999999999E+125", 28),
    ] {
        assert_eq!(keyed(&format!(r#","n":{{"N":"{number}"}}"#)), bytes, "{number}");
    }
}

#[test]
fn vector_1_4_6_binary() {
    let hundred = "A".repeat(132) + "AA==";
    assert_eq!(keyed(&format!(r#","b":{{"B":"{hundred}"}}"#)), 107);
}

#[test]
fn vector_1_4_7_to_10_other_types() {
    assert_eq!(keyed(r#","t":{"BOOL":true},"z":{"NULL":true}"#), 10);
    let nested =
        r#","l":{"L":[{"S":"a"},{"N":"1"},{"BOOL":true}]},"m":{"M":{"k":{"S":"v"},"kk":{"N":"10"}}}"#;
    assert_eq!(keyed(nested), 29);
    let sets = r#","ss":{"SS":["ab","cde"]},"ns":{"NS":["1","22","333"]},"bs":{"BS":["AAAA","AA=="]}"#;
    assert_eq!(keyed(sets), 28);
    assert_eq!(keyed(r#","l":{"L":[]},"m":{"M":{}}"#), 14);
}

#[test]
fn vector_1_4_11_unicode() {
    assert_eq!(typed(r#"{"pk":{"S":"é"},"sk":{"S":"日本"},"ключ":{"S":"😀"}}"#), 24);
    assert_eq!(typed(r#"{"pk":{"S":"\u00e9"},"sk":{"S":"\u65e5\u672c"},"ключ":{"S":"\ud83d\ude00"}}"#), 24);
}

#[test]
fn vector_1_4_12_an_embedding_as_list_and_as_blob() {
    let list: Vec<String> = (0..128).map(|i| format!(r#"{{"N":"{}"}}"#, f64::from(i).sin())).collect();
    let as_list = keyed(&format!(r#","v":{{"L":[{}]}}"#, list.join(",")));
    // The digits of sin differ in the last place from one library to the next.
    assert!((1360..=1390).contains(&as_list), "{as_list}");
    let blob = "A".repeat(680) + "AAA=";
    assert_eq!(keyed(&format!(r#","v":{{"B":"{blob}"}}"#)), 6 + 1 + 512);
}

#[test]
fn vector_1_4_13_an_empty_string() {
    assert_eq!(keyed(r#","e":{"S":""}"#), 7);
}

#[test]
fn vector_1_4_14_the_limit_is_409600() {
    let of = |bytes: usize| keyed(&format!(r#","v":{{"S":"{}"}}"#, "x".repeat(bytes - 7)));
    assert_eq!(of(409_601), crate::dynamodb::units::MAX_ITEM_BYTES + 1);
    assert!(of(400_001) <= crate::dynamodb::units::MAX_ITEM_BYTES);
}

#[test]
fn vector_1_4_16_an_item_of_chalks() {
    let item = r#"{"__id__":{"S":"user.id:12345678"},"__ns__":{"S":"user.credit_score"},"v":{"N":"721"},"__exp__":{"N":"1790000000"}}"#;
    assert_eq!(typed(item), 59);
    assert_eq!(sized(Layout::Wrapped, &format!("{{\"Item\":{item}}}")), Ok(59));
    let plain = r#"{"__id__":"user.id:12345678","__ns__":"user.credit_score","v":721,"__exp__":1790000000}"#;
    assert_eq!(sized(Layout::Plain, plain), Ok(59));
}

#[test]
fn vector_10_1_the_guides_shirt() {
    assert_eq!(typed(r#"{"shirt-color":{"S":"R"},"shirt-size":{"S":"M"}}"#), 23);
}

#[test]
fn vectors_10_2_to_15_units_of_an_item_of_so_many_bytes() {
    let of = |bytes: usize| typed(&format!(r#"{{"v":{{"S":"{}"}}}}"#, "x".repeat(bytes - 1)));
    let read = |bytes, consistency| read_units(of(bytes), consistency);
    use Consistency::{Eventual, Strong, Transactional};
    let all = |bytes| [Strong, Eventual, Transactional].map(|consistency| read(bytes, consistency));
    assert_eq!(all(8192), [2.0, 1.0, 4.0], "vector 2");
    assert_eq!(all(3500), [1.0, 0.5, 2.0], "vector 3");
    assert_eq!((read(3584, Strong), read(10_240, Strong)), (1.0, 3.0), "vector 4");
    assert_eq!(read(1536, Strong) + read(6656, Strong), 3.0, "vector 5");
    let write = |bytes| write_units(0, of(bytes));
    assert_eq!((write(500), write(1638)), (1.0, 2.0), "vector 11");
    assert_eq!(write(500) + write(3584), 5.0, "vector 12");
    assert_eq!(80.0 * read(3072, Strong), 80.0, "vector 13");
    assert_eq!(100.0 * write(512), 100.0, "vector 14");
    assert_eq!((write(2048), 2.0 * write(2048)), (2.0, 4.0), "vector 15");
}

#[test]
fn attributes_are_told_in_their_order() {
    let mut sizer = Sizer::new(Layout::DynamoDb, Vec::new());
    let text = r#" { "pk" : {"S" : "a"} , "\u006eu" : { "M" : { "k" : {"N":"12"} } } } "#;
    let measured = sizer.measure(text).expect("is an item");
    let list: Vec<_> = measured.attributes().map(|one| (one.name.to_vec(), one.kind, one.bytes)).collect();
    assert_eq!(list, [(b"pk".to_vec(), "S", 3), (b"nu".to_vec(), "M", 2 + 3 + 1 + 1 + 2)]);
    assert_eq!(measured.bytes, 12);
}

#[test]
fn what_cannot_be_stored_is_told_with_its_place() {
    let wrong = |text: &str| sized(Layout::DynamoDb, text).expect_err(text);
    for (value, told) in [
        (r#"{"N":"1e126"}"#, "`v`: number: its magnitude is over 9.99E+125"),
        (r#"{"N":"x"}"#, "`v`: number: it is not a decimal number"),
        (r#"{"N":5}"#, "`v`: its type is N, so that a number in quotes was expected"),
        (r#"{"L":[{"S":"a"},{"M":{"k":{"N":"x"}}}]}"#, "`v[1].k`: number: it is not a decimal number"),
        (r#"{"B":"YQ"}"#, "`v`: it is not base64 with its padding"),
        (r#"{"BS":["YQ==","YR=="]}"#, "`v`: a set holds an element twice"),
        (r#"{"NS":["1","0.1e1"]}"#, "`v`: a set holds an element twice"),
        (r#"{"SS":["a","\u0061"]}"#, "`v`: a set holds an element twice"),
        (r#"{"SS":[]}"#, "`v`: a set has to have an element"),
        (r#"{"NULL":false}"#, "`v`: its type is NULL, so that true was expected"),
        (r#"{"BOOL":"true"}"#, "`v`: its type is BOOL, so that true or false was expected"),
        (r#"{"X":"a"}"#, "`v`: its type is none of S, N, B, BOOL, NULL, L, M, SS, NS and BS"),
        (r#"{"S":"a","N":"1"}"#, "`v`: a value has one type; this has several"),
        ("{}", "`v`: a value has one type; this has none"),
        (r#""a""#, "`v`: a value is an object such as {\"S\":\"text\"}; is this plain JSON?"),
        (r#"{"M":{"":{"S":"a"}}}"#, "`v`: a name is empty"),
        (r#"{"M":{"k":{"S":"a"},"k":{"S":"b"}}}"#, "`v.k`: the name stands there twice"),
        (r#"{"S":"\ud800"}"#, "`v`: a string holds half of a UTF-16 surrogate pair, which no UTF-8 text can"),
    ] {
        assert_eq!(wrong(&format!(r#"{{"pk":{{"S":"a"}},"v":{value}}}"#)), told);
    }
    assert_eq!(
        wrong(r#"{"a":{"S":"a"},"b":{"S":"b"},"\u0061":{"S":"c"}}"#),
        "`a`: the name stands there twice"
    );
    assert_eq!(wrong("{}"), "an item has at least its key, and this has no attribute");
    assert_eq!(wrong("[]"), "an item is a JSON object");
    let long = format!(r#"{{"{}":{{"S":"a"}}}}"#, "n".repeat(65_536));
    assert_eq!(wrong(&long), "a name has 65536 bytes, and at most 65,535 are allowed");
    for (text, told) in [
        ("{\"a\":{\"S\":\"a\"}", "it is not JSON: it ends in the middle"),
        ("{\"a\":{\"S\":\"a\"}}x", "it is not JSON: something follows the item"),
        ("{\"a\":{\"S\":\"a", "`a`: it is not JSON: a string does not end"),
        ("{\"a\" {\"S\":\"a\"}}", "it is not JSON: a colon was expected behind a name"),
        ("{\"a\":{\"S\":\"a\"},}", "it is not JSON: a name in quotes was expected"),
    ] {
        assert_eq!(wrong(text), told);
    }
}

#[test]
fn depth_ends_where_dynamodb_local_ends_it() {
    let lists =
        |count: usize| format!(r#"{{"v":{}{{"S":"x"}}{}}}"#, r#"{"L":["#.repeat(count), "]}".repeat(count));
    assert_eq!(typed(&lists(31)), 1 + 125);
    let plain = |count: usize| format!(r#"{{"v":{}"x"{}}}"#, r#"{"k":"#.repeat(count), "}".repeat(count));
    assert_eq!(sized(Layout::Plain, &plain(31)), Ok(1 + 156));
    for count in [32, 33, 200_000] {
        for (layout, text) in [(Layout::DynamoDb, lists(count)), (Layout::Plain, plain(count))] {
            let told = sized(layout, &text).expect_err("is too deep");
            assert!(told.ends_with("lists and maps lie more than 31 deep in each other"), "{told}");
        }
    }
}

#[test]
fn key_attributes_have_rules_of_their_own() {
    let key = ["pk", "sk"].map(|name| KeyPart(name.to_owned())).to_vec();
    let mut sizer = Sizer::new(Layout::DynamoDb, key);
    let mut told =
        |text: &str| sizer.measure(text).map(|found| found.bytes).map_err(|error| error.to_string());
    let of = |pk: &str, sk: &str| format!(r#"{{"sk":{sk},"pk":{pk}}}"#);
    let string = |bytes: usize| format!(r#"{{"S":"{}"}}"#, "k".repeat(bytes));
    assert_eq!(told(&of(&string(2048), &string(1024))), Ok(4 + 3072));
    let error = |told: Result<u64, String>| told.expect_err("is refused");
    assert_eq!(
        error(told(&of(&string(2049), &string(1)))),
        "`pk`: the partition key has 2049 bytes, and at most 2048 are allowed"
    );
    assert_eq!(
        error(told(&of(&string(1), &string(1025)))),
        "`sk`: the sort key has 1025 bytes, and at most 1024 are allowed"
    );
    assert_eq!(error(told(&of(&string(0), &string(1)))), "`pk`: a key attribute must not be empty");
    assert_eq!(
        error(told(&of(r#"{"BOOL":true}"#, &string(1)))),
        "`pk`: a key attribute is S, N or B; this is BOOL"
    );
    assert_eq!(error(told(r#"{"pk":{"S":"a"}}"#)), "`sk`: the key attribute is missing");
}

#[test]
fn members_beside_a_wrapped_item_do_not_count() {
    let text =
        r#"{"Item":{"a":{"S":"b"}},"ConsumedCapacity":{"TableName":"t","x":[1,-2.5e3,{"y":null},"]"]}}"#;
    assert_eq!(sized(Layout::Wrapped, text), Ok(2));
    assert!(sized(Layout::Wrapped, r#"{"Other":{"a":{"S":"b"}}}"#).is_err());
    assert!(sized(Layout::Wrapped, r#"{"Item":{"a":{"S":"b"}},"x":[}"#).is_err());
}
