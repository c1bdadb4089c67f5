//! One secret of Secrets Manager.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::table::ACCOUNT;

/// One secret, in one Region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Secret {
    pub(crate) name: String,
    pub(crate) region: String,
    pub(crate) description: Option<String>,
    pub(crate) kms_key: Option<String>,
    pub(crate) tags: BTreeMap<String, String>,
    /// Values by version, with the stages that name them.
    pub(crate) versions: BTreeMap<String, Version>,
    /// When its deletion was asked for.
    pub(crate) deleted_at: Option<i64>,
    /// Other Regions, with the status there.
    pub(crate) replicas: BTreeMap<String, String>,
    /// The Region of which this is a copy.
    pub(crate) copy_of: Option<String>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) value: String,
    pub(crate) stages: Vec<String>,
}

impl Secret {
    /// A secret with a value.
    pub(crate) fn new(region: &str, name: &str, value: &str) -> Self {
        let mut secret = Self { region: region.to_owned(), name: name.to_owned(), ..Self::default() };
        secret.put("00000000-0000-0000-0000-000000000000", value);
        secret
    }

    /// Makes this value the current one.
    pub(super) fn put(&mut self, version: &str, value: &str) {
        for other in self.versions.values_mut() {
            let was_current = other.stages.iter().any(|stage| stage == "AWSCURRENT");
            other.stages.clear();
            if was_current {
                other.stages.push("AWSPREVIOUS".to_owned());
            }
        }
        let stages = vec!["AWSCURRENT".to_owned()];
        self.versions.insert(version.to_owned(), Version { value: value.to_owned(), stages });
    }

    /// The version that a stage names, with its id.
    pub(crate) fn staged(&self, stage: &str) -> Option<(&str, &Version)> {
        let mut versions = self.versions.iter();
        let found = versions.find(|(_, version)| version.stages.iter().any(|one| one == stage));
        found.map(|(id, version)| (id.as_str(), version))
    }

    /// The value that is read.
    pub(crate) fn current(&self) -> Option<&str> {
        self.staged("AWSCURRENT").map(|(_, version)| version.value.as_str())
    }

    pub(super) fn arn(&self) -> String {
        format!("arn:aws:secretsmanager:{}:{ACCOUNT}:secret:{}-AbCdEf", self.region, self.name)
    }

    /// `DescribeSecret`.
    pub(super) fn describe(&self) -> Value {
        let stages: BTreeMap<_, _> =
            self.versions.iter().map(|(id, version)| (id, &version.stages)).collect();
        let tags = self.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value}));
        let mut told = json!({
            "ARN": self.arn(),
            "Name": self.name,
            "CreatedDate": 1_790_000_000,
            "VersionIdsToStages": stages,
            "Tags": tags.collect::<Vec<_>>(),
        });
        for (name, value) in [("Description", &self.description), ("KmsKeyId", &self.kms_key)] {
            if let Some(value) = value {
                told[name] = json!(value);
            }
        }
        if let Some(at) = self.deleted_at {
            told["DeletedDate"] = json!(at);
        }
        if !self.replicas.is_empty() {
            told["ReplicationStatus"] = self.replication();
            told["PrimaryRegion"] = json!(self.region);
        }
        if let Some(region) = &self.copy_of {
            told["PrimaryRegion"] = json!(region);
        }
        told
    }

    /// `ReplicationStatus`.
    pub(super) fn replication(&self) -> Value {
        let told = |(region, status): (&String, &String)| json!({"Region": region, "Status": status});
        self.replicas.iter().map(told).collect()
    }
}
