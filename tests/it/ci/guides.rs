//! The guides say what is so: their commands are ones that the program takes, their configurations can be read, and what
//! they name exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chalkstore::cli;
use chalkstore::config::Config;
use chalkstore::report::Exit;
use clap::error::ErrorKind;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use serde_json::Value;

use super::{committed, documents, faults, root, schemas, yaml};
use crate::program::run;

/// The code of a page: the language of each block, empty for what stands in a line, and the text.
fn code(page: &str) -> Vec<(String, String)> {
    let text = committed(page);
    let mut found: Vec<(String, String)> = Vec::new();
    let mut is_block = false;
    for event in Parser::new(&text) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => "text".to_owned(),
                };
                found.push((language, String::new()));
                is_block = true;
            }
            Event::End(TagEnd::CodeBlock) => is_block = false,
            Event::Text(text) if is_block => found.last_mut().expect("a block").1.push_str(&text),
            Event::Code(text) => found.push((String::new(), text.replace('\n', " "))),
            _ => {}
        }
    }
    found
}

fn pages() -> Vec<String> {
    let mut pages = vec!["README.md".to_owned(), "action.yml".to_owned()];
    for folder in ["docs", "explain"] {
        let files = fs::read_dir(root().join(folder)).expect("is there").filter_map(Result::ok);
        let names = files.map(|file| format!("{folder}/{}", file.file_name().to_string_lossy()));
        pages.extend(names.filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "md")));
    }
    pages
}

/// The words of a command, up to where the shell takes over.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in line.chars().chain([' ']) {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => {
                if let Some(word) = word.take() {
                    if ["|", "||", "&&", ";", ">", ">>", "<"].contains(&word.as_str())
                        || word.starts_with('#')
                    {
                        break;
                    }
                    words.push(word);
                }
            }
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words
}

/// The commands that a page tells to run. `…` stands for what everybody has to fill in: what is before it counts.
fn commands(page: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (language, text) in code(page) {
        if !["", "sh", "console", "text", "groovy"].contains(&language.as_str()) || page == "docs/commands.md"
        {
            continue;
        }
        for line in text.replace("\\\n", " ").lines() {
            let line = line.trim().trim_start_matches("$ ");
            let Some(at) = line.find("chalkstore ") else { continue };
            // At the beginning, or behind a pipe.
            if at > 0 && !line[..at].ends_with("| ") {
                continue;
            }
            let mut words = words(&line[at..]);
            if let Some(gap) = words.iter().position(|word| word.contains('…')) {
                words.truncate(gap);
            }
            if words.len() > 1 && words[1].starts_with(|c: char| c.is_ascii_lowercase()) {
                found.push(words);
            }
        }
    }
    found
}

#[test]
fn commands_are_ones_that_the_program_takes() {
    let mut tried = 0;
    let mut wrong = Vec::new();
    for page in pages() {
        for words in commands(&page) {
            tried += 1;
            if let Err(error) = cli::command().try_get_matches_from(&words)
                && matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand)
            {
                wrong.push(format!("{page}: {}\n  {error}", words.join(" ")));
            }
        }
    }
    assert!(tried > 100, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whatever can be parsed, is; the examples of GitHub name inputs and outputs that the action has.
#[test]
fn configurations_can_be_read() {
    let action = yaml("action.yml").remove(0);
    let (mut read, mut uses) = (0, 0);
    for page in ["docs/ci.md", "docs/cookbook.md"] {
        for (language, text) in code(page) {
            match language.as_str() {
                "yaml" => {
                    let document = documents(&text).unwrap_or_else(|error| panic!("{page}: {error}\n{text}"));
                    assert!(!document.is_empty(), "{page}: {text}");
                    uses += steps(&document).iter().map(|step| compare(&action, step)).sum::<usize>();
                    for output in text.split("steps.preflight.outputs.").skip(1) {
                        let end =
                            output.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(output.len());
                        assert!(action["outputs"][&output[..end]].is_object(), "{page}: {}", &output[..end]);
                    }
                }
                "toml" => {
                    let config = toml::from_str::<Config>(&text);
                    assert!(config.is_ok(), "{page}: {config:?}\n{text}");
                }
                _ => continue,
            }
            read += 1;
        }
    }
    assert!(read >= 5 && uses >= 1, "{read} blocks, {uses} uses of the action");
    let config = toml::from_str::<Config>(&committed("deploy/kubernetes/chalkstore.toml"));
    assert_eq!(config.expect("is as it should be").environments.len(), 1);
}

/// The workflow that the guide shows is one, by GitHub's schema.
#[test]
fn the_workflow_is_one() {
    let schema =
        fs::read_to_string(schemas("ci-schemas").join("github-workflows.json")).expect("was fetched");
    let schema = serde_json::from_str(&schema).expect("is JSON");
    let blocks = code("docs/ci.md")
        .into_iter()
        .filter(|(language, text)| language == "yaml" && text.contains("jobs:"));
    let mut seen = 0;
    for (_, text) in blocks {
        let mut workflow = documents(&text).expect("is YAML").remove(0);
        workflow["on"] = "pull_request".into();
        assert_eq!(faults(&schema, &workflow), [""; 0]);
        seen += 1;
    }
    assert_eq!(seen, 1);
}

/// Every step in a workflow, or in a piece of one.
fn steps(documents: &[Value]) -> Vec<Value> {
    let jobs = documents.iter().filter_map(|document| document["jobs"].as_object());
    let steps = jobs.flat_map(|jobs| jobs.values()).filter_map(|job| job["steps"].as_array());
    steps.flatten().cloned().collect()
}

/// Whether a step that uses the action says nothing that the action does not know.
fn compare(action: &Value, step: &Value) -> usize {
    if !step["uses"].as_str().is_some_and(|uses| uses.contains("/chalkstore@")) {
        return 0;
    }
    for input in step["with"].as_object().expect("inputs").keys() {
        assert!(action["inputs"][input].is_object(), "the action has no input {input}");
    }
    1
}

/// The table of exit codes has each of them, and no other.
#[test]
fn the_exit_codes_are_all_there() {
    let text = committed("docs/ci.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let told: BTreeSet<u8> =
        rows.flat_map(|cell| cell.split(", ")).filter_map(|number| number.parse().ok()).collect();
    let all: BTreeSet<u8> = Exit::ALL.iter().map(|(exit, _)| exit.code()).collect();
    assert_eq!(told, all);
}

/// The alerts ask for numbers that there are.
#[test]
fn alerts_are_on_metrics_that_are_written() {
    let metrics = run(&["replication-lag", "--evidence", &example("lag.jsonl"), "--output", "openmetrics"]);
    assert_eq!(metrics.code, 0, "{metrics:?}");
    let mut named = 0;
    for (_, text) in code("docs/cookbook.md").iter().filter(|(language, _)| language == "yaml") {
        for name in text
            .split(|c: char| !c.is_ascii_lowercase() && c != '_')
            .filter(|name| name.starts_with("chalkstore_"))
        {
            assert!(metrics.stdout.contains(&format!("\n{name}{{")), "{name}");
            named += 1;
        }
    }
    assert!(named >= 5, "{named}");
}

fn example(file: &str) -> String {
    root().join("docs/examples").join(file).to_string_lossy().into_owned()
}
