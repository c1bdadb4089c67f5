//! Which environments and which checks are meant.

use crate::cli::error::CliError;
use crate::cli::globals::shown_value;
use crate::config::{Config, Environment};
use crate::probe::{CheckCode, Selection, named};
use crate::report::{Category, Check, nearest};

/// The environments that are named; all where none is.
pub(super) fn environments<'a>(
    config: &'a Config,
    names: &[String],
) -> Result<Vec<(&'a str, &'a Environment)>, CliError> {
    let all = config.environments.iter().map(|(name, environment)| (name.as_str(), environment));
    if names.is_empty() {
        return Ok(all.collect());
    }
    for name in names {
        if !config.environments.contains_key(name) {
            return Err(no_such_environment(config, name));
        }
    }
    Ok(all.filter(|(name, _)| names.iter().any(|wanted| wanted == name)).collect())
}

fn no_such_environment(config: &Config, name: &str) -> CliError {
    let known: Vec<&str> = config.environments.keys().map(String::as_str).collect();
    let nearest = nearest(name, known.iter().copied());
    let nearest = nearest.map(|known| format!("did you mean `{known}`? ")).unwrap_or_default();
    let list = match known.as_slice() {
        [] => "the file describes none".to_owned(),
        known => format!("the file describes {}", known.join(", ")),
    };
    CliError::usage_message(format!("there is no environment `{}`", shown_value(name)))
        .hint(format!("{nearest}{list}"))
}

/// The checks that are named; nothing where all are meant.
pub(super) fn selection(only: &[String], skip: &[String]) -> Result<Option<Selection>, CliError> {
    if only.is_empty() && skip.is_empty() {
        return Ok(None);
    }
    let asked = checks("--only", only)?;
    let named = asked.iter().filter(|checks| checks.len() == 1).flatten().copied().collect();
    Ok(Some(Selection {
        only: (!only.is_empty()).then(|| codes(asked.concat())),
        named: codes(named),
        skip: codes(checks("--skip", skip)?.concat()),
        left_out: Vec::new(),
    }))
}

/// The checks that each word names.
fn checks(option: &str, words: &[String]) -> Result<Vec<Vec<&'static Check>>, CliError> {
    let of = |word: &String| {
        named(word).map_err(|none| {
            let nearest = none.nearest.as_ref().map(|nearest| format!("did you mean `{nearest}`? "));
            CliError::usage_message(format!("{option} `{}`: {none}", shown_value(word))).hint(format!(
                "{}name a check (`chalkstore explain` lists them), online_store, or one of {}",
                nearest.unwrap_or_default(),
                Category::ALL.map(Category::as_str).join(", ")
            ))
        })
    };
    words.iter().map(of).collect()
}

/// Their codes in order, each once.
fn codes(checks: Vec<&'static Check>) -> Vec<CheckCode> {
    let mut codes = CheckCode::all(checks);
    codes.sort_by_key(|code| code.0.code);
    codes.dedup();
    codes
}
