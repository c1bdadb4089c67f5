//! From what was told to what makes sense.

use thiserror::Error;

use super::bloom::bloom;
use super::cache::lru;
use super::domain::{Before, Bloom, ItemSize, RegionTraffic, Workload};
use super::inputs::Inputs;
use super::item_size::item_size;
use super::step::number;
use super::values::{Latency, ReadConsistency, ReadPattern};
use super::zipf::Zipf;
use crate::dynamodb::spec::Switch;
use crate::dynamodb::units::Consistency;
use crate::secrets::shown_value;

/// Queries or writes per second beyond which a number is taken for a slip: a thousand times the default account quota.
pub(super) const MOST_RATE: f64 = 1e8;
/// Entities or cache entries beyond which a number is taken for a slip.
pub(super) const MOST_KEYS: f64 = 1e13;
/// Bytes of one item beyond which a number is taken for a slip. 400 KB is the service's own limit, which is a finding
/// and no error.
pub(super) const MOST_ITEM_BYTES: f64 = 1e9;
/// Entities of a query, or items of an entity, beyond which a number is taken for a slip.
pub(super) const MOST_PER_QUERY: f64 = 1e6;
/// The steepest Zipf skew that is reckoned with.
pub(super) const MOST_SKEW: f64 = 5.0;

/// One thing about the inputs that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field}: {message}")]
pub struct InputError {
    /// The flag, such as `--read-qps`; in files the same with underscores.
    pub field: String,
    /// What was given, and what is allowed.
    pub message: String,
}

/// Gathers what is wrong, so that all of it is told at once.
#[derive(Default)]
pub(super) struct Problems(Vec<InputError>);

impl Problems {
    pub(super) fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(InputError { field: field.to_owned(), message: message.into() });
    }

    /// A number from the least to the most, or else its default after a complaint.
    pub(super) fn within(
        &mut self,
        field: &str,
        value: Option<f64>,
        default: f64,
        least: f64,
        most: f64,
    ) -> f64 {
        match value {
            None => default,
            Some(value) if (least..=most).contains(&value) => value,
            Some(value) => {
                let message = format!("{} is not from {} to {}", given(value), number(least), plain(most));
                self.add(field, message);
                default
            }
        }
    }

    fn share(&mut self, field: &str, value: Option<f64>) -> f64 {
        self.within(field, value, 0.0, 0.0, 1.0)
    }
}

/// A number as it was given; one of three hundred digits with an exponent.
fn given(value: f64) -> String {
    if value.abs() >= 1e15 && value.is_finite() { format!("{value:e}") } else { value.to_string() }
}

/// A large number without an exponent and with separators.
fn plain(value: f64) -> String {
    let digits = number(value);
    if value < 10_000.0 {
        return digits;
    }
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl Inputs {
    /// The workload that these describe, defaults filled in.
    ///
    /// # Errors
    /// Everything that is not a number in its range, and everything that contradicts another input.
    pub fn check(&self) -> Result<Workload, Vec<InputError>> {
        let mut problems = Problems::default();
        let mut assumptions = Vec::new();
        let item = item_size(self, &mut problems, &mut assumptions);
        let workload = self.workload(item, &mut problems, assumptions);
        self.contradictions(&mut problems);
        if problems.0.is_empty() { Ok(workload) } else { Err(problems.0) }
    }

    fn workload(&self, item: ItemSize, problems: &mut Problems, mut assumptions: Vec<String>) -> Workload {
        let regions = self.regions(problems, &mut assumptions);
        let entities =
            self.entities.map(|_| problems.within("--entities", self.entities, 1.0, 1.0, MOST_KEYS));
        let skew = self.zipf.map(|_| problems.within("--zipf", self.zipf, 0.0, 0.0, MOST_SKEW));
        let transactions = self.transactions.unwrap_or_default();
        let consistency = match self.consistency.unwrap_or_default() {
            _ if transactions.reads() => Consistency::Transactional,
            ReadConsistency::Eventual => Consistency::Eventual,
            ReadConsistency::Strong => Consistency::Strong,
        };
        if entities.is_none() {
            assumptions
                .push("--entities was not given: storage, recovery and backups are not priced".to_owned());
        }
        Workload {
            name: self.name.clone(),
            regions,
            entities_per_query: problems.within(
                "--entities-per-query",
                self.entities_per_query,
                1.0,
                0.001,
                MOST_PER_QUERY,
            ),
            items_per_entity: problems.within(
                "--items-per-entity",
                self.items_per_entity,
                1.0,
                0.001,
                MOST_PER_QUERY,
            ),
            item,
            read_pattern: self.read_pattern.unwrap_or_default(),
            consistency,
            transactional_writes: transactions.writes(),
            before: self.before(problems, entities, skew),
            entities,
            skew,
            ttl_s: self.ttl(problems),
            peak_to_trough: problems.within("--peak-to-trough", self.peak_to_trough, 1.0, 1.0, 1e6),
            point_in_time_recovery: self.point_in_time_recovery.is_none_or(Switch::is_on),
            backups: problems.within("--backups", self.backups, 0.0, 0.0, 1e6),
            stream_reads: problems.within("--stream-reads", self.stream_reads, 0.0, 0.0, MOST_RATE),
            valkey_memory: self
                .valkey_memory
                .map(|memory| problems.within("--valkey-memory", Some(memory.0), 1.0, 1_048_576.0, 1e15)),
            latency_ms: self.latency.map(Latency::ms),
            assumptions,
        }
    }

    fn regions(&self, problems: &mut Problems, assumptions: &mut Vec<String>) -> Vec<RegionTraffic> {
        if self.read_qps.is_none() && self.write_qps.is_none() {
            problems.add("--read-qps", "neither it nor --write-qps was given: say at least one rate");
        }
        if self.region.is_none() {
            assumptions
                .push("--region was not given, and AWS_REGION is not set: us-east-1 is taken".to_owned());
        }
        let main = RegionTraffic {
            region: self.region.clone().unwrap_or_else(|| "us-east-1".to_owned()),
            read_qps: problems.within("--read-qps", self.read_qps, 0.0, 0.0, MOST_RATE),
            write_qps: problems.within("--write-qps", self.write_qps, 0.0, 0.0, MOST_RATE),
        };
        region_name("--region", &main.region, problems);
        let mut regions = vec![main];
        for replica in &self.replicas {
            region_name("--replica", &replica.region, problems);
            if let Some(at) = regions.iter().position(|known| known.region == replica.region) {
                let what = if at == 0 { "is the main Region already" } else { "is given twice" };
                problems.add(
                    "--replica",
                    format!("{} {what}: a global table has one replica a Region", replica.region),
                );
            }
            if replica.read_qps.is_none() {
                assumptions.push(format!(
                    "{} was given no reads of its own: 0 are taken; to take over the main Region's it needs their capacity",
                    replica.region
                ));
            }
            regions.push(RegionTraffic {
                region: replica.region.clone(),
                read_qps: problems.within("--replica", replica.read_qps, 0.0, 0.0, MOST_RATE),
                write_qps: problems.within("--replica", replica.write_qps, 0.0, 0.0, MOST_RATE),
            });
        }
        regions
    }

    fn ttl(&self, problems: &mut Problems) -> Option<u64> {
        let ttl = self.ttl?;
        if !(60..=3_155_760_000).contains(&ttl.seconds) {
            problems.add("--ttl", format!("{ttl} is not from 1m to 100 years"));
        }
        Some(ttl.seconds)
    }

    fn before(&self, problems: &mut Problems, entities: Option<f64>, skew: Option<f64>) -> Before {
        let absent_share = problems.share("--absent-share", self.absent_share);
        let given = problems.share("--cache-hit-rate", self.cache_hit_rate);
        let entries = self
            .cache_entries
            .map(|_| problems.within("--cache-entries", self.cache_entries, 0.0, 0.0, MOST_KEYS));
        let estimate = match (entries, entities) {
            (Some(entries), Some(entities)) => {
                Some(lru(whole(entries), &Zipf::new(whole(entities), skew.unwrap_or(0.0))))
            }
            _ => None,
        };
        Before {
            absent_share,
            bloom: self.bloom_fpr.map(|rate| {
                let false_positive_rate = if rate > 0.0 && rate < 1.0 { rate } else { 0.01 };
                Bloom {
                    false_positive_rate,
                    estimate: entities.map(|entities| bloom(entities, false_positive_rate)),
                }
            }),
            hit_rate: estimate.map_or(given, |estimate| estimate.hit_rate),
            cache_entries: entries.map(whole),
            lru: estimate,
        }
    }

    fn contradictions(&self, problems: &mut Problems) {
        if self.cache_hit_rate.is_some() && self.cache_entries.is_some() {
            problems.add(
                "--cache-hit-rate",
                "is given, and so is --cache-entries, which reckons it: leave one out",
            );
        }
        if self.cache_entries.is_some() && self.entities.is_none() {
            problems
                .add("--cache-entries", "needs --entities, the number of keys that compete for the cache");
        }
        if self.zipf.is_some() && self.entities.is_none() {
            problems.add("--zipf", "needs --entities: a skew says nothing without the number of keys");
        }
        if let Some(rate) = self.bloom_fpr {
            if !(rate > 0.0 && rate < 1.0) {
                problems.add(
                    "--bloom-fpr",
                    format!("{rate} is not between 0 and 1: no filter is perfect or useless"),
                );
            }
            if self.absent_share.is_none() {
                problems.add(
                    "--bloom-fpr",
                    "needs --absent-share: a filter only keeps away lookups of absent keys",
                );
            }
        }
        let transactions = self.transactions.unwrap_or_default();
        if transactions.reads() && self.read_pattern == Some(ReadPattern::Query) {
            problems.add(
                "--transactions",
                "reads are transactions, but --read-pattern is query: no transaction queries",
            );
        }
        if transactions.reads() && self.consistency == Some(ReadConsistency::Eventual) {
            problems.add(
                "--consistency",
                "is eventual, but --transactions makes reads serialisable: leave one out",
            );
        }
    }
}

/// A Region's name by its shape: no list of Regions stays complete.
fn region_name(field: &str, name: &str, problems: &mut Problems) {
    let parts: Vec<&str> = name.split('-').collect();
    let is_word = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase());
    let is_region = parts.len() >= 3
        && parts[..parts.len() - 1].iter().all(is_word)
        && parts[parts.len() - 1].chars().all(|c| c.is_ascii_digit())
        && !parts[parts.len() - 1].is_empty();
    if !is_region || name.len() > 30 {
        problems.add(field, format!("`{}` is no Region's name, such as us-east-1", shown_value(name)));
    }
}

/// A count; what was checked is whole enough and not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be from 0 to 1e13")]
fn whole(value: f64) -> u64 {
    value.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamodb::workload::{ByteSize, ReplicaInput, Transactions};

    fn reading() -> Inputs {
        Inputs { read_qps: Some(1000.0), write_qps: Some(100.0), ..Inputs::default() }
    }

    fn told(inputs: &Inputs) -> Vec<String> {
        inputs.check().expect_err("is wrong").iter().map(ToString::to_string).collect()
    }

    #[test]
    fn defaults_are_filled_in_and_told() {
        let workload = reading().check().expect("is right");
        assert_eq!((workload.item.bytes, workload.regions.len()), (1024, 1));
        assert!(workload.point_in_time_recovery);
        let assumptions = workload.assumptions.join("\n");
        for flag in ["--region", "--item-bytes", "--entities"] {
            assert!(assumptions.contains(flag), "{flag}: {assumptions}");
        }
    }

    #[test]
    fn every_number_out_of_its_range_is_told_by_its_flag() {
        let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e300];
        type Set = fn(&mut Inputs, f64);
        let fields: [(&str, Set); 14] = [
            ("--read-qps", |inputs, value| inputs.read_qps = Some(value)),
            ("--write-qps", |inputs, value| inputs.write_qps = Some(value)),
            ("--entities-per-query", |inputs, value| inputs.entities_per_query = Some(value)),
            ("--items-per-entity", |inputs, value| inputs.items_per_entity = Some(value)),
            ("--peak-to-trough", |inputs, value| inputs.peak_to_trough = Some(value)),
            ("--item-bytes", |inputs, value| inputs.item_bytes = Some(ByteSize(value))),
            ("--feature-id-bytes", |inputs, value| inputs.feature_id_bytes = Some(value)),
            ("--key-value-bytes", |inputs, value| inputs.key_value_bytes = Some(value)),
            ("--entities", |inputs, value| inputs.entities = Some(value)),
            ("--cache-hit-rate", |inputs, value| inputs.cache_hit_rate = Some(value)),
            ("--absent-share", |inputs, value| inputs.absent_share = Some(value)),
            ("--backups", |inputs, value| inputs.backups = Some(value)),
            ("--stream-reads", |inputs, value| inputs.stream_reads = Some(value)),
            ("--valkey-memory", |inputs, value| inputs.valkey_memory = Some(ByteSize(value))),
        ];
        for (flag, set) in fields {
            for value in bad {
                let mut inputs = reading();
                set(&mut inputs, value);
                let told = told(&inputs);
                assert!(
                    told.len() == 1 && told[0].starts_with(&format!("{flag}: {} is not", given(value))),
                    "{told:?}"
                );
            }
        }
    }

    #[test]
    fn contradictions_are_told() {
        let replica = |region: &str| ReplicaInput { region: region.into(), read_qps: None, write_qps: None };
        for (inputs, start) in [
            (Inputs::default(), "--read-qps: neither it nor --write-qps"),
            (
                Inputs {
                    cache_hit_rate: Some(0.5),
                    cache_entries: Some(10.0),
                    entities: Some(100.0),
                    ..reading()
                },
                "--cache-hit-rate: is given, and so is --cache-entries",
            ),
            (Inputs { cache_entries: Some(10.0), ..reading() }, "--cache-entries: needs --entities"),
            (Inputs { zipf: Some(1.0), ..reading() }, "--zipf: needs --entities"),
            (
                Inputs { bloom_fpr: Some(0.0), absent_share: Some(0.1), ..reading() },
                "--bloom-fpr: 0 is not between",
            ),
            (
                Inputs { bloom_fpr: Some(1.0), absent_share: Some(0.1), ..reading() },
                "--bloom-fpr: 1 is not between",
            ),
            (Inputs { bloom_fpr: Some(0.1), ..reading() }, "--bloom-fpr: needs --absent-share"),
            (
                Inputs { replicas: vec![replica("us-east-1")], ..reading() },
                "--replica: us-east-1 is the main Region",
            ),
            (
                Inputs { replicas: vec![replica("eu-west-1"), replica("eu-west-1")], ..reading() },
                "--replica: eu-west-1 is given twice",
            ),
            (Inputs { region: Some("Ohio".into()), ..reading() }, "--region: `Ohio` is no Region's name"),
            (
                Inputs {
                    transactions: Some(Transactions::All),
                    read_pattern: Some(ReadPattern::Query),
                    ..reading()
                },
                "--transactions: reads are transactions, but --read-pattern",
            ),
            (
                Inputs {
                    transactions: Some(Transactions::Reads),
                    consistency: Some(ReadConsistency::Eventual),
                    ..reading()
                },
                "--consistency: is eventual, but",
            ),
            (Inputs { ttl: "1s".parse().ok(), ..reading() }, "--ttl: 1s is not from"),
            (
                Inputs { sort_key: Some("pk".into()), ..reading() },
                "--sort-key: `pk` is the partition key's name",
            ),
        ] {
            let told = told(&inputs);
            assert!(told.len() == 1 && told[0].starts_with(start), "{start}: {told:?}");
        }
    }

    #[test]
    fn an_item_over_the_services_limit_is_no_input_error() {
        let inputs = Inputs { item_bytes: Some(ByteSize(500.0 * 1024.0)), ..reading() };
        assert_eq!(inputs.check().expect("is let through").item.bytes, 512_000);
    }

    #[test]
    fn large_numbers_are_readable() {
        assert_eq!(plain(1e13), "10,000,000,000,000");
        assert_eq!(plain(1e6), "1,000,000");
        assert_eq!(plain(5.0), "5");
    }
}
