//! What a finding says, taken apart: its words, its figures, and the names of the things that it lists.

use std::borrow::Cow;

/// What a finding says.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::probe) struct Said<'a> {
    /// The words, without what tells one from many.
    pub(in crate::probe) words: Vec<&'a str>,
    /// The figures, in their order.
    pub(in crate::probe) figures: Vec<Figure>,
    /// Everything else that has a digit: addresses, zones, shards by their numbers, and any bare number of which nothing
    /// says that it counts; or a `*` for one. Sorted.
    pub(in crate::probe) names: Vec<Cow<'a, str>>,
    /// How many more things a list has that it does not name: `and 2 more`.
    pub(in crate::probe) unnamed: u64,
}

/// A figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::probe) struct Figure {
    /// In its unit's smallest: microseconds, bytes, percent; or a number of things.
    pub(in crate::probe) value: f64,
    /// None: it counts things.
    pub(in crate::probe) unit: Option<Unit>,
    /// Whether it is what another one is measured by: `of 6`, `more than 5 s`.
    pub(in crate::probe) is_bound: bool,
}

/// What a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::probe) enum Unit {
    /// A time.
    Time,
    /// Bytes.
    Bytes,
    /// A share.
    Percent,
}

/// Units by their names: what they are of, and how much of its smallest.
static UNITS: &[(&str, Unit, f64)] = &[
    ("us", Unit::Time, 1.0),
    ("µs", Unit::Time, 1.0),
    ("ms", Unit::Time, 1e3),
    ("s", Unit::Time, 1e6),
    ("seconds", Unit::Time, 1e6),
    ("min", Unit::Time, 60e6),
    ("minutes", Unit::Time, 60e6),
    ("h", Unit::Time, 3600e6),
    ("hours", Unit::Time, 3600e6),
    ("d", Unit::Time, 86400e6),
    ("day", Unit::Time, 86400e6),
    ("days", Unit::Time, 86400e6),
    ("bytes", Unit::Bytes, 1.0),
    ("KB", Unit::Bytes, 1e3),
    ("KiB", Unit::Bytes, 1024.0),
    ("MiB", Unit::Bytes, 1_048_576.0),
    ("GiB", Unit::Bytes, 1_073_741_824.0),
    ("%", Unit::Percent, 1.0),
];

/// Words before a figure that others are measured by.
const BOUNDS: [&str; 9] = ["of", "than", "over", "most", "least", "needs", "objective", "limit", "declared"];
/// What may stand between.
const LINKS: [&str; 3] = ["is", "the", "a"];
/// Words behind such a figure.
const ALLOWED: [&str; 4] = ["allowed", "advised", "expected", "wanted"];
/// Words behind a number that say what it counts, or of what; and one before it. Any other bare number is a name: of a shard,
/// a zone, a port, a version.
const COUNTED: [&str; 15] = [
    "of", "by", "slot", "node", "shard", "replica", "request", "read", "write", "item", "text", "marker",
    "point", "way", "further",
];
const AT_ONCE: &str = "once";

impl<'a> Said<'a> {
    /// Takes a text apart. `name`: what to take a name for.
    pub(in crate::probe) fn of(text: &'a str, name: &dyn Fn(&'a str) -> Cow<'a, str>) -> Self {
        let mut said = Self { words: Vec::new(), figures: Vec::new(), names: Vec::new(), unnamed: 0 };
        // Whether a figure goes on (`3 min 5 s`), whether one is measured by the next, and whether the next one counts.
        let (mut goes_on, mut is_bound, mut counts) = (false, false, false);
        let mut tokens = tokens(text).peekable();
        while let Some(Token { text: token, ends }) = tokens.next() {
            let went_on = std::mem::take(&mut goes_on);
            let Some((value, unit)) = number(token) else {
                if !token.contains(|c: char| c.is_ascii_digit() || c == '*') {
                    let word = stem(token);
                    counts = word == AT_ONCE;
                    is_bound = BOUNDS.contains(&word) || (is_bound && LINKS.contains(&word));
                    said.words.extend(Some(word).filter(|word| !word.is_empty() && *word != "and"));
                } else if !is_time(token) {
                    said.names.push(name(token));
                }
                continue;
            };
            let (is_bound, counts) = (std::mem::take(&mut is_bound), std::mem::take(&mut counts));
            let next = tokens.peek().filter(|_| !ends).map_or("", |next| next.text);
            // Of `16 to 22 s` both have the unit.
            let unit = unit.or_else(|| (next == "to").then(|| unit_of_range(tokens.clone())).flatten());
            let next_unit = if unit.is_none() { unit_of(next) } else { None };
            if next == "more" && unit.is_none() {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a count of things"
                )]
                let more = value as u64;
                said.unnamed = said.unnamed.saturating_add(more);
                tokens.next();
            } else if let Some((unit, scale)) = unit.or(next_unit) {
                let ends = next_unit.and_then(|_| tokens.next()).map_or(ends, |unit| unit.ends);
                let behind: Vec<&str> = tokens.clone().take(2).map(|next| next.text).collect();
                let is_bound = is_bound || behind.iter().any(|word| ALLOWED.contains(word));
                let value = value * scale;
                match said.figures.last_mut() {
                    Some(last) if went_on && last.unit == Some(unit) => last.value += value,
                    _ => said.figures.push(Figure { value, unit: Some(unit), is_bound }),
                }
                goes_on = !ends;
            } else if is_bound || counts || COUNTED.contains(&stem(next)) {
                said.figures.push(Figure { value, unit: None, is_bound });
            } else {
                said.names.push(Cow::Borrowed(token));
            }
        }
        said.names.sort_unstable();
        said
    }
}

/// A word, without what stands around it.
#[derive(Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    /// Whether a comma or the like stands behind it.
    ends: bool,
}

/// The words of a text, without the slots of a shard in brackets: one shard alone is told with them.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> + Clone {
    let is_around = |c: char| ",;:.()[]`\"'…–·".contains(c);
    let mut in_slots = false;
    let words = text.split_whitespace().filter(move |word| {
        in_slots |= word.starts_with("(slots");
        let is_kept = !in_slots;
        in_slots &= !word.contains(')');
        is_kept
    });
    words.map(move |word| {
        let text = word.trim_matches(is_around);
        Token { text, ends: word.ends_with(is_around) }
    })
}

/// The addresses in a text, as they stand in it.
pub(in crate::probe) fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let words = tokens(text).map(|token| token.text);
    words.filter(|word| crate::report::without_addresses(word) != **word)
}

/// `12`, `1.25`, `12,500`, `15s`, `67%`: a number, and its unit where that stands right behind it.
fn number(token: &str) -> Option<(f64, Option<(Unit, f64)>)> {
    let end = token.find(|c: char| !c.is_ascii_digit() && !".,".contains(c)).unwrap_or(token.len());
    let (digits, unit) = token.split_at(end);
    let value = digits.replace(',', "").parse().ok()?;
    if unit.is_empty() { Some((value, None)) } else { Some((value, Some(unit_of(unit)?))) }
}

/// The unit behind `to 22 s`.
fn unit_of_range<'a>(mut behind: impl Iterator<Item = Token<'a>>) -> Option<(Unit, f64)> {
    let (_, unit) = number(behind.nth(1)?.text)?;
    unit.or_else(|| unit_of(behind.next()?.text))
}

fn unit_of(word: &str) -> Option<(Unit, f64)> {
    UNITS.iter().find(|(name, ..)| *name == word).map(|(_, unit, scale)| (*unit, *scale))
}

/// `2026-11-21`, `12:05Z`, `2026-11-21T12:05:00Z`: a moment is another one every time.
fn is_time(token: &str) -> bool {
    let is_time_of_day = |text: &str| {
        let parts: Vec<&str> = text.trim_end_matches('Z').split(':').collect();
        let is_part =
            |part: &&str| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        (2..=3).contains(&parts.len()) && parts[0].len() == 2 && parts.iter().all(is_part)
    };
    let is_day = |text: &str| {
        let parts: Vec<usize> = text.split('-').map(str::len).collect();
        parts == [4, 2, 2] && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    match token.split_once('T') {
        Some((day, time)) => is_day(day) && is_time_of_day(time),
        None => is_day(token) || is_time_of_day(token),
    }
}

/// One and many alike.
fn stem(word: &str) -> &str {
    match word {
        "are" => "is",
        "have" => "has",
        "were" => "was",
        "they" => "it",
        "their" => "its",
        _ if word.len() > 3 => word.strip_suffix('s').unwrap_or(word),
        _ => word,
    }
}
