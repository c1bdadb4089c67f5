//! Reading prices: those of the repository, and those of a file.

use std::collections::BTreeMap;

use clap::ValueEnum;
use serde_json::{Map, Value};
use thiserror::Error;

use super::{Item, Price, Prices, age};
use crate::report::nearest;
use crate::secrets::shown_cell;

const BUILTIN: &str = include_str!("prices.json");
/// No price of anything here comes near; what is above it is a slip of the unit.
const MOST_USD: f64 = 1e6;

/// Why a prices file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PriceError {
    /// It is not JSON.
    #[error("line {line}, column {column}: {message}; a prices file is JSON")]
    Syntax {
        /// Where, from 1.
        line: usize,
        /// Where in the line, from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// A key holds what it must not.
    #[error("{key}: {message}")]
    Key {
        /// The path to it, such as `regions.us-east-1.storage.usd`.
        key: String,
        /// What is wrong with it, and what is right.
        message: String,
    },
}

impl Prices {
    /// The prices of the repository: `prices.json` beside this file.
    ///
    /// # Panics
    /// Never: a test reads the same text.
    #[expect(clippy::expect_used, reason = "a file of this repository, which a test reads")]
    pub fn builtin() -> Self {
        Self::parse(BUILTIN).expect("the prices of the repository are right")
    }

    /// The prices of a file: `{"regions": {"us-east-1": {"storage": {"usd": 0.25, "source": "…", "as_of": "2026-08-15"}}}}`.
    ///
    /// # Errors
    /// When it is not JSON, or a key is unknown or holds what is no price.
    pub fn parse(text: &str) -> Result<Self, PriceError> {
        let value: Value = serde_json::from_str(text).map_err(|error| PriceError::Syntax {
            line: error.line(),
            column: error.column(),
            message: without_place(&error.to_string()),
        })?;
        let mut regions = BTreeMap::new();
        let top = object(&value, "the file")?;
        known_keys(top, "", &["regions"])?;
        let Some(all) = top.get("regions") else {
            return Err(wrong("regions", "is missing: it holds the prices by Region"));
        };
        for (region, items) in object(all, "regions")? {
            let path = format!("regions.{}", shown_cell(region));
            let mut prices = BTreeMap::new();
            for (key, price) in object(items, &path)? {
                prices.insert(item(key, &path)?, read_price(price, &format!("{path}.{key}"))?);
            }
            regions.insert(region.clone(), prices);
        }
        Ok(Self { regions })
    }
}

impl Prices {
    /// Whether each is a number that may be a price: for those that [`Prices::parse`] has not read.
    pub fn are_plausible(&self) -> bool {
        let all = self.regions.values().flat_map(std::collections::BTreeMap::values);
        all.map(|price| price.usd).all(|usd| (0.0..=MOST_USD).contains(&usd))
    }
}

fn without_place(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).to_owned()
}

fn wrong(key: &str, message: impl Into<String>) -> PriceError {
    PriceError::Key { key: key.to_owned(), message: message.into() }
}

fn object<'a>(value: &'a Value, path: &str) -> Result<&'a Map<String, Value>, PriceError> {
    value.as_object().ok_or_else(|| wrong(path, format!("is {}, not an object in braces", shown(value))))
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", shown_cell(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => other.to_string(),
    }
}

fn item(key: &str, path: &str) -> Result<Item, PriceError> {
    let names: Vec<String> = Item::value_variants().iter().map(|item| item.key()).collect();
    let known = Item::value_variants().iter().find(|item| item.key() == key);
    known.copied().ok_or_else(|| wrong(&format!("{path}.{}", shown_cell(key)), unknown(key, &names)))
}

fn known_keys(map: &Map<String, Value>, path: &str, known: &[&str]) -> Result<(), PriceError> {
    let names: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
    for key in map.keys() {
        if !known.contains(&key.as_str()) {
            let key = &*shown_cell(key);
            let place = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            return Err(wrong(&place, unknown(key, &names)));
        }
    }
    Ok(())
}

/// An unknown key: the nearest known one, or all where none is near.
fn unknown(key: &str, known: &[String]) -> String {
    match nearest(key, known.iter().map(String::as_str)) {
        Some(name) => format!("is no key here; did you mean `{name}`?"),
        None => format!("is no key here; there are {}", known.join(", ")),
    }
}

fn read_price(value: &Value, path: &str) -> Result<Price, PriceError> {
    let map = object(value, path)?;
    known_keys(map, path, &["usd", "source", "as_of", "inferred"])?;
    let place = format!("{path}.usd");
    let Some(usd) = map.get("usd") else { return Err(wrong(&place, "is missing")) };
    let is_price = |usd: f64| (0.0..=MOST_USD).contains(&usd);
    if !usd.as_f64().is_some_and(is_price) {
        return Err(wrong(
            &place,
            format!("is {}, not a number of US dollars from 0 to {MOST_USD}", shown(usd)),
        ));
    }
    if let Some(date) = map.get("as_of") {
        let is_date = date.as_str().is_some_and(|date| age::date(date).is_some());
        if !is_date {
            let message = format!("is {}, not a date such as \"2026-08-15\"", shown(date));
            return Err(wrong(&format!("{path}.as_of"), message));
        }
    }
    serde_json::from_value(value.clone()).map_err(|error| wrong(path, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        Prices::parse(text).expect_err("is wrong").to_string()
    }

    #[test]
    fn the_repository_has_a_source_for_every_price_and_says_what_is_inferred() {
        let prices = Prices::builtin();
        assert_eq!(prices.known_regions().len(), 6);
        for (region, items) in &prices.regions {
            for (item, price) in items {
                assert!(price.source.len() > 10 && price.usd > 0.0, "{region} {item:?}");
                assert!(
                    price.as_of.is_some() || price.inferred || *item == Item::Backup,
                    "{region} {item:?}"
                );
            }
        }
        assert!(prices.get("us-west-2", Item::OnDemandWrite).is_some_and(|price| price.inferred));
        assert!(prices.get("us-east-1", Item::OnDemandWrite).is_some_and(|price| !price.inferred));
        assert_eq!(prices.get("eu-central-1", Item::Backup), None);
        assert_eq!(prices.get("sa-east-1", Item::Storage), None);
    }

    #[test]
    fn a_mistake_is_told_by_its_key() {
        for (text, told) in [
            ("{\n\"regions\": {,}}", "line 2, column 13: "),
            ("[]", "the file: is a list, not an object in braces"),
            (r#"{"region": {}}"#, "region: is no key here; did you mean `regions`?"),
            (
                r#"{"regions": {"us-east-1": {"storge": {"usd": 1}}}}"#,
                "regions.us-east-1.storge: is no key here; did you mean `storage`?",
            ),
            (
                r#"{"regions": {"us-east-1": {"storage": 1}}}"#,
                "regions.us-east-1.storage: is 1, not an object",
            ),
            (r#"{"regions": {"us-east-1": {"storage": {}}}}"#, "regions.us-east-1.storage.usd: is missing"),
            (
                r#"{"regions": {"us-east-1": {"storage": {"usd": -1}}}}"#,
                "regions.us-east-1.storage.usd: is -1, not",
            ),
            (
                r#"{"regions": {"us-east-1": {"storage": {"usd": "1"}}}}"#,
                "regions.us-east-1.storage.usd: is \"1\"",
            ),
            (
                r#"{"regions": {"x": {"storage": {"usd": 1, "as_of": "2026-02-30"}}}}"#,
                "regions.x.storage.as_of: is \"2026-02-30\", not a date",
            ),
            (
                r#"{"regions": {"x": {"zzzzzzzz": {}}}}"#,
                "regions.x.zzzzzzzz: is no key here; there are on_demand_write",
            ),
        ] {
            assert!(refusal(text).starts_with(told), "{text}: {}", refusal(text));
        }
    }

    #[test]
    fn what_is_written_can_be_read() {
        let prices = Prices::builtin();
        let text = serde_json::to_string(&prices).expect("is JSON");
        assert_eq!(Prices::parse(&text), Ok(prices));
    }
}
