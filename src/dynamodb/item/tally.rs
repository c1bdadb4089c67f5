//! What is told of many items, in memory that does not grow with their number.

use std::collections::BTreeMap;

use super::batch::{Oversized, Sized, Totals};
use super::evidence::{AttributeTotal, Blocks, Input, ItemsEvidence, Listed, Percentile};
use super::sizer::KeyPart;
use crate::dynamodb::units::{MAX_ITEM_BYTES, WRITE_UNIT_BYTES};

/// So many attribute names are told apart; those that come later are one.
pub(crate) const MAX_NAMES: usize = 1000;
/// And so many bytes of them.
const MAX_NAME_BYTES: usize = 1 << 20;
/// So many items that are too large or cannot be stored are listed.
pub(crate) const MAX_LISTED: usize = 100;
/// The percentiles that are told.
const PERCENTS: [f64; 5] = [50.0, 90.0, 95.0, 99.0, 99.9];

/// Statistics as they grow, in the order of the input.
#[derive(Debug)]
pub(crate) struct Tally {
    seen: ItemsEvidence,
    /// How many items have each size, up to the largest that can be stored: every percentile is exact.
    sizes: Vec<u64>,
    /// Larger ones by size, rounded up to a KB.
    larger: BTreeMap<u64, u64>,
    totals: Totals,
    name_bytes: usize,
}

impl Tally {
    /// Of no item yet.
    pub(crate) fn new(key: Vec<KeyPart>) -> Self {
        let places = usize::try_from(MAX_ITEM_BYTES).unwrap_or_default() + 1;
        Self {
            seen: ItemsEvidence { key, ..ItemsEvidence::default() },
            sizes: vec![0; places],
            larger: BTreeMap::new(),
            totals: Totals::default(),
            name_bytes: 0,
        }
    }

    /// Adds a batch of the input of this name.
    pub(crate) fn add(&mut self, batch: &Sized, input: &str) {
        let seen = &mut self.seen;
        for bytes in &batch.sizes {
            seen.min_bytes = if seen.count == 0 { *bytes } else { seen.min_bytes.min(*bytes) };
            seen.max_bytes = seen.max_bytes.max(*bytes);
            seen.count += 1;
            seen.total_bytes += bytes;
            match usize::try_from(*bytes).ok().and_then(|bytes| self.sizes.get_mut(bytes)) {
                Some(count) => *count += 1,
                None => *self.larger.entry(bytes.div_ceil(1024) * 1024).or_default() += 1,
            }
        }
        seen.oversized += batch.oversized.len() as u64;
        for Oversized { line, bytes, key } in &batch.oversized {
            if seen.first_oversized.len() < MAX_LISTED {
                let (input, key) = (input.to_owned(), key.clone());
                let listed = Listed { input, line: *line, key, bytes: Some(*bytes), message: None };
                seen.first_oversized.push(listed);
            }
        }
        for problem in &batch.problems {
            let counter = if problem.is_malformed { &mut seen.malformed } else { &mut seen.refused };
            *counter += 1;
            let list = if problem.is_malformed { &mut seen.first_malformed } else { &mut seen.first_refused };
            if list.len() < MAX_LISTED {
                let message = Some(problem.message.clone());
                let input = input.to_owned();
                list.push(Listed { input, line: problem.line, key: None, bytes: None, message });
            }
        }
        let mut likely = 0;
        for total in &batch.totals.list {
            let is_known = self.totals.has(&total.name);
            let has_room = self.totals.list.len() < MAX_NAMES && self.name_bytes < MAX_NAME_BYTES;
            if is_known || has_room {
                self.name_bytes += if is_known { 0 } else { total.name.len() };
                likely = self.totals.add(likely, &total.name, total.items, total.bytes) + 1;
            } else {
                seen.other_attributes_bytes += total.bytes;
            }
        }
    }

    /// Takes down an input that is done, or that could not be read to its end.
    pub(crate) fn input(&mut self, input: Input) {
        self.seen.inputs.push(input);
    }

    /// How many inputs were taken down.
    pub(crate) const fn inputs(&self) -> usize {
        self.seen.inputs.len()
    }

    /// All that is known, in plain data.
    pub(crate) fn finish(self) -> ItemsEvidence {
        let Self { mut seen, sizes, larger, totals, .. } = self;
        let stored = sizes.iter().enumerate().map(|(bytes, count)| (bytes as u64, *count));
        let all = || stored.clone().chain(larger.iter().map(|(bytes, count)| (*bytes, *count)));
        seen.percentiles = PERCENTS
            .into_iter()
            .filter_map(|percent| {
                let rank = rank(percent, seen.count);
                let mut before = 0;
                let found = all().find(|(_, count)| {
                    before += count;
                    before >= rank
                });
                found.map(|(bytes, _)| Percentile { percent, bytes: bytes.min(seen.max_bytes) })
            })
            .filter(|_| seen.count > 0)
            .collect();
        let mut blocks: BTreeMap<u64, u64> = BTreeMap::new();
        for (bytes, count) in stored.filter(|(_, count)| *count > 0) {
            *blocks.entry(bytes.div_ceil(WRITE_UNIT_BYTES).max(1)).or_default() += count;
        }
        seen.blocks = blocks.into_iter().map(|(kb, items)| Blocks { kb, items }).collect();
        let total = |total: super::batch::Total| AttributeTotal {
            name: String::from_utf8_lossy(&total.name).into_owned(),
            items: total.items,
            bytes: total.bytes,
        };
        seen.attributes = totals.list.into_iter().map(total).collect();
        seen
    }
}

/// The place of a percentile among so many, counted from 1: that of the nearest rank.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are far below 2^53"
)]
pub(super) fn rank(percent: f64, count: u64) -> u64 {
    ((percent * count as f64 / 100.0).ceil() as u64).clamp(1, count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamodb::item::{Layout, Sizer};

    fn batch(texts: &[String]) -> Sized {
        let mut sizer = Sizer::new(Layout::DynamoDb, Vec::new());
        let mut batch = Sized::new(false);
        for (place, text) in texts.iter().enumerate() {
            batch.item(&mut sizer, text.as_bytes(), place as u64 + 1, "f");
        }
        batch
    }

    fn item(bytes: usize) -> String {
        format!(r#"{{"v":{{"S":"{}"}}}}"#, "x".repeat(bytes - 1))
    }

    #[test]
    fn percentiles_are_those_of_the_sorted_list() {
        let sizes: Vec<usize> = (0..1000).map(|place| 1 + place * 7919 % 5000).collect();
        let mut sorted = sizes.clone();
        sorted.sort_unstable();
        let mut tally = Tally::new(Vec::new());
        for chunk in sizes.chunks(77) {
            tally.add(&batch(&chunk.iter().map(|bytes| item(*bytes)).collect::<Vec<_>>()), "f");
        }
        let seen = tally.finish();
        assert_eq!(
            (seen.count, seen.min_bytes, seen.max_bytes),
            (1000, sorted[0] as u64, sorted[999] as u64)
        );
        assert_eq!(seen.total_bytes, sizes.iter().sum::<usize>() as u64);
        let told: Vec<u64> = seen.percentiles.iter().map(|one| one.bytes).collect();
        assert_eq!(told, [499, 899, 949, 989, 998].map(|place| sorted[place] as u64));
        let units: u64 = seen.blocks.iter().map(|block| block.kb * block.items).sum();
        assert_eq!(units, sizes.iter().map(|bytes| bytes.div_ceil(1024) as u64).sum::<u64>());
    }

    #[test]
    fn names_and_lists_have_an_end() {
        let names: Vec<String> = (0..2000).map(|place| format!(r#"{{"n{place:04}":{{"S":"x"}}}}"#)).collect();
        let mut tally = Tally::new(Vec::new());
        tally.add(&batch(&names), "f");
        tally.add(&batch(&vec!["{\"a\":".to_owned(); 150]), "f");
        tally.add(&batch(&vec!["{\"a\":{\"SS\":[]}}".to_owned(); 150]), "f");
        tally.add(&batch(&[item(409_600), item(409_601), item(500_000)]), "f");
        let seen = tally.finish();
        assert_eq!(
            (seen.attributes.len(), seen.other_attributes_bytes),
            (MAX_NAMES, 1000 * 6 + 409_600 + 909_601)
        );
        assert_eq!((seen.malformed, seen.refused), (150, 150));
        assert_eq!((seen.first_refused.len(), seen.oversized), (MAX_LISTED, 2));
        assert_eq!((seen.first_oversized[0].line, seen.first_oversized[0].bytes), (2, Some(409_601)));
        assert_eq!(seen.blocks.last().map(|block| (block.kb, block.items)), Some((400, 1)));
    }
}
