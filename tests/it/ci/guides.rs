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
pub(crate) fn words(line: &str) -> Vec<String> {
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

/// A command that a page tells to run.
struct Told {
    words: Vec<String>,
    /// Whether it can be run as it stands: nothing is to be filled in, and it is more than a mention.
    is_whole: bool,
}

/// The commands that a page tells to run. `…` stands for what everybody has to fill in: what is before it counts.
fn commands(page: &str) -> Vec<Told> {
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
            let gap = words.iter().position(|word| word.contains('…'));
            words.truncate(gap.unwrap_or(words.len()));
            if words.len() > 1 && words[1].starts_with(|c: char| c.is_ascii_lowercase()) {
                let is_block = ["sh", "console", "groovy"].contains(&language.as_str());
                found.push(Told { words, is_whole: is_block && gap.is_none() });
            }
        }
    }
    found
}

#[test]
fn commands_are_ones_that_the_program_takes() {
    let (mut tried, mut whole) = (0, 0);
    let mut wrong = Vec::new();
    for page in pages() {
        for Told { words, is_whole } in commands(&page) {
            tried += 1;
            whole += usize::from(is_whole);
            if let Err(error) = cli::command().try_get_matches_from(&words)
                && (is_whole
                    || matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand))
            {
                wrong.push(format!("{page}: {}\n  {error}", words.join(" ")));
            }
        }
    }
    assert!(tried > 100 && whole > 30, "{tried}, {whole} of them whole");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The options that the help of a command shows, with those of the commands under it.
fn options(command: &clap::Command, found: &mut BTreeSet<String>) {
    let shown = command.get_arguments().filter(|argument| !argument.is_hide_set());
    found.extend(shown.filter_map(|argument| argument.get_long()).map(|name| format!("--{name}")));
    for inner in command.get_subcommands() {
        options(inner, found);
    }
}

/// The options in a piece of code that are none of the program's: of the command that it begins with, or of any where it
/// begins with an option. Code that begins otherwise is of another program.
fn strange(program: &clap::Command, code: &str) -> Vec<String> {
    let words = words(code);
    let mut rest = words.iter().map(String::as_str).skip_while(|word| *word == "chalkstore").peekable();
    let mut command = program;
    while let Some(inner) = rest.peek().and_then(|word| command.find_subcommand(word)) {
        command = inner;
        rest.next();
    }
    if command.get_name() == program.get_name() && !code.starts_with("--") && !code.starts_with("chalkstore ")
    {
        return Vec::new();
    }
    let mut known = BTreeSet::new();
    options(command, &mut known);
    let named = rest.take_while(|word| *word != "--").filter(|word| word.starts_with("--"));
    let names = named.map(|word| word.split(['=', '[', ',', '…']).next().unwrap_or_default().to_owned());
    names.filter(|name| !known.contains(name)).collect()
}

/// An option that a page names is one that there is.
#[test]
fn options_that_are_named_exist() {
    let mut program = cli::command();
    program.build();
    assert_eq!(strange(&program, "size --table features"), ["--table"]);
    assert_eq!(strange(&program, "--from-table features --conect"), ["--conect"]);
    assert_eq!(strange(&program, "cargo install --path . --locked"), [""; 0]);
    let own = ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"].map(str::to_owned);
    // The pages of checks name options of other programs by themselves.
    let told = pages().into_iter().filter(|page| page.starts_with("docs/") || page == "README.md").chain(own);
    let mut wrong = Vec::new();
    for page in told.filter(|page| page != "docs/commands.md") {
        for (language, text) in code(&page) {
            let prompt = if language == "console" { "$ " } else { "" };
            if !["", "sh", "console", "groovy"].contains(&language.as_str()) {
                continue;
            }
            for line in text.replace("\\\n", " ").lines().filter_map(|line| line.trim().strip_prefix(prompt))
            {
                let own = line.find("| chalkstore ").map_or(line, |at| &line[at + 2..]);
                wrong
                    .extend(strange(&program, own).into_iter().map(|name| format!("{page}: {name}: {line}")));
            }
        }
    }
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
