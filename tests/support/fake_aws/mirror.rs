//! What `DynamoDB` keeps alike in all Regions of a global table by itself.

use super::scaling::WRITE;
use super::state::State;
use super::table::Throughput;
use super::throughput;

/// Whether writes have a target *and* a policy: the target alone is not enough (measured on AWS by others).
pub(super) fn has_scaled_writes(state: &State, region: &str, name: &str) -> bool {
    let resource = format!("table/{name}");
    let is_mine = |at: &str, of: &str, dimension: &str| at == region && of == resource && dimension == WRITE;
    state.targets.keys().any(|(at, of, dimension)| is_mine(at, of, dimension))
        && state.policies.keys().any(|(at, of, dimension, _)| is_mine(at, of, dimension))
}

/// Write units are always alike. Read units are so from their next change on, which overwrites what a Region had of its
/// own. `before` is what the table had.
pub(super) fn capacity(state: &mut State, region: &str, name: &str, before: Throughput) {
    let Ok(own) = state.find(region, name) else { return };
    let Some(units) = own.provisioned else { return };
    for member in state.group(region, name) {
        let Ok(table) = state.find(&member, name) else { continue };
        let is = table.provisioned.unwrap_or(units);
        let read = if units.read == before.read && member != region { is.read } else { units.read };
        throughput::put(table, Throughput { read, write: units.write });
    }
}

/// The write target, its policy and their alarms come along with a new replica.
pub(super) fn onto_new_replica(state: &mut State, from: &str, name: &str, region: &str) {
    let group = state.group(from, name);
    let source = group.into_iter().find(|member| member != region && has_scaled_writes(state, member, name));
    if let Some(source) = source {
        writes(state, &source, name, &[region.to_owned()]);
    }
}

/// How writes scale in one Region is how they scale in the others.
pub(super) fn writes_to_group(state: &mut State, region: &str, name: &str) {
    let others: Vec<String> = state.group(region, name).into_iter().skip(1).collect();
    writes(state, region, name, &others);
}

fn writes(state: &mut State, from: &str, name: &str, regions: &[String]) {
    let resource = format!("table/{name}");
    let key = |region: &str| (region.to_owned(), resource.clone(), WRITE.to_owned());
    let target = state.targets.get(&key(from)).cloned();
    let policies = state
        .policies
        .iter()
        .filter(|((at, of, dimension, _), _)| at == from && *of == resource && dimension == WRITE);
    let policies: Vec<_> = policies.map(|((.., policy), is)| (policy.clone(), is.clone())).collect();
    for region in regions {
        if let Some(target) = &target {
            state.targets.insert(key(region), target.clone());
        }
        state.policies.retain(|(at, of, dimension, _), _| {
            policies.is_empty() || at != region || *of != resource || dimension != WRITE
        });
        for (policy, is) in &policies {
            super::scaling::put_policy(state, region, name, WRITE, policy, is.clone());
        }
    }
}
