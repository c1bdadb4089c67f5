//! One look at everything, all at once.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::join;
use jiff::Timestamp;
use tokio::time::Instant;

use super::watcher::Watcher;
use crate::aws::Asked;
use crate::connect::evidence::{Handshake, Trust};
use crate::connect::trust::is_verified;
use crate::failover::drill::evidence::{LONGEST_LOOK_MS, State, Thing};
use crate::failover::evidence::{
    DnsOutcome, HealthCheckFacts, Healthz, HealthzOutcome, HostSeen, Observation, RecordKind, ResolverSeen,
    Step,
};
use crate::failover::model::{Health, check_health, region_of_host, served};
use crate::failover::observe::{HEALTH_PATH, HostAddress, Target, addresses, ask, get};
use crate::observe::Context;
use crate::replication;

/// What one look brought.
pub(super) struct Looked {
    /// How each thing was, and when that was known, in microseconds after the first look began.
    pub(super) states: Vec<(Thing, State, u64)>,
    /// The replication, where it was its turn and it was read.
    pub(super) lag: Option<replication::Evidence>,
}

/// A health check, what it is, what its checkers say, and when that was known.
type Checked = (String, Asked<HealthCheckFacts>, Asked<Vec<Observation>>, u64);

/// A Region's own host, looked at.
struct Host {
    region: String,
    addresses: Vec<String>,
    state: State,
    at_us: u64,
}

pub(super) async fn look(
    watcher: &mut Watcher,
    wants_checks: bool,
    wants_lag: bool,
    begun: Instant,
    context: &Context,
) -> Looked {
    let limited = context.limited(Duration::from_millis(LONGEST_LOOK_MS));
    let clock = move || u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    let this = &*watcher;
    let regions = join_all(one_each(&this.now.hosts).map(|host| region(this, host, &limited, &clock)));
    let kinds = &this.kinds;
    let asked = this.resolvers.iter().flat_map(|resolver| kinds.iter().map(move |kind| (resolver, *kind)));
    let at_most = &limited;
    let answers = join_all(asked.map(|(resolver, kind)| async move {
        let seen = ask(resolver, &this.now.name, kind, at_most).await;
        (seen, clock())
    }));
    let client = client(this, &limited, &clock);
    let checks = checks(this, wants_checks, &limited, &clock);
    let lag = lag(this, wants_lag, &limited);
    let (regions, answers, client, checks, lag) =
        join!(Box::pin(regions), Box::pin(answers), Box::pin(client), Box::pin(checks), Box::pin(lag));

    // A load balancer's addresses come and go: each look knows those of its own time, and of the looks before.
    for seen in &regions {
        let host = watcher.now.hosts.iter_mut().find(|host| host.region == seen.region);
        if let Some(host) = host {
            host.addresses.extend_from_slice(&seen.addresses);
            host.addresses.sort_unstable();
            host.addresses.dedup();
        }
    }
    let mut states = Vec::new();
    let (seen, at_us) = client;
    states.push((Thing::Client, request(&seen, watcher), at_us));
    watcher.now.resolvers = answers.iter().map(|(seen, _)| seen.clone()).collect();
    let leads = served(&watcher.now);
    for (seen, at_us) in answers {
        let thing = Thing::Resolver { resolver: seen.resolver.clone(), kind: seen.kind };
        let led = leads.iter().find(|one| one.resolver == seen.resolver && one.kind == seen.kind);
        let state = led.map_or_else(|| no_answer(&seen), |one| State::Leads { regions: one.regions.clone() });
        states.push((thing, state, at_us));
    }
    let was_asked = !checks.is_empty();
    let mut known_us = 0;
    for (id, described, observed, at_us) in checks {
        known_us = known_us.max(at_us);
        if let Some(check) = watcher.now.health_checks.iter_mut().find(|check| check.id == id) {
            // A drill inverts a check: what it is is asked again as well as what its checkers say.
            if described.answer().is_some() {
                check.described = described;
            }
            check.observations = Some(observed);
        }
    }
    let ids: Vec<String> = watcher.now.health_checks.iter().map(|check| check.id.clone()).collect();
    for id in ids.into_iter().filter(|_| was_asked) {
        let judged = check_health(&watcher.now, &id);
        let state = match judged.health {
            Health::Healthy => State::Healthy,
            Health::Unhealthy => State::Unhealthy,
            Health::Unknown => State::Unknown { reason: "Route 53 did not say".to_owned() },
        };
        let thing = watcher.thing_of_check(&id);
        states.extend(thing.map(|thing| (thing, state, known_us)));
    }
    for Host { region, state, at_us, .. } in regions {
        states.push((Thing::Region { region }, state, at_us));
    }
    Looked { states, lag }
}

/// One host for each Region: the first, which is the one that was given where one was.
fn one_each(hosts: &[HostSeen]) -> impl Iterator<Item = &HostSeen> {
    let is_first = |at: usize, host: &HostSeen| !hosts[..at].iter().any(|other| other.region == host.region);
    hosts.iter().enumerate().filter(move |(at, host)| is_first(*at, host)).map(|(_, host)| host)
}

/// A request through the failover name, as a client makes it: to the first address that the first resolver tells.
async fn client(watcher: &Watcher, context: &Context, clock: &impl Fn() -> u64) -> (Healthz, u64) {
    let mut addresses = Vec::new();
    if let Some(resolver) = watcher.resolvers.first() {
        for kind in [RecordKind::A, RecordKind::Aaaa] {
            let seen = ask(resolver, &watcher.now.name, kind, context).await;
            addresses = seen.addresses().filter_map(|address| address.parse::<IpAddr>().ok()).collect();
            if !addresses.is_empty() || !matches!(seen.outcome, DnsOutcome::NoRecords) {
                break;
            }
        }
    }
    let host = watcher.wanted.client.clone();
    let seen = match addresses.first() {
        Some(address) => get(&Target::new(host, Some(*address)), context).await,
        None => not_resolved(&host),
    };
    (seen, clock())
}

fn not_resolved(host: &HostAddress) -> Healthz {
    let outcome = HealthzOutcome::Failed {
        step: Step::Resolve,
        reason: "the first resolver told no address".to_owned(),
        timed_out: false,
    };
    Healthz {
        tls: host.tls,
        host: host.host.clone(),
        path: HEALTH_PATH.to_owned(),
        address: None,
        outcome,
        took_us: 0,
        handshake: None,
    }
}

/// A Region's own host: where it is now, and whether it answers.
async fn region(watcher: &Watcher, host: &HostSeen, context: &Context, clock: &impl Fn() -> u64) -> Host {
    let tls = host.healthz.as_ref().map_or(watcher.wanted.client.tls, |seen| seen.tls);
    let own = HostAddress { tls, host: host.host.clone(), port: host.port };
    let found = addresses(&own, &watcher.resolvers, context).await.unwrap_or_default();
    let known = host.addresses.iter().filter_map(|address| address.parse::<IpAddr>().ok());
    let address = found.iter().copied().chain(known).next();
    // A load balancer's own name is in nobody's rules: it is asked for the failover name.
    let own = if host.is_given { own } else { own.like(&watcher.wanted.client.host) };
    let seen = get(&Target::new(own, address), context).await;
    let state = state(&seen, Some(host.region.clone()));
    let addresses = found.iter().map(ToString::to_string).collect();
    Host { region: host.region.clone(), addresses, state, at_us: clock() }
}

/// What each health check's checkers say, where it is their turn.
async fn checks(
    watcher: &Watcher,
    is_due: bool,
    context: &Context,
    clock: &impl Fn() -> u64,
) -> Vec<Checked> {
    let Some(statuses) = watcher.statuses.as_ref().filter(|_| is_due) else { return Vec::new() };
    let probed = watcher.now.health_checks.iter().filter(|check| check.observations.is_some());
    join_all(probed.map(|check| async {
        let (described, observed) = join!(
            Box::pin(statuses.describe(&check.id, context)),
            Box::pin(statuses.ask(&check.id, context))
        );
        (check.id.clone(), described, observed, clock())
    }))
    .await
}

async fn lag(watcher: &Watcher, is_due: bool, context: &Context) -> Option<replication::Evidence> {
    let wanted = watcher.wanted.lag.as_ref().filter(|_| is_due)?;
    Some(replication::observe::look(wanted, &watcher.options, context).await)
}

/// How a client's request went, with the Region that its address belongs to. A client refuses a certificate that Route 53
/// does not look at.
fn request(seen: &Healthz, watcher: &Watcher) -> State {
    let region = seen.address.as_deref().and_then(|address| region_of_host(address, &watcher.now));
    let now = Timestamp::now().to_string();
    let is_refused =
        |handshake: &Handshake| handshake.trust != Trust::NoRoots && !is_verified(handshake, &now);
    if seen.handshake.as_ref().is_some_and(is_refused) {
        return State::Failed { region, step: Step::Tls, timed_out: false };
    }
    state(seen, region)
}

fn state(seen: &Healthz, region: Option<String>) -> State {
    match &seen.outcome {
        HealthzOutcome::Answered { status, .. } => State::Answered { region, status: *status },
        HealthzOutcome::Failed { step, timed_out, .. } => {
            State::Failed { region, step: *step, timed_out: *timed_out }
        }
    }
}

/// Why a resolver led nowhere, without numbers that move.
fn no_answer(seen: &ResolverSeen) -> State {
    let reason = match &seen.outcome {
        DnsOutcome::Answered(_) => return State::Leads { regions: Vec::new() },
        DnsOutcome::NoRecords => "it has no such records".to_owned(),
        DnsOutcome::NoName => "it knows no such name".to_owned(),
        DnsOutcome::TimedOut(_) => "it did not answer".to_owned(),
        DnsOutcome::Failed(reason) => reason.clone(),
    };
    State::Unknown { reason }
}
