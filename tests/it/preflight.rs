//! `chalkstore preflight`: whole environments against real servers and stand-ins, many at once, and in chaos.

mod accepted;
mod chaos;
mod choice;
mod interrupted;
mod known;
mod many;
mod needed;
mod pace;
mod wait;
mod whole;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::program::{Ran, chalkstore, run_with};
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
