//! How `--watch` tells a person what changed: a line a change, with the time of day.

use super::escape::visible;
use super::words::wrap;
use crate::report::Change;

/// How many columns the time and the blanks behind it take: the further lines of a change begin below its text.
const INDENT: usize = 10;

/// A change that was seen at a time (RFC 3339): `12:00:05  ~ 10.0.1.4:6379 state: up -> failed`. The date is that of
/// the report.
pub(super) fn text(at: &str, change: &Change, width: Option<usize>) -> String {
    let time = at.split_once('T').map_or(at, |(_, time)| time.get(..8).unwrap_or(time));
    let lines = wrap(&visible(&what(change)), width.map(|width| width.saturating_sub(INDENT)));
    format!("{time}  {}", lines.join(&format!("\n{:INDENT$}", "")))
}

/// `~ 10.0.1.4:6379 state: up -> failed`; what came is marked with `+`, what went with `-`.
fn what(change: &Change) -> String {
    let Change { about, what, before, after } = change;
    match (before, after) {
        (Some(before), Some(after)) => format!("~ {about} {what}: {before} -> {after}"),
        (None, Some(after)) => format!("+ {about} {what}: {after}"),
        (Some(before), None) => format!("- {about} {what}: was {before}"),
        (None, None) => format!("~ {about} {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_a_line_with_its_time() {
        for (before, after, shown) in [
            (Some("up"), Some("failed"), "12:00:05  ~ 10.0.1.4:6379 state: up -> failed"),
            (None, Some("up"), "12:00:05  + 10.0.1.4:6379 state: up"),
            (Some("up\u{1b}[2J"), None, "12:00:05  - 10.0.1.4:6379 state: was up\\u{1b}[2J"),
        ] {
            let [before, after] = [before, after].map(|value| value.map(str::to_owned));
            let change = Change::between("10.0.1.4:6379", "state", before, after).expect("a change");
            assert_eq!(text("2026-05-04T12:00:05.123Z", &change, None), shown);
        }
        let change = Change::between("10.0.1.4:6379", "slots", None, Some("0-5460".to_owned()));
        let lines = text("2026-05-04T12:00:05Z", &change.expect("a change"), Some(26));
        assert_eq!(lines, "12:00:05  + 10.0.1.4:6379\n          slots: 0-5460");
    }
}
