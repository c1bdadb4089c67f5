//! From documents to collectors.

use super::{Collector, Document, Places};

/// What each collector sends where.
///
/// Files of [`Origin::File`](super::Origin::File) are what one collector takes with `--config` again and again: they are
/// merged in their order. Where several of them stand for themselves, each is also a collector of its own, because two
/// collectors' files look the same. Every other document is a collector of its own.
pub fn collectors(_documents: &[Document], _places: &Places) -> Vec<Collector> {
    Vec::new()
}
