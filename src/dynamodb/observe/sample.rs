//! A sample of a table's items: a `Scan` that is bounded in items, in read units a second and in time.
//!
//! The table is divided into segments, and every segment gives a few items in turn, so that the sample is not one
//! partition's, nor one key's. Reads are eventually consistent, which halves what they consume.

use std::collections::{BTreeMap, HashMap, VecDeque};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, ConsumedCapacity, ReturnConsumedCapacity};
use tokio::time::{Duration, sleep};

use super::attribute_size;
use crate::aws::{self, Failure};
use crate::connect::text::escape;
use crate::dynamodb::evidence::{AttributeSeen, Ended, Facts, Sample, Sizes};
use crate::dynamodb::units::{Consistency, READ_UNIT_BYTES};
use crate::observe::Context;

/// Of a provisioned table's read capacity, the sample takes at most this share …
const SHARE_OF_PROVISIONED: f64 = 0.01;
/// … but never less than this many read units a second: what the smallest page consumes.
const LEAST_READ_UNITS_PER_S: f64 = 0.5;
/// About so many items come from one segment …
const ITEMS_PER_SEGMENT: u64 = 16;
/// … of at most so many, because each costs half a unit even if it is empty.
const MAX_SEGMENTS: u64 = 64;
/// What an item is taken for before one was seen, where the table's own figures say nothing: one unit's bytes.
const UNKNOWN_ITEM_BYTES: f64 = 4096.0;
/// How many attributes are kept.
const MAX_ATTRIBUTES: usize = 100;

/// The most read units a second: what is wanted, but no more than 1 % of what is provisioned.
fn limit(wanted: f64, facts: Option<&Facts>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "capacity is far below 2^53")]
    let provisioned = facts.and_then(|facts| facts.provisioned.as_ref()).map(|units| units.read_units as f64);
    let wanted = if wanted.is_finite() { wanted } else { LEAST_READ_UNITS_PER_S };
    let share = provisioned.map_or(f64::INFINITY, |units| units * SHARE_OF_PROVISIONED);
    wanted.min(share).max(LEAST_READ_UNITS_PER_S)
}

/// Into how many segments the table is divided: one, where all of it is wanted.
fn segments(wanted_items: u64, facts: Option<&Facts>) -> u32 {
    let items = facts.and_then(|facts| facts.item_count).and_then(|items| u64::try_from(items).ok());
    if items.is_some_and(|items| items > 0 && items <= wanted_items) {
        return 1;
    }
    u32::try_from((wanted_items / ITEMS_PER_SEGMENT).clamp(1, MAX_SEGMENTS)).unwrap_or(1)
}

/// A segment, and where its reading goes on.
struct Segment {
    number: i32,
    next: Option<HashMap<String, AttributeValue>>,
}

/// The segments in an order in which the first few are spread over the table: every so many, and then those between.
fn spread(total: u32) -> VecDeque<Segment> {
    let stride = (1..=total).rev().find(|stride| stride * stride <= total).unwrap_or(1);
    (0..stride)
        .flat_map(|first| (first..total).step_by(stride as usize))
        .map(|number| Segment { number: i32::try_from(number).unwrap_or(0), next: None })
        .collect()
}

/// What was read so far. Only sizes are kept.
#[derive(Default)]
struct Tally {
    sizes: Vec<u64>,
    /// By name: how many items have the attribute, and its bytes in all of them.
    attributes: BTreeMap<String, (u64, u64)>,
    segments_read: u32,
    pages: u32,
    consumed_read_units: f64,
}

impl Tally {
    fn add(&mut self, item: &HashMap<String, AttributeValue>) {
        self.sizes.push(attribute_size::item(item));
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for (name, value) in item {
            self.add_attribute(name, value);
        }
    }

    fn add_attribute(&mut self, name: &str, value: &AttributeValue) {
        let bytes = attribute_size::attribute(name, value);
        // A name is copied only the first time.
        if let Some((items, sum)) = self.attributes.get_mut(name) {
            *items += 1;
            *sum += bytes;
        } else {
            self.attributes.insert(name.to_owned(), (1, bytes));
        }
    }

    /// How many items may be read at once so that they cost about a second's units.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "an estimate, kept within what a page may hold"
    )]
    fn page_items(&self, limit: f64, mean_bytes: Option<f64>, left: u64) -> i32 {
        let seen: u64 = self.sizes.iter().sum();
        let mean = if self.sizes.is_empty() {
            mean_bytes.unwrap_or(UNKNOWN_ITEM_BYTES)
        } else {
            seen as f64 / self.sizes.len() as f64
        };
        let bytes = limit * READ_UNIT_BYTES as f64 / Consistency::Eventual.units_per_block();
        let most = left.clamp(1, 1000) as f64;
        (bytes / mean.max(1.0)).clamp(1.0, most) as i32
    }
}

/// Takes the sample. What was read before a failure or the deadline is kept.
pub(super) async fn sample(
    client: &Client,
    table: &str,
    wanted_items: u64,
    wanted_read_units_per_s: f64,
    facts: Option<&Facts>,
    context: &Context,
) -> Sample {
    let begun_us = context.elapsed_us();
    let limit = limit(wanted_read_units_per_s, facts);
    let segments = segments(wanted_items, facts);
    let mut tally = Tally::default();
    let plan =
        Plan { table, wanted_items, limit, segments, mean_bytes: facts.and_then(Facts::mean_item_bytes) };
    let ended = plan.read(client, &mut tally, context).await;

    let mut attributes: Vec<_> = tally.attributes.into_iter().collect();
    attributes.sort_by(|(_, (_, a)), (_, (_, b))| b.cmp(a));
    let more_attributes = attributes.len().saturating_sub(MAX_ATTRIBUTES) as u64;
    #[expect(clippy::cast_precision_loss, reason = "sums of sizes stay far below 2^53")]
    let seen = |(name, (items, bytes)): (String, (u64, u64))| AttributeSeen {
        name: escape(&name),
        items,
        mean_bytes: bytes as f64 / items as f64,
    };
    Sample {
        wanted_items,
        limit_read_units_per_s: limit,
        segments,
        segments_read: tally.segments_read,
        pages: tally.pages,
        consumed_read_units: tally.consumed_read_units,
        took_ms: context.elapsed_us().saturating_sub(begun_us) / 1000,
        ended,
        sizes: Sizes::of(tally.sizes),
        attributes: attributes.into_iter().take(MAX_ATTRIBUTES).map(seen).collect(),
        more_attributes,
    }
}

struct Plan<'a> {
    table: &'a str,
    wanted_items: u64,
    limit: f64,
    segments: u32,
    mean_bytes: Option<f64>,
}

impl Plan<'_> {
    /// Reads a page of one segment after the other until there is a reason to end.
    async fn read(&self, client: &Client, tally: &mut Tally, context: &Context) -> Ended {
        let mut segments = spread(self.segments);
        while let Some(segment) = segments.pop_front() {
            let left = self.wanted_items.saturating_sub(tally.sizes.len() as u64);
            if left == 0 {
                return Ended::Enough;
            }
            // A segment's share, so that the last segments are read, too.
            let share = if self.segments == 1 { left } else { left.min(ITEMS_PER_SEGMENT) };
            let is_first = segment.next.is_none();
            let request = client
                .scan()
                .table_name(self.table)
                .consistent_read(false)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .total_segments(i32::try_from(self.segments).unwrap_or(1))
                .segment(segment.number)
                .set_exclusive_start_key(segment.next)
                .limit(tally.page_items(self.limit, self.mean_bytes, share));
            let answer = match context.within(Box::pin(request.send())).await {
                Err(late) if tally.pages == 0 => {
                    return Ended::Failed(Failure::unanswered("DynamoDB", late, context));
                }
                Err(_) => return Ended::Deadline,
                Ok(Err(error)) => return Ended::Failed(aws::failure(&error)),
                Ok(Ok(answer)) => answer,
            };
            tally.pages += 1;
            tally.segments_read += u32::from(is_first);
            answer.items().iter().for_each(|item| tally.add(item));
            let consumed = answer.consumed_capacity().and_then(ConsumedCapacity::capacity_units);
            // Where it is not told, the least that a page costs.
            let consumed = consumed.unwrap_or(LEAST_READ_UNITS_PER_S);
            tally.consumed_read_units += consumed;
            if let Some(next) = answer.last_evaluated_key.filter(|key| !key.is_empty()) {
                segments.push_back(Segment { number: segment.number, next: Some(next) });
            }
            let is_done = segments.is_empty() || tally.sizes.len() as u64 >= self.wanted_items;
            if !is_done && context.within(sleep(self.pause(consumed))).await.is_err() {
                return Ended::Deadline;
            }
        }
        Ended::WholeTable
    }

    /// How long to wait after a page, so that the limit holds.
    fn pause(&self, consumed: f64) -> Duration {
        Duration::try_from_secs_f64(consumed / self.limit).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamodb::evidence::ProvisionedSeen;

    fn provisioned(read_units: i64) -> Facts {
        let provisioned = ProvisionedSeen {
            read_units,
            write_units: 1,
            decreases_today: None,
            increased_at: None,
            decreased_at: None,
        };
        Facts { provisioned: Some(provisioned), ..Facts::default() }
    }

    #[test]
    fn a_small_table_is_read_slowly() {
        let limit = |wanted, facts: Option<&Facts>| limit(wanted, facts);
        let equal = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} is not {b}");
        equal(limit(5.0, None), 5.0);
        equal(limit(5.0, Some(&provisioned(40_000))), 5.0);
        equal(limit(5.0, Some(&provisioned(200))), 2.0);
        equal(limit(5.0, Some(&provisioned(5))), 0.5);
        equal(limit(f64::NAN, None), 0.5);
        equal(limit(-1.0, None), 0.5);
    }

    #[test]
    fn segments_are_read_all_over_the_table() {
        let order: Vec<i32> = spread(9).iter().map(|segment| segment.number).collect();
        assert_eq!(order, [0, 3, 6, 1, 4, 7, 2, 5, 8]);
        for total in 1..=64 {
            let mut order: Vec<i32> = spread(total).iter().map(|segment| segment.number).collect();
            order.sort_unstable();
            assert_eq!(order, (0..i32::try_from(total).expect("small")).collect::<Vec<_>>());
        }
        let items = |count| Facts { item_count: Some(count), ..Facts::default() };
        assert_eq!(segments(1000, Some(&items(1000))), 1);
        assert_eq!(segments(1000, Some(&items(1001))), 62);
        assert_eq!(segments(1000, Some(&items(0))), 62);
        assert_eq!(segments(1, None), 1);
        assert_eq!(segments(u64::MAX, None), 64);
    }

    #[test]
    fn a_page_costs_about_a_second() {
        let mut tally = Tally::default();
        assert_eq!(tally.page_items(5.0, None, 1000), 10);
        assert_eq!(tally.page_items(5.0, Some(100.0), 1000), 409);
        assert_eq!(tally.page_items(5.0, Some(100.0), 7), 7);
        tally.sizes = vec![400 * 1024; 2];
        assert_eq!(tally.page_items(5.0, Some(100.0), 1000), 1);
    }
}
