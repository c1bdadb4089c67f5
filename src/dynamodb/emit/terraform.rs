//! A table as Terraform that applies at the first try.
//!
//! A replica of a provisioned table can be added only when the table's writes are already autoscaled ("Table write
//! capacity should either be Pay-Per-Request or `AutoScaled`"), one at a time. So replicas are resources of their own,
//! behind the policies and behind each other; the table ignores what they and autoscaling change. Write settings are
//! synchronised over all Regions: one pair of them is enough. Read settings are each Region's own.

use hcl::{Block, Expression, expr::Object, expr::ObjectKey};

use super::hcl_text::{reference, references, text as hcl_text};
use crate::dynamodb::autoscaling::{NEW_TABLE_READ_UNITS, NEW_TABLE_WRITE_UNITS, Policy};
use crate::dynamodb::spec::{Billing, Encryption, Replica, STREAM_VIEW, TableSpec};
use crate::numbers::as_f64;

const TABLE: &str = "aws_dynamodb_table";
const REPLICA: &str = "aws_dynamodb_table_replica";
const TARGET: &str = "aws_appautoscaling_target";
const POLICY: &str = "aws_appautoscaling_policy";
/// What the resources are called.
const NAME: &str = "online_store";

/// The whole configuration.
pub(super) fn text(spec: &TableSpec) -> String {
    let mut blocks = vec![requirements(spec), provider(&spec.region, None)];
    blocks
        .extend(spec.replicas.iter().map(|replica| provider(&replica.region, Some(alias(&replica.region)))));
    blocks.push(table(spec));
    if let Billing::Autoscaling { policies, .. } = &spec.billing {
        blocks.extend(scaling("write", &policies.write, None));
        blocks.extend(scaling("read", &policies.read, None));
    }
    let mut before: Option<String> = None;
    for replica in &spec.replicas {
        blocks.push(copy(spec, replica, before.as_deref()));
        before = Some(alias(&replica.region));
        if let Billing::Autoscaling { policies, .. } = &spec.billing {
            let policy = replica.read.unwrap_or(policies.read);
            blocks.extend(scaling("read", &policy, Some(&replica.region)));
        }
    }
    hcl_text(blocks)
}

/// What to know before it is changed.
pub(super) fn warnings(spec: &TableSpec) -> Vec<String> {
    let warm = warm_throughput(spec).map(|_| {
        "lowering warm_throughput later makes Terraform delete the table and create another: raise it only, or take the \
         block out"
            .to_owned()
    });
    warm.into_iter().collect()
}

/// A Region as a name in Terraform.
fn alias(region: &str) -> String {
    region.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

fn requirements(spec: &TableSpec) -> Block {
    // The provider's change log: 6.13 is the first that knows warm throughput.
    let version = if warm_throughput(spec).is_some() { ">= 6.13" } else { ">= 5.34" };
    let provider = Object::from_iter([
        (ObjectKey::from(hcl::Identifier::unchecked("source")), Expression::from("hashicorp/aws")),
        (ObjectKey::from(hcl::Identifier::unchecked("version")), Expression::from(version)),
    ]);
    let required = Block::builder("required_providers").add_attribute(("aws", provider)).build();
    Block::builder("terraform").add_block(required).build()
}

fn provider(region: &str, alias: Option<String>) -> Block {
    let mut block = Block::builder("provider").add_label("aws");
    if let Some(alias) = alias {
        block = block.add_attribute(("alias", alias));
    }
    block.add_attribute(("region", region)).build()
}

fn table(spec: &TableSpec) -> Block {
    let layout = &spec.layout;
    let mut block =
        Block::builder("resource").add_labels([TABLE, NAME]).add_attribute(("name", spec.name.as_str()));
    block = match &spec.billing {
        Billing::OnDemand => block.add_attribute(("billing_mode", "PAY_PER_REQUEST")),
        Billing::Provisioned { read, write } | Billing::Autoscaling { read, write, .. } => block
            .add_attribute(("billing_mode", "PROVISIONED"))
            .add_attribute(("read_capacity", *read))
            .add_attribute(("write_capacity", *write)),
    };
    block = block
        .add_attribute(("hash_key", layout.hash_key.as_str()))
        .add_attribute(("range_key", layout.range_key.as_str()))
        .add_attribute(("table_class", spec.table_class.as_str()))
        .add_attribute(("deletion_protection_enabled", spec.deletion_protection));
    if spec.is_global() {
        block =
            block.add_attribute(("stream_enabled", true)).add_attribute(("stream_view_type", STREAM_VIEW));
    }
    if !spec.tags.is_empty() {
        block = block.add_attribute(("tags", tags(spec)));
    }
    for key in [&layout.hash_key, &layout.range_key] {
        let attribute = Block::builder("attribute");
        block = block
            .add_block(attribute.add_attribute(("name", key.as_str())).add_attribute(("type", "S")).build());
    }
    if let Some(attribute) = &layout.ttl_attribute {
        let ttl = Block::builder("ttl").add_attribute(("attribute_name", attribute.as_str()));
        block = block.add_block(ttl.add_attribute(("enabled", true)).build());
    }
    let recovery = Block::builder("point_in_time_recovery");
    block = block.add_block(recovery.add_attribute(("enabled", spec.point_in_time_recovery)).build());
    if let Some(encryption) = encryption(spec) {
        block = block.add_block(encryption);
    }
    if let Some(warm) = warm_throughput(spec) {
        block = block.add_block(warm);
    }
    match ignored(spec).as_slice() {
        [] => block.build(),
        names => {
            let names = names.iter().map(|name| reference(&[name])).collect();
            let lifecycle = Block::builder("lifecycle");
            block
                .add_block(lifecycle.add_attribute(("ignore_changes", Expression::Array(names))).build())
                .build()
        }
    }
}

/// What others change: autoscaling the capacity, the replicas' own resources the replicas.
fn ignored(spec: &TableSpec) -> Vec<&'static str> {
    let mut names = Vec::new();
    if matches!(spec.billing, Billing::Autoscaling { .. }) {
        names.extend(["read_capacity", "write_capacity"]);
    }
    if spec.is_global() {
        names.push("replica");
    }
    names
}

fn tags(spec: &TableSpec) -> Expression {
    let tag = |(key, value): (&String, &String)| {
        (ObjectKey::Expression(Expression::from(key.as_str())), Expression::from(value.as_str()))
    };
    Expression::Object(spec.tags.iter().map(tag).collect())
}

/// Nothing where it is the warm throughput that every table has, and less than which is not taken: the provider's page says that it would report a difference for ever.
fn warm_throughput(spec: &TableSpec) -> Option<Block> {
    let least = (NEW_TABLE_READ_UNITS, NEW_TABLE_WRITE_UNITS);
    let units = spec.warm_throughput.filter(|units| (as_f64(units.read), as_f64(units.write)) != least)?;
    let block = Block::builder("warm_throughput")
        .add_attribute(("read_units_per_second", units.read))
        .add_attribute(("write_units_per_second", units.write));
    Some(block.build())
}

/// Nothing where AWS's own key is used, which is the service's default.
fn encryption(spec: &TableSpec) -> Option<Block> {
    let block = Block::builder("server_side_encryption").add_attribute(("enabled", true));
    match &spec.encryption {
        Encryption::AwsOwned => None,
        Encryption::AwsManaged => Some(block.build()),
        Encryption::Customer(keys) => {
            let key = keys.get(&spec.region).map(|key| ("kms_key_arn", key.as_str()));
            Some(key.into_iter().fold(block, hcl::structure::BlockBuilder::add_attribute).build())
        }
    }
}

/// A replica in another Region, behind the replica before it: `DynamoDB` adds one at a time.
fn copy(spec: &TableSpec, replica: &Replica, before: Option<&str>) -> Block {
    let name = alias(&replica.region);
    let mut block = Block::builder("resource")
        .add_labels([REPLICA, name.as_str()])
        .add_attribute(("provider", reference(&["aws", &name])))
        .add_attribute(("global_table_arn", reference(&[TABLE, NAME, "arn"])))
        .add_attribute(("point_in_time_recovery", spec.point_in_time_recovery))
        .add_attribute(("deletion_protection_enabled", spec.deletion_protection));
    if let Encryption::Customer(keys) = &spec.encryption
        && let Some(key) = keys.get(&replica.region)
    {
        block = block.add_attribute(("kms_key_arn", key.as_str()));
    }
    if !spec.tags.is_empty() {
        block = block.add_attribute(("tags", tags(spec)));
    }
    let mut needed = Vec::new();
    if matches!(spec.billing, Billing::Autoscaling { .. }) {
        needed.push([POLICY, "write"]);
        // A read policy that comes after the replica would overwrite the replica's own.
        needed.push([POLICY, "read"]);
    }
    needed.extend(before.map(|before| [REPLICA, before]));
    if !needed.is_empty() {
        block = block.add_attribute(("depends_on", references(&needed)));
    }
    block.build()
}

/// The target and the policy of one dimension, in the table's own Region or in a replica's.
fn scaling(dimension: &str, policy: &Policy, region: Option<&str>) -> [Block; 2] {
    let (name, provider) = match region {
        None => (dimension.to_owned(), None),
        Some(region) => (format!("{dimension}_{}", alias(region)), Some(alias(region))),
    };
    let unit = if dimension == "read" { "Read" } else { "Write" };
    let table = reference(&[TABLE, NAME, "name"]).to_string();
    let mut target = Block::builder("resource").add_labels([TARGET, name.as_str()]);
    let mut tracking = Block::builder("resource").add_labels([POLICY, name.as_str()]);
    if let Some(provider) = &provider {
        target = target.add_attribute(("provider", reference(&["aws", provider])));
        tracking = tracking.add_attribute(("provider", reference(&["aws", provider])));
    }
    let resource = hcl::expr::TemplateExpr::from(format!("table/${{{table}}}"));
    target = target
        .add_attribute(("service_namespace", "dynamodb"))
        .add_attribute(("resource_id", Expression::TemplateExpr(Box::new(resource))))
        .add_attribute(("scalable_dimension", format!("dynamodb:table:{unit}CapacityUnits")))
        .add_attribute(("min_capacity", policy.min))
        .add_attribute(("max_capacity", policy.max));
    if let Some(provider) = &provider {
        target = target.add_attribute(("depends_on", references(&[[REPLICA, provider]])));
    }
    let metric = Block::builder("predefined_metric_specification")
        .add_attribute(("predefined_metric_type", format!("DynamoDB{unit}CapacityUtilization")));
    let configuration = Block::builder("target_tracking_scaling_policy_configuration")
        .add_attribute(("target_value", policy.target))
        .add_attribute(("scale_in_cooldown", policy.scale_in_cooldown_s))
        .add_attribute(("scale_out_cooldown", policy.scale_out_cooldown_s))
        .add_block(metric.build());
    let of = |attribute| reference(&[TARGET, &name, attribute]);
    let policy_name =
        hcl::expr::TemplateExpr::from(format!("DynamoDB{unit}CapacityUtilization:table/${{{table}}}"));
    tracking = tracking
        .add_attribute(("name", Expression::TemplateExpr(Box::new(policy_name))))
        .add_attribute(("policy_type", "TargetTrackingScaling"))
        .add_attribute(("service_namespace", of("service_namespace")))
        .add_attribute(("resource_id", of("resource_id")))
        .add_attribute(("scalable_dimension", of("scalable_dimension")))
        .add_block(configuration.build());
    [target.build(), tracking.build()]
}
