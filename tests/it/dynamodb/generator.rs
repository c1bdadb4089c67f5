//! Random items as JSON text, from a seed: all types, nesting, numbers of every sign, length and alignment, Unicode,
//! sets, empty values; and the white space and escapes that JSON allows.

use crate::support::random::Random;

/// A digit, at least `from`.
fn digit(random: &mut Random, from: usize) -> char {
    char::from_digit((from + random.below(10 - from)) as u32, 10).expect("is a digit")
}

/// White space, now and then.
fn space(random: &mut Random) -> &'static str {
    if random.one_in(12) { [" ", "\n", "\t ", "\r\n"][random.below(4)] } else { "" }
}

/// A JSON string of about so many characters, without its quotes.
fn text(random: &mut Random, length: usize) -> String {
    let mut text = String::new();
    for _ in 0..length {
        match random.below(40) {
            0 => text.push_str(r#"\""#),
            1 => text.push_str(["\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t"][random.below(7)]),
            2 => {
                text.push_str(
                    ["\\u0041", "\\u00e9", "\\u65E5", "\\ud83d\\uDE00", "\\u0000"][random.below(5)],
                );
            }
            3 => text.push(['é', 'ß', 'ж', '\u{7f}'][random.below(4)]),
            4 => text.push(['日', '本', '€'][random.below(3)]),
            5 => text.push(['😀', '𝔘', '\u{10ffff}'][random.below(3)]),
            _ => text.push(char::from(b'a' + random.below(26) as u8)),
        }
    }
    text
}

/// A number with 1 to 38 significant digits, or 0, in one of the many ways to write it.
pub(super) fn number(random: &mut Random) -> String {
    if random.one_in(20) {
        return ["0", "-0", "0.000", "0e5", "000", "-0.0e-7"][random.below(6)].to_owned();
    }
    let count = if random.one_in(3) { 30 + random.below(9) } else { 1 + random.below(38) };
    let mut digits: String = (0..count).map(|_| digit(random, 0)).collect();
    digits.replace_range(..1, &digit(random, 1).to_string());
    digits.replace_range(count - 1.., &digit(random, 1).to_string());
    let sign = ["", "-", "", "-", "+"][random.below(5)];
    // The power of ten of the first digit.
    let exponent = match random.below(4) {
        0 => random.below(256) as i64 - 130,
        1 => count as i64 - 1,
        _ => random.below(80) as i64 - 40,
    };
    let zeros = |count: i64| "0".repeat(usize::try_from(count).expect("is not negative"));
    let last = exponent - count as i64 + 1;
    match random.below(3) {
        0 => {
            let point = 1 + random.below(count);
            let power = exponent - point as i64 + 1;
            let (whole, part) = digits.split_at(point);
            let part = if part.is_empty() && random.one_in(2) { String::new() } else { format!(".{part}") };
            let e = ["e", "E"][random.below(2)];
            let plus = if power >= 0 && random.one_in(2) { "+" } else { "" };
            format!("{sign}{whole}{part}{e}{plus}{power}")
        }
        1 if (-60..60).contains(&exponent) => {
            let padding = "0".repeat(random.below(3));
            let behind = "0".repeat(random.below(3));
            if last >= 0 {
                format!("{sign}{padding}{digits}{}", zeros(last))
            } else if exponent < 0 {
                format!("{sign}{padding}0.{}{digits}{behind}", zeros(-exponent - 1))
            } else {
                let (whole, part) = digits.split_at(exponent as usize + 1);
                format!("{sign}{padding}{whole}.{part}{behind}")
            }
        }
        _ => format!("{sign}{digits}e{last}"),
    }
}

fn base64(random: &mut Random, length: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for place in (0..length).step_by(3) {
        let bytes = (length - place).min(3);
        let bits = random.next() as u32 & 0xff_ffff << (8 * (3 - bytes));
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 0x3f;
            out.push(if digit <= bytes { char::from(DIGITS[value as usize]) } else { '=' });
        }
    }
    out
}

/// A value of `DynamoDB` JSON. `size` bounds what it may hold, `depth` how deep it may go.
fn value(random: &mut Random, size: usize, depth: usize) -> String {
    let kinds = if depth == 0 { 8 } else { 11 };
    let body = match random.below(kinds) {
        0 => {
            let length = if random.one_in(6) { 0 } else { random.below(size + 1) };
            format!("\"S\":\"{}\"", text(random, length))
        }
        1 | 2 => format!("\"N\":\"{}\"", number(random)),
        3 => {
            let length = if random.one_in(6) { 0 } else { random.below(size + 1) };
            format!("\"B\":\"{}\"", base64(random, length))
        }
        4 => ["\"BOOL\":true", "\"BOOL\":false", "\"NULL\":true"][random.below(3)].to_owned(),
        5 => {
            let count = 1 + random.below(6);
            let list = (0..count).map(|place| {
                let inner = random.below(6);
                // No element is another one: each ends with its place.
                if place == 0 && random.one_in(3) {
                    "\"\"".to_owned()
                } else {
                    format!("\"{}{place}\"", text(random, inner))
                }
            });
            format!("\"SS\":[{}]", list.collect::<Vec<_>>().join(","))
        }
        6 => {
            let mut list: Vec<(f64, String)> = Vec::new();
            for _ in 0..=random.below(6) {
                let one = number(random);
                let value: f64 = one.parse().expect("is a number");
                if list.iter().all(|(other, _)| *other != value) {
                    list.push((value, format!("\"{one}\"")));
                }
            }
            let list: Vec<String> = list.into_iter().map(|(_, text)| text).collect();
            format!("\"NS\":[{}]", list.join(", "))
        }
        7 => {
            // Of different lengths, so that none is another one.
            let start = random.below(3);
            let list =
                (start..=start + random.below(5)).map(|length| format!("\"{}\"", base64(random, length)));
            format!("\"BS\":[{}]", list.collect::<Vec<_>>().join(","))
        }
        8 | 9 => {
            let list: Vec<String> =
                (0..random.below(5)).map(|_| value(random, size / 4, depth - 1)).collect();
            format!("\"L\":[{}{}]", space(random), list.join(","))
        }
        _ => format!("\"M\":{{{}}}", members(random, size / 4, depth - 1, 4)),
    };
    format!("{}{{{}{body}{}}}", space(random), space(random), space(random))
}

fn members(random: &mut Random, size: usize, depth: usize, most: usize) -> String {
    let list = (0..random.below(most + 1)).map(|place| {
        let length = random.below(12);
        let name = text(random, length);
        let value = value(random, size, depth);
        format!("{}\"{name}{place}\"{}:{value}", space(random), space(random))
    });
    list.collect::<Vec<_>>().join(",")
}

/// A value of plain JSON.
pub(super) fn plain(random: &mut Random, depth: usize) -> String {
    let size = random.below(30);
    let list = |random: &mut Random, one: fn(&mut Random, usize, usize) -> String| {
        let list: Vec<String> = (0..random.below(5)).map(|place| one(random, depth - 1, place)).collect();
        list.join(",")
    };
    let body = match random.below(if depth == 0 { 5 } else { 8 }) {
        0 | 1 => format!("\"{}\"", text(random, size)),
        2 | 3 => {
            let number = number(random);
            // JSON knows fewer ways to write a number.
            if serde_json::from_str::<serde_json::Value>(&number).is_ok() {
                number
            } else {
                "-1.50e+3".to_owned()
            }
        }
        4 => ["true", "false", "null"][random.below(3)].to_owned(),
        5 => format!("[{}]", list(random, |random, depth, _| plain(random, depth))),
        _ => {
            let member = |random: &mut Random, depth, place| {
                format!("\"{}{place}\":{}", text(random, 5), plain(random, depth))
            };
            format!("{{{}}}", list(random, member))
        }
    };
    format!("{}{body}{}", space(random), space(random))
}

/// The attributes of an item beside its key, each with a comma before it.
pub(super) fn attributes(random: &mut Random) -> String {
    let depth = if random.one_in(20) { 31 } else { 3 };
    let size = [10, 10, 60, 60, 400, 3000][random.below(6)];
    let list = members(random, size, depth, 8);
    let comma = if list.is_empty() { "" } else { "," };
    if random.one_in(25) {
        // To the very bottom.
        let deep = format!("{}{}{}", "{\"L\":[".repeat(31), value(random, 10, 0), "]}".repeat(31));
        return format!("{comma}{list},\"deep\":{deep}");
    }
    format!("{comma}{list}")
}
