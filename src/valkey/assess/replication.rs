//! TOP009 to TOP011: replicas, their links, and how far they are behind.

use std::collections::BTreeMap;

use super::case::Case;
use super::{told, words};
use crate::connect::ACL;
use crate::report::catalogue::{TOP_LAG, TOP_LINK, TOP_REPLICA};
use crate::report::{Check, Finding};
use crate::valkey::reply::{DEFAULT_PING_PERIOD_S, DEFAULT_REPL_TIMEOUT_S, LONG_SILENCE_S};
use crate::valkey::topology::{Shard, State};

/// From how many bytes on a replica is behind: a second or so of a busy store's writes.
const LAG_BYTES: u64 = 10 * words::MIB;
/// From how many bytes on it is in danger: after 60 s behind so much, a primary cuts the link by default
/// (`client-output-buffer-limit replica 256mb 64mb 60`), and all data has to be copied again.
const LAG_BYTES_BAD: u64 = 64 * words::MIB;
/// From how many seconds without an acknowledgement on a replica is behind. It acknowledges every second.
const LAG_SECONDS: u64 = 5;
/// From how many seconds on it is in danger: half of the default `repl-timeout`, at which a primary cuts the link.
const LAG_SECONDS_BAD: u64 = 30;

/// Each replica with its shard.
fn all_replicas<'a>(case: &'a Case<'_>) -> impl Iterator<Item = (&'a Shard, usize)> {
    case.topology.shards.iter().flat_map(|shard| shard.replicas.iter().map(move |node| (shard, *node)))
}

/// Each replica with its shard, if it serves.
fn replicas<'a>(case: &'a Case<'_>) -> impl Iterator<Item = (&'a Shard, usize)> {
    all_replicas(case).filter(|(_, node)| is_well(case, *node))
}

fn is_well(case: &Case<'_>, node: usize) -> bool {
    !matches!(case.topology.nodes[node].state, State::Failed | State::Unreached)
}

/// The replicas that are down and silent, and those of `untold` that are silent: nobody had the time to ask them. The
/// rest of `untold` did answer, and withheld something.
fn by_silence(case: &Case<'_>, untold: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let down = all_replicas(case).map(|(_, node)| node).filter(|node| !is_well(case, *node));
    let is_silent = |node: &usize| case.answers(*node).is_none();
    let (asleep, withheld): (Vec<usize>, Vec<usize>) = untold.into_iter().partition(is_silent);
    (down.filter(is_silent).chain(asleep).collect(), withheld)
}

/// What a replica's primary says of it: `state` of its line.
fn in_primarys_eyes<'a>(case: &'a Case<'_>, shard: &Shard, replica: usize) -> Option<&'a str> {
    let node = &case.topology.nodes[replica];
    let lines = &case.topology.nodes[shard.primary?].replication.as_ref()?.replicas;
    let is_it = |host: &str| host == node.address.host || Some(host) == node.hostname.as_deref();
    let own =
        lines.iter().find(|line| line.address.port == node.address.port && is_it(&line.address.host))?;
    Some(own.state.as_str())
}

/// Whether every replica is linked to its primary.
pub(super) fn linked(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_LINK;
    // Why, and by what it is helped.
    let mut down: BTreeMap<(Trouble, String), Vec<usize>> = BTreeMap::new();
    let mut untold = Vec::new();
    // The link counts as up, and nothing comes over it: for too long, and for longer than is usual.
    let (mut dead, mut quiet) = (Vec::new(), Vec::new());
    let period = topology.settings.ping_period_s.unwrap_or(DEFAULT_PING_PERIOD_S);
    let quiet_from = LONG_SILENCE_S.max(period.saturating_mul(3) / 2);
    for (shard, node) in replicas(case) {
        let own = topology.nodes[node].replication.as_ref();
        let status = own.and_then(|own| own.link_status.as_deref());
        let Some(own) = own.filter(|_| status.is_some()) else {
            if in_primarys_eyes(case, shard, node) != Some("online") {
                untold.push(node);
            }
            continue;
        };
        if status == Some("up") {
            match own.last_io_s {
                Some(seconds) if seconds >= DEFAULT_REPL_TIMEOUT_S => dead.push(node),
                Some(seconds) if seconds > quiet_from => quiet.push(node),
                _ => {}
            }
            continue;
        }
        let primary =
            shard.primary.map(|primary| (words::node(topology, primary), topology.nodes[primary].state));
        let name = primary.as_ref().map_or_else(
            || {
                own.primary
                    .as_ref()
                    .map_or_else(|| "a primary that nobody knows".to_owned(), ToString::to_string)
            },
            |(name, _)| name.clone(),
        );
        let (trouble, what) = match primary {
            Some((_, State::Failed | State::Unreached)) => (Trouble::PrimaryGone, "which does not serve"),
            Some((_, State::Loading)) => (Trouble::Busy, "which loads its data"),
            _ if own.is_syncing == Some(true) => (Trouble::Busy, "whose data it tries to copy"),
            _ => (Trouble::Cut, "which serves"),
        };
        down.entry((trouble, format!("{name}, {what}"))).or_default().push(node);
    }
    let mut findings: Vec<Finding> = Vec::new();
    for ((trouble, primary), nodes) in &down {
        let since = |node: &usize| topology.nodes[*node].replication.as_ref()?.link_down_since_s;
        let longest = nodes.iter().filter_map(since).max();
        let since = longest.map_or_else(String::new, |since| format!(" for {}", words::seconds(since)));
        let finding = words::about(topology, nodes, |names| {
            Finding::fail(check, format!("{names}: no link{since} to {primary}; what is read there is stale"))
        });
        findings.push(finding.help(trouble.help()));
    }
    let more = findings.len().saturating_sub(FINDINGS);
    if more > 0 {
        findings.truncate(FINDINGS);
        findings
            .push(Finding::fail(check, format!("replicas of {more} further primaries have no link either")));
    }
    findings.extend(quiet_links(
        case,
        &dead,
        Finding::fail,
        "the link is as good as down, and what is read there is stale",
    ));
    findings.extend(quiet_links(
        case,
        &quiet,
        Finding::warn,
        &format!("it sends something every {period} s, idle or not"),
    ));
    let (silent, withheld) = by_silence(case, untold);
    if !withheld.is_empty() {
        let finding = words::about(topology, &withheld, |names| {
            Finding::unknown(check, format!("{names}: INFO replication does not tell about the link"))
        });
        findings.push(finding.help(ACL));
    }
    findings.extend(told::silent_among(case, check, &silent));
    if findings.is_empty() && replicas(case).next().is_none() {
        findings.push(no_replica(case, check));
    }
    findings
}

/// Replicas whose link counts as up, though nothing has come over it for long.
fn quiet_links(
    case: &Case<'_>,
    nodes: &[usize],
    make: fn(&'static Check, String) -> Finding,
    meaning: &str,
) -> Option<Finding> {
    let topology = &case.topology;
    let last_io = |node: &usize| topology.nodes[*node].replication.as_ref()?.last_io_s;
    let longest = nodes.iter().filter_map(last_io).max()?;
    let finding = words::about(topology, nodes, |names| {
        make(&TOP_LINK, format!("{names}: nothing came from the primary for {longest} s: {meaning}"))
    });
    Some(finding.help(
        "look at the network between the two, and at the primary's load; `chalkstore replication-lag` with the same URI measures how far it is behind",
    ))
}

/// How many findings a check has at most that makes one for each shard.
const FINDINGS: usize = 5;

/// Why a link is down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    Cut,
    Busy,
    PrimaryGone,
}

impl Trouble {
    const fn help(self) -> &'static str {
        match self {
            Self::Cut => {
                "the replica's log says why: a password that the primary does not accept (primaryauth, masterauth), TLS on one side alone (tls-replication), a firewall, or an older server that cannot load a newer one's data"
            }
            Self::Busy => {
                "wait, and look again: if the copy never ends, raise repl-timeout and client-output-buffer-limit, or write less meanwhile"
            }
            Self::PrimaryGone => {
                "see what became of the primary (TOP004, TOP005): its replicas follow whoever comes next"
            }
        }
    }
}

/// Why there is nothing to say of replicas.
fn no_replica(case: &Case<'_>, check: &'static Check) -> Finding {
    let any = case.topology.shards.iter().any(|shard| !shard.replicas.is_empty());
    Finding::skip(check, if any { "every replica has failed (TOP005)" } else { "there is no replica" })
}

/// Whether every replica is close behind its primary.
pub(super) fn close_behind(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_LAG;
    let (mut behind, mut bad, mut untold) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = 0;
    for (shard, node) in replicas(case) {
        let own = &topology.nodes[node];
        // Without a link there is no lag to speak of, but a copy that grows old: TOP009.
        if !own.is_link_up() || own.state == State::Loading {
            continue;
        }
        seen += 1;
        let lag = Lag { node, bytes: own.lag_bytes, seconds: seconds(case, shard, node) };
        match (lag.bytes, lag.seconds) {
            (None, None) => untold.push(node),
            _ if lag.is_over(LAG_BYTES_BAD, LAG_SECONDS_BAD) => bad.push(lag),
            _ if lag.is_over(LAG_BYTES, LAG_SECONDS) => behind.push(lag),
            _ => {}
        }
    }
    let mut findings = Vec::new();
    for (is_bad, lags) in [(true, bad), (false, behind)] {
        let Some(worst) = lags.iter().max_by_key(|lag| (lag.bytes, lag.seconds)) else { continue };
        let nodes: Vec<usize> = lags.iter().map(|lag| lag.node).collect();
        let bytes = worst.bytes.map(|bytes| format!("{} behind", words::bytes(bytes)));
        let seconds = worst.seconds.map(|ago| format!("last acknowledged {} ago", words::seconds(ago)));
        let how = [bytes, seconds].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let worst = if nodes.len() == 1 { how } else { format!("up to {how}") };
        let finding = words::about(topology, &nodes, |names| {
            let message = format!("{names}: {worst}; reads there miss the newest features");
            if is_bad { Finding::fail(check, message) } else { Finding::warn(check, message) }
        });
        findings.push(finding.help(
            "look at the replica's load and at the network between the two; if writes come in bursts, raise repl-backlog-size and client-output-buffer-limit for replicas so that a link that breaks need not copy everything",
        ));
    }
    let (silent, withheld) = by_silence(case, untold);
    if !withheld.is_empty() {
        let finding = words::about(topology, &withheld, |names| {
            Finding::unknown(check, format!("{names}: neither it nor its primary tells how far it is"))
        });
        findings.push(finding.help(ACL));
    }
    findings.extend(told::silent_among(case, check, &silent));
    if findings.is_empty() && seen == 0 {
        let reason =
            if replicas(case).next().is_some() { Some("no replica is linked (TOP009)") } else { None };
        findings.push(reason.map_or_else(|| no_replica(case, check), |reason| Finding::skip(check, reason)));
    }
    findings
}

struct Lag {
    node: usize,
    bytes: Option<u64>,
    seconds: Option<u64>,
}

impl Lag {
    fn is_over(&self, bytes: u64, seconds: u64) -> bool {
        self.bytes.is_some_and(|own| own >= bytes) || self.seconds.is_some_and(|own| own >= seconds)
    }
}

/// Seconds since the primary last heard an acknowledgement of a replica. (`master_last_io_seconds_ago` of the replica
/// grows to 10 on an idle link: TOP009 looks at it.)
fn seconds(case: &Case<'_>, shard: &Shard, replica: usize) -> Option<u64> {
    let node = &case.topology.nodes[replica];
    let lines = &case.topology.nodes[shard.primary?].replication.as_ref()?.replicas;
    let is_it = |host: &str| host == node.address.host || Some(host) == node.hostname.as_deref();
    lines.iter().find(|line| line.address.port == node.address.port && is_it(&line.address.host))?.lag_s
}

/// Whether every shard has a replica that serves.
pub(super) fn replicated(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_REPLICA;
    if topology.serving().next().is_none() {
        return vec![words::needs_slots(check)];
    }
    let (mut bare, mut dead, mut loading) = (Vec::new(), Vec::new(), Vec::new());
    for (index, shard) in topology.serving() {
        let states: Vec<State> = shard.replicas.iter().map(|node| topology.nodes[*node].state).collect();
        if states.iter().any(|state| state.is_up()) {
            continue;
        }
        let list = match states.as_slice() {
            [] => &mut bare,
            _ if states.contains(&State::Loading) => &mut loading,
            _ => &mut dead,
        };
        list.push(index);
    }
    let has = |shards: &[usize]| if shards.len() == 1 { "has" } else { "have" };
    let mut findings = Vec::new();
    if !bare.is_empty() {
        let message = format!(
            "{} {} no replica: with its one node its data is gone",
            words::shards(topology, &bare),
            has(&bare)
        );
        findings.push(if topology.is_cluster {
            Finding::fail(check, message).help(
                "add one: valkey-cli --cluster add-node NEW:PORT OLD:PORT --cluster-slave, in another zone than the primary's; of a service, raise the number of replicas per shard",
            )
        } else {
            Finding::warn(check, message).help("add one (REPLICAOF), and something that promotes it: a Sentinel or the service")
        });
    }
    if !dead.is_empty() {
        let message = format!(
            "{} {} no replica that serves: nothing is left to take over",
            words::shards(topology, &dead),
            has(&dead)
        );
        findings.push(
            Finding::fail(check, message).help("bring its replicas back (TOP004, TOP005), or add others"),
        );
    }
    if !loading.is_empty() {
        let message =
            format!("{} {} only replicas without data yet", words::shards(topology, &loading), has(&loading));
        findings.push(Finding::warn(check, message).help("wait until they have copied it, and look again"));
    }
    findings
}
