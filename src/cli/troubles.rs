//! What went wrong while a subject was looked at again and again: told once more at the end, for among the changes of an
//! hour nobody finds the one that counts.

use crate::report::{Change, Status};

/// So many are told again.
const TOLD: usize = 20;

/// The checks that failed, or could not be made, in one of the looks after the first.
#[derive(Default)]
pub(super) struct Troubles {
    told: Vec<String>,
    more: usize,
}

impl Troubles {
    /// Takes what changed at a time (RFC 3339), as far as a check failed, or could not be made, after it: if it failed
    /// before, in another way.
    pub(super) fn add(&mut self, at: &str, changes: &[Change]) {
        let is_bad =
            |status: &str| [Status::Fail, Status::Unknown].iter().any(|bad| status.starts_with(bad.as_str()));
        for Change { about, what, after, .. } in changes {
            let Some(after) = after.as_deref().filter(|after| *what == "check" && is_bad(after)) else {
                continue;
            };
            if self.told.len() == TOLD {
                self.more += 1;
            } else {
                self.told.push(format!("{at} {about}: {after}"));
            }
        }
    }

    /// All of it, a line each; nothing where nothing went wrong.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let more = (self.more > 0).then(|| format!("and {} more such changes", self.more));
        self.told.iter().map(|told| format!("while it was watched: {told}")).chain(more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_failed_is_told_again() {
        let change = |about: &str, what: &'static str, after: Option<&str>| {
            Change::between(about, what, Some("warn: slow".to_owned()), after.map(str::to_owned))
                .expect("a change")
        };
        let mut troubles = Troubles::default();
        troubles.add(
            "12:00:01Z",
            &[change("10.0.1.4:6379", "state", Some("failed")), change("LAG003", "check", None)],
        );
        assert_eq!(troubles.lines().count(), 0);
        for second in 10..35 {
            troubles.add(&format!("12:00:{second}Z"), &[change("TOP011", "check", Some("fail: no replica"))]);
        }
        let lines: Vec<String> = troubles.lines().collect();
        assert_eq!(lines.len(), TOLD + 1, "{lines:?}");
        assert_eq!(lines[0], "while it was watched: 12:00:10Z TOP011: fail: no replica");
        assert_eq!(lines[TOLD], "and 5 more such changes");
    }
}
