//! What AWS charges, as data with its source and date.
//!
//! Prices are in US dollars without tax. AWS's free tier is not taken off: it is per account, not per table, and nobody
//! here knows what else the account runs.

mod age;
mod item;
mod model;
mod read;

pub use age::{OldPrice, old_prices};
pub use item::Item;
pub use model::{Price, Prices};
pub use read::PriceError;
