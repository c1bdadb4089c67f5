//! What was asked for, and what came of it.

use std::path::PathBuf;

use crate::aws::Options;
use crate::dynamodb::evidence::TableSeen;
use crate::{failover, valkey};

/// Where the store's URI comes from, as the file will say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A secret of AWS Secrets Manager.
    Secret(String),
    /// An environment variable.
    Variable(String),
    /// A file.
    File(PathBuf),
    /// The URI itself, which has no password.
    Uri(String),
}

/// What the store's URI led to.
#[derive(Clone, Debug, PartialEq)]
pub enum StoreSeen {
    /// A Valkey or Redis server.
    Server(Box<valkey::Evidence>),
    /// A `DynamoDB` table.
    Table(String),
    /// It could not be learned, for this reason.
    Unseen(String),
}

/// Everything that a draft is made from.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The environment's name.
    pub environment: String,
    /// How AWS was reached; with the Region that was found, where one was.
    pub aws: Options,
    /// Where the URI comes from, and what it led to.
    pub store: Option<(Origin, StoreSeen)>,
    /// The table.
    pub table: Option<Box<TableSeen>>,
    /// The failover name as it was given, and what was seen of it.
    pub failover: Option<(String, Box<failover::Evidence>)>,
}
