//! Reads the files that were given.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::Arguments;
use crate::cli::error::CliError;
use crate::cli::input::{name, text};
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
    /// Who names these files.
    pub(in crate::cli) named_by: NamedBy<'a>,
}

/// Who names the files that the flows are read from.
#[derive(Clone, Copy)]
pub(in crate::cli) enum NamedBy<'a> {
    /// Options of the command.
    Options,
    /// Keys of this environment in `chalkstore.toml`.
    Environment(&'a str),
}

impl NamedBy<'_> {
    /// What to call the option or the key in an error.
    fn call(self, option: &str, key: &str) -> String {
        match self {
            Self::Options => option.to_owned(),
            Self::Environment(name) => format!("environments.{name}.dataflow.{key}"),
        }
    }
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
        named_by: NamedBy::Options,
    };
    read_all(places, expected, deadline)
}

/// Reads these places until `deadline`.
pub(in crate::cli) fn read_all(
    places: Places<'_>,
    expected: &Expectations,
    deadline: Instant,
) -> Result<Given, CliError> {
    let text = |label: &str, path| text(label, path, deadline);
    let label = places.named_by.call("--otel-config", "otel_configs");
    let mut documents = Vec::new();
    for path in places.otel_configs {
        let text = text(&label, path)?;
        documents.extend(otel::read(&name(path), &text).map_err(|problem| wrong(&label, &problem))?);
    }
    let collectors =
        (!places.otel_configs.is_empty()).then(|| otel::collectors(&documents, &expected.places()));
    let label = places.named_by.call("--vpc-endpoints", "vpc_endpoints");
    let mut endpoints = Vec::new();
    for path in places.vpc_endpoints {
        let text = text(&label, path)?;
        endpoints.extend(read::endpoints(&name(path), &text).map_err(|problem| wrong(&label, &problem))?);
    }
    let cluster = match (places.eks_cluster, places.eks_json) {
        (Some(cluster), _) => Some(GivenCluster::Named(cluster.to_owned())),
        (None, Some(path)) => {
            let label = places.named_by.call("--eks-json", "eks_json");
            let text = text(&label, path)?;
            let seen = read::cluster(&name(path), &text).map_err(|problem| wrong(&label, &problem))?;
            Some(GivenCluster::Read(seen))
        }
        (None, None) => None,
    };
    Ok(Given { collectors, cluster, endpoints })
}

fn wrong(label: &str, problem: &Problem) -> CliError {
    CliError::usage_message(format!("{label}: {problem}"))
}
