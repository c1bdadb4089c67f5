//! Skips of `chalkstore.toml`: what a person has decided to live with for a while, said in every report.

use std::collections::BTreeMap;
use std::mem;

use super::Terms;
use crate::config::{Standing, Waiver};
use crate::report::catalogue::{CFG_SKIPS_EXPIRED, CFG_SKIPS_NEEDED};
use crate::report::{AcceptedBy, Finding, Status};

/// Skips what is to be skipped on that day, and says what became of the skips. Where a skip stands, and how long ago it ended,
/// are notes: they are others when the file is edited, and on the next day, and it is the same skip.
pub(super) fn apply(findings: &mut Vec<Finding>, terms: &Terms) {
    let mut expired = Vec::new();
    let mut needless = Vec::new();
    let mut not_made = Vec::new();
    // Which skip has taken a finding, by the finding's place.
    let mut taken: BTreeMap<usize, &Waiver> = BTreeMap::new();
    for waiver in &terms.waivers {
        match waiver.standing(&terms.day) {
            Standing::Holds => match skip(findings, waiver, &mut taken) {
                Skipped::Something => {}
                Skipped::Nothing(finding) => needless.push(finding.note(stands_at(waiver))),
                Skipped::NotMade(note) => not_made.push(note),
            },
            Standing::Expired(days) => expired.push(has_expired(waiver, days)),
            Standing::Unknown => {
                let what = waiver.what();
                let message =
                    format!("whether the skip of {what} has ended is not known: its day or today is none");
                let finding = Finding::unknown(&CFG_SKIPS_EXPIRED, message).note(stands_at(waiver));
                expired.push(finding.about(what));
            }
        }
    }
    if expired.is_empty() {
        expired.push(Finding::pass(&CFG_SKIPS_EXPIRED));
    }
    if !not_made.is_empty() {
        needless.push(Finding::skip(&CFG_SKIPS_NEEDED, not_made.join("; ")));
    }
    if needless.is_empty() {
        needless.push(Finding::pass(&CFG_SKIPS_NEEDED));
    }
    // Where judging the description was stopped by a bug, all of its checks have been told of.
    let is_told = |findings: &[Finding], told: &Finding| {
        findings.iter().any(|finding| std::ptr::eq(finding.check, told.check))
    };
    for list in [expired, needless] {
        if list.first().is_some_and(|first| !is_told(findings, first)) {
            findings.extend(list);
        }
    }
}

/// What became of a skip.
enum Skipped {
    /// It skipped a result.
    Something,
    /// There was nothing to skip: it can go.
    Nothing(Finding),
    /// The check was not made, or could not be determined, so that nobody knows.
    NotMade(String),
}

/// Turns what the skip is about into what was skipped. `taken`: which skip has taken what before.
fn skip<'a>(
    findings: &mut [Finding],
    waiver: &'a Waiver,
    taken: &mut BTreeMap<usize, &'a Waiver>,
) -> Skipped {
    let subject = |finding: &Finding| finding.detail.as_ref().and_then(|detail| detail.subject.clone());
    let is_meant = |finding: &Finding| waiver.about.is_none() || subject(finding) == waiver.about;
    // What is said of all is said of the part.
    let is_of_all = |finding: &Finding| is_meant(finding) || subject(finding).is_none();
    let (mut has_skipped, mut is_open, mut passes, mut earlier) = (false, false, false, None);
    let mut others = Vec::new();
    // Something was found of the whole, and nothing of any part.
    let mut is_whole = false;
    let of_check = findings.iter_mut().enumerate().filter(|(_, finding)| finding.check.code == waiver.code);
    for (at, finding) in of_check {
        match finding.status {
            Status::Warn | Status::Fail | Status::Unknown if is_meant(finding) => {
                has_skipped = true;
                taken.insert(at, waiver);
                waive(finding, waiver);
            }
            Status::Skip if is_meant(finding) && taken.contains_key(&at) => earlier = taken.get(&at).copied(),
            Status::Unknown | Status::Skip if is_of_all(finding) && !taken.contains_key(&at) => {
                is_open = true;
            }
            Status::Pass if is_of_all(finding) => passes = true,
            Status::Skip if !taken.contains_key(&at) => {}
            _ => match subject(finding) {
                Some(part) => others.push(part),
                None => is_whole = true,
            },
        }
    }
    let what = waiver.what();
    let nothing = |why: String, help: &'static str| {
        let message = format!("the skip of {what} skips nothing: {why}");
        Finding::warn(&CFG_SKIPS_NEEDED, message).help(help).about(what.clone())
    };
    if has_skipped {
        Skipped::Something
    } else if let Some(earlier) = earlier {
        let why = format!("the skip of {} has taken it", earlier.what());
        let finding = nothing(why, "take one of the two out");
        Skipped::Nothing(finding.note(format!("the other stands at {}", earlier.origin)))
    } else if is_open {
        Skipped::NotMade(format!(
            "whether {} still skips something is not known: {what} was not made",
            waiver.origin
        ))
    } else if !passes && !is_whole && others.is_empty() {
        Skipped::NotMade(format!(
            "whether {} still skips something is not known: {what} was not made, for what it looks at is not described, or was \
             not asked for",
            waiver.origin
        ))
    } else if passes {
        Skipped::Nothing(nothing(
            format!("{what} passes"),
            "take the skip out, so that it hides nothing later",
        ))
    } else {
        others.sort();
        others.dedup();
        let about = waiver.about.as_deref().unwrap_or_default();
        let said = format!("{} said nothing of {about}; ", waiver.code);
        Skipped::Nothing(if others.is_empty() {
            nothing(said + "its finding names no part", "leave `about` out, or take the skip out")
        } else {
            nothing(said + "it is about " + &others.join(", "), "correct `about`, or take the skip out")
        })
    }
}

fn stands_at(waiver: &Waiver) -> String {
    format!("the skip stands at {}", waiver.origin)
}

/// The result as one that was skipped: what was found stays to be read.
fn waive(finding: &mut Finding, waiver: &Waiver) {
    let Waiver { origin, reason, until, .. } = waiver;
    let until = until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
    let found = format!("found: {}: {}", finding.status.as_str(), finding.message());
    finding.accept(AcceptedBy::Waiver, format!("skipped by {origin}{until}: {reason}"));
    let detail = finding.detail_mut();
    let notes = mem::take(&mut detail.notes);
    let help = detail.help.take().map(|help| format!("to do: {help}").into());
    detail.notes = std::iter::once(found.into()).chain(help).chain(notes).collect();
}

/// A skip that is over changes nothing any more, and is told.
fn has_expired(waiver: &Waiver, days: i64) -> Finding {
    let what = waiver.what();
    let until = waiver.until.as_deref().unwrap_or_default();
    let ago = if days == 1 { "yesterday".to_owned() } else { format!("{days} days ago") };
    let message = format!("the skip of {what} ended on {until}; its reason was: {}", waiver.reason);
    Finding::warn(&CFG_SKIPS_EXPIRED, message)
        .help(format!(
            "mend {} and take the skip out; or say anew until when it is skipped, and why",
            waiver.code
        ))
        .note(format!("that was {ago}; {}", stands_at(waiver)))
        .about(what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::{Baseline, Known};
    use crate::report::Check;
    use crate::report::catalogue::{CFG_AGREES, NET_PING, NET_TCP, TOP_SLOTS};

    fn waiver(code: &str, about: Option<&str>, until: Option<&str>) -> Waiver {
        Waiver {
            code: code.to_owned(),
            reason: "a new zone comes in Q1".to_owned(),
            until: until.map(str::to_owned),
            about: about.map(str::to_owned),
            origin: "chalkstore.toml:12".to_owned(),
        }
    }

    fn judged(mut findings: Vec<Finding>, waivers: Vec<Waiver>) -> Vec<(&'static str, Status, String)> {
        let terms = Terms { day: "2026-11-21".to_owned(), waivers, ..Terms::default() };
        apply(&mut findings, &terms);
        findings.iter().map(|one| (one.check.code, one.status, one.message().to_owned())).collect()
    }

    fn status(judged: &[(&'static str, Status, String)], check: &Check) -> Vec<Status> {
        judged.iter().filter(|(code, ..)| *code == check.code).map(|(_, status, _)| *status).collect()
    }

    #[test]
    fn what_is_skipped_stays_to_be_read() {
        for (finding, word) in [
            (Finding::fail(&TOP_SLOTS, "slot 7 is free"), "fail"),
            (Finding::warn(&TOP_SLOTS, "slot 7 is free"), "warn"),
            (Finding::unknown(&TOP_SLOTS, "slot 7 is free"), "unknown"),
        ] {
            let mut findings = vec![finding.help("assign it").note("seen by all")];
            let terms = Terms {
                day: "2026-11-21".to_owned(),
                waivers: vec![waiver(TOP_SLOTS.code, None, Some("2026-12-31"))],
                ..Terms::default()
            };
            apply(&mut findings, &terms);
            assert_eq!(findings[0].status, Status::Skip);
            assert_eq!(
                findings[0].message(),
                "skipped by chalkstore.toml:12 until 2026-12-31: a new zone comes in Q1"
            );
            let found = format!("found: {word}: slot 7 is free");
            assert_eq!(findings[0].notes(), [found.as_str(), "to do: assign it", "seen by all"]);
            assert_eq!(findings[0].help_text(), None);
            assert_eq!((findings[1].status, findings[2].status), (Status::Pass, Status::Pass));
        }
    }

    #[test]
    fn a_skip_of_a_part_skips_that_alone() {
        let findings = vec![
            Finding::fail(&NET_TCP, "refused").about("10.0.0.1:6379"),
            Finding::fail(&NET_TCP, "refused").about("10.0.0.2:6379"),
            Finding::fail(&NET_PING, "no answer"),
        ];
        let judged = judged(findings, vec![waiver(NET_TCP.code, Some("10.0.0.2:6379"), None)]);
        assert_eq!(status(&judged, &NET_TCP), [Status::Fail, Status::Skip]);
        assert_eq!(status(&judged, &NET_PING), [Status::Fail]);
        assert_eq!(status(&judged, &CFG_SKIPS_NEEDED), [Status::Pass]);
    }

    #[test]
    fn a_skip_that_is_over_changes_nothing_and_is_told() {
        let judged =
            judged(vec![Finding::fail(&CFG_AGREES, "no")], vec![waiver("CFG004", None, Some("2026-11-01"))]);
        assert_eq!(status(&judged, &CFG_AGREES), [Status::Fail]);
        assert_eq!(judged[1].0, "CFG002");
        assert_eq!(
            (judged[1].1, judged[1].2.as_str()),
            (Status::Warn, "the skip of CFG004 ended on 2026-11-01; its reason was: a new zone comes in Q1")
        );
        assert_eq!(status(&judged, &CFG_SKIPS_NEEDED), [Status::Pass]);
    }

    /// The next day it is the same skip, and where the file was edited: an older report knows it.
    #[test]
    fn a_skip_that_is_over_is_the_same_every_day() {
        let told = |day: &str, origin: &str, until: &str| {
            let over = Waiver { origin: origin.to_owned(), ..waiver(TOP_SLOTS.code, None, Some(until)) };
            let needless = Waiver { origin: origin.to_owned(), ..waiver(NET_TCP.code, None, None) };
            let mut findings = vec![Finding::pass(&NET_TCP)];
            let waivers = vec![over, needless];
            apply(&mut findings, &Terms { day: day.to_owned(), waivers, ..Terms::default() });
            findings
        };
        let first = told("2026-11-21", "chalkstore.toml:12", "2026-11-01");
        assert_eq!(first[1].notes(), ["that was 20 days ago; the skip stands at chalkstore.toml:12"]);
        assert_eq!(first[2].notes(), ["the skip stands at chalkstore.toml:12"]);
        let known = |finding: &Finding| {
            let about = finding.detail.as_ref().and_then(|detail| detail.subject.as_deref());
            Known::of(finding.check, about, finding.status, finding.message())
        };
        let baseline =
            Baseline { name: "main.json".to_owned(), known: first[1..].iter().map(known).collect() };
        let statuses = |mut findings: Vec<Finding>| {
            baseline.apply(&mut findings);
            [findings[1].status, findings[2].status]
        };
        assert_eq!(statuses(told("2026-11-22", "chalkstore.toml:15", "2026-11-01")), [Status::Skip; 2]);
        // One that was made longer, and is over again, is another promise.
        assert_eq!(
            statuses(told("2026-11-22", "chalkstore.toml:12", "2026-11-20")),
            [Status::Warn, Status::Skip]
        );
    }

    /// What an earlier skip has taken was made.
    #[test]
    fn a_skip_of_what_is_skipped_already_is_needless() {
        let refused = || vec![Finding::fail(&NET_TCP, "refused").about("a:1")];
        let (all, part) = (waiver(NET_TCP.code, None, None), waiver(NET_TCP.code, Some("a:1"), None));
        for (first, second, said) in [
            (&all, &part, "the skip of NET002 (a:1) skips nothing: the skip of NET002 has taken it"),
            (&part, &all, "the skip of NET002 skips nothing: the skip of NET002 (a:1) has taken it"),
        ] {
            let told = judged(refused(), vec![first.clone(), second.clone()]);
            assert_eq!(status(&told, &CFG_SKIPS_NEEDED), [Status::Warn], "{told:?}");
            assert_eq!(told[2].2, said);
        }
        // One of another part is told that there is none.
        let told = judged(refused(), vec![all, waiver(NET_TCP.code, Some("b:1"), None)]);
        assert!(told[2].2.ends_with("NET002 said nothing of b:1; it is about a:1"), "{told:?}");
    }

    #[test]
    fn a_skip_that_skips_nothing_is_told() {
        let told = judged(vec![Finding::pass(&TOP_SLOTS)], vec![waiver(TOP_SLOTS.code, None, None)]);
        assert_eq!(status(&told, &CFG_SKIPS_NEEDED), [Status::Warn]);
        assert!(told[2].2.ends_with("passes"), "{told:?}");
        let findings = vec![Finding::fail(&NET_TCP, "refused").about("a:1")];
        let told = judged(findings, vec![waiver(NET_TCP.code, Some("b:1"), None)]);
        assert_eq!(status(&told, &NET_TCP), [Status::Fail]);
        assert_eq!(status(&told, &CFG_SKIPS_NEEDED), [Status::Warn]);
        assert!(told[2].2.ends_with("it is about a:1"), "{told:?}");
    }

    /// A finding of the whole has no part that could be named.
    #[test]
    fn a_part_of_what_has_none_is_to_be_left_out() {
        let mut findings = vec![Finding::fail(&TOP_SLOTS, "slot 7 is free")];
        let waivers = vec![waiver(TOP_SLOTS.code, Some("wrong"), None)];
        apply(&mut findings, &Terms { day: "2026-11-21".to_owned(), waivers, ..Terms::default() });
        assert!(findings[2].message().ends_with("said nothing of wrong; its finding names no part"));
        assert!(findings[2].help_text().is_some_and(|help| help.starts_with("leave `about` out")));
    }

    /// What is not known is told beside what is needless.
    #[test]
    fn needless_and_not_known_are_both_told() {
        let waivers = vec![waiver(TOP_SLOTS.code, None, None), waiver(NET_TCP.code, None, None)];
        let told = judged(vec![Finding::pass(&TOP_SLOTS)], waivers);
        assert_eq!(status(&told, &CFG_SKIPS_NEEDED), [Status::Warn, Status::Skip], "{told:?}");
        let not_made = told.last().map(|(.., message)| message.as_str()).unwrap_or_default();
        assert!(not_made.contains("NET002 was not made, for what it looks at is not described"), "{told:?}");
    }

    /// Whatever was found, a part that nobody spoke of is skipped in vain.
    #[test]
    fn a_skip_of_a_part_that_is_not_there_is_told() {
        for findings in [
            vec![Finding::fail(&TOP_SLOTS, "slot 7 is free")],
            vec![Finding::warn(&TOP_SLOTS, "slot 7 is free")],
            vec![Finding::pass(&TOP_SLOTS).about("shard 1")],
            vec![Finding::unknown(&TOP_SLOTS, "no answer").about("shard 1")],
        ] {
            let told = judged(findings.clone(), vec![waiver(TOP_SLOTS.code, Some("shard 9"), None)]);
            assert_eq!(told[0].1, findings[0].status);
            assert_eq!(status(&told, &CFG_SKIPS_NEEDED), [Status::Warn], "{told:?}");
            assert!(told[2].2.contains("said nothing of shard 9"), "{told:?}");
        }
    }

    /// Of a check that was not made, or not found out, nobody knows whether it would be skipped.
    #[test]
    fn what_is_not_known_is_no_pass() {
        for (findings, about) in [
            (vec![], None),
            (vec![Finding::skip(&TOP_SLOTS, "not asked")], None),
            (vec![Finding::skip(&TOP_SLOTS, "not asked")], Some("shard 9")),
            (vec![Finding::unknown(&TOP_SLOTS, "no answer")], Some("shard 9")),
            (vec![Finding::pass(&TOP_SLOTS).about("shard 1"), Finding::skip(&TOP_SLOTS, "no")], None),
        ] {
            let told = judged(findings, vec![waiver(TOP_SLOTS.code, about, None)]);
            assert_eq!(status(&told, &CFG_SKIPS_NEEDED), [Status::Skip], "{told:?}");
        }
    }

    #[test]
    fn a_day_that_is_none_passes_nothing() {
        let mut findings = vec![Finding::fail(&TOP_SLOTS, "slot 7 is free")];
        let terms =
            Terms { waivers: vec![waiver(TOP_SLOTS.code, None, Some("2026-12-31"))], ..Terms::default() };
        apply(&mut findings, &terms);
        let statuses: Vec<Status> = findings.iter().map(|finding| finding.status).collect();
        assert_eq!(statuses, [Status::Fail, Status::Unknown, Status::Pass]);
    }
}
