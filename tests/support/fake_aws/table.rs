//! One table, in one Region.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The account of everything.
pub(crate) const ACCOUNT: &str = "123456789012";

/// Read and write units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Throughput {
    pub(crate) read: i64,
    pub(crate) write: i64,
}

/// Another Region's copy, as this table's description lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replica {
    /// `CREATING`, `ACTIVE`, or anything a test puts here.
    pub(crate) status: String,
    /// How many descriptions are left until a `CREATING` one is `ACTIVE`.
    pub(super) left: u32,
    pub(crate) read_override: Option<i64>,
    pub(crate) kms_key: Option<String>,
}

/// One table, in one Region.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) region: String,
    pub(crate) status: String,
    /// How many descriptions are left until it is `ACTIVE` again.
    pub(super) busy: u32,
    /// Key attributes: name and type; the hash key first.
    pub(crate) keys: Vec<(String, String)>,
    /// Nothing on demand.
    pub(crate) provisioned: Option<Throughput>,
    /// The most that was ever provisioned, or what was asked for.
    pub(crate) warm: Throughput,
    /// Whether it was billed on demand at any time.
    pub(crate) was_on_demand: bool,
    /// When it went on demand.
    pub(super) switched_at: Vec<i64>,
    /// When its capacity was decreased.
    pub(crate) decreases: Vec<i64>,
    /// The KMS key's ARN; nothing where the key is AWS's own.
    pub(crate) encryption: Option<String>,
    pub(crate) class: String,
    pub(crate) deletion_protection: bool,
    /// The attribute by which items expire.
    pub(crate) ttl: Option<String>,
    /// When expiry was changed.
    pub(crate) ttl_changed_at: Option<i64>,
    pub(crate) point_in_time_recovery: bool,
    /// How often its backups are not ready yet.
    pub(super) backups_unavailable: u32,
    pub(crate) tags: BTreeMap<String, String>,
    /// The view type.
    pub(crate) stream: Option<String>,
    /// By Region; never the table's own.
    pub(crate) replicas: BTreeMap<String, Replica>,
    /// By key.
    pub(super) items: BTreeMap<String, Item>,
    pub(super) created_s: i64,
}

/// An item, and how many reads do not see it yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) value: Value,
    pub(super) hidden: u32,
}

impl Table {
    /// Gives it an active replica in another Region, where a table has to stand by itself.
    pub(crate) fn replicate_to(&mut self, region: &str) {
        let replica = Replica { status: "ACTIVE".to_owned(), left: 0, read_override: None, kms_key: None };
        self.replicas.insert(region.to_owned(), replica);
    }

    /// An active table on demand with the keys `pk` and `sk`, and nothing else.
    pub(crate) fn new(region: &str, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            region: region.to_owned(),
            status: "ACTIVE".to_owned(),
            busy: 0,
            keys: vec![("pk".to_owned(), "S".to_owned()), ("sk".to_owned(), "S".to_owned())],
            provisioned: None,
            warm: Throughput { read: 12_000, write: 4_000 },
            was_on_demand: true,
            switched_at: Vec::new(),
            decreases: Vec::new(),
            encryption: None,
            class: "STANDARD".to_owned(),
            deletion_protection: false,
            ttl: None,
            ttl_changed_at: None,
            point_in_time_recovery: false,
            backups_unavailable: 0,
            tags: BTreeMap::new(),
            stream: None,
            replicas: BTreeMap::new(),
            items: BTreeMap::new(),
            created_s: 1_790_000_000,
        }
    }

    /// Leaves out what differs between two ways to the same end.
    pub(crate) fn forget_times(&mut self) {
        self.ttl_changed_at = self.ttl_changed_at.map(|_| 0);
        (self.created_s, self.busy, self.backups_unavailable) = (0, 0, 0);
        self.was_on_demand = false;
        (self.switched_at, self.decreases) = (Vec::new(), Vec::new());
        for replica in self.replicas.values_mut() {
            replica.left = 0;
        }
    }

    pub(super) fn arn(&self) -> String {
        format!("arn:aws:dynamodb:{}:{ACCOUNT}:table/{}", self.region, self.name)
    }

    /// Something is being done to it, which takes a few descriptions.
    pub(super) fn occupy(&mut self, describes: u32) {
        if self.status == "ACTIVE" && describes > 0 {
            "UPDATING".clone_into(&mut self.status);
            self.busy = describes;
        }
    }

    /// A description, or a refusal, has passed.
    pub(super) fn tick(&mut self) {
        if matches!(self.status.as_str(), "CREATING" | "UPDATING") {
            self.busy = self.busy.saturating_sub(1);
            if self.busy == 0 {
                "ACTIVE".clone_into(&mut self.status);
            }
        }
    }

    /// How often it was decreased today, by UTC.
    pub(super) fn decreases_today(&self, now_s: i64) -> usize {
        self.decreases.iter().filter(|at| **at / 86_400 == now_s / 86_400).count()
    }

    /// Whether anything was written that still stands.
    pub(crate) fn has_items(&self) -> bool {
        !self.items.is_empty()
    }

    /// `TableDescription`. Nothing of it is told that AWS leaves out of a table of one Region.
    pub(super) fn describe(&self, now_s: i64) -> Value {
        let units = self.provisioned.unwrap_or(Throughput { read: 0, write: 0 });
        let roles = ["HASH", "RANGE"];
        let mut told = json!({
            "TableName": self.name,
            "TableStatus": self.status,
            "TableArn": self.arn(),
            "TableId": "12345678-1234-1234-1234-123456789012",
            "CreationDateTime": self.created_s,
            "AttributeDefinitions": self.keys.iter()
                .map(|(name, kind)| json!({"AttributeName": name, "AttributeType": kind})).collect::<Vec<_>>(),
            "KeySchema": self.keys.iter().zip(roles)
                .map(|((name, _), role)| json!({"AttributeName": name, "KeyType": role})).collect::<Vec<_>>(),
            "ProvisionedThroughput": {
                "ReadCapacityUnits": units.read,
                "WriteCapacityUnits": units.write,
                "NumberOfDecreasesToday": self.decreases_today(now_s),
            },
            "TableSizeBytes": 0,
            "ItemCount": self.items.len(),
            "DeletionProtectionEnabled": self.deletion_protection,
            "WarmThroughput": {
                "ReadUnitsPerSecond": self.warm.read,
                "WriteUnitsPerSecond": self.warm.write,
                "Status": "ACTIVE",
            },
        });
        if let Some(last) = self.decreases.last() {
            told["ProvisionedThroughput"]["LastDecreaseDateTime"] = json!(last);
        }
        if self.was_on_demand {
            let mode = if self.provisioned.is_some() { "PROVISIONED" } else { "PAY_PER_REQUEST" };
            told["BillingModeSummary"] = json!({"BillingMode": mode});
        }
        if let Some(key) = &self.encryption {
            told["SSEDescription"] = json!({"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": key});
        }
        if self.class != "STANDARD" {
            told["TableClassSummary"] = json!({"TableClass": self.class});
        }
        if let Some(view) = &self.stream {
            told["StreamSpecification"] = json!({"StreamEnabled": true, "StreamViewType": view});
            told["LatestStreamArn"] = json!(format!("{}/stream/2026-01-01T00:00:00.000", self.arn()));
        }
        if !self.replicas.is_empty() {
            told["GlobalTableVersion"] = json!("2019.11.21");
            told["GlobalTableSettingsReplicationMode"] = json!("ENABLED_WITH_OVERRIDES");
            told["Replicas"] =
                self.replicas.iter().map(|(region, replica)| replica.describe(region)).collect();
        }
        told
    }
}

impl Replica {
    /// One that has been there for long.
    pub(crate) fn active() -> Self {
        Self { status: "ACTIVE".to_owned(), left: 0, read_override: None, kms_key: None }
    }

    /// A new one.
    pub(super) fn creating(left: u32) -> Self {
        Self { status: "CREATING".to_owned(), left, read_override: None, kms_key: None }
    }

    /// What is inherited is not told.
    fn describe(&self, region: &str) -> Value {
        let mut told = json!({"RegionName": region, "ReplicaStatus": self.status});
        if let Some(units) = self.read_override {
            told["ProvisionedThroughputOverride"] = json!({"ReadCapacityUnits": units});
        }
        if let Some(key) = &self.kms_key {
            told["KMSMasterKeyId"] = json!(key);
        }
        told
    }
}
