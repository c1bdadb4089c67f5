//! Every format that a report comes in.

/// What `--output` takes.
pub(crate) const FORMATS: [&str; 12] = [
    "human",
    "json",
    "ndjson",
    "junit",
    "sarif",
    "github",
    "gitlab",
    "markdown",
    "html",
    "svg",
    "mermaid",
    "openmetrics",
];
