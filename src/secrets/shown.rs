//! What a message may quote of a value that somebody typed or wrote into a file.

use std::borrow::Cow;

use super::MASK;

/// A value as a message may quote it: what could be a secret is masked. A word is harmless, and so are a few numbers; of
/// `word=anything` the word is. What stands where a URI or a password may stand is for [`shown_word`].
pub(crate) fn shown_value(text: &str) -> Cow<'_, str> {
    if is_numbers(text) { text.into() } else { shown_word(text) }
}

/// The same, where numbers with signs between them may be a secret too.
pub(crate) fn shown_word(text: &str) -> Cow<'_, str> {
    match text.split_once('=') {
        None if is_harmless(text) => text.into(),
        // `dG9rZW4=` is no word with something behind it.
        Some((word, rest)) if is_harmless(word) && !rest.is_empty() && !rest.starts_with('=') => {
            format!("{word}={MASK}").into()
        }
        _ => MASK.into(),
    }
}

fn is_harmless(word: &str) -> bool {
    (1..=32).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// Whether a text is a few numbers: `90%`, `500,20`, `5-50@70`. It is as short as those are that people write.
pub(crate) fn is_numbers(text: &str) -> bool {
    const LONGEST: usize = 12;
    let numbers = text.strip_suffix('%').unwrap_or(text);
    (1..=LONGEST).contains(&text.len())
        && numbers.bytes().any(|byte| byte.is_ascii_digit())
        && numbers.bytes().all(|byte| byte.is_ascii_digit() || b".,-@".contains(&byte))
}

/// A cell of somebody's data, such as a time, a number or a metric's name, as a message may quote it: cut where it is
/// long, and masked where a URI, a parameter or an object stands in it.
pub(crate) fn shown_cell(text: &str) -> Cow<'_, str> {
    const MOST_CHARS: usize = 60;
    if text.contains("://") || text.chars().any(|c| "@=?&\"'{}<>\\%#".contains(c)) {
        return MASK.into();
    }
    if text.chars().count() <= MOST_CHARS {
        return text.into();
    }
    text.chars().take(MOST_CHARS).chain(['…']).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_are_quoted() {
        for (given, shown) in [
            ("jsno", "jsno"),
            ("-1s", "-1s"),
            ("jsno=out.json", "jsno=••••"),
            ("REDIS_PASSWORD=hunter2", "REDIS_PASSWORD=••••"),
            ("", "••••"),
            ("aHVudGVyMg==", "••••"),
            ("hunter2 hunter2", "••••"),
            ("rediss://h?password=x hunter2", "••••"),
            ("rediss:/h?pasword=hunter2", "••••"),
            ("{\"password\":\"hunter2\"}", "••••"),
            ("h.x:6379?token=hunter2", "••••"),
            ("a-word-that-is-long-enough-to-be-a-token", "••••"),
        ] {
            assert_eq!((&*shown_value(given), &*shown_word(given)), (shown, shown), "{given}");
        }
    }

    #[test]
    fn a_few_numbers_are_quoted_where_no_secret_belongs() {
        for given in ["90%", "500,20", "5-50@70", "0.1%", "-5%"] {
            assert_eq!((&*shown_value(given), &*shown_word(given)), (given, MASK), "{given}");
        }
        for given in ["1234,5678,9012", "9%0", "hunter2@70", ",", "%", "us-west-2=5,x", "1 2", "5:6", "12/34"]
        {
            assert!(!shown_value(given).contains([',', '%', '@', ' ', ':', '/']), "{given}");
        }
    }

    #[test]
    fn a_cell_is_quoted_unless_more_than_a_value_is_in_it() {
        for (given, shown) in [
            ("2026-13-01 12:00+02:00", "2026-13-01 12:00+02:00"),
            ("ConsumedReadCapacityUnits (m1)", "ConsumedReadCapacityUnits (m1)"),
            ("", ""),
            ("rediss://:hunter2@h", "••••"),
            ("h?password=hunter2 hunter2", "••••"),
            ("REDIS_PASSWORD=hunter2", "••••"),
            ("{\"password\":\"hunter2\"}", "••••"),
        ] {
            assert_eq!(shown_cell(given), shown, "{given}");
        }
        assert_eq!(shown_cell(&"7".repeat(100)).chars().count(), 61);
    }
}
