//! Help as people meet it: every `-h` and `--help`, at the widths of terminals.

use std::process::Command;

use chalkstore::cli;

use crate::ci::guides::words;
use crate::program::{chalkstore, run_with};

/// Every command, and every one below it; the first is the program itself.
fn commands() -> Vec<Vec<String>> {
    fn walk(command: &clap::Command, path: &[String], found: &mut Vec<Vec<String>>) {
        found.push(path.to_vec());
        for inner in command.get_subcommands() {
            walk(inner, &[path, &[inner.get_name().to_owned()]].concat(), found);
        }
    }
    let mut found = Vec::new();
    walk(&cli::command(), &[], &mut found);
    assert!(found.len() > 20, "{found:?}");
    found
}

/// What is printed where a terminal is this wide.
fn help(path: &[String], flag: &str, columns: u16) -> String {
    let mut command = chalkstore();
    command.env("COLUMNS", columns.to_string());
    let arguments: Vec<&str> = path.iter().map(String::as_str).chain([flag]).collect();
    let ran = run_with(command, &arguments, b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{path:?} {flag}");
    ran.stdout
}

/// The lines between "Examples:" and the next empty line.
fn examples(help: &str) -> Option<String> {
    let (_, behind) = help.split_once("\nExamples:\n")?;
    let lines = behind.lines().take_while(|line| !line.is_empty());
    Some(lines.map(|line| line.to_owned() + "\n").collect())
}

/// Whether bash takes it for whole commands.
fn is_shell(script: &str) -> bool {
    let ran = Command::new("bash").args(["-n", "-c", script]).output().expect("bash is there");
    ran.status.success() && ran.stderr.is_empty()
}

/// The program in an example: what stands before it and behind it is the shell's.
fn calls(example: &str) -> Vec<Vec<String>> {
    let starts = example.match_indices("chalkstore ").map(|(at, _)| at);
    let is_call = |before: &str| before.is_empty() || before.ends_with("| ") || before.ends_with("<(");
    let starts = starts.filter(|at| is_call(&example[..*at]));
    let call = |at: usize| {
        let mut words = words(example[at..].trim_end_matches(')'));
        for word in &mut words {
            // What somebody has put there before.
            match word.as_str() {
                "$REPLICATOR_ARN" => {
                    "arn:aws:kafka:us-west-2:123456789012:replicator/east/1c4a-2".clone_into(word);
                }
                "$SECRET_ARN" => {
                    "arn:aws:secretsmanager:us-east-1:123456789012:secret:uri-AbCdEf".clone_into(word);
                }
                word => assert!(!word.contains('$'), "{example}"),
            }
        }
        words
    };
    starts.map(call).collect()
}

#[test]
fn examples_can_be_pasted() {
    let mut tried = 0;
    for path in commands() {
        let text = help(&path, "--help", 60);
        let text = examples(&text).unwrap_or_else(|| panic!("{path:?} has no example"));
        assert!(is_shell(&text), "{path:?}:\n{text}");
        for line in text.lines() {
            assert!(line.chars().count() <= 60, "{path:?}: {line}");
        }
        for example in text.replace("\\\n", " ").lines() {
            // A line that was broken elsewhere begins in the middle of a command.
            assert!(
                example.starts_with("  ") && !example.trim_start().starts_with('-'),
                "{path:?}: {example}"
            );
            let calls = calls(example.trim_start());
            assert!(!calls.is_empty(), "{path:?}: {example}");
            for words in calls {
                let parsed = cli::command().try_get_matches_from(&words);
                assert!(parsed.is_ok(), "{path:?}: {words:?}: {parsed:?}");
                tried += 1;
            }
        }
        // However wide, and where the terminal is narrower than an example.
        for columns in [30, 80, 100] {
            assert_eq!(examples(&help(&path, "--help", columns)).as_ref(), Some(&text), "{path:?} {columns}");
        }
    }
    assert!(tried > 90, "{tried}");
}

#[test]
fn every_help_tells_exit_codes_and_marks_names_in_one_way() {
    let line = |help: &str| {
        let (_, behind) =
            help.rsplit_once("\nExit codes:").unwrap_or_else(|| panic!("no exit codes:\n{help}"));
        behind.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for path in commands() {
        for (flag, columns) in
            [("-h", 60), ("--help", 60), ("-h", 80), ("--help", 80), ("-h", 100), ("--help", 100)]
        {
            let help = help(&path, flag, columns);
            assert!(!help.contains('`'), "{path:?} {flag}:\n{help}");
            let told = line(&help);
            if path.is_empty() {
                assert!(told.starts_with("0 ") && told.contains(" 143 "), "{told}");
            } else {
                assert!(
                    told.starts_with("0 ") && told.ends_with("; all: chalkstore --help"),
                    "{path:?}: {told}"
                );
            }
        }
    }
    let of = |words: &[&str]| {
        let path: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        line(&help(&path, "-h", 100))
    };
    let usual = "0 ok, 1 findings, 2 usage, 3 unknown, 4 nothing checked; all: chalkstore --help";
    assert_eq!(of(&["topology"]), usual);
    assert_eq!(of(&["failover", "watch"]), usual);
    assert_eq!(of(&["explain"]), "0 ok, 2 usage; all: chalkstore --help");
    assert_eq!(of(&["init"]), "0 ok, 2 usage, 3 unknown; all: chalkstore --help");
    assert!(of(&["diff"]).contains("1 something did, 2 usage, 3 not known, "));
    for words in [&["create-table"][..], &["setup"], &["setup", "valkey"]] {
        assert!(of(words).contains(" 5 changes planned, 6 stopped midway; "), "{words:?}");
    }
    let report = of(&["report"]);
    assert!(report.contains(" 5 changes planned; ") && !report.contains(" 6 "), "{report}");
}

#[test]
fn the_first_help_says_where_to_begin_and_what_writes() {
    for (flag, columns) in [("-h", 60), ("--help", 60), ("--help", 100)] {
        let help = help(&[], flag, columns);
        let at = |text: &str| help.find(text).unwrap_or_else(|| panic!("{text} is not in:\n{help}"));
        let order = [
            "\nLook (begin here):\n",
            "\n  preflight        Check all that chalkstore.toml describes\n",
            "\nSet up:\n",
            "\n* create-table     Create or change a DynamoDB table\n",
            "\nRead results:\n",
            "\n  report           Make the report of saved evidence\n",
            "\n* writes: ",
            "\nOptions:\n",
            "--output <",
            "\nExamples:\n",
        ];
        assert!(order.map(at).is_sorted(), "{help}");
        assert_eq!(examples(&help).expect("examples").replace("\\\n", " ").lines().count(), 3);
        assert!(!help.contains("Commands:"), "{help}");
    }
}
