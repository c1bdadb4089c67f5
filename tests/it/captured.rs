//! What real servers said in over forty situations, version by version, and what is found in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use chalkstore::report::{Finding, Status};
use chalkstore::valkey::reply::{gossip, reply_from_bytes, slot_rows, view_of_nodes, view_of_shards};
use chalkstore::valkey::{Expectations, Policy, assess};

use crate::support::captured::{self, Captured};

/// Every reply can be read, in both protocols, and says the same in both.
#[test]
fn every_captured_reply_is_read() {
    let (mut pairs, mut read) = (0, 0);
    for situation in captured::all() {
        let name = situation.name();
        for reply in &situation.replies {
            let Some(bytes) = reply.raw.as_ref().filter(|bytes| !bytes.starts_with(b"-")) else { continue };
            let what = format!("{name}: {} of {} in RESP{}", reply.cmd, reply.node, reply.proto);
            let value = reply_from_bytes(bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
            read += 1;
            let other = situation.replies.iter().find(|other| {
                other.proto != reply.proto && (&other.node, &other.cmd) == (&reply.node, &reply.cmd)
            });
            let other = other.and_then(|other| other.raw.as_ref()).map(|bytes| {
                pairs += 1;
                reply_from_bytes(bytes).expect("the other protocol")
            });
            let tls = situation.case == "tls_only";
            match reply.cmd.as_str() {
                "CLUSTER SHARDS" => {
                    let view =
                        view_of_shards(&value, "h", tls).unwrap_or_else(|error| panic!("{what}: {error}"));
                    if let Some(other) = other {
                        assert_eq!(view_of_shards(&other, "h", tls), Ok(view), "{what}");
                    }
                }
                "CLUSTER SLOTS" => {
                    let rows = slot_rows(&value, "h").unwrap_or_else(|error| panic!("{what}: {error}"));
                    if let Some(other) = other {
                        assert_eq!(slot_rows(&other, "h"), Ok(rows), "{what}");
                    }
                }
                "CLUSTER NODES" => {
                    let text = value.text().expect("is text");
                    gossip(text).unwrap_or_else(|error| panic!("{what}: {error}"));
                    view_of_nodes(text, "h").unwrap_or_else(|error| panic!("{what}: {error}"));
                }
                _ => {}
            }
        }
    }
    assert!(read > 3000 && pairs > 500, "{read} replies, {pairs} in both protocols");
}

/// What servers say that let nobody in, or not far: each is a refusal with its code, or a reply.
#[test]
fn every_captured_refusal_is_read() {
    let (mut refused, mut read) = (0, 0);
    for situation in captured::refusals() {
        for reply in &situation.replies {
            let Some(bytes) = &reply.raw else { continue };
            let what = format!("{}: {}", situation.name(), reply.cmd);
            match reply_from_bytes(bytes) {
                Ok(_) => read += 1,
                Err(error) => {
                    assert!(bytes.starts_with(b"-"), "{what}: {error}");
                    let code = error.split(' ').next().unwrap_or_default();
                    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_uppercase());
                    assert!(is_code, "{what}: {error}");
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 100 && read > 50, "{refused} refusals, {read} other replies");
}

/// What did not pass in any of them stands in `tests/fixtures/valkey/findings.txt`, for people to read. `make generate`
/// writes it anew.
#[test]
fn findings_of_every_captured_situation() {
    let zonal = Expectations {
        zone: Some("us-east-1a".to_owned()),
        policy: Some(Policy::ZonalAffinity),
        ..Expectations::default()
    };
    let mut table = String::from(
        "What is found in the captured situations: codes that pass, are skipped or unknown for want of a captured reply\n\
         or of any answer of some nodes, and every other finding in full. Made by `make generate`.\n",
    );
    for situation in captured::all() {
        section(&mut table, &situation, &Expectations::default(), "");
        let has_policy = ["healthy_3x2", "some_nodes_without_az"].contains(&situation.case.as_str())
            || situation.server == "mixed";
        if has_policy {
            section(&mut table, &situation, &zonal, ", ZONAL_AFFINITY in us-east-1a");
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/valkey/findings.txt");
    if std::env::var_os("CHALKSTORE_GENERATE").is_some() {
        std::fs::write(&path, &table).expect("can write the table");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, (now, then)) in table.lines().zip(committed.lines()).enumerate() {
        assert_eq!(
            now,
            then,
            "line {} of {}: make generate, and read what changed",
            line + 1,
            path.display()
        );
    }
    assert!(table == committed, "{} is stale: make generate", path.display());
}

fn section(table: &mut String, situation: &Captured, expectations: &Expectations, with: &str) {
    let findings = assess(&situation.evidence(), expectations).findings;
    let _ = writeln!(table, "\n{}{with}: {}", situation.name(), situation.note);
    let was_not_captured = |finding: &&Finding| {
        finding.status == Status::Unknown
            && finding.message().contains("closed the connection without an answer")
    };
    let codes = |is_it: &dyn Fn(&&Finding) -> bool| -> String {
        let codes = findings.iter().filter(is_it).map(|finding| finding.check.code[3..].to_owned());
        codes.collect::<Vec<_>>().join(" ")
    };
    for (name, codes) in [
        ("pass", codes(&|finding| finding.status == Status::Pass)),
        ("skip", codes(&|finding| finding.status == Status::Skip)),
        ("not captured", codes(&was_not_captured)),
    ] {
        if !codes.is_empty() {
            let _ = writeln!(table, "  {name}: {codes}");
        }
    }
    let silent = |finding: &Finding| {
        let names = finding.message().strip_suffix(": no answer (TOP004)");
        names.filter(|_| finding.status == Status::Unknown).map(str::to_owned)
    };
    let mut by_silent: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for finding in &findings {
        if let Some(names) = silent(finding) {
            by_silent.entry(names).or_default().push(&finding.check.code[3..]);
        }
    }
    for (names, codes) in by_silent {
        let _ = writeln!(table, "  no answer of {names}: {}", codes.join(" "));
    }
    let is_told = |finding: &&Finding| {
        let is_listed = matches!(finding.status, Status::Pass | Status::Skip);
        !is_listed && !was_not_captured(finding) && silent(finding).is_none()
    };
    for finding in findings.iter().filter(is_told) {
        let subject = finding.subject("");
        let about = if subject.is_empty() { String::new() } else { format!(" [{subject}]") };
        let _ = writeln!(
            table,
            "  {} {}{about} {}",
            finding.status.as_str(),
            finding.check.code,
            finding.message()
        );
        for note in finding.notes() {
            let _ = writeln!(table, "      note: {note}");
        }
    }
}
