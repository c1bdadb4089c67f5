//! What somebody meant who wrote a word that is none here.

use std::cmp::Reverse;

/// The nearest of the words that are known; nothing where none is near. `-` and `_`, and the case, count as the same. Of
/// those that are as near, the one that begins like it.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if given.len() > 64 {
        return None;
    }
    let plain = |word: &str| word.to_ascii_lowercase().replace('-', "_");
    let given = plain(given);
    let most = if given.len() < 4 { 1 } else { 2 + usize::from(given.len() > 9) };
    let distance = |word: &&str| {
        let word = plain(word);
        // `replica` for `replicas`, `rto_s` for `rto`.
        let is_start =
            given.len() >= 3 && word.starts_with(&given) || word.len() >= 3 && given.starts_with(&word);
        if is_start { 1 } else { strsim::osa_distance(&given, &word) }
    };
    let alike =
        |word: &str| plain(word).bytes().zip(given.bytes()).take_while(|(one, other)| one == other).count();
    known
        .into_iter()
        .map(|word| (distance(&word), Reverse(alike(word)), word))
        .filter(|(distance, ..)| *distance <= most)
        .min()
        .map(|(.., word)| word)
}

/// The same of a word that is a value: `standard-ia` does not mean `standard`, so that fewer slips are allowed, and one that
/// begins like another is not the other. A part that only one of them has is meant to be that one.
pub fn nearest_value<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if given.len() > 64 {
        return None;
    }
    let plain = |word: &str| word.to_ascii_lowercase().replace('-', "_");
    let given = plain(given);
    let most = if given.len() < 4 { 1 } else { 2 };
    let known: Vec<(String, &str)> = known.into_iter().map(|word| (plain(word), word)).collect();
    let mut with_part = known.iter().filter(|(word, _)| given.len() >= 4 && word.contains(&given));
    let only = with_part.next().filter(|_| with_part.next().is_none());
    let slip = known
        .iter()
        .map(|known| (strsim::osa_distance(&given, &known.0), known))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, known)| known);
    slip.filter(|(word, _)| *word == given).or(only).or(slip).map(|(_, word)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_seen_through() {
        let known = ["replicas", "read_capacity", "rto", "rpo", "policy"];
        for (given, meant) in [
            ("replica", Some("replicas")),
            ("read-capacity", Some("read_capacity")),
            ("readcapacity", Some("read_capacity")),
            ("rto_s", Some("rto")),
            ("Policy", Some("policy")),
            ("polcy", Some("policy")),
            ("hunter2", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, known), meant, "{given}");
        }
        assert_eq!(nearest(&"x".repeat(10_000), known), None);
    }

    #[test]
    fn a_value_is_not_taken_for_its_opposite() {
        let classes = ["standard", "standard-infrequent-access"];
        for (given, meant) in [
            ("infrequent_access", Some("standard-infrequent-access")),
            ("standard_infrequent_access", Some("standard-infrequent-access")),
            ("STANDARD_INFREQUENT_ACCES", Some("standard-infrequent-access")),
            ("standard-i", Some("standard-infrequent-access")),
            ("standard-ia", None),
            ("STANDARD", Some("standard")),
            ("standart", Some("standard")),
            ("", None),
        ] {
            assert_eq!(nearest_value(given, classes), meant, "{given}");
        }
        assert_eq!(nearest_value("on_demand", ["on-demand", "provisioned"]), Some("on-demand"));
        assert_eq!(nearest_value("active", ["active-active", "active-passive"]), None);
        assert_eq!(nearest_value(&"x".repeat(10_000), classes), None);
    }
}
