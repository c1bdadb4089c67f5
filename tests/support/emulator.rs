//! AWS's own DynamoDB Local, and the two emulators of other services, on loopback.

use std::io;
use std::sync::OnceLock;
use std::time::Duration;

use tempfile::TempDir;

use super::fetched::fetched;
use super::gate::Gate;
use super::guard::{Guarded, new_folder};
use super::http;
use super::ports::Port;
use super::wait::wait_for;

/// How long an emulator may take to answer for the first time.
const LIMIT: Duration = Duration::from_mins(1);
const STARTS: usize = 5;

/// What can be started to stand for AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Emulator {
    /// DynamoDB Local, in memory: real item sizes and consumed capacity. It listens on every address of the
    /// machine, for it has no option to choose one.
    DynamoDbLocal,
    /// moto: Route 53 records and health checks, VPC endpoints, autoscaling.
    Moto,
    /// ministack: DynamoDB global tables, Secrets Manager, `CloudWatch`, RDS, EKS.
    Ministack,
}

/// A started emulator. It is killed when this value is dropped.
#[derive(Debug)]
pub(crate) struct RunningEmulator {
    process: Guarded,
    _folder: TempDir,
    port: Port,
    /// Opened for the first who asks for the address.
    gate: OnceLock<Gate>,
}

impl Emulator {
    /// Starts one of its own for the caller, and waits until it answers.
    pub(crate) fn start(self) -> RunningEmulator {
        self.start_with(&[])
    }

    /// Starts one with variables more, such as `INITIAL_NO_AUTH_ACTION_COUNT=0`, which makes moto enforce IAM.
    pub(crate) fn start_with(self, env: &[(&str, &str)]) -> RunningEmulator {
        for _ in 0..STARTS {
            match self.launch(env) {
                Ok(running) => return running,
                Err(log) if log.to_lowercase().contains("address already in use") => {}
                Err(log) => panic!("{} did not start:\n{log}", self.name()),
            }
        }
        panic!("{} found its port taken {STARTS} times", self.name());
    }

    /// The one that all tests of this process share; it ends with the process.
    pub(crate) fn shared(self) -> &'static RunningEmulator {
        static SHARED: [OnceLock<RunningEmulator>; 3] = [const { OnceLock::new() }; 3];
        SHARED[self as usize].get_or_init(|| self.start())
    }

    fn name(self) -> &'static str {
        match self {
            Self::DynamoDbLocal => "dynamodb-local",
            Self::Moto => "moto",
            Self::Ministack => "ministack",
        }
    }

    fn launch(self, env: &[(&str, &str)]) -> Result<RunningEmulator, String> {
        let folder = new_folder();
        let port = Port::reserve();
        let number = port.number().to_string();
        let (arguments, ready): (&[&str], _) = match self {
            Self::DynamoDbLocal => (&["-inMemory", "-disableTelemetry", "-port", &number], "/"),
            Self::Moto => (&["-H", "127.0.0.1", "-p", &number], "/moto-api/data.json"),
            Self::Ministack => (&[], "/_ministack/health"),
        };
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let env = [&[("GATEWAY_PORT", number.as_str())], env].concat();
        let process = Guarded::start(fetched(self.name()), &arguments, &env, folder.path());
        wait_for(&format!("answer from {}", self.name()), LIMIT, || {
            match http::request(port.number(), "GET", ready, &[], "", Duration::from_secs(20)) {
                Ok(_) => Ok(Ok(())),
                Err(_) if !process.is_running() => Ok(Err(process.log())),
                Err(error) => Err(error),
            }
        })?;
        Ok(RunningEmulator { process, _folder: folder, port, gate: OnceLock::new() })
    }
}

impl RunningEmulator {
    /// Its address, for `AWS_ENDPOINT_URL`: `http://127.0.0.1:PORT`. The program's calls pass a [`Gate`] there.
    pub(crate) fn url(&self) -> String {
        let gate = self.gate.get_or_init(|| Gate::before(self.port.number()));
        format!("http://127.0.0.1:{}", gate.port())
    }

    /// The address of the emulator itself, for what a test asks it in its own name and over one connection.
    pub(crate) fn direct_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port.number())
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// What it has printed.
    pub(crate) fn log(&self) -> String {
        self.process.log()
    }

    /// Sends it one plain HTTP request and returns the status and the body.
    pub(crate) fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> io::Result<(u16, String)> {
        http::request(self.port.number(), method, path, headers, body, LIMIT)
    }
}
