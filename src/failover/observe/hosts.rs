//! Hosts: where they are, and how their health path answers.

use std::net::IpAddr;

use futures_util::future::join_all;
use futures_util::join;

use super::dns::{Resolver, ask};
use super::healthz::{Target, get};
use super::host::HostAddress;
use crate::connect::observe::look_up;
use crate::failover::evidence::{
    DnsOutcome, HEALTH_PATH, Healthz, HealthzOutcome, HostSeen, NameSeen, RecordKind, ResolverSeen, Step,
};
use crate::observe::Context;

/// Why a host has no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// What was seen.
    pub reason: String,
    /// Whether the time was up.
    pub timed_out: bool,
}

/// What every resolver says of a name: A and AAAA, all at once.
pub(super) async fn answers(name: &str, resolvers: &[Resolver], context: &Context) -> Vec<ResolverSeen> {
    let asked = resolvers.iter().flat_map(|resolver| {
        [RecordKind::A, RecordKind::Aaaa].map(|kind| Box::pin(ask(resolver, name, kind, context)))
    });
    join_all(asked).await
}

/// What every resolver says of names that nothing else is asked of, all at once. An address needs no resolver.
pub(super) async fn names(names: &[String], resolvers: &[Resolver], context: &Context) -> Vec<NameSeen> {
    let of_name = async |name: &String| NameSeen {
        host: name.clone(),
        resolvers: answers(name, resolvers, context).await,
    };
    let are_names = names.iter().filter(|name| name.parse::<IpAddr>().is_err());
    join_all(are_names.map(|name| Box::pin(of_name(name)))).await
}

/// The addresses of a host, sorted: by the first of the resolvers that has any, or by the system where none was named.
/// It leaves time to use them.
///
/// # Errors
/// Why there are none.
pub async fn addresses(
    host: &HostAddress,
    resolvers: &[Resolver],
    context: &Context,
) -> Result<Vec<IpAddr>, NotFound> {
    if let Ok(address) = host.host.parse() {
        return Ok(vec![address]);
    }
    let context = context.limited(context.remaining() / 2);
    let mut found: Vec<IpAddr> = if resolvers.is_empty() {
        let found = look_up(&host.host, host.port, &context).await;
        let found = found.map_err(|why| NotFound { reason: why.reason, timed_out: why.timed_out })?;
        found.into_iter().map(|address| address.ip()).collect()
    } else {
        let answers = answers(&host.host, resolvers, &context).await;
        let of = |resolver: &Resolver| {
            let own = answers.iter().filter(|seen| seen.resolver == resolver.label());
            own.flat_map(ResolverSeen::addresses)
                .filter_map(|text| text.parse().ok())
                .collect::<Vec<IpAddr>>()
        };
        let found = resolvers.iter().map(of).find(|found| !found.is_empty());
        found.ok_or_else(|| none_of(&answers))?
    };
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Why none of the answers has an address: in the words of the first.
fn none_of(answers: &[ResolverSeen]) -> NotFound {
    let Some(first) = answers.first() else {
        return NotFound { reason: "no resolver was asked".to_owned(), timed_out: false };
    };
    NotFound { reason: first.why_none(), timed_out: matches!(first.outcome, DnsOutcome::TimedOut(_)) }
}

/// `GET /healthz` through a name, as a client would.
pub(super) async fn through_name(name: &HostAddress, resolvers: &[Resolver], context: &Context) -> Healthz {
    let begun = context.elapsed_us();
    match addresses(name, resolvers, context).await {
        Ok(found) => get(&Target::new(name.clone(), found), context).await,
        Err(NotFound { reason, timed_out }) => Healthz {
            tls: name.tls,
            host: name.host.clone(),
            path: HEALTH_PATH.to_owned(),
            address: None,
            outcome: HealthzOutcome::Failed { step: Step::Resolve, reason, timed_out },
            took_us: context.elapsed_us() - begun,
            handshake: None,
        },
    }
}

/// Looks at a Region's own host: under its own name, and at the same address under the failover name.
pub(super) async fn host(
    region: &str,
    host: &HostAddress,
    is_given: bool,
    name: &HostAddress,
    resolvers: &[Resolver],
    context: &Context,
) -> HostSeen {
    let mut seen = HostSeen {
        region: region.to_owned(),
        host: host.host.clone(),
        port: host.port,
        is_given,
        addresses: Vec::new(),
        resolve_failure: None,
        healthz: None,
        as_failover_name: None,
    };
    match addresses(host, resolvers, context).await {
        Err(why) => seen.resolve_failure = Some(why.reason),
        Ok(found) => {
            seen.addresses = found.iter().map(ToString::to_string).collect();
            let own = Target::new(host.clone(), found.clone());
            let other = Target::new(host.like(&name.host), found);
            let (own, other) = join!(Box::pin(get(&own, context)), Box::pin(get(&other, context)));
            (seen.healthz, seen.as_failover_name) = (Some(own), Some(other));
        }
    }
    seen
}
