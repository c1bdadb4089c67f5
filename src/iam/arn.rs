//! The names of resources, as policies have them.

/// The ARN of a table. `*` stands for any Region and any account.
pub(super) fn table(partition: &str, region: &str, account: &str, name: &str) -> String {
    format!("arn:{partition}:dynamodb:{region}:{account}:table/{name}")
}

/// The ARN of a secret: AWS puts a hyphen and six characters behind its name, which nobody knows before.
pub(super) fn secret(partition: &str, region: &str, account: &str, name: &str) -> String {
    if is_arn(name) {
        return name.to_owned();
    }
    format!("arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-??????")
}

/// The ARN of a key by its ID.
pub(super) fn key(partition: &str, region: &str, account: &str, id: &str) -> String {
    if is_arn(id) {
        return id.to_owned();
    }
    format!("arn:{partition}:kms:{region}:{account}:key/{id}")
}

/// The alias of a key, `alias/NAME`, where the key is named by one: policies do not take these as resources.
pub(super) fn alias(key: &str) -> Option<&str> {
    if !is_arn(key) {
        return key.starts_with("alias/").then_some(key);
    }
    key.splitn(6, ':').nth(5).filter(|resource| resource.starts_with("alias/"))
}

/// Whether it is an ARN at all.
pub(super) fn is_arn(text: &str) -> bool {
    text.starts_with("arn:")
}

/// The Region that an ARN names.
pub(super) fn region(text: &str) -> Option<&str> {
    let region = text.strip_prefix("arn:")?.split(':').nth(2)?;
    Some(region).filter(|region| !region.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_have_the_names_that_policies_take() {
        assert_eq!(table("aws", "*", "*", "t"), "arn:aws:dynamodb:*:*:table/t");
        let whole = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-AbCdEf";
        assert_eq!(secret("aws", "us-east-1", "1", whole), whole);
        assert_eq!(secret("aws", "*", "1", "a/b"), "arn:aws:secretsmanager:*:1:secret:a/b-??????");
        assert_eq!(key("aws-cn", "r", "1", "abc"), "arn:aws-cn:kms:r:1:key/abc");
        assert_eq!(alias("alias/x"), Some("alias/x"));
        assert_eq!(alias("arn:aws:kms:us-east-1:1:alias/x"), Some("alias/x"));
        assert_eq!(alias("arn:aws:kms:us-east-1:1:key/alias"), None);
    }
}
