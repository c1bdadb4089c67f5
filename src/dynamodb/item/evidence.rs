//! What was seen of many items: counts and sizes. No value of an item is in it but the keys of those that are too large.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::layout::Layout;
use super::sizer::KeyPart;

/// One input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// The file, or `standard input`.
    pub name: String,
    /// How its items are written; nothing where it has none.
    pub layout: Option<Layout>,
    /// Why it could not be read to its end.
    pub failure: Option<String>,
}

/// An item that somebody should look at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// The input that it stands in.
    pub input: String,
    /// The line of the input, counted from 1.
    pub line: u64,
    /// The item's key, such as `pk "user#42", sk "profile"`: shortened where it is long, masked where it may be secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Its size in bytes, where it has one.
    pub bytes: Option<u64>,
    /// What is wrong with it, where something is.
    pub message: Option<String>,
}

/// How many items are not larger than this.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Percentile {
    /// How many of a hundred items are not larger.
    pub percent: f64,
    /// The size in bytes, by nearest rank. Over 400 KB it is rounded up to a KB.
    pub bytes: u64,
}

/// Items whose size rounds up to the same KB, of which units are reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Blocks {
    /// The size, rounded up to 1,024 bytes.
    pub kb: u64,
    /// How many items.
    pub items: u64,
}

/// What one attribute takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AttributeTotal {
    /// Its name.
    pub name: String,
    /// How many items have it.
    pub items: u64,
    /// The bytes of its name and its values, over all items.
    pub bytes: u64,
}

/// What was seen of many items.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ItemsEvidence {
    /// Where they came from, in order.
    pub inputs: Vec<Input>,
    /// The names of the key attributes that were asked for.
    pub key: Vec<KeyPart>,
    /// How many items have a size.
    pub count: u64,
    /// The sum of their sizes in bytes.
    pub total_bytes: u64,
    /// The smallest, in bytes; 0 where there is none.
    pub min_bytes: u64,
    /// The largest, in bytes.
    pub max_bytes: u64,
    /// The distribution of sizes.
    pub percentiles: Vec<Percentile>,
    /// Items of at most 400 KB by their size in KB.
    pub blocks: Vec<Blocks>,
    /// How many are over 400 KB.
    pub oversized: u64,
    /// The first of them.
    pub first_oversized: Vec<Listed>,
    /// How many cannot be stored for another reason.
    pub refused: u64,
    /// The first of them.
    pub first_refused: Vec<Listed>,
    /// How many texts are no JSON.
    pub malformed: u64,
    /// The first of them.
    pub first_malformed: Vec<Listed>,
    /// Attributes in the order in which they were first seen, at most a thousand.
    pub attributes: Vec<AttributeTotal>,
    /// The bytes of those that came after the first thousand.
    pub other_attributes_bytes: u64,
}

impl ItemsEvidence {
    /// Whether an input was not read to its end, or held what is no JSON.
    pub fn is_partial(&self) -> bool {
        self.malformed > 0 || self.inputs.iter().any(|input| input.failure.is_some())
    }

    /// Whether what was read from a file can be judged.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), &'static str> {
        let fitting = self.blocks.iter().try_fold(0_u64, |sum, block| sum.checked_add(block.items));
        if fitting.and_then(|sum| sum.checked_add(self.oversized)) != Some(self.count) {
            return Err("the items by size are not as many as the items");
        }
        if self.blocks.iter().any(|block| !(1..=400).contains(&block.kb)) {
            return Err("an item that fits has 1 to 400 KB");
        }
        Ok(())
    }
}
