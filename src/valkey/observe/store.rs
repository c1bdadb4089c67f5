//! The whole observation: the first server, then every node that any server knows.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join;
use futures_util::stream::{self, StreamExt as _};
use jiff::Timestamp;
use redis::{Cmd, cmd};

use super::node::{Asking, Facts};
use crate::connect::Roots;
use crate::connect::text::Scrubber;
use crate::observe::Context;
use crate::uri::ServerUri;
use crate::valkey::Address;
use crate::valkey::evidence::{Evidence, Stage, Unreached};
use crate::valkey::gather::Gathering;

/// How long one node may take, unless something else is said.
const NODE: Duration = Duration::from_secs(2);

/// How many nodes are asked at once.
const AT_ONCE: usize = 128;

/// A store to observe, and how.
#[derive(Clone, Debug)]
pub struct Target {
    /// The store.
    pub uri: ServerUri,
    /// The roots to trust, for servers with TLS.
    pub roots: Roots,
    /// How long one node may take, within the deadline of the whole.
    pub node_timeout: Duration,
    /// How many PINGs are timed on each node, one after another.
    pub rtt_samples: u32,
    /// Whether to speak RESP3.
    pub resp3: bool,
    /// Nodes that are known from an earlier look: they are asked first where the one that the URI names does not answer.
    pub others: Vec<Address>,
}

impl Target {
    /// A store, looked at as the commands do unless something else is said.
    pub const fn new(uri: ServerUri) -> Self {
        Self {
            uri,
            roots: Roots::System,
            node_timeout: NODE,
            rtt_samples: 1,
            resp3: false,
            others: Vec::new(),
        }
    }

    /// What comes before everything else: HELLO or AUTH, where one of them is needed.
    pub(super) fn login(&self) -> Option<Cmd> {
        let credentials = self.uri.credentials.as_ref();
        let user = credentials.and_then(|credentials| credentials.user.as_ref());
        let password = credentials.map(|credentials| credentials.password.expose());
        if self.resp3 {
            let mut hello = cmd("HELLO");
            hello.arg(3);
            if let Some(password) = password {
                hello.arg("AUTH").arg(user.map_or("default", |user| user.expose())).arg(password);
            }
            return Some(hello);
        }
        let mut auth = cmd("AUTH");
        if let Some(user) = user {
            auth.arg(user.expose());
        }
        auth.arg(password?);
        Some(auth)
    }
}

/// Asks, and writes down what it heard. It always comes back by the context's deadline.
pub async fn observe(target: &Target, context: &Context) -> Evidence {
    let now = Timestamp::now();
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now).to_string();
    let seed = Address::new(&*target.uri.host, target.uri.port);
    let timeout_ms = u64::try_from(context.remaining().as_millis()).unwrap_or(u64::MAX);
    let tls = target.uri.scheme.is_tls();
    let scrub = Scrubber::new(target.uri.credentials.as_ref());
    let mut gathering = Gathering::new(now.clone(), timeout_ms, seed.clone(), tls, target.uri.clustered);
    context.stage("ask the first server");
    let mut asked = BTreeSet::new();
    // All of the time, unless there are others to turn to.
    let limit = if target.others.is_empty() { context.remaining() } else { target.node_timeout };
    let limited = context.limited(limit);
    for first in std::iter::once(&seed).chain(&target.others) {
        if !asked.insert(first.clone()) {
            continue;
        }
        match ask_first(first, target, &now, &limited).await {
            Err(unreached) => gathering.unreached(first.clone(), unreached),
            Ok((mut asking, facts)) => {
                let known = gathering.answered(first, facts.read(&scrub));
                context.stage("ask every node");
                let rest = ask_all(known, first, asked, (target, &now, &scrub), &mut gathering, context);
                let pings = async { asking.ping().await.unwrap_or_default() };
                let ((), rtt_us) = join(rest, pings).await;
                gathering.timed(first, &rtt_us);
                break;
            }
        }
    }
    context.done();
    gathering.done()
}

/// The first server is asked for everything before it is timed: what it knows is waited for.
async fn ask_first<'a>(
    seed: &Address,
    target: &'a Target,
    now: &str,
    context: &'a Context,
) -> Result<(Asking<'a>, Facts), Unreached> {
    let mut asking = Asking::open(seed, target, now, context).await?;
    let facts = asking.facts(true).await?;
    Ok((asking, facts))
}

/// Another node is timed before it is asked for everything: its long replies keep this program busy, and it has many
/// to ask.
async fn ask(address: &Address, target: &Target, now: &str, context: &Context) -> Result<Facts, Unreached> {
    let context = context.limited(target.node_timeout);
    if context.remaining().is_zero() {
        let reason = Unreached::NO_TIME.to_owned();
        return Err(Unreached {
            stage: Stage::Connect,
            reason,
            timed_out: true,
            after_us: context.elapsed_us(),
        });
    }
    let mut asking = Asking::open(address, target, now, &context).await?;
    let rtt_us = asking.ping().await?;
    Ok(asking.facts(false).await?.timed(rtt_us))
}

/// Asks every node but the first: those that it knows, and when they have answered those that only they know.
async fn ask_all(
    known: Vec<(String, Address)>,
    first: &Address,
    mut asked: BTreeSet<Address>,
    (target, now, scrub): (&Target, &str, &Scrubber),
    gathering: &mut Gathering,
    context: &Context,
) {
    let mut ids: BTreeSet<String> = gathering.own_id(first).into_iter().collect();
    // One node may be known under two addresses, and two that were mixed up may share one.
    let mut is_new =
        |(id, address): &(String, Address)| ids.insert(id.clone()) && asked.insert(address.clone());
    let mut waiting: Vec<Address> =
        known.into_iter().filter(&mut is_new).map(|(_, address)| address).collect();
    while !waiting.is_empty() {
        let answers = stream::iter(waiting.drain(..)).map(|address| async move {
            let answer = ask(&address, target, now, context).await;
            (address, answer)
        });
        let answers: Vec<_> = answers.buffer_unordered(AT_ONCE).collect().await;
        for (address, answer) in answers {
            match answer {
                Err(unreached) => gathering.unreached(address, unreached),
                Ok(facts) => {
                    let known = gathering.answered(&address, facts.read(scrub));
                    waiting.extend(known.into_iter().filter(&mut is_new).map(|(_, address)| address));
                }
            }
        }
    }
}
