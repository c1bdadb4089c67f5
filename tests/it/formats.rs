//! Every format read by its own parser: it is what it says it is, and all agree on how many results there are.
//!
//! SARIF and JUnit have schemas (`tests/fixtures/`), OpenMetrics has the parser of `prometheus_client`, HTML has the Nu
//! HTML checker and a real browser. GitLab publishes no schema of Code Quality: what its documentation asks for stands
//! in `gitlab.rs`.

mod agreement;
mod browser;
mod gitlab;
mod html;
mod read;
mod reports;
mod summary;
mod whole;

use std::path::PathBuf;

use chalkstore::render::{Format, Style, Verbosity};
use chalkstore::report::{Counts, Exit, FailOn, Header, Noun, Section, Status, Summary, Tool, Vantage};

/// A report that is drawn in every format.
struct Report {
    name: &'static str,
    sections: Vec<Section>,
}

impl Report {
    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for section in &self.sections {
            counts += section.counts;
        }
        counts
    }

    fn summary(&self) -> Summary {
        let (counts, mut subjects) = (self.counts(), Counts::default());
        for section in &self.sections {
            subjects.add(section.counts.worst());
        }
        let exit = match (counts.fail, counts.unknown, counts.total() - counts.skip) {
            (.., 0) => Exit::NoChecks,
            (1.., ..) => Exit::Findings,
            (_, 1.., _) => Exit::Unknown,
            _ => Exit::Ok,
        };
        let noun = Noun { one: "environment", many: "environments" };
        Summary { counts, known: Counts::default(), subjects, noun, duration_ms: 1234, exit }
    }

    /// What a format writes of it, with all that it can list.
    fn drawn(&self, format: Format) -> String {
        let style = Style { verbosity: Verbosity::Verbose, ..Style::default() };
        let mut render = format.renderer(style);
        let mut out = Vec::new();
        let header = Header {
            command: "preflight".to_owned(),
            subject: "chalkstore.toml".to_owned(),
            started_at: "2026-11-04T12:00:00.000Z".to_owned(),
            vantage: Vantage { host: Some("ops-1".to_owned()), zone: Some("us-east-1a".to_owned()) },
            tool: Tool::this(),
            fail_on: FailOn::Fail,
        };
        render.start(&header, &mut out).expect("memory can be written to");
        for section in &self.sections {
            render.section(section, &mut out).expect("memory can be written to");
        }
        render.finish(&self.summary(), &mut out).expect("memory can be written to");
        String::from_utf8(out).expect("every format writes text")
    }
}

/// Where what the tests draw is kept, to be looked at.
fn kept(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target"),
        |folder| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder),
    );
    let folder = target.join("formats");
    std::fs::create_dir_all(&folder).expect("the target folder can be written to");
    folder.join(name)
}

/// `2 failed, 1 warning, 9 passed, …` as counts, wherever it stands in a text.
fn told(text: &str) -> Option<Counts> {
    let mut counts = Counts::default();
    let mut is_any = false;
    for part in text.split(", ") {
        let words: Vec<&str> = part.split_whitespace().collect();
        let [.., number, word] = words.as_slice() else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        let count = match *word {
            "failed" => &mut counts.fail,
            "warning" | "warnings" => &mut counts.warn,
            "passed" => &mut counts.pass,
            "skipped" => &mut counts.skip,
            "unknown" => &mut counts.unknown,
            _ => continue,
        };
        (*count, is_any) = (number, true);
    }
    is_any.then_some(counts)
}

fn status(word: &str) -> Status {
    *Status::ALL
        .iter()
        .find(|status| status.as_str() == word)
        .unwrap_or_else(|| panic!("{word} is no status"))
}
