//! Asking one node: a connection, PINGs, and everything else in one round trip.

use std::time::Duration;

use redis::{Cmd, cmd};

use super::store::Target;
use crate::connect::evidence::{Answered, Lost, Refusal};
use crate::connect::observe::{Heard, NotOpened, Part, Wire, open};
use crate::connect::text::Scrubber;
use crate::observe::Context;
use crate::valkey::Address;
use crate::valkey::evidence::{Stage, Unreached};
use crate::valkey::gather::Replies;
use crate::valkey::reply::{Replication, Reply, replication, reply_from_bytes};

/// A node that can be asked.
pub(crate) struct Asking<'a> {
    target: &'a Target,
    context: &'a Context,
    wire: Wire,
    connect_us: u64,
    has_logged_in: bool,
    login: Option<Answered<()>>,
}

impl<'a> Asking<'a> {
    /// Connects.
    pub(crate) async fn open(
        address: &Address,
        target: &'a Target,
        now: &str,
        context: &'a Context,
    ) -> Result<Self, Unreached> {
        let place = (address.host.as_str(), address.port);
        match open(place, &target.uri, &target.roots, now, context).await {
            Ok(opened) => Ok(Self {
                target,
                context,
                wire: opened.wire,
                connect_us: opened.connect_us,
                has_logged_in: false,
                login: None,
            }),
            Err(NotOpened { part, reason, timed_out }) => {
                let stage = match part {
                    Part::Resolve => Stage::Resolve,
                    Part::Connect => Stage::Connect,
                    Part::Tls => Stage::Tls,
                };
                Err(Unreached { stage, reason, timed_out, after_us: context.elapsed_us() })
            }
        }
    }

    /// Times PINGs, one after another; with the first one it logs in. A node that hangs up or hangs is unreached. They
    /// take half of its time at most: a distant node that answers each of many must not look like one that hangs.
    pub(super) async fn ping(&mut self) -> Result<Vec<u64>, Unreached> {
        let mut rtt_us = Vec::new();
        let kept = self.context.remaining() / 2;
        for _ in 0..self.target.rtt_samples {
            if !rtt_us.is_empty() && self.context.remaining() < kept {
                break;
            }
            let begun = self.context.elapsed_us();
            let heard = self.exchange(vec![cmd("PING")], Duration::MAX).await?;
            match heard.into_iter().next() {
                Some(Heard::Lost(lost)) => return Err(self.unreached(&lost)),
                // Loading, or without permission: it has answered all the same.
                _ => rtt_us.push(self.context.elapsed_us() - begun),
            }
        }
        Ok(rtt_us)
    }

    /// Asks for everything, in one round trip. Only the first node is asked for `CLUSTER SLOTS`.
    pub(super) async fn facts(&mut self, is_first: bool) -> Result<Facts, Unreached> {
        let mut commands: Vec<Cmd> =
            ["SHARDS", "NODES", "INFO"].into_iter().map(|what| two("CLUSTER", what)).collect();
        for section in ["server", "clients", "replication", "memory", "persistence"] {
            commands.push(two("INFO", section));
        }
        // Several names in one CONFIG GET need Redis 7.0; a pattern does not.
        for pattern in ["cluster-*", "repl-ping-replica-period"] {
            let mut config = two("CONFIG", "GET");
            config.arg(pattern);
            commands.push(config);
        }
        if is_first {
            commands.push(two("CLUSTER", "SLOTS"));
        }
        let heard = self.exchange(commands, Duration::MAX).await?;
        if heard.iter().all(|one| matches!(one, Heard::Lost(_)))
            && let Some(Heard::Lost(lost)) = heard.first()
        {
            return Err(self.unreached(lost));
        }
        let login = self.login.take();
        Ok(Facts { connect_us: self.connect_us, rtt_us: Vec::new(), login, heard, is_first })
    }

    /// The same connection, with another deadline from here on.
    pub(crate) fn within<'b>(self, context: &'b Context) -> Asking<'b>
    where
        'a: 'b,
    {
        Asking { context, ..self }
    }

    /// Asks for `INFO replication`, and waits no longer than `limit`; what comes first logs in.
    pub(crate) async fn replication(
        &mut self,
        limit: Duration,
        scrub: &Scrubber,
    ) -> Result<Replication, Unreached> {
        let heard = self.exchange(vec![two("INFO", "replication")], limit).await?;
        let answer = heard.first().map_or(Answered::Lost(Lost::Closed), |heard| read(heard, scrub));
        let refused = |reason: String| Unreached {
            stage: Stage::Answer,
            reason,
            timed_out: false,
            after_us: self.context.elapsed_us(),
        };
        match answer {
            Answered::Known(reply) => match reply.text() {
                Some(text) => Ok(replication(text)),
                None => Err(refused(format!("the reply is {}, not text", reply.kind()))),
            },
            // A login that was refused tells more than the question that was refused for want of one.
            Answered::Refused(refusal) => Err(refused(match &self.login {
                Some(Answered::Refused(login)) => login.text.clone(),
                _ => refusal.text,
            })),
            Answered::Lost(lost) => Err(self.unreached(&lost)),
        }
    }

    /// Sends commands, behind the login where that was not sent yet.
    async fn exchange(&mut self, mut commands: Vec<Cmd>, limit: Duration) -> Result<Vec<Heard>, Unreached> {
        let login = if self.has_logged_in { None } else { self.target.login() };
        let logs_in = login.is_some();
        self.has_logged_in = true;
        if let Some(login) = login {
            commands.insert(0, login);
        }
        let mut heard =
            self.wire.exchange(&commands, limit.min(self.context.remaining()), self.context).await;
        // A server that is full, or protected, says so unprompted and hangs up.
        if let Some(Heard::Refused(refusal)) = heard.first()
            && turns_away(refusal)
        {
            return Err(Unreached {
                stage: Stage::Answer,
                reason: refusal.text.clone(),
                timed_out: false,
                after_us: self.context.elapsed_us(),
            });
        }
        if logs_in && !heard.is_empty() {
            let answer = heard.remove(0);
            if let Heard::Lost(lost) = &answer {
                return Err(self.unreached(lost));
            }
            // What AUTH is answered with is no evidence; a HELLO is not read.
            self.login = self.target.uri.credentials.as_ref().map(|_| match answer {
                Heard::Refused(refusal) => Answered::Refused(refusal),
                _ => Answered::Known(()),
            });
        }
        Ok(heard)
    }

    fn unreached(&self, lost: &Lost) -> Unreached {
        Unreached {
            stage: Stage::Answer,
            reason: lost.to_string(),
            timed_out: matches!(lost, Lost::TimedOut { .. }),
            after_us: self.context.elapsed_us(),
        }
    }
}

/// What a node sent. It is read later: reading takes time in which the round trips of other nodes would seem longer.
pub(super) struct Facts {
    rtt_us: Vec<u64>,
    connect_us: u64,
    login: Option<Answered<()>>,
    heard: Vec<Heard>,
    is_first: bool,
}

impl Facts {
    /// With the round trips that were timed.
    pub(super) fn timed(mut self, rtt_us: Vec<u64>) -> Self {
        self.rtt_us = rtt_us;
        self
    }

    /// Reads it; `scrub` knows what a server must not be quoted with.
    pub(super) fn read(&self, scrub: &Scrubber) -> Replies<'_> {
        let mut heard = self.heard.iter();
        let mut next = || heard.next().map_or(Answered::Lost(Lost::Closed), |heard| read(heard, scrub));
        Replies {
            connect_us: self.connect_us,
            rtt_us: self.rtt_us.clone(),
            login: self.login.clone(),
            shards: next(),
            nodes: next(),
            cluster: next(),
            server: next(),
            clients: next(),
            replication: next(),
            memory: next(),
            persistence: next(),
            config: vec![next(), next()],
            slots: self.is_first.then(&mut next),
        }
    }
}

fn read<'a>(heard: &'a Heard, scrub: &Scrubber) -> Answered<Reply<'a>> {
    match heard {
        Heard::Reply(bytes) => match reply_from_bytes(bytes) {
            Ok(reply) if scrub.hears_echo(bytes) => Answered::Known(without_echo(reply, scrub)),
            Ok(reply) => Answered::Known(reply),
            Err(reason) => Answered::Lost(Lost::Unreadable { reason }),
        },
        Heard::Refused(refusal) => Answered::Refused(refusal.clone()),
        Heard::Lost(lost) => Answered::Lost(lost.clone()),
    }
}

/// The reply without what can be nothing but an echo of the login.
fn without_echo<'a>(reply: Reply<'a>, scrub: &Scrubber) -> Reply<'a> {
    match reply {
        Reply::Text(text) => Reply::Text(scrub.without_echo(text.into_owned()).into()),
        Reply::Error(text) => Reply::Error(scrub.without_echo(text.into_owned()).into()),
        Reply::List(items) => Reply::List(items.into_iter().map(|item| without_echo(item, scrub)).collect()),
        Reply::Map(pairs) => Reply::Map(
            pairs
                .into_iter()
                .map(|(key, value)| (without_echo(key, scrub), without_echo(value, scrub)))
                .collect(),
        ),
        plain @ (Reply::Nil | Reply::Int(_)) => plain,
    }
}

fn turns_away(refusal: &Refusal) -> bool {
    refusal.code == "DENIED" || refusal.is_max_clients()
}

fn two(command: &str, argument: &str) -> Cmd {
    let mut command = cmd(command);
    command.arg(argument);
    command
}
