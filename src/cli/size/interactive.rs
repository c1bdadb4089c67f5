//! `--interactive`: the most important inputs, asked one after another.
//!
//! What is asked, and how an answer is read, comes from the flags themselves.

use std::io::{self, BufRead, Write};

use clap::{Arg, Args as _, Command, FromArgMatches as _};

use crate::cli::error::CliError;
use crate::dynamodb::workload::Inputs;

/// The flags that are asked for, in the order of the questions.
const QUESTIONS: [&str; 14] = [
    "region",
    "replicas",
    "read_qps",
    "write_qps",
    "peak_to_trough",
    "entities_per_query",
    "items_per_entity",
    "item_bytes",
    "read_pattern",
    "consistency",
    "entities",
    "zipf",
    "cache_entries",
    "ttl",
];

/// Asks for what `known` leaves open. An empty answer takes the default; what cannot be read is asked again.
///
/// # Errors
/// When the input ends before the last question, or the terminal is gone.
pub(super) fn ask(known: Inputs, input: &mut dyn BufRead, output: &mut dyn Write) -> Result<Inputs, CliError> {
    let flags = Inputs::augment_args(Command::new("size").no_binary_name(true).disable_help_flag(true));
    let given = serde_json::to_value(&known).unwrap_or_default();
    let mut answers = Vec::new();
    for id in QUESTIONS {
        let is_known = given.get(id).is_some_and(|value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
        let Some(flag) = flags.get_arguments().find(|flag| flag.get_id() == id).filter(|_| !is_known) else {
            continue;
        };
        answers.extend(answer(&flags, flag, input, output).map_err(stopped)?);
    }
    let matches = flags.try_get_matches_from(answers).map_err(|error| CliError::usage(error.into()))?;
    let answered = Inputs::from_arg_matches(&matches).map_err(|error| CliError::usage(error.into()))?;
    Ok(known.over(answered))
}

fn stopped(error: io::Error) -> CliError {
    CliError::usage(anyhow::Error::new(error).context("the questions ended before the last was answered"))
        .hint("answer all of them, an empty line takes the default; or use the flags, or --scenario FILE")
}

/// The arguments that an answer stands for; none for the default.
fn answer(
    flags: &Command,
    flag: &Arg,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<Vec<String>> {
    let long = flag.get_long().unwrap_or_default();
    let help = flag.get_help().map(ToString::to_string).unwrap_or_default().replace('`', "");
    let values: Vec<String> =
        flag.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let choice = if values.is_empty() { String::new() } else { format!(" ({})", values.join(", ")) };
    loop {
        write!(output, "{help}{choice}\n  --{long} ")?;
        output.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(output)?;
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "no more input"));
        }
        // Several replicas stand on one line.
        let parts: Vec<String> = line.split_whitespace().map(|part| format!("--{long}={part}")).collect();
        match flags.clone().try_get_matches_from(&parts) {
            Ok(_) => return Ok(parts),
            Err(error) => {
                let text = error.to_string();
                let reason = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
                writeln!(output, "  {reason}; an empty line takes the default")?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(known: Inputs, answers: &str) -> (Result<Inputs, CliError>, String) {
        let mut told = Vec::new();
        let inputs = ask(known, &mut answers.as_bytes(), &mut told);
        (inputs, String::from_utf8(told).expect("is text"))
    }

    #[test]
    fn answers_become_inputs_and_empty_ones_defaults() {
        let answers = "\nus-west-2=200,50 eu-west-1\n2000\n500\n3\n\n\n1.5KB\nquery\n\n1e6\n\n\n30d\n";
        let (inputs, told) = asked(Inputs::default(), answers);
        let inputs = inputs.unwrap_or_else(|_| panic!("{told}"));
        assert_eq!((inputs.read_qps, inputs.write_qps, inputs.region.as_deref()), (Some(2000.0), Some(500.0), None));
        assert_eq!(inputs.replicas.len(), 2);
        assert_eq!(inputs.entities, Some(1e6));
        assert!(told.contains("Online queries per second at the peak") && told.contains("--read-qps"), "{told}");
    }

    #[test]
    fn a_wrong_answer_is_asked_again_and_what_is_known_is_not_asked() {
        let known = Inputs { region: Some("us-east-1".to_owned()), ..Inputs::default() };
        let (inputs, told) = asked(known, "\nmany\n2000\n500\n\n\n\n\n\n\n\n\n\n\n");
        assert_eq!(inputs.unwrap_or_else(|_| panic!("{told}")).read_qps, Some(2000.0), "{told}");
        assert_eq!(told.matches("--read-qps ").count(), 2, "{told}");
        assert!(!told.contains("--region"), "{told}");
    }

    #[test]
    fn an_end_before_the_last_question_is_an_error() {
        assert!(asked(Inputs::default(), "\n\n2000\n").0.is_err());
    }
}
