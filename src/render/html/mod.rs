//! Reports as one HTML file: no script, no request, light and dark, readable on a phone and on paper.

mod context;
mod document;
mod explained;
mod views;

pub(super) use document::Html;
