//! What a file holds.

use super::Problem;

/// What a configuration was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file as the collector's own `--config` takes it.
    File,
    /// A value of a ConfigMap.
    ConfigMap,
    /// `.config` or `.alternateConfig` of the Helm chart's values.
    HelmValues,
    /// `.spec.config` of an `OpenTelemetryCollector`.
    Resource,
}

/// One configuration, whole or in part, as it stands in a file. It holds what the file holds, secrets too: it is neither
/// shown nor kept.
#[derive(Clone)]
pub struct Document {
    /// What to call it: the file, and in it the ConfigMap or resource.
    pub name: String,
    /// What it was found in.
    pub origin: Origin,
}

/// Reads a file of any known shape. `name` is what to call it.
///
/// # Errors
/// When it is no YAML or JSON, too big or too deep, or when no collector's configuration is in it.
pub fn read(name: &str, _text: &str) -> Result<Vec<Document>, Problem> {
    Err(Problem { name: name.to_owned(), line: None, message: "not read yet".to_owned() })
}
