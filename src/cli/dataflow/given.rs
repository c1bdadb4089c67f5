//! Reads the files that were given.

use std::path::Path;

use super::Arguments;
use crate::cli::error::CliError;
use crate::cli::size;
use crate::dataflow::observe::{Given, GivenCluster};
use crate::dataflow::otel::{self, Problem};
use crate::dataflow::{Expectations, read};

/// Everything that was given, read. What is wrong in a file is told with its line.
pub(super) fn given(arguments: &Arguments, expected: &Expectations) -> Result<Given, CliError> {
    if arguments.files().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(CliError::usage_message("- stands for standard input, and was given for several files")
            .hint("give it for one, and name the others"));
    }
    let mut documents = Vec::new();
    for path in &arguments.otel_configs {
        let text = size::text("--otel-config", path)?;
        documents.extend(otel::read(&name(path), &text).map_err(|problem| wrong("--otel-config", &problem))?);
    }
    let collectors =
        (!arguments.otel_configs.is_empty()).then(|| otel::collectors(&documents, &expected.places()));
    let mut endpoints = Vec::new();
    for path in &arguments.vpc_endpoints {
        let text = size::text("--vpc-endpoints", path)?;
        endpoints
            .push(read::endpoints(&name(path), &text).map_err(|problem| wrong("--vpc-endpoints", &problem))?);
    }
    let cluster = match (&arguments.eks_cluster, &arguments.eks_json) {
        (Some(cluster), _) => Some(GivenCluster::Named(cluster.clone())),
        (None, Some(path)) => {
            let text = size::text("--eks-json", path)?;
            let seen = read::cluster(&name(path), &text).map_err(|problem| wrong("--eks-json", &problem))?;
            Some(GivenCluster::Read(seen))
        }
        (None, None) => None,
    };
    Ok(Given { collectors, cluster, endpoints })
}

/// What to call a file.
fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() }
}

fn wrong(flag: &str, problem: &Problem) -> CliError {
    CliError::usage_message(format!("{flag}: {problem}"))
}
