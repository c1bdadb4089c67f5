//! Availability zones in host names.

/// The zone that a host name tells: a token that is written like an AWS zone (`us-east-1a`) or a Google Cloud zone
/// (`us-central1-a`) of a continent that they have. It is a guess, and the last thing to go by.
pub fn zone_in_host(host: &str) -> Option<String> {
    host.split('.').find_map(|label| {
        let tokens: Vec<&str> = label.split('-').collect();
        let windows = (0..tokens.len()).flat_map(|start| (3..=4).map(move |length| (start, start + length)));
        windows
            .filter_map(|(start, end)| tokens.get(start..end))
            .find(|window| is_zone(window))
            .map(|window| window.join("-"))
    })
}

fn is_zone(tokens: &[&str]) -> bool {
    const CONTINENTS: [&str; 14] = [
        "af",
        "ap",
        "asia",
        "australia",
        "ca",
        "cn",
        "eu",
        "europe",
        "il",
        "me",
        "mx",
        "northamerica",
        "sa",
        "us",
    ];
    let continent =
        tokens.first().is_some_and(|first| CONTINENTS.contains(first) || *first == "southamerica");
    continent && (is_aws_zone(tokens) || is_google_zone(tokens))
}

/// The zone that the query server's client reads from a host name: it takes more for a zone than is one,
/// `redis-node-1a` among them.
pub fn zone_in_host_to_the_client(host: &str) -> Option<String> {
    host.split('.').find_map(|label| {
        let tokens: Vec<&str> = label.split('-').collect();
        let windows = (0..tokens.len()).flat_map(|start| (2..=4).map(move |length| (start, start + length)));
        windows
            .filter_map(|(start, end)| tokens.get(start..end))
            .find(|window| is_aws_zone(window) || is_aws_zone_id(window) || is_google_zone(window))
            .map(|window| window.join("-"))
    })
}

/// `us-east-1a`, `us-gov-west-1a`: digits and one letter behind two or three words.
fn is_aws_zone(tokens: &[&str]) -> bool {
    let Some((last, words)) = tokens.split_last() else { return false };
    let digits = last.trim_end_matches(|c: char| c.is_ascii_lowercase());
    (2..=3).contains(&words.len())
        && words.iter().all(|word| is_word(word))
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && last.len() == digits.len() + 1
}

/// `use1-az2`.
fn is_aws_zone_id(tokens: &[&str]) -> bool {
    let [region, zone] = tokens else { return false };
    let number = zone.strip_prefix("az").unwrap_or_default();
    let is_region = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    !region.is_empty()
        && region.bytes().all(is_region)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// `us-central1-a`.
fn is_google_zone(tokens: &[&str]) -> bool {
    let [continent, region, zone] = tokens else { return false };
    is_word(continent)
        && region.bytes().last().is_some_and(|byte| byte.is_ascii_digit())
        && zone.len() == 1
        && is_word(zone)
}

fn is_word(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether a name is written like an AWS zone id (`use1-az2`), which is never equal to a zone's name.
pub fn is_zone_id(name: &str) -> bool {
    let tokens: Vec<&str> = name.split('-').collect();
    is_aws_zone_id(&tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was measured with the client's own code, and what is meant.
    #[test]
    fn zones_in_host_names() {
        for (host, client, ours) in [
            ("cache-0001.us-east-1b.cache.amazonaws.com", "us-east-1b", "us-east-1b"),
            ("node-use1-az2.example.com", "use1-az2", ""),
            ("redis.us-central1-a.internal", "us-central1-a", "us-central1-a"),
            ("europe-west1-b", "europe-west1-b", "europe-west1-b"),
            ("us-gov-west-1a.x", "us-gov-west-1a", "us-gov-west-1a"),
            ("node1-us-east-1a.x", "us-east-1a", "us-east-1a"),
            ("redis-us-east-1a.example.com", "redis-us-east-1a", "us-east-1a"),
            ("my-redis-us-east-1a.x", "redis-us-east-1a", "us-east-1a"),
            ("redis-node-1a.example.com", "redis-node-1a", ""),
            ("app-cache-2b", "app-cache-2b", ""),
            ("x-y-z-1a", "x-y-z-1a", ""),
            ("vm-x1-b.x", "vm-x1-b", ""),
            ("foo-az1.x", "foo-az1", ""),
            ("us-west-2-lax-1a", "", ""),
            ("us-east-1-wl1-bos-wlz-1", "", ""),
            ("eastus-1", "", ""),
            ("US-EAST-1A", "", ""),
            ("10.0.0.1", "", ""),
            ("valkey-0.valkey-headless.default.svc.cluster.local", "", ""),
            ("prod-0002-001.prod.abcdef.use1.cache.amazonaws.com", "", ""),
        ] {
            assert_eq!(zone_in_host_to_the_client(host).unwrap_or_default(), client, "{host}, the client");
            assert_eq!(zone_in_host(host).unwrap_or_default(), ours, "{host}");
        }
        assert!(is_zone_id("use1-az2") && !is_zone_id("us-east-1a"));
    }
}
