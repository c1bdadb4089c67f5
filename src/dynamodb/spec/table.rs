//! A wanted table.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Layout, Units};
use crate::dynamodb::autoscaling::{POSSIBLE_TARGETS, Policies, Policy};
use crate::secrets::shown_value;

/// What the stream of a global table shows: replication needs it (the documentation's own table has it, too).
pub const STREAM_VIEW: &str = "NEW_AND_OLD_IMAGES";

/// The longest name whose scaling policies, `DynamoDBWriteCapacityUtilization:table/NAME`, have a name that fits.
const LONGEST_SCALED_NAME: usize = 217;
/// More than any quota: what a number of 32 bits holds, as Application Auto Scaling has them.
const MOST_UNITS: u64 = 2_147_483_647;
/// The most tags of a table.
const MOST_TAGS: usize = 50;

/// How capacity is paid for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "mode", rename_all = "kebab-case")]
pub enum Billing {
    /// By request: `PAY_PER_REQUEST`.
    OnDemand,
    /// A fixed capacity, in units.
    Provisioned {
        /// Read capacity.
        read: u64,
        /// Write capacity.
        write: u64,
    },
    /// A capacity that follows the traffic.
    Autoscaling {
        /// Read capacity to begin with, in units.
        read: u64,
        /// Write capacity to begin with, in units.
        write: u64,
        /// How it follows. The write policy is one for all Regions; the read policy is that of the table's own Region.
        policies: Policies,
    },
}

/// Another Region with a replica of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Replica {
    /// The Region.
    pub region: String,
    /// How its read capacity follows its own traffic; the policy of the table's own Region where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<Policy>,
}

/// What a table's data is encrypted with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Encryption {
    /// A key that AWS owns: free, and always on.
    #[serde(alias = "aws_owned")]
    AwsOwned,
    /// The account's `aws/dynamodb` key, as the documentation's table has it.
    #[default]
    #[serde(alias = "aws_managed")]
    AwsManaged,
    /// A key of the customer's for each Region, by Region.
    Customer(BTreeMap<String, String>),
}

/// What storage and requests cost: much of one or much of the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TableClass {
    /// `STANDARD`.
    #[default]
    #[value(help = "Storage costs more, requests less")]
    Standard,
    /// `STANDARD_INFREQUENT_ACCESS`.
    #[serde(rename = "standard-infrequent-access", alias = "infrequent_access")]
    #[value(name = "standard-infrequent-access", help = "Storage costs less, requests more")]
    InfrequentAccess,
}

impl TableClass {
    /// As `DynamoDB` writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::InfrequentAccess => "STANDARD_INFREQUENT_ACCESS",
        }
    }
}

/// A wanted table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TableSpec {
    /// Its name.
    pub name: String,
    /// The Region in which it is created.
    pub region: String,
    /// What keys and expiry are called.
    pub layout: Layout,
    /// Continuous backups.
    pub point_in_time_recovery: bool,
    /// Whether it must be unlocked before it can be deleted.
    pub deletion_protection: bool,
    /// What it is encrypted with.
    #[serde(default)]
    pub encryption: Encryption,
    /// Its class.
    #[serde(default)]
    pub table_class: TableClass,
    /// How capacity is paid for.
    pub billing: Billing,
    /// The other Regions with a replica, in the order in which they are added.
    #[serde(default)]
    pub replicas: Vec<Replica>,
    /// Its tags, in every Region.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// What it can take at once; as AWS has it where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warm_throughput: Option<Units>,
    /// Regions of standing replicas whose read capacity is fixed, and that nobody wants otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixed_reads: Vec<String>,
}

impl TableSpec {
    /// Whether replicas stand in several Regions.
    pub fn is_global(&self) -> bool {
        !self.replicas.is_empty()
    }

    /// Every Region: its own, then those of the replicas.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.region.as_str())
            .chain(self.replicas.iter().map(|replica| replica.region.as_str()))
    }

    /// How reads scale in a Region; nothing where they do not.
    pub fn read_policy(&self, region: &str) -> Option<Policy> {
        let Billing::Autoscaling { policies, .. } = &self.billing else { return None };
        if self.fixed_reads.iter().any(|fixed| fixed == region) {
            return None;
        }
        let replica = self.replicas.iter().find(|replica| replica.region == region);
        Some(replica.and_then(|replica| replica.read).unwrap_or(policies.read))
    }

    /// How writes scale in every Region; nothing where they do not.
    pub const fn write_policy(&self) -> Option<Policy> {
        match &self.billing {
            Billing::Autoscaling { policies, .. } => Some(policies.write),
            Billing::OnDemand | Billing::Provisioned { .. } => None,
        }
    }

    /// Whether the table can be as it is described.
    ///
    /// # Errors
    /// The first contradiction, and what to say instead.
    pub fn check(&self) -> Result<(), String> {
        self.check_names()?;
        self.check_capacity()?;
        let mut seen = vec![self.region.as_str()];
        for replica in &self.replicas {
            if seen.contains(&replica.region.as_str()) {
                return Err(format!("{} is named twice: the table is in each Region once", replica.region));
            }
            seen.push(&replica.region);
        }
        if self.is_global() && matches!(self.billing, Billing::Provisioned { .. }) {
            return Err("a provisioned table has replicas only where its writes are autoscaled: DynamoDB refuses to add \
                 one to a table of fixed capacity; take --billing autoscaling or --billing on-demand"
                .to_owned());
        }
        if let Encryption::Customer(keys) = &self.encryption
            && let Some(region) = self.regions().find(|region| !keys.contains_key(*region))
        {
            return Err(format!(
                "no KMS key is named for {region}: a key is a Region's own, and all of them need one: --kms-key {region}=KEY"
            ));
        }
        Ok(())
    }

    fn check_capacity(&self) -> Result<(), String> {
        let (read, write) = match &self.billing {
            Billing::OnDemand => return Ok(()),
            Billing::Provisioned { read, write } | Billing::Autoscaling { read, write, .. } => {
                (*read, *write)
            }
        };
        let own = (self.region.as_str(), "read", Some(read), self.read_policy(&self.region));
        let replicas = self.replicas.iter().map(|replica| replica.region.as_str());
        let others = replicas.map(|region| (region, "read", None, self.read_policy(region)));
        let writes = (self.region.as_str(), "write", Some(write), self.write_policy());
        for (region, what, start, policy) in [own, writes].into_iter().chain(others) {
            if start.is_some_and(|units| !(1..=MOST_UNITS).contains(&units)) {
                return Err(format!(
                    "{what} capacity of {} units: it has 1 at least",
                    start.unwrap_or_default()
                ));
            }
            let Some(Policy { min, max, target, .. }) = policy else { continue };
            if min < 1 || min > max || max > MOST_UNITS {
                return Err(format!(
                    "{region}: {what}s scale between {min} and {max} units: the first is 1 at least, and not above the second"
                ));
            }
            if !POSSIBLE_TARGETS.contains(&target) {
                return Err(format!("{region}: {what}s scale at {target} %: DynamoDB takes 20 to 90"));
            }
            if let Some(units) = start
                && !(min..=max).contains(&units)
            {
                return Err(format!(
                    "{what} capacity begins with {units} units, and scales between {min} and {max}: begin within"
                ));
            }
        }
        Ok(())
    }

    /// Whether AWS would take its names. Source: the API's `TableName` and `KeySchemaAttributeName`, and the tagging rules
    /// of the developer guide.
    ///
    /// # Errors
    /// The first name that it would not take, and why.
    pub fn check_names(&self) -> Result<(), String> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
        if !(3..=255).contains(&self.name.len()) || !self.name.chars().all(is_name) {
            let rule = "3 to 255 letters, digits, `_`, `.` or `-`";
            return Err(format!("the table name `{}` is not one: {rule}", shown_value(&self.name)));
        }
        let replicas = self.replicas.iter().map(|replica| replica.region.as_str());
        for region in std::iter::once(self.region.as_str()).chain(replicas) {
            let is_region = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if region.is_empty() || !region.chars().all(is_region) {
                return Err(format!("`{}` is no AWS Region: they look like us-east-1", shown_value(region)));
            }
        }
        let Layout { hash_key, range_key, ttl_attribute } = &self.layout;
        for name in [hash_key, range_key].into_iter().chain(ttl_attribute) {
            if !(1..=255).contains(&name.len()) || name.chars().any(char::is_control) {
                return Err(format!(
                    "`{}` cannot name a key attribute: 1 to 255 bytes, no control characters",
                    shown_value(name)
                ));
            }
        }
        if matches!(self.billing, Billing::Autoscaling { .. }) && self.name.len() > LONGEST_SCALED_NAME {
            return Err(format!(
                "the table name has {} characters, and names its scaling policies, whose names have 256 at most: at most {LONGEST_SCALED_NAME}",
                self.name.len()
            ));
        }
        if self.tags.len() > MOST_TAGS {
            return Err(format!("{} tags; AWS takes {MOST_TAGS}", self.tags.len()));
        }
        for (key, value) in &self.tags {
            let is_long = key.chars().count() > 128 || value.chars().count() > 256;
            if is_long || key.is_empty() || key.to_lowercase().starts_with("aws:") {
                return Err(format!(
                    "the tag {key:?} cannot be set: a key has 1 to 128 characters and does not begin with aws:, a value has 256 at most"
                ));
            }
        }
        let is_tag = |c: char| c.is_alphanumeric() || " +-=._:/@".contains(c);
        match self.tags.iter().flat_map(|(key, value)| [key, value]).find(|text| !text.chars().all(is_tag)) {
            Some(text) => Err(format!(
                "`{}` cannot stand in a tag: letters, digits, spaces and `+ - = . _ : / @`",
                shown_value(text)
            )),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_aws_would_not_take_are_told() {
        let good = TableSpec {
            name: "chalk-online-store".to_owned(),
            region: "us-east-1".to_owned(),
            layout: Layout::vendored(),
            point_in_time_recovery: true,
            deletion_protection: false,
            encryption: Encryption::AwsOwned,
            table_class: TableClass::Standard,
            billing: Billing::OnDemand,
            replicas: vec![Replica { region: "us-west-2".to_owned(), read: None }],
            tags: BTreeMap::from([("chalk_environment".to_owned(), "größer +1".to_owned())]),
            warm_throughput: None,
            fixed_reads: Vec::new(),
        };
        assert_eq!(good.check_names(), Ok(()));
        let told = |change: fn(&mut TableSpec)| {
            let mut spec = good.clone();
            change(&mut spec);
            spec.check_names().expect_err("is refused")
        };
        assert!(told(|spec| spec.name = "ab".to_owned()).contains("3 to 255"));
        assert!(told(|spec| spec.name = "a${b}c".to_owned()).contains("the table name"));
        assert!(told(|spec| spec.region = "US East".to_owned()).contains("no AWS Region"));
        assert!(told(|spec| spec.replicas[0].region = String::new()).contains("no AWS Region"));
        assert!(told(|spec| spec.layout.range_key = "a\nb".to_owned()).contains("key attribute"));
        assert!(
            told(|spec| spec.tags = BTreeMap::from([("k".to_owned(), "${x}".to_owned())])).contains("tag")
        );
    }
}
