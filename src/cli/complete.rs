//! What a shell asks when somebody presses the tabulator key: commands, options, files, and values that no static
//! script can know: the environments of `chalkstore.toml`, and the checks.

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Elvish, Fish, Powershell, Shells, Zsh};

use super::complete_bash::{Line, WholeWords};
use super::main::command;
use crate::render::notice;
use crate::report::{Check, Exit, catalogue};

/// The variable that names the shell that asks. Other programs read `COMPLETE`; one that was left set must not keep this
/// one from its work.
pub(super) const VARIABLE: &str = "CHALKSTORE_COMPLETE";

/// Where environments are described unless `--config` says so.
const CONFIG: &str = "chalkstore.toml";

/// A longer file is not read between two keys.
const LONGEST: u64 = 1 << 20;

/// Answers a shell; `None` where none asks, and this is a run like any other.
pub(super) fn answer(arguments: &[OsString]) -> Option<Exit> {
    env::var_os(VARIABLE).filter(|shell| !shell.is_empty() && shell != "0")?;
    // What stands on the command line that is being typed.
    let typed = arguments.iter().position(|argument| argument == "--").map(|at| &arguments[at + 1..]);
    let file = config_file(typed.unwrap_or_default());
    let folder = env::current_dir().ok();
    let completed = CompleteEnv::with_factory(|| with_values(command(), &file))
        .var(VARIABLE)
        .shells(Shells(&[&WholeWords, &Elvish, &Fish, &Powershell, &Zsh]))
        .completer("chalkstore")
        .try_complete(arguments.iter().cloned(), folder.as_deref());
    Some(match completed {
        Ok(_) => Exit::Ok,
        // In the middle of somebody's line there is no place for a message.
        Err(_) if typed.is_some() => Exit::Usage,
        Err(_) => {
            let reason = format!("{VARIABLE} names no shell that there are such completions for");
            notice::error(&[reason], Some("unset it, or use `chalkstore completions`"));
            Exit::Usage
        }
    })
}

/// The file that is named on the command line so far, or the usual one.
fn config_file(typed: &[OsString]) -> PathBuf {
    let typed = Line::of(typed, 0).words;
    let named = typed.iter().enumerate().find_map(|(at, word)| match word.to_str()? {
        "--config" => typed.get(at + 1).cloned(),
        word => word.strip_prefix("--config=").map(OsString::from),
    });
    named.map_or_else(|| PathBuf::from(CONFIG), |word| path(&word))
}

/// The path that a word of the line stands for: bash and zsh hand it over as it was written.
fn path(word: &OsStr) -> PathBuf {
    let (plain, written) = (PathBuf::from(word), word.to_string_lossy());
    if plain.exists() {
        return plain;
    }
    let (folder, rest) = match written.strip_prefix("~/") {
        Some(rest) => (env::home_dir().unwrap_or_default(), rest),
        None => (PathBuf::new(), written.as_ref()),
    };
    folder.join(unquoted(rest))
}

/// A word as a shell takes it, without the quotes and the backslashes that it is written with.
fn unquoted(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    let mut quote: Option<char> = None;
    let mut letters = word.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (None | Some('"'), '\\') => plain.extend(letters.next()),
            _ => plain.push(letter),
        }
    }
    plain
}

/// The command line with what is to be looked up for it.
fn with_values(command: Command, file: &Path) -> Command {
    let takes_environments = command.get_name() == "preflight";
    let command = command.mut_args(|argument| match argument.get_id().as_str() {
        "codes" => argument.add(ArgValueCompleter::new(checks)),
        "only" | "skip" => argument.add(ArgValueCompleter::new(checks_and_families)),
        _ if takes_environments && names_environments(&argument) => {
            let file = file.to_owned();
            argument.add(ArgValueCompleter::new(move |typed: &OsStr| environments(&file, typed)))
        }
        _ => argument,
    });
    command.mut_subcommands(|command| with_values(command, file))
}

fn names_environments(argument: &Arg) -> bool {
    argument.is_positional() || argument.get_id() == "environment"
}

/// Checks whose code begins so, and, where something is written small, those whose name does. A code is offered as it is
/// being written: shells take nothing for a completion that begins otherwise.
fn checks(typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let is_small = typed.contains(|c: char| c.is_ascii_lowercase());
    let offered =
        |value: String, check: &Check| CompletionCandidate::new(value).help(Some(check.passing.into()));
    let codes = catalogue::ALL.iter().filter_map(|check| {
        let rest = check.code.get(typed.len()..)?;
        let begins = check.code.get(..typed.len())?.eq_ignore_ascii_case(&typed);
        let rest = if is_small { rest.to_lowercase() } else { rest.to_owned() };
        begins.then(|| offered(format!("{typed}{rest}"), check))
    });
    let named = |check: &&&Check| is_small && check.name.starts_with(&*typed);
    let names = catalogue::ALL.iter().filter(named).map(|check| offered(check.name.to_owned(), check));
    codes.chain(names).collect()
}

/// The same, and whole families, such as `topology`.
fn checks_and_families(typed: &OsStr) -> Vec<CompletionCandidate> {
    let families: BTreeMap<&str, &str> = catalogue::ALL
        .iter()
        .map(|check| (check.category.as_str(), check.category.title()))
        .filter(|(family, _)| family.starts_with(&*typed.to_string_lossy()))
        .collect();
    let families = families.into_iter().map(|(family, title)| {
        CompletionCandidate::new(family).help(Some(format!("every check of: {title}").into()))
    });
    families.chain(checks(typed)).collect()
}

/// The environments that the file describes, by name. What is unusual in a shell's word is left out: a file of somebody
/// else must not write commands into a line.
fn environments(file: &Path, typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let is_plain = |name: &str| {
        !name.starts_with('-')
            && !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c))
    };
    let mut names = text(file).map(|text| names(&text)).unwrap_or_default();
    names.retain(|name| is_plain(name) && name.starts_with(&*typed));
    names.into_iter().map(CompletionCandidate::new).collect()
}

/// A file that may be read between two keys: not a pipe, and not long.
fn text(file: &Path) -> Option<String> {
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(file).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The names in a file; also in one that is not finished, whose headings are read then.
fn names(text: &str) -> Vec<String> {
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names.dedup();
        names
    };
    let table = toml::from_str::<toml::Table>(text).ok();
    if let Some(toml::Value::Table(environments)) = table.and_then(|mut table| table.remove("environments")) {
        return sorted(environments.keys().cloned().collect());
    }
    let headings = text.lines().filter_map(|line| {
        let heading = line.trim().trim_start_matches('[').strip_prefix("environments.")?;
        let name = heading.split(['.', ']']).next()?;
        Some(name.trim().trim_matches(['"', '\'']).to_owned())
    });
    sorted(headings.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(candidates: &[CompletionCandidate]) -> Vec<String> {
        candidates.iter().map(|one| one.get_value().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn codes_are_written_large_or_small_and_names_small() {
        let found = values(&checks(OsStr::new("URI01")));
        assert!(found.contains(&"URI014".to_owned()) && found.iter().all(|code| code.starts_with("URI01")));
        let small = values(&checks(OsStr::new("uri01")));
        assert!(found.iter().map(|code| code.to_lowercase()).eq(small.iter().cloned()), "{small:?}");
        assert!(values(&checks(OsStr::new("Top02"))).contains(&"Top021".to_owned()));
        let found = values(&checks(OsStr::new("top")));
        assert!(["top021", "topology-readable"].iter().all(|one| found.contains(&(*one).to_owned())));
        let found = values(&checks(OsStr::new("uri-para")));
        assert_eq!(found, ["uri-parameters"]);
        assert_eq!(checks(OsStr::new("")).len(), catalogue::ALL.len());
        assert!(checks(OsStr::new("nothing")).is_empty());
    }

    #[test]
    fn families_stand_before_their_checks() {
        let found = values(&checks_and_families(OsStr::new("topo")));
        assert_eq!(found, ["topology", "topology-readable"]);
        assert!(values(&checks_and_families(OsStr::new(""))).starts_with(&["access".to_owned()]));
        assert!(values(&checks_and_families(OsStr::new("TOP021"))).contains(&"TOP021".to_owned()));
    }

    #[test]
    fn environments_are_read_from_finished_and_unfinished_files() {
        let finished =
            "environments.staging.objectives.rpo = '1m'\n[environments.production.table]\nname = 't'\n";
        assert_eq!(names(finished), ["production", "staging"]);
        let unfinished =
            "[environments.\"eu-west\".online_store]\nuri = \n[[environments.us.skip]]\n[environments.us]\n";
        assert_eq!(names(unfinished), ["eu-west", "us"]);
        assert!(names("").is_empty() && names("environments = 3\n").is_empty());
    }

    #[test]
    fn the_file_is_the_one_that_was_named() {
        let named = |words: &[&str]| config_file(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(named(&["chalkstore", "preflight", "--config", "a.toml", ""]), Path::new("a.toml"));
        assert_eq!(named(&["chalkstore", "preflight", "--config=b.toml"]), Path::new("b.toml"));
        assert_eq!(named(&["chalkstore", "preflight", "--config"]), Path::new(CONFIG));
        assert_eq!(named(&["chalkstore", "--config", "=", "b.toml"]), Path::new("b.toml"));
        for written in [r"my\ store/b.toml", "'my store/b.toml'", "\"my store/b.toml\"", "my' store'/b.toml"]
        {
            assert_eq!(
                named(&["chalkstore", "--config", written]),
                Path::new("my store/b.toml"),
                "{written}"
            );
        }
        let home = env::home_dir().unwrap_or_default();
        assert_eq!(named(&["chalkstore", "--config", r"~/my\ b.toml"]), home.join("my b.toml"));
    }
}
