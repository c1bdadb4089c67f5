//! `DynamoDB`: what is reckoned against what `DynamoDB` Local reports, and what is read of a table.

mod from_table;
mod generator;
mod items;
mod local;
mod properties;
mod size_item;
mod table_checks;
