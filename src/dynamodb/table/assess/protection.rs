//! TBL007, TBL010 and TBL011: backups, tags and deletion protection, which are each Region's own.

use super::case::{Case, Standing, Told};
use super::unread::answer;
use crate::dynamodb::plan::Attribute;
use crate::dynamodb::spec::ENVIRONMENT;
use crate::report::Finding;
use crate::report::catalogue::{TBL_DELETION_PROTECTION, TBL_RECOVERY, TBL_TAGS};

/// Whether point-in-time recovery is on in every Region, or what is expected.
pub(super) fn recovery(case: &Case<'_>) -> Told {
    if let Some(findings) = case.expected(&TBL_RECOVERY, Attribute::Recovery) {
        return findings.into();
    }
    let mut told = Told::default();
    for at in case.regions() {
        let asked = at.seen.settings.as_ref().map(|settings| &settings.recovery);
        match answer(&TBL_RECOVERY, at.region(), "dynamodb:DescribeContinuousBackups", asked) {
            Err(finding) => told.findings.push(finding),
            Ok(None) => return Told::skip(&TBL_RECOVERY, "backups were not asked for"),
            Ok(Some(recovery)) if recovery.is_on() => {
                let days = recovery.days.map(|days| format!("{}: any second of the last {days} days can be restored", at.region()));
                told.notes.extend(days);
            }
            Ok(Some(_)) => told.findings.push(
                Finding::warn(&TBL_RECOVERY, "point-in-time recovery is off: what is deleted or overwritten is gone")
                    .help("switch it on in this Region (it is not synchronised): aws dynamodb update-continuous-backups; it is charged by the stored GB")
                    .about(at.region()),
            ),
        }
    }
    told
}

/// Whether the tags are there.
pub(super) fn tags(case: &Case<'_>) -> Told {
    if let Some(findings) = case.expected(&TBL_TAGS, Attribute::Tags) {
        return findings.into();
    }
    let mut told = Told::default();
    let mut environments: Vec<(&str, &str)> = Vec::new();
    for at in case.regions() {
        let asked = at.seen.settings.as_ref().map(|settings| &settings.tags);
        match answer(&TBL_TAGS, at.region(), "dynamodb:ListTagsOfResource", asked) {
            Err(finding) => told.findings.push(finding),
            Ok(None) => return Told::skip(&TBL_TAGS, "tags were not asked for"),
            Ok(Some(tags)) => match tags.get(ENVIRONMENT) {
                Some(value) => environments.push((at.region(), value)),
                None => told.findings.push(untagged(at)),
            },
        }
    }
    if let Some((region, value)) = environments.first()
        && let Some((other, otherwise)) = environments.iter().find(|(_, one)| one != value)
    {
        let message = format!("{ENVIRONMENT} is {value} in {region} and {otherwise} in {other}");
        told.findings.push(
            Finding::warn(&TBL_TAGS, message)
                .help("tags are not synchronised: set the right one in each Region"),
        );
    } else if let Some((_, value)) = environments.first() {
        told.notes.push(format!("{ENVIRONMENT}: {value}"));
    }
    told
}

fn untagged(at: Standing<'_>) -> Finding {
    Finding::warn(&TBL_TAGS, format!("the tag {ENVIRONMENT} is missing: nobody sees whose table this is"))
        .help("`chalkstore create-table` with --environment sets it, and so does aws dynamodb tag-resource; policies and bills by tag need it")
        .about(at.region())
}

/// Whether the table is locked against deletion.
pub(super) fn deletion(case: &Case<'_>) -> Told {
    if let Some(findings) = case.expected(&TBL_DELETION_PROTECTION, Attribute::DeletionProtection) {
        return findings.into();
    }
    let of_region = |at: Standing<'_>| {
        match at.facts.is_deletion_protected {
        Some(true) => None,
        Some(false) => Some(
            Finding::warn(&TBL_DELETION_PROTECTION, "deletion protection is off: one call deletes the table")
                .help("switch it on in this Region (it is not synchronised): aws dynamodb update-table --deletion-protection-enabled")
                .about(at.region()),
        ),
        None => Some(
            Finding::unknown(&TBL_DELETION_PROTECTION, "DescribeTable does not tell deletion protection")
                .help("ask AWS itself: an emulator may not know it")
                .about(at.region()),
        ),
    }
    };
    case.regions().filter_map(of_region).collect::<Vec<_>>().into()
}
