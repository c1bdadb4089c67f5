//! The arguments that every kind of `failover` has: the name, what to look at, and what it is judged by.

use std::collections::BTreeMap;
use std::time::Duration;

use clap::Args;

use super::values::{deployed, host, query_servers, region, region_host, resolver, what_if};
use crate::cli::error::CliError;
use crate::dynamodb::spec::TableRef;
use crate::failover::observe::{HostAddress, ResolverAddress, Wanted};
use crate::failover::{Expectations, Metadata, WhatIf};
use crate::secrets::stored;
use crate::store_ref::AwsArgs;
use crate::values::{share, to_a_week, to_a_year};

const LOOKING: &str = "What to look at";
const STORES: &str = "The stores behind it";
const JUDGING: &str = "What is judged";
const SAID: &str = "What you say of the deployment";

/// A failover name.
#[derive(Args, Clone)]
pub(super) struct NameArgs {
    /// The failover name, such as chalk.example.com; also https://NAME:PORT or http://NAME:PORT, where clients do not
    /// use TLS at port 443.
    #[arg(value_name = "NAME", value_parser = host)]
    pub(super) name: Option<HostAddress>,

    /// A Region's own host, such as us-east-1=prod-east.query.example.com; https://HOST:PORT and http://HOST:PORT are
    /// taken, too. Repeat it for each Region. Default: the load balancers that the records lead to.
    #[arg(long = "region-host", value_name = "REGION=HOST", help_heading = LOOKING, value_parser = region_host)]
    pub(super) region_hosts: Vec<(String, HostAddress)>,

    /// A resolver to ask, such as 1.1.1.1 or 10.0.0.2:53, or `system`. Repeat it; the first that knows a host also tells
    /// where it is. Default: system.
    #[arg(long = "resolver", value_name = "IP[:PORT]", help_heading = LOOKING, value_parser = resolver)]
    pub(super) resolvers: Vec<ResolverAddress>,

    /// The DynamoDB table of the online store: whether its Regions match.
    #[arg(long, value_name = "NAME", help_heading = STORES)]
    pub(super) table: Option<TableRef>,

    /// The secret that holds the online store's URI: whether each Region has its own. Its value is not kept.
    #[arg(long, value_name = "NAME", help_heading = STORES, value_parser = stored::secret_name)]
    pub(super) secret: Option<String>,

    /// The metadata plane's Aurora Global Database.
    #[arg(long = "aurora-global", value_name = "ID", help_heading = STORES)]
    pub(super) aurora_global: Option<String>,

    /// The recovery time objective: how long traffic may take to move. Default: 180s.
    #[arg(long, value_name = "DURATION", help_heading = JUDGING, value_parser = to_a_year)]
    rto: Option<Duration>,

    /// The recovery point objective: how much may be lost.
    #[arg(long, value_name = "DURATION", help_heading = JUDGING, value_parser = to_a_week)]
    rpo: Option<Duration>,

    /// Reckon with other settings, such as interval=10,threshold=2,ttl=60; what is not said stays as it is.
    ///
    /// Where a record has no health check, an interval or a threshold is that of one that would be made.
    #[arg(long, value_name = "SETTINGS", help_heading = JUDGING, value_parser = what_if)]
    what_if: Option<WhatIf>,

    /// The share of a checker's requests that fail although the Region is healthy, such as 0.01 or 1%: how often a faster
    /// check raises a false alarm.
    #[arg(long, value_name = "SHARE", help_heading = JUDGING, value_parser = share)]
    probe_error_rate: Option<f64>,

    /// The Region that traffic is to go to now. Default: that of the primary record.
    #[arg(long, value_name = "REGION", help_heading = SAID, value_parser = region)]
    active: Option<String>,

    /// How the metadata plane lives in several Regions.
    #[arg(long, value_name = "MODE", help_heading = SAID)]
    metadata: Option<Metadata>,

    /// A host that offline or training consumers are pointed at; it is looked up. Repeat it.
    #[arg(long = "offline-host", value_name = "HOST", help_heading = SAID, value_parser = host)]
    offline_hosts: Vec<HostAddress>,

    /// What is deployed in a Region, such as us-east-1=3f2a91c. Repeat it.
    #[arg(long = "deployed", value_name = "REGION=VERSION", help_heading = SAID, value_parser = deployed)]
    deployed: Vec<(String, String)>,

    /// How many query servers a Region has at least, such as us-west-2=4. Repeat it.
    #[arg(long = "query-servers", value_name = "REGION=N", help_heading = SAID, value_parser = query_servers)]
    query_servers: Vec<(String, u32)>,

    #[command(flatten)]
    pub(super) aws: AwsArgs,
}

impl NameArgs {
    /// What it is judged by.
    pub(super) fn expectations(&self) -> Result<Expectations, CliError> {
        let ms = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Ok(Expectations {
            rto_ms: self.rto.map(ms),
            rpo_ms: self.rpo.map(ms),
            active: self.active.clone(),
            metadata: self.metadata,
            offline_hosts: self.offline_hosts.iter().map(|host| host.host.clone()).collect(),
            deployed: once_each("--deployed", &self.deployed)?,
            query_servers: once_each("--query-servers", &self.query_servers)?,
            probe_error_rate: self.probe_error_rate,
            what_if: self.what_if.clone(),
            scenario: None,
        })
    }

    /// What is looked at beside the name.
    pub(super) fn wanted(&self) -> Result<Wanted, CliError> {
        once_each("--region-host", &self.region_hosts)?;
        Ok(Wanted {
            region_hosts: self.region_hosts.clone(),
            resolvers: without_repeats(self.resolvers.iter().cloned()),
            offline_hosts: without_repeats(self.offline_hosts.iter().map(|host| host.host.clone())),
            table: self.table.as_ref().map(|table| table.name.clone()),
            secret: self.secret.clone(),
            aurora: self.aurora_global.clone(),
        })
    }

    /// Whether anything is to be looked at, which saved evidence cannot do.
    pub(super) fn looks(&self) -> bool {
        self.name.is_some()
            || !self.region_hosts.is_empty()
            || !self.resolvers.is_empty()
            || self.table.is_some()
            || self.secret.is_some()
            || self.aurora_global.is_some()
    }
}

/// Each once, in order.
fn without_repeats<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

/// Refuses a Region that was given twice.
fn once_each<T: Clone>(flag: &str, said: &[(String, T)]) -> Result<BTreeMap<String, T>, CliError> {
    let mut by_region = BTreeMap::new();
    for (region, value) in said {
        if by_region.insert(region.clone(), value.clone()).is_some() {
            return Err(CliError::usage_message(format!("{flag} was given twice for {region}"))
                .hint("say it once for each Region"));
        }
    }
    Ok(by_region)
}
