//! A check that is skipped for a reason, as it stands in evidence.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A check that is skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waiver {
    /// The check's code.
    pub code: String,
    /// Why.
    pub reason: String,
    /// The last day on which it is skipped, as `2026-12-31`; null where it never ends.
    pub until: Option<String>,
    /// The part of the subject that it is skipped for; null for all of it.
    pub about: Option<String>,
    /// Where it is written, as `chalkstore.toml:12`.
    pub origin: String,
}

/// Whether a skip still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Holds,
    /// It ended so many days ago.
    Expired(i64),
    /// One of the two days is none.
    Unknown,
}

impl Waiver {
    /// Whether it still holds on a day, written as `2026-11-21`.
    pub fn standing(&self, day: &str) -> Standing {
        let Some(until) = &self.until else { return Standing::Holds };
        let [Ok(until), Ok(day)] = [until, day].map(str::parse::<Date>) else { return Standing::Unknown };
        match until.until(day).map(|span| i64::from(span.get_days())) {
            Ok(days) if days > 0 => Standing::Expired(days),
            Ok(_) => Standing::Holds,
            Err(_) => Standing::Unknown,
        }
    }

    /// The check, and the part that is meant: `TOP021 (us-east-1a)`.
    pub fn what(&self) -> String {
        match &self.about {
            Some(about) => format!("{} ({about})", self.code),
            None => self.code.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_still_counts() {
        let standing = |until: Option<&str>, day: &str| {
            let waiver = Waiver {
                code: "TOP021".to_owned(),
                reason: "moving".to_owned(),
                until: until.map(str::to_owned),
                about: None,
                origin: "chalkstore.toml:3".to_owned(),
            };
            waiver.standing(day)
        };
        assert_eq!(standing(None, "2026-11-21"), Standing::Holds);
        assert_eq!(standing(Some("2026-11-21"), "2026-11-21"), Standing::Holds);
        assert_eq!(standing(Some("2026-11-20"), "2026-11-21"), Standing::Expired(1));
        assert_eq!(standing(Some("2024-02-28"), "2026-11-21"), Standing::Expired(997));
        assert_eq!(standing(Some("2026-11-20"), ""), Standing::Unknown);
        assert_eq!(standing(Some("soon"), "2026-11-21"), Standing::Unknown);
    }
}
