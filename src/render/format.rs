//! The formats, and what each of them has to be able to do.

use std::io::{self, Write};

use clap::ValueEnum;

use super::github::Github;
use super::gitlab::Gitlab;
use super::html::Html;
use super::human::Human;
use super::json::Json;
use super::junit::Junit;
use super::markdown::Markdown;
use super::mermaid::Mermaid;
use super::ndjson::Ndjson;
use super::openmetrics::OpenMetrics;
use super::sarif::Sarif;
use super::style::Style;
use super::svg::Svg;
use crate::report::{Change, Header, Section, Summary};

/// Draws a report's parts as they come.
pub trait Render {
    /// What is known before any work starts. Called once, first.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn start(&mut self, header: &Header, out: &mut dyn Write) -> io::Result<()>;

    /// All that the report says of one subject.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn section(&mut self, section: &Section, out: &mut dyn Write) -> io::Result<()>;

    /// What changed when the subject was looked at again, `at` this time (RFC 3339). Only formats that are read while the
    /// work goes on tell it.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn changes(&mut self, _at: &str, _changes: &[Change], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Lines of NDJSON that are ready, of things too many to be held. No other format tells them.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn lines(&mut self, _lines: &[u8], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// What is known when all work is done. Called once, last.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()>;
}

/// A format that a report can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for a person.
    Human,
    /// One JSON document.
    Json,
    /// One JSON object a line, while the work goes on.
    Ndjson,
    /// JUnit XML, for the test pages of CI systems.
    Junit,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitHub Actions workflow commands: annotations.
    Github,
    /// GitLab Code Quality: what a merge request shows as new and as mended.
    Gitlab,
    /// Markdown, for a pull request's comment or a job summary.
    Markdown,
    /// One HTML file: no script, no request, light and dark.
    Html,
    /// A picture of what there is to see, for a browser or a document.
    Svg,
    /// The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines.
    Mermaid,
    /// Numbers for a monitoring system, such as a text file of Prometheus' node exporter.
    Openmetrics,
}

impl Format {
    /// The name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Junit => "junit",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Svg => "svg",
            Self::Mermaid => "mermaid",
            Self::Openmetrics => "openmetrics",
        }
    }

    /// A renderer of this format.
    pub fn renderer(self, style: Style) -> Box<dyn Render> {
        match self {
            Self::Human => Box::new(Human::new(style)),
            Self::Json => Box::new(Json::new(style)),
            Self::Ndjson => Box::new(Ndjson::new(style)),
            Self::Junit => Box::new(Junit::new()),
            Self::Sarif => Box::new(Sarif::default()),
            Self::Github => Box::new(Github::default()),
            Self::Gitlab => Box::new(Gitlab::default()),
            Self::Markdown => Box::new(Markdown::new(style)),
            Self::Html => Box::new(Html::default()),
            Self::Svg => Box::new(Svg::default()),
            Self::Mermaid => Box::new(Mermaid::new(style)),
            Self::Openmetrics => Box::new(OpenMetrics::default()),
        }
    }
}
