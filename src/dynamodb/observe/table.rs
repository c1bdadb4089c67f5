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
use super::settings::settings;
use crate::aws::{self, Asked, FailureKind, Options};
use crate::connect::evidence::Credentials;
use crate::dynamodb::evidence::{Facts, RegionSeen, Sampled, TableSeen};
use crate::metrics::{WindowSeen, window};
use crate::observe::Context;

/// What is wanted beside the table's own facts and its scaling.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// How far `CloudWatch` is looked back; nothing where it is not asked. Between an hour and 454 days; up to 14 days
    /// the points are of a minute.
    pub window: Option<Duration>,
    /// How many items are sampled; with 0 no item is read.
    pub sample_items: u64,
    /// The most that sampling may consume, in read units a second. A provisioned table is read with no more than 1 %
    /// of its capacity, but with half a unit a second at least.
    pub sample_read_units_per_s: f64,
    /// Whether expiry, backups and tags are asked for.
    pub settings: bool,
    /// Whether the alarms of its scaling are asked for, with the settings.
    pub alarms: bool,
    /// Regions to look at beside those that the table names: where a replica is wanted.
    pub regions: Vec<String>,
}

/// 14 days, 1,000 items at 5 read units a second.
impl Default for Wanted {
    fn default() -> Self {
        Self {
            window: Some(Duration::from_hours(14 * 24)),
            sample_items: 1000,
            sample_read_units_per_s: 5.0,
            settings: false,
            alarms: false,
            regions: Vec::new(),
        }
    }
}

/// How far back a check looks by default.
const CHECKED: Duration = Duration::from_hours(3 * 24);

impl Wanted {
    /// What a check is made from: metrics of three days unless something else is said, and no items. `regions` are those
    /// in which a replica is wanted.
    pub fn for_check(window: Option<Duration>, regions: Vec<String>) -> Self {
        let window = Some(window.unwrap_or(CHECKED));
        Self { window, sample_items: 0, settings: true, alarms: true, regions, ..Self::default() }
    }

    /// What a plan is made from: no metrics and no items.
    pub fn for_plan(regions: Vec<String>) -> Self {
        Self { window: None, sample_items: 0, settings: true, regions, ..Self::default() }
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
        no_region: None,
        credentials: None,
        account: None,
        window: window(wanted.window.unwrap_or_default(), now.as_second()),
        regions: Vec::new(),
        sampled: if wanted.sample_items == 0 { Sampled::NotWanted } else { Sampled::NotTried },
    };
    context.stage("AWS Region");
    let region = match aws::region_within(options, context).await {
        Ok(region) => region,
        Err(failure) => {
            seen.no_region = Some(failure);
            context.done();
            return seen;
        }
    };
    seen.region = Some(region.clone());
    context.stage("AWS credentials");
    let options = Options { region: Some(region.name.clone()), ..options.clone() };
    match aws::connect(&options, context).await {
        Err(why) => seen.credentials = Some(Credentials::Failed(why.into())),
        Ok((config, keys)) => {
            let expires_at = keys.expiry().and_then(|expiry| Timestamp::try_from(expiry).ok());
            let expires_at = expires_at.map(|expiry| expiry.to_string());
            seen.credentials = Some(Credentials::Found { expires_at });
            seen.account = keys.account_id().map(|account| account.as_str().to_owned());
            let asking = Asking { name, config, keys, window: seen.window, wanted, context };
            (seen.regions, seen.sampled) = Box::pin(asking.everywhere(&region.name)).await;
        }
    }
    context.done();
    seen
}

/// What all Regions are asked with.
struct Asking<'a> {
    name: &'a str,
    config: SdkConfig,
    keys: Keys,
    window: WindowSeen,
    wanted: &'a Wanted,
    context: &'a Context,
}

impl Asking<'_> {
    /// The Region that was asked first, which names the others; and then everything at once.
    async fn everywhere(&self, own: &str) -> (Vec<RegionSeen>, Sampled) {
        self.context.stage("DescribeTable");
        let client = aws_sdk_dynamodb::Client::new(&self.in_region(own));
        let described = describe(&client, self.name, self.context).await;
        let facts = described.answer().cloned();
        let replicas = facts.iter().flat_map(|facts| &facts.replicas).map(|replica| replica.region.as_str());
        let wanted = self.wanted.regions.iter().map(String::as_str);
        let mut others: Vec<&str> =
            replicas.chain(wanted).filter(|region| *region != own && aws::is_region(region)).collect();
        others.sort_unstable();
        others.dedup();

        self.context.stage("metrics, scaling and items");
        let arn = facts.as_ref().and_then(|facts| facts.arn.as_deref());
        let others = others.into_iter().map(|region| Box::pin(self.replica(region, arn)));
        let (has_items, is_wanted) = (!is_absent(&described), self.wanted.sample_items > 0);
        let items = async {
            match (is_wanted, has_items) {
                (false, _) => Sampled::NotWanted,
                (true, false) => Sampled::NotTried,
                (true, true) => self.items(&client, facts.as_ref()).await,
            }
        };
        let (own, others, sampled) =
            join!(Box::pin(self.own(own, described)), join_all(others), Box::pin(items));
        ([vec![own], others].concat(), sampled)
    }

    fn in_region(&self, region: &str) -> SdkConfig {
        aws::in_region(&self.config, region, self.keys.clone())
    }

    /// The Region that was asked. Of a table that is not there, nothing more is asked.
    async fn own(&self, region: &str, described: Asked<Facts>) -> RegionSeen {
        if is_absent(&described) {
            return RegionSeen::undescribed(region, described);
        }
        let arn = described.answer().and_then(|facts| facts.arn.clone());
        RegionSeen { described, ..self.region(region, arn).await }
    }

    /// A replica's Region: all calls at once, for none decides about another. `arn` is the table's in any Region.
    async fn replica(&self, region: &str, arn: Option<&str>) -> RegionSeen {
        let client = aws_sdk_dynamodb::Client::new(&self.in_region(region));
        let describe = describe(&client, self.name, self.context);
        let arn = arn.and_then(|arn| arn_in(arn, region));
        let (described, seen) = join!(Box::pin(describe), Box::pin(self.region(region, arn)));
        if is_absent(&described) {
            return RegionSeen::undescribed(region, described);
        }
        RegionSeen { described, ..seen }
    }

    /// Metrics, scaling and settings of a Region.
    async fn region(&self, region: &str, arn: Option<String>) -> RegionSeen {
        let config = self.in_region(region);
        let autoscaling = aws_sdk_applicationautoscaling::Client::new(&config);
        let cloudwatch = aws_sdk_cloudwatch::Client::new(&config);
        let dynamodb = aws_sdk_dynamodb::Client::new(&config);
        let metrics = async {
            self.wanted.window?;
            Some(metrics(&cloudwatch, self.name, &self.window, self.context).await)
        };
        let settings = async {
            self.wanted.settings.then_some(())?;
            let cloudwatch = self.wanted.alarms.then_some(&cloudwatch);
            Some(settings(&dynamodb, cloudwatch, self.name, arn.as_deref(), self.context).await)
        };
        let (metrics, scaling, settings) = join!(
            Box::pin(metrics),
            Box::pin(scaling(&autoscaling, self.name, self.context)),
            Box::pin(settings),
        );
        RegionSeen {
            region: region.to_owned(),
            described: Asked::Answered(Facts::default()),
            scaling: Some(scaling),
            metrics,
            settings,
        }
    }

    /// The sample. An account that may scan and not describe gets one all the same.
    async fn items(&self, client: &aws_sdk_dynamodb::Client, facts: Option<&Facts>) -> Sampled {
        let Wanted { sample_items: items, sample_read_units_per_s: rate, .. } = *self.wanted;
        let sample = sample(client, self.name, items, rate, facts, self.context).await;
        Sampled::Taken(Box::new(sample))
    }
}

fn is_absent(described: &Asked<Facts>) -> bool {
    described.failure().is_some_and(|failure| failure.kind == FailureKind::NotFound)
}

/// The same table's ARN in another Region.
fn arn_in(arn: &str, region: &str) -> Option<String> {
    let mut parts: Vec<&str> = arn.splitn(6, ':').collect();
    *parts.get_mut(3)? = region;
    Some(parts.join(":"))
}
