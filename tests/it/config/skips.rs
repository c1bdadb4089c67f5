//! CFG002 and CFG003: skips are applied where results are made from evidence, and told.

use chalkstore::config::{self, Waiver};
use chalkstore::probe::{Expectations, Observed, Recorded, Terms, Wanted};
use chalkstore::report::Status::{self, Fail, Pass, Skip, Unknown, Warn};
use chalkstore::uri;

/// A URI whose URI009 fails: what `clustered` must not be.
const WRONG: &str = "redis://cache.example.com:6379/0?clustered=yes";

/// The results of a URI under the skips of a file.
fn results(uri: &str, skips: &str, day: &str) -> Vec<(&'static str, Status, String, Vec<String>)> {
    let text = format!("[environments.p]\n{skips}");
    let config = config::read(&text, "chalkstore.toml").unwrap_or_else(|problems| panic!("{problems:#?}"));
    let environment = &config.environments["p"];
    judged(uri, environment.waivers(), day)
}

fn judged(uri: &str, waivers: Vec<Waiver>, day: &str) -> Vec<(&'static str, Status, String, Vec<String>)> {
    let terms = Terms { day: day.to_owned(), waivers, ..Terms::default() };
    let observed = vec![Observed::Uri(uri::redact(uri.as_bytes())), Observed::Configuration(Box::default())];
    let recorded = Recorded { terms: Some(Box::new(terms)), observed, ..Recorded::default() };
    // As it comes back from a file.
    let saved = serde_json::to_string(&recorded).expect("is plain data");
    let recorded: Recorded = serde_json::from_str(&saved).expect("is what was saved");
    let section = recorded.report(Wanted::default(), &Expectations::default()).section;
    let findings = section.assessment.findings.iter();
    findings
        .map(|finding| {
            let notes = finding.notes().iter().map(ToString::to_string).collect();
            (finding.check.code, finding.status, finding.message().to_owned(), notes)
        })
        .collect()
}

#[track_caller]
fn expect(
    results: &[(&'static str, Status, String, Vec<String>)],
    (code, status): (&str, Status),
    said: &str,
) {
    let of_code: Vec<_> = results.iter().filter(|(own, ..)| *own == code).collect();
    let is_told = matches!(of_code.as_slice(), [(_, own, message, notes)]
        if *own == status && (message.contains(said) || notes.iter().any(|note| note.contains(said))));
    assert!(is_told, "{code} {status:?} {said}: {of_code:#?}");
}

const SKIP: &str = "[[environments.p.skip]]\ncheck = \"URI009\"\nreason = \"the client takes yes, OPS-7\"\n";

#[test]
fn a_check_is_skipped_until_its_day_and_says_why() {
    let before = results(WRONG, "", "2026-11-21");
    expect(&before, ("URI009", Fail), "`yes`");
    expect(&before, ("CFG002", Pass), "");
    expect(&before, ("CFG003", Pass), "");
    let skipped = results(WRONG, &format!("{SKIP}until = \"2026-12-31\"\n"), "2026-12-31");
    expect(
        &skipped,
        ("URI009", Skip),
        "skipped by chalkstore.toml:2 until 2026-12-31: the client takes yes, OPS-7",
    );
    expect(&skipped, ("URI009", Skip), "found: fail: ");
    expect(&skipped, ("CFG002", Pass), "");
    expect(&skipped, ("CFG003", Pass), "");
    let always = results(WRONG, SKIP, "2026-12-31");
    expect(&always, ("URI009", Skip), "skipped by chalkstore.toml:2: the client takes yes, OPS-7");
}

#[test]
fn a_skip_that_is_over_is_told_and_changes_nothing() {
    let over = results(WRONG, &format!("{SKIP}until = 2026-11-20\n"), "2026-11-21");
    expect(&over, ("URI009", Fail), "`yes`");
    expect(&over, ("CFG002", Warn), "the skip of URI009 ended on 2026-11-20");
    let over = results(WRONG, &format!("{SKIP}until = 2026-10-31\n"), "2026-11-21");
    expect(&over, ("CFG002", Warn), "the skip of URI009 ended on 2026-10-31; its reason was: ");
    // Without a day nobody knows; it is not taken for one that holds.
    let unknown = results(WRONG, &format!("{SKIP}until = 2026-10-31\n"), "");
    expect(&unknown, ("URI009", Fail), "`yes`");
    expect(&unknown, ("CFG002", Unknown), "not known");
}

#[test]
fn a_skip_that_skips_nothing_is_told() {
    let right = WRONG.replace("yes", "true");
    let needless = results(&right, SKIP, "2026-11-21");
    expect(&needless, ("URI009", Pass), "");
    expect(&needless, ("CFG003", Warn), "the skip of URI009 skips nothing: URI009 passes");
    let elsewhere = SKIP.replace("URI009", "TOP021");
    let not_made = results(&right, &elsewhere, "2026-11-21");
    expect(
        &not_made,
        ("CFG003", Skip),
        "chalkstore.toml:2 still skips something is not known: TOP021 was not made",
    );
}

/// Nothing but results that were made is changed: a list of skips adds CFG002 and CFG003, and no other check.
#[test]
fn a_skip_hides_nothing_else() {
    let codes = |results: &[(&'static str, Status, String, Vec<String>)]| -> Vec<(&'static str, bool)> {
        results
            .iter()
            .filter(|(code, ..)| *code != "URI009")
            .map(|(code, status, ..)| (*code, *status == Fail))
            .collect()
    };
    let before = results(WRONG, "", "2026-11-21");
    let after = results(WRONG, SKIP, "2026-11-21");
    assert_eq!(codes(&before), codes(&after));
}
