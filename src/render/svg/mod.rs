//! Reports as pictures: SVG files that need no font, script or request, and say everything without colour too.
//!
//! A picture is laid out on whole pixels from the columns that its texts take, so that no text is cut or drawn over
//! another one, whichever monospace font shows it. What is too long for its place ends in `…` and has all of itself in
//! a tooltip.

mod chart;
mod document;
mod drawing;
mod graph;
mod matrix;
mod palette;
mod sheet;
mod timeline;

#[cfg(test)]
mod geometry;

pub(super) use document::{Svg, picture};
pub(super) use palette::{style_sheet, variables};
