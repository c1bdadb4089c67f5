//! CBOR, as far as AWS's clients speak it (Smithy RPC v2): to JSON and back.

use serde_json::{Map, Number, Value};

/// What a client sent. The tag of a time is dropped, so that it is a number.
pub(crate) fn decode(bytes: &[u8]) -> Value {
    let mut rest = bytes;
    item(&mut rest).expect("no break outside of a list")
}

/// What a client is told. `{"epoch": 1}` becomes a time, with the tag that clients insist on.
pub(crate) fn encode(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(value, &mut bytes);
    bytes
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (taken, left) = rest.split_at(count);
    *rest = left;
    taken
}

/// One item; none is the break that ends a list of unknown length.
fn item(rest: &mut &[u8]) -> Option<Value> {
    let first = take(rest, 1)[0];
    let (major, short) = (first >> 5, first & 0x1f);
    if first == 0xff {
        return None;
    }
    let size = match short {
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => 0,
    };
    let argument = match size {
        0 => u64::from(short),
        _ => take(rest, size).iter().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    };
    let count = if short == 31 { usize::MAX } else { usize::try_from(argument).expect("fits") };
    let value = match major {
        0 => Value::from(argument),
        1 => Value::from(-1 - i64::try_from(argument).expect("fits")),
        3 => Value::from(String::from_utf8(take(rest, count).to_vec()).expect("text")),
        4 => Value::Array((0..count).map_while(|_| item(rest)).collect()),
        5 => {
            let mut map = Map::new();
            for _ in 0..count {
                let Some(name) = item(rest) else { break };
                let name = name.as_str().expect("a name").to_owned();
                map.insert(name, item(rest).expect("a value"));
            }
            Value::Object(map)
        }
        6 => item(rest).expect("what is tagged"),
        7 => match short {
            20 => Value::Bool(false),
            21 => Value::Bool(true),
            26 => float(f64::from(f32::from_bits(u32::try_from(argument).expect("fits")))),
            27 => float(f64::from_bits(argument)),
            _ => Value::Null,
        },
        major => panic!("nothing of AWS's has the major type {major}"),
    };
    Some(value)
}

fn float(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn head(major: u8, argument: usize, bytes: &mut Vec<u8>) {
    bytes.push(major << 5 | 0x1b);
    bytes.extend((argument as u64).to_be_bytes());
}

fn write(value: &Value, bytes: &mut Vec<u8>) {
    match value {
        Value::Null => bytes.push(0xf6),
        Value::Bool(is) => bytes.push(if *is { 0xf5 } else { 0xf4 }),
        Value::Number(number) => {
            bytes.push(0xfb);
            bytes.extend(number.as_f64().expect("a number").to_be_bytes());
        }
        Value::String(text) => {
            head(3, text.len(), bytes);
            bytes.extend(text.as_bytes());
        }
        Value::Array(values) => {
            head(4, values.len(), bytes);
            for value in values {
                write(value, bytes);
            }
        }
        Value::Object(map) if map.len() == 1 && map.contains_key("epoch") => {
            bytes.push(0xc1);
            write(&map["epoch"], bytes);
        }
        Value::Object(map) => {
            head(5, map.len(), bytes);
            for (name, value) in map {
                head(3, name.len(), bytes);
                bytes.extend(name.as_bytes());
                write(value, bytes);
            }
        }
    }
}
