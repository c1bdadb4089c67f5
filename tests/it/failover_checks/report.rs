//! What a report shows of a failover name.

use chalkstore::report::{Block, Status, Tool};

use super::seen::{EAST, NAME, Seen, WEST, by_latency, pair};
use crate::program::{Ran, chalkstore, run_with, text};
use crate::support::asked::denied;

/// The tables' titles, and the first paragraph.
fn view(seen: &Seen) -> (String, Vec<String>, usize) {
    let assessment = seen.assessment();
    let mut text = String::new();
    let (mut titles, mut widest) = (Vec::new(), 0);
    for block in &assessment.view {
        match block {
            Block::Text(paragraph) if text.is_empty() => text.clone_from(paragraph),
            // What is shown of the RTO and of a simulation stands behind these.
            Block::Table(table) if titles.len() < 3 => {
                titles.push(table.title.clone());
                // As a terminal shows it: each column as wide as its widest cell, two blanks between.
                let width = |column: usize| {
                    let cells = table.rows.iter().map(|row| row[column].text.chars().count());
                    cells.chain([table.columns[column].chars().count()]).max().unwrap_or(0) + 2
                };
                widest = widest.max((0..table.columns.len()).map(width).sum());
            }
            _ => {}
        }
    }
    (text, titles, widest)
}

#[test]
fn it_says_who_is_served_and_what_decides() {
    let (text, titles, widest) = view(&pair());
    assert_eq!(
        text,
        format!(
            "{NAME} leads to us-east-1 now, by 2 resolvers; decided by health check hc-east and its targets' health"
        )
    );
    assert_eq!(titles, ["Regions", "Health checks", "Resolvers"]);
    // Who told nothing is no witness.
    let mut seen = pair();
    for one in seen.evidence.resolvers.iter_mut().filter(|one| one.resolver != "system") {
        one.outcome = chalkstore::failover::evidence::DnsOutcome::TimedOut(2000);
    }
    assert!(view(&seen).0.contains("leads to us-east-1 now, by 1 resolver;"), "{}", view(&seen).0);
    assert!(widest <= 62, "{widest} columns");
    let (text, ..) = view(&by_latency());
    assert!(text.contains("us-east-1 and us-west-2 now") && text.ends_with("2 records by latency"), "{text}");
    let mut seen = pair();
    seen.evidence.resolvers.clear();
    assert!(view(&seen).0.contains("us-east-1 now, by the health of its records"));
    seen.evidence.zones = denied();
    assert!(seen.assessment().facts.iter().any(|fact| fact.name == "hosted_zone" && fact.value.is_null()));
}

/// An event: what it is, how many seconds it takes, and what comes of it.
type Drawn = (String, Option<u64>, String);

/// The timelines of a report: each with its events.
fn timelines(seen: &Seen) -> Vec<(String, Vec<Drawn>)> {
    let blocks = seen.assessment().view;
    let of = |block: Block| match block {
        Block::Timeline(one) => {
            let events = one
                .events
                .into_iter()
                .map(|event| (event.label, event.duration_us.map(|us| us / 1_000_000), event.note));
            Some((one.title, events.collect()))
        }
        _ => None,
    };
    blocks.into_iter().filter_map(of).collect()
}

/// What a Region's death comes to, as the RTO has it: detection, and then the TTL.
#[test]
fn the_course_of_a_failure_is_drawn() {
    let mut seen = pair();
    let drawn = timelines(&seen);
    let told: Vec<(&str, Option<u64>)> =
        drawn[0].1.iter().map(|(label, length, _)| (label.as_str(), *length)).collect();
    assert_eq!(drawn[0].0, "When us-east-1 dies");
    let estimate =
        seen.assessment().facts.into_iter().find(|fact| fact.name == "rto_estimate").expect("a fact");
    let seconds = |part: &str| estimate.value[part]["nominal_ms"].as_u64().map(|ms| ms / 1000);
    let (detection, failover) = (seconds("detection"), seconds("failover"));
    let ttl = failover.zip(detection).map(|(failover, detection)| failover - detection);
    assert!(ttl.is_some_and(|ttl| ttl > 0), "{estimate:?}");
    assert_eq!(
        told,
        [
            ("checks fail", detection),
            ("a client fails", failover),
            ("answers change", None),
            ("caches expire", ttl)
        ]
    );
    // A simulation shows its own, and no second one of the same.
    seen.expected.scenario = Some(chalkstore::failover::Scenario::default());
    let titles: Vec<String> = timelines(&seen).into_iter().map(|(title, _)| title).collect();
    assert_eq!(titles, ["us-east-1 dies", "us-east-1 is back"]);
    // Traffic that never moves has no end, and what is not known is not drawn.
    let mut stuck = pair();
    for record in stuck.records() {
        record.health_check = None;
        if let Some(alias) = &mut record.alias {
            alias.evaluates_target_health = false;
        }
    }
    let never = [("its clients fail".to_owned(), None, "traffic never moves".to_owned())];
    assert_eq!(timelines(&stuck)[0].1, never);
    stuck.evidence.zones = denied();
    assert!(timelines(&stuck).is_empty());
}

/// A good name says little: its notes and problems would stand before everything else.
#[test]
fn a_good_name_is_quiet() {
    let assessment = pair().assessment();
    let loud: Vec<_> = assessment
        .findings
        .iter()
        .filter(|finding| finding.status.is_problem() || !finding.notes().is_empty())
        .map(|finding| (finding.check.code, finding.notes()))
        .collect();
    assert!(loud.is_empty(), "{loud:?}");
}

#[test]
fn scripts_get_rows() {
    let mut seen = pair();
    seen.checkers_say(WEST, "Failure: HTTP Status Code 503, Service Unavailable");
    seen.answers(WEST, 503);
    let assessment = seen.assessment();
    let rows = |table: &str| -> Vec<_> {
        assessment.rows.iter().filter(|row| row.table == table).map(|row| row.value.clone()).collect()
    };
    assert_eq!(rows("records").len(), 4);
    assert_eq!(rows("records")[1]["health"], "unhealthy");
    assert_eq!(rows("records")[1]["region"], WEST);
    assert_eq!(rows("health_checks")[0]["healthy_checkers"], 16);
    assert_eq!(rows("health_checks")[1]["healthy_checkers"], 0);
    assert_eq!(rows("resolvers").len(), 4);
    assert_eq!(rows("resolvers")[0]["regions"][0], EAST);
    assert_eq!(rows("failover_regions")[0]["is_served"], true);
    assert_eq!(rows("failover_regions")[1]["healthz_status"], 503);
    let fact =
        |name: &str| assessment.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.clone());
    assert_eq!(fact("hosted_zone").expect("a zone")["id"], "Z0EXAMPLE");
    assert_eq!(fact("active_regions").expect("Regions")["served"][0], EAST);
    assert!(assessment.findings.iter().any(|finding| finding.status == Status::Fail));
}

/// The program's report of what was saved, 60 columns wide.
fn replayed(seen: &Seen, arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seen.ndjson");
    let lines = [
        serde_json::json!({
            "type": "header", "evidence_version": 1, "tool": Tool::this(), "command": "failover", "subject": NAME,
            "started_at": "2026-11-21T12:00:00Z", "vantage": {"host": null, "zone": null}, "is_batch": false,
            "expectations": {"failover": seen.expected},
        }),
        serde_json::json!({
            "type": "subject", "name": null, "origin": null,
            "observed": [{"probe": "failover", "saw": seen.evidence}],
        }),
        serde_json::json!({"type": "end", "duration_ms": 900, "stopped": null, "bad_input": false}),
    ];
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    std::fs::write(&file, lines.join("\n") + "\n").expect("a file");
    let mut program = chalkstore();
    program.env("COLUMNS", "60");
    let mut all = vec!["failover", "--evidence", text(&file)];
    all.extend(arguments);
    run_with(program, &all, b"")
}

#[test]
fn a_good_pair_is_green_on_a_screen() {
    let ran = replayed(&pair(), &[]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    for word in ["warn[", "fail[", "unknown[", "note["] {
        assert!(!ran.stdout.contains(word), "{}", ran.stdout);
    }
    assert!(ran.stdout.lines().count() < 45, "{}", ran.stdout);
}

#[test]
fn what_could_not_be_read_is_told_by_the_exit_code() {
    let mut seen = pair();
    seen.check(EAST).noticed_by = Some(denied());
    let ran = replayed(&seen, &[]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    let mut seen = pair();
    seen.facts(EAST).is_disabled = true;
    let ran = replayed(&seen, &[]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("fail[FO021]"), "{}", ran.stdout);
    assert!(ran.stdout.contains("--health-check-id hc-east --no-disabled"), "{}", ran.stdout);
}
