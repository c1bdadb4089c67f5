//! What a policy is limited to.

use super::Subject;
use crate::iam::arn;

/// What a policy is limited to. What is not known is any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: String,
    /// The account's twelve digits.
    pub account: Option<String>,
    /// The table's name.
    pub table: Option<String>,
    /// The secret's name or ARN.
    pub secret: Option<String>,
    /// The Regions of the table, its own first. With none any is allowed.
    pub regions: Vec<String>,
    /// The customer's KMS keys of the table and of the secret: ARNs, IDs or `alias/NAME`. With none no key is named in
    /// the policy: the keys that AWS manages in the account allow their services' callers themselves.
    pub keys: Vec<String>,
}

impl Default for Scope {
    fn default() -> Self {
        Self {
            partition: "aws".to_owned(),
            account: None,
            table: None,
            secret: None,
            regions: Vec::new(),
            keys: Vec::new(),
        }
    }
}

impl Scope {
    /// The table of this name, in these Regions, in any account of the Regions' partition.
    #[must_use]
    pub fn of_table(name: &str, regions: &[&str]) -> Self {
        Self {
            partition: partition_of(regions.first().copied().unwrap_or_default()).to_owned(),
            table: Some(name.to_owned()),
            regions: regions.iter().map(|region| (*region).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Whether the table may have replicas in several Regions.
    pub const fn may_be_global(&self) -> bool {
        self.regions.len() != 1
    }

    /// The resources of a subject.
    pub(super) fn resources(&self, subject: Subject) -> Vec<String> {
        let account = self.account.as_deref().unwrap_or("*");
        let partition = self.partition.as_str();
        let any = self.table.as_deref().unwrap_or("*");
        match subject {
            Subject::Table => self.in_regions(|region| arn::table(partition, region, account, any)),
            Subject::Alarms => self.in_regions(|region| {
                format!("arn:{partition}:cloudwatch:{region}:{account}:alarm:TargetTracking-table/{any}-*")
            }),
            // Secrets have Regions of their own: replicas of a secret need not stand where the table's do.
            Subject::Secret => {
                vec![arn::secret(partition, "*", account, self.secret.as_deref().unwrap_or("*"))]
            }
            Subject::Keys => {
                let keys = self.keys.iter().filter(|key| arn::alias(key).is_none());
                keys.map(|key| arn::key(partition, "*", account, key)).collect()
            }
            Subject::KeyAliases => match self.aliases().next() {
                Some(_) => vec![format!("arn:{partition}:kms:*:{account}:key/*")],
                None => Vec::new(),
            },
            Subject::ServiceRoles => {
                let role =
                    |role: &str| format!("arn:{partition}:iam::{account}:role/aws-service-role/{role}");
                let mut roles = vec![role(SCALING_ROLE)];
                roles.extend(self.may_be_global().then(|| role(REPLICATION_ROLE)));
                roles
            }
            Subject::Roles => vec![format!("arn:{partition}:iam::{account}:role/*")],
            Subject::Tables
            | Subject::Scaling
            | Subject::ScalingChanges
            | Subject::Metrics
            | Subject::Routing
            | Subject::Balancers
            | Subject::Replicators
            | Subject::Databases
            | Subject::Clusters => vec!["*".to_owned()],
        }
    }

    /// The aliases by which keys are named.
    pub(super) fn aliases(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().filter_map(|key| arn::alias(key))
    }

    fn in_regions(&self, arn: impl Fn(&str) -> String) -> Vec<String> {
        match self.regions.as_slice() {
            [] => vec![arn("*")],
            regions => regions.iter().map(|region| arn(region)).collect(),
        }
    }
}

/// `SERVICE/ROLE` of the role that Application Auto Scaling makes for tables.
pub(super) const SCALING_ROLE: &str =
    "dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable";
/// `SERVICE/ROLE` of the role that `DynamoDB` makes for replication.
pub(super) const REPLICATION_ROLE: &str =
    "replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication";

/// The partition that a Region is in, by how its name begins.
fn partition_of(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}
