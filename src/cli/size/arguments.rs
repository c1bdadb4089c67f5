//! Its arguments.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::item;
use super::values::{file, period, step};
use crate::cli::emit::EmitSpec;
use crate::dynamodb::spec::tag;
use crate::dynamodb::trace::{Gaps, Unit};
use crate::dynamodb::workload::Inputs;
use crate::metrics::read_window;
use crate::store_ref::endpoint;
use crate::values::share;

const SOURCES: &str = "Where it comes from";
const JUDGING: &str = "How it is judged";
const CONFIGURATION: &str = "The configuration";

/// Size a DynamoDB table: capacity, capacity mode, autoscaling and cost, with the arithmetic.
///
/// From a workload that the flags or a scenario file describe; from the consumed capacity of a trace, which is run through
/// every capacity mode minute by minute; or from a table that exists, and what it has consumed.
#[derive(Args)]
#[command(after_long_help = EXAMPLES, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    pub(super) what: Option<What>,

    #[command(flatten)]
    pub(super) inputs: Inputs,

    /// Read the workload from a file, TOML or JSON: keys are the flags with underscores. Flags beat it. Repeat it to
    /// compare several.
    #[arg(long, value_name = "FILE", help_heading = SOURCES, value_parser = file("--scenario", "today.toml"))]
    pub(super) scenario: Vec<PathBuf>,

    /// Reckon an item's size from its features: a TOML or JSON file with `[[features]]` of `name`, `dtype`, `length`
    /// and `list_length`.
    #[arg(long, value_name = "FILE", help_heading = SOURCES, conflicts_with = "item_bytes", value_parser = file("--schema", "features.toml"))]
    pub(super) schema: Option<PathBuf>,

    /// Ask for the most important inputs on the terminal.
    #[arg(long, help_heading = SOURCES, conflicts_with_all = ["trace", "evidence"])]
    pub(super) interactive: bool,

    /// Write the workload to a scenario file, to be kept and compared.
    #[arg(long, value_name = "FILE", help_heading = SOURCES, conflicts_with_all = ["trace", "evidence"], value_parser = file("--save-scenario", "today.toml"))]
    pub(super) save_scenario: Option<PathBuf>,

    /// Size by traffic that was measured: consumed units by the minute as CSV, JSON or Parquet, or what `aws cloudwatch
    /// get-metric-data` printed; `-` is standard input. May be gzipped.
    #[arg(long, value_name = "FILE", help_heading = SOURCES, conflicts_with_all = ["scenario", "evidence"], value_parser = file("--trace", "consumed.csv"))]
    pub(super) trace: Option<PathBuf>,

    /// What to make of minutes that are missing in a trace.
    #[arg(long, value_name = "HOW", help_heading = SOURCES, default_value = "refuse", requires = "trace")]
    pub(super) gaps: Gaps,

    /// The period of a trace's values, such as 60s or 5m. Default: the least distance between two of them.
    #[arg(long, value_name = "DURATION", help_heading = SOURCES, requires = "trace", value_parser = period)]
    pub(super) trace_period: Option<u32>,

    /// What the values of a trace count. Default: what a column's name says, such as `reads_per_second`; else
    /// sum-per-period.
    #[arg(long, value_name = "UNIT", help_heading = SOURCES, requires = "trace")]
    pub(super) trace_unit: Option<Unit>,

    /// Size a table that exists by what it has consumed: its settings, metrics, scaling policies and a sample of its items,
    /// in every Region. Nothing is written; the sample consumes read units.
    #[arg(long, value_name = "NAME", help_heading = SOURCES, conflicts_with_all = ["trace", "scenario", "schema", "interactive", "save_scenario", "evidence"])]
    pub(super) from_table: Option<String>,

    /// How far back to look at a table's metrics, from 1h to 454d. Up to 14d back there is a value for every minute.
    /// Default: 14d.
    #[arg(long, value_name = "DURATION", help_heading = SOURCES, requires = "from_table", value_parser = read_window)]
    pub(super) window: Option<Duration>,

    /// How many items of a table to sample, by `Scan`, at 5 read units a second and 1 % of its capacity at most; 0 for
    /// none.
    #[arg(long, value_name = "N", help_heading = SOURCES, requires = "from_table", default_value_t = 1000)]
    pub(super) sample_items: u64,

    /// The profile of the AWS configuration files.
    #[arg(long, value_name = "NAME", help_heading = SOURCES, requires = "from_table")]
    pub(super) profile: Option<String>,

    /// Another address for AWS, such as an emulator's. `AWS_ENDPOINT_URL_<SERVICE>` works too.
    #[arg(long, value_name = "URL", value_parser = endpoint, help_heading = SOURCES, requires = "from_table")]
    pub(super) endpoint_url: Option<String>,

    /// Prices that replace the built-in ones, in the same shape:
    /// `{"regions": {"us-east-1": {"storage": {"usd": 0.25}}}}`.
    #[arg(long, value_name = "FILE", help_heading = JUDGING, value_parser = file("--prices", "prices.json"))]
    pub(super) prices: Option<PathBuf>,

    /// The share of units that may be throttled, such as 0.1%. Default: none.
    #[arg(long, value_name = "SHARE", help_heading = JUDGING, value_parser = share, allow_hyphen_values = true)]
    pub(super) max_throttle: Option<f64>,

    /// Look for the cheapest scaling policies that throttle no more than that, over a trace.
    #[arg(long, help_heading = JUDGING)]
    pub(super) optimize: bool,

    /// Show how every number came to be.
    #[arg(long, help_heading = JUDGING)]
    pub(super) explain: bool,

    /// How long a step of the traffic over time is, in curves and in the JSON table `trace_series`: 1m for every minute.
    /// Default: about 240 steps in all.
    #[arg(long, value_name = "DURATION", help_heading = JUDGING, value_parser = step)]
    pub(super) step: Option<u32>,

    /// Write the recommended table as `terraform`, `cloudformation`, `toml` or `aws-cli` (commands that create it), to
    /// standard output or to a file.
    #[arg(long, value_name = "LANGUAGE[=FILE]", help_heading = CONFIGURATION, conflicts_with = "evidence")]
    pub(super) emit: Option<EmitSpec>,

    /// Write Terraform in the literal shape of the documentation, and say what is wrong with it.
    #[arg(long, help_heading = CONFIGURATION, requires = "emit")]
    pub(super) as_documented: bool,

    /// The table's name in the configuration. Default: that of --from-table, else chalk-online-store.
    #[arg(long, value_name = "NAME", help_heading = CONFIGURATION, requires = "emit")]
    pub(super) table_name: Option<String>,

    /// A tag in the configuration, such as `chalk_environment=production`. Repeat it.
    #[arg(long = "tag", value_name = "KEY=VALUE", help_heading = CONFIGURATION, value_parser = tag, requires = "emit")]
    pub(super) tags: Vec<(String, String)>,
}

/// What else can be sized.
#[derive(Subcommand)]
pub(super) enum What {
    Item(item::Arguments),
}

const EXAMPLES: &str = "\
Examples:
  chalkstore size --read-qps 2000 --write-qps 500 --entities-per-query 10 --item-bytes 850 --entities 50e6
  chalkstore size --schema features.toml --read-qps 2000 --write-qps 500 --peak-to-trough 3 --explain
  chalkstore size --scenario today.toml --scenario next-year.toml
  chalkstore size --scenario today.toml --replica us-west-2=500,100 --emit terraform=table.tf
  chalkstore size --trace consumed.csv --optimize --max-throttle 0.1% --output svg=trace.svg
  chalkstore size --from-table chalk-online-store --region us-east-1 --window 7d
  aws cloudwatch get-metric-data --cli-input-json file://queries.json | chalkstore size --trace - --region eu-west-1";
