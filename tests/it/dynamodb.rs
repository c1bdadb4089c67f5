//! `DynamoDB`: what is reckoned against what `DynamoDB` Local reports, and what is read of a table.

mod aws_cli;
mod from_table;
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "what is drawn is small, and equal texts make equal numbers"
)]
mod generator;
#[expect(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "units are small, and half units are exact"
)]
mod items;
mod local;
mod properties;
mod size_item;
mod table_checks;
