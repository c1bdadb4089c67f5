//! `DynamoDB`: what is reckoned against what `DynamoDB` Local reports.

mod generator;
mod items;
mod local;
mod size_item;
