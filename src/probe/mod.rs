//! The joint between observing and judging: one registry of probes, one runner, one record of what was seen, one
//! file format for it.
//!
//! A command makes a [`Job`] of each subject: a [`Watch`] that takes down what probes saw, and the work. [`run`]
//! does many at once and hands a [`Recorded`] over for each, in order, whatever happens: done, stopped by a bug, or
//! interrupted. A report is made from records alone, so that it is the same on the spot and from a file.
//!
//! A new probe is a variant of [`Observed`], its line in [`REGISTRY`] and its arm of `assess`. No probe calls another.

mod baseline;
mod bundle;
mod changes;
mod cut;
pub mod diff;
mod evidence_file;
mod expectations;
mod extent;
mod record;
mod registry;
mod runner;
mod selection;
mod waived;

pub use baseline::{Baseline, Known};
pub use bundle::{
    Action, BUNDLE_VERSION, BundleEnd, BundleError, BundleWriter, FileEntry, Ledger, Manifest, REPORTS,
    Redaction, Versions, manifest_schema, redaction_schema,
};
pub use evidence_file::{
    EVIDENCE_VERSION, End, EvidenceError, EvidenceReader, EvidenceSource, EvidenceWriter, Stopped,
    evidence_schema,
};
pub use expectations::Expectations;
pub use record::{GaveUp, Recorded, Reported, Terms, Watch};
pub use registry::{CheckCode, Observed, Probe, REGISTRY, Wanted};
pub use runner::{Job, caught_panic, has_panicked, part, remember_panic, run};
use selection::was_not_made;
pub use selection::{LEFT_OUT, NO_NODES, NoSuchCheck, Selection, named, not_described};
