//! A stateful stand-in for AWS: `DynamoDB`, Application Auto Scaling, `CloudWatch`, Secrets Manager, Route 53 and load
//! balancers of all Regions behind one address on loopback, with the service's rules that no emulator enforces.
//!
//! ```ignore
//! let aws = FakeAws::start();
//! aws.fail_next("dynamodb:UpdateTable", "ThrottlingException", "Rate exceeded", 2);
//! // … run the program with AWS_ENDPOINT_URL=aws.url() …
//! assert_eq!(aws.changes(), ["us-east-1 dynamodb:CreateTable BillingMode=PAY_PER_REQUEST …"]);
//! aws.state().table_mut("us-east-1", "features").deletion_protection = true;
//! ```
//!
//! The rules are those that others measured on AWS in October 2026 or that its documentation states; each stands
//! beside its code. What neither tells is marked with "not measured".

mod cloudwatch;
mod create_table;
mod describe;
mod faults;
mod items;
mod log;
mod mirror;
mod replicas;
mod replicated;
mod request;
mod routing;
mod scaling;
mod secret;
mod secrets;
mod server;
mod settings;
mod state;
mod table;
mod throughput;
mod update_table;

pub(crate) use faults::Cut;
pub(crate) use replicated::{ClusterAt, GlobalAt, MetricAt};
pub(crate) use routing::{BalancerAt, CheckAt, RecordAt, ZoneAt};
pub(crate) use scaling::{Policy, Target};
pub(crate) use secret::Secret;
pub(crate) use server::FakeAws;
pub(crate) use state::{Alarm, State};
pub(crate) use table::{ACCOUNT, Replica, Table, Throughput};
