//! NET030 to NET035: AWS, and the table.

use super::gate::Verdicts;
use super::table_failure as failure;
use crate::aws::{Failure, FailureKind, FoundRegion, Wanted};
use crate::connect::evidence::{Credentials, Described, Key, KeyType, Listed, TableFacts, TableStore};
use crate::connect::plan;
use crate::dynamodb::status::{self, Status, Whose};
use crate::report::{Finding, catalogue as checks};

/// How many other tables are named when the table does not exist.
const NEAREST: usize = 5;

/// The key layouts that are documented for the online store, each with who documents it.
const LAYOUTS: [(&str, &str, &str); 2] = [
    ("pk", "sk", "the layout of the product's documentation"),
    ("__id__", "__ns__", "the layout of the product's Terraform module"),
];

/// One finding for every check of a table's plan.
pub(super) fn findings(table: &TableStore) -> Vec<Finding> {
    let mut verdicts = Verdicts::new(plan::of_table());
    judge(table, &mut verdicts);
    verdicts.finish()
}

fn judge(table: &TableStore, verdicts: &mut Verdicts) {
    let Some(stage) = &table.region else { return };
    verdicts.need(region(stage.outcome.as_ref(), table.no_region.as_ref()));
    let (Some(found), Some(stage)) = (&stage.outcome, &table.credentials) else { return };
    let expires_at = match &stage.outcome {
        Credentials::Failed(failed) => {
            return verdicts.need(failure::credentials(failed, table.profile.as_deref()));
        }
        Credentials::Found { expires_at } => expires_at,
    };
    let Some(stage) = &table.describe else { return };
    let place = place(table, found);
    match &stage.outcome {
        Described::Failed(failed) => match failed.kind {
            FailureKind::NoCredentials
            | FailureKind::ExpiredCredentials
            | FailureKind::InvalidCredentials => {
                verdicts.need(failure::credentials(failed, table.profile.as_deref()));
            }
            FailureKind::NotFound => {
                verdicts.add(accepted(expires_at.as_deref()));
                verdicts.add(answered(&place, &stage.took()));
                verdicts.need(absent(table, &place));
            }
            kind => {
                verdicts.add(match kind {
                    // AWS knew who asked.
                    FailureKind::AccessDenied | FailureKind::Throttled => accepted(expires_at.as_deref()),
                    _ => Finding::unknown(
                        &checks::NET_AWS_CREDENTIALS,
                        "credentials were found, but AWS gave no answer that tells whether it accepts them",
                    )
                    .help("see NET032, which says what AWS answered; `aws sts get-caller-identity` tells whether it accepts them"),
                });
                verdicts.need(failure::access(failed, &place, table.endpoint_url.is_some()));
            }
        },
        Described::Table(facts) => {
            verdicts.add(accepted(expires_at.as_deref()));
            verdicts.add(answered(&place, &stage.took()));
            verdicts.add(exists(table, facts, &place));
            verdicts.add(active(facts));
            verdicts.add(keys(facts));
        }
    }
}

/// Where was asked, in words.
fn place(table: &TableStore, found: &FoundRegion) -> String {
    match &table.endpoint_url {
        Some(url) => format!("{} at {url}", found.name),
        None => found.name.clone(),
    }
}

fn region(found: Option<&FoundRegion>, why_not: Option<&Failure>) -> Finding {
    let check = &checks::NET_AWS_REGION;
    match (found, why_not) {
        (Some(found), _) => {
            Finding::pass(check).message_is(format!("{} ({})", found.name, found.source.as_str()))
        }
        // Whoever was cut short has not looked everywhere.
        (None, Some(cut)) if cut.kind != FailureKind::NoRegion => {
            Finding::unknown(check, cut.to_string()).help(cut.kind.help(Wanted::Region))
        }
        (None, _) => Finding::unknown(
            check,
            "no AWS Region is known: none was given, none is in AWS_REGION, AWS_DEFAULT_REGION or the profile, and \
             this machine has no instance metadata",
        )
        .help("give --region, or set AWS_REGION; a table of the same name in another Region is another table"),
    }
}

fn accepted(expires_at: Option<&str>) -> Finding {
    let finding = Finding::pass(&checks::NET_AWS_CREDENTIALS);
    match expires_at {
        Some(until) => finding.note(format!("they expire at {until}")),
        None => finding,
    }
}

fn answered(place: &str, took: &str) -> Finding {
    Finding::pass(&checks::NET_TABLE_ACCESS).message_is(format!("DynamoDB in {place} answered in {took}"))
}

fn exists(table: &TableStore, facts: &TableFacts, place: &str) -> Finding {
    let mut finding =
        Finding::pass(&checks::NET_TABLE_EXISTS).message_is(format!("`{}` exists in {place}", table.name));
    if !facts.replicas.is_empty() {
        let replicas: Vec<String> =
            facts.replicas.iter().map(|(region, status)| format!("{region} ({status})")).collect();
        finding = finding.note(format!("it is a global table with replicas in {}", replicas.join(", ")));
    }
    finding
}

fn absent(table: &TableStore, place: &str) -> Finding {
    let finding =
        Finding::fail(&checks::NET_TABLE_EXISTS, format!("there is no table `{}` in {place}", table.name));
    let help = "check the name after `dynamodb:///`, the Region, and the account of the credentials; names count \
                upper and lower case";
    match table.list.as_ref().map(|stage| &stage.outcome) {
        Some(Listed::Tables { names, more }) if names.is_empty() && !more => {
            finding.help(help).note("there is no table at all there: is that the right account and Region?")
        }
        Some(Listed::Tables { names, more }) => {
            let nearest = nearest(&table.name, names);
            let some = if names.len() > nearest.len() || *more {
                "the nearest tables there"
            } else {
                "the tables there"
            };
            let finding = finding.help(help).note(format!("{some}: {}", nearest.join(", ")));
            if *more {
                finding.note(format!("only the first {} were looked at", names.len()))
            } else {
                finding
            }
        }
        Some(Listed::Failed(failed)) => {
            finding.help(help).note(format!("what else there is could not be listed: {failed}"))
        }
        None => finding.help(help),
    }
}

/// The names most like `wanted`, the likest first.
fn nearest<'a>(wanted: &str, names: &'a [String]) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    let wanted = wanted.to_lowercase();
    let unlike = |name: &str| 1.0 - strsim::jaro_winkler(&wanted, &name.to_lowercase());
    names.sort_by(|a, b| unlike(a).total_cmp(&unlike(b)).then_with(|| a.cmp(b)));
    names.truncate(NEAREST);
    names
}

fn active(facts: &TableFacts) -> Finding {
    let check = &checks::NET_TABLE_STATUS;
    let word = facts.status.as_deref();
    status::finding(check, Whose::Table, word, None).unwrap_or_else(|| match word {
        Some(word) if Status::of(word) == Status::Updating => {
            Finding::pass(check).message_is(status::words(Whose::Table, word, None))
        }
        _ => Finding::pass(check),
    })
}

fn keys(facts: &TableFacts) -> Finding {
    let check = &checks::NET_TABLE_KEYS;
    let is = |key: Option<&Key>, name: &str| {
        key.is_some_and(|key| key.name == name && key.key_type == Some(KeyType::S))
    };
    let (hash, range) = (facts.hash_key.as_ref(), facts.range_key.as_ref());
    if hash.is_none() {
        return Finding::unknown(check, "DescribeTable does not tell the table's key").help(status::NOT_TOLD);
    }
    for (first, second, whose) in LAYOUTS {
        if is(hash, first) && is(range, second) {
            return Finding::pass(check).message_is(format!(
                "partition key {}, sort key {}: {whose}",
                word(hash),
                word(range)
            ));
        }
    }
    Finding::warn(check, format!("partition key {}, sort key {}: neither documented layout", word(hash), word(range)))
        .help(
            "the online store's tables have the partition key `pk` and the sort key `sk`, or `__id__` and `__ns__`, all \
             strings; a table's key cannot be changed: make a new table, or check that this is the right one",
        )
}

fn word(key: Option<&Key>) -> String {
    key.map_or_else(
        || "none".to_owned(),
        |key| format!("`{}` ({})", key.name, key.key_type.as_ref().map_or("no type", KeyType::as_str)),
    )
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_likest_names_come_first() {
        let names =
            ["orders", "chalk-online-store-dev", "Chalk-Online-Store", "a", "b", "c"].map(str::to_owned);
        let nearest = nearest("chalk-online-stroe", &names);
        assert_eq!(nearest[..2], ["Chalk-Online-Store", "chalk-online-store-dev"]);
        assert_eq!(nearest.len(), 5);
    }
}
