//! The literal shape of the product's documentation, with this table's numbers in it.

use std::fmt::Write as _;

use super::language::Emitted;
use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::spec::{Billing, STREAM_VIEW, TableSpec};

/// Terraform as the documentation page on the `DynamoDB` online store writes it.
pub(super) fn terraform(spec: &TableSpec) -> Emitted {
    let mut text = String::new();
    table(&mut text, spec);
    if let Billing::Autoscaling { policies, .. } = &spec.billing {
        scaling(&mut text, spec, "read", "Read", &policies.read);
        scaling(&mut text, spec, "write", "Write", &policies.write);
    }
    Emitted { text, warnings: warnings(spec) }
}

fn warnings(spec: &TableSpec) -> Vec<String> {
    let mut warnings = Vec::new();
    let is_provisioned = !matches!(spec.billing, Billing::OnDemand);
    if spec.is_global() {
        warnings.push(format!(
            "as documented, the table's own Region {} is named as a replica, which DynamoDB refuses (\"Cannot add or delete the local region through ReplicaUpdates\")",
            spec.region
        ));
    }
    if spec.is_global() && is_provisioned {
        warnings.push(
            "as documented, the first apply fails: DynamoDB adds a replica to a provisioned table only when its writes are autoscaled already (\"Table write capacity should either be Pay-Per-Request or AutoScaled\"); without --as-documented the replicas come after the policies"
                .to_owned(),
        );
        warnings.push(
            "as documented, read capacity is autoscaled in one Region only; each replica Region needs a read policy of its own"
                .to_owned(),
        );
    }
    if matches!(spec.billing, Billing::Autoscaling { .. }) {
        warnings.push(
            "as documented, every later apply sets the capacity back to what stands here, whatever autoscaling made of it; without --as-documented it is ignored"
                .to_owned(),
        );
    }
    warnings
}

fn table(text: &mut String, spec: &TableSpec) {
    let TableSpec { name, layout, point_in_time_recovery, .. } = spec;
    let mut head = vec![("name", quoted(name))];
    match &spec.billing {
        Billing::OnDemand => head.push(("billing_mode", quoted("PAY_PER_REQUEST"))),
        Billing::Provisioned { read, write } | Billing::Autoscaling { read, write, .. } => {
            head.push(("billing_mode", quoted("PROVISIONED")));
            head.push(("read_capacity", read.to_string()));
            head.push(("write_capacity", write.to_string()));
        }
    }
    head.push(("hash_key", quoted(&layout.hash_key)));
    head.push(("range_key", quoted(&layout.range_key)));
    if spec.is_global() {
        head.push(("stream_enabled", "true".to_owned()));
        head.push(("stream_view_type", quoted(STREAM_VIEW)));
    }
    text.push_str("resource \"aws_dynamodb_table\" \"chalk_online_store\" {\n");
    attributes(text, "  ", &head);
    for key in [&layout.hash_key, &layout.range_key] {
        block(text, "attribute", &[("name", quoted(key)), ("type", quoted("S"))]);
    }
    if let Some(attribute) = &layout.ttl_attribute {
        block(text, "ttl", &[("attribute_name", quoted(attribute)), ("enabled", "true".to_owned())]);
    }
    let is_first = std::iter::once(spec.region.as_str()).filter(|_| spec.is_global());
    for region in is_first.chain(spec.replicas.iter().map(|replica| replica.region.as_str())) {
        block(text, "replica", &[("region_name", quoted(region))]);
    }
    block(text, "point_in_time_recovery", &[("enabled", point_in_time_recovery.to_string())]);
    block(text, "server_side_encryption", &[("enabled", "true".to_owned())]);
    if !spec.tags.is_empty() {
        let tags: Vec<(&str, String)> =
            spec.tags.iter().map(|(key, value)| (key.as_str(), quoted(value))).collect();
        text.push_str("\n  tags = {\n");
        attributes(text, "    ", &tags);
        text.push_str("  }\n");
    }
    text.push_str("}\n");
}

fn scaling(text: &mut String, spec: &TableSpec, name: &str, unit: &str, policy: &Policy) {
    let table = "table/${aws_dynamodb_table.chalk_online_store.name}";
    let _ = write!(text, "\nresource \"aws_appautoscaling_target\" \"{name}_target\" {{\n");
    attributes(
        text,
        "  ",
        &[
            ("max_capacity", policy.max.to_string()),
            ("min_capacity", policy.min.to_string()),
            ("resource_id", format!("\"{table}\"")),
            ("scalable_dimension", format!("\"dynamodb:table:{unit}CapacityUnits\"")),
            ("service_namespace", quoted("dynamodb")),
        ],
    );
    let target = format!("aws_appautoscaling_target.{name}_target");
    let _ = write!(text, "}}\n\nresource \"aws_appautoscaling_policy\" \"{name}_policy\" {{\n");
    attributes(
        text,
        "  ",
        &[
            ("name", quoted(&format!("{}-{name}-autoscaling", spec.name))),
            ("policy_type", quoted("TargetTrackingScaling")),
            ("resource_id", format!("{target}.resource_id")),
            ("scalable_dimension", format!("{target}.scalable_dimension")),
            ("service_namespace", format!("{target}.service_namespace")),
        ],
    );
    text.push_str(
        "\n  target_tracking_scaling_policy_configuration {\n    predefined_metric_specification {\n",
    );
    let metric = format!("\"DynamoDB{unit}CapacityUtilization\"");
    attributes(text, "      ", &[("predefined_metric_type", metric)]);
    text.push_str("    }\n\n");
    attributes(
        text,
        "    ",
        &[
            ("target_value", format!("{:?}", policy.target)),
            ("scale_in_cooldown", policy.scale_in_cooldown_s.to_string()),
            ("scale_out_cooldown", policy.scale_out_cooldown_s.to_string()),
        ],
    );
    text.push_str("  }\n}\n");
}

fn block(text: &mut String, name: &str, values: &[(&str, String)]) {
    let _ = write!(text, "\n  {name} {{\n");
    attributes(text, "    ", values);
    text.push_str("  }\n");
}

fn attributes(text: &mut String, indent: &str, values: &[(&str, String)]) {
    let widest = values.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, value) in values {
        let _ = writeln!(text, "{indent}{name:widest$} = {value}");
    }
}

/// A string of HCL; what it holds is never taken for a template.
fn quoted(text: &str) -> String {
    let value = hcl::format::to_string(&hcl::Expression::from(text));
    value.unwrap_or_default()
}
