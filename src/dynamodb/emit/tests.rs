use std::collections::BTreeMap;
use std::process::Command;

use hcl::eval::{Context, Evaluate as _};
use hcl::structure::BlockLabel;
use hcl::{Block, Body};
use serde_json::Value;

use super::{Emitted, Language, emit};
use crate::dynamodb::autoscaling::{Policies, Policy};
use crate::dynamodb::spec::{Billing, Encryption, Layout, Replica, TableClass, TableSpec};

fn policy(min: u64, max: u64) -> Policy {
    Policy { min, max, target: 70.0, scale_in_cooldown_s: 60, scale_out_cooldown_s: 60 }
}

/// The table of the documentation, in three Regions.
fn global() -> TableSpec {
    let policies = Policies { read: policy(500, 5000), write: policy(250, 2500) };
    TableSpec {
        name: "chalk-online-store".to_owned(),
        region: "us-east-1".to_owned(),
        layout: Layout::documented(),
        point_in_time_recovery: true,
        deletion_protection: true,
        encryption: Encryption::AwsManaged,
        table_class: TableClass::Standard,
        billing: Billing::Autoscaling { read: 1000, write: 500, policies },
        replicas: vec![
            Replica { region: "us-west-2".to_owned(), read: Some(policy(100, 1000)) },
            Replica { region: "eu-west-1".to_owned(), read: None },
        ],
        tags: BTreeMap::from([("chalk_environment".to_owned(), "production".to_owned())]),
        warm_throughput: None,
        fixed_reads: Vec::new(),
    }
}

fn with(billing: Billing) -> TableSpec {
    TableSpec { billing, replicas: Vec::new(), layout: Layout::vendored(), ..global() }
}

fn terraform(spec: &TableSpec) -> String {
    let text = emit(spec, Language::Terraform, false).expect("can be said").text;
    let body: Body = hcl::parse(&text).expect("is HCL");
    assert!(body.blocks().count() > 2, "{text}");
    text
}

/// The blocks of a configuration by their labels, as `aws_dynamodb_table.online_store`.
fn blocks(text: &str) -> BTreeMap<String, Block> {
    let body: Body = hcl::parse(text).expect("is HCL");
    let name = |block: &Block| {
        let labels: Vec<&str> = block.labels().iter().map(BlockLabel::as_str).collect();
        if block.identifier() == "resource" { labels.join(".") } else { block.identifier().to_owned() }
    };
    body.blocks().map(|block| (name(block), block.clone())).collect()
}

fn value(block: &Block, name: &str) -> Option<String> {
    let attribute = block.body().attributes().find(|attribute| attribute.key() == name)?;
    Some(hcl::format::to_string(attribute.expr()).expect("is an expression"))
}

fn inner<'a>(block: &'a Block, name: &str) -> Vec<&'a Block> {
    block.body().blocks().filter(|block| block.identifier() == name).collect()
}

#[test]
fn replicas_come_after_the_write_policy_and_one_after_the_other() {
    let blocks = blocks(&terraform(&global()));
    let table = &blocks["aws_dynamodb_table.online_store"];
    assert!(inner(table, "replica").is_empty(), "an inline replica cannot be created in the first apply");
    let lifecycle = inner(table, "lifecycle")[0];
    let ignored = value(lifecycle, "ignore_changes").expect("is there");
    for name in ["read_capacity", "write_capacity", "replica"] {
        assert!(ignored.contains(name), "{ignored}");
    }
    assert_eq!(value(table, "stream_view_type").as_deref(), Some("\"NEW_AND_OLD_IMAGES\""));
    let needs = |name: &str| value(&blocks[name], "depends_on").unwrap_or_default();
    for region in ["us_west_2", "eu_west_1"] {
        let replica = format!("aws_dynamodb_table_replica.{region}");
        assert!(needs(&replica).contains("aws_appautoscaling_policy.write"), "{}", needs(&replica));
        assert_eq!(value(&blocks[&replica], "provider"), Some(format!("aws.{region}")));
        assert!(needs(&format!("aws_appautoscaling_target.read_{region}")).contains(&replica));
        assert!(blocks.contains_key(&format!("aws_appautoscaling_policy.read_{region}")));
    }
    assert!(needs("aws_dynamodb_table_replica.eu_west_1").contains("aws_dynamodb_table_replica.us_west_2"));
    // Write settings are synchronised: one pair for the group.
    let writes = blocks.keys().filter(|name| name.contains("write")).collect::<Vec<_>>();
    assert_eq!(writes, ["aws_appautoscaling_policy.write", "aws_appautoscaling_target.write"]);
    let least = |name: &str| value(&blocks[name], "min_capacity");
    assert_eq!(least("aws_appautoscaling_target.read_us_west_2").as_deref(), Some("100"));
    assert_eq!(least("aws_appautoscaling_target.read_eu_west_1").as_deref(), Some("500"));
}

#[test]
fn a_table_of_one_region() {
    let blocks = blocks(&terraform(&with(Billing::OnDemand)));
    let table = &blocks["aws_dynamodb_table.online_store"];
    assert_eq!(value(table, "billing_mode").as_deref(), Some("\"PAY_PER_REQUEST\""));
    assert_eq!((value(table, "read_capacity"), value(table, "stream_enabled")), (None, None));
    assert!(inner(table, "lifecycle").is_empty());
    assert_eq!(value(inner(table, "ttl")[0], "attribute_name").as_deref(), Some("\"__exp__\""));
    assert_eq!(inner(table, "attribute").len(), 2);
    let blocks = self::blocks(&terraform(&with(Billing::Provisioned { read: 7, write: 3 })));
    let table = &blocks["aws_dynamodb_table.online_store"];
    assert_eq!(value(table, "write_capacity").as_deref(), Some("3"));
    assert!(inner(table, "lifecycle").is_empty(), "nobody but Terraform changes a fixed capacity");
}

#[test]
fn what_cannot_exist_is_not_written() {
    let fixed = TableSpec { billing: Billing::Provisioned { read: 7, write: 3 }, ..global() };
    for language in [Language::Terraform, Language::Cloudformation, Language::Toml] {
        let refusal = emit(&fixed, language, false).expect_err("has replicas and a fixed capacity");
        assert!(refusal.contains("replicas only where its writes are autoscaled"), "{refusal}");
    }
    assert!(emit(&global(), Language::Toml, true).is_err());
}

/// What a name holds stays text in every language.
#[test]
fn nothing_in_a_name_is_taken_for_code() {
    let name = "a${file(\"/etc/passwd\")}%{ if true }\"}";
    let layout = Layout { hash_key: name.to_owned(), ..Layout::documented() };
    let spec = TableSpec { layout, ..global() };
    for as_documented in [false, true] {
        let text = emit(&spec, Language::Terraform, as_documented).expect("can be said").text;
        let body: Body = hcl::parse(&text).expect("is HCL");
        let is_table =
            |block: &&Block| block.labels().iter().any(|label| label.as_str() == "aws_dynamodb_table");
        let table = body.blocks().find(is_table).expect("is there");
        let key =
            table.body().attributes().find(|attribute| attribute.key() == "hash_key").expect("is there");
        let evaluated = key.expr().evaluate(&Context::new()).expect("needs nothing to be known");
        assert_eq!(evaluated, hcl::Value::from(name), "{text}");
    }
    let text = emit(&spec, Language::Cloudformation, false).expect("can be said").text;
    let template: Value = serde_json::from_str(&text).expect("is JSON");
    let key = &template["Resources"]["OnlineStore"]["Properties"]["KeySchema"][0];
    assert_eq!(key["AttributeName"], name);
    let spec = TableSpec { name: name.to_owned(), ..global() };
    assert!(emit(&spec, Language::Terraform, false).is_err());
}

#[test]
fn toml_is_read_back_as_the_same_table() {
    for spec in [global(), with(Billing::OnDemand), with(Billing::Provisioned { read: 7, write: 3 })] {
        let text = emit(&spec, Language::Toml, false).expect("can be said").text;
        assert_eq!(toml::from_str::<TableSpec>(&text).expect("is a table"), spec, "{text}");
    }
}

#[test]
fn as_documented_is_what_the_documentation_prints_and_says_what_is_wrong_with_it() {
    let spec = TableSpec { replicas: Vec::new(), ..global() };
    let Emitted { text, warnings } = emit(&spec, Language::Terraform, true).expect("can be said");
    for line in [
        "read_capacity  = 1000",
        "max_capacity       = 5000",
        "min_capacity       = 250",
        "target_value       = 70.0",
    ] {
        assert!(text.contains(line), "{line:?} is missing in {text}");
    }
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let warnings = emit(&global(), Language::Terraform, true).expect("can be said").warnings.join("\n");
    for part in
        ["own Region us-east-1", "should either be Pay-Per-Request or AutoScaled", "a read policy of its own"]
    {
        assert!(warnings.contains(part), "{part:?} is missing in {warnings}");
    }
}

#[test]
fn a_template_has_every_region_and_writes_scale_once() {
    let text = emit(&global(), Language::Cloudformation, false).expect("can be said").text;
    let template: Value = serde_json::from_str(&text).expect("is JSON");
    let table = &template["Resources"]["OnlineStore"];
    assert_eq!(
        (&table["Type"], &table["DeletionPolicy"]),
        (&"AWS::DynamoDB::GlobalTable".into(), &"Retain".into())
    );
    let properties = &table["Properties"];
    let write = &properties["WriteProvisionedThroughputSettings"]["WriteCapacityAutoScalingSettings"];
    assert_eq!((&write["MinCapacity"], &write["SeedCapacity"]), (&250.into(), &500.into()));
    let replicas = properties["Replicas"].as_array().expect("is a list");
    let read = |replica: &Value| {
        let settings = &replica["ReadProvisionedThroughputSettings"]["ReadCapacityAutoScalingSettings"];
        (replica["Region"].as_str().map(str::to_owned), settings["MinCapacity"].as_u64())
    };
    let expected = [("us-east-1", 500), ("us-west-2", 100), ("eu-west-1", 500)];
    assert_eq!(
        replicas.iter().map(read).collect::<Vec<_>>(),
        expected.map(|(region, least)| (Some(region.to_owned()), Some(least)))
    );
    let fixed = with(Billing::Provisioned { read: 7, write: 3 });
    let text = emit(&fixed, Language::Cloudformation, false).expect("can be said").text;
    let template: Value = serde_json::from_str(&text).expect("is JSON");
    assert_eq!(template["Resources"]["OnlineStore"]["Type"], "AWS::DynamoDB::Table");
}

/// Where Terraform is installed, it has nothing to put right.
#[test]
fn terraform_itself_would_not_format_it_otherwise() {
    if Command::new("terraform").arg("version").output().is_err() {
        return;
    }
    for spec in [global(), with(Billing::OnDemand)] {
        for as_documented in [false, true] {
            let text = emit(&spec, Language::Terraform, as_documented).expect("can be said").text;
            let folder = tempfile::tempdir().expect("a folder");
            std::fs::write(folder.path().join("main.tf"), &text).expect("can be written");
            let checked = Command::new("terraform")
                .args(["fmt", "-check", "-diff"])
                .current_dir(folder.path())
                .output();
            let checked = checked.expect("runs");
            assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
        }
    }
}
