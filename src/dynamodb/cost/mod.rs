//! What a table costs a month in each capacity mode.
//!
//! A month is 730 hours, as in AWS's own calculator. Prices are in US dollars, without tax and without the free tier.

mod bill;
mod break_even;
mod modes;
mod recommend;
mod reserved;
mod usage;

pub use bill::{Missing, Part};
pub use break_even::{BreakEven, break_even};
pub use modes::{Mode, ModeCost, mode_costs};
pub use recommend::{Recommendation, recommend};
pub use reserved::{RESERVED_BLOCK, Term, reserved_monthly_usd, reserved_units};
pub use usage::{Autoscaled, HOURS_PER_MONTH, Load, RegionUsage, SECONDS_PER_MONTH, regions_usage};
