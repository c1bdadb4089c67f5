//! Every format tells the same number of passes, warnings, failures, skips and unknowns.

use chalkstore::render::{self, Format};
use chalkstore::report::Counts;
use serde_json::Value;

use super::{Report, read, reports, status, told};

fn counts_of(value: &Value) -> Counts {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn validated(value: &Value, schema: &Value) {
    let validator = jsonschema::validator_for(schema).expect("is a schema");
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
}

/// The statuses of these, counted.
fn counted<'a>(words: impl Iterator<Item = &'a Value>) -> Counts {
    let mut counts = Counts::default();
    for word in words {
        counts.add(status(word.as_str().expect("is text")));
    }
    counts
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("is a list")
}

/// What of the counts a format tells that has problems only.
fn problems(counts: Counts) -> Counts {
    Counts { pass: 0, skip: 0, ..counts }
}

fn json(report: &Report) -> Counts {
    let document = parsed(&report.drawn(Format::Json));
    validated(&document, &render::report_schema());
    let listed = counted(list(&document["findings"]).iter().map(|finding| &finding["status"]));
    assert_eq!(counts_of(&document["counts"]), listed);
    listed
}

fn ndjson(report: &Report) -> Counts {
    let lines: Vec<Value> = report.drawn(Format::Ndjson).lines().map(parsed).collect();
    let schema = render::line_schema();
    for line in &lines {
        validated(line, &schema);
    }
    let mut counts = Counts::default();
    for line in lines.iter().filter(|line| line["type"] == "result") {
        let own = counts_of(&line["counts"]);
        assert_eq!(own, counted(list(&line["findings"]).iter().map(|finding| &finding["status"])));
        counts += own;
    }
    assert_eq!(counts_of(&lines.last().expect("has lines")["counts"]), counts);
    counts
}

fn sarif(report: &Report) -> Counts {
    let log = parsed(&report.drawn(Format::Sarif));
    let schema = include_str!("../../fixtures/sarif-2.1.0.json");
    // As published, one pattern has a bracket too many and is no regular expression.
    validated(&log, &parsed(&schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$")));
    let results = list(&log["runs"][0]["results"]);
    let prints: std::collections::BTreeSet<&str> = results
        .iter()
        .filter_map(|one| one["partialFingerprints"]["primaryLocationLineHash"].as_str())
        .collect();
    assert_eq!(prints.len(), results.len(), "no two results are the same");
    counted(results.iter().map(|result| &result["properties"]["status"]))
}

/// Annotations have their status in the title; what is folded away is told by kind.
fn github(report: &Report) -> Counts {
    let text = report.drawn(Format::Github);
    let mut counts = Counts::default();
    let mut is_folded = false;
    let mut shown = [0, 0];
    for line in text.lines() {
        is_folded = line.starts_with("::group::") || is_folded && line != "::endgroup::";
        let command = ["::error ", "::warning "].iter().position(|command| line.starts_with(command));
        if let Some(kind) = command {
            shown[kind] += 1;
        }
        let word = match command {
            Some(_) => line.split_once("title=").map(|(_, title)| title),
            None => Some(line).filter(|_| is_folded && !line.starts_with("::")),
        };
        if let Some((word, _)) = word.and_then(|word| word.split_once('[')) {
            counts.add(status(word));
        }
        assert!(!line.contains("##["), "{line}");
        let is_ours = command.is_some()
            || ["::notice title=chalkstore::", "::group::", "::endgroup::"]
                .iter()
                .any(|own| line.starts_with(own));
        assert!(is_ours || !line.trim_start().starts_with("::"), "{line}");
    }
    assert!(shown.iter().all(|count| *count <= 10), "{shown:?}");
    let verdict = text.lines().rev().find_map(told).unwrap_or_default();
    assert_eq!(problems(verdict), counts, "{text}");
    verdict
}

/// The heading has all; the tables of problems and the folded ones have a row for each, as far as there is room.
fn markdown(report: &Report) -> Counts {
    let text = report.drawn(Format::Markdown);
    assert!(text.len() < 65_536, "{}: {}", report.name, text.len());
    let verdict = text.lines().next().and_then(|line| told(line.rsplit_once(": ")?.1)).unwrap_or_default();
    if !text.contains(" more; `--output json=FILE`") && !text.contains("\nLeft out,") {
        let mut counts = Counts::default();
        let words = [
            ("✅ pass", "pass"),
            ("⚠️ warn", "warn"),
            ("❌ fail", "fail"),
            ("skip", "skip"),
            ("❔ unknown", "unknown"),
        ];
        for line in text.lines().filter(|line| line.starts_with("| ")) {
            let cells: Vec<&str> = line.split(" | ").map(|cell| cell.trim_start_matches("| ")).collect();
            let is_code = |cell: &str| cell.len() >= 5 && cell.ends_with(|c: char| c.is_ascii_digit());
            // A row of the table of subjects has numbers there.
            for pair in cells.windows(2).filter(|pair| is_code(pair[1])) {
                let word = words.iter().find(|(shown, _)| *shown == pair[0]).map(|(_, word)| *word);
                if let Some(word) = word {
                    counts.add(status(word));
                }
            }
        }
        assert_eq!(counts, verdict, "{text}");
    }
    verdict
}

#[test]
fn all_formats_agree_on_the_counts() {
    let read = read::read();
    for report in reports::all() {
        let (name, counts) = (report.name, report.counts());
        assert_eq!(json(&report), counts, "{name}: json");
        assert_eq!(ndjson(&report), counts, "{name}: ndjson");
        assert_eq!(sarif(&report), problems(counts), "{name}: sarif");
        assert_eq!(github(&report), counts, "{name}: github");
        assert_eq!(markdown(&report), counts, "{name}: markdown");
        assert_eq!(super::gitlab::count(&report), problems(counts).total(), "{name}: gitlab");
        for format in ["junit", "openmetrics", "html"] {
            let read = &read[name][format];
            assert_eq!(read["errors"], serde_json::json!([]), "{name}: {format}");
            assert_eq!(counts_of(&read["counts"]), counts, "{name}: {format}");
        }
        let verdict = read[name]["html"]["verdict"].as_str().expect("is text");
        assert_eq!(told(verdict).unwrap_or_default(), counts, "{name}: html");
        let human = report.drawn(Format::Human);
        let verdict = human.lines().rev().find_map(|line| told(line.split("   ").next()?));
        assert_eq!(verdict.unwrap_or_default(), counts, "{name}: human: {human}");
        // A picture has no results, but it says in words what became of them.
        for format in [Format::Svg, Format::Mermaid] {
            let text = report.drawn(format);
            // `<desc>3 passed · 2026-…`
            let parts = text.lines().flat_map(|line| line.split(" · "));
            let verdict = parts.filter_map(|part| part.rsplit('>').next()).find_map(told);
            assert_eq!(verdict.unwrap_or_default(), counts, "{name}: {}: {text}", format.as_str());
        }
    }
}

/// Every subject has lines of its own.
#[test]
fn openmetrics_name_every_subject() {
    let read = read::read();
    for (name, count) in [("clean", 1), ("environments", 12), ("fifty", 50)] {
        let subjects = list(&read[name]["openmetrics"]["subjects"]);
        assert_eq!(subjects.len(), count, "{subjects:?}");
    }
}
