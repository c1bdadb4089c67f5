//! What can be completed: by the protocol that the scripts speak, and in a real shell.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::{Ran, chalkstore, run, run_with};

/// What is offered for the last of these words, in `folder`.
fn offered(folder: &Path, words: &[&str]) -> Vec<String> {
    let ran = asked(folder, "fish", words);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{words:?}: {ran:?}");
    // fish is told what each value means, behind a tabulator.
    ran.stdout.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

fn asked(folder: &Path, shell: &str, words: &[&str]) -> Ran {
    let mut command = chalkstore();
    command.env("CHALKSTORE_COMPLETE", shell).current_dir(folder);
    run_with(command, &[&["--", "chalkstore"], words].concat(), b"")
}

fn folder_with(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), text).expect("can be written");
    folder
}

const TWO: &str = "\
[environments.production.table]
name = 'chalk-online-store'
[environments.staging.objectives]
rpo = '1m'
";

#[test]
fn commands_options_and_their_values_are_offered() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = |words: &[&str]| offered(folder.path(), words);
    assert_eq!(of(&["vali"]), ["validate-uri"]);
    assert!(of(&["validate-uri", "--conn"]).contains(&"--connect".to_owned()));
    assert_eq!(of(&["completions", "po"]), ["powershell"]);
    assert_eq!(of(&["create-table", "t", "--billing", "on"]), ["on-demand"]);
    let formats = of(&["check-table", "--output", ""]);
    assert!(formats.contains(&"sarif".to_owned()) && formats.contains(&"html".to_owned()), "{formats:?}");
    // No hidden option, and no topic of `help`.
    assert!(!of(&["explain", "--"]).contains(&"--timeout".to_owned()));
}

#[test]
fn checks_are_offered_by_code_and_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = |words: &[&str]| offered(folder.path(), words);
    let codes = of(&["explain", "TOP0"]);
    assert!(codes.contains(&"TOP021".to_owned()), "{codes:?}");
    assert!(codes.iter().all(|code| code.starts_with("TOP0")), "{codes:?}");
    assert_eq!(of(&["explain", "uri-para"]), ["uri-parameters"]);
    // However it is written, it is offered so, and taken so.
    for words in
        [&["explain", "top02"][..], &["preflight", "--only", "top02"], &["preflight", "--skip", "top02"]]
    {
        assert!(of(words).contains(&"top021".to_owned()), "{words:?}");
    }
    assert!(of(&["explain", "Top02"]).contains(&"Top021".to_owned()));
    assert_eq!(run(&["explain", "top021"]).code, 0);
    // A second one beside a first one.
    assert!(of(&["explain", "TOP021", "URI01"]).contains(&"URI014".to_owned()));
    let told = asked(folder.path(), "fish", &["explain", "URI014"]).stdout;
    assert!(told.starts_with("URI014\t") && told.trim().len() > 20, "says what it is: {told}");
}

#[test]
fn environments_are_offered_from_the_file_that_is_named() {
    let folder = folder_with("chalkstore.toml", TWO);
    let of = |words: &[&str]| {
        let mut found = offered(folder.path(), words);
        found.retain(|value| !value.starts_with('-'));
        found
    };
    assert_eq!(of(&["preflight", ""]), ["production", "staging"]);
    assert_eq!(of(&["preflight", "production", "sta"]), ["staging"]);
    fs::write(folder.path().join("other.toml"), "[environments.emea]\n[environments.apac.table")
        .expect("written");
    assert_eq!(of(&["preflight", "--config", "other.toml", ""]), ["apac", "emea"]);
    assert_eq!(of(&["preflight", "--config=other.toml", "e"]), ["emea"]);
    // What is not there, or is no file, offers nothing and takes no time.
    assert!(of(&["preflight", "--config", "nowhere.toml", ""]).is_empty());
    assert!(of(&["preflight", "--config", "/dev/zero", ""]).is_empty());
}

/// A file of somebody else must not write a command into the line.
#[test]
fn only_plain_names_are_offered() {
    let hostile = "[environments.\"a; touch pwned\"]\n[environments.\"$(id)\"]\n[environments.good-1]\n\
                   [environments.\"--config=x\"]\n[environments.\"b\\u001b[31m\"]\n[environments.\"\"]\n";
    let folder = folder_with("chalkstore.toml", hostile);
    let mut found = offered(folder.path(), &["preflight", ""]);
    found.retain(|value| !value.starts_with("--"));
    assert_eq!(found, ["good-1"]);
}

#[test]
fn checks_and_families_are_offered_to_only_and_skip() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = |words: &[&str]| offered(folder.path(), words);
    assert_eq!(of(&["preflight", "--only", "topo"])[0], "topology");
    assert_eq!(of(&["preflight", "--skip", "URI01"])[0], "URI010");
    assert_eq!(of(&["preflight", "--only", "topology,failo"])[0], "topology,failover");
}

/// The script of a shell asks under the name that the program answers to, and a fixed script asks nothing.
#[test]
fn every_shell_has_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]).stdout;
        assert!(script.contains("CHALKSTORE_COMPLETE") && script.contains("chalkstore"), "{shell}: {script}");
        let fixed = run(&["completions", shell, "--static"]).stdout;
        assert!(!fixed.contains("CHALKSTORE_COMPLETE"), "{shell}");
        assert!(fixed.contains("replication-lag") && fixed.len() > 10_000, "{shell}");
    }
    let nushell = run(&["completions", "nushell"]).stdout;
    assert!(nushell.contains("extern") && nushell == run(&["completions", "nushell", "--static"]).stdout);
}

#[test]
fn bash_fills_in_what_it_is_told() {
    let folder = folder_with("chalkstore.toml", TWO);
    let bin = Path::new(env!("CARGO_BIN_EXE_chalkstore")).parent().expect("is in a folder");
    let in_bash = |words: &[&str]| {
        let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        let script = format!(
            "source <(chalkstore completions bash) && complete -p chalkstore >/dev/null &&
            COMP_WORDS=(chalkstore {words}) COMP_CWORD={at} COMP_TYPE=9 &&
            _clap_complete_chalkstore chalkstore {last} '' && printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words = quoted.join(" "),
            at = words.len(),
            last = quoted.last().expect("there is one"),
        );
        let mut command = Command::new("bash");
        command.args(["--norc", "--noprofile", "-c", &script]).current_dir(folder.path());
        command.env_clear().env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
        let ran: Ran = command.output().expect("bash is there").into();
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{words:?}: {ran:?}");
        ran.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(in_bash(&["explain", "uri-para"]), ["uri-parameters"]);
    assert_eq!(in_bash(&["completions", "po"]), ["powershell"]);
    assert_eq!(in_bash(&["explain", "top02"])[0], "top020");
    assert_eq!(in_bash(&["preflight", "prod"]), ["production"]);
    // It takes words apart at `=` and `:`, and puts what it is told behind the last of these.
    assert_eq!(in_bash(&["preflight", "--only", "=", "URI001,TOP02"])[0], "URI001,TOP020");
    assert_eq!(in_bash(&["preflight", "--output", "=", "ju"]), ["junit"]);
    assert_eq!(in_bash(&["preflight", "--output", "html", "=", "prod"]), [""], "is a file's name");
    let other = folder.path().join("my store");
    fs::create_dir(&other).expect("can be made");
    fs::write(other.join("other.toml"), "[environments.emea]\n").expect("written");
    for named in [&["--config", "=", r"my\ store/other.toml"][..], &["--config", "\"my store/other.toml\""]] {
        assert_eq!(in_bash(&[&["preflight"], named, &["em"]].concat()), ["emea"], "{named:?}");
    }
    assert_eq!(
        in_bash(&["check-access", "--role", "arn", ":", "aws", "::", "role/x", "--tabl"]),
        ["--table"]
    );
}

/// A shell that there is nothing for is told so where somebody reads it, and not in the middle of a line.
#[test]
fn an_unknown_shell_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = asked(folder.path(), "tcsh", &["vali"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (2, "", ""), "{ran:?}");
    let mut command = chalkstore();
    command.env("CHALKSTORE_COMPLETE", "tcsh");
    let ran = run_with(command, &["--version"], b"");
    assert!(ran.code == 2 && ran.stderr.contains("CHALKSTORE_COMPLETE") && ran.stdout.is_empty(), "{ran:?}");
}

/// Set to nothing, or for other programs, it changes nothing.
#[test]
fn a_run_like_any_other_stays_one() {
    for (name, value) in [("CHALKSTORE_COMPLETE", ""), ("CHALKSTORE_COMPLETE", "0"), ("COMPLETE", "bash")] {
        let mut command = chalkstore();
        command.env(name, value);
        let ran = run_with(command, &["--version"], b"");
        assert!(ran.code == 0 && ran.stdout.starts_with("chalkstore "), "{name}={value}: {ran:?}");
    }
}
