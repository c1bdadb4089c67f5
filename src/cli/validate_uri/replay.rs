//! The report from saved evidence.

use std::path::Path;

use super::wants::Wants;
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::cli::run::Run;
use crate::probe::{Observed, Recorded};
use crate::report::{Assessment, Exit, Section};
use crate::uri;

/// Judges every subject of an evidence file.
pub(super) fn replay(globals: &Globals, path: &Path) -> Result<Exit, CliError> {
    let (mut run, mut reader) = Run::replay(globals, "validate-uri", path)?;
    let wants = Wants::new(globals, reader.is_batch);
    let mut index = 0;
    loop {
        match reader.next_subject() {
            Ok(Some(recorded)) => run.section(&section_of(recorded, wants, index)),
            Ok(None) => break,
            Err(error) => {
                run.bad_input(&CliError::usage(error));
                break;
            }
        }
        index += 1;
    }
    run.took(reader.duration_ms());
    Ok(run.finish())
}

/// A section made of nothing but evidence, as on replay.
fn section_of(recorded: Recorded, wants: Wants, index: u64) -> Section {
    let mut assessment = Assessment::default();
    let mut subject = recorded.name.clone().unwrap_or_default();
    for observed in recorded.observed {
        if let Observed::Uri(evidence) = &observed {
            let checked = uri::assess(evidence);
            subject.clone_from(&checked.shown);
            assessment.append(wants.apply(checked, evidence, index).assessment);
        } else {
            assessment.append(observed.assess());
        }
    }
    Section::new(subject, recorded.name, assessment)
}
