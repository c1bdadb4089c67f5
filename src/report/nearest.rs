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
}
