//! HTML as the Nu HTML checker sees it, which the W3C's own service runs.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::reports;
use crate::support::fetched;

#[test]
fn the_nu_html_checker_has_nothing_to_say() {
    let files = reports::pages();
    let vnu = fetched("vnu");
    let done = Command::new(&vnu.program[0])
        .args(&vnu.program[1..])
        .args(["--format", "json", "--stdout", "--exit-zero-always"])
        .args(&files)
        .envs(vnu.env.iter().map(|(key, value)| (key, value)))
        .stdin(Stdio::null())
        .output()
        .expect("Java can be started");
    let said: Value = serde_json::from_slice(&done.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&done.stderr)));
    let messages = said["messages"].as_array().expect("is a list");
    let told: Vec<String> = messages
        .iter()
        .map(|one| format!("{}:{}: {} ({})", one["url"], one["lastLine"], one["message"], one["extract"]))
        .collect();
    assert_eq!(told, Vec::<String>::new());
}
