//! What every source is asked with: configuration and credentials that were found once, window and deadline.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_credential_types::Credentials as Keys;
use jiff::Timestamp;

use crate::aws::{self, Asked, Failure, FailureKind, Options};
use crate::connect::evidence::Credentials;
use crate::connect::text::escape;
use crate::metrics::observe::{Came, Listed, Query, list, read};
use crate::metrics::{Completeness, WindowSeen};
use crate::observe::Context;
use crate::replication::evidence::MetricSeen;

/// What every source is asked with.
pub(super) struct Asking<'a> {
    /// Configuration and credentials, or why there are none: then every question fails for that reason.
    aws: Result<(SdkConfig, Keys), Failure>,
    /// The Region of whoever named none.
    pub(super) region: Option<String>,
    /// The window of all metrics.
    pub(super) window: WindowSeen,
    /// The deadline.
    pub(super) context: &'a Context,
}

impl<'a> Asking<'a> {
    /// Finds the Region where `options` name none, and credentials.
    pub(super) async fn prepare(
        options: &Options,
        window: WindowSeen,
        context: &'a Context,
    ) -> (Self, Option<Credentials>) {
        context.stage("AWS credentials");
        let region = match aws::region_within(options, context).await {
            Ok(region) => region.name,
            Err(failure) => {
                let credentials = Some(Credentials::Failed(failure.clone()));
                return (Self { aws: Err(failure), region: None, window, context }, credentials);
            }
        };
        let options = Options { region: Some(region.clone()), ..options.clone() };
        let aws = aws::connect(&options, context).await.map_err(Failure::from);
        let credentials = match &aws {
            Ok((_, keys)) => {
                let expires_at = keys.expiry().and_then(|expiry| Timestamp::try_from(expiry).ok());
                Credentials::Found { expires_at: expires_at.map(|expiry| expiry.to_string()) }
            }
            Err(failure) => Credentials::Failed(failure.clone()),
        };
        (Self { aws, region: Some(region), window, context }, Some(credentials))
    }

    /// The Regions that were named; the one of the configuration where none was.
    pub(super) fn regions(&self, named: &[String]) -> Vec<String> {
        let mut regions =
            if named.is_empty() { self.region.iter().cloned().collect() } else { named.to_vec() };
        regions.sort_unstable();
        regions.dedup();
        regions
    }

    /// Why no Region can be asked: none was named, and none is known.
    pub(super) fn unplaced(&self) -> Failure {
        let unknown = || Failure::new(FailureKind::NoRegion, "no AWS Region is known");
        self.aws.as_ref().err().cloned().unwrap_or_else(unknown)
    }

    /// The configuration of a Region.
    ///
    /// # Errors
    /// Why AWS cannot be asked at all.
    pub(super) fn config(&self, region: &str) -> Result<SdkConfig, Failure> {
        let (config, keys) = self.aws.as_ref().map_err(Clone::clone)?;
        Ok(aws::in_region(config, region, keys.clone()))
    }

    /// A metric, at the window's period.
    pub(super) fn query<'q>(
        &self,
        namespace: &str,
        name: &str,
        dimensions: impl IntoIterator<Item = (&'q str, &'q str)>,
        statistic: &'static str,
    ) -> Query {
        Query::new(namespace, name, dimensions, statistic, self.window.period_s)
    }

    /// Asks for metrics in one Region: what came of each, in their order.
    pub(super) async fn metrics(&self, region: &str, queries: &[Query]) -> Vec<Asked<MetricSeen>> {
        let config = match self.config(region) {
            Ok(config) => config,
            Err(failure) => return queries.iter().map(|_| Asked::Failed(failure.clone())).collect(),
        };
        let client = aws_sdk_cloudwatch::Client::new(&config);
        let read = read(&client, queries, &self.window, self.context).await;
        queries.iter().zip(read.came).map(|(query, came)| self.seen(region, query, came)).collect()
    }

    fn seen(&self, region: &str, query: &Query, came: Came) -> Asked<MetricSeen> {
        if let Some(failure) = came.failure() {
            return Asked::Failed(failure.clone());
        }
        // An answer without a word of it is not the answer that there is nothing.
        if !came.is_told {
            let words = format!("the answer of CloudWatch says nothing of {}", query.name);
            return Asked::Failed(Failure::new(FailureKind::Other, words));
        }
        let dimensions = query.dimensions.iter().map(|(name, value)| (escape(name), escape(value)));
        Asked::Answered(MetricSeen {
            region: region.to_owned(),
            namespace: query.namespace.clone(),
            name: query.name.clone(),
            dimensions: dimensions.collect(),
            statistic: query.statistic.to_owned(),
            series: came.series(&self.window, query.period_s),
            completeness: came.completeness,
            missing: came.missing,
            recently_active: None,
        })
    }

    /// Asks which metrics there are in one Region; why not all of them stands beside.
    pub(super) async fn list(
        &self,
        region: &str,
        namespace: &str,
        name: Option<&str>,
        dimension: Option<(&str, &str)>,
    ) -> (Vec<Listed>, Option<Failure>) {
        match self.config(region) {
            Ok(config) => {
                let client = aws_sdk_cloudwatch::Client::new(&config);
                list(&client, namespace, name, dimension, self.context).await
            }
            Err(failure) => (Vec::new(), Some(failure)),
        }
    }

    /// Asks for the Maximum of the metrics that were listed, where `listing` says why they are not all. Where nothing at
    /// all came, that is the answer.
    pub(super) async fn maxima(
        &self,
        region: &str,
        namespace: &str,
        listed: &[Listed],
        listing: Option<Failure>,
    ) -> Asked<Vec<MetricSeen>> {
        if let (true, Some(failure)) = (listed.is_empty(), &listing) {
            return Asked::Failed(failure.clone());
        }
        let query = |one: &Listed| {
            let dimensions = one.dimensions.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            self.query(namespace, &one.name, dimensions, "Maximum")
        };
        let queries: Vec<_> = listed.iter().map(query).collect();
        let mut seen = together(self.metrics(region, &queries).await);
        if let Asked::Answered(seen) = &mut seen {
            mark_recent(seen, listed);
        }
        if let (Asked::Answered(seen), Some(failure)) = (&mut seen, listing) {
            // Others of its kind may be missing, and then the largest lag is not known.
            let reason = format!("ListMetrics did not list all: {failure}");
            for metric in seen {
                say(&mut metric.completeness, reason.clone());
            }
        }
        seen
    }
}

/// Says of each metric whether it was listed as recently active.
pub(super) fn mark_recent(seen: &mut [MetricSeen], listed: &[Listed]) {
    let of = |one: &Listed| {
        let pairs = one.dimensions.iter().map(|(name, value)| (escape(name), escape(value)));
        (one.name.clone(), pairs.collect::<BTreeMap<_, _>>())
    };
    let recent: BTreeMap<_, bool> = listed.iter().map(|one| (of(one), one.is_recent)).collect();
    for metric in seen {
        let key = (metric.name.clone(), metric.dimensions.clone());
        metric.recently_active = recent.get(&key).copied();
    }
}

/// What came, without what failed; of answers that all failed, the first failure. One that failed among others that came
/// is told as incomplete with these.
pub(super) fn together(asked: Vec<Asked<MetricSeen>>) -> Asked<Vec<MetricSeen>> {
    let failure = asked.iter().find_map(Asked::failure).cloned();
    let is_empty = asked.is_empty();
    let came = asked.into_iter().filter_map(|one| match one {
        Asked::Answered(seen) => Some(seen),
        Asked::Failed(_) => None,
    });
    let mut came: Vec<_> = came.collect();
    match failure {
        Some(failure) if came.is_empty() && !is_empty => return Asked::Failed(failure),
        Some(failure) => {
            let reason = format!("GetMetricData did not give all: {failure}");
            for metric in &mut came {
                say(&mut metric.completeness, reason.clone());
            }
        }
        None => {}
    }
    Asked::Answered(came)
}

fn say(completeness: &mut Completeness, reason: String) {
    match completeness {
        Completeness::Complete => *completeness = Completeness::Partial(vec![reason]),
        Completeness::Partial(reasons) => reasons.push(reason),
    }
}
