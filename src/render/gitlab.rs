//! GitLab Code Quality: a list of problems that a merge request compares with those of its target branch.
//!
//! GitLab wants a file of the repository for each. What was found of an environment stands where `chalkstore.toml` describes
//! it, and what was found in a file, in that. Anything else has no file: as in SARIF it stands in one that is named after the
//! command and does not exist, so that no line of a real file is blamed.

use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::Render;
use super::escape::visible;
use super::fingerprint::Fingerprints;
use super::sarif_model::artifact;
use super::words::{full_text, place};
use crate::report::{Finding, Header, Section, Severity, Status, Summary};

/// The format `gitlab`.
pub(super) struct Gitlab {
    /// Where the command runs: paths are told from here.
    folder: Option<PathBuf>,
    /// The file of what stands in none, at its first line.
    elsewhere: String,
    /// Problems as they are to be written, which takes a fraction of what they take as values.
    problems: Vec<Box<RawValue>>,
    fingerprints: Fingerprints,
}

impl Default for Gitlab {
    fn default() -> Self {
        let folder = std::env::current_dir().ok();
        Self { folder, elsewhere: String::new(), problems: Vec::new(), fingerprints: Fingerprints::default() }
    }
}

/// A problem, named as GitLab names its parts.
#[derive(Serialize)]
struct Problem<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

impl Render for Gitlab {
    fn start(&mut self, header: &Header, _: &mut dyn Write) -> io::Result<()> {
        self.elsewhere = artifact(&header.command);
        Ok(())
    }

    fn section(&mut self, section: &Section, _: &mut dyn Write) -> io::Result<()> {
        let file = section
            .file_and_line()
            .and_then(|(file, line)| Some((relative(Path::new(file), self.folder.as_deref())?, line)));
        let (path, begin) =
            file.as_ref().map_or((self.elsewhere.as_str(), 1), |(path, line)| (path.as_str(), *line));
        for finding in section.assessment.findings.iter().filter(|finding| finding.status.is_problem()) {
            let problem = Problem {
                description: description(finding, section),
                check_name: finding.check.code,
                fingerprint: self.fingerprints.next(finding, section.title()),
                severity: severity(finding),
                location: Location { path, lines: Lines { begin } },
            };
            self.problems.push(to_raw_value(&problem)?);
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &self.problems)?;
        writeln!(out)
    }
}

/// The path from the folder; nothing where it leads out of it. It has forward slashes and no `.` in it.
fn relative(file: &Path, folder: Option<&Path>) -> Option<String> {
    let file = if file.is_absolute() { file.strip_prefix(folder?).ok()? } else { file };
    let mut parts = Vec::new();
    for part in file.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(visible(part.to_str()?).into_owned()),
            // What climbs may end anywhere.
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// All that is known: GitLab shows nothing but this and the place.
fn description(finding: &Finding, section: &Section) -> String {
    let place = place(finding, section).map(|place| format!("{place}: ")).unwrap_or_default();
    let undetermined = if finding.status == Status::Unknown { "could not be determined: " } else { "" };
    format!("{} {place}{undetermined}{}", finding.check.code, full_text(finding))
}

/// What works but should be looked at, or could not be determined, is one step less bad than a failure.
const fn severity(finding: &Finding) -> &'static str {
    match (finding.status, finding.severity) {
        (Status::Fail, Severity::Critical) => "blocker",
        (Status::Fail, Severity::High) | (_, Severity::Critical) => "critical",
        (Status::Fail, Severity::Medium) | (_, Severity::High) => "major",
        (Status::Fail, Severity::Low) | (_, Severity::Medium) => "minor",
        (_, Severity::Low) => "info",
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use serde_json::Value;

    use super::*;
    use crate::render::Format;
    use crate::render::samples::{clean, connection, drawn, hostile, style, uri};

    fn problems(sections: &[&Section]) -> Vec<Value> {
        serde_json::from_str(&drawn(Format::Gitlab, style(None), sections)).expect("is a list")
    }

    #[test]
    fn a_problem() {
        let listed = problems(&[&connection(), &clean()]);
        assert_eq!(listed.len(), 3);
        assert_snapshot!(serde_json::to_string_pretty(&listed[1]).expect("is JSON"), @r#"
        {
          "check_name": "NET004",
          "description": "NET004 prod-eu, 10.0.1.4:6379: the server does not speak TLS",
          "fingerprint": "d316d4936d0061d5:1",
          "location": {
            "lines": {
              "begin": 1
            },
            "path": "chalkstore/validate-uri"
          },
          "severity": "blocker"
        }
        "#);
    }

    #[test]
    fn a_file_of_the_repository_is_named_and_no_other() {
        let path = |origin: &str| {
            let section = uri().from(Some(origin.to_owned()));
            let at = problems(&[&section])[0]["location"].take();
            format!("{} {}", at["path"].as_str().expect("is text"), at["lines"]["begin"])
        };
        assert_eq!(path("./deploy//./uris.csv:17"), "deploy/uris.csv 17");
        let here = std::env::current_dir().expect("there is one").join("uris.csv:3");
        assert_eq!(path(here.to_str().expect("is text")), "uris.csv 3");
        for origin in ["/srv/uris.csv:17", "../uris.csv:17", "standard input:17", "uris.csv", "."] {
            assert_eq!(path(origin), "chalkstore/validate-uri 1", "{origin}");
        }
    }

    #[test]
    fn fingerprints_are_those_of_sarif_and_no_two_the_same() {
        let sections = [&connection(), &connection(), &hostile()];
        let of = |value: &Value| value.as_str().expect("is text").to_owned();
        let here: Vec<String> = problems(&sections).iter().map(|one| of(&one["fingerprint"])).collect();
        let log: Value =
            serde_json::from_str(&drawn(Format::Sarif, style(None), &sections)).expect("is JSON");
        let results = log["runs"][0]["results"].as_array().expect("is a list");
        let there: Vec<String> =
            results.iter().map(|one| of(&one["partialFingerprints"]["chalkstore/v1"])).collect();
        assert_eq!(here, there);
        let different: std::collections::BTreeSet<&String> = here.iter().collect();
        assert_eq!(different.len(), here.len());
    }

    #[test]
    fn how_bad_it_is() {
        use crate::report::catalogue::URI_HOST;
        let with = |status, severity| Finding { severity, ..Finding::new(&URI_HOST, status, "m") };
        for (of, fail, other) in [
            (Severity::Critical, "blocker", "critical"),
            (Severity::High, "critical", "major"),
            (Severity::Medium, "major", "minor"),
            (Severity::Low, "minor", "info"),
        ] {
            assert_eq!(severity(&with(Status::Fail, of)), fail);
            assert_eq!(severity(&with(Status::Warn, of)), other);
            assert_eq!(severity(&with(Status::Unknown, of)), other);
        }
    }

    #[test]
    fn nothing_is_an_empty_list() {
        assert_eq!(drawn(Format::Gitlab, style(None), &[&clean()]), "[]\n");
    }
}
