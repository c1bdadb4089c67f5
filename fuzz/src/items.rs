//! Items: the scanner against a slow and simple reader that goes by `serde_json`.

use std::collections::BTreeSet;
use std::fmt;

use chalkstore::dynamodb::item::{Layout, MAX_CONTAINERS, Sizer};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Any bytes as the text of an item, in every layout.
///
/// # Panics
/// When something does not hold.
pub fn item(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for layout in [Layout::DynamoDb, Layout::Wrapped, Layout::Plain] {
        let mut sizer = Sizer::new(layout, Vec::new());
        let measured = sizer.measure(text).map(|found| {
            let parts: u64 = found.attributes().map(|attribute| attribute.bytes).sum();
            assert_eq!(parts, found.bytes, "{text:?}: the attributes are not the item");
            found.bytes
        });
        if let Err(fault) = serde_json::from_str::<IgnoredAny>(text) {
            let told = measured.expect_err("what is no JSON has no size");
            assert!(told.reason.is_malformed(), "{text:?} is no JSON: {fault}, and not: {told}");
            let line = 1 + text[..told.at].matches('\n').count();
            // A line break where none may be ends its line, and serde_json counts it as the first of the next.
            // It tells of an escape behind all of its digits, whatever stands for them.
            let from = &text.as_bytes()[told.at..];
            let in_escape = from.iter().take(12).filter(|byte| from[0] == b'\\' && **byte == b'\n').count();
            let latest = line + in_escape.max(usize::from(fault.column() == 0));
            assert!(
                (line..=latest).contains(&fault.line()),
                "{text:?}: {told} is told of line {line}, and {fault}"
            );
            continue;
        }
        if let Err(told) = &measured {
            assert!(!told.reason.is_malformed(), "{text:?} is JSON: {told}");
        }
        let expected = match serde_json::from_str::<Json>(&tagged(text)) {
            // The simple reader goes no deeper than this, and takes no half of a character; what stands beside an item
            // may do both.
            Err(error) if layout == Layout::Wrapped || error.to_string().contains("recursion limit") => {
                continue;
            }
            Err(_) => None,
            Ok(json) => size(layout, &json),
        };
        assert_eq!(measured.as_ref().ok(), expected.as_ref(), "{text:?} as {layout:?}: {measured:?}");
    }
}

/// JSON with every member in its order. Each string begins with `S`, and numbers are strings that begin with `N`.
enum Json {
    Word,
    False,
    Null,
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// Puts the letters there, in a text that is JSON.
fn tagged(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => {
                out.push_str("\"S");
                let mut is_escaped = false;
                let inner = rest[1..].bytes().take_while(|byte| {
                    let is_end = *byte == b'"' && !is_escaped;
                    is_escaped = *byte == b'\\' && !is_escaped;
                    !is_end
                });
                let end = 1 + inner.count();
                out.push_str(&rest[1..=end]);
                end + 1
            }
            '-' | '0'..='9' => {
                let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                let end = rest.bytes().take_while(|byte| is_part(byte)).count();
                out.push_str(&format!("\"N{}\"", &rest[..end]));
                end
            }
            other => {
                out.push(other);
                other.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    out
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_unit<E: Error>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
                Ok(if value { Json::Word } else { Json::False })
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Json, E> {
                Ok(Json::Text(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
                let mut list = Vec::new();
                while let Some(one) = from.next_element()? {
                    list.push(one);
                }
                Ok(Json::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
                let mut list = Vec::new();
                while let Some((name, value)) = from.next_entry::<String, Json>()? {
                    list.push((name[1..].to_owned(), value));
                }
                Ok(Json::Object(list))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// The bytes of an item; nothing where it would be refused.
fn size(layout: Layout, json: &Json) -> Option<u64> {
    let item = match (layout, json) {
        (Layout::Wrapped, Json::Object(members)) => &members.first().filter(|(name, _)| name == "Item")?.1,
        (Layout::Wrapped, _) => return None,
        _ => json,
    };
    let Json::Object(members) = item else { return None };
    let value = if layout == Layout::Plain { plain } else { typed };
    let sum = object(members, 0, value, 0)?;
    (!members.is_empty()).then_some(sum)
}

type Value = fn(&Json, usize) -> Option<u64>;

/// Names and values, and so much more for each.
fn object(members: &[(String, Json)], depth: usize, value: Value, more: u64) -> Option<u64> {
    let names: BTreeSet<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    let are_good = names.iter().all(|name| !name.is_empty() && name.len() <= 65_535);
    if names.len() < members.len() || !are_good {
        return None;
    }
    let sizes = members.iter().map(|(name, inner)| Some(more + name.len() as u64 + value(inner, depth)?));
    sizes.sum()
}

fn map(members: &[(String, Json)], depth: usize, value: Value) -> Option<u64> {
    Some(3 + object(members, (depth < MAX_CONTAINERS).then_some(depth + 1)?, value, 1)?)
}

fn list(elements: &[Json], depth: usize, value: Value) -> Option<u64> {
    let depth = (depth < MAX_CONTAINERS).then_some(depth + 1)?;
    let sizes = elements.iter().map(|one| Some(1 + value(one, depth)?));
    Some(3 + sizes.sum::<Option<u64>>()?)
}

fn plain(json: &Json, depth: usize) -> Option<u64> {
    match json {
        Json::Word | Json::False | Json::Null => Some(1),
        Json::Text(text) => match text.strip_prefix('N') {
            Some(text) => Some(number(text)?.0),
            None => Some(text.len() as u64 - 1),
        },
        Json::List(elements) => list(elements, depth, plain),
        Json::Object(members) => map(members, depth, plain),
    }
}

fn typed(json: &Json, depth: usize) -> Option<u64> {
    let Json::Object(members) = json else { return None };
    let [(kind, value)] = members.as_slice() else { return None };
    match (kind.as_str(), value) {
        ("S", value) => Some(string(value)?.len() as u64),
        ("N", value) => Some(number(string(value)?)?.0),
        ("B", value) => Some(base64(string(value)?)?.len() as u64),
        ("BOOL", Json::Word | Json::False) | ("NULL", Json::Word) => Some(1),
        ("L", Json::List(elements)) => list(elements, depth, typed),
        ("M", Json::Object(members)) => map(members, depth, typed),
        ("SS" | "NS" | "BS", Json::List(elements)) => {
            let mut known = BTreeSet::new();
            let mut bytes = 0;
            for one in elements {
                let (size, value) = match kind.as_str() {
                    "SS" => (string(one)?.len() as u64, string(one)?.as_bytes().to_vec()),
                    "NS" => number(string(one)?)?,
                    _ => base64(string(one)?).map(|bytes| (bytes.len() as u64, bytes))?,
                };
                bytes += size;
                known.insert(value);
            }
            (!elements.is_empty() && known.len() == elements.len()).then_some(bytes)
        }
        _ => None,
    }
}

fn string(json: &Json) -> Option<&str> {
    match json {
        Json::Text(text) => text.strip_prefix('S'),
        _ => None,
    }
}

/// The bytes of a number, and what is the same for all that are equal to it.
fn number(text: &str) -> Option<(u64, Vec<u8>)> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, power) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, power)) => {
            let digits = power.strip_prefix(['-', '+']).unwrap_or(power);
            let is_good = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let power: i128 = if is_good { power.parse().ok()? } else { return None };
            (mantissa, (power.unsigned_abs() <= i32::MAX as u128).then_some(power)?)
        }
        None => (unsigned, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{part}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some((1, Vec::new()));
    }
    // The powers of ten of the first digit and the last that are not 0.
    let first = power + whole.len() as i128 - 1 - (digits.len() - significant.len()) as i128;
    let significant = significant.trim_end_matches('0');
    let last = first - significant.len() as i128 + 1;
    if significant.len() > 38 || !(-130..=125).contains(&first) {
        return None;
    }
    let pairs = first.div_euclid(2) - last.div_euclid(2) + 1;
    let is_negative = text.starts_with('-');
    let bytes = (1 + u64::try_from(pairs).ok()? + u64::from(is_negative)).min(21);
    Some((bytes, format!("{is_negative} {first} {significant}").into_bytes()))
}

fn base64(text: &str) -> Option<Vec<u8>> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bare = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut bits = Vec::new();
    for digit in bare.chars() {
        let value = DIGITS.find(digit)?;
        bits.extend((0..6).rev().map(|place| value >> place & 1));
    }
    let byte = |bits: &[usize]| bits.iter().fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit == 1));
    Some(bits.chunks_exact(8).map(byte).collect())
}
