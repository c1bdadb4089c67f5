//! The one integration-test binary: black-box tests of the library and of the built program.

#[path = "../support/mod.rs"]
mod support;

mod captured;
mod check_access;
mod check_table;
mod ci;
mod completions;
mod config;
mod connect;
mod contract;
mod corpus;
mod create_table;
mod dataflow;
mod dataflow_otel;
mod diff;
mod docs;
mod drill;
mod dynamodb;
mod dynamodb_cost_oracle;
mod dynamodb_vectors;
mod emitted;
mod failover;
mod failover_checks;
mod failover_truth;
mod formats;
mod generated;
mod help;
mod house;
mod preflight;
mod program;
mod program_connect;
mod replication_aws;
mod replication_checks;
mod replication_truth;
mod report;
mod setup;
mod size;
mod store_secret;
mod topology;
mod topology_checks;
mod uri;
mod uri_properties;
mod usage;
