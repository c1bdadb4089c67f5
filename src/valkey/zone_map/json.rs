//! A zone map of JSON: an object, or what the AWS command line prints.

use serde_json::{Map, Value};

use super::lines::nodes;
use super::{Entry, Nodes};

/// What an object should look like.
const FORM: &str = "write {\"10.0.1.0/24\": \"us-east-1a\"}, or give what aws elasticache describe-cache-clusters --show-cache-node-info or aws memorydb describe-clusters --show-shard-details prints";

/// Reads JSON.
pub(super) fn json(text: &str) -> Result<Vec<Entry>, String> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}; {FORM}"))?;
    let Value::Object(object) = value else {
        return Err(format!("it is JSON, but no object; {FORM}"));
    };
    if let Some(clusters) = object.get("CacheClusters") {
        return elasticache(list(clusters));
    }
    if let Some(clusters) = object.get("Clusters") {
        return memorydb(list(clusters));
    }
    plain(&object)
}

/// Networks, hosts and addresses with their zones. An object has no order: the narrowest counts first.
fn plain(object: &Map<String, Value>) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    for (key, zone) in object {
        let zone = zone.as_str().map(str::trim).filter(|zone| !zone.is_empty());
        let zone = zone.ok_or_else(|| format!("`{key}` has no zone; {FORM}"))?;
        let nodes = nodes(key.trim()).map_err(|error| format!("{error}; {FORM}"))?;
        entries.push(Entry { nodes, zone: zone.to_owned() });
    }
    entries.sort_by_key(|entry| match &entry.nodes {
        Nodes::Address(_) => (0, 0),
        Nodes::Host(_) => (1, 0),
        Nodes::Network(_, length) => (2, 128 - length),
    });
    Ok(entries)
}

/// `aws elasticache describe-cache-clusters`: a "cache cluster" is one node of a replication group.
fn elasticache(clusters: &[Value]) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    for cluster in clusters {
        let id = text(cluster, "CacheClusterId");
        let nodes = list(&cluster["CacheNodes"]);
        let of_node = nodes.iter().find_map(|node| text(node, "CustomerAvailabilityZone"));
        // A cluster of several nodes in several zones (Memcached) has `Multiple` there.
        let preferred = text(cluster, "PreferredAvailabilityZone").filter(|zone| *zone != "Multiple");
        for node in nodes {
            let zone = text(node, "CustomerAvailabilityZone").or(preferred);
            push(&mut entries, text(&node["Endpoint"], "Address"), zone);
        }
        if nodes.len() <= 1 {
            push(&mut entries, id, of_node.or(preferred));
        }
    }
    if entries.is_empty() {
        return Err("no node in CacheClusters has a zone: aws elasticache describe-cache-clusters --show-cache-node-info tells them".to_owned());
    }
    Ok(entries)
}

/// `aws memorydb describe-clusters`.
fn memorydb(clusters: &[Value]) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    let shards = clusters.iter().flat_map(|cluster| list(&cluster["Shards"]));
    for node in shards.flat_map(|shard| list(&shard["Nodes"])) {
        let zone = text(node, "AvailabilityZone");
        push(&mut entries, text(&node["Endpoint"], "Address"), zone);
        push(&mut entries, text(node, "Name"), zone);
    }
    if entries.is_empty() {
        return Err(
            "no node in Clusters has a zone: aws memorydb describe-clusters --show-shard-details tells them"
                .to_owned(),
        );
    }
    Ok(entries)
}

fn push(entries: &mut Vec<Entry>, host: Option<&str>, zone: Option<&str>) {
    if let (Some(host), Some(zone)) = (host, zone) {
        entries.push(Entry { nodes: Nodes::Host(host.to_owned()), zone: zone.to_owned() });
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str().filter(|text| !text.is_empty())
}
