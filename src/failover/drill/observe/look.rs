//! One look at everything, all at once.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::join;
use jiff::Timestamp;

use super::watcher::Watcher;
use crate::aws::Asked;
use crate::connect::evidence::{Handshake, Trust};
use crate::connect::trust::is_verified;
use crate::failover::drill::evidence::{LONGEST_LOOK_MS, State, Thing};
use crate::failover::evidence::{
    DnsOutcome, HEALTH_PATH, HealthCheck, HealthCheckFacts, Healthz, HealthzOutcome, Observation, RecordKind,
    ResolverSeen, Step,
};
use crate::failover::model::{Health, check_health, region_of_host, served};
use crate::failover::observe::{HostAddress, Target, addresses, ask, get};
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

/// A host, looked at.
struct Host {
    /// Its place among the hosts.
    place: usize,
    addresses: Vec<String>,
    /// Whether it answers, and when that was known; nothing where another one was asked for its Region.
    state: Option<(State, u64)>,
}

pub(super) async fn look(
    watcher: &mut Watcher,
    turn: &[String],
    wants_lag: bool,
    context: &Context,
) -> Looked {
    let limited = context.limited(Duration::from_millis(LONGEST_LOOK_MS));
    let this = &*watcher;
    let clock = || this.clock.now_us();
    let places = 0..this.now.hosts.len();
    let hosts = join_all(places.map(|place| Box::pin(host(this, place, &limited, &clock))));
    let kinds = &this.kinds;
    let asked = this.resolvers.iter().flat_map(|resolver| kinds.iter().map(move |kind| (resolver, *kind)));
    let at_most = &limited;
    let answers = join_all(asked.map(|(resolver, kind)| async move {
        let seen = ask(resolver, &this.now.name, kind, at_most).await;
        (seen, clock())
    }));
    let client = client(this, &limited, &clock);
    let checks = checks(this, turn, &limited, &clock);
    let lag = lag(this, wants_lag, &limited);
    let (hosts, answers, client, checks, lag) =
        join!(Box::pin(hosts), Box::pin(answers), Box::pin(client), Box::pin(checks), Box::pin(lag));

    // A load balancer's addresses come and go: each look knows those of its own time, and of the looks before.
    for seen in &hosts {
        if let Some(host) = watcher.now.hosts.get_mut(seen.place) {
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
    for (id, described, observed, at_us) in checks {
        watcher.turns.asked(&id, at_us);
        if let Some(check) = watcher.now.health_checks.iter_mut().find(|check| check.id == id) {
            // A drill inverts a check: what it is is asked again as well as what its checkers say. What was known before
            // says nothing of now.
            check.described = described;
            check.observations = Some(observed);
        }
    }
    states.extend(judged(watcher, turn));
    for seen in hosts {
        let region = watcher.now.hosts.get(seen.place).map(|host| host.region.clone());
        if let (Some(region), Some((state, at_us))) = (region, seen.state) {
            states.push((Thing::Region { region }, state, at_us));
        }
    }
    Looked { states, lag }
}

/// The health checks that were asked, and those that count them, with the time of which it is known.
fn judged(watcher: &Watcher, turn: &[String]) -> Vec<(Thing, State, u64)> {
    let of_check = |check: &HealthCheck| {
        let own = std::slice::from_ref(&check.id);
        let children = check.described.answer().map_or(&[][..], |facts| facts.children.as_slice());
        let asked = if children.is_empty() { own } else { children };
        asked.iter().any(|id| turn.contains(id)).then_some(())?;
        let known_us = watcher.turns.known_us(asked)?;
        let state = match check_health(&watcher.now, &check.id).health {
            Health::Healthy => State::Healthy,
            Health::Unhealthy => State::Unhealthy,
            Health::Unknown => State::Unknown { reason: "Route 53 did not say".to_owned() },
        };
        Some((watcher.thing_of_check(&check.id)?, state, known_us))
    };
    watcher.now.health_checks.iter().filter_map(of_check).collect()
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

/// A host: where it is now; and whether it answers, where it is the first of its Region, which is the one that was given
/// where one was.
async fn host(watcher: &Watcher, place: usize, context: &Context, clock: &impl Fn() -> u64) -> Host {
    let hosts = &watcher.now.hosts;
    let host = &hosts[place];
    let tls = host.healthz.as_ref().map_or(watcher.wanted.client.tls, |seen| seen.tls);
    let own = HostAddress { tls, host: host.host.clone(), port: host.port };
    let found = addresses(&own, &watcher.resolvers, context).await.unwrap_or_default();
    let addresses = found.iter().map(ToString::to_string).collect();
    if hosts[..place].iter().any(|other| other.region == host.region) {
        return Host { place, addresses, state: None };
    }
    let known = host.addresses.iter().filter_map(|address| address.parse::<IpAddr>().ok());
    let address = found.iter().copied().chain(known).next();
    // A load balancer's own name is in nobody's rules: it is asked for the failover name.
    let own = if host.is_given { own } else { own.like(&watcher.wanted.client.host) };
    let seen = get(&Target::new(own, address), context).await;
    Host { place, addresses, state: Some((state(&seen, Some(host.region.clone())), clock())) }
}

/// What these health checks are, and what their checkers say.
async fn checks(
    watcher: &Watcher,
    turn: &[String],
    context: &Context,
    clock: &impl Fn() -> u64,
) -> Vec<Checked> {
    let Some(statuses) = watcher.statuses.as_ref() else { return Vec::new() };
    join_all(turn.iter().map(|id| async move {
        let (described, observed) =
            join!(Box::pin(statuses.describe(id, context)), Box::pin(statuses.ask(id, context)));
        (id.clone(), described, observed, clock())
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
