//! Evidence gives the same report, takes a few things anew, and is not trusted.

use serde_json::{Value, json};

use super::{Folder, WORKLOAD, all_prices, expect_refusal, flat, jump, report, size};

#[test]
fn evidence_gives_the_same_report() {
    let folder = Folder::new();
    let (flat, jump) = (folder.write("flat.csv", flat()), folder.write("jump.csv", jump()));
    let prices = folder.write("prices.json", all_prices("us-east-1", None));
    let saved = folder.path("evidence");
    for arguments in [
        &WORKLOAD[..],
        &["--trace", &flat, "--optimize", "--explain"],
        &["--trace", &jump, "--max-throttle", "1%"],
        &["--read-qps", "10", "--prices", &prices],
    ] {
        for format in ["human", "json", "markdown"] {
            let live = size(&[arguments, &["--output", format, "--save-evidence", &saved]].concat());
            let again = size(&["--evidence", &saved, "--output", format]);
            assert_eq!((live.code, &live.stdout, &live.stderr), (again.code, &again.stdout, &again.stderr));
        }
    }
}

#[test]
fn some_things_are_said_anew_of_evidence() {
    let folder = Folder::new();
    let saved = folder.path("evidence");
    let prices = folder.write("prices.json", all_prices("us-east-1", None));
    report(&[&WORKLOAD[..], &["--save-evidence", &saved]].concat());
    let anew = report(&["--evidence", &saved, "--prices", &prices]);
    assert_eq!(anew["data"], report(&[&WORKLOAD[..], &["--prices", &prices]].concat())["data"]);
    let told = size(&["--evidence", &saved, "--explain"]).stdout;
    assert!(told.contains("Arithmetic"), "{told}");
    let schema = folder.write("features.toml", "[[features]]\nname = \"a\"\ndtype = \"int\"\n");
    for more in [&["--read-qps", "5"][..], &["--schema", &schema], &["--scenario", &schema]] {
        expect_refusal(&[&["--evidence", &saved], more].concat(), &["--evidence"]);
    }
    expect_refusal(&["--evidence", &saved, "--emit", "toml"], &["--emit"]);
}

/// The places of all values in a document.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                leaves(inner, &format!("{path}/{key}"), found);
            }
        }
        Value::Array(all) => {
            for (at, inner) in all.iter().take(2).enumerate() {
                leaves(inner, &format!("{path}/{at}"), found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

/// Whatever somebody writes into it: an error or a report, never a crash; and what is no number is never good.
#[test]
fn evidence_is_not_trusted() {
    let folder = Folder::new();
    let saved = folder.path("evidence");
    let trace = folder.write("flat.csv", super::trace(10, |_| (600.0, 60.0)));
    let prices = folder.write("prices.json", all_prices("us-east-1", None));
    let mut tried = 0;
    for arguments in [
        &[
            &WORKLOAD[..],
            &["--replica", "us-west-2=1,1", "--zipf", "1", "--cache-entries", "10", "--ttl", "1d"],
        ]
        .concat()[..],
        &["--trace", &trace, "--max-throttle", "0.1%", "--prices", &prices],
    ] {
        report(&[arguments, &["--save-evidence", &saved]].concat());
        let whole = std::fs::read_to_string(&saved).expect("was saved");
        let lines: Vec<&str> = whole.lines().collect();
        for at in [0, 1] {
            let document: Value = serde_json::from_str(lines[at]).expect("is JSON");
            let mut places = Vec::new();
            leaves(&document, "", &mut places);
            let judged =
                |place: &&String| place.contains("/saw/basis/") || place.contains("/expectations/size/");
            for place in places.iter().filter(judged) {
                for hostile in [json!(1e308), json!(-1), json!(""), json!([]), json!(null), json!(u64::MAX)] {
                    let mut changed = document.clone();
                    let slot = changed.pointer_mut(place).expect("is there");
                    let was_number = slot.is_number();
                    *slot = hostile.clone();
                    let changed = changed.to_string();
                    let mut all = lines.clone();
                    all[at] = &changed;
                    let path = folder.write("changed", all.join("\n") + "\n");
                    let ran = size(&["--evidence", &path, "--output", "json"]);
                    tried += 1;
                    assert!(
                        (0..=4).contains(&ran.code) && !ran.stderr.contains("panicked"),
                        "{place} {hostile}: {ran:?}"
                    );
                    if was_number && hostile.is_number() {
                        assert!([2, 3].contains(&ran.code), "{place} {hostile}: {} {}", ran.code, ran.stderr);
                    }
                }
            }
        }
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn a_huge_trace_in_evidence_is_refused() {
    let folder = Folder::new();
    let saved = folder.path("evidence");
    let trace = folder.write("flat.csv", super::trace(10, |_| (600.0, 60.0)));
    report(&["--trace", &trace, "--save-evidence", &saved]);
    let text = std::fs::read_to_string(&saved).expect("was saved");
    let at = text.find("\"reads\":[").expect("is there") + "\"reads\":[".len();
    let longer = format!("{}{}{}", &text[..at], "1.0,".repeat(2_000_000), &text[at..]);
    let ran = size(&["--evidence", &folder.write("longer", longer)]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("the trace has more minutes of one kind than of the other"),
        "{}",
        ran.stderr
    );
}
