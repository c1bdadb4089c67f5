//! The whole observation of a failover name. Neither AWS nor DNS waits for the other: each goes on when the other is dead.

use std::collections::{BTreeMap, BTreeSet};

use aws_config::SdkConfig;
use aws_credential_types::Credentials as Keys;
use futures_util::future::join_all;
use futures_util::join;
use jiff::Timestamp;

use super::balancers;
use super::dns::{Resolver, ResolverAddress};
use super::host::HostAddress;
use super::hosts;
use super::limiter::Limiter;
use super::route53::{Route53, balancer_region, client, health_checks, listed, zones};
use super::stores;
use crate::aws::{self, Asked, Failure, Options};
use crate::connect::evidence::Credentials;
use crate::dynamodb::evidence::TableSeen;
use crate::failover::evidence::{
    Balancer, Evidence, HealthCheck, HostSeen, ListedCheck, Policy, Record, SecretSeen, Zone,
};
use crate::observe::Context;
use crate::replication::evidence::AuroraGlobal;

/// Where Route 53 is asked.
pub(super) const ROUTE53: &str = "us-east-1";

/// What is wanted beside the name's own records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Regions, and each one's own host.
    pub region_hosts: Vec<(String, HostAddress)>,
    /// The resolvers to ask. The first that knows a host also tells where it is; where there is none, the system is asked.
    pub resolvers: Vec<ResolverAddress>,
    /// The hosts that offline consumers are pointed at, in small letters: they are looked up, and not connected to.
    pub offline_hosts: Vec<String>,
    /// The table of the online store.
    pub table: Option<String>,
    /// The secret that holds the online store's URI.
    pub secret: Option<String>,
    /// The metadata plane's Aurora Global Database.
    pub aurora: Option<String>,
}

/// What AWS told, and the hosts that it told of.
struct Told {
    credentials: Option<Credentials>,
    zones: Asked<Vec<Zone>>,
    health_checks: Vec<HealthCheck>,
    listed_checks: Option<Asked<Vec<ListedCheck>>>,
    balancers: Vec<Balancer>,
    hosts: Vec<HostSeen>,
    stores: Stores,
}

/// What the Regions store in.
struct Stores {
    table: Option<Box<TableSeen>>,
    secrets: BTreeMap<String, SecretSeen>,
    aurora: Option<Box<AuroraGlobal>>,
}

/// Observes a name: everything that does not depend on each other at the same time. `name` is written as a host is; the
/// limiter is the account's, shared by all names of a run. All failures are evidence.
pub async fn look(
    name: &str,
    wanted: &Wanted,
    options: &Options,
    route53: &Limiter,
    context: &Context,
) -> Evidence {
    let observed_at = Timestamp::now().to_string();
    let own = name.parse().unwrap_or_else(|_| HostAddress { tls: true, host: name.to_owned(), port: 443 });
    let asked: Vec<Resolver> = wanted.resolvers.iter().map(Resolver::new).collect();
    let looking = Looking { name: &own, resolvers: &asked, wanted, options, limiter: route53, context };
    context.stage("Route 53, resolvers and /healthz");
    let system = [Resolver::new(&ResolverAddress::System)];
    let resolvers = if asked.is_empty() { &system[..] } else { &asked[..] };
    let given = wanted.region_hosts.iter();
    let given = given.map(|(region, host)| Box::pin(looking.host(region, host, true)));
    let (answers, offline, through_name, mut hosts, told) = join!(
        Box::pin(hosts::answers(&own.host, resolvers, context)),
        Box::pin(hosts::names(&wanted.offline_hosts, resolvers, context)),
        Box::pin(hosts::through_name(&own, &asked, context)),
        join_all(given),
        Box::pin(looking.aws()),
    );
    let others: Vec<HostSeen> = told.hosts.into_iter().filter(|host| says_more(host, &hosts)).collect();
    hosts.extend(others);
    context.done();
    Evidence {
        name: own.host,
        observed_at,
        profile: options.profile.clone(),
        endpoint_url: options.endpoint_url.as_deref().map(aws::without_userinfo),
        credentials: told.credentials,
        zones: told.zones,
        health_checks: told.health_checks,
        listed_checks: told.listed_checks,
        balancers: told.balancers,
        resolvers: answers,
        offline,
        hosts,
        through_name: Some(through_name),
        table: told.stores.table,
        secrets: told.stores.secrets,
        aurora: told.stores.aurora,
    }
}

/// What everything is asked with.
struct Looking<'a> {
    name: &'a HostAddress,
    resolvers: &'a [Resolver],
    wanted: &'a Wanted,
    options: &'a Options,
    limiter: &'a Limiter,
    context: &'a Context,
}

impl Looking<'_> {
    async fn host(&self, region: &str, host: &HostAddress, is_given: bool) -> HostSeen {
        hosts::host(region, host, is_given, self.name, self.resolvers, self.context).await
    }

    /// All that AWS is asked for. Without credentials the stores say so themselves.
    async fn aws(&self) -> Told {
        match aws::connect(self.options, self.context).await {
            Err(why) => {
                let failure = Failure::from(why);
                self.limiter.leave();
                let stores = self.stores(&self.given_regions()).await;
                Told {
                    credentials: Some(Credentials::Failed(failure.clone())),
                    zones: Asked::Failed(failure),
                    health_checks: Vec::new(),
                    listed_checks: None,
                    balancers: Vec::new(),
                    hosts: Vec::new(),
                    stores,
                }
            }
            Ok((config, keys)) => Box::pin(self.routing(&config, &keys)).await,
        }
    }

    /// The zones, and then what their records lead to.
    async fn routing(&self, config: &SdkConfig, keys: &Keys) -> Told {
        let expires_at = keys.expiry().and_then(|expiry| Timestamp::try_from(expiry).ok());
        let of_route53 = aws::in_region(config, ROUTE53, keys.clone());
        let route53 = Route53::new(client(&of_route53), self.limiter, self.context);
        let zones = Box::pin(zones(&self.name.host, &route53)).await;
        let records: Vec<&Record> =
            zones.answer().into_iter().flatten().filter_map(|zone| zone.records.answer()).flatten().collect();
        let ids: BTreeSet<String> = records.iter().filter_map(|record| record.health_check.clone()).collect();
        // A record that others stand in for, and that names none: perhaps somebody forgot to attach one.
        let misses_one = records
            .iter()
            .any(|record| record.health_check.is_none() && !matches!(record.policy, Policy::Simple));
        let led_to: BTreeMap<String, String> = records.iter().flat_map(|record| targets(record)).collect();
        let mut regions = self.given_regions();
        regions.extend(led_to.values().cloned());
        regions.extend(records.iter().filter_map(|record| match &record.policy {
            Policy::Latency { region } if aws::is_region(region) => Some(region.clone()),
            _ => None,
        }));

        let balancers = led_to.iter().map(|(dns_name, region)| {
            let of_region = aws::in_region(config, region, keys.clone());
            let client = aws_sdk_elasticloadbalancingv2::Client::new(&of_region);
            Box::pin(async move { balancers::balancer(&client, dns_name, region, self.context).await })
        });
        // Also where a Region's own host was given: it may stand elsewhere than the records lead to.
        let hosts = led_to.iter().map(|(dns_name, region)| {
            let host = HostAddress { host: dns_name.clone(), ..self.name.clone() };
            Box::pin(async move { self.host(region, &host, false).await })
        });
        let ((health_checks, listed_checks), balancers, hosts, stores) = join!(
            Box::pin(async {
                let checks = health_checks(ids, &route53, (config, keys)).await;
                let listed = if misses_one { Some(listed(&route53).await) } else { None };
                self.limiter.leave();
                (checks, listed)
            }),
            join_all(balancers),
            join_all(hosts),
            Box::pin(self.stores(&regions)),
        );
        let expires_at = expires_at.map(|expiry| expiry.to_string());
        let credentials = Some(Credentials::Found { expires_at });
        Told { credentials, zones, health_checks, listed_checks, balancers, hosts, stores }
    }

    fn given_regions(&self) -> BTreeSet<String> {
        let given = self.wanted.region_hosts.iter().map(|(region, _)| region.clone());
        given.filter(|region| aws::is_region(region)).collect()
    }

    async fn stores(&self, regions: &BTreeSet<String>) -> Stores {
        let Self { wanted, options, context, .. } = *self;
        let table = async {
            let name = wanted.table.as_deref()?;
            Some(stores::table(name, regions, options, context).await)
        };
        let secrets = async {
            match &wanted.secret {
                Some(name) => stores::secrets(name, regions, options, context).await,
                None => BTreeMap::new(),
            }
        };
        let aurora = async {
            let id = wanted.aurora.as_deref()?;
            stores::aurora(id, regions, options, context).await
        };
        let (table, secrets, aurora) = join!(Box::pin(table), Box::pin(secrets), Box::pin(aurora));
        Stores { table, secrets, aurora }
    }
}

/// Whether a load balancer's own host tells anything beside the one that was given for its Region: where that has an
/// address of it they are the same, and where none is known from here there is nothing to tell.
fn says_more(host: &HostSeen, given: &[HostSeen]) -> bool {
    let mut own = given.iter().filter(|one| one.region == host.region).peekable();
    let is_same = |one: &HostSeen| one.addresses.iter().any(|address| host.addresses.contains(address));
    own.peek().is_none() || !host.addresses.is_empty() && !own.any(is_same)
}

/// The load balancers that a record leads to, with their Regions.
fn targets(record: &Record) -> Vec<(String, String)> {
    let alias = record.alias.iter().map(|alias| alias.dns_name.as_str());
    let values = record.values.iter().filter(|_| record.kind == "CNAME").map(String::as_str);
    alias.chain(values).filter_map(balancer_region).collect()
}
