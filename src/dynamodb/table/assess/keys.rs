//! TBL002 and TBL009: the names of keys and expiry, which the deployment has to read.

use super::case::{Case, Told};
use super::unread::answer;
use crate::connect::evidence::{Key, KeyType};
use crate::dynamodb::evidence::Facts;
use crate::dynamodb::plan::Attribute;
use crate::dynamodb::spec::Layout;
use crate::report::Finding;
use crate::report::catalogue::{TBL_EXPIRY, TBL_KEYS};

/// Which of the known layouts a table has; nothing where it is another.
pub(in crate::dynamodb::table) fn found(facts: &Facts) -> Option<&'static str> {
    let is = |key: Option<&Key>, name: &str| key.is_some_and(|key| key.name == name && is_string(key));
    let has = |layout: &Layout| {
        is(facts.hash_key.as_ref(), &layout.hash_key) && is(facts.range_key.as_ref(), &layout.range_key)
    };
    [("documented", Layout::documented()), ("vendored", Layout::vendored())]
        .into_iter()
        .find(|(_, layout)| has(layout))
        .map(|(name, _)| name)
}

/// The keys in words: `pk and sk, the documented layout`.
pub(in crate::dynamodb::table) fn layout_words(facts: &Facts) -> String {
    let whose = match found(facts) {
        Some("documented") => ", the documented layout",
        Some(_) => ", the layout of the vendored Terraform module",
        None => "",
    };
    match (&facts.hash_key, &facts.range_key) {
        (Some(hash), Some(range)) => format!("{} and {}{whose}", word(hash), word(range)),
        (Some(hash), None) => format!("{} without a sort key", word(hash)),
        (None, _) => "keys that DescribeTable does not tell".to_owned(),
    }
}

const fn is_string(key: &Key) -> bool {
    matches!(key.key_type, Some(KeyType::S))
}

fn word(key: &Key) -> String {
    if is_string(key) {
        return key.name.clone();
    }
    format!("{} (type {})", key.name, key.key_type.as_ref().map_or("not told", KeyType::as_str))
}

/// Whether the keys are what the deployment reads.
pub(super) fn keys(case: &Case<'_>) -> Told {
    let facts = case.facts;
    let told: Told = if let Some(findings) = case.expected(&TBL_KEYS, Attribute::Keys) {
        findings.into()
    } else {
        let message = || format!("the keys are {}", layout_words(facts));
        let help = "the deployment reads pk and sk, or __id__ and __ns__, all strings; a table's keys cannot be changed: make another table, or look whether this is the right one";
        match (&facts.hash_key, &facts.range_key) {
            (None, _) => {
                Finding::unknown(&TBL_KEYS, "DescribeTable does not tell the keys").help("ask again").into()
            }
            (Some(hash), Some(range)) if is_string(hash) && is_string(range) => match found(facts) {
                Some(_) => Told::default(),
                None => Finding::warn(&TBL_KEYS, message())
                    .help("if the deployment reads these names, say so: --partition-key and --sort-key; if not, it will find nothing in this table")
                    .into(),
            },
            _ => Finding::fail(&TBL_KEYS, message()).help(help).into(),
        }
    };
    told.note(format!("keys: {}; the deployment has to read these names", layout_words(facts)))
}

/// Whether items expire as the layout has it.
pub(super) fn expiry(case: &Case<'_>) -> Told {
    if let Some(findings) = case.expected(&TBL_EXPIRY, Attribute::Expiry) {
        return findings.into();
    }
    let Some(own) = case.seen.own() else { return Told::default() };
    let asked = own.settings.as_ref().map(|settings| &settings.ttl);
    let ttl = match answer(&TBL_EXPIRY, &own.region, "dynamodb:DescribeTimeToLive", asked) {
        Err(finding) => return finding.into(),
        Ok(None) => return Told::skip(&TBL_EXPIRY, "expiry was not asked for"),
        Ok(Some(ttl)) => ttl,
    };
    let attribute = ttl.attribute.as_deref().unwrap_or("an attribute that is not told");
    let is_vendored = found(case.facts) == Some("vendored");
    match (ttl.is_on(), is_vendored) {
        (true, _) if case.wanted.ttl_attribute.as_deref() == Some("none") => {
            Finding::fail(&TBL_EXPIRY, format!("items expire by {attribute}; expected: no expiry"))
                .help("aws dynamodb update-time-to-live with Enabled=false; it takes up to an hour, and can be changed once an hour")
                .into()
        }
        (false, true) => Finding::warn(
            &TBL_EXPIRY,
            format!("items never expire (TTL is {}), and the layout's __exp__ is to say when they do", ttl.status),
        )
        .help("switch it on: `chalkstore create-table` with --layout vendored, or aws dynamodb update-time-to-live with AttributeName=__exp__")
        .into(),
        (true, true) if attribute != "__exp__" => {
            Finding::warn(&TBL_EXPIRY, format!("items expire by {attribute}, and the layout's attribute is __exp__"))
                .help("if the deployment writes this attribute, say so: --ttl-attribute; if not, items never expire")
                .into()
        }
        (true, _) => Told::default().note(format!("items expire by {attribute} ({})", ttl.status)),
        (false, false) => Told::default().note("items do not expire, and this layout has no attribute for it"),
    }
}
