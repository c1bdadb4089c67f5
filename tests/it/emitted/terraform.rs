//! Terraform, read back.

use std::collections::BTreeMap;

use chalkstore::dynamodb::autoscaling::Policy;
use chalkstore::dynamodb::spec::{Replica, TableSpec};
use hcl::structure::BlockLabel;
use hcl::{Block, Body, Expression};

use super::Pieces;

/// The table of a configuration.
pub(super) fn table(text: &str) -> TableSpec {
    let body: Body = hcl::parse(text).expect("is HCL");
    let blocks: Vec<&Block> = body.blocks().collect();
    let regions = regions(&blocks);
    let resources: BTreeMap<(String, String), &Block> = blocks
        .iter()
        .filter(|block| block.identifier() == "resource")
        .map(|block| {
            let labels: Vec<&str> = block.labels().iter().map(BlockLabel::as_str).collect();
            ((labels[0].to_owned(), labels[1].to_owned()), *block)
        })
        .collect();
    let resource = |kind: &str, name: &str| resources.get(&(kind.to_owned(), name.to_owned())).copied();
    let table = resource("aws_dynamodb_table", "online_store").expect("the table");
    let policy = |name: &str| {
        let target = resource("aws_appautoscaling_target", name)?;
        let policy = resource("aws_appautoscaling_policy", name).expect("a target has a policy");
        let tracking = inner(policy, "target_tracking_scaling_policy_configuration").expect("tracks");
        let seconds = |name| u32::try_from(number(tracking, name)).expect("seconds");
        Some(Policy {
            min: number(target, "min_capacity"),
            max: number(target, "max_capacity"),
            target: float(tracking, "target_value"),
            scale_in_cooldown_s: seconds("scale_in_cooldown"),
            scale_out_cooldown_s: seconds("scale_out_cooldown"),
        })
    };
    let mut pieces = Pieces {
        name: string(table, "name").expect("a name"),
        region: regions[""].clone(),
        hash_key: string(table, "hash_key").expect("a key"),
        range_key: string(table, "range_key").expect("a key"),
        ttl_attribute: inner(table, "ttl").and_then(|ttl| string(ttl, "attribute_name")),
        recovery: inner(table, "point_in_time_recovery").is_some_and(|one| is_true(one, "enabled")),
        protection: is_true(table, "deletion_protection_enabled"),
        table_class: string(table, "table_class").unwrap_or_else(|| "STANDARD".to_owned()),
        is_on_demand: string(table, "billing_mode").as_deref() == Some("PAY_PER_REQUEST"),
        reads: policy("read"),
        writes: policy("write"),
        tags: tags(table),
        ..Pieces::default()
    };
    if !pieces.is_on_demand {
        (pieces.read, pieces.write) = (number(table, "read_capacity"), number(table, "write_capacity"));
    }
    if let Some(encryption) = inner(table, "server_side_encryption") {
        pieces.kms = is_true(encryption, "enabled");
        let key = string(encryption, "kms_key_arn");
        pieces.keys.extend(key.map(|key| (pieces.region.clone(), key)));
    }
    // In the order of the file, in which they are added.
    for block in blocks
        .iter()
        .filter(|block| block.labels().first().map(BlockLabel::as_str) == Some("aws_dynamodb_table_replica"))
    {
        let name = block.labels()[1].as_str();
        let region = regions[name].clone();
        assert_eq!(is_true(block, "point_in_time_recovery"), pieces.recovery);
        assert_eq!(is_true(block, "deletion_protection_enabled"), pieces.protection);
        assert_eq!(tags(block), pieces.tags);
        pieces.keys.extend(string(block, "kms_key_arn").map(|key| (region.clone(), key)));
        let read = policy(&format!("read_{name}"));
        pieces.replicas.push(Replica { region, read: read.filter(|read| Some(*read) != pieces.reads) });
    }
    pieces.table()
}

/// The Regions of the providers, by alias; that of the table has none.
fn regions(blocks: &[&Block]) -> BTreeMap<String, String> {
    let providers = blocks.iter().filter(|block| block.identifier() == "provider");
    providers
        .map(|block| (string(block, "alias").unwrap_or_default(), string(block, "region").expect("a Region")))
        .collect()
}

fn inner<'a>(block: &'a Block, name: &str) -> Option<&'a Block> {
    block.body().blocks().find(|block| block.identifier() == name)
}

fn value<'a>(block: &'a Block, name: &str) -> Option<&'a Expression> {
    let mut attributes = block.body().attributes();
    attributes.find(|attribute| attribute.key() == name).map(hcl::Attribute::expr)
}

fn string(block: &Block, name: &str) -> Option<String> {
    match value(block, name)? {
        Expression::String(text) => Some(text.clone()),
        other => panic!("{name} is {other:?}"),
    }
}

fn is_true(block: &Block, name: &str) -> bool {
    matches!(value(block, name), Some(Expression::Bool(true)))
}

fn number(block: &Block, name: &str) -> u64 {
    match value(block, name) {
        Some(Expression::Number(number)) => number.as_u64().expect("is whole"),
        other => panic!("{name} is {other:?}"),
    }
}

fn float(block: &Block, name: &str) -> f64 {
    match value(block, name) {
        Some(Expression::Number(number)) => number.as_f64().expect("is a number"),
        other => panic!("{name} is {other:?}"),
    }
}

fn tags(block: &Block) -> BTreeMap<String, String> {
    let Some(Expression::Object(tags)) = value(block, "tags") else { return BTreeMap::new() };
    let text = |expression: &Expression| match expression {
        Expression::String(text) => text.clone(),
        other => panic!("a tag is {other:?}"),
    };
    let key = |key: &hcl::expr::ObjectKey| match key {
        hcl::expr::ObjectKey::Expression(expression) => text(expression),
        hcl::expr::ObjectKey::Identifier(name) => name.to_string(),
        other => panic!("a tag's key is {other:?}"),
    };
    tags.iter().map(|(name, value)| (key(name), text(value))).collect()
}
