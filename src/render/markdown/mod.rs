//! Markdown for a pull request's comment or a job summary: the verdict, the problems, the rest folded away.

mod blocks;
mod document;
mod rows;

#[cfg(test)]
mod tests;

pub(super) use document::Markdown;
