//! The joint between observing and judging: one registry of probes, one runner, one file format for evidence.
//!
//! A command runs one probe or several; no probe calls another. A new probe is a variant of [`Request`] and of
//! [`Observed`], and a line in [`REGISTRY`].

mod evidence_file;
mod registry;
mod runner;

pub use evidence_file::{
    EVIDENCE_VERSION, EvidenceError, EvidenceReader, EvidenceWriter, Recorded, evidence_schema,
};
pub use registry::{Bug, Observed, Probe, REGISTRY, Request};
pub(crate) use runner::remember_panic;
pub use runner::{Finished, observe};
