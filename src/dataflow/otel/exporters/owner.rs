//! Whose a place is that stands at a cloud's own host: buckets and logs of all accounts have the same one.

use super::super::address::{shown, without_unless};
use super::super::expand::Expander;
use super::super::node::Node;
use super::field::{self, Field, is_settled};

/// What tells apart what stands at a host of all of a cloud's customers.
#[derive(Clone, Default)]
pub(in super::super) struct Owners {
    /// The bucket (`s3://logs`, `gs://logs`), the project (`projects/telemetry`), the workspace (`workspaces/ws-0123`) and the
    /// account whose role is taken on (`123456789012`): the first says where it ends.
    pub(in super::super) names: Vec<String>,
    /// Variables that would lead elsewhere if they were set.
    pub(in super::super) unless: Vec<String>,
}

/// Whose the credentials are that the variables of a container name; nothing where they name none. The keys come before the
/// rest, as in AWS's SDKs.
pub(in super::super) fn signed_by(expander: &Expander<'_>) -> Owners {
    const KEY: &str = "AWS_ACCESS_KEY_ID";
    let mut owners = Owners::default();
    if expander.given(KEY).is_some() {
        owners.names.push(format!("the account of the key in ${{{KEY}}}"));
    } else if let Some(role) = expander.given("AWS_ROLE_ARN") {
        owners.add(Field::Texts(vec![role]), account);
    } else if let Some(profile) = expander.given("AWS_PROFILE") {
        owners.add(Field::Texts(vec![profile]), of_profile);
    }
    owners
}

/// The bucket, the project or the workspace that an exporter writes to, and the account of the role or the profile that it takes on:
/// its own, or that of `auth`, the extension that signs for it (`sigv4auth`), or else that of `own`, what the container signs with.
pub(in super::super) fn owners(kind: &str, options: &Node, auth: Option<&Node>, own: &Owners) -> Owners {
    let mut owners = Owners::default();
    owners.places(kind, options);
    let role = match kind {
        "awss3" => "s3uploader.role_arn",
        "awskinesis" => "aws.role",
        "awsprometheusremotewrite" => "aws_auth.role_arn",
        _ => "role_arn",
    };
    let mut roles = vec![field::field(options, role)];
    for role in ["assume_role.arn", "assume_role_with_web_identity.arn"] {
        roles.extend(auth.map(|auth| field::field(auth, role)));
    }
    roles.retain(|role| !matches!(role, Field::Missing));
    let own_credentials =
        [("profile", of_profile as fn(&str) -> String), ("shared_credentials_file", of_file)]
            .map(|(path, name)| (field::field(options, path), name))
            .into_iter()
            .find(|(found, _)| kind.starts_with("aws") && !matches!(found, Field::Missing));
    match own_credentials {
        _ if !roles.is_empty() => roles.into_iter().for_each(|role| owners.add(role, account)),
        Some((found, name)) => owners.add(found, name),
        None if auth.is_some() || kind.starts_with("aws") => {
            owners.names.extend(own.names.iter().cloned());
            owners.unless.extend(own.unless.iter().cloned());
        }
        None => {}
    }
    owners
}

impl Owners {
    /// What an exporter names of the places at a host that all have.
    fn places(&mut self, kind: &str, options: &Node) {
        match kind {
            "awss3" => {
                // An attribute of the data may say another bucket.
                let by_attribute = field::field(options, "resource_attrs_to_s3.s3_bucket");
                match (by_attribute, field::field(options, "s3uploader.s3_bucket")) {
                    (Field::Missing, one) => self.bucket("s3", one),
                    _ => self.names.push("a bucket that an attribute names".to_owned()),
                }
            }
            "googlecloudstorage" => {
                self.bucket("gs", field::field(options, "bucket.name"));
                self.add(field::field(options, "bucket.project_id"), project);
            }
            "googlecloud" | "googlemanagedprometheus" => self.add(field::field(options, "project"), project),
            _ => self.workspace(options),
        }
    }

    fn bucket(&mut self, scheme: &str, name: Field) {
        match name {
            Field::Missing => self.names.push("a bucket that is not named".to_owned()),
            name => self.add(name, |bucket| format!("{scheme}://{}", shown(bucket))),
        }
    }

    /// The workspace of Amazon Managed Service for Prometheus in an endpoint: it may let another account's roles in.
    fn workspace(&mut self, options: &Node) {
        let endpoints =
            ["http.endpoint", "endpoint", "metrics_endpoint"].map(|path| field::field(options, path));
        for text in endpoints.into_iter().filter_map(Field::texts).flatten() {
            let (text, unless) = without_unless(text.trim());
            if !text.contains("aps-workspaces.") {
                continue;
            }
            let id = text.split_once("/workspaces/").and_then(|(_, rest)| rest.split('/').next());
            self.names.push(match id.filter(|id| !id.is_empty()) {
                Some(id) => format!("workspaces/{}", shown(id)),
                None => "a workspace that is not named".to_owned(),
            });
            self.unless.extend(unless.iter().map(|name| shown(name)));
        }
    }

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

fn project(name: &str) -> String {
    format!("projects/{}", shown(name))
}

fn of_profile(name: &str) -> String {
    format!("the account of the profile {}", shown(name))
}

fn of_file(name: &str) -> String {
    format!("the account of the credentials in {}", shown(name))
}

/// The account of a role's ARN; what depends on something is told as it stands, and is nobody's name.
fn account(role: &str) -> String {
    let is_account = |part: &&str| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit());
    let account = role.split(':').nth(4).filter(|_| is_settled(role)).filter(is_account);
    account.map_or_else(|| format!("the account of the role {}", shown(role)), str::to_owned)
}
