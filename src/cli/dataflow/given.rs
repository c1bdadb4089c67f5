//! Reads the files that were given.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Instant;

use super::Arguments;
use crate::cli::error::CliError;
use crate::cli::size;
use crate::dataflow::observe::{Given, GivenCluster};
use crate::dataflow::otel::{self, Problem};
use crate::dataflow::{Expectations, read};

/// The places that the flows are read from.
#[derive(Clone, Copy)]
pub(in crate::cli) struct Places<'a> {
    /// Configurations of collectors.
    pub(in crate::cli) otel_configs: &'a [PathBuf],
    /// The name of a cluster that EKS is asked for.
    pub(in crate::cli) eks_cluster: Option<&'a str>,
    /// A cluster's description.
    pub(in crate::cli) eks_json: Option<&'a Path>,
    /// Descriptions of VPC endpoints.
    pub(in crate::cli) vpc_endpoints: &'a [PathBuf],
}

/// Everything that was given, read until `deadline`. What is wrong in a file is told with its line.
pub(super) fn given(
    arguments: &Arguments,
    expected: &Expectations,
    deadline: Instant,
) -> Result<Given, CliError> {
    if arguments.files().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(CliError::usage_message("- stands for standard input, and was given for several files")
            .hint("give it for one, and name the others"));
    }
    let places = Places {
        otel_configs: &arguments.otel_configs,
        eks_cluster: arguments.eks_cluster.as_deref(),
        eks_json: arguments.eks_json.as_deref(),
        vpc_endpoints: &arguments.vpc_endpoints,
    };
    read_all(places, expected, deadline)
}

/// Reads these places until `deadline`.
pub(in crate::cli) fn read_all(
    places: Places<'_>,
    expected: &Expectations,
    deadline: Instant,
) -> Result<Given, CliError> {
    let text = |flag, path| text(flag, path, deadline);
    let mut documents = Vec::new();
    for path in places.otel_configs {
        let text = text("--otel-config", path)?;
        documents.extend(otel::read(&name(path), &text).map_err(|problem| wrong("--otel-config", &problem))?);
    }
    let collectors =
        (!places.otel_configs.is_empty()).then(|| otel::collectors(&documents, &expected.places()));
    let mut endpoints = Vec::new();
    for path in places.vpc_endpoints {
        let text = text("--vpc-endpoints", path)?;
        endpoints.extend(
            read::endpoints(&name(path), &text).map_err(|problem| wrong("--vpc-endpoints", &problem))?,
        );
    }
    let cluster = match (places.eks_cluster, places.eks_json) {
        (Some(cluster), _) => Some(GivenCluster::Named(cluster.to_owned())),
        (None, Some(path)) => {
            let text = text("--eks-json", path)?;
            let seen = read::cluster(&name(path), &text).map_err(|problem| wrong("--eks-json", &problem))?;
            Some(GivenCluster::Read(seen))
        }
        (None, None) => None,
    };
    Ok(Given { collectors, cluster, endpoints })
}

/// The text of a file. A file on a disk ends; of a pipe nobody knows whether anybody will ever write to it, or close it.
fn text(flag: &'static str, path: &Path, deadline: Instant) -> Result<String, CliError> {
    if path.is_file() {
        return size::text(flag, path);
    }
    let (sender, receiver) = channel();
    let own = path.to_owned();
    // It is left behind where nothing comes: the process does not wait for it.
    thread::spawn(move || sender.send(size::text(flag, &own)));
    match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        Ok(read) => read,
        Err(RecvTimeoutError::Timeout) => {
            Err(CliError::usage_message(format!("{flag}: {} did not end in time", name(path)))
                .hint("give it longer with --timeout, or write it to a file first"))
        }
        Err(RecvTimeoutError::Disconnected) => {
            Err(CliError::usage_message(format!("{flag}: {} could not be read", name(path))))
        }
    }
}

/// What to call a file.
fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() }
}

fn wrong(flag: &str, problem: &Problem) -> CliError {
    CliError::usage_message(format!("{flag}: {problem}"))
}
