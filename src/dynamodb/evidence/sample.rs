//! The sizes of some of a table's items.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::Failure;

/// Sizes in bytes, of whole items with their attributes' names.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sizes {
    /// How many items there are.
    pub count: u64,
    /// The smallest.
    pub min: u64,
    /// The mean.
    pub mean: f64,
    /// The median: the smallest size that half of the items do not exceed.
    pub p50: u64,
    /// The smallest size that 99 in 100 do not exceed.
    pub p99: u64,
    /// The largest.
    pub max: u64,
}

impl Sizes {
    /// Of these sizes; none of none.
    #[expect(clippy::cast_precision_loss, reason = "sums of sizes stay far below 2^53")]
    pub fn of(mut sizes: Vec<u64>) -> Option<Self> {
        sizes.sort_unstable();
        let (min, max) = (*sizes.first()?, *sizes.last()?);
        // Nearest rank: the value at ceil(count × percent / 100), from 1.
        let at = |percent: usize| sizes[(sizes.len() * percent).div_ceil(100).max(1) - 1];
        let sum: u64 = sizes.iter().sum();
        let mean = sum as f64 / sizes.len() as f64;
        Some(Self { count: sizes.len() as u64, min, mean, p50: at(50), p99: at(99), max })
    }
}

/// One top-level attribute of the items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AttributeSeen {
    /// Its name, which is schema.
    pub name: String,
    /// How many of the items have it.
    pub items: u64,
    /// The mean of its bytes, name included, over the items that have it.
    pub mean_bytes: f64,
}

/// Why the sample ends where it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// It has as many items as were asked for.
    Enough,
    /// The table has no more.
    WholeTable,
    /// The deadline came first.
    Deadline,
    /// A call failed.
    Failed(Failure),
}

/// A sample of a table's items, taken by `Scan`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sample {
    /// How many items were asked for.
    pub wanted_items: u64,
    /// The limit that was kept, in read units a second.
    pub limit_read_units_per_s: f64,
    /// Into how many segments the table was divided.
    pub segments: u32,
    /// How many of them something was read from.
    pub segments_read: u32,
    /// How many pages were read.
    pub pages: u32,
    /// What reading consumed, in read units, as `DynamoDB` reports it.
    pub consumed_read_units: f64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Why it ends.
    pub ended: Ended,
    /// The items' sizes; null where there was no item.
    pub sizes: Option<Sizes>,
    /// The attributes with the most bytes in all, at most 100.
    pub attributes: Vec<AttributeSeen>,
    /// How many attributes more there are.
    pub more_attributes: u64,
}

/// What came of sampling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sampled {
    /// No items were asked for: nothing was read and nothing consumed.
    NotWanted,
    /// It was not tried, because the table is not there to be read.
    NotTried,
    /// The sample.
    Taken(Box<Sample>),
}

impl Sampled {
    /// The sample, if there is one.
    pub fn taken(&self) -> Option<&Sample> {
        match self {
            Self::Taken(sample) => Some(sample),
            Self::NotWanted | Self::NotTried => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_sizes_that_occur() {
        let sizes = Sizes::of((1..=200).rev().collect()).expect("some");
        assert_eq!((sizes.count, sizes.min, sizes.p50, sizes.p99, sizes.max), (200, 1, 100, 198, 200));
        assert!((sizes.mean - 100.5).abs() < 1e-9);
        let one = Sizes::of(vec![7]).expect("one");
        assert_eq!((one.min, one.p50, one.p99, one.max), (7, 7, 7, 7));
        assert_eq!(Sizes::of(Vec::new()), None);
    }
}
