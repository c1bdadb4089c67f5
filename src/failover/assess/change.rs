//! The commands that change records.

use serde_json::{Value, json};

use crate::failover::evidence::{Policy, Record, Role};

/// The command that changes records of a zone, with the changes in a file.
pub(super) fn from_file(zone: &str) -> String {
    format!(
        "aws route53 change-resource-record-sets --hosted-zone-id {zone} --change-batch file://CHANGES.json"
    )
}

/// The command that replaces records by these. What is chosen in a way that is not known in full is taken over by hand.
pub(super) fn upsert(zone: &str, records: &[Record]) -> String {
    let sets: Option<Vec<Value>> = records.iter().map(record_set).collect();
    let Some(sets) = sets else {
        return format!("{} (an UPSERT of the record as it is, with that changed)", from_file(zone));
    };
    let change = |set| json!({"Action": "UPSERT", "ResourceRecordSet": set});
    let batch = json!({"Changes": sets.into_iter().map(change).collect::<Vec<_>>()}).to_string();
    // As one word of a shell.
    let batch = batch.replace('\'', r"'\''");
    format!("aws route53 change-resource-record-sets --hosted-zone-id {zone} --change-batch '{batch}'")
}

/// A record as Route 53's API writes it; nothing where that is not known in full.
fn record_set(record: &Record) -> Option<Value> {
    let mut set = json!({"Name": record.name, "Type": record.kind});
    let (field, value) = match &record.policy {
        Policy::Simple => (None, Value::Null),
        Policy::Failover { role: Role::Primary } => (Some("Failover"), json!("PRIMARY")),
        Policy::Failover { role: Role::Secondary } => (Some("Failover"), json!("SECONDARY")),
        Policy::Weighted { weight } => (Some("Weight"), json!(weight)),
        Policy::Latency { region } => (Some("Region"), json!(region)),
        Policy::Multivalue => (Some("MultiValueAnswer"), json!(true)),
        Policy::Failover { role: Role::Other(_) } | Policy::Other { .. } => return None,
    };
    let alias = record.alias.as_ref().map(|alias| {
        json!({
            "DNSName": alias.dns_name,
            "HostedZoneId": alias.zone_id,
            "EvaluateTargetHealth": alias.evaluates_target_health,
        })
    });
    let values: Vec<Value> = record.values.iter().map(|value| json!({"Value": value})).collect();
    let fields = [
        (field, Some(value)),
        (Some("SetIdentifier"), record.set_identifier.as_ref().map(|id| json!(id))),
        (Some("HealthCheckId"), record.health_check.as_ref().map(|id| json!(id))),
        (Some("TTL"), record.ttl_s.map(|ttl_s| json!(ttl_s))),
        (Some("ResourceRecords"), alias.is_none().then_some(Value::Array(values))),
        (Some("AliasTarget"), alias),
    ];
    for (field, value) in fields {
        if let (Some(field), Some(value)) = (field, value) {
            set[field] = value;
        }
    }
    Some(set)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::upsert;
    use crate::failover::evidence::{Alias, Policy, Record, Role};

    fn record() -> Record {
        Record {
            name: "chalk.example.com".into(),
            kind: "A".into(),
            set_identifier: Some("it's east".into()),
            policy: Policy::Failover { role: Role::Primary },
            ttl_s: Some(60),
            values: vec!["192.0.2.1".into()],
            alias: None,
            health_check: Some("hc-1".into()),
        }
    }

    #[test]
    fn a_record_is_replaced_as_a_whole() {
        let told = upsert("Z1", &[record()]);
        let (command, batch) = told.split_once(" '").expect("a word in quotes");
        assert_eq!(command, "aws route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch");
        let batch = batch.strip_suffix('\'').expect("the quote ends").replace(r"'\''", "'");
        let set = json!({
            "Name": "chalk.example.com",
            "Type": "A",
            "Failover": "PRIMARY",
            "SetIdentifier": "it's east",
            "HealthCheckId": "hc-1",
            "TTL": 60,
            "ResourceRecords": [{"Value": "192.0.2.1"}],
        });
        let batch: Value = serde_json::from_str(&batch).expect("JSON");
        assert_eq!(batch, json!({"Changes": [{"Action": "UPSERT", "ResourceRecordSet": set}]}));
        let alias = Alias {
            dns_name: "dualstack.lb.example.com".into(),
            zone_id: "Z2".into(),
            evaluates_target_health: true,
        };
        let alias = Record { alias: Some(alias), ttl_s: None, values: Vec::new(), ..record() };
        let told = upsert("Z1", &[alias]);
        assert!(
            told.contains(r#""EvaluateTargetHealth":true"#) && !told.contains("ResourceRecords"),
            "{told}"
        );
    }

    #[test]
    fn what_is_not_known_in_full_is_left_to_a_file() {
        let policy = Policy::Other { what: "geolocation".into() };
        assert!(
            upsert("Z1", &[Record { policy, ..record() }]).contains("--change-batch file://CHANGES.json (")
        );
    }
}
