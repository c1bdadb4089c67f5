//! A child process that cannot outlive the test process, however that ends.
//!
//! The program runs under a small shell that holds the read end of a pipe whose write end only this process
//! has. When the pipe closes, by a drop, a panic or the death of this process, the shell kills the program by
//! its process id and removes its folder. Until then it has not waited for the program, so the id cannot
//! have passed to another.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::fetched::Fetched;

/// The first argument is the folder, the rest is the program. `keep` on stdin leaves the folder alone.
const SHELL: &str = r#"
folder=$1; shift
"$@" >>"$folder/server.log" 2>&1 &
pid=$!
echo "$pid"
read -r word
kill -9 "$pid" 2>/dev/null
wait "$pid" 2>/dev/null
[ "$word" = keep ] || rm -rf "$folder"
"#;

/// A new folder for one server's files. It is gone when this value is dropped or this process dies.
pub(crate) fn new_folder() -> TempDir {
    tempfile::Builder::new().prefix("chalkstore-test-").tempdir().expect("a temporary folder can be made")
}

/// A running program and the guard that ends it.
#[derive(Debug)]
pub(crate) struct Guarded {
    shell: Child,
    pid: u32,
    folder: PathBuf,
}

impl Guarded {
    /// Starts `server` with `arguments` and `env` more, in `folder`, its output going to `server.log` there.
    pub(crate) fn start(server: &Fetched, arguments: &[String], env: &[(&str, &str)], folder: &Path) -> Self {
        let mut shell = Command::new("sh")
            .args(["-c", SHELL, "sh"])
            .arg(folder)
            .args(&server.program)
            .args(arguments)
            .envs(server.env.iter().map(|(key, value)| (key, value)))
            .envs(env.iter().copied())
            .current_dir(folder)
            // An interrupt at the terminal goes to this process alone; the pipe tells the shell.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh can be started");
        let mut line = String::new();
        let stdout = shell.stdout.take().expect("stdout is piped");
        BufReader::new(stdout).read_line(&mut line).expect("the guard says the process id");
        let pid = line.trim().parse().expect("a process id is a number");
        Self { shell, pid, folder: folder.to_owned() }
    }

    /// The program's process id, not the guard's.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether the program still runs. One that is stopped does.
    pub(crate) fn is_running(&self) -> bool {
        is_running(self.pid)
    }

    /// What the program has printed so far.
    pub(crate) fn log(&self) -> String {
        let log = fs::read(self.folder.join("server.log")).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    /// Kills the program as a crash would, and leaves its folder for another start.
    pub(crate) fn kill(mut self) {
        if let Some(stdin) = &mut self.shell.stdin {
            stdin.write_all(b"keep\n").expect("the guard is there");
        }
    }

    /// Sends the program a signal, by its name without `SIG`.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.pid.to_string();
        let done = Command::new("sh").args(["-c", r#"kill -"$1" "$2""#, "sh", name, &pid]).status();
        assert!(done.expect("sh can be started").success(), "no SIG{name} for process {pid}");
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        if let Err(error) = self.shell.wait() {
            assert!(std::thread::panicking(), "the guard of process {} is lost: {error}", self.pid);
        }
    }
}

/// Whether a process with this id runs; one that has ended and was not waited for does not.
pub(crate) fn is_running(pid: u32) -> bool {
    // The state follows the program's name, which stands in parentheses and may hold any character.
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}
