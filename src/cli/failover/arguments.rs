//! Its arguments.

use std::time::Duration;

use clap::{Args, Subcommand};

use super::name::NameArgs;
use super::values::{rate, span, ttl};
use super::watch::Watch;
use crate::failover::Scenario;
use crate::values::to_a_year;

const PLAYED: &str = "What is played";

/// Check a failover name: would traffic move when a Region dies, where to, and when.
///
/// Looks at the name's records and health checks in Route 53, at what resolvers say, at /healthz of every Region and through
/// the name, and at the load balancers; reckons how long a failover takes. Nothing is changed, and no failover is caused.
#[derive(Args)]
#[command(after_long_help = EXAMPLES, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    pub(super) what: Option<What>,

    #[command(flatten)]
    pub(super) name: NameArgs,
}

/// What else can be done with a name.
#[derive(Subcommand)]
pub(super) enum What {
    Simulate(Box<Simulate>),
    Watch(Box<Watch>),
}

/// Play a Region's failure and recovery from what is set up: who is served when, and what is lost.
///
/// Looks at the same as `failover` does, and reckons from it when health checks flip, what resolvers answer, how many requests
/// fail, and when traffic comes back. Nothing is changed.
#[derive(Args)]
#[command(after_long_help = SIMULATE_EXAMPLES)]
pub(in crate::cli) struct Simulate {
    #[command(flatten)]
    pub(super) name: NameArgs,

    /// How long the Region is away.
    #[arg(long, value_name = "DURATION", help_heading = PLAYED, default_value = "1h", value_parser = to_a_year)]
    outage: Duration,

    /// Online queries per second of all clients: how many fail.
    #[arg(long, alias = "qps", value_name = "N", help_heading = PLAYED, value_parser = rate)]
    read_qps: Option<f64>,

    /// Items written per second: those that were not replicated are at risk.
    #[arg(long, value_name = "N", help_heading = PLAYED, value_parser = rate)]
    write_qps: Option<f64>,

    /// The lag of replication when the Region dies, as `replication-lag` measures it.
    #[arg(long, value_name = "DURATION", help_heading = PLAYED, value_parser = span)]
    lag: Option<Duration>,

    /// How long resolvers keep an answer, where they do not keep to the record's TTL.
    #[arg(long, value_name = "DURATION", help_heading = PLAYED, value_parser = ttl)]
    resolver_ttl: Option<u32>,
}

impl Simulate {
    /// What is played.
    pub(super) fn scenario(&self) -> Scenario {
        let outage_s = u32::try_from(self.outage.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
        Scenario {
            outage_s,
            read_qps: self.read_qps,
            write_qps: self.write_qps,
            lag_ms: self.lag.map(|lag| u64::try_from(lag.as_millis()).unwrap_or(u64::MAX)),
            resolver_ttl_s: self.resolver_ttl,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  chalkstore failover chalk.example.com
  chalkstore failover chalk.example.com --region-host us-east-1=prod-east.query.example.com --region-host us-west-2=prod-west.query.example.com
  chalkstore failover chalk.example.com --resolver system --resolver 1.1.1.1 --resolver 8.8.8.8 --rto 2m
  chalkstore failover chalk.example.com --what-if interval=10,threshold=2,ttl=60 --probe-error-rate 1%
  chalkstore failover chalk.example.com --table chalk-online-store --secret online-store-uri --metadata active-passive
  chalkstore failover chalk.example.com --save-evidence failover.jsonl
  chalkstore failover --evidence failover.jsonl --rto 90s";

const SIMULATE_EXAMPLES: &str = "\
Examples:
  chalkstore failover simulate chalk.example.com
  chalkstore failover simulate chalk.example.com --outage 20m --read-qps 2000 --write-qps 500 --lag 2s
  chalkstore failover simulate chalk.example.com --resolver-ttl 300s --output svg=failover.svg
  chalkstore failover simulate --evidence failover.jsonl --outage 20m";
