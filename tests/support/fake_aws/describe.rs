//! `DescribeTable`, by which time passes: a change is done after so many descriptions.

use serde_json::json;

use super::mirror;
use super::request::{Reply, Request};
use super::state::State;

pub(super) fn describe(state: &mut State, request: &Request) -> Reply {
    let now_s = state.now_s;
    let told = state.find(&request.region, request.table())?.describe(now_s);
    pass(state, &request.region, request.table());
    Ok(json!({"Table": told}))
}

/// One description, or one refusal, passes: what is being done to a table, and to its group, goes on.
pub(super) fn pass(state: &mut State, region: &str, name: &str) {
    let Ok(table) = state.find(region, name) else { return };
    if table.status != "CREATING" || !table.replicas.values().any(|replica| replica.status == "ACTIVE") {
        table.tick();
    }
    let group = state.group(region, name);
    let mut done = Vec::new();
    for member in &group {
        let Ok(table) = state.find(member, name) else { continue };
        for (region, replica) in &mut table.replicas {
            if replica.status == "CREATING" {
                replica.left = replica.left.saturating_sub(1);
                if replica.left == 0 {
                    "ACTIVE".clone_into(&mut replica.status);
                    done.push(region.clone());
                }
            }
        }
    }
    for made in done {
        if let Ok(table) = state.find(&made, name) {
            "ACTIVE".clone_into(&mut table.status);
        }
        mirror::onto_new_replica(state, region, name, &made);
    }
}
