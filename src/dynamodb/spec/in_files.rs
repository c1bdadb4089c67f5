//! How files hold what a flag holds otherwise: tags as a map, cooldowns as durations, switches as words.
//!
//! Recordings from before are read too: tags as pairs, cooldowns as numbers, switches as `true` and `false`.

use std::fmt;

use clap::ValueEnum as _;
use schemars::Schema;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde_json::json;

use super::Switch;

struct Word;

impl Visitor<'_> for Word {
    type Value = Switch;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("on or off")
    }

    fn visit_bool<E: Error>(self, is_on: bool) -> Result<Switch, E> {
        Ok(is_on.into())
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Switch, E> {
        Switch::from_str(word, false).map_err(|_| E::custom("write on or off"))
    }
}

impl<'de> Deserialize<'de> for Switch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Word)
    }
}

/// Adds to a switch's schema that `true` and `false` are taken too.
pub(super) fn or_boolean(schema: &mut Schema) {
    if let Some(choices) = schema.get_mut("oneOf").and_then(|choices| choices.as_array_mut()) {
        choices.push(json!({"type": "boolean", "description": "The same as on and off."}));
    }
}

/// Tags, as a map.
pub(super) mod tags {
    use std::collections::BTreeMap;

    use serde::de::{Deserialize as _, Deserializer};
    use serde::ser::Serializer;

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Written {
        Map(BTreeMap<String, String>),
        Pairs(Vec<(String, String)>),
    }

    pub(in super::super) fn serialize<S: Serializer>(
        tags: &[(String, String)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        // The last of a key counts, as it does for AWS.
        let map: BTreeMap<_, _> = tags.iter().map(|(key, value)| (key, value)).collect();
        serializer.collect_map(map)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, String)>, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::Map(map) => map.into_iter().collect(),
            Written::Pairs(pairs) => pairs,
        })
    }
}

/// Whole seconds, as `60s`.
pub(super) mod seconds {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::Serializer;

    use crate::values::seconds;

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Number(u32),
    }

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference to the field"
    )]
    pub(in super::super) fn serialize<S: Serializer>(
        value: &Option<u32>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_str(&format!("{value}s")),
            None => serializer.serialize_none(),
        }
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<u32>, D::Error> {
        Ok(match Option::<Written>::deserialize(deserializer)? {
            Some(Written::Text(text)) => Some(seconds(&text).map_err(D::Error::custom)?),
            Some(Written::Number(number)) => Some(number),
            None => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dynamodb::spec::{TableClass, Wanted};

    #[test]
    fn a_file_has_the_values_of_the_flags_and_older_recordings_are_read() {
        let new = json!({
            "billing": "on-demand", "encryption": "aws-managed", "table_class": "standard-infrequent-access",
            "tags": {"team": "features"}, "scale_in_cooldown": "60s", "point_in_time_recovery": "on",
            "deletion_protection": "off",
        });
        let old = json!({
            "billing": "on_demand", "encryption": "aws_managed", "table_class": "infrequent_access",
            "tags": [["team", "features"]], "scale_in_cooldown": 60, "point_in_time_recovery": true,
            "deletion_protection": false,
        });
        let wanted: Wanted = serde_json::from_value(new.clone()).expect("is read");
        assert_eq!(wanted.tags, [("team".to_owned(), "features".to_owned())]);
        assert_eq!(
            (wanted.scale_in_cooldown, wanted.table_class),
            (Some(60), Some(TableClass::InfrequentAccess))
        );
        assert_eq!(serde_json::from_value::<Wanted>(old).expect("is read"), wanted);
        let written = serde_json::to_value(&wanted).expect("is data");
        for (key, value) in new.as_object().expect("is an object") {
            assert_eq!(&written[key], value, "{key}");
        }
        assert!(serde_json::from_value::<Wanted>(json!({"point_in_time_recovery": "yes"})).is_err());
        assert!(serde_json::from_value::<Wanted>(json!({"scale_in_cooldown": "60"})).is_err());
    }
}
