//! `chalkstore preflight`: whole environments against real servers and stand-ins, many at once, and in chaos.

mod accepted;
mod chaos;
mod choice;
mod files;
mod interrupted;
mod known;
mod lasting;
mod many;
mod needed;
mod pace;
mod wait;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

use crate::program::{Ran, chalkstore, run, run_with};
use crate::support::fake_aws::FakeAws;

/// A folder with a `chalkstore.toml`.
struct Described {
    folder: tempfile::TempDir,
}

impl Described {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("chalkstore.toml"), text).expect("it can be written");
        Self { folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self) -> Command {
        let mut command = chalkstore();
        command.current_dir(self.folder.path());
        command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "s");
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        run_with(self.command(), &[&["preflight"], arguments].concat(), b"")
    }

    /// A run under way.
    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command();
        command.arg("preflight").args(arguments).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
    }
}

/// Presses Ctrl-C.
fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
}

/// A description of `p`, whose store's URI is the secret `store` of a stand-in for AWS.
fn with_secret(aws: &FakeAws) -> Described {
    Described::new(&format!(
        "[environments.p.aws]\nregion = \"us-east-1\"\nendpoint_url = \"{}\"\n\
         [environments.p.online_store]\nsecret = \"store\"\n",
        aws.url()
    ))
}

/// What became of an environment: the worst status of each check.
type Statuses = BTreeMap<String, String>;

/// The results of an NDJSON stream, by environment, and its summary.
fn results(text: &str) -> (BTreeMap<String, (Statuses, Value)>, Value) {
    let mut environments = BTreeMap::new();
    let mut summary = Value::Null;
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        match line["type"].as_str() {
            Some("result") => {
                let name = line["name"].as_str().expect("an environment has a name").to_owned();
                let mut statuses = Statuses::new();
                for finding in line["findings"].as_array().expect("a list") {
                    let (code, status) = (finding["code"].as_str(), finding["status"].as_str());
                    let (code, status) =
                        (code.expect("a code").to_owned(), status.expect("a word").to_owned());
                    let worst = statuses.entry(code).or_insert_with(|| status.clone());
                    if rank(&status) > rank(worst) {
                        *worst = status;
                    }
                }
                environments.insert(name, (statuses, line["counts"].clone()));
            }
            Some("summary") => summary = line,
            _ => {}
        }
    }
    (environments, summary)
}

fn rank(status: &str) -> usize {
    ["pass", "skip", "warn", "unknown", "fail"].iter().position(|one| *one == status).expect("a status")
}

/// The options of a command, by its help.
fn options(command: &str) -> BTreeSet<String> {
    let help = run(&[command, "--help"]).stdout;
    // An example goes on with options of other programs.
    let lines = help
        .lines()
        .take_while(|line| *line != "Examples:")
        .map(str::trim_start)
        .filter(|line| line.starts_with('-'));
    let words = lines.flat_map(|line| line.split([' ', ',', '[', '='])).filter(|word| word.starts_with("--"));
    words.map(str::to_owned).collect()
}

/// The options of single commands that `preflight` does not have.
fn foreign_options() -> &'static BTreeSet<String> {
    static FOREIGN: LazyLock<BTreeSet<String>> = LazyLock::new(look_for_foreign_options);
    &FOREIGN
}

fn look_for_foreign_options() -> BTreeSet<String> {
    let commands = [
        "topology",
        "failover",
        "dataflow",
        "replication-lag",
        "check-table",
        "check-access",
        "validate-uri",
    ];
    let all: BTreeSet<String> = commands.iter().flat_map(|command| options(command)).collect();
    let own = options("preflight");
    assert!(own.contains("--baseline") && all.contains("--zone-map"), "{own:?} {all:?}");
    all.difference(&own).cloned().collect()
}

/// No finding tells anybody to give an option that there is not, unless it stands behind the command that has it.
#[track_caller]
fn names_no_option_of_another_command(ran: &Ran) {
    let foreign = foreign_options();
    let mut wrong = Vec::new();
    for line in ran.stdout.lines() {
        let line: Value = serde_json::from_str(line).expect("is NDJSON");
        for finding in line["findings"].as_array().into_iter().flatten() {
            let notes = finding["notes"].as_array().into_iter().flatten();
            let texts = [&finding["message"], &finding["help"]].into_iter().chain(notes);
            for text in texts.filter_map(Value::as_str) {
                // Commands as a whole stand in backticks, or behind a colon; what belongs to one may stand behind it.
                let text = text.replace("` with --", "` with ");
                let parts = text.split(['`', ';', '(', ')']).flat_map(|part| part.split(", "));
                let parts = parts.flat_map(|part| part.split(": "));
                let is_command = |part: &&str| {
                    ["aws ", "valkey-cli ", "chalkstore "].iter().any(|program| part.contains(program))
                };
                let words =
                    parts.filter(|part| !is_command(part)).flat_map(|part| part.split([' ', '=', '.']));
                wrong.extend(
                    words.filter(|word| foreign.contains(*word)).map(|word| format!("{word}: {text}")),
                );
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// Every such option has a key, or a command that is named with it.
#[test]
fn every_option_of_the_single_commands_is_known() {
    for option in foreign_options() {
        let told = chalkstore::config::in_keys(&format!("say it by {option}"), None).into_owned();
        assert!(!told.contains(&format!("by {option}")), "{told}");
    }
}
