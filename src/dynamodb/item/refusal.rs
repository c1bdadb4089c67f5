//! Why a text is no item that `DynamoDB` would store.

use super::number::NumberError;
use super::sizer::MAX_CONTAINERS;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not JSON.
    #[error("it is not JSON: {0}")]
    Syntax(&'static str),
    /// It is not UTF-8.
    #[error("it is not UTF-8")]
    Utf8,
    /// It is longer than what is read at once.
    #[error("it is longer than {0} MiB, so that it was not read; an item has at most 400 KB")]
    TooLong(u64),
    /// It is JSON, but no item of the layout that is read.
    #[error("{0}")]
    Shape(&'static str),
    /// Half of a character.
    #[error("a string holds half of a UTF-16 surrogate pair, which no UTF-8 text can")]
    Surrogate,
    /// A type that `DynamoDB` does not have.
    #[error("its type is none of S, N, B, BOOL, NULL, L, M, SS, NS and BS")]
    Type,
    /// No type or several.
    #[error("a value has one type; this has {0}")]
    Types(&'static str),
    /// The JSON value does not fit the type.
    #[error("its type is {0}, so that {1} was expected")]
    Value(&'static str, &'static str),
    /// A number that cannot be stored.
    #[error("number: {0}")]
    Number(#[from] NumberError),
    /// A binary value that is no base64.
    #[error("it is not base64 with its padding")]
    Base64,
    /// A set without elements.
    #[error("a set has to have an element")]
    EmptySet,
    /// A set with an element twice.
    #[error("a set holds an element twice")]
    DuplicateElement,
    /// A name twice.
    #[error("the name stands there twice")]
    DuplicateName,
    /// A name without characters.
    #[error("a name is empty")]
    EmptyName,
    /// A name that is too long.
    #[error("a name has {0} bytes, and at most 65,535 are allowed")]
    LongName(u64),
    /// Too many containers in each other.
    #[error("lists and maps lie more than {MAX_CONTAINERS} deep in each other")]
    Nesting,
    /// A key attribute is not there.
    #[error("the key attribute is missing")]
    KeyMissing,
    /// A key attribute has a type that keys cannot have.
    #[error("a key attribute is S, N or B; this is {0}")]
    KeyType(&'static str),
    /// A key attribute is empty.
    #[error("a key attribute must not be empty")]
    KeyEmpty,
    /// A key attribute is too long.
    #[error("the {0} key has {1} bytes, and at most {2} are allowed")]
    KeyLong(&'static str, u64, u64),
}

impl Refusal {
    /// Whether the input is at fault, and not the item in it.
    pub const fn is_malformed(self) -> bool {
        matches!(self, Self::Syntax(_) | Self::Utf8 | Self::TooLong(_))
    }
}

/// What is wrong with an item, and where. It names attributes, never values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemError {
    /// What is wrong.
    pub reason: Refusal,
    /// The attribute and the way into it, such as `features.scores[3]`; empty where it is the item as a whole.
    pub path: String,
    /// The byte of the text at which it was seen.
    pub at: usize,
}

impl std::fmt::Display for ItemError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.path.as_str() {
            "" => self.reason.fmt(f),
            path => write!(f, "`{path}`: {}", self.reason),
        }
    }
}

impl std::error::Error for ItemError {}
