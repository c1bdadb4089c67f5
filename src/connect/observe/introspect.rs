//! What the server says of itself, in one round trip.

use super::wire::Wire;
use crate::connect::evidence::{Answer, Answered, Facts, Lost, Selected};
use crate::connect::info;
use crate::observe::Context;
use crate::uri::ServerUri;

/// Asks for the five sections of INFO one by one, because several in one command need Redis 7.0.
const SECTIONS: [&str; 5] = ["server", "clients", "replication", "persistence", "cluster"];

/// Asks for everything that is used, and for the database that the URI names. Nothing is written: whether the user may
/// is asked of `ACL DRYRUN`, which runs nothing.
pub(super) async fn introspect(wire: &mut Wire, uri: &ServerUri, context: &Context) -> Facts {
    let database = uri.database;
    let mut commands: Vec<redis::Cmd> = SECTIONS
        .iter()
        .map(|section| {
            let mut command = redis::cmd("INFO");
            command.arg(*section);
            command
        })
        .collect();
    let mut cluster_info = redis::cmd("CLUSTER");
    cluster_info.arg("INFO");
    commands.push(cluster_info);
    if let Some(database) = database {
        let mut select = redis::cmd("SELECT");
        select.arg(database);
        commands.push(select);
    }
    let mut memory = redis::cmd("INFO");
    memory.arg("memory");
    commands.push(memory);
    let user = uri.credentials.as_ref().and_then(|credentials| credentials.user.as_ref());
    let mut rehearsal = redis::cmd("ACL");
    rehearsal.arg("DRYRUN").arg(user.map_or("default", |user| user.expose()));
    rehearsal.arg(&["HSET", "chalkstore", "field", "value"]);
    commands.push(rehearsal);
    let mut answers = wire.ask_all(&commands, context.remaining(), context).await.into_iter();
    let mut next = || answers.next().unwrap_or(Answer::Lost(Lost::Closed));
    Facts {
        server: known(next(), info::server),
        clients: known(next(), info::clients),
        replication: known(next(), info::replication),
        persistence: known(next(), info::persistence),
        cluster: known(next(), info::cluster),
        cluster_info: known(next(), info::cluster_info),
        select: database.map(|database| known(next(), |_| Selected { database })),
        memory: Some(known(next(), info::memory)),
        write_rehearsed: Some(known(next(), info::rehearsal)),
    }
}

fn known<T>(answer: Answer, read: impl FnOnce(&str) -> T) -> Answered<T> {
    match answer {
        Answer::Said(text) => Answered::Known(read(&text)),
        Answer::Refused(refusal) => Answered::Refused(refusal),
        Answer::Lost(lost) => Answered::Lost(lost),
    }
}
