//! What findings say to do, in the words of whoever reads them: rooms name the options of their own commands, and where an
//! environment of `chalkstore.toml` was judged, its keys are named instead.

use std::borrow::Cow;

use crate::report::Category;

/// What stands instead of an option.
#[derive(Clone, Copy)]
enum Instead {
    /// A key of the environment.
    Key(&'static str),
    /// A variable of the environment that this runs in.
    Variable(&'static str),
    /// No key has it: the command that does.
    Command(&'static str),
}

use Instead::{Command, Key, Variable};

/// Options, each with the checks that mean this by it (all where none are named), and what stands instead.
static OPTIONS: &[(&str, Option<Category>, Instead)] = &[
    ("active", None, Key("failover.active")),
    ("allow-host", None, Key("dataflow.allow_hosts")),
    ("aurora-global", None, Key("replication.aurora_globals")),
    ("billing", None, Key("table.billing")),
    ("canary", None, Command("replication-lag")),
    ("clients-per-server", None, Key("topology.clients_per_server")),
    ("connect", None, Command("validate-uri")),
    ("deletion-protection", None, Key("table.deletion_protection")),
    ("deployed", None, Key("failover.deployed")),
    ("eks-cluster", None, Key("dataflow.eks_cluster")),
    ("eks-json", None, Key("dataflow.eks_json")),
    ("emit", None, Command("create-table NAME")),
    ("encryption", None, Key("table.encryption")),
    ("endpoint-url", None, Key("aws.endpoint_url")),
    ("environment", None, Key("table.environment")),
    ("from-shards", None, Command("topology")),
    ("global-datastore", None, Key("replication.global_datastores")),
    ("image-repository", None, Key("dataflow.image_repositories")),
    ("kms-key", None, Key("table.kms_keys")),
    ("layout", None, Key("table.layout")),
    ("lose", None, Command("topology")),
    ("max-lag", None, Key("objectives.max_lag")),
    ("metadata", None, Key("failover.metadata")),
    ("metadata-host", None, Key("dataflow.metadata_hosts")),
    ("msk-replicator", None, Key("replication.msk_replicators")),
    ("node-timeout", None, Command("topology")),
    ("offline-host", None, Key("failover.offline_hosts")),
    ("other-path", None, Key("dataflow.other_path")),
    ("otel-config", None, Key("dataflow.otel_configs")),
    ("partition-key", None, Key("table.partition_key")),
    ("point-in-time-recovery", None, Key("table.point_in_time_recovery")),
    ("policy", None, Key("topology.policy")),
    ("probe-error-rate", None, Command("failover NAME")),
    ("profile", None, Key("aws.profile")),
    ("query-servers", Some(Category::Failover), Key("failover.query_servers")),
    ("query-servers", None, Key("topology.query_servers")),
    ("read-capacity", None, Key("table.read_capacity")),
    ("read-scaling", None, Key("table.read_scaling")),
    ("region", None, Key("aws.region")),
    ("region-host", None, Key("failover.region_hosts")),
    ("replica", None, Key("table.replicas")),
    ("replicas-per-shard", None, Key("topology.replicas_per_shard")),
    ("require", None, Key("dataflow.require")),
    ("resolver", None, Key("failover.resolvers")),
    ("resp", None, Command("topology")),
    ("role", None, Key("access.role")),
    ("rpo", None, Key("objectives.rpo")),
    ("rto", None, Key("objectives.rto")),
    ("rtt-samples", None, Command("topology")),
    ("samples", None, Command("replication-lag")),
    ("scale-in-cooldown", None, Key("table.scale_in_cooldown")),
    ("scale-out-cooldown", None, Key("table.scale_out_cooldown")),
    ("secret", None, Key("online_store.secret")),
    ("secret-kms-key", None, Command("check-access")),
    ("seed", None, Command("topology")),
    ("server-version", None, Key("topology.server_version")),
    ("shards", None, Key("topology.shards")),
    ("sort-key", None, Key("table.sort_key")),
    ("table", None, Key("table.name")),
    ("table-class", None, Key("table.table_class")),
    ("tag", None, Key("table.tags")),
    ("ttl-attribute", None, Key("table.ttl_attribute")),
    ("uri-env", None, Key("online_store.uri_env")),
    ("uri-file", None, Key("online_store.uri_file")),
    ("vpc-endpoints", None, Key("dataflow.vpc_endpoints")),
    ("warm-throughput", None, Key("table.warm_throughput")),
    ("watch", None, Command("topology")),
    ("what-if", None, Command("failover NAME")),
    ("window", Some(Category::Replication), Key("replication.window")),
    ("window", None, Key("table.window")),
    ("write-capacity", None, Key("table.write_capacity")),
    ("write-fixed", None, Command("validate-uri")),
    ("write-scaling", None, Key("table.write_scaling")),
    ("zone", None, Variable("CHALK_AVAILABILITY_ZONE")),
    ("zone-map", None, Key("topology.zone_map")),
];

/// Programs whose own options are meant behind their names.
const PROGRAMS: [&str; 7] =
    ["aws ", "chalkstore ", "gcloud ", "kubectl ", "redis-cli ", "terraform ", "valkey-cli "];

/// Words that are values where they stand behind an option.
const WORDS: [&str; 10] = [
    "api",
    "autoscaling",
    "documented",
    "none",
    "off",
    "on-demand",
    "private",
    "provisioned",
    "restricted",
    "vendored",
];

/// A text of a check of this category with keys instead of options. Options that are another program's, or that stand in a
/// whole command, stay.
pub fn in_keys(text: &str, category: Option<Category>) -> Cow<'_, str> {
    let mut told = String::new();
    let mut rest = text;
    let mut done = 0;
    while let Some(at) = rest.find("--") {
        let (before, option) = rest.split_at(at);
        told.push_str(before);
        let name = &option[2..];
        let name = &name[..name.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(name.len())];
        let behind = &option[2 + name.len()..];
        let begins = text[..done + at].chars().next_back().is_none_or(|c| " (`\n".contains(c));
        let found = OPTIONS.iter().find(|(own, of, _)| *own == name && (of.is_none() || *of == category));
        let taken = match found {
            Some((.., instead)) if begins && !is_in_command(&text[..done + at]) => {
                let value = value(behind);
                told.push_str(&said(*instead, name, value, before.ends_with('`')));
                2 + name.len() + value.map_or(0, |value| 1 + value.len())
            }
            _ => {
                told.push_str(&option[..2 + name.len()]);
                2 + name.len()
            }
        };
        done += at + taken;
        rest = &text[done..];
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    told.push_str(rest);
    Cow::Owned(told)
}

/// Whether what follows stands behind a program's name, in the same breath: `chalkstore create-table` with --layout.
fn is_in_command(before: &str) -> bool {
    let before = before.strip_suffix("` with ").unwrap_or(before);
    let ends = [";", ", ", ": ", "(", ")", "`"];
    let from = ends.iter().filter_map(|end| Some(before.rfind(end)? + end.len())).max().unwrap_or(0);
    let words = format!(" {}", &before[from..]);
    PROGRAMS.iter().any(|program| words.contains(&format!(" {program}")))
}

/// The value that stands behind an option: a placeholder such as `REGION=HOST`, an example such as `us-east-1`, or a word
/// that is one.
fn value(behind: &str) -> Option<&str> {
    let behind = behind.strip_prefix(' ')?;
    let end = behind.find([' ', ',', ';', ')', '(', '`', '\n']).unwrap_or(behind.len());
    let value = behind[..end].trim_end_matches(['.', ':']);
    let is_placeholder = value.starts_with(|c: char| c.is_ascii_uppercase())
        && !value.contains(|c: char| c.is_ascii_lowercase());
    let is_file = value.rsplit_once('.').is_some_and(|(_, kind)| kind == "json");
    let is_example = is_file || value.contains(|c: char| c.is_ascii_digit() || c == '=');
    (is_placeholder || is_example || WORDS.contains(&value)).then_some(value)
}

fn said(instead: Instead, option: &str, value: Option<&str>, is_quoted: bool) -> String {
    let quoted = |text: String| if is_quoted { text } else { format!("`{text}`") };
    match (instead, value) {
        (Key(key), Some(value)) => match in_toml(value) {
            Some(value) => quoted(format!("{key} = {value}")),
            None => key.to_owned(),
        },
        (Key(key), None) => key.to_owned(),
        (Variable(name), Some(value)) => quoted(format!("{name}={value}")),
        (Variable(name), None) => name.to_owned(),
        (Command(command), value) => {
            let value = value.map(|value| format!(" {value}")).unwrap_or_default();
            quoted(format!("chalkstore {command} --{option}{value}"))
        }
    }
}

/// A value as it stands in the file; nothing for a placeholder, which says no more than the key.
fn in_toml(value: &str) -> Option<String> {
    let one = |value: &str| {
        let is_number = value == "N" || value.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { value.to_owned() } else { format!("\"{value}\"") }
    };
    match value.split_once('=') {
        Some((key, value)) => Some(format!("{{ {key} = {} }}", one(value))),
        None if value.contains(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) => Some(one(value)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use Category::{Failover, Flows, Replication, Tables, Topology};

    use super::*;

    #[test]
    fn keys_stand_instead_of_options() {
        for (category, text, told) in [
            (Topology, "name them: --zone-map FILE (lines)", "name them: topology.zone_map (lines)"),
            (
                Topology,
                "no zone: --zone us-east-1a, or --query-servers us-east-1a=20",
                "no zone: `CHALK_AVAILABILITY_ZONE=us-east-1a`, or `topology.query_servers = { us-east-1a = 20 }`",
            ),
            (Failover, "say --query-servers us-east-1=N", "say `failover.query_servers = { us-east-1 = N }`"),
            (
                Failover,
                "name it: --region-host REGION=HOST",
                "name it: `failover.region_hosts = { REGION = \"HOST\" }`",
            ),
            (Failover, "no table was named (--table)", "no table was named (table.name)"),
            (
                Failover,
                "`--what-if interval=10` shows",
                "`chalkstore failover NAME --what-if interval=10` shows",
            ),
            (
                Topology,
                "ask: --lose 10.0.1.4:6379, or",
                "ask: `chalkstore topology --lose 10.0.1.4:6379`, or",
            ),
            (Replication, "a longer --window shows", "a longer replication.window shows"),
            (Tables, "further back with --window", "further back with table.window"),
            (Flows, "say so: --other-path private", "say so: `dataflow.other_path = \"private\"`"),
            (Flows, "or --other-path api where", "or `dataflow.other_path = \"api\"` where"),
            (Tables, "expect --billing on-demand.", "expect `table.billing = \"on-demand\"`."),
            (
                Tables,
                "sign in (aws sso login), or give --profile",
                "sign in (aws sso login), or give aws.profile",
            ),
            (
                Topology,
                "aws elasticache describe-cache-clusters --show-cache-node-info > z.json, then --zone-map z.json",
                "aws elasticache describe-cache-clusters --show-cache-node-info > z.json, then `topology.zone_map = \"z.json\"`",
            ),
        ] {
            assert_eq!(in_keys(text, Some(category)), told);
        }
    }

    #[test]
    fn what_is_in_a_command_or_is_no_option_stays() {
        for text in [
            "nothing",
            "`chalkstore create-table NAME --replica us-west-2`",
            "switch it on: `chalkstore create-table` with --layout vendored, or aws dynamodb update-time-to-live",
            "in us-east-1: aws cloudwatch put-metric-alarm --region us-east-1 --namespace x",
            "valkey-cli --cluster fix HOST:PORT",
            "give it longer with --timeout; a -- b, x--region",
            "run chalkstore check-table t --region eu-west-1",
            "",
        ] {
            assert_eq!(in_keys(text, Some(Failover)), text);
        }
    }
}
