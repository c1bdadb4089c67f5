//! What is wanted of a table: flags, files and expectations are all this one type.

use std::collections::BTreeMap;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::in_files;
use super::values::{
    BillingName, Bounds, EncryptionName, KeyWanted, LayoutName, ReplicaWanted, Switch, Units, tag,
};
use super::{Billing, Encryption, Layout, Replica, TableClass, TableSpec};
use crate::dynamodb::autoscaling::{DOCUMENTED_COOLDOWN_S, Policies, Policy};
use crate::values::seconds;

const TABLE: &str = "The table";
const CAPACITY: &str = "Its capacity";
const PROTECTION: &str = "Its protection";

/// The tag that the documentation's table has.
pub(in crate::dynamodb) const ENVIRONMENT: &str = "chalk_environment";

/// What is wanted of a table. Whatever was not said is `None`, or empty: a table that is created has the documentation's
/// values there ([`Wanted::spec`]), and one that is checked may have any.
#[derive(Clone, Debug, Default, PartialEq, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Wanted {
    /// The names of keys and expiry, which the deployment has to read. Default: documented.
    #[arg(long, value_name = "LAYOUT", help_heading = TABLE)]
    pub layout: Option<LayoutName>,

    /// The partition key's name, instead of the layout's.
    #[arg(long, value_name = "NAME", help_heading = TABLE)]
    pub partition_key: Option<String>,

    /// The sort key's name, instead of the layout's.
    #[arg(long, value_name = "NAME", help_heading = TABLE)]
    pub sort_key: Option<String>,

    /// The attribute by which items expire, instead of the layout's; `none` for no expiry.
    #[arg(long, value_name = "NAME", help_heading = TABLE)]
    pub ttl_attribute: Option<String>,

    /// Another Region with a replica of the table, and how its reads scale, where they scale otherwise than those of the
    /// table's own Region. Repeat it.
    #[arg(long = "replica", value_name = "REGION[=MIN-MAX[@TARGET]]", help_heading = TABLE)]
    pub replicas: Vec<ReplicaWanted>,

    /// What storage and requests cost. Default: standard.
    #[arg(long, value_name = "CLASS", help_heading = TABLE)]
    pub table_class: Option<TableClass>,

    /// The environment that the table is for: its tag `chalk_environment`.
    #[arg(long, value_name = "NAME", help_heading = TABLE)]
    pub environment: Option<String>,

    /// A tag. Repeat it.
    #[arg(long = "tag", value_name = "KEY=VALUE", help_heading = TABLE, value_parser = tag)]
    #[serde(with = "in_files::tags")]
    #[schemars(with = "BTreeMap<String, String>")]
    pub tags: Vec<(String, String)>,

    /// How capacity is paid for. Default: autoscaling.
    #[arg(long, value_name = "MODE", help_heading = CAPACITY)]
    pub billing: Option<BillingName>,

    /// Read units: all of them where they are fixed, those to begin with where they scale. Default: 1000.
    #[arg(long, value_name = "UNITS", help_heading = CAPACITY)]
    pub read_capacity: Option<u64>,

    /// Write units, likewise. Default: 500.
    #[arg(long, value_name = "UNITS", help_heading = CAPACITY)]
    pub write_capacity: Option<u64>,

    /// Between which units reads scale, and at which utilisation. Default: 500-5000@70.
    #[arg(long, value_name = "MIN-MAX[@TARGET]", help_heading = CAPACITY)]
    pub read_scaling: Option<Bounds>,

    /// Between which units writes scale, in all Regions alike. Default: 250-2500@70.
    #[arg(long, value_name = "MIN-MAX[@TARGET]", help_heading = CAPACITY)]
    pub write_scaling: Option<Bounds>,

    /// How long a scale-in waits after another. Default: 60s.
    #[arg(long, value_name = "DURATION", help_heading = CAPACITY, value_parser = seconds)]
    #[serde(with = "in_files::seconds")]
    #[schemars(with = "Option<String>")]
    pub scale_in_cooldown: Option<u32>,

    /// How long a scale-out waits after another. Default: 60s.
    #[arg(long, value_name = "DURATION", help_heading = CAPACITY, value_parser = seconds)]
    #[serde(with = "in_files::seconds")]
    #[schemars(with = "Option<String>")]
    pub scale_out_cooldown: Option<u32>,

    /// What the table can take at once, in units a second. Raising it is charged for, and it never falls again.
    #[arg(long, value_name = "READ,WRITE", help_heading = CAPACITY)]
    pub warm_throughput: Option<Units>,

    /// Point-in-time recovery, in every Region. Default: on.
    #[arg(long, value_name = "SWITCH", help_heading = PROTECTION)]
    pub point_in_time_recovery: Option<Switch>,

    /// Whether the table has to be unlocked before it can be deleted, in every Region. Default: on.
    #[arg(long, value_name = "SWITCH", help_heading = PROTECTION)]
    pub deletion_protection: Option<Switch>,

    /// Whose key encrypts the data. Default: aws-managed; where a --kms-key is given, customer.
    #[arg(long, value_name = "WHOSE", help_heading = PROTECTION)]
    pub encryption: Option<EncryptionName>,

    /// The customer's KMS key of a Region, by its ARN or ID. Repeat it: every Region needs one.
    #[arg(long = "kms-key", value_name = "[REGION=]KEY", help_heading = PROTECTION)]
    pub kms_keys: Vec<KeyWanted>,
}

impl Wanted {
    /// This, and what `other` says where this says nothing.
    #[must_use]
    pub fn over(self, mut other: Self) -> Self {
        // Another mode than a file's leaves the file's capacity without a meaning.
        if self.billing.is_some() && self.billing != other.billing && other.billing.is_some() {
            other = Self {
                read_capacity: None,
                write_capacity: None,
                read_scaling: None,
                write_scaling: None,
                scale_in_cooldown: None,
                scale_out_cooldown: None,
                ..other
            };
        }
        let list = |own: Vec<_>, other| if own.is_empty() { other } else { own };
        Self {
            layout: self.layout.or(other.layout),
            partition_key: self.partition_key.or(other.partition_key),
            sort_key: self.sort_key.or(other.sort_key),
            ttl_attribute: self.ttl_attribute.or(other.ttl_attribute),
            replicas: if self.replicas.is_empty() { other.replicas } else { self.replicas },
            table_class: self.table_class.or(other.table_class),
            environment: self.environment.or(other.environment),
            tags: list(self.tags, other.tags),
            billing: self.billing.or(other.billing),
            read_capacity: self.read_capacity.or(other.read_capacity),
            write_capacity: self.write_capacity.or(other.write_capacity),
            read_scaling: self.read_scaling.or(other.read_scaling),
            write_scaling: self.write_scaling.or(other.write_scaling),
            scale_in_cooldown: self.scale_in_cooldown.or(other.scale_in_cooldown),
            scale_out_cooldown: self.scale_out_cooldown.or(other.scale_out_cooldown),
            warm_throughput: self.warm_throughput.or(other.warm_throughput),
            point_in_time_recovery: self.point_in_time_recovery.or(other.point_in_time_recovery),
            deletion_protection: self.deletion_protection.or(other.deletion_protection),
            encryption: self.encryption.or(other.encryption),
            kms_keys: if self.kms_keys.is_empty() { other.kms_keys } else { self.kms_keys },
        }
    }

    /// Everything that a table has, as wanted: what `size` recommends.
    #[must_use]
    pub fn of(spec: &TableSpec) -> Self {
        let named =
            [(LayoutName::Documented, Layout::documented()), (LayoutName::Vendored, Layout::vendored())];
        let layout = named.iter().find(|(_, layout)| *layout == spec.layout).map(|(name, _)| *name);
        let bounds =
            |policy: &Policy| Bounds { min: policy.min, max: policy.max, target: Some(policy.target) };
        let mut wanted = Self {
            // A layout that a scenario took by default was chosen by nobody.
            layout: layout.filter(|name| *name != LayoutName::Documented),
            partition_key: layout.is_none().then(|| spec.layout.hash_key.clone()),
            sort_key: layout.is_none().then(|| spec.layout.range_key.clone()),
            ttl_attribute: spec.layout.ttl_attribute.clone().filter(|_| layout.is_none()),
            // What is as everywhere was chosen by nobody either, and changes nothing that stands.
            table_class: Some(spec.table_class).filter(|class| *class != TableClass::Standard),
            tags: spec.tags.clone().into_iter().collect(),
            warm_throughput: spec.warm_throughput,
            point_in_time_recovery: (!spec.point_in_time_recovery).then_some(Switch::Off),
            deletion_protection: (!spec.deletion_protection).then_some(Switch::Off),
            ..Self::default()
        };
        let replica = |replica: &Replica| ReplicaWanted {
            region: replica.region.clone(),
            read: replica.read.as_ref().map(bounds),
        };
        wanted.replicas = spec.replicas.iter().map(replica).collect();
        match &spec.encryption {
            Encryption::AwsOwned => wanted.encryption = Some(EncryptionName::AwsOwned),
            Encryption::AwsManaged => {}
            Encryption::Customer(keys) => {
                let key = |(region, key): (&String, &String)| KeyWanted {
                    region: Some(region.clone()),
                    key: key.clone(),
                };
                wanted.kms_keys = keys.iter().map(key).collect();
            }
        }
        match &spec.billing {
            Billing::OnDemand => wanted.billing = Some(BillingName::OnDemand),
            Billing::Provisioned { read, write } => {
                wanted.billing = Some(BillingName::Provisioned);
                (wanted.read_capacity, wanted.write_capacity) = (Some(*read), Some(*write));
            }
            Billing::Autoscaling { read, write, policies } => {
                wanted.billing = Some(BillingName::Autoscaling);
                (wanted.read_capacity, wanted.write_capacity) = (Some(*read), Some(*write));
                wanted.read_scaling = Some(bounds(&policies.read));
                wanted.write_scaling = Some(bounds(&policies.write));
                wanted.scale_in_cooldown = Some(policies.write.scale_in_cooldown_s);
                wanted.scale_out_cooldown = Some(policies.write.scale_out_cooldown_s);
            }
        }
        wanted
    }

    /// The table in full: what was not said is as the documentation has it.
    ///
    /// # Errors
    /// What contradicts itself, or what AWS would refuse.
    pub fn spec(&self, name: &str, region: &str) -> Result<TableSpec, String> {
        let spec = self.unchecked(name, region)?;
        spec.check()?;
        Ok(spec)
    }

    /// The same, before anybody has looked whether it can be.
    pub(in crate::dynamodb) fn unchecked(&self, name: &str, region: &str) -> Result<TableSpec, String> {
        Ok(TableSpec {
            name: name.to_owned(),
            region: region.to_owned(),
            layout: self.layout(),
            point_in_time_recovery: self.point_in_time_recovery.is_none_or(Switch::is_on),
            deletion_protection: self.deletion_protection.is_none_or(Switch::is_on),
            encryption: self.encryption(region)?,
            table_class: self.table_class.unwrap_or_default(),
            billing: self.billing()?,
            replicas: self.replicas.iter().map(|replica| self.replica(replica)).collect(),
            tags: self.tags(),
            warm_throughput: self.warm_throughput,
            fixed_reads: Vec::new(),
        })
    }

    /// Whether anything was said of capacity or of how it scales.
    pub const fn says_capacity(&self) -> bool {
        self.read_capacity.is_some()
            || self.write_capacity.is_some()
            || self.read_scaling.is_some()
            || self.write_scaling.is_some()
            || self.scale_in_cooldown.is_some()
            || self.scale_out_cooldown.is_some()
    }

    /// Whether a capacity was said, and nothing of how it scales.
    pub const fn says_only_capacity(&self) -> bool {
        let says_scaling = self.read_scaling.is_some()
            || self.write_scaling.is_some()
            || self.scale_in_cooldown.is_some()
            || self.scale_out_cooldown.is_some();
        !says_scaling && (self.read_capacity.is_some() || self.write_capacity.is_some())
    }

    /// Whether anybody said which names the deployment reads.
    pub const fn has_layout(&self) -> bool {
        self.layout.is_some() || (self.partition_key.is_some() && self.sort_key.is_some())
    }

    /// The names of keys and expiry.
    pub fn layout(&self) -> Layout {
        let named = match self.layout {
            None | Some(LayoutName::Documented) => Layout::documented(),
            Some(LayoutName::Vendored) => Layout::vendored(),
        };
        Layout {
            hash_key: self.partition_key.clone().unwrap_or(named.hash_key),
            range_key: self.sort_key.clone().unwrap_or(named.range_key),
            ttl_attribute: match self.ttl_attribute.as_deref() {
                Some("none") => None,
                Some(name) => Some(name.to_owned()),
                None => named.ttl_attribute,
            },
        }
    }

    fn billing(&self) -> Result<Billing, String> {
        let name = self.billing.unwrap_or(BillingName::Autoscaling);
        let flags = [
            ("--read-capacity", self.read_capacity.is_some()),
            ("--write-capacity", self.write_capacity.is_some()),
            ("--read-scaling", self.read_scaling.is_some()),
            ("--write-scaling", self.write_scaling.is_some()),
            ("--scale-in-cooldown", self.scale_in_cooldown.is_some()),
            ("--scale-out-cooldown", self.scale_out_cooldown.is_some()),
        ];
        let (mode, superfluous) = match name {
            BillingName::OnDemand => ("on-demand", &flags[..]),
            BillingName::Provisioned => ("provisioned", &flags[2..]),
            BillingName::Autoscaling => ("autoscaling", &[][..]),
        };
        if let Some((flag, _)) = superfluous.iter().find(|(_, is_given)| *is_given) {
            return Err(format!("{flag} has no meaning with --billing {mode}"));
        }
        let (read, write) = (self.read_capacity, self.write_capacity);
        Ok(match name {
            BillingName::OnDemand => Billing::OnDemand,
            BillingName::Provisioned => {
                Billing::Provisioned { read: read.unwrap_or(1000), write: write.unwrap_or(500) }
            }
            BillingName::Autoscaling => {
                let policies = Policies {
                    read: self.policy(self.read_scaling, 500, 5000),
                    write: self.policy(self.write_scaling, 250, 2500),
                };
                let start = |given: Option<u64>, documented: u64, policy: &Policy| {
                    given.unwrap_or_else(|| documented.max(policy.min).min(policy.max))
                };
                Billing::Autoscaling {
                    read: start(read, 1000, &policies.read),
                    write: start(write, 500, &policies.write),
                    policies,
                }
            }
        })
    }

    /// The policy of these bounds, or of the documentation's.
    fn policy(&self, bounds: Option<Bounds>, min: u64, max: u64) -> Policy {
        let Bounds { min, max, target } = bounds.unwrap_or(Bounds { min, max, target: None });
        Policy {
            min,
            max,
            target: target.unwrap_or(70.0),
            scale_in_cooldown_s: self.scale_in_cooldown.unwrap_or(DOCUMENTED_COOLDOWN_S),
            scale_out_cooldown_s: self.scale_out_cooldown.unwrap_or(DOCUMENTED_COOLDOWN_S),
        }
    }

    fn replica(&self, replica: &ReplicaWanted) -> Replica {
        let read = replica.read.map(|bounds| self.policy(Some(bounds), bounds.min, bounds.max));
        Replica { region: replica.region.clone(), read }
    }

    fn encryption(&self, region: &str) -> Result<Encryption, String> {
        let mut keys = BTreeMap::new();
        for KeyWanted { region: named, key } in &self.kms_keys {
            if key.contains("alias/") {
                return Err(format!(
                    "--kms-key {key}: name the key by its ARN or ID: DescribeTable tells the ARN, with which an alias cannot be compared (aws kms describe-key --key-id {key})"
                ));
            }
            let region = named.as_deref().unwrap_or(region);
            if keys.insert(region.to_owned(), key.clone()).is_some() {
                return Err(format!("--kms-key names two keys for {region}"));
            }
        }
        match self.encryption {
            None | Some(EncryptionName::Customer) if !keys.is_empty() => Ok(Encryption::Customer(keys)),
            Some(EncryptionName::Customer) => {
                Err("--encryption customer needs the keys: --kms-key REGION=KEY for every Region".to_owned())
            }
            Some(_) if !keys.is_empty() => {
                Err("--kms-key is for --encryption customer, and another was given".to_owned())
            }
            None | Some(EncryptionName::AwsManaged) => Ok(Encryption::AwsManaged),
            Some(EncryptionName::AwsOwned) => Ok(Encryption::AwsOwned),
        }
    }

    fn tags(&self) -> BTreeMap<String, String> {
        let environment = self.environment.iter().map(|name| (ENVIRONMENT.to_owned(), name.clone()));
        self.tags.iter().cloned().chain(environment).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_as_documented() {
        let spec = Wanted::default().spec("chalk-online-store", "us-east-1").expect("is right");
        let policy = |min, max| Policy {
            scale_in_cooldown_s: 60,
            scale_out_cooldown_s: 60,
            ..Policy::new(min, max, 70.0)
        };
        let policies = Policies { read: policy(500, 5000), write: policy(250, 2500) };
        assert_eq!(spec.billing, Billing::Autoscaling { read: 1000, write: 500, policies });
        assert_eq!((spec.layout, spec.encryption), (Layout::documented(), Encryption::AwsManaged));
        assert!(spec.point_in_time_recovery && spec.deletion_protection && spec.tags.is_empty());
        assert!(!Wanted::default().has_layout());
    }

    #[test]
    fn a_table_is_what_it_wants() {
        let mut wanted = Wanted {
            layout: Some(LayoutName::Vendored),
            billing: Some(BillingName::Autoscaling),
            replicas: vec!["us-west-2=5-10@50".parse().expect("is one")],
            environment: Some("production".to_owned()),
            ..Wanted::default()
        };
        let spec = wanted.spec("t-1", "us-east-1").expect("is right");
        assert_eq!(Wanted::of(&spec).spec("t-1", "us-east-1"), Ok(spec.clone()));
        assert_eq!(spec.tags["chalk_environment"], "production");
        assert_eq!(spec.replicas[0].read.map(|read| (read.min, read.max)), Some((5, 10)));
        wanted.billing = Some(BillingName::Provisioned);
        assert!(wanted.spec("t-1", "us-east-1").expect_err("no replicas").contains("autoscal"));
        wanted.replicas.clear();
        wanted.kms_keys = vec!["1234abcd".parse().expect("is one")];
        let spec = wanted.spec("t-1", "us-east-1").expect("is right");
        assert_eq!(Wanted::of(&spec).spec("t-1", "us-east-1"), Ok(spec));
        let file = Wanted {
            read_scaling: Some(Bounds { min: 1, max: 2, target: None }),
            billing: Some(BillingName::Autoscaling),
            ..Wanted::default()
        };
        assert_eq!(wanted.clone().over(file).read_scaling, None, "another mode than the file's");
        let alias = Wanted { kms_keys: vec!["alias/k".parse().expect("is one")], ..Wanted::default() };
        assert!(alias.spec("t-1", "us-east-1").expect_err("cannot be compared").contains("ARN"));
        wanted.read_scaling = Some(Bounds { min: 1, max: 2, target: None });
        assert!(wanted.spec("t-1", "us-east-1").expect_err("contradicts").contains("--read-scaling"));
    }
}
