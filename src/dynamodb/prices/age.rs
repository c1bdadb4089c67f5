//! How old prices are.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Item, Prices};

/// Days after which a price is old.
const OLD_DAYS: i32 = 365;

/// A price that is over a year old, or of which nobody knows how old it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OldPrice {
    /// In which Region.
    pub region: String,
    /// Of what.
    pub item: Item,
    /// Its date; none where it has none.
    pub as_of: Option<String>,
    /// Days from that date to the day asked about; none where it has none.
    pub days: Option<i32>,
    /// Who says so.
    pub source: String,
}

/// The prices of these Regions that are over 365 days old on a day, such as `2026-11-21`, and those without a date.
/// `None` where the day is none.
#[must_use]
pub fn old_prices(prices: &Prices, regions: &[&str], today: &str) -> Option<Vec<OldPrice>> {
    let today = date(today)?;
    let mut old = Vec::new();
    for region in regions {
        for (item, price) in prices.regions.get(*region).into_iter().flatten() {
            let days = price.as_of.as_deref().and_then(date).map(|date| (today - date).get_days());
            if days.is_none_or(|days| days > OLD_DAYS) {
                old.push(OldPrice {
                    region: (*region).to_owned(),
                    item: *item,
                    as_of: price.as_of.clone(),
                    days,
                    source: price.source.clone(),
                });
            }
        }
    }
    Some(old)
}

/// A day as `2026-08-15`.
pub(super) fn date(text: &str) -> Option<Date> {
    // The parser also takes longer forms; here a day is ten characters.
    if text.len() == 10 { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_undated_prices_are_listed() {
        let text = r#"{"regions": {"x": {
            "storage": {"usd": 1, "as_of": "2025-11-21"}, "backup": {"usd": 1, "as_of": "2025-11-20"},
            "on_demand_read": {"usd": 1}}}}"#;
        let prices = Prices::parse(text).expect("is right");
        let old = old_prices(&prices, &["x", "y"], "2026-11-21").expect("is a day");
        let told: Vec<(Item, Option<i32>)> = old.iter().map(|old| (old.item, old.days)).collect();
        assert_eq!(told, [(Item::OnDemandRead, None), (Item::Backup, Some(366))]);
        assert_eq!(old_prices(&prices, &["x"], "soon"), None);
    }
}
