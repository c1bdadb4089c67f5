//! What is expected of findings.

use chalkstore::report::{Finding, Status};

/// A check's code, and the status that one of its findings has.
pub(crate) type Expected<'a> = (&'a str, Status);

/// Expects a finding of this status that says this somewhere, none that leaves out what to do, and nothing but passes
/// beside a pass.
#[track_caller]
pub(crate) fn expect_finding(findings: &[Finding], (code, status): Expected<'_>, said: &str) {
    let own: Vec<&Finding> = findings.iter().filter(|finding| finding.check.code == code).collect();
    let text = |finding: &Finding| {
        let help = finding.help_text().unwrap_or_default();
        let notes = finding.notes().join(" | ");
        format!("{}: {} | {help} | {notes}", finding.subject(""), finding.message())
    };
    let all: Vec<String> =
        own.iter().map(|finding| format!("{} {}", finding.status.as_str(), text(finding))).collect();
    let is_it = |finding: &&&Finding| finding.status == status && text(finding).contains(said);
    assert!(own.iter().any(|finding| is_it(&finding)), "{code} {status:?} `{said}`:\n{}", all.join("\n"));
    let is_told_how = |finding: &&Finding| {
        matches!(finding.status, Status::Pass | Status::Skip) || finding.help_text().is_some()
    };
    assert!(own.iter().all(is_told_how), "{code} gives no help:\n{}", all.join("\n"));
    if status == Status::Pass {
        assert!(own.iter().all(|finding| finding.status == Status::Pass), "{code}:\n{}", all.join("\n"));
    }
}
