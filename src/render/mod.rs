//! Draws a report: for people, for scripts, for CI systems. Nothing else in the program prints.
//!
//! A renderer draws findings and view blocks. It knows nothing of Valkey or AWS, and it never decides the exit
//! code: that comes with the [`Summary`](crate::report::Summary). A report is never held whole, so a renderer
//! gets its parts in turn; the formats that are documents hold what they need until the end.

mod blocks;
mod by_category;
mod changes;
mod diagnostic;
mod dto;
mod escape;
mod fingerprint;
mod format;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod junit;
mod markdown;
mod matrix;
mod mermaid;
mod mermaid_flowchart;
mod ndjson;
pub mod notice;
mod openmetrics;
mod output;
mod page;
mod progress;
mod sarif;
mod sarif_model;
mod sparklines;
mod spec;
mod style;
mod svg;
mod tables;
mod timelines;
mod words;

#[cfg(test)]
mod samples;

pub use dto::{FindingDto, Line, ReportDto, line_schema, report_schema};
pub use escape::{visible, visible_lines};
pub use format::{Format, Render};
pub use output::{OpenError, Outputs, WriteFailure};
pub use page::{block, page};
pub use progress::Spinner;
pub(crate) use sparklines::sparklines;
pub use spec::{OutputSpec, SpecError, Target};
pub use style::{ColorChoice, Style, Verbosity};
