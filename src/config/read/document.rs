//! From a text to a [`Config`].

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::source::{Hides, Source};
use super::walk::{Walk, Walked};
use super::{schema, whole};
use crate::config::Config;
use crate::report::Problem;
use crate::words::count;

/// The longest file that is read, in bytes.
pub const MAX_BYTES: u64 = 1 << 20;

/// So many problems are told; whoever has more has another one.
const MOST: usize = 50;

/// What a file says. `name` is what to call the file in problems and in origins.
///
/// # Errors
/// Everything that is wrong in it, in the order of the file; never empty.
pub fn read(text: &str, name: &str) -> Result<Config, Vec<Problem>> {
    let source = Source::new(name, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    let syntax: Vec<Problem> = errors.iter().map(|error| told(&source, error)).collect();
    let broken_at = errors.iter().filter(|error| !is_twice(error)).filter_map(toml::de::Error::span);
    let broken_at = broken_at.map(|span| span.start).min();

    let schema = schema::schema();
    let Walked { value, mut problems, spans, spoiled, origins } = Walk::document(&source, &schema, &document);
    let read = value.and_then(|value| serde_json::from_value::<Config>(value).ok());
    let Some(mut config) = read else {
        problems.extend(syntax);
        if problems.is_empty() {
            problems.push(source.problem("it cannot be read, for a reason that chalkstore does not know"));
        }
        return Err(sorted(problems, &source));
    };
    for (name, environment) in &mut config.environments {
        let key = spans.get(&["environments", name.as_str()].map(str::to_owned)[..]);
        environment.origin = key.map(|key| source.origin(key.start));
    }
    for (environment, origins) in origins {
        let skips = config.environments.get_mut(&environment).map(|environment| &mut environment.skip);
        for (skip, origin) in skips.into_iter().flatten().zip(origins) {
            skip.origin = origin;
        }
    }
    if broken_at.is_none() {
        problems.extend(whole::problems(&config, &source, &spans, &spoiled));
    }
    // Behind what is no TOML, nothing is where it seems to be.
    problems.retain(|problem| {
        let at = problem.place.as_ref().map(|place| place.span.start);
        broken_at.is_none_or(|broken| at.is_some_and(|at| source.line(at) < source.line(broken)))
    });
    problems.extend(syntax);
    if problems.is_empty() { Ok(config) } else { Err(sorted(problems, &source)) }
}

fn is_twice(error: &toml::de::Error) -> bool {
    error.message() == "duplicate key"
}

/// What is no TOML.
fn told(source: &Source<'_>, error: &toml::de::Error) -> Problem {
    let Some(span) = error.span() else {
        return source.problem(format!("this is no TOML: {}", error.message()));
    };
    if is_twice(error) {
        let message = "this key or table stands here for the second time";
        let problem = source.at(&span, message, None, Hides::Behind);
        return Problem { help: Some("TOML takes each once: put the two together".to_owned()), ..problem };
    }
    let message = format!("this is no TOML: {}", error.message());
    let help = error
        .message()
        .starts_with("string values must be quoted")
        .then(|| "write it in quotes: key = \"value\"".to_owned());
    Problem { help, ..source.at(&span, message, None, Hides::Nothing) }
}

/// In the order of the file, each line's first slip of a kind once, and not without end.
fn sorted(mut problems: Vec<Problem>, source: &Source<'_>) -> Vec<Problem> {
    problems.sort_by_key(|problem| problem.place.as_ref().map_or((0, 0), |place| (place.line, place.column)));
    let mut told = BTreeSet::new();
    problems.retain(|problem| told.insert((problem.line(), problem.message.clone())));
    let more = problems.len().saturating_sub(MOST);
    if more > 0 {
        problems.truncate(MOST);
        problems.push(source.problem(format!("not shown: {}", count(more, "more problem"))));
    }
    problems
}
