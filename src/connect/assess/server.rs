//! NET010, NET013, NET014 and NET018: room, data, version, database. NET015 has a file of its own.

use super::gate::Verdicts;
use super::words::ACL;
use super::writes;
use crate::connect::evidence::{Answer, Answered, Facts, ServerStore};
use crate::report::{Finding, catalogue as checks};
use crate::words::seconds;

/// From how many percent of its connections on a server is as good as full.
const NEARLY_FULL_PERCENT: u64 = 90;

/// Judges what the server says of itself.
pub(super) fn judge(server: &ServerStore, verdicts: &mut Verdicts) {
    let Some(stage) = &server.facts else { return };
    let facts = &stage.outcome;
    verdicts.add(room(facts));
    verdicts.add(loading(server, facts));
    verdicts.add(version(facts));
    verdicts.add(writes::accepted(server, facts));
    verdicts.add(database(server, facts));
}

fn room(facts: &Facts) -> Finding {
    let check = &checks::NET_MAXCLIENTS;
    let known = facts.clients.known();
    let numbers = known.and_then(|clients| Some((clients.connected_clients?, clients.maxclients?)));
    let Some((clients, limit)) = numbers.filter(|(_, limit)| *limit > 0) else {
        return Finding::unknown(check, facts.clients.untold("INFO clients", "`maxclients`")).help(ACL);
    };
    let bus = known.and_then(|clients| clients.cluster_connections).unwrap_or(0);
    // A server may say anything.
    let used = clients.saturating_add(bus);
    let percent = used.saturating_mul(100) / limit;
    let of_bus = if bus > 0 { format!(", {bus} of them the cluster's own") } else { String::new() };
    let seen = format!("{used} of {limit} connections are in use ({percent} %{of_bus})");
    let help = "raise `maxclients` or take a larger node, or open fewer connections (query servers × connections \
                each); a new query server needs room for all of its own at once";
    if used >= limit {
        Finding::fail(check, format!("{seen}: this test took the last")).help(help)
    } else if percent >= NEARLY_FULL_PERCENT {
        Finding::warn(check, seen).help(help)
    } else {
        Finding::pass(check).message_is(seen)
    }
}

fn loading(server: &ServerStore, facts: &Facts) -> Finding {
    let check = &checks::NET_LOADING;
    let known = facts.persistence.known();
    let ping = server.ping.as_ref().map(|stage| &stage.outcome);
    let refused = matches!(ping, Some(Answer::Refused(refusal)) if refusal.code == "LOADING");
    if refused || known.and_then(|known| known.loading) == Some(true) {
        let mut seen = "the server is loading its data set".to_owned();
        if let Some(percent) = known.and_then(|known| known.loading_loaded_percent.as_deref()) {
            seen.push_str(&format!(", {percent} % done"));
        }
        if let Some(eta) = known.and_then(|known| known.loading_eta_s) {
            seen.push_str(&format!(", about {} to go", seconds(eta)));
        }
        return Finding::fail(check, seen).help(
            "wait and test again: until then every command is refused with LOADING; a server that loads has just \
             been restarted, so find out why",
        );
    }
    match (known.and_then(|known| known.loading), ping) {
        (Some(_), _) => Finding::pass(check),
        (None, Some(Answer::Said(_))) => {
            Finding::pass(check).message_is("PING was answered, which a server that is loading refuses")
        }
        _ => Finding::unknown(check, facts.persistence.untold("INFO persistence", "`loading`")).help(ACL),
    }
}

/// The server's kind and version: Valkey names both its own version and the one of Redis it is compatible with.
pub(super) fn identity(facts: &Facts) -> Option<(&'static str, &str)> {
    let known = facts.server.known()?;
    if let Some(version) = &known.valkey_version {
        return Some(("Valkey", version));
    }
    let kind = if known.server_name.as_deref() == Some("valkey") { "Valkey" } else { "Redis" };
    known.redis_version.as_deref().map(|version| (kind, version))
}

fn version(facts: &Facts) -> Finding {
    let check = &checks::NET_VERSION;
    let Some((kind, version)) = identity(facts) else {
        return Finding::unknown(check, facts.server.untold("INFO server", "`redis_version`")).help(ACL);
    };
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().ok());
    let (Some(Some(major)), Some(Some(minor))) = (numbers.next(), numbers.next()) else {
        return Finding::unknown(check, format!("{kind} calls its version `{version}`"));
    };
    let needed = if kind == "Valkey" { (7, 2) } else { (7, 0) };
    let seen = format!("{kind} {version}");
    if (major, minor) >= needed {
        return Finding::pass(check).message_is(seen);
    }
    Finding::warn(check, format!("{seen} has no CLUSTER SHARDS")).help(
        "upgrade to Valkey 7.2 or Redis 7.0 or later: without that command neither the zonal replica policy nor \
         `chalkstore topology` can see the zones",
    )
}

fn database(server: &ServerStore, facts: &Facts) -> Finding {
    let check = &checks::NET_DATABASE;
    let (Some(answered), Some(database)) = (&facts.select, server.database) else {
        return Finding::skip(check, "the URI names no database, so that it is 0, which every server has");
    };
    match answered {
        Answered::Known(_) => Finding::pass(check).message_is(format!("database {database} can be selected")),
        Answered::Lost(lost) => {
            Finding::unknown(check, format!("SELECT {database} was not answered: {lost}"))
        }
        Answered::Refused(refusal) => {
            let message = format!("SELECT {database} was refused: {}", refusal.text);
            if server.clustered {
                Finding::warn(check, message)
                    .help("write database 0: cluster clients ignore any other, so that the data is in 0")
            } else if refusal.is_no_permission() {
                Finding::fail(check, message).help(ACL)
            } else {
                Finding::fail(check, message).help(
                    "write a database that the server has (`databases`, 16 unless set; a cluster has 0 only)",
                )
            }
        }
    }
}
