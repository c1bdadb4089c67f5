//! The questions of an interactive run: the flags, asked one after another.

use clap::{Args, Command, FromArgMatches};

use super::inputs::Inputs;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The flag that it stands for, such as `--read-qps`.
    pub flag: String,
    /// What is asked: the flag's own help.
    pub text: String,
}

/// What is asked, in this order; everything else has a default that is told.
const ASKED: [&str; 10] = [
    "read_qps",
    "write_qps",
    "entities_per_query",
    "item_bytes",
    "entities",
    "read_pattern",
    "peak_to_trough",
    "cache_hit_rate",
    "region",
    "replicas",
];

/// What to ask. An empty answer leaves the default.
#[must_use]
pub fn questions() -> Vec<Question> {
    let command = Inputs::augment_args(Command::new("size"));
    let asked = |id: &&str| {
        let argument = command.get_arguments().find(|argument| argument.get_id() == *id)?;
        Some(Question { flag: format!("--{}", argument.get_long()?), text: argument.get_help()?.to_string() })
    };
    ASKED.iter().filter_map(asked).collect()
}

/// The inputs with an answer in them, read as the flag would be.
///
/// # Errors
/// When the answer is not what the flag takes; the message says what it takes.
pub fn answer(flag: &str, text: &str) -> Result<Inputs, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Inputs::default());
    }
    let command = Inputs::augment_args(Command::new("size").no_binary_name(true).disable_help_flag(true));
    let said = command.try_get_matches_from([format!("{flag}={text}")]);
    let inputs =
        said.and_then(|matches| Inputs::from_arg_matches(&matches)).map_err(|error| reason(&error))?;
    // What is out of its range is told at once, not after the last question.
    let alone = Inputs { read_qps: inputs.read_qps.or(Some(0.0)), ..inputs.clone() };
    match alone.check() {
        Err(errors) => match errors.into_iter().find(|error| error.field == flag) {
            Some(error) => Err(error.message),
            None => Ok(inputs),
        },
        Ok(_) => Ok(inputs),
    }
}

/// What the flag takes. The answer itself is not quoted: it stands above, and may have been meant for another place.
fn reason(error: &clap::Error) -> String {
    if let Some(reason) = std::error::Error::source(error) {
        return reason.to_string();
    }
    let text = error.render().to_string();
    let values = text.lines().find_map(|line| line.trim().strip_prefix("[possible values: "));
    values.map_or_else(
        || "that is no answer to it".to_owned(),
        |values| format!("it takes {}", values.trim_end_matches(']')),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_has_a_flag_that_takes_its_answer() {
        let questions = questions();
        assert_eq!(questions.len(), ASKED.len());
        for question in &questions {
            let text = match question.flag.as_str() {
                "--read-pattern" => "query",
                "--region" => "eu-west-1",
                "--replica" => "us-west-2=10,5",
                _ => "1",
            };
            let inputs = answer(&question.flag, text).expect("is taken");
            assert_ne!(inputs, Inputs::default(), "{question:?}");
            assert!(!question.text.is_empty());
        }
        assert_eq!(answer("--read-qps", "  "), Ok(Inputs::default()));
        assert!(answer("--read-qps", "-5").expect_err("is no rate").contains("-5 is not from 0"));
        assert!(answer("--read-qps", "many").expect_err("is no number").contains("write a number"));
    }
}
