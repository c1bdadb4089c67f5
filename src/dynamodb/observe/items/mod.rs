//! Items from files and standard input: read on one thread, sized on all cores, told in their order.
//!
//! Every block of text comes from a pool of a fixed size and goes back to it, so that memory does not grow with the
//! input, however slow one of the threads or the reader of the output is.

mod read;
mod scan;
mod source;

pub use scan::{Options, Scan};
pub use source::{Source, SourceError, sources};
