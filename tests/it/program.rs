//! The built program, in an environment of its own.

use std::path::Path;
use std::process::{Command, Output};

use chalkstore::render::Format;
use clap::ValueEnum as _;

/// The program with an empty environment: nothing of the machine's own settings can change what a test sees.
pub(crate) fn chalkstore() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chalkstore"));
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    // Should something ask AWS after all, it finds nothing and does not wait.
    command.env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", "/nonexistent").env("HOSTNAME", "test-host");
    // Three times as long as a user waits: servers of a machine that is very busy are slow, not silent.
    command.env("CHALKSTORE_TIMEOUT", "30s");
    command
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The status of each finding about a check.
    pub(crate) fn statuses(&self, code: &str) -> Vec<String> {
        let report = self.json();
        let findings = report["findings"].as_array().expect("findings are an array");
        let of_code = findings.iter().filter(|finding| finding["code"] == code);
        of_code.map(|finding| finding["status"].as_str().expect("a word").to_owned()).collect()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("standard output is text"),
            stderr: String::from_utf8(output.stderr).expect("standard error is text"),
        }
    }
}

/// Every format that `--output` takes.
pub(crate) fn formats() -> impl Iterator<Item = &'static str> {
    Format::value_variants().iter().map(|format| format.as_str())
}

/// Runs the program with these arguments and nothing on standard input.
pub(crate) fn run(arguments: &[&str]) -> Ran {
    run_with(chalkstore(), arguments, b"")
}

/// Runs the program with an environment and an input.
pub(crate) fn run_with(mut command: Command, arguments: &[&str], input: &[u8]) -> Ran {
    use std::io::Write;
    use std::process::Stdio;
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("is piped");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // The program may end before it has read everything.
        let _written = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output.into()
}

/// The path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("a test's path is text")
}

/// Runs a program on a terminal of its own and types a line whenever what it prints ends with a prompt. What it printed
/// goes to standard output. A minute of silence ends it. Before an answer that begins with U+0001 it thinks for six seconds.
const TERMINAL: &str = r"
import os, pty, select, signal, sys, time
pairs = sys.argv[1].split('\x1f')
pairs = list(zip(pairs[::2], pairs[1::2]))
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
printed, answered = b'', 0
while True:
    if not select.select([terminal], [], [], 60)[0]:
        printed += b'\nNothing was printed for a minute; expected: ' + repr(pairs[:1]).encode()
        os.kill(child, signal.SIGKILL)
        break
    try:
        read = os.read(terminal, 4096)
    except OSError:
        break
    if not read:
        break
    printed += read
    # A prompt counts behind the answer to the one before.
    if pairs and pairs[0][0].encode() in printed[answered:]:
        answered = len(printed)
        answer = pairs.pop(0)[1]
        if answer[0] == '\x01':
            time.sleep(6)
        os.write(terminal, answer.lstrip('\x01').encode())
sys.stdout.buffer.write(printed)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
";

/// Runs it on a terminal, which types each answer after its prompt.
pub(crate) fn on_terminal(program: &Command, arguments: &[&str], answers: &[(&str, &str)]) -> Ran {
    let answers: Vec<&str> = answers.iter().flat_map(|(prompt, answer)| [*prompt, *answer]).collect();
    let mut command = Command::new("python3");
    command.args(["-c", TERMINAL, &answers.join("\x1f")]).arg(program.get_program());
    command.env_clear().envs(program.get_envs().filter_map(|(key, value)| Some((key, value?))));
    command.stderr(std::process::Stdio::piped());
    run_with(command, arguments, b"")
}
