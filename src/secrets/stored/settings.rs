//! What a secret has beside its value, compared with what is wanted.

use super::{Facts, Wanted};

/// One setting that was wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What it is: `description`, `tag team`, `replica in eu-west-1`.
    pub name: String,
    /// What it is now.
    pub is: String,
    /// What it is to be.
    pub wanted: String,
    /// Whether it is so.
    pub is_same: bool,
    /// Whether a call can change it.
    pub can_change: bool,
}

/// Every setting that was wanted of a secret in `own`, compared.
pub fn settings(wanted: &Wanted, own: &str, facts: &Facts) -> Vec<Setting> {
    let text = |text: Option<&str>| text.map_or_else(|| "none".to_owned(), |text| format!("`{text}`"));
    let setting = |name: String, is: String, wanted: String, is_same: bool| Setting {
        name,
        is,
        wanted,
        is_same,
        can_change: true,
    };
    let mut found = Vec::new();
    if let Some(description) = wanted.description.as_deref() {
        let is = facts.description.as_deref();
        let is_same = is.unwrap_or_default() == description;
        found.push(setting("description".to_owned(), text(is), text(Some(description)), is_same));
    }
    if let Some(key) = wanted.key(own, own) {
        let is = facts.kms_key.as_deref();
        found.push(setting("KMS key".to_owned(), key_text(is), key_text(Some(key)), is_same_key(is, key)));
    }
    for (tag, value) in wanted.tags() {
        let is = facts.tags.get(tag).map(String::as_str);
        found.push(setting(format!("tag {tag}"), text(is), text(Some(value)), is == Some(value)));
    }
    for region in wanted.replicas(own) {
        let replica = facts.replicas.iter().find(|replica| replica.region == region);
        let is = replica.map_or("none", |replica| replica.status.as_str()).to_owned();
        let is_there = replica.is_some_and(|replica| replica.status != "Failed");
        found.push(setting(format!("replica in {region}"), is, "one".to_owned(), is_there));
        if let (Some(replica), Some(key)) = (replica, wanted.key(region, own)) {
            let is = replica.kms_key.as_deref();
            found.push(Setting {
                can_change: replica.status == "Failed",
                ..setting(
                    format!("KMS key in {region}"),
                    key_text(is),
                    key_text(Some(key)),
                    is_same_key(is, key),
                )
            });
        }
    }
    found
}

fn key_text(key: Option<&str>) -> String {
    key.unwrap_or("aws/secretsmanager").to_owned()
}

/// Whether both name the same key: an ARN, an ID and an alias are ways to write one.
fn is_same_key(is: Option<&str>, wanted: &str) -> bool {
    let short = |key: &str| {
        let key = key.rsplit_once(':').map_or(key, |(_, key)| key);
        key.strip_prefix("key/").unwrap_or(key).to_owned()
    };
    short(is.unwrap_or("alias/aws/secretsmanager")) == short(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_several_ways_to_be_written() {
        let arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222";
        assert!(is_same_key(Some(arn), "11111111-2222") && is_same_key(Some("11111111-2222"), arn));
        assert!(is_same_key(Some("arn:aws:kms:eu-west-1:123456789012:alias/chalk"), "alias/chalk"));
        assert!(is_same_key(None, "alias/aws/secretsmanager"));
        assert!(!is_same_key(None, arn) && !is_same_key(Some("alias/chalk"), arn));
    }

    #[test]
    fn only_what_was_wanted_is_compared() {
        assert_eq!(settings(&Wanted::default(), "us-east-1", &Facts::default()), []);
        let wanted = Wanted { description: Some(String::new()), ..Wanted::default() };
        assert!(settings(&wanted, "us-east-1", &Facts::default())[0].is_same);
    }
}
