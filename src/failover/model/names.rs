//! Names in DNS, and what those of load balancers tell.

/// A name as it is compared: in small letters, without the dot at its end and without `dualstack.`.
pub fn plain(name: &str) -> String {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.strip_prefix("dualstack.").map_or(name.clone(), str::to_owned)
}

/// What a load balancer's name in DNS tells: the name as it is compared (without `dualstack.`), and the Region.
/// Nothing where it is none.
///
/// `NAME.REGION.elb.amazonaws.com` is an Application or Classic Load Balancer's, `NAME.elb.REGION.amazonaws.com` a
/// Network Load Balancer's; NAME may begin with `internal-`.
pub fn balancer_of(dns_name: &str) -> Option<(String, String)> {
    let plain = plain(dns_name);
    let own = plain.strip_suffix(".amazonaws.com").or_else(|| plain.strip_suffix(".amazonaws.com.cn"))?;
    let labels: Vec<&str> = own.split('.').collect();
    let region = match labels.as_slice() {
        [_, region, "elb"] | [_, "elb", region] => *region,
        _ => return None,
    };
    // us-east-1, us-gov-west-1
    let ends_in_number = region.rsplit('-').next().is_some_and(|last| last.parse::<u8>().is_ok());
    let region = region.to_owned();
    (ends_in_number && region.contains('-')).then_some((plain, region))
}
