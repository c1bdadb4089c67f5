//! What bash asks with: it takes a line apart at `=` and `:` as well as at blanks, and wants to be told no more than what
//! stands behind the last of these.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::engine::complete;
use clap_complete::env::{Bash, EnvCompleter};

/// Bash's completer, which puts the words together again.
pub(super) struct WholeWords;

impl EnvCompleter for WholeWords {
    fn name(&self) -> &'static str {
        Bash.name()
    }

    fn is(&self, name: &str) -> bool {
        Bash.is(name)
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> Result<(), io::Error> {
        Bash.write_registration(var, name, bin, completer, out)
    }

    fn write_complete(
        &self,
        command: &mut Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> Result<(), io::Error> {
        let variable = |name: &str| env::var(name).ok();
        let at = variable("_CLAP_COMPLETE_INDEX").and_then(|at| at.parse().ok()).unwrap_or_default();
        let Line { words, at, before } = Line::of(&words, at);
        let separator = variable("_CLAP_IFS").unwrap_or_else(|| "\n".to_owned());
        let offered = complete(command, words, at, folder)?;
        let offered: Vec<String> = offered
            .iter()
            .filter_map(|one| Some(one.get_value().to_str()?.strip_prefix(&before)?.to_owned()))
            .collect();
        write!(out, "{}", offered.join(&separator))
    }
}

/// A line that is being written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words as a program gets them.
    pub(super) words: Vec<OsString>,
    /// The word that is being written.
    at: usize,
    /// What of this word bash keeps: all up to the last place where it parts words.
    before: String,
}

impl Line {
    /// The line whose words are these to bash, which asks for the one `at` this place.
    pub(super) fn of(words: &[OsString], at: usize) -> Self {
        let mut line = Self { words: Vec::new(), at: 0, before: String::new() };
        let mut is_open = false;
        for (place, word) in words.iter().enumerate() {
            // No option and no value is one of these alone: it stood between two others, without blanks.
            let is_joint = word.to_str().is_some_and(|word| !word.is_empty() && is_parting(word));
            let follows = (is_joint || is_open) && place > 0;
            let before = line.words.pop_if(|_| follows).unwrap_or_default();
            if place == at {
                line.at = line.words.len();
                line.before = before.to_string_lossy().into_owned();
            }
            line.words.push([before, word.clone()].into_iter().collect());
            is_open = is_joint;
        }
        line
    }
}

fn is_parting(word: &str) -> bool {
    word.chars().all(|c| c == '=' || c == ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[&str], at: usize) -> (Vec<String>, usize, String) {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        let Line { words, at, before } = Line::of(&words, at);
        (words.iter().map(|word| word.to_string_lossy().into_owned()).collect(), at, before)
    }

    #[test]
    fn what_bash_took_apart_is_put_together() {
        let whole = |words: &[&str], at: usize, before: &str| {
            (words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), at, before.to_owned())
        };
        assert_eq!(line(&["c", "p", "--only", "=", "T"], 4), whole(&["c", "p", "--only=T"], 2, "--only="));
        assert_eq!(
            line(&["c", "--output", "html", "=", "r"], 4),
            whole(&["c", "--output", "html=r"], 2, "html=")
        );
        assert_eq!(line(&["c", "--config", "=", "f", "p"], 4), whole(&["c", "--config=f", "p"], 2, ""));
        let arn = ["c", "arn", ":", "aws", "::", "role/x", ""];
        assert_eq!(line(&arn, 6), whole(&["c", "arn:aws::role/x", ""], 2, ""));
        assert_eq!(line(&["c", "", "p"], 1), whole(&["c", "", "p"], 1, ""));
    }
}
