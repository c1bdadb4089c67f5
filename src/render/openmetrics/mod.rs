//! `OpenMetrics` text: numbers for a monitoring system, to be picked up from a file by Prometheus' node exporter.
//!
//! That reads the older text format of Prometheus, so that only what both understand is written: gauges alone, without
//! time stamps, no quotes in help texts. `# UNIT` and `# EOF` are comments to the older one.

mod document;
mod text;

#[cfg(test)]
mod tests;

pub(super) use document::OpenMetrics;
