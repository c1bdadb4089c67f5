//! Evidence files: one JSON object a line. A header, a line per subject, an end.
//!
//! They are written as the observation goes, so that a run that is stopped leaves what it saw, and read back one
//! subject at a time.

mod error;
mod line;
mod reader;
mod source;
mod writer;

pub use error::EvidenceError;
pub use line::{EVIDENCE_VERSION, End, Stopped, evidence_schema};
pub use reader::EvidenceReader;
pub use source::EvidenceSource;
pub use writer::EvidenceWriter;
