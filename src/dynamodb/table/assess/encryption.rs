//! TBL008: whose key encrypts, and whether it can be used.

use super::case::{Case, Standing, Told};
use crate::dynamodb::plan::Attribute;
use crate::dynamodb::spec::EncryptionName;
use crate::report::Finding;
use crate::report::catalogue::TBL_ENCRYPTION;

/// Whether every Region's key can be used, and is the expected one.
pub(super) fn encryption(case: &Case<'_>) -> Told {
    let mut told: Told = case.regions().filter_map(out_of_reach).collect::<Vec<_>>().into();
    let expected = case.expected(&TBL_ENCRYPTION, Attribute::Encryption);
    let is_by_name = case.wanted.kms_keys.is_empty();
    told.findings.extend(expected.into_iter().flatten());
    let mut kinds = Vec::new();
    for at in case.regions() {
        let seen = at.facts.encryption.as_ref().filter(|seen| seen.status.as_deref() != Some("DISABLED"));
        kinds.push((at.region(), seen.is_some()));
        let Some(seen) = seen else { continue };
        if let Some(status @ ("ENABLING" | "DISABLING" | "UPDATING")) = seen.status.as_deref() {
            told.notes.push(format!("{}: encryption is {status}", at.region()));
        }
    }
    if !case.is_whole && case.wanted.encryption == Some(EncryptionName::AwsManaged) {
        for (region, _) in kinds.iter().filter(|(_, is_kms)| *is_kms) {
            let message = "a KMS key encrypts, and DescribeTable does not tell whether it is aws/dynamodb";
            told.findings.push(
                Finding::unknown(&TBL_ENCRYPTION, message)
                    .help("compare it with aws kms describe-key --key-id alias/aws/dynamodb")
                    .about(*region),
            );
        }
    } else if kinds.iter().any(|(_, is_kms)| *is_kms) && is_by_name {
        let wanted = if case.wanted.encryption == Some(EncryptionName::Customer) {
            "; --kms-key says which one is expected"
        } else {
            ""
        };
        told.notes.push(format!(
            "a KMS key encrypts; DescribeTable does not tell whether it is aws/dynamodb or the customer's{wanted}"
        ));
    }
    let own = kinds.first().copied();
    if let Some((own, is_kms)) = own
        && let Some((other, _)) = kinds.iter().find(|(_, one)| *one != is_kms)
    {
        let [with, without] = if is_kms { [own, *other] } else { [*other, own] };
        let message = format!("a KMS key encrypts in {with}, and a key that AWS owns in {without}");
        told.findings.push(
            Finding::warn(&TBL_ENCRYPTION, message)
                .help("a global table has one kind of key for all Regions: look which one is meant"),
        );
    }
    if kinds.iter().all(|(_, is_kms)| !is_kms) {
        told.notes.push("a key that AWS owns encrypts, which is free and cannot be audited".to_owned());
    }
    told
}

fn out_of_reach(at: Standing<'_>) -> Option<Finding> {
    let seen = at.facts.encryption.as_ref()?;
    let since = seen.inaccessible_since.as_deref()?;
    let key = seen.key.as_deref().unwrap_or("its KMS key");
    Some(
        Finding::fail(&TBL_ENCRYPTION, format!("{key} is out of reach since {since}: reads and writes are refused"))
            .help("enable the key, or give back the grant that was taken, soon: a replica leaves its group after 20 hours, a table is archived after 7 days")
            .about(at.region()),
    )
}
