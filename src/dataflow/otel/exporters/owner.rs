//! Whose a place is that stands at a cloud's own host: buckets and logs of all accounts have the same one.

use super::super::address::{shown, without_unless};
use super::super::expand::Expander;
use super::super::node::Node;
use super::field::{self, Field, is_settled};

/// What tells apart what stands at a host of all of a cloud's customers.
#[derive(Clone, Default)]
pub(in super::super) struct Owners {
    /// The bucket (`s3://logs`), the project (`projects/telemetry`) and the account whose role is taken on (`123456789012`): the
    /// first says where it ends.
    pub(in super::super) names: Vec<String>,
    /// Variables that would lead elsewhere if they were set.
    pub(in super::super) unless: Vec<String>,
}

/// Whose the credentials are that the variables of a container name; nothing where they name none. The keys come before the
/// role, as in AWS's SDKs.
pub(in super::super) fn signed_by(expander: &Expander<'_>) -> Owners {
    const KEY: &str = "AWS_ACCESS_KEY_ID";
    let mut owners = Owners::default();
    if expander.given(KEY).is_some() {
        owners.names.push(format!("the account of the key in ${{{KEY}}}"));
    } else if let Some(role) = expander.given("AWS_ROLE_ARN") {
        owners.add(Field::Texts(vec![role]), account);
    }
    owners
}

/// The bucket or the project that an exporter writes to, and the account of the role that it takes on: its own, or that of `auth`,
/// the extension that signs for it (`sigv4auth`), or else that of `own`, what the container signs with.
pub(in super::super) fn owners(kind: &str, options: &Node, auth: Option<&Node>, own: &Owners) -> Owners {
    let (bucket, role) = match kind {
        "awss3" => (Some("s3uploader.s3_bucket"), "s3uploader.role_arn"),
        "awskinesis" => (None, "aws.role"),
        "awsprometheusremotewrite" => (None, "aws_auth.role_arn"),
        _ => (None, "role_arn"),
    };
    let mut owners = Owners::default();
    if let Some(bucket) = bucket {
        // An attribute of the data may say another bucket.
        let by_attribute = field::field(options, "resource_attrs_to_s3.s3_bucket");
        match (by_attribute, field::field(options, bucket)) {
            (Field::Missing, Field::Missing) => owners.names.push("a bucket that is not named".to_owned()),
            (Field::Missing, one) => owners.add(one, |bucket| format!("s3://{}", shown(bucket))),
            _ => owners.names.push("a bucket that an attribute names".to_owned()),
        }
    }
    if matches!(kind, "googlecloud" | "googlemanagedprometheus") {
        owners.add(field::field(options, "project"), |project| format!("projects/{}", shown(project)));
    }
    let mut roles = vec![field::field(options, role)];
    roles.extend(auth.map(|auth| field::field(auth, "assume_role.arn")));
    if roles.iter().any(|role| !matches!(role, Field::Missing)) {
        for role in roles {
            owners.add(role, account);
        }
    } else if auth.is_some() || kind.starts_with("aws") {
        owners.names.extend(own.names.iter().cloned());
        owners.unless.extend(own.unless.iter().cloned());
    }
    owners
}

impl Owners {
    fn add(&mut self, field: Field, name: impl FnOnce(&str) -> String) {
        let text = match field {
            Field::Missing => return,
            Field::Texts(texts) => texts.concat(),
            Field::Unknown(what) => what,
            Field::Odd => "no text".to_owned(),
        };
        let (text, unless) = without_unless(text.trim());
        self.names.push(name(&text));
        self.unless.extend(unless.iter().map(|name| shown(name)));
    }
}

/// The account of a role's ARN; what depends on something is told as it stands, and is nobody's name.
fn account(role: &str) -> String {
    let is_account = |part: &&str| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit());
    let account = role.split(':').nth(4).filter(|_| is_settled(role)).filter(is_account);
    account.map_or_else(|| format!("the account of the role {}", shown(role)), str::to_owned)
}
