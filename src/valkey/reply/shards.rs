//! `CLUSTER SHARDS` (Redis 7.0, Valkey 7.2 and later). Its fields are not the same in every version.

use super::Reply;
use crate::valkey::evidence::{Health, Member, Role, ShardView, View, ViewSource};
use crate::valkey::{Address, Slots};

/// Reads the reply. `dialled` is the host that the cluster was reached at, for nodes that announce none; with `tls`
/// a node's TLS port is the one to use.
///
/// # Errors
/// What is wrong with the reply.
pub fn view_of_shards(reply: &Reply<'_>, dialled: &str, tls: bool) -> Result<View, String> {
    let shards = reply.list().ok_or_else(|| format!("CLUSTER SHARDS is {}, not a list", reply.kind()))?;
    let shards = shards.iter().map(|one| shard(one, dialled, tls)).collect::<Result<_, _>>()?;
    View::sorted(ViewSource::Shards, shards).checked()
}

fn shard(reply: &Reply<'_>, dialled: &str, tls: bool) -> Result<ShardView, String> {
    let list =
        |key: &str| reply.field(key).and_then(Reply::list).ok_or(format!("a shard has no list `{key}`"));
    // Start and end of each range, one behind the other.
    let bounds: Vec<Option<u64>> =
        list("slots")?.iter().map(|bound| bound.int().and_then(|bound| u64::try_from(bound).ok())).collect();
    let ranges = bounds.chunks(2).map(|pair| match pair {
        [Some(start), Some(end)] => Some((*start, *end)),
        _ => None,
    });
    let ranges = ranges.collect::<Option<Vec<_>>>().ok_or("a shard's slots are not pairs of numbers")?;
    let slots = Slots::from_ranges(ranges)
        .map_err(|(start, end)| format!("a shard has the impossible slots {start}-{end}"))?;
    let members = list("nodes")?.iter().map(|node| member(node, dialled, tls)).collect::<Result<_, _>>()?;
    Ok(ShardView { slots, members })
}

fn member(node: &Reply<'_>, dialled: &str, tls: bool) -> Result<Member, String> {
    let text = |key: &str| node.field(key).and_then(Reply::text);
    let some = |key: &str| text(key).filter(|text| !text.is_empty());
    let id = some("id").ok_or("a node has no id")?.to_owned();
    let host = match some("endpoint") {
        // It is to be known by its host name, and has none.
        Some("?") => some("ip").unwrap_or(dialled),
        Some(endpoint) => endpoint,
        None => dialled,
    };
    // Redis 7.0 with both ports open shows only `port`.
    let ports = if tls { ["tls-port", "port"] } else { ["port", "tls-port"] };
    let port = ports.iter().find_map(|key| node.field(key)?.int()).and_then(|port| u16::try_from(port).ok());
    let port = port.ok_or_else(|| format!("node {id} has no port"))?;
    let role = match text("role") {
        Some("master" | "primary") => Role::Primary,
        Some("replica" | "slave") => Role::Replica,
        other => return Err(format!("node {id} has the unknown role `{}`", other.unwrap_or_default())),
    };
    let health = match text("health") {
        Some("online") => Health::Online,
        Some("loading") => Health::Loading,
        // The documentation says `failed`, servers say `fail`.
        Some("fail" | "failed") => Health::Failed,
        other => return Err(format!("node {id} has the unknown health `{}`", other.unwrap_or_default())),
    };
    Ok(Member {
        id,
        address: Address::new(host, port),
        hostname: some("hostname").map(str::to_owned),
        role,
        health,
        zone: some("availability-zone").map(str::to_owned),
    })
}
