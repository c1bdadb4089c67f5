//! What a table is, beside its capacity: keys, encryption, class, protections, expiry, tags, stream.

use std::collections::BTreeMap;

use super::standing::{Standing, asked, differs, on_off, unread};
use crate::connect::evidence::{Key, KeyType};
use crate::dynamodb::evidence::{Facts, TtlSeen};
use crate::dynamodb::plan::{Action, Attribute, Compared, Fix, Verdict};
use crate::dynamodb::spec::{Encryption, STREAM_VIEW, TableSpec, Units};

pub(super) fn keys(spec: &TableSpec, own: Standing<'_>) -> Compared {
    let Facts { hash_key, range_key, .. } = own.facts;
    let wanted = format!("{} and {}, both strings", spec.layout.hash_key, spec.layout.range_key);
    let is_right = |key: &Option<Key>, name: &str| {
        key.as_ref().is_some_and(|key| key.name == name && key.key_type == Some(KeyType::S))
    };
    let verdict = if is_right(hash_key, &spec.layout.hash_key) && is_right(range_key, &spec.layout.range_key)
    {
        Verdict::Same(wanted)
    } else {
        let is_readable = [hash_key, range_key]
            .iter()
            .all(|key| key.as_ref().is_some_and(|key| key.key_type == Some(KeyType::S)));
        let help = if is_readable {
            "keys cannot be changed: if the deployment reads the keys that stand, say so (--layout, --partition-key, --sort-key); if not, take another table name"
        } else {
            "keys cannot be changed, and no deployment reads these: it takes a partition key and a sort key that are strings; take another table name"
        };
        differs(key_words(own.facts), wanted, Fix::ByHand(help.to_owned()))
    };
    own.compared(Attribute::Keys, verdict)
}

/// The keys that stand, in words.
fn key_words(facts: &Facts) -> String {
    let word = |key: &Key| {
        let kind = key.key_type.as_ref().map_or("?", KeyType::as_str);
        if kind == "S" { key.name.clone() } else { format!("{} (of type {kind})", key.name) }
    };
    match (&facts.hash_key, &facts.range_key) {
        (Some(hash), Some(range)) => format!("{} and {}", word(hash), word(range)),
        (Some(hash), None) => format!("{} without a sort key", word(hash)),
        (None, _) => "no keys".to_owned(),
    }
}

/// What is a Region's own.
pub(super) fn of_region(spec: &TableSpec, at: Standing<'_>, is_global: bool) -> Vec<Compared> {
    vec![
        at.compared(Attribute::Encryption, encryption(spec, at, is_global)),
        at.compared(Attribute::TableClass, table_class(spec, at)),
        at.compared(Attribute::DeletionProtection, deletion_protection(spec, at)),
        at.compared(Attribute::Recovery, recovery(spec, at)),
        at.compared(Attribute::Tags, tags(spec, at)),
    ]
}

fn encryption(spec: &TableSpec, at: Standing<'_>, is_global: bool) -> Verdict {
    // A table whose encryption was switched off keeps a description that says so.
    let seen = at.facts.encryption.as_ref().filter(|seen| seen.status.as_deref() != Some("DISABLED"));
    let key = seen.and_then(|seen| seen.key.as_deref());
    let is = match (seen, key) {
        (None, _) => "a key that AWS owns".to_owned(),
        (Some(_), Some(key)) => key.to_owned(),
        (Some(_), None) => "a KMS key that AWS does not name".to_owned(),
    };
    let (wanted, action) = match &spec.encryption {
        Encryption::AwsOwned if seen.is_none() => return Verdict::Same(is),
        Encryption::AwsOwned => ("a key that AWS owns", Action::SetEncryption { kms: false, key: None }),
        // DescribeTable tells the key's ARN, and not whether it is aws/dynamodb's.
        Encryption::AwsManaged if seen.is_some() => return Verdict::Same(is),
        Encryption::AwsManaged => {
            ("the account's key aws/dynamodb", Action::SetEncryption { kms: true, key: None })
        }
        Encryption::Customer(keys) => {
            let wanted = keys.get(at.region()).map_or("", String::as_str);
            match key {
                Some(key) if key == wanted || key.ends_with(&format!(":key/{wanted}")) => {
                    return Verdict::Same(is);
                }
                _ => (wanted, Action::SetEncryption { kms: true, key: Some(wanted.to_owned()) }),
            }
        }
    };
    if is_global {
        let help = "a global table's encryption is one kind for all Regions, and changing it re-encrypts each: do it by hand (aws dynamodb update-table --sse-specification, with --replica-updates for the keys of the other Regions)";
        return differs(is, wanted, Fix::ByHand(help.to_owned()));
    }
    differs(is, wanted, at.call(action))
}

fn table_class(spec: &TableSpec, at: Standing<'_>) -> Verdict {
    let (is, wanted) = (at.facts.table_class.as_str(), spec.table_class.as_str());
    // A replica may have a class of its own, which is somebody's choice.
    if at.region() != spec.region {
        return Verdict::Same(is.to_owned());
    }
    if is == wanted {
        return Verdict::Same(is.to_owned());
    }
    differs(is, wanted, at.call(Action::SetTableClass { class: spec.table_class }))
}

fn deletion_protection(spec: &TableSpec, at: Standing<'_>) -> Verdict {
    let Some(is) = at.facts.is_deletion_protected else {
        return unread("AWS does not tell deletion protection");
    };
    let on = spec.deletion_protection;
    if is == on {
        return Verdict::Same(on_off(is).to_owned());
    }
    differs(on_off(is), on_off(on), at.call(Action::SetDeletionProtection { on }))
}

fn recovery(spec: &TableSpec, at: Standing<'_>) -> Verdict {
    let asked_for = at.seen.settings.as_ref().map(|settings| &settings.recovery);
    // An emulator without backups has none to switch off.
    let code = asked_for.and_then(|recovery| recovery.failure()?.code.as_deref());
    if !spec.point_in_time_recovery && code == Some("UnknownOperationException") {
        return Verdict::Same("not known to this endpoint".to_owned());
    }
    if code == Some("UnknownOperationException") {
        let help = "this endpoint knows no point-in-time recovery, as an emulator may not: say --point-in-time-recovery off";
        return differs("not known to this endpoint", "on", Fix::ByHand(help.to_owned()));
    }
    asked(asked_for, |recovery| {
        let is = on_off(recovery.is_on());
        if recovery.is_on() == spec.point_in_time_recovery {
            return Verdict::Same(is.to_owned());
        }
        let fix = if spec.point_in_time_recovery {
            at.call(Action::EnableRecovery)
        } else {
            Fix::ByHand(format!(
                "switching it off throws the backups away, and chalkstore deletes nothing: aws dynamodb update-continuous-backups --region {} --table-name {} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=false",
                at.region(),
                spec.name
            ))
        };
        differs(is, on_off(spec.point_in_time_recovery), fix)
    })
}

fn tags(spec: &TableSpec, at: Standing<'_>) -> Verdict {
    if spec.tags.is_empty() {
        return Verdict::Same("none wanted".to_owned());
    }
    let settings = at.seen.settings.as_ref();
    asked(settings.map(|settings| &settings.tags), |is| {
        let missing: BTreeMap<String, String> = spec
            .tags
            .iter()
            .filter(|(key, value)| is.get(*key) != Some(value))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if missing.is_empty() {
            return Verdict::Same(words(&spec.tags));
        }
        let other: BTreeMap<_, _> = is
            .iter()
            .filter(|(key, _)| missing.contains_key(*key))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        differs(words(&other), words(&missing), at.call(Action::SetTags { tags: missing }))
    })
}

fn words(tags: &BTreeMap<String, String>) -> String {
    if tags.is_empty() {
        return "none".to_owned();
    }
    let tags: Vec<String> = tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
    tags.join(", ")
}

/// Nothing where nobody said what the table has to take at once.
pub(super) fn warm_throughput(spec: &TableSpec, own: Standing<'_>) -> Option<Compared> {
    let Units { read, write } = spec.warm_throughput?;
    let wanted = format!("{read} read and {write} write units a second");
    let units = |value: Option<i64>| value.and_then(|value| u64::try_from(value).ok());
    let seen =
        own.facts.warm_throughput.and_then(|warm| Some((units(warm.read_units)?, units(warm.write_units)?)));
    let verdict = match seen {
        None => unread("AWS tells no warm throughput"),
        Some((r, w)) if r >= read && w >= write => {
            Verdict::Same(format!("{r} read and {w} write units a second"))
        }
        Some(_) if own.facts.warm_throughput_status.as_deref() == Some("UPDATING") => {
            Verdict::Same("being raised at this moment".to_owned())
        }
        // It never falls, so that the higher of both is asked for.
        Some((r, w)) => differs(
            format!("{r} read and {w} write units a second"),
            wanted,
            own.call(Action::SetWarmThroughput { read: r.max(read), write: w.max(write) }),
        ),
    };
    Some(own.compared(Attribute::WarmThroughput, verdict))
}

/// Nothing where the layout has no expiry: items that expire all the same are somebody's wish.
pub(super) fn expiry(spec: &TableSpec, own: Standing<'_>) -> Option<Compared> {
    let wanted = spec.layout.ttl_attribute.as_deref()?;
    let settings = own.seen.settings.as_ref();
    let verdict = asked(settings.map(|settings| &settings.ttl), |ttl: &TtlSeen| {
        let attribute = ttl.attribute.as_deref().unwrap_or("an unnamed attribute");
        if ttl.is_on() && attribute == wanted {
            return Verdict::Same(format!("by {attribute}"));
        }
        if !ttl.is_on() && ttl.status != "DISABLING" {
            let call = own.call(Action::EnableTtl { attribute: wanted.to_owned() });
            return differs("items do not expire", format!("by {wanted}"), call);
        }
        let help = format!(
            "expiry changes once an hour: switch it off (aws dynamodb update-time-to-live --region {} --table-name {} --time-to-live-specification Enabled=false,AttributeName={attribute}), and run this again an hour later",
            own.region(),
            spec.name
        );
        differs(format!("by {attribute} ({})", ttl.status), format!("by {wanted}"), Fix::ByHand(help))
    });
    Some(own.compared(Attribute::Expiry, verdict))
}

/// Nothing where there is one Region. A table without a stream gets one with its first replica.
pub(super) fn stream(spec: &TableSpec, own: Standing<'_>) -> Option<Compared> {
    spec.is_global().then_some(())?;
    let verdict = match own.facts.stream.as_deref() {
        Some(STREAM_VIEW) => Verdict::Same(STREAM_VIEW.to_owned()),
        None => Verdict::Same("none yet; the first replica brings one".to_owned()),
        Some(other) => {
            let help = "replication works with it, and it cannot be changed while there are replicas; the documentation asks for new and old images";
            differs(other, STREAM_VIEW, Fix::ByHand(help.to_owned()))
        }
    };
    Some(own.compared(Attribute::Stream, verdict))
}
