//! What a run ran on.

use serde::Serialize;

use crate::report::Tool;

/// What a run ran on: `versions.json`.
#[derive(Clone, Debug, Serialize)]
pub struct Versions {
    /// The program.
    pub tool: Tool,
    /// When its commit was made, or `unknown`.
    pub commit_date: &'static str,
    /// What it was compiled for, as `x86_64-unknown-linux-gnu`.
    pub target: &'static str,
    /// The compiler, as `rustc 1.95.0 (…)`, or `unknown`.
    pub rustc: &'static str,
    /// The kind of operating system, as `linux`.
    pub os: &'static str,
    /// The system by its own name, as `Debian GNU/Linux 12 (bookworm)`; null where it does not tell.
    pub os_name: Option<String>,
    /// The kernel's release; null where it is not told.
    pub kernel: Option<String>,
    /// The processor's kind, as `x86_64`.
    pub arch: &'static str,
}

impl Versions {
    /// This program on this machine.
    pub fn here() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).ok();
        let release = read("/etc/os-release").or_else(|| read("/usr/lib/os-release"));
        let os_name = release.as_deref().and_then(pretty_name);
        let kernel = read("/proc/sys/kernel/osrelease").map(|text| text.trim().to_owned());
        Self {
            tool: Tool::this(),
            commit_date: env!("CHALKSTORE_COMMIT_DATE"),
            target: env!("CHALKSTORE_TARGET"),
            rustc: env!("CHALKSTORE_RUSTC"),
            os: std::env::consts::OS,
            os_name,
            kernel: kernel.filter(|text| !text.is_empty()),
            arch: std::env::consts::ARCH,
        }
    }
}

/// `PRETTY_NAME` of an os-release file.
fn pretty_name(text: &str) -> Option<String> {
    let value = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(value.trim().trim_matches('"').to_owned()).filter(|name| !name.is_empty())
}
