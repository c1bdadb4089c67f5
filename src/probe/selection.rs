//! Which checks are asked for, where not all are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CheckCode, REGISTRY};
use crate::report::{Category, Check, Finding, Status, catalogue, nearest};
use crate::{store_ref, uri};

/// What is said of a check that was left out on purpose.
pub(super) const NOT_ASKED: &str = "not asked for: --skip";
/// What stands in the record of one for which nothing was looked at therefore.
pub const LEFT_OUT: &str = "not asked for";
/// What is said of a named check that is none of this subject's.
const NOT_APPLYING: &str = "it does not apply to what was looked at";
/// What is said of those of a store's nodes where it is a table.
pub const NO_NODES: &str = "not made: the store is a DynamoDB table, which has no nodes";
/// How what is said of a part begins that was asked for and is not there.
const NOT_DESCRIBED: &str = "not described: ";

/// What is said of a part that was asked for and is not described.
pub fn not_described(key: &str) -> String {
    format!("{NOT_DESCRIBED}{key}")
}

/// Whether a skip with these words stands for a check that was not made, and that a run without `--only` or `--skip` would
/// not have told of at all or would have made.
pub(super) fn was_not_made(words: &str) -> bool {
    [NOT_ASKED, NOT_APPLYING, NO_NODES].contains(&words) || words.starts_with(NOT_DESCRIBED)
}

/// The checks that were asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Selection {
    /// Only these; nothing where none was named. What is not among them is left out of the report, as it is where one
    /// command is run and not another.
    pub only: Option<Vec<CheckCode>>,
    /// Those of them that were named one by one: each is told of, whatever was seen. Of a category, what applies is.
    pub named: Vec<CheckCode>,
    /// All but these. They are told of as skipped, because somebody chose so.
    pub skip: Vec<CheckCode>,
    /// What there was to look at when it was recorded, and was not looked at because nobody asked for it then.
    pub left_out: Vec<CheckCode>,
}

impl Selection {
    /// Whether a check is to be made.
    pub fn takes(&self, check: &Check) -> bool {
        self.is_asked(check) && !has(&self.skip, check)
    }

    /// Whether any of these is to be made.
    pub fn takes_any(&self, checks: &[&'static Check]) -> bool {
        checks.iter().any(|check| self.takes(check))
    }

    /// Those of these checks that were asked for and are skipped: they are told of.
    pub fn skipped(&self, checks: &[&'static Check]) -> Vec<&'static Check> {
        let is_skipped = |check: &&&'static Check| self.is_asked(check) && has(&self.skip, check);
        checks.iter().filter(is_skipped).copied().collect()
    }

    /// Whether a check was named, or none was.
    pub fn is_asked(&self, check: &Check) -> bool {
        self.only.as_ref().is_none_or(|only| has(only, check))
    }

    /// This, and what was recorded where it says nothing.
    #[must_use]
    pub fn over(self, recorded: Self) -> Self {
        let mut left_out = recorded.left_out;
        let unseen =
            self.named.iter().filter(|code| recorded.only.as_ref().is_some_and(|only| !has(only, code.0)));
        left_out.extend(unseen.copied());
        let mut skip = if self.skip.is_empty() { recorded.skip } else { self.skip.clone() };
        // Who names a check wants to know of it, whatever was skipped when this was recorded.
        skip.retain(|code| has(&self.skip, code.0) || !has(&self.named, code.0));
        let (only, named) =
            if self.only.is_some() { (self.only, self.named) } else { (recorded.only, recorded.named) };
        Self { only, named, skip, left_out }
    }

    /// Remembers which of the checks that could be made are not, because others were asked for.
    pub fn leave_out(&mut self, checks: &[&'static Check]) {
        let unasked: Vec<CheckCode> =
            checks.iter().copied().filter(|check| !self.is_asked(check)).map(CheckCode).collect();
        self.left_out.extend(unasked);
    }

    /// Says something of each asked check of which nothing is said: one that was not looked at is `unknown`, and one that
    /// was named and does not apply is skipped.
    fn complete(&self, findings: &mut Vec<Finding>) {
        let Some(only) = &self.only else { return };
        for CheckCode(check) in only {
            if findings.iter().any(|finding| std::ptr::eq(finding.check, *check)) {
                continue;
            }
            if has(&self.left_out, check) {
                findings.push(unseen(check, "it was not asked for then"));
            } else if has(&self.named, check) {
                findings.push(Finding::skip(check, NOT_APPLYING));
            }
        }
    }

    /// A check that was asked for and could not be made, because one that was not asked for stood in its way, is `unknown`:
    /// what stood there is left out, whoever may have accepted it, and nothing else would say that something is wrong. So is
    /// one that was left out when this was recorded, and is asked for now.
    pub(super) fn uncover(&self, findings: &mut [Finding]) {
        let is_trouble = |finding: &Finding| {
            matches!(finding.status, Status::Fail | Status::Unknown) && !self.takes(finding.check)
        };
        for finding in findings.iter_mut() {
            let was_left_out = finding.status == Status::Skip && finding.message() == LEFT_OUT;
            if was_left_out && self.takes(finding.check) {
                *finding = unseen(finding.check, "--skip left it out then");
            }
        }
        let hidden: Vec<(usize, &'static Check)> = findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| is_trouble(finding))
            .map(|(at, finding)| (at, finding.check))
            .collect();
        for (at, finding) in findings.iter_mut().enumerate() {
            if finding.status == Status::Skip
                && let Some(needed) = needed(finding, at, &hidden)
            {
                let message = format!("not determined: {}", finding.message());
                finding.status = Status::Unknown;
                finding.detail_mut().message = message.into();
                finding.detail_mut().help =
                    Some(format!("ask for {} too: it says what stands in the way", needed.code).into());
            }
        }
    }

    /// Leaves out what was not asked for, tells once of each check that is skipped, and lets no asked one vanish.
    pub(super) fn apply(&self, findings: &mut Vec<Finding>) {
        self.complete(findings);
        findings.retain(|finding| self.is_asked(finding.check));
        let mut told: Vec<&str> = Vec::new();
        findings.retain_mut(|finding| {
            let code = finding.check.code;
            if !has(&self.skip, finding.check) {
                return true;
            }
            let is_first = !told.contains(&code);
            told.push(code);
            *finding = Finding::skip(finding.check, NOT_ASKED);
            is_first
        });
    }
}

/// A check that is asked for, and was not looked at when this was recorded.
fn unseen(check: &'static Check, why: &str) -> Finding {
    Finding::unknown(check, format!("not looked at when this was recorded: {why}"))
        .help(format!("look again: chalkstore preflight --only {}", check.code))
}

/// The one of these checks, each with its place, that the skipped one at `at` needed. A skip says which in its words, or that
/// nothing was tried; then it is the nearest before it.
pub(super) fn needed(
    finding: &Finding,
    at: usize,
    hidden: &[(usize, &'static Check)],
) -> Option<&'static Check> {
    let words = finding.message();
    let of = |category: Category| hidden.iter().find(|(_, check)| check.category == category);
    let needed = match words {
        store_ref::NOT_TRIED => of(Category::Secrets),
        uri::NOT_TRIED => of(Category::Uri),
        _ => {
            let nearest = || hidden.iter().rfind(|(place, _)| *place < at);
            let named = hidden.iter().find(|(_, check)| words.contains(check.code));
            named.or_else(|| nearest().filter(|_| words.starts_with("not tried")))
        }
    };
    needed.map(|(_, check)| *check)
}

fn has(codes: &[CheckCode], check: &Check) -> bool {
    codes.iter().any(|code| std::ptr::eq(code.0, check))
}

/// A word that names no check.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no check, category or part with this name")]
pub struct NoSuchCheck {
    /// The name that is nearest, if one is near.
    pub nearest: Option<String>,
}

/// What people also call a category, beside its word and its heading: the command that judges it.
const COMMANDS: [(&str, Category); 7] = [
    ("validate-uri", Category::Uri),
    ("size", Category::Capacity),
    ("check-table", Category::Tables),
    ("create-table", Category::Tables),
    ("store-secret", Category::Secrets),
    ("check-access", Category::Access),
    ("replication-lag", Category::Replication),
];

/// The checks that a word names: a code (`TOP021`), a name (`top-zones`), a family (`TOP`), a category (`topology`) by its
/// word, its heading or its command, or a part (`online_store`, `failover`). Capital letters, `_`, `-` and a space are all
/// the same.
///
/// # Errors
/// Where it names none.
pub fn named(word: &str) -> Result<Vec<&'static Check>, NoSuchCheck> {
    let wanted = plain(word);
    if wanted == "online-store" || wanted == "store" {
        let of_store = ["source", "uri", "connect", "topology"];
        let probes = REGISTRY.iter().filter(|probe| of_store.contains(&probe.name));
        return Ok(probes.flat_map(|probe| (probe.checks)()).collect());
    }
    let matching = |is: &dyn Fn(&Check) -> bool| {
        let all: Vec<&'static Check> = catalogue::ALL.iter().copied().filter(|check| is(check)).collect();
        Some(all).filter(|all| !all.is_empty())
    };
    let of_probe = || {
        let probe = REGISTRY.iter().find(|probe| plain(probe.name) == wanted)?;
        Some((probe.checks)())
    };
    matching(&|check| plain(check.code) == wanted || check.name == wanted)
        .or_else(|| matching(&|check| is_category(check.category, &wanted)))
        .or_else(|| matching(&|check| plain(family(check)) == wanted))
        .or_else(of_probe)
        .ok_or_else(|| NoSuchCheck { nearest: near(&wanted) })
}

fn is_category(category: Category, wanted: &str) -> bool {
    plain(category.as_str()) == wanted
        || plain(category.title()) == wanted
        || COMMANDS.contains(&(wanted, category))
        // One secret, several permissions: nobody remembers which.
        || category.as_str().strip_suffix('s') == Some(wanted)
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace(['_', ' '], "-")
}

/// The letters before the number: `TOP` of `TOP021`.
fn family(check: &Check) -> &'static str {
    check.code.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// The name that is nearest, if one is near.
fn near(word: &str) -> Option<String> {
    let categories = catalogue::ALL.iter().map(|check| check.category.as_str());
    let codes = catalogue::ALL.iter().flat_map(|check| [check.code, check.name]);
    let probes = REGISTRY.iter().map(|probe| probe.name);
    let commands = COMMANDS.iter().map(|(command, _)| *command);
    let all = categories.chain(codes).chain(probes).chain(commands).chain(["online_store"]);
    nearest(word, all).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue::{CFG_AGREES, NET_TCP, NET_TLS, SEC_READABLE, URI_HOST};

    #[test]
    fn words_name_checks() {
        let count = |word: &str| named(word).map(|checks| checks.len());
        assert_eq!(count("NET002"), Ok(1));
        assert_eq!(count("net-tls"), Ok(1));
        assert_eq!(count("network"), count("NET"));
        assert!(count("connect") == count("net") && count("Online_Store").is_ok_and(|many| many > 40));
        assert_eq!(count("replicaton").expect_err("is wrong").nearest.as_deref(), Some("replication"));
        assert_eq!(count("TOP0211").expect_err("is wrong").nearest.as_deref(), Some("TOP021"));
        for (word, category) in [
            ("table", "TBL"),
            ("check-table", "TBL"),
            ("permissions", "IAM"),
            ("check-access", "IAM"),
            ("secret", "SEC"),
            ("Data flows", "FLOW"),
            ("dataflow", "FLOW"),
            ("size", "CAP"),
            ("Reaching the store", "NET"),
        ] {
            assert!(count(word).is_ok() && count(word) == count(category), "{word}");
        }
        assert_eq!(count("entirely else").expect_err("is wrong").nearest, None);
    }

    #[test]
    fn what_is_not_asked_for_is_left_out_and_what_is_skipped_is_told_once() {
        let all = vec![
            Finding::fail(&URI_HOST, "bad"),
            Finding::fail(&NET_TLS, "bad").about("a"),
            Finding::fail(&NET_TLS, "bad").about("b"),
            Finding::pass(&NET_TCP),
        ];
        let mut findings = all.clone();
        let selection = Selection {
            only: named("net").map(CheckCode::all).ok(),
            skip: CheckCode::all(named("NET004").expect("is one")),
            ..Selection::default()
        };
        selection.apply(&mut findings);
        let told: Vec<_> = findings.iter().map(|finding| (finding.check.code, finding.status)).collect();
        assert_eq!(told, [("NET004", Status::Skip), ("NET002", Status::Pass)]);
        assert!(selection.takes_any(&[&NET_TLS, &NET_TCP]) && !selection.takes_any(&[&NET_TLS, &URI_HOST]));
    }

    /// What was asked for when this was recorded, and what is asked for now; what is said of a check that passed then.
    fn replayed(then: &str, now: &[&str]) -> Vec<(&'static str, Status)> {
        let codes = |words: &[&str]| -> Vec<CheckCode> {
            words.iter().flat_map(|word| CheckCode::all(named(word).expect("is one"))).collect()
        };
        let mut recorded = Selection { only: Some(codes(&[then])), ..Selection::default() };
        recorded.leave_out(&[&URI_HOST, &NET_TCP, &NET_TLS]);
        let single = now.iter().copied().filter(|word| codes(&[word]).len() == 1).collect::<Vec<_>>();
        let asked = Selection { only: Some(codes(now)), named: codes(&single), ..Selection::default() }
            .over(recorded);
        let mut findings = vec![Finding::pass(&URI_HOST)];
        asked.apply(&mut findings);
        findings.iter().map(|finding| (finding.check.code, finding.status)).collect()
    }

    #[test]
    fn an_asked_check_of_which_nothing_is_said_does_not_vanish() {
        let host = URI_HOST.code;
        // What there was to look at, and what was named: not looked at.
        assert_eq!(replayed(host, &[host, "NET002"]), [(host, Status::Pass), ("NET002", Status::Unknown)]);
        assert_eq!(replayed(host, &["TOP001"]), [("TOP001", Status::Unknown)]);
        assert_eq!(replayed(host, &["network"]), [("NET002", Status::Unknown), ("NET004", Status::Unknown)]);
        // Of a category, only what there was.
        assert_eq!(replayed(host, &["topology"]), []);
        // What was asked for then does not apply.
        assert_eq!(replayed("topology", &["TOP001"]), [("TOP001", Status::Skip)]);
        assert_eq!(replayed("topology", &["topology"]), []);
    }

    /// What becomes of NET002 where these findings stand before it, and it alone is asked for.
    fn asked_alone(before: Vec<Finding>, skip: &'static str) -> (Status, Option<String>) {
        let mut findings = before;
        findings.push(Finding::skip(&NET_TCP, skip));
        let selection = Selection { only: named("NET002").map(CheckCode::all).ok(), ..Selection::default() };
        selection.uncover(&mut findings);
        selection.apply(&mut findings);
        let [one] = findings.as_slice() else { panic!("{findings:?}") };
        (one.status, one.help_text().map(str::to_owned))
    }

    #[test]
    fn what_was_asked_for_is_unknown_where_its_need_failed_and_is_not_told() {
        let ask_for = |code: &str| Some(format!("ask for {code} too: it says what stands in the way"));
        let contradicts = || Finding::fail(&CFG_AGREES, "it contradicts itself");
        let unread = || Finding::unknown(&SEC_READABLE, "no permission");
        // The one that it needed is named, and not the first that has failed.
        for (need, skip) in [
            (unread(), store_ref::NOT_TRIED),
            (Finding::fail(&URI_HOST, "bad"), uri::NOT_TRIED),
            (Finding::fail(&NET_TLS, "bad"), "NET004 failed"),
            (unread(), "not tried: where the store is could not be found out"),
        ] {
            let code = need.check.code;
            assert_eq!(
                asked_alone(vec![contradicts(), need], skip),
                (Status::Unknown, ask_for(code)),
                "{skip}"
            );
        }
        // Nothing that it needed has failed.
        assert_eq!(asked_alone(vec![contradicts()], store_ref::NOT_TRIED), (Status::Skip, None));
        assert_eq!(asked_alone(vec![contradicts()], "there is no replica"), (Status::Skip, None));
        // What it needed is told itself.
        let mut findings = vec![unread(), Finding::skip(&NET_TCP, store_ref::NOT_TRIED)];
        Selection::default().uncover(&mut findings);
        assert_eq!(findings[1].status, Status::Skip);
        let skip = CheckCode::all(named("SEC002").expect("is one"));
        Selection { skip, ..Selection::default() }.uncover(&mut findings);
        assert_eq!(findings[1].status, Status::Unknown);
    }
}
