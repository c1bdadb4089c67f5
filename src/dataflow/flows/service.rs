//! Endpoint services (`PrivateLink`), by the names that they have.

/// The id of an endpoint service, such as `vpce-svc-0123456789abcdef0`: by itself, in the service's name
/// (`com.amazonaws.vpce.us-east-1.vpce-svc-…`), or in a host that AWS gives endpoints to it
/// (`vpce-…-….vpce-svc-….us-east-1.vpce.amazonaws.com`).
pub fn service_id(name: &str) -> Option<&str> {
    let is_host = [".vpce.amazonaws.com", ".vpce.amazonaws.com.cn"].iter().any(|end| ends(name, end));
    let is_id = |label: &&str| starts(label, "vpce-svc-") && label.len() > "vpce-svc-".len();
    if is_host { name.split('.').find(is_id) } else { name.rsplit('.').next().filter(is_id) }
}

/// Whether two names, which may be written in different ways, are of one service.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    service_id(one).zip(service_id(other)).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
}

/// The hosts that AWS gives endpoints to a service, as a pattern; nothing where its Region is not in the name.
pub fn hosts_of(name: &str) -> Option<String> {
    let id = service_id(name)?;
    let labels: Vec<&str> = name.split('.').collect();
    let at = labels.iter().position(|label| *label == id)?;
    // In a host the Region stands behind the id, in a service's name before it.
    let region = labels.get(at + 1).or_else(|| labels.get(at.checked_sub(1)?))?;
    let end = if region.starts_with("cn-") { ".cn" } else { "" };
    Some(format!("*.{id}.{region}.vpce.amazonaws.com{end}"))
}

/// Whether AWS itself provides a service of this name: `com.amazonaws.us-east-1.s3`, `aws.sagemaker.us-east-1.studio`.
pub(super) fn is_of_aws(name: &str) -> bool {
    let name = name.strip_prefix("cn.").unwrap_or(name);
    let is_shared = || name.split('.').nth(2).is_some_and(|part| part.eq_ignore_ascii_case("vpce"));
    let labels = name.split('.').all(|label| !label.is_empty());
    labels && (name.starts_with("com.amazonaws.") && !is_shared() || name.starts_with("aws."))
}

/// The Region in the name of a service: `com.amazonaws.us-east-1.s3`, `com.amazonaws.vpce.us-east-1.vpce-svc-0123`.
pub(super) fn region_of(name: &str) -> Option<&str> {
    // `us-east-1`, `us-gov-west-1`: words, and a number at the end.
    let is_region = |label: &&str| {
        let mut parts = label.rsplit('-');
        let is_number = |part: &str| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_word = |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_lowercase());
        service_id(label).is_none()
            && parts.next().is_some_and(is_number)
            && parts.clone().count() > 1
            && parts.all(is_word)
    };
    name.split('.').find(is_region)
}

fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

fn ends(text: &str, with: &str) -> bool {
    text.len()
        .checked_sub(with.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(with))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_has_one_id_whatever_it_is_called() {
        for name in [
            "vpce-svc-0123",
            "com.amazonaws.vpce.us-east-1.vpce-svc-0123",
            "vpce-svc-0123.us-east-1.vpce.amazonaws.com",
            "*.vpce-svc-0123.us-east-1.vpce.amazonaws.com",
            "vpce-0a-0b.vpce-svc-0123.us-east-1.vpce.amazonaws.com",
            "vpce-0a-0b-us-east-1a.VPCE-SVC-0123.us-east-1.vpce.amazonaws.com",
            "vpce-0a-0b.vpce-svc-0123.cn-north-1.vpce.amazonaws.com.cn",
        ] {
            assert!(is_same(name, "vpce-svc-0123"), "{name}");
            assert!(!is_same(name, "vpce-svc-01234"), "{name}");
        }
        for name in
            ["", "vpce-svc-", "vpce-0123", "vpce-svc-0123.example.com", "com.amazonaws.us-east-1.s3", "ä"]
        {
            assert_eq!(service_id(name), None, "{name}");
        }
    }

    #[test]
    fn the_hosts_of_a_service_follow_from_its_name() {
        let hosts = Some("*.vpce-svc-0123.us-east-1.vpce.amazonaws.com".to_owned());
        assert_eq!(hosts_of("com.amazonaws.vpce.us-east-1.vpce-svc-0123"), hosts);
        assert_eq!(hosts_of("vpce-0a-0b.vpce-svc-0123.us-east-1.vpce.amazonaws.com"), hosts);
        assert_eq!(hosts_of("vpce-svc-0123"), None);
        assert_eq!(hosts_of("api.example.com"), None);
    }

    #[test]
    fn a_service_is_of_a_region() {
        for (name, region) in [
            ("com.amazonaws.us-east-1.s3", Some("us-east-1")),
            ("cn.com.amazonaws.cn-north-1.ecr.api", Some("cn-north-1")),
            ("com.amazonaws.us-gov-west-1.ecr.dkr", Some("us-gov-west-1")),
            ("aws.sagemaker.eu-west-1.studio", Some("eu-west-1")),
            ("com.amazonaws.vpce.ap-southeast-2.vpce-svc-0", Some("ap-southeast-2")),
            ("com.amazonaws.s3-global.accesspoint", None),
            ("vpce-svc-0123456789abcdef0", None),
            ("vpce-svc-1", None),
            ("s3", None),
            ("", None),
        ] {
            assert_eq!(region_of(name), region, "{name}");
        }
    }

    #[test]
    fn services_of_aws_are_told_apart() {
        for name in [
            "com.amazonaws.us-east-1.s3",
            "com.amazonaws.us-east-1.ecr.dkr",
            "cn.com.amazonaws.cn-north-1.ecr.api",
            "aws.api.us-east-1.x",
            "com.amazonaws.s3-global.accesspoint",
        ] {
            assert!(is_of_aws(name), "{name}");
        }
        for name in [
            "com.amazonaws.vpce.us-east-1.vpce-svc-0",
            "com.amazonaws.vpce.us-east-1.x",
            "com.example.us-east-1.s3",
            "",
            "com.amazonaws..vpce.x",
        ] {
            assert!(!is_of_aws(name), "{name}");
        }
    }
}
