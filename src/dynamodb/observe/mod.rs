//! Where `DynamoDB` facts come from: files and AWS.

pub mod items;
