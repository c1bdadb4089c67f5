//! `setup dynamodb` and `setup valkey`: the whole path, against a stand-in for AWS that keeps its rules, moto, and a real
//! Valkey.

mod dynamodb;
mod plans;
mod terminal;
mod valkey;

use std::process::Command;

use crate::program::chalkstore;

/// Stands wherever a secret is, and must come out nowhere.
const CANARY: &str = "CaNaRy7SeTuP";

/// The program with an AWS of its own, and everything from one address.
fn program(url: &str) -> Command {
    let mut command = chalkstore();
    command
        .env("AWS_ACCESS_KEY_ID", "AKIATEST")
        .env("AWS_SECRET_ACCESS_KEY", CANARY)
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ENDPOINT_URL", url);
    command
}
