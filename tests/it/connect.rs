//! The connection test against real servers: each verdict provoked, on every version it can be provoked on.

mod addresses;
mod authentication;
mod clusters;
mod peers;
mod servers;
mod tables;
mod tls;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use chalkstore::connect::{self, Evidence, Roots, Target};
use chalkstore::observe::Context;
use chalkstore::report::{Assessment, Block, Finding, Status};
use chalkstore::secrets::Secret;
use chalkstore::uri::{Credentials, Scheme, ServerUri, StoreUri};

/// Stands wherever a secret is given, and must come out nowhere.
const CANARY: &str = "canary-7f3a9c5e1b";

/// More than any of these servers needs on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How much later than its deadline an observation may come back on a busy machine.
const SLACK: Duration = Duration::from_millis(700);

/// `redis://127.0.0.1:PORT?clustered=false`.
fn uri(port: u16) -> ServerUri {
    ServerUri {
        scheme: Scheme::Redis,
        host: "127.0.0.1".to_owned(),
        port,
        database: None,
        credentials: None,
        clustered: false,
        insecure: false,
    }
}

/// `rediss://localhost:PORT?clustered=false`.
fn tls_uri(port: u16) -> ServerUri {
    ServerUri { scheme: Scheme::Rediss, host: "localhost".to_owned(), ..uri(port) }
}

fn password(password: &str) -> Credentials {
    Credentials { user: None, password: Secret::new(password) }
}

fn user(user: &str, password: &str) -> Credentials {
    Credentials { user: Some(Secret::new(user)), password: Secret::new(password) }
}

/// Observes and assesses, and checks what holds of every test of a store.
#[track_caller]
fn test(uri: ServerUri) -> Assessment {
    test_within(uri, Roots::System, TIMEOUT)
}

#[track_caller]
fn test_with_roots(uri: ServerUri, roots: impl Into<PathBuf>) -> Assessment {
    test_within(uri, Roots::File(roots.into()), TIMEOUT)
}

#[track_caller]
fn test_within(uri: ServerUri, roots: Roots, timeout: Duration) -> Assessment {
    let target = Target { roots, ..Target::new(StoreUri::Server(uri)) };
    let begun = Instant::now();
    let evidence = observe(&target, timeout);
    let took = begun.elapsed();
    assert!(took <= timeout + SLACK, "it took {took:?} of {timeout:?}");
    assess(&target, &evidence)
}

fn observe(target: &Target, timeout: Duration) -> Evidence {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let context = Context::new(timeout, target.uri.to_string(), None);
        connect::observe(target, &context).await
    })
}

/// Assesses evidence that went through a file, as `--save-evidence` and `--evidence` will have it.
#[track_caller]
fn assess(target: &Target, evidence: &Evidence) -> Assessment {
    let text = serde_json::to_string(evidence).expect("evidence is plain data");
    assert!(!text.contains(CANARY), "a secret is in the evidence: {text}");
    let replayed: Evidence = serde_json::from_str(&text).expect("evidence can be read back");
    assert_eq!(&replayed, evidence);

    let assessment = connect::assess(&replayed);
    let told = format!("{assessment:?}");
    assert!(!told.contains(CANARY), "a secret is in the assessment: {told}");
    let codes: Vec<_> = assessment.findings.iter().map(|finding| finding.check.code).collect();
    let planned: Vec<_> = connect::plan(&target.uri).iter().map(|check| check.code).collect();
    assert_eq!(codes, planned, "every planned check has one finding");
    for finding in &assessment.findings {
        let silent = finding.status != Status::Pass && finding.message() == finding.check.passing;
        assert!(!silent, "{} says nothing", finding.check.code);
        let helpless = matches!(finding.status, Status::Fail | Status::Warn) && finding.help_text().is_none();
        assert!(!helpless, "{} does not say what to do: {}", finding.check.code, finding.message());
    }
    assert!(matches!(assessment.view.first(), Some(Block::Timeline(_))));
    assessment
}

/// The finding of this check, which must have this status.
#[track_caller]
fn expect_finding<'a>(assessment: &'a Assessment, code: &str, status: Status) -> &'a Finding {
    let finding = assessment.findings.iter().find(|finding| finding.check.code == code);
    let finding = finding.unwrap_or_else(|| panic!("no finding of {code}"));
    assert_eq!(finding.status, status, "{code}: {} / {:?}", finding.message(), finding.help_text());
    finding
}

/// The same, with a part of its message.
#[track_caller]
fn expect_saying<'a>(assessment: &'a Assessment, code: &str, status: Status, part: &str) -> &'a Finding {
    let finding = expect_finding(assessment, code, status);
    assert!(finding.message().contains(part), "{code} does not say `{part}`: {}", finding.message());
    finding
}

/// Every check that is not named passes or is skipped.
#[track_caller]
fn expect_no_other_problem(assessment: &Assessment, named: &[&str]) {
    for finding in &assessment.findings {
        let code = finding.check.code;
        let surprising = finding.status.is_problem() && !named.contains(&code);
        assert!(!surprising, "{code} is {:?}: {}", finding.status, finding.message());
    }
}

/// One field of the one row of a table of the report's data.
#[track_caller]
fn row<'a>(assessment: &'a Assessment, table: &str, field: &str) -> &'a serde_json::Value {
    let mut rows = assessment.rows.iter().filter(|row| row.table == table);
    let row = rows.next().unwrap_or_else(|| panic!("no row of `{table}`"));
    row.value.get(field).unwrap_or_else(|| panic!("no `{field}` in {}", row.value))
}
