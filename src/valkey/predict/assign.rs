//! Which zone each shard's primary is to stand in, so that no zone holds too many, at the least cost.

use std::collections::BTreeMap;

/// Chooses for each shard one of its options, a zone and what it costs, so that no zone is chosen by more shards than it
/// has room for. The answer is each shard's option; none where there is no such choice.
///
/// This is a flow of least cost. It begins with every shard's cheapest option; while a zone has too many, the cheapest
/// chain of changes that ends in a zone with room is made (Bellman and Ford). That keeps the sum the least possible.
pub(super) fn assign(options: &[Vec<(usize, i64)>], room: impl Fn(usize) -> usize) -> Option<Vec<usize>> {
    let cheapest = |options: &Vec<(usize, i64)>| (0..options.len()).min_by_key(|option| options[*option].1);
    let mut chosen: Vec<usize> = options.iter().map(cheapest).collect::<Option<_>>()?;
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (options, chosen) in options.iter().zip(&chosen) {
        *counts.entry(options[*chosen].0).or_default() += 1;
    }
    while let Some(full) = counts.iter().find(|(zone, count)| **count > room(**zone)).map(|(zone, _)| *zone) {
        let chain = cheapest_chain(options, &chosen, full, |zone| {
            counts.get(&zone).copied().unwrap_or_default() < room(zone)
        })?;
        for Change { shard, option } in chain {
            let (from, to) = (options[shard][chosen[shard]].0, options[shard][option].0);
            *counts.entry(from).or_default() -= 1;
            *counts.entry(to).or_default() += 1;
            chosen[shard] = option;
        }
    }
    Some(chosen)
}

/// A shard that takes another option.
#[derive(Clone, Copy)]
struct Change {
    shard: usize,
    option: usize,
}

/// The cheapest chain of changes from a zone to one with room, each change leaving the zone that the one before came to.
fn cheapest_chain(
    options: &[Vec<(usize, i64)>],
    chosen: &[usize],
    start: usize,
    has_room: impl Fn(usize) -> bool,
) -> Option<Vec<Change>> {
    // The cheapest change from one zone to another.
    let mut changes: BTreeMap<(usize, usize), (i64, Change)> = BTreeMap::new();
    for (shard, (options, chosen)) in options.iter().zip(chosen).enumerate() {
        let (from, now) = options[*chosen];
        for (option, (to, cost)) in options.iter().enumerate().filter(|(_, (to, _))| *to != from) {
            let change = (cost - now, Change { shard, option });
            let best = changes.entry((from, *to)).or_insert(change);
            if change.0 < best.0 {
                *best = change;
            }
        }
    }
    let mut reached: BTreeMap<usize, (i64, Option<(usize, Change)>)> = BTreeMap::from([(start, (0, None))]);
    // A cheapest chain passes no zone twice.
    for _ in 0..changes.len() {
        let mut is_settled = true;
        for ((from, to), (cost, change)) in &changes {
            let Some((so_far, _)) = reached.get(from) else { continue };
            let sum = so_far + cost;
            if reached.get(to).is_none_or(|(best, _)| sum < *best) {
                reached.insert(*to, (sum, Some((*from, *change))));
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    let ends = reached.iter().filter(|(zone, _)| has_room(**zone));
    let mut at = *ends.min_by_key(|(_, (cost, _))| *cost)?.0;
    let mut chain = Vec::new();
    while let Some((_, Some((from, change)))) = reached.get(&at) {
        chain.push(*change);
        at = *from;
    }
    Some(chain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The least sum, by trying everything.
    fn least(options: &[Vec<(usize, i64)>], room: &mut [usize]) -> Option<i64> {
        let Some((first, rest)) = options.split_first() else { return Some(0) };
        let mut best: Option<i64> = None;
        for (zone, cost) in first {
            if room[*zone] > 0 {
                room[*zone] -= 1;
                if let Some(sum) = least(rest, room) {
                    best = Some(best.map_or(sum + cost, |best| best.min(sum + cost)));
                }
                room[*zone] += 1;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn no_choice_is_cheaper(
            costs in prop::collection::vec(prop::array::uniform3(prop::option::of(0_i64..9)), 1..7),
            mut room in prop::array::uniform3(0_usize..5),
        ) {
            let options: Vec<Vec<(usize, i64)>> = costs
                .iter()
                .map(|costs| costs.iter().enumerate().filter_map(|(zone, cost)| Some((zone, (*cost)?))).collect())
                .collect();
            let found = assign(&options, |zone| room[zone]);
            let sum = found.map(|chosen| options.iter().zip(chosen).map(|(options, one)| options[one].1).sum::<i64>());
            prop_assert_eq!(sum, least(&options, &mut room));
        }
    }
}
