//! `CLUSTER SLOTS`: what the query servers' client reads to learn which replicas there are (Chalk documentation,
//! Online store).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Reply;
use crate::valkey::{Address, Slots};

/// A range of slots and the nodes that serve it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SlotRow {
    /// The range.
    pub slots: Slots,
    /// The id of its primary.
    pub primary: String,
    /// The ids of its replicas; failed ones and those that load are left out by the server.
    pub replicas: Vec<String>,
    /// Where the primary and the replicas are said to be, in the same order.
    pub addresses: Vec<Address>,
}

/// Reads the reply. `dialled` is the host for nodes that announce none.
///
/// # Errors
/// What is wrong with the reply.
pub fn slot_rows(reply: &Reply<'_>, dialled: &str) -> Result<Vec<SlotRow>, String> {
    let rows = reply.list().ok_or_else(|| format!("CLUSTER SLOTS is {}, not a list", reply.kind()))?;
    let mut rows: Vec<SlotRow> = rows.iter().map(|one| row(one, dialled)).collect::<Result<_, _>>()?;
    rows.sort_by(|a, b| a.slots.cmp(&b.slots));
    Ok(rows)
}

fn row(reply: &Reply<'_>, dialled: &str) -> Result<SlotRow, String> {
    let Some([start, end, nodes @ ..]) = reply.list() else {
        return Err("a row of CLUSTER SLOTS has no range".to_owned());
    };
    let bound = |reply: &Reply| reply.int().and_then(|bound| u64::try_from(bound).ok());
    let range = bound(start).zip(bound(end)).ok_or("a row of CLUSTER SLOTS has no range")?;
    let slots = Slots::from_ranges([range])
        .map_err(|(start, end)| format!("CLUSTER SLOTS has the impossible range {start}-{end}"))?;
    let nodes: Vec<(String, Address)> =
        nodes.iter().map(|node| self::node(node, dialled)).collect::<Result<_, _>>()?;
    let (mut ids, addresses): (Vec<String>, Vec<Address>) = nodes.into_iter().unzip();
    if ids.is_empty() {
        return Err(format!("slots {slots} have no node"));
    }
    let primary = ids.remove(0);
    Ok(SlotRow { slots, primary, replicas: ids, addresses })
}

fn node(reply: &Reply<'_>, dialled: &str) -> Result<(String, Address), String> {
    let Some([host, port, rest @ ..]) = reply.list() else {
        return Err("a node of CLUSTER SLOTS has no port".to_owned());
    };
    let meta = rest.get(1);
    let host = match host.text() {
        Some("?") => meta.and_then(|meta| meta.field("ip")).and_then(Reply::text).unwrap_or(dialled),
        Some(host) if !host.is_empty() => host,
        _ => dialled,
    };
    let port =
        port.int().and_then(|port| u16::try_from(port).ok()).ok_or("a node of CLUSTER SLOTS has no port")?;
    let address = Address::new(host, port);
    // Ids came with Redis 4; without one the address has to do.
    let id = rest.first().and_then(Reply::text).map_or_else(|| address.to_string(), str::to_owned);
    Ok((id, address))
}
