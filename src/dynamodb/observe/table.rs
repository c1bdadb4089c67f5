//! The whole observation of a table: Region, credentials, `DescribeTable`, and then all Regions at once.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_credential_types::Credentials as Keys;
use futures_util::future::join_all;
use futures_util::join;
use jiff::Timestamp;

use super::describe::describe;
use super::metrics::metrics;
use super::sample::sample;
use super::scaling::scaling;
use super::window::window;
use crate::aws::{self, Failure, FailureKind, Options};
use crate::connect::evidence::Credentials;
use crate::dynamodb::evidence::{Asked, Facts, RegionSeen, Sampled, TableSeen, WindowSeen};
use crate::observe::Context;

/// What is wanted beside the table's own facts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// How far `CloudWatch` is looked back. Between an hour and 454 days; up to 14 days the points are of a minute.
    pub window: Duration,
    /// How many items are sampled; with 0 no item is read.
    pub sample_items: u64,
    /// The most that sampling may consume, in read units a second. A provisioned table is read with no more than 1 %
    /// of its capacity, but with half a unit a second at least.
    pub sample_read_units_per_s: f64,
}

/// 14 days, 1,000 items at 5 read units a second.
impl Default for Wanted {
    fn default() -> Self {
        Self { window: Duration::from_hours(14 * 24), sample_items: 1000, sample_read_units_per_s: 5.0 }
    }
}

/// Observes a table in the Region of `options` and in every Region with a replica. All failures are evidence; what
/// was known at the context's deadline is returned.
pub async fn table(name: &str, options: &Options, wanted: &Wanted, context: &Context) -> TableSeen {
    let now = Timestamp::now();
    let mut seen = TableSeen {
        name: name.to_owned(),
        profile: options.profile.clone(),
        endpoint_url: options.endpoint_url.as_deref().map(aws::without_userinfo),
        observed_at: now.to_string(),
        region: None,
        credentials: None,
        window: window(wanted.window, now.as_second()),
        regions: Vec::new(),
        sampled: if wanted.sample_items == 0 { Sampled::NotWanted } else { Sampled::NotTried },
    };
    context.stage("AWS Region");
    let search = Box::pin(aws::region(options, context.remaining()));
    seen.region = context.within(search).await.ok().flatten();
    let Some(region) = seen.region.as_ref().map(|region| region.name.clone()) else {
        context.done();
        return seen;
    };
    context.stage("AWS credentials");
    let options = Options { region: Some(region.clone()), ..options.clone() };
    match connect(&options, context).await {
        Err(failure) => seen.credentials = Some(Credentials::Failed(failure)),
        Ok((config, keys)) => {
            let expires_at = keys.expiry().and_then(|expiry| Timestamp::try_from(expiry).ok());
            let expires_at = expires_at.map(|expiry| expiry.to_string());
            seen.credentials = Some(Credentials::Found { expires_at });
            let asking = Asking { name, config, keys, window: seen.window, context };
            (seen.regions, seen.sampled) = Box::pin(asking.everywhere(&region, wanted)).await;
        }
    }
    context.done();
    seen
}

/// Loads the configuration and finds credentials, once for all clients.
async fn connect(options: &Options, context: &Context) -> Result<(SdkConfig, Keys), Failure> {
    // A provider that hangs must leave time to say so.
    let limit = context.remaining().saturating_sub(Duration::from_millis(50));
    let search = async {
        let config = aws::load(options, limit).await;
        aws::credentials(&config, limit).await.map(|keys| (config, keys))
    };
    match context.within(Box::pin(search)).await {
        Ok(found) => found,
        Err(late) => Err(Failure::timeout("no provider of credentials answered", late.after)),
    }
}

/// What all Regions are asked with.
struct Asking<'a> {
    name: &'a str,
    config: SdkConfig,
    keys: Keys,
    window: WindowSeen,
    context: &'a Context,
}

impl Asking<'_> {
    /// The Region that was asked first, which names the others; and then everything at once.
    async fn everywhere(&self, own: &str, wanted: &Wanted) -> (Vec<RegionSeen>, Sampled) {
        self.context.stage("DescribeTable");
        let client = aws_sdk_dynamodb::Client::new(&self.in_region(own));
        let described = describe(&client, self.name, self.context).await;
        if is_absent(&described) {
            let sampled = if wanted.sample_items == 0 { Sampled::NotWanted } else { Sampled::NotTried };
            let own = RegionSeen { region: own.to_owned(), described, scaling: None, metrics: None };
            return (vec![own], sampled);
        }
        let facts = described.answer().cloned();
        let replicas = facts.iter().flat_map(|facts| &facts.replicas).map(|replica| replica.region.as_str());
        let mut others: Vec<&str> = replicas.filter(|region| *region != own && is_region(region)).collect();
        others.sort_unstable();
        others.dedup();

        self.context.stage("metrics, scaling and items");
        let others = others.into_iter().map(|region| Box::pin(self.replica(region)));
        let (own, others, sampled) = join!(
            Box::pin(self.region(own, described)),
            join_all(others),
            Box::pin(self.items(&client, facts.as_ref(), wanted)),
        );
        ([vec![own], others].concat(), sampled)
    }

    fn in_region(&self, region: &str) -> SdkConfig {
        aws::in_region(&self.config, region, self.keys.clone())
    }

    /// A replica's Region: all calls at once, for none decides about another.
    async fn replica(&self, region: &str) -> RegionSeen {
        let client = aws_sdk_dynamodb::Client::new(&self.in_region(region));
        let describe = describe(&client, self.name, self.context);
        let unknown = Asked::Answered(Facts::default());
        let (described, seen) = join!(Box::pin(describe), Box::pin(self.region(region, unknown)));
        RegionSeen { described, ..seen }
    }

    /// Metrics and scaling of a Region.
    async fn region(&self, region: &str, described: Asked<Facts>) -> RegionSeen {
        let config = self.in_region(region);
        let cloudwatch = aws_sdk_cloudwatch::Client::new(&config);
        let autoscaling = aws_sdk_applicationautoscaling::Client::new(&config);
        let (metrics, scaling) = join!(
            Box::pin(metrics(&cloudwatch, self.name, &self.window, self.context)),
            Box::pin(scaling(&autoscaling, self.name, self.context)),
        );
        RegionSeen { region: region.to_owned(), described, scaling: Some(scaling), metrics: Some(metrics) }
    }

    /// The sample. An account that may scan and not describe gets one all the same.
    async fn items(
        &self,
        client: &aws_sdk_dynamodb::Client,
        facts: Option<&Facts>,
        wanted: &Wanted,
    ) -> Sampled {
        if wanted.sample_items == 0 {
            return Sampled::NotWanted;
        }
        let (items, rate) = (wanted.sample_items, wanted.sample_read_units_per_s);
        let sample = sample(client, self.name, items, rate, facts, self.context).await;
        Sampled::Taken(Box::new(sample))
    }
}

fn is_absent(described: &Asked<Facts>) -> bool {
    described.failure().is_some_and(|failure| failure.kind == FailureKind::NotFound)
}

/// Whether a replica's Region is a name that an endpoint can be made of: it comes from a peer.
fn is_region(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 30
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
