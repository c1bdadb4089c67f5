//! The calls for a table that is not there yet, as commands of the AWS CLI in a bash script.
//!
//! Requests are given as one JSON argument each: values of single options may be read as names of files or URLs by the
//! CLI, and are split by its shorthand.

use std::fmt::Write as _;

use super::request::request;
use crate::dynamodb::plan::{Action, Await, Call, from_nothing};
use crate::dynamodb::spec::TableSpec;

/// How long the script waits for a replica, in seconds.
const REPLICA_WAIT_S: u32 = 3600;
/// How often it looks, in seconds.
const LOOK_EVERY_S: u32 = 5;

/// A function that makes a call again while AWS prepares the backups of a new table. Any other failure ends it.
const UNTIL_TAKEN: &str = r#"
# Makes a call again while AWS prepares the backups of a new table, which can take ten minutes.
until_taken() {
  local try said
  for ((try = 0; try < 120; try++)); do
    if said=$("$@" 2>&1); then return 0; fi
    case $said in
      *ContinuousBackupsUnavailable*) sleep 10 ;;
      *) break ;;
    esac
  done
  echo "$said" >&2
  return 1
}
"#;

/// The script.
pub(super) fn text(spec: &TableSpec) -> String {
    let mut script = String::from(
        "#!/usr/bin/env bash\n\
         # Creates the online store's table; it must not be there yet. Needs the AWS CLI, version 2.\n\
         set -euo pipefail\n\
         export AWS_PAGER=\n",
    );
    let _ = writeln!(script, "table={}", quoted(&spec.name));
    if spec.is_global() {
        script.push_str(&await_replica(&spec.region));
    }
    if spec.point_in_time_recovery {
        script.push_str(UNTIL_TAKEN);
    }
    for call in from_nothing(spec) {
        script.push_str(&command(&call, spec));
    }
    script
}

/// One call, and what is waited for after it.
fn command(call: &Call, spec: &TableSpec) -> String {
    let region = quoted(&call.region);
    // A comment ends with its line, and nothing in a name may end it before.
    let mut text = format!("\n# {}\n", one_line(&format!("{}: {}", call.region, call.summary())));
    if let (Some(request), Some(permission)) = (request(call, &spec.name), call.permission()) {
        let (service, operation) = permission.split_once(':').unwrap_or_default();
        let json = serde_json::to_string_pretty(&request).unwrap_or_default();
        let mut arn = "";
        if matches!(call.action, Action::SetTags { .. }) {
            let _ = writeln!(
                text,
                "arn=$(aws dynamodb describe-table --region {region} --table-name \"$table\" \\\n  \
                 --query Table.TableArn --output text)"
            );
            arn = " --resource-arn \"$arn\"";
        }
        let until = if matches!(call.action, Action::EnableRecovery) { "until_taken " } else { "" };
        let _ = writeln!(
            text,
            "{until}aws {service} {} --region {region}{arn} --cli-input-json {} >/dev/null",
            kebab(operation),
            quoted(&json)
        );
    }
    match call.awaits() {
        None => {}
        Some(Await::Table) => text.push_str(&await_table(&region)),
        Some(Await::Replica(replica)) => {
            let replica = quoted(&replica);
            let _ = writeln!(text, "await_replica {replica}");
            // Both tables take a moment more until they can be changed.
            text.push_str(&await_table(&region));
            text.push_str(&await_table(&replica));
        }
    }
    text
}

fn await_table(region: &str) -> String {
    format!("aws dynamodb wait table-exists --region {region} --table-name \"$table\"\n")
}

/// The CLI knows no waiter for replicas.
fn await_replica(own: &str) -> String {
    let own = quoted(own);
    let looks = REPLICA_WAIT_S / LOOK_EVERY_S;
    format!(
        "\n# Waits until the replica in Region $1 can be used.\n\
         await_replica() {{\n  \
           local look status=unknown\n  \
           for ((look = 0; look < {looks}; look++)); do\n    \
             status=$(aws dynamodb describe-table --region {own} --table-name \"$table\" \\\n      \
               --query \"Table.Replicas[?RegionName=='$1'].ReplicaStatus | [0]\" --output text)\n    \
             case $status in\n      \
               ACTIVE) return 0 ;;\n      \
               CREATING | UPDATING | None) sleep {LOOK_EVERY_S} ;;\n      \
               *) break ;;\n    \
             esac\n  \
           done\n  \
           echo \"the replica in $1 is $status\" >&2\n  \
           return 1\n\
         }}\n"
    )
}

/// Text as one word of the shell, with nothing in it expanded.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// `UpdateTimeToLive` as `update-time-to-live`.
fn kebab(operation: &str) -> String {
    let mut name = String::new();
    for c in operation.chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_as_the_cli_names_them() {
        assert_eq!(kebab("UpdateTimeToLive"), "update-time-to-live");
        assert_eq!(kebab("CreateTable"), "create-table");
    }

    #[test]
    fn nothing_is_expanded() {
        assert_eq!(quoted("us-east-1"), "us-east-1");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("$(rm -rf /)`'"), "'$(rm -rf /)`'\\'''");
    }
}
