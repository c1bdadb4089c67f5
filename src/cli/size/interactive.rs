//! `--interactive`: the most important inputs, asked one after another on the terminal.

use std::io::{self, BufRead, Write};

use crate::cli::error::CliError;
use crate::dynamodb::workload::{Inputs, answer, questions};

/// Asks for the inputs. What flags and files say already stands; an empty answer takes the default, and what cannot be
/// read is asked again.
///
/// # Errors
/// When the input ends before the last question, or the terminal is gone.
pub(super) fn ask(
    known: Inputs,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Inputs, CliError> {
    let mut inputs = Inputs::default();
    for question in questions() {
        inputs = inputs.over(one(&question.flag, &question.text, input, output).map_err(stopped)?);
    }
    Ok(inputs.over(known))
}

fn one(flag: &str, text: &str, input: &mut dyn BufRead, output: &mut dyn Write) -> io::Result<Inputs> {
    loop {
        write!(output, "{text}\n  {flag} ")?;
        output.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(output)?;
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "no more input"));
        }
        match answer(flag, &line) {
            Ok(inputs) => return Ok(inputs),
            Err(reason) => writeln!(output, "  {reason}; an empty line takes the default")?,
        }
    }
}

fn stopped(error: io::Error) -> CliError {
    CliError::usage(anyhow::Error::new(error).context("the questions ended before the last was answered"))
        .hint("answer all of them (an empty line takes the default), use the flags, or --scenario FILE")
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
    fn answers_become_inputs_and_empty_ones_leave_what_is_known() {
        let known = Inputs { write_qps: Some(7.0), ..Inputs::default() };
        let (inputs, told) = asked(known, &format!("2000\n{}", "\n".repeat(20)));
        let inputs = inputs.unwrap_or_else(|_| panic!("{told}"));
        assert_eq!((inputs.read_qps, inputs.write_qps, inputs.region), (Some(2000.0), Some(7.0), None));
        assert!(told.contains("--read-qps"), "{told}");
    }

    #[test]
    fn a_wrong_answer_is_asked_again() {
        let (inputs, told) = asked(Inputs::default(), &format!("many\n2000\n{}", "\n".repeat(20)));
        assert_eq!(inputs.unwrap_or_else(|_| panic!("{told}")).read_qps, Some(2000.0), "{told}");
        assert_eq!(told.matches("--read-qps ").count(), 2, "{told}");
    }

    #[test]
    fn an_end_before_the_last_question_is_an_error() {
        assert!(asked(Inputs::default(), "2000\n\n").0.is_err());
    }
}
