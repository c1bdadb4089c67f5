//! `chalkstore size item`: inputs, outputs and exit codes.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::chalkstore;

/// Stands in values, and must come out nowhere.
const CANARY: &str = "canary-7f3a9c5e1b";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn written(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().expect("has a folder")).expect("can be made");
    fs::write(&path, content).expect("can be written");
    path
}

fn gzip(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(text.as_bytes()).expect("memory takes it");
    out.finish().expect("memory takes it")
}

fn item(number: usize) -> String {
    format!(r#"{{"pk":{{"S":"user#{number:04}"}},"v":{{"S":"{CANARY}{}"}}}}"#, "x".repeat(number))
}

fn lines(count: usize) -> String {
    (0..count).map(|number| item(number) + "\n").collect()
}

/// The bytes of all of [`lines`].
fn total(count: usize) -> usize {
    (0..count).map(|number| 2 + 9 + 1 + CANARY.len() + number).sum()
}

#[track_caller]
fn output(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = chalkstore();
    command.args(["size", "item"]).args(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("is piped");
    let input = input.to_vec();
    // It may refuse before it has read all.
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    feeder.join().expect("it is fed");
    let all = [output.stdout.as_slice(), &output.stderr].concat();
    assert!(
        !String::from_utf8_lossy(&all).contains(CANARY),
        "a value came out: {}",
        String::from_utf8_lossy(&all)
    );
    output
}

/// The JSON report and the exit code.
#[track_caller]
fn report(arguments: &[&str], input: &[u8]) -> (Value, i32) {
    let output = output(&[arguments, &["--output", "json"]].concat(), input);
    let text = String::from_utf8(output.stdout).expect("is text");
    let stderr = String::from_utf8_lossy(&output.stderr);
    let value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text} {stderr}"));
    (value, output.status.code().expect("it ended by itself"))
}

#[track_caller]
fn expect_finding(report: &Value, code: &str, status: &str, said: &str) {
    let findings = report["findings"].as_array().expect("a list");
    let finding = findings.iter().find(|finding| finding["code"] == code).expect("the check was made");
    let message = finding["message"].as_str().expect("is text");
    assert!(finding["status"] == status && message.contains(said), "{finding}");
}

fn path(path: &Path) -> &str {
    path.to_str().expect("is text")
}

#[test]
fn every_kind_of_input_gives_the_same_figures() {
    let folder = folder();
    let all = lines(300);
    let array = format!("[{}]", all.trim().replace('\n', ",\n"));
    let scan = format!("{{\n\"Items\": {array},\n\"Count\": 300\n}}");
    let wrapped: String = all.lines().fold(String::new(), |all, item| all + "{\"Item\":" + item + "}\n");
    let half = all.find(r#"{"pk":{"S":"user#0150"#).expect("is there");
    let members = [gzip(&all[..half]), gzip(&all[half..])].concat();
    let pretty: String = all
        .lines()
        .map(|item| {
            serde_json::to_string_pretty(&serde_json::from_str::<Value>(item).expect("is JSON"))
                .expect("writes")
        })
        .collect();
    let mut inputs = vec![
        written(&folder, "items.jsonl", &all),
        written(&folder, "array.json", &array),
        written(&folder, "scan.json", &scan),
        written(&folder, "pretty.json", &pretty),
        written(&folder, "wrapped.json", &wrapped),
        written(&folder, "items.gz", members),
    ];
    let half = wrapped.find(r#"{"Item":{"pk":{"S":"user#0150"#).expect("is there");
    written(&folder, "export/data/b.json.gz", gzip(&wrapped[half..]));
    written(&folder, "export/data/a.json.gz", gzip(&wrapped[..half]));
    written(&folder, "export/manifest-summary.json", "{}");
    inputs.push(folder.path().join("export"));
    let mut plain = String::new();
    for number in 0..300 {
        let value = "x".repeat(number);
        plain.push_str(&format!("{{\"pk\":\"user#{number:04}\",\"v\":\"{CANARY}{value}\"}}\n"));
    }
    inputs.push(written(&folder, "plain.jsonl", plain));
    for input in inputs {
        let (report, code) = report(&[path(&input), "--key", "pk"], b"");
        let row = &report["data"]["items"][0];
        assert_eq!(
            (&row["count"], &row["total_bytes"]),
            (&json!(300), &json!(total(300))),
            "{}",
            input.display()
        );
        assert_eq!(row["storage_bytes"], json!(total(300) + 30_000));
        assert_eq!(row["percentile_bytes"]["p50"], json!(12 + CANARY.len() + 149));
        assert_eq!(code, 0);
        expect_finding(&report, "CAP020", "pass", "the largest of 300 items has");
        expect_finding(&report, "CAP021", "pass", "");
        let put = &report["data"]["operations"][0];
        assert_eq!((&put["operation"], &put["units"]), (&json!("put"), &json!(300.0)));
        let attributes = report["data"]["attributes"].as_array().expect("a list");
        assert_eq!((attributes.len(), &attributes[0]["bytes"]), (2, &json!(300 * 11)));
    }
    let (report, _) = report(&["-"], all.as_bytes());
    assert_eq!(
        (&report["data"]["items"][0]["count"], &report["subject"]),
        (&json!(300), &json!("standard input"))
    );
}

#[test]
fn what_cannot_be_stored_is_a_finding() {
    let large = format!(r#"{{"pk":{{"S":"{}"}}}}"#, "x".repeat(409_599));
    let (told, code) = report(&["-"], format!("{}\n{large}\n", item(1)).as_bytes());
    expect_finding(&told, "CAP020", "fail", "standard input:2: 409,601 bytes");
    assert_eq!((code, &told["data"]["oversized"][0]["line"]), (1, &json!(2)));
    // Nobody counts lines: it is called by its key, and nothing else of it is shown.
    let keyed = |key: &str| format!(r#"{{"v":{{"S":"{CANARY}{}"}},{key}}}"#, "x".repeat(409_600));
    let documented = keyed(r#""pk":{"S":"user#42"},"sk":{"S":"profile"}"#);
    let (told, _) = report(&["-"], documented.as_bytes());
    let key = r#"pk "user#42", sk "profile""#;
    expect_finding(&told, "CAP020", "fail", &format!("standard input:1 ({key}): "));
    assert_eq!(told["data"]["oversized"][0]["key"], key);
    let own = keyed(r#""entity":{"N":"42"}"#);
    let (told, _) = report(&["-"], own.as_bytes());
    assert!(told.to_string().contains("name the attributes of the key with --key"), "{told}");
    let (told, _) = report(&["-", "--key", "entity"], own.as_bytes());
    expect_finding(&told, "CAP020", "fail", r#"standard input:1 (entity "42"): "#);
    let wrong =
        format!("{}\n{{\"pk\":{{\"S\":\"a\"}},\"deep\":{{\"L\":[{{\"N\":\"{CANARY}\"}}]}}}}\n", item(1));
    let (told, code) = report(&["-"], wrong.as_bytes());
    expect_finding(
        &told,
        "CAP021",
        "fail",
        "standard input:2: `deep[0]`: number: it is not a decimal number",
    );
    assert_eq!((code, &told["data"]["items"][0]["count"]), (1, &json!(1)));
    let (told, code) = report(&["-", "--key", "id"], item(1).as_bytes());
    expect_finding(&told, "CAP021", "fail", "`id`: the key attribute is missing");
    assert_eq!(code, 1);
}

#[test]
fn an_input_that_is_cut_off_passes_nothing() {
    let folder = folder();
    let packed = gzip(&lines(3000));
    for (name, content, said) in [
        ("short.gz", packed[..packed.len() / 2].to_vec(), "gzip data is cut off"),
        ("array.json", b"[{\"pk\":{\"S\":\"a\"}}, ".to_vec(), "does not end"),
        ("lines.json", b"{\"pk\":{\"S\":\"a\"}}\n{\"pk\":{\"S\":\"b".to_vec(), "a string does not end"),
        (
            "comma.json",
            b"[{\"pk\":{\"S\":\"a\"}},\n{\"pk\":{\"S\":\"a\"}}\n{\"pk\":{\"S\":\"b\"}}]".to_vec(),
            "line 3: a comma",
        ),
        (
            "second.json",
            b"[{\"pk\":{\"S\":\"a\"}}]\n[{\"pk\":{\"S\":\"a\"}}]".to_vec(),
            "line 2, behind its array",
        ),
        (
            "word.json",
            b"{\"pk\":{\"S\":\"a\"}}\n{\"pk\":{\"BOOL\":tru}}".to_vec(),
            "word.json:2: `pk`: it is not JSON: a value",
        ),
        ("bytes.json", b"{\"pk\":{\"S\":\"a\"}}\n{\"pk\":{\"S\":\"\xff\"}}\n".to_vec(), "it is not UTF-8"),
    ] {
        let input = written(&folder, name, content);
        let (told, code) = report(&[path(&input)], b"");
        assert_eq!(code, 2, "{name}");
        expect_finding(&told, "CAP020", "unknown", said);
        expect_finding(&told, "CAP020", "unknown", name);
        let count = told["data"]["items"][0]["count"].as_u64().expect("is a number");
        assert!((1..3000).contains(&count), "{name}: {count}");
        assert_eq!(told["data"]["items"][0]["is_partial"], json!(true));
    }
    let (told, code) = report(&[path(&folder.path().join("absent"))], b"");
    assert_eq!(code, 2);
    expect_finding(&told, "CAP020", "unknown", "No such file");
    assert_eq!(report(&["-"], b"").1, 4);
    let changes = br#"{"Metadata":{},"Keys":{"pk":{"S":"a"}},"NewImage":{"pk":{"S":"a"}}}"#;
    let (told, code) = report(&["-"], changes);
    assert_eq!(code, 2);
    expect_finding(&told, "CAP020", "unknown", "incremental export");
}

#[test]
fn ndjson_has_a_line_for_each_item_in_order() {
    let count = 20_000;
    let mut input = lines(count / 10).repeat(10);
    input.push_str("{\"pk\":{\"N\":\"x\"}}\n");
    input.push_str(&format!("{{\"pk\":{{\"S\":\"{}\"}}}}\n", "x".repeat(409_599)));
    let output = output(&["-", "--output", "ndjson"], input.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).expect("is text");
    let schema = chalkstore::render::line_schema();
    let validator = jsonschema::validator_for(&schema).expect("is a schema");
    let all: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("is JSON")).collect();
    for line in all.iter().step_by(997).chain(all.iter().rev().take(20)) {
        assert!(validator.is_valid(line), "{line}");
    }
    assert_eq!(all[0]["type"], "start");
    let items: Vec<&Value> = all.iter().filter(|line| line["type"] == "item").collect();
    assert_eq!(items.len(), count + 2);
    for (place, line) in items[..count].iter().enumerate() {
        let bytes = 12 + CANARY.len() + place % (count / 10);
        assert_eq!(line["bytes"], json!(bytes));
        let strong = bytes.div_ceil(4096);
        assert_eq!((&line["wcu"], &line["rcu_strong"]), (&json!(bytes.div_ceil(1024)), &json!(strong)));
    }
    let first =
        r#"{"type":"item","bytes":29,"wcu":1,"rcu_strong":1,"rcu_eventual":0.5,"rcu_transactional":2}"#;
    assert_eq!(text.lines().nth(1), Some(first));
    assert_eq!((&items[count]["line"], &items[count]["bytes"]), (&json!(count + 1), &json!(null)));
    assert!(items[count]["error"].as_str().expect("is text").contains("decimal"));
    // What has too many bytes takes no units, for it cannot be written.
    let told = "it has 409601 bytes, and DynamoDB takes at most 409600";
    let large = json!({
        "type": "item", "input": "standard input", "line": count + 2, "key": null, "bytes": 409_601, "error": told,
    });
    assert_eq!(*items[count + 1], large);
    let kinds: Vec<&str> = all.iter().rev().filter_map(|line| line["type"].as_str()).take(2).collect();
    assert_eq!(kinds[0], "summary");
}

/// The text comes through a pipe that stays open, and the signal comes when all of it was counted.
#[test]
fn an_interrupt_reports_what_was_counted() {
    let folder = folder();
    let saved = folder.path().join("evidence");
    let mut child = chalkstore()
        .args(["size", "item", "-", "absent", "--output", "ndjson", "--save-evidence", path(&saved)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("is piped");
    stdin.write_all(lines(200).as_bytes()).expect("it reads");
    let mut stdout = BufReader::new(child.stdout.take().expect("is piped")).lines();
    let mut line = move || stdout.next().map(|line| line.expect("is text"));
    let items = std::iter::from_fn(&mut line).filter(|line| line.contains(r#""type":"item""#));
    assert_eq!(items.take(200).count(), 200);
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
    let rest: Vec<Value> =
        std::iter::from_fn(line).map(|line| serde_json::from_str(&line).expect("is JSON")).collect();
    let ended = child.wait_with_output().expect("it ends");
    drop(stdin);
    assert_eq!(ended.status.code(), Some(130), "{}", String::from_utf8_lossy(&ended.stderr));
    let row = rest.iter().find(|line| line["table"] == "items").expect("the items are told");
    assert_eq!((&row["value"]["count"], &row["value"]["is_partial"]), (&json!(200), &json!(true)));
    assert_eq!(rest.last().map(|line| &line["exit_code"]), Some(&json!(130)));
    let (again, code) = report(&["--evidence", path(&saved)], b"");
    assert_eq!((code, &again["data"]["items"][0]["count"]), (130, &json!(200)));
    let said = "standard input: the run ended before it was read to its end; 1 input more was not read";
    expect_finding(&again, "CAP020", "unknown", said);
}

#[test]
fn evidence_gives_the_same_report_and_holds_no_value() {
    let folder = folder();
    let saved = folder.path().join("evidence");
    let input = lines(50);
    let (told, _) = report(&["-", "--save-evidence", path(&saved)], input.as_bytes());
    let text = fs::read_to_string(&saved).expect("was saved");
    assert!(!text.contains(CANARY) && !text.contains("user#"), "{text}");
    let (again, code) = report(&["--evidence", path(&saved)], b"");
    assert_eq!((&told["findings"], &told["data"], code), (&again["findings"], &again["data"], 0));
}

#[test]
fn options_that_make_no_sense_are_refused() {
    for arguments in [
        &["-", "-"][..],
        &["-", "--key", ""],
        &["-", "--key", "a", "--key", "a"],
        &["-", "--key", "a", "--key", "b", "--key", "c"],
        &["-", "--format", "xml"],
        &[],
    ] {
        assert_eq!(output(arguments, b"").status.code(), Some(2), "{arguments:?}");
    }
    let empty = folder();
    assert_eq!(output(&[path(empty.path())], b"").status.code(), Some(2));
}
