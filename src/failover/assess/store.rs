//! FO052 and FO059: whether the online store of every Region is there, and the one that is meant.

use super::case::{Case, told_by};
use super::judge::Told;
use super::unread::unread;
use crate::aws::{Asked, FailureKind};
use crate::dynamodb::status::{self, Status, Whose};
use crate::failover::evidence::{Healthz, SecretSeen};
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::{FO_HEALTHZ_STORE, FO_SECRETS_MATCH};

/// Whether every Region that calls itself healthy has a table that answers.
pub(super) fn behind_healthz(case: &Case<'_>) -> Told {
    let Some(table) = &case.evidence.table else {
        return Finding::skip(
            &FO_HEALTHZ_STORE,
            "no table was named (--table): /healthz may be content without its store",
        )
        .into();
    };
    let is_healthy = |region: &str| {
        let mut hosts = case.evidence.hosts.iter().filter(|host| host.region == region);
        hosts.any(|host| told_by(host).and_then(Healthz::status) == Some(200))
    };
    let healthy: Vec<&str> = case.regions().into_iter().filter(|region| is_healthy(region)).collect();
    if healthy.is_empty() {
        return Finding::skip(&FO_HEALTHZ_STORE, "no Region calls itself healthy (FO051)").into();
    }
    let name = &table.name;
    let of_region = |region: &str| {
        let fail = |message: String| {
            Some(
                Finding::fail(&FO_HEALTHZ_STORE, message)
                    .help(format!("/healthz does not look at the store, so that traffic would land here: mend the table (`chalkstore check-table {name} --region {region}`), or take the Region out by inverting its health check"))
                    .about(region),
            )
        };
        // What does not serve is worse here than elsewhere: whatever it is, traffic lands on it.
        let not_serving = |whose, word: Option<&str>, described| match word {
            Some(word) if Status::of(word).serves() => None,
            Some(word) if Status::of(word) != Status::Other => {
                fail(format!("/healthz says 200, and {}", status::words(whose, word, described)))
            }
            _ => Some(status::finding(&FO_HEALTHZ_STORE, whose, word, described)?.about(region)),
        };
        let listed = table.facts().and_then(|facts| facts.replicas.iter().find(|one| one.region == region));
        match table.region(region).map(|seen| &seen.described) {
            Some(Asked::Answered(facts)) => {
                let of_table = not_serving(Whose::Table, facts.status.as_deref(), None);
                of_table.or_else(|| {
                    let replica = listed?;
                    let described = replica.status_description.as_deref();
                    not_serving(Whose::Replica, replica.status.as_deref(), described)
                })
            }
            Some(Asked::Failed(failure)) if failure.kind == FailureKind::NotFound => {
                fail(format!("/healthz says 200, and there is no table {name} in {region}"))
            }
            Some(Asked::Failed(failure)) => {
                Some(unread(&FO_HEALTHZ_STORE, "dynamodb:DescribeTable", failure).about(region))
            }
            None if table.facts().is_some() && listed.is_none() => {
                fail(format!("/healthz says 200, and the table {name} has no replica in {region}"))
            }
            None => Some(
                Finding::unknown(
                    &FO_HEALTHZ_STORE,
                    format!("the table {name} was not asked for in {region}"),
                )
                .help(LONGER)
                .about(region),
            ),
        }
    };
    healthy.into_iter().filter_map(of_region).collect::<Vec<_>>().into()
}

/// Whether the secret names the same store everywhere.
pub(super) fn secrets(case: &Case<'_>) -> Told {
    let secrets = &case.evidence.secrets;
    if secrets.is_empty() {
        return Finding::skip(
            &FO_SECRETS_MATCH,
            "no secret was named (--secret), or no Region is known to read it in",
        )
        .into();
    }
    let mut findings = Vec::new();
    let mut first: Option<(&str, String)> = None;
    for (region, secret) in secrets {
        match secret {
            SecretSeen::Unread(failure) if failure.kind == FailureKind::NotFound => findings.push(
                Finding::fail(&FO_SECRETS_MATCH, format!("there is no secret of this name in {region}"))
                    .help("replicate it: aws secretsmanager replicate-secret-to-regions")
                    .about(region.as_str()),
            ),
            SecretSeen::Unread(failure) => {
                findings
                    .push(unread(&FO_SECRETS_MATCH, "secretsmanager:GetSecretValue", failure).about(region));
            }
            SecretSeen::Uri { is_valid: false, .. } => findings.push(
                Finding::fail(&FO_SECRETS_MATCH, format!("the secret of {region} holds no valid URI"))
                    .help("see what is wrong with it: `chalkstore validate-uri --secret NAME`")
                    .about(region.as_str()),
            ),
            SecretSeen::Uri { scheme, table, is_valid: true } => {
                let what = table
                    .as_ref()
                    .map_or_else(|| format!("{scheme}://"), |table| format!("the table {table}"));
                match &first {
                    None => first = Some((region, what)),
                    Some((other, there)) if *there != what => findings.push(
                        Finding::fail(
                            &FO_SECRETS_MATCH,
                            format!("the secret of {region} names {what}, that of {other} {there}: after a failover features are read from another store"),
                        )
                        .help("let both name the same store: `chalkstore store-secret` writes it to all Regions")
                        .about(region.as_str()),
                    ),
                    Some(_) => {}
                }
            }
        }
    }
    let unseen: Vec<&str> = case.regions().into_iter().filter(|one| !secrets.contains_key(*one)).collect();
    if !unseen.is_empty() {
        findings.push(
            Finding::unknown(&FO_SECRETS_MATCH, format!("the secret was not read in {}", unseen.join(", ")))
                .help(LONGER),
        );
    }
    findings.extend(case.placeless(&FO_SECRETS_MATCH));
    findings.into()
}
