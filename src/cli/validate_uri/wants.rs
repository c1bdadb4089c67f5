//! What a report has beside its findings.

use crate::cli::globals::Globals;
use crate::render::Format;
use crate::uri;

/// What beside the findings is wanted. It costs more than the checks, so that a long batch leaves it out.
#[derive(Clone, Copy)]
pub(super) struct Wants {
    is_batch: bool,
    rows: bool,
}

impl Wants {
    pub(super) fn new(globals: &Globals, is_batch: bool) -> Self {
        let json = globals.output.iter().any(|output| output.format == Format::Json);
        Self { is_batch, rows: json || !is_batch }
    }

    pub(super) fn apply(self, checked: uri::Checked, evidence: &uri::Evidence, index: u64) -> uri::Checked {
        let checked = if self.rows { checked.with_row(evidence) } else { checked };
        if index == 0 || !self.is_batch { checked.with_correction(evidence) } else { checked }
    }
}
