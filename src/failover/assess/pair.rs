//! FO002 and FO007: whether there are several records, each with a place of its own.

use super::case::{Case, Group, Mode};
use super::change::from_file;
use super::judge::Told;
use crate::failover::evidence::{Policy, Role};
use crate::report::Finding;
use crate::report::catalogue::{FO_PAIR, FO_UNIQUE};

/// Whether the name has a primary and a secondary record, or several that answer together. What other types than the
/// main one have is FO004's to tell.
pub(super) fn pair(case: &Case<'_>) -> Told {
    let group = match case.groups() {
        Err(missing) => return missing.finding(&FO_PAIR).into(),
        Ok(groups) => &groups[0],
    };
    let change = from_file(case.zone_id());
    match group.mode() {
        Mode::Simple => {
            let target = group.entries.first().map(super::Entry::target).unwrap_or_default();
            let message = format!("one simple {} record leads to {target}, whatever becomes of it", group.kind);
            Finding::fail(&FO_PAIR, message)
                .help(format!("replace it by a primary and a secondary record with a health signal each, in one call: {change}"))
                .about(group.kind)
                .into()
        }
        Mode::Failover => {
            let has = |role: &Role| {
                let is = |policy: &Policy| matches!(policy, Policy::Failover { role: one } if one == role);
                group.entries.iter().any(|entry| is(&entry.record.policy))
            };
            let missing = [(Role::Primary, "primary", "secondary"), (Role::Secondary, "secondary", "primary")]
                .into_iter()
                .filter(|(role, ..)| !has(role));
            let missing = missing.map(|(_, word, other)| {
                let message = format!("there is no {word} {} record: nothing takes over from the {other}", group.kind);
                Finding::fail(&FO_PAIR, message)
                    .help(format!("add the {word} with the other Region's target: {change}"))
                    .about(group.kind)
            });
            missing.collect::<Vec<_>>().into()
        }
        Mode::Together(how) if group.entries.len() < 2 => {
            let message = format!("there is one {} record only ({how}): nothing takes over from it", group.kind);
            Finding::fail(&FO_PAIR, message)
                .help(format!("add a record for the other Region: {change}"))
                .about(group.kind)
                .into()
        }
        Mode::Together(how) => Told::default().note(format!(
            "active-active: {} records answer together ({how}); while none is healthy, all of them answer",
            group.entries.len()
        )),
        Mode::Other(what) => Finding::unknown(&FO_PAIR, format!("the records are chosen by {what}: who takes over from whom is not judged"))
            .help("look at what the records of each place fall back to; failover, weighted, latency and multivalue routing are judged")
            .about(group.kind)
            .into(),
    }
}

/// Whether every record has an identifier and a role, or a Region, of its own.
pub(super) fn unique(group: &Group<'_>) -> Told {
    let mut findings = Vec::new();
    for (at, entry) in group.entries.iter().enumerate() {
        for other in &group.entries[..at] {
            let id = entry.record.set_identifier.as_deref();
            if id.is_some() && id == other.record.set_identifier.as_deref() {
                let message = format!("two records have the identifier `{}`", id.unwrap_or_default());
                findings
                    .push(Finding::fail(&FO_UNIQUE, message).help(
                        "Route 53 refuses it: give each its own set identifier before this is applied",
                    ));
            }
            let same = match (&entry.record.policy, &other.record.policy) {
                (Policy::Failover { role }, Policy::Failover { role: same }) if role == same => match role {
                    Role::Primary => Some("two records are primary".to_owned()),
                    Role::Secondary => Some("two records are secondary".to_owned()),
                    Role::Other(word) => Some(format!("two records have the role {word}")),
                },
                (Policy::Latency { region }, Policy::Latency { region: same }) if region == same => {
                    Some(format!("two records have the latency Region {region}"))
                }
                _ => None,
            };
            findings.extend(same.map(|message| {
                Finding::fail(&FO_UNIQUE, message)
                    .help("Route 53 refuses it: there is one of each for a name and type")
            }));
        }
    }
    findings.into()
}
