//! What a value has to be, and how it is told that it is not.

use super::{one, right};
use crate::valkey::Policy;

/// Words are written as their flags have them; another word is told with the nearest.
#[test]
fn words_are_those_of_the_flags() {
    let table = |line: &str| format!("[environments.p.table]\nname = \"abc\"\n{line}\n");
    for (old, label) in [
        ("table_class = \"infrequent_access\"", "did you mean `standard-infrequent-access`?"),
        ("table_class = \"standard_ia\"", ""),
    ] {
        assert_eq!(one(&table(old)).2, label, "{old}");
    }
    let (.., label, _) = one("[environments.p.dataflow]\nallowed_hosts = [\"a.example.com\"]\n");
    assert_eq!(label, "did you mean `allow_hosts`?");
    for (line, key, value) in [
        ("billing = \"on-demand\"", "billing", "on-demand"),
        ("encryption = \"aws-owned\"", "encryption", "aws-owned"),
        ("table_class = \"standard-infrequent-access\"", "table_class", "standard-infrequent-access"),
        ("point_in_time_recovery = true", "point_in_time_recovery", "on"),
        ("deletion_protection = false", "deletion_protection", "off"),
        ("scale_out_cooldown = \"5m\"", "scale_out_cooldown", "300s"),
    ] {
        let config = right(&table(line));
        let table = config.environments["p"].table.as_ref().expect("is there");
        assert_eq!(serde_json::to_value(&table.wanted).expect("is data")[key], value, "{line}");
    }
}

#[test]
fn wrong_values_are_told_with_what_is_right() {
    let store = |line: &str| format!("[environments.p.online_store]\n{line}\n");
    for (text, message, help) in [
        (
            "[environments.p.aws]\nregion = \"us-east\"".to_owned(),
            "`us-east` is not a Region",
            "write for example region = \"us-east-1\"",
        ),
        (
            "[environments.p.objectives]\nrto = \"180\"".to_owned(),
            "`180` is not a duration of at most a year: it has no unit",
            "write for example rto = \"3m\"",
        ),
        (
            "[environments.p.objectives]\nrto = 180".to_owned(),
            "`rto` takes a text in quotes, and this is a whole number",
            "write for example rto = \"3m\"",
        ),
        (
            "[environments.p.topology]\npolicy = \"zonal\"".to_owned(),
            "`policy` cannot be `zonal`",
            "it is one of unset, UNIFORM_RANDOM, ZONAL_AFFINITY",
        ),
        (
            "[environments.p.topology]\nquery_servers = 40".to_owned(),
            "`query_servers` takes a table, and this is a whole number",
            "write for example query_servers = { us-east-1a = 20 }",
        ),
        (
            "[environments.p.topology]\nclients_per_server = 4294967296".to_owned(),
            "`clients_per_server` is a whole number from 0 to 4294967295",
            "",
        ),
        (
            "[environments.p.failover]\nname = \"a.b\"\nresolvers = \"system\"".to_owned(),
            "`resolvers` takes a list, and this is a text",
            "write for example resolvers = [\"1.1.1.1\"]",
        ),
        (
            "[environments.p]\naccess = \"x\"".to_owned(),
            "`access` takes a table, and this is a text",
            "write [environments.p.access], and its keys below it",
        ),
        (
            "[environments.p.access]".to_owned(),
            "[environments.p.access] has no `role`",
            "write for example role = \"arn:aws:iam::123456789012:role/chalk\"",
        ),
        (
            "[environments.\"a b\".access]".to_owned(),
            "this is not an environment's name",
            "a name has letters, digits, `.`, `_` and `-`, such as production",
        ),
        (
            store(""),
            "[environments.p.online_store] does not say where the URI comes from",
            "give one of `secret`, `uri`, `uri_env`, `uri_file`",
        ),
        (
            store("secret = \"s\"\nuri_env = \"U\""),
            "the URI comes from one place, and 2 are given: `secret` and `uri_env`",
            "keep one of `secret`, `uri`, `uri_env`, `uri_file`",
        ),
        (
            "[environments.p.table]\nname = \"abc\"\nread_capacity = 5".to_owned(),
            "`read_capacity` is expected of a fixed capacity alone: what scales is anywhere between its bounds",
            "add billing = \"provisioned\", or take read_scaling and write_scaling",
        ),
        (
            "[environments.p.dataflow]\neks_cluster = \"c\"\neks_json = \"c.json\"".to_owned(),
            "`eks_cluster` and `eks_json` both say what the cluster is",
            "keep one: eks_cluster asks AWS, eks_json reads what it said",
        ),
        (
            "[environments.p.dataflow]\nmetadata_hosts = [\"10.0.0.0/40\"]".to_owned(),
            "this is not a host or a network: the number of bits behind `/` is too large, or none",
            "write for example \"api.chalk.example.com\"",
        ),
    ] {
        let told = one(&text);
        assert_eq!((told.1.as_str(), told.3.as_str()), (message, help), "{text}");
    }
}

#[test]
fn wrong_values_of_a_table_are_told_with_what_is_right() {
    for (line, message, help) in [
        (
            "read_capacity = \"5\"",
            "`read_capacity` takes a whole number, and this is a text",
            "write for example read_capacity = 1000",
        ),
        (
            "scale_in_cooldown = 60",
            "`scale_in_cooldown` takes a text in quotes, and this is a whole number",
            "write for example scale_in_cooldown = \"60s\"",
        ),
        (
            "scale_in_cooldown = \"60\"",
            "`60` is not a duration of whole seconds: it has no unit",
            "write for example scale_in_cooldown = \"60s\"",
        ),
        (
            "tags = [[\"team\", \"features\"]]",
            "`tags` takes a table, and this is a list",
            "write for example tags = { team = \"features\" }",
        ),
        (
            "replicas = [4]",
            "an item of `replicas` takes a text in quotes, and this is a whole number",
            "write for example \"us-west-2\"",
        ),
        (
            "kms_keys = [\"alias/chalk\"]",
            "this is not KEY or REGION=KEY: DescribeTable tells the ARN of a key, with which an alias cannot be compared",
            "write for example \"us-east-1=1234abcd-12ab-34cd-56ef-1234567890ab\"",
        ),
    ] {
        let told = one(&format!("[environments.p.table]\nname = \"abc\"\n{line}\n"));
        assert_eq!((told.1.as_str(), told.3.as_str()), (message, help), "{line}");
    }
}

/// As on the command line, where a policy is `zonal-affinity` or `ZONAL_AFFINITY`.
#[test]
fn a_word_is_read_however_it_is_capitalised_and_joined() {
    for (policy, billing) in [("zonal-affinity", "on-demand"), ("ZONAL_AFFINITY", "on_demand")] {
        let text = format!(
            "[environments.p.topology]\npolicy = \"{policy}\"\n[environments.p.table]\nname = \"abc\"\nbilling = \"{billing}\"\n"
        );
        let config = right(&text);
        let p = &config.environments["p"];
        assert_eq!(p.topology.as_ref().and_then(|one| one.policy), Some(Policy::ZonalAffinity));
        let billing = p.table.as_ref().and_then(|one| one.wanted.billing);
        assert_eq!(billing, Some(crate::dynamodb::spec::BillingName::OnDemand));
    }
}
