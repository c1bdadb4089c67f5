//! What is expected of a table, and what comes of comparing it.

use super::unread::unread;
use crate::dynamodb::evidence::{Facts, TableSeen};
use crate::dynamodb::plan::{Attribute, Call, Compared, Fix, Verdict};
use crate::dynamodb::spec::{BillingName, EncryptionName, KeyWanted, ReplicaWanted, Wanted};
use crate::report::{Check, Finding};

/// Whether something is expected of an attribute: of a table that was set up nearly always.
pub(super) fn gives(wanted: &Wanted, is_whole: bool, attribute: Attribute) -> bool {
    use Attribute as A;
    match attribute {
        A::Expiry => wanted.layout().ttl_attribute.is_some(),
        A::WarmThroughput => wanted.warm_throughput.is_some(),
        A::Tags => wanted.environment.is_some() || !wanted.tags.is_empty(),
        A::Replicas => !wanted.replicas.is_empty(),
        _ if is_whole => true,
        A::Keys => wanted.layout.is_some() || wanted.partition_key.is_some() || wanted.sort_key.is_some(),
        A::Billing => wanted.billing.is_some(),
        A::Capacity => wanted.read_capacity.is_some() || wanted.write_capacity.is_some(),
        A::WriteScaling => wanted.write_scaling.is_some(),
        A::ReadScaling => wanted.read_scaling.is_some(),
        A::Encryption => wanted.encryption.is_some() || !wanted.kms_keys.is_empty(),
        A::TableClass => wanted.table_class.is_some(),
        A::DeletionProtection => wanted.deletion_protection.is_some(),
        A::Recovery => wanted.point_in_time_recovery.is_some(),
        A::Stream => false,
    }
}

/// What is expected, with what stands where nothing was said, so that the whole can be compared. Capacity is left out:
/// what was said of it is compared by itself.
pub(super) fn completed(wanted: &Wanted, seen: &TableSeen, facts: &Facts) -> Wanted {
    let own = seen.own().map_or("", |own| own.region.as_str());
    let mut replicas: Vec<ReplicaWanted> =
        wanted.replicas.iter().filter(|replica| replica.region != own).cloned().collect();
    for replica in &facts.replicas {
        if replicas.iter().all(|one| one.region != replica.region) {
            replicas.push(ReplicaWanted { region: replica.region.clone(), read: None });
        }
    }
    let mut kms_keys = wanted.kms_keys.clone();
    if !kms_keys.is_empty() || wanted.encryption == Some(EncryptionName::Customer) {
        let regions = std::iter::once(own).chain(replicas.iter().map(|replica| replica.region.as_str()));
        for region in regions {
            if kms_keys.iter().all(|key| key.region.as_deref().unwrap_or(own) != region) {
                let facts = seen.region(region).and_then(|seen| seen.described.answer());
                let key = facts.and_then(|facts| facts.encryption.as_ref()?.key.clone());
                let key = key.unwrap_or_else(|| "a key of the customer's".to_owned());
                kms_keys.push(KeyWanted { region: Some(region.to_owned()), key });
            }
        }
    }
    let (mut partition_key, mut sort_key) = (wanted.partition_key.clone(), wanted.sort_key.clone());
    if wanted.layout.is_none() {
        partition_key = partition_key.or_else(|| facts.hash_key.as_ref().map(|key| key.name.clone()));
        sort_key = sort_key.or_else(|| facts.range_key.as_ref().map(|key| key.name.clone()));
    }
    Wanted {
        partition_key,
        sort_key,
        replicas,
        kms_keys,
        billing: Some(BillingName::OnDemand),
        read_capacity: None,
        write_capacity: None,
        read_scaling: None,
        write_scaling: None,
        scale_in_cooldown: None,
        scale_out_cooldown: None,
        ..wanted.clone()
    }
}

/// What there is to say of a comparison; nothing where all is as expected.
pub(super) fn finding(check: &'static Check, one: &Compared) -> Option<Finding> {
    let what = one.attribute.as_str();
    Some(match &one.verdict {
        Verdict::Same(_) => return None,
        Verdict::Differs { is, wanted, fix } => {
            let message = format!("{what}: {is}; expected: {wanted}");
            Finding::fail(check, message).help(mended(fix)).about(&*one.region)
        }
        Verdict::Unread(failure) => unread(check, &one.region, one.attribute.permission(), failure),
    })
}

/// What mends it.
fn mended(fix: &Fix) -> String {
    match fix {
        Fix::ByHand(help) => help.clone(),
        Fix::Calls(calls) => {
            let calls: Vec<String> = calls.iter().map(Call::summary).collect();
            format!("`chalkstore create-table` with the same options does it: {}", calls.join(", "))
        }
    }
}
