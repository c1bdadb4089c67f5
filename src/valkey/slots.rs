//! Hash slots: sorted ranges that neither overlap nor touch.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many hash slots a cluster has (Redis Cluster specification).
pub const SLOTS: u16 = 16384;

/// A set of hash slots, written `0-5460,5462`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slots(Vec<(u16, u16)>);

impl Slots {
    /// Every slot of a cluster.
    pub fn all() -> Self {
        Self(vec![(0, SLOTS - 1)])
    }

    /// The set of these ranges, both ends included. Ranges that overlap or touch are joined.
    ///
    /// # Errors
    /// The range whose end comes before its start, or that goes past the last slot.
    pub fn from_ranges(ranges: impl IntoIterator<Item = (u64, u64)>) -> Result<Self, (u64, u64)> {
        let mut sorted = Vec::new();
        for (start, end) in ranges {
            match (u16::try_from(start), u16::try_from(end)) {
                (Ok(from), Ok(to)) if from <= to && to < SLOTS => sorted.push((from, to)),
                _ => return Err((start, end)),
            }
        }
        sorted.sort_unstable();
        let mut joined: Vec<(u16, u16)> = Vec::with_capacity(sorted.len());
        for (start, end) in sorted {
            match joined.last_mut() {
                Some(last) if start <= last.1 + 1 => last.1 = last.1.max(end),
                _ => joined.push((start, end)),
            }
        }
        Ok(Self(joined))
    }

    /// The ranges, both ends included.
    pub fn ranges(&self) -> &[(u16, u16)] {
        &self.0
    }

    /// How many slots there are.
    pub fn len(&self) -> u16 {
        self.0.iter().map(|(start, end)| end - start + 1).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lowest slot.
    pub fn first(&self) -> Option<u16> {
        self.0.first().map(|(start, _)| *start)
    }

    /// Whether a slot is among them.
    pub fn contains(&self, slot: u16) -> bool {
        self.0.iter().any(|(start, end)| (*start..=*end).contains(&slot))
    }

    /// What is in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let ranges = self.0.iter().chain(&other.0).map(|(start, end)| (u64::from(*start), u64::from(*end)));
        Self::from_ranges(ranges).unwrap_or_default()
    }

    /// What is in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = Vec::new();
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let (start, end) = (a.0.max(b.0), a.1.min(b.1));
            if start <= end {
                both.push((start, end));
            }
            if a.1 < b.1 {
                left.next();
            } else {
                right.next();
            }
        }
        Self(both)
    }

    /// What is in no set of them: the slots that nobody serves.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut gaps = Vec::new();
        let mut next = 0;
        for (start, end) in &self.0 {
            if *start > next {
                gaps.push((next, start - 1));
            }
            next = end + 1;
        }
        if next < SLOTS {
            gaps.push((next, SLOTS - 1));
        }
        Self(gaps)
    }
}

impl fmt::Display for Slots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (start, end)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            if start == end {
                write!(f, "{comma}{start}")?;
            } else {
                write!(f, "{comma}{start}-{end}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Slots {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |part: &str| format!("`{part}` is no range of hash slots from 0 to {}", SLOTS - 1);
        let mut ranges = Vec::new();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (start, end) = part.split_once('-').unwrap_or((part, part));
            match (start.parse(), end.parse()) {
                (Ok(start), Ok(end)) => ranges.push((start, end)),
                _ => return Err(wrong(part)),
            }
        }
        Self::from_ranges(ranges).map_err(|(start, end)| wrong(&format!("{start}-{end}")))
    }
}

impl Serialize for Slots {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Slots {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Slots {
    fn schema_name() -> Cow<'static, str> {
        "Slots".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(text: &str) -> Slots {
        text.parse().expect("is a set of slots")
    }

    #[test]
    fn sets_are_sorted_joined_and_printed_as_they_are_read() {
        for (given, shown) in [("", ""), ("5,1-3,4", "1-5"), ("0-16383", "0-16383"), ("7-9,1", "1,7-9")] {
            assert_eq!(slots(given).to_string(), shown);
        }
        assert_eq!(slots("1-3,7").len(), 4);
        for wrong in ["3-1", "16384", "x", "1-2-3", "-1"] {
            assert!(wrong.parse::<Slots>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn sets_are_reckoned_with() {
        assert_eq!(slots("0-5,10").union(&slots("6-7")).to_string(), "0-7,10");
        assert_eq!(slots("0-5,10-20").intersection(&slots("4-12,20-30")).to_string(), "4-5,10-12,20");
        assert_eq!(slots("5-10").complement().to_string(), "0-4,11-16383");
        assert_eq!(slots("").complement(), Slots::all());
        assert_eq!(Slots::all().complement(), Slots::default());
        assert!(slots("5-10").contains(10) && !slots("5-10").contains(11));
    }
}
