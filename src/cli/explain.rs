//! `chalkstore explain [CODE…]`: what a check means, why, and what to do.

use std::io::{self, Write};

use clap::{Arg, Args};
use serde_json::json;

use super::error::CliError;
use super::globals::{Globals, shown_value};
use crate::render::{self, Format, Style, Target};
use crate::report::{Block, Check, Exit, Table, catalogue, nearest};

/// Say what a check means: why it matters, how it is decided and how to fix it.
///
/// Without a code it lists every check.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Codes or names of checks, such as URI014 or uri-parameters.
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let checks = match arguments.codes.as_slice() {
        [] => catalogue::ALL.to_vec(),
        codes => codes.iter().map(|code| find(code)).collect::<Result<_, _>>()?,
    };
    let list_only = arguments.codes.is_empty();
    let mut text = Vec::new();
    let format = format(globals)?;
    match format {
        Format::Json => {
            let checks: Vec<_> = checks.iter().map(|check| as_json(check)).collect();
            serde_json::to_writer_pretty(&mut text, &json!({ "schema_version": 1, "checks": checks }))
                .map_err(CliError::output)?;
            text.push(b'\n');
        }
        Format::Markdown => {
            let pages: Vec<&str> = checks.iter().map(|check| check.page).collect();
            text.extend_from_slice(pages.join("\n").as_bytes());
        }
        _ => {
            let style = Style::stdout(globals.color, globals.verbosity());
            let shown = if list_only {
                render::block(&list(&checks), style)
            } else {
                checks.iter().map(|check| page(check, style)).collect::<Vec<_>>().join("\n")
            };
            text.extend_from_slice(shown.as_bytes());
        }
    }
    write_stdout(&text)
}

fn page(check: &Check, style: Style) -> String {
    let facts = format!(
        "{} · {} · {} if it fails · since {}",
        check.name,
        check.category.title(),
        check.severity.as_str(),
        check.since
    );
    render::page(check.page, &facts, style)
}

fn list(checks: &[&Check]) -> Block {
    Block::Table(Table {
        title: String::new(),
        columns: vec!["code".into(), "severity".into(), "what passes".into()],
        rows: checks
            .iter()
            .map(|check| vec![check.code.into(), check.severity.as_str().into(), check.passing.into()])
            .collect(),
    })
}

fn as_json(check: &Check) -> serde_json::Value {
    json!({
        "code": check.code,
        "name": check.name,
        "category": check.category,
        "severity": check.severity,
        "since": check.since,
        "passing": check.passing,
        "page": check.page,
    })
}

fn find(code: &str) -> Result<&'static Check, CliError> {
    catalogue::find(code).ok_or_else(|| {
        let list = "`chalkstore explain` lists every check";
        let hint = near(code).map_or_else(|| list.to_owned(), |near| format!("did you mean {near}? {list}"));
        CliError::usage_message(format!("no check has the code or name `{}`", shown_value(code))).hint(hint)
    })
}

/// The check that was perhaps meant, by what it was called: its code or its name.
fn near(given: &str) -> Option<String> {
    let is_code = given.bytes().any(|byte| byte.is_ascii_digit());
    let known = catalogue::ALL.iter().map(|check| if is_code { check.code } else { check.name });
    let check = catalogue::find(nearest(given, known)?)?;
    let (first, second) = if is_code { (check.code, check.name) } else { (check.name, check.code) };
    Some(format!("`{first}` ({second})"))
}

/// The one format that a page is written in.
fn format(globals: &Globals) -> Result<Format, CliError> {
    match globals.output.as_slice() {
        [] => Ok(Format::Human),
        [one]
            if one.target == Target::Stdout
                && matches!(one.format, Format::Human | Format::Json | Format::Markdown) =>
        {
            Ok(one.format)
        }
        _ => Err(CliError::usage_message("`explain` writes a page, not a report")
            .hint("its formats are `--output human`, `json` and `markdown`, on standard output")),
    }
}

/// What `--output` is for.
const PAGE: &str = "Write the page as `human`, `json` or `markdown`";

const EXAMPLES: &str = "\
Examples:
  chalkstore explain URI014
  chalkstore explain uri-parameters --output markdown";

/// `--output` as it is here: not every format holds a page.
pub(super) fn output(argument: Arg) -> Arg {
    argument.hide_possible_values(true).hide_env(true).value_name("FORMAT").help(PAGE).long_help(PAGE)
}

/// Writes a document to standard output. A reader that goes away early is no error.
pub(super) fn write_stdout(text: &[u8]) -> Result<Exit, CliError> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CliError::output(anyhow::Error::new(error).context("cannot write to standard output")))
        }
        _ => Ok(Exit::Ok),
    }
}
