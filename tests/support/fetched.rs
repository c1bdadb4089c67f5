//! The bridge to `scripts/servers.py`: a server's name in, how to start it out.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

/// How to start one fetched server: its folder's `server.json`.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// The program and its leading arguments.
    pub(crate) program: Vec<String>,
    /// Variables to add to its environment.
    pub(crate) env: Vec<(String, String)>,
    /// The command-line client that came with it, if one did.
    pub(crate) cli: Option<Vec<String>>,
}

/// Fetches the server called `name` unless the cache folder has it, and says how to start it. One process asks
/// the script once for each.
///
/// # Panics
/// When it cannot be had, with the script's own message.
pub(crate) fn fetched(name: &'static str) -> &'static Fetched {
    static KNOWN: Mutex<BTreeMap<&str, &OnceLock<Fetched>>> = Mutex::new(BTreeMap::new());
    let cell: &'static OnceLock<Fetched> = KNOWN
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry(name)
        .or_insert_with(|| Box::leak(Box::default()));
    cell.get_or_init(|| ask_script(name))
}

fn ask_script(name: &str) -> Fetched {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/servers.py");
    let done = Command::new("python3")
        .arg(&script)
        .args(["fetch", name])
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("cannot run python3, which fetches the test servers: {error}"));
    let message = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "the test server {name} cannot be had:\n{message}");
    let answer = String::from_utf8(done.stdout).expect("the script prints UTF-8");
    let folder = answer
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'))
        .unwrap_or_else(|| panic!("servers.py fetch {name} printed no folder: {answer:?}"));
    let manifest = Path::new(folder).join("server.json");
    let text = std::fs::read_to_string(&manifest)
        .unwrap_or_else(|error| panic!("cannot read {}: {error}", manifest.display()));
    parse(&text).unwrap_or_else(|| panic!("{} is not as servers.py describes it", manifest.display()))
}

fn parse(text: &str) -> Option<Fetched> {
    let manifest: serde_json::Value = serde_json::from_str(text).ok()?;
    let words = |value: &serde_json::Value| -> Option<Vec<String>> {
        value.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect()
    };
    let env = manifest["env"].as_object()?.iter();
    Some(Fetched {
        program: words(&manifest["program"])?,
        env: env
            .map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
            .collect::<Option<_>>()?,
        cli: words(&manifest["cli"]),
    })
}
