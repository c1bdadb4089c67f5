//! The values of its options.

use crate::cli::globals::shown_word;
use crate::secrets::MASK;
use crate::valkey::{Address, Lost, Policy, QueryServers};

/// What to imagine as lost together.
pub(in crate::cli) type Loss = Vec<Lost>;

/// As the variable has it, or in the lower case of other options.
pub(super) fn policy(text: &str) -> Result<Policy, String> {
    let is = |policy: &Policy| policy.as_str().eq_ignore_ascii_case(&text.replace('-', "_"));
    Policy::ALL
        .into_iter()
        .find(is)
        .ok_or_else(|| "it has to be unset, UNIFORM_RANDOM or ZONAL_AFFINITY".to_owned())
}

/// Any zone's name: a blank one, as of a variable that is not set, would be a zone that no node is in.
pub(super) fn zone(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("name a zone, such as us-east-1a, or leave the option out".to_owned()),
        zone => Ok(zone.to_owned()),
    }
}

/// `40` or `us-east-1a=20`.
pub(super) fn query_servers(text: &str) -> Result<QueryServers, String> {
    let (zone, count) = match text.rsplit_once('=') {
        Some((zone, count)) => (Some(zone.trim().to_owned()).filter(|zone| !zone.is_empty()), count),
        None => (None, text),
    };
    let count =
        count.trim().parse().map_err(|_| "write a number, or ZONE=NUMBER for each zone".to_owned())?;
    if count == 0 {
        return Err("there has to be at least one".to_owned());
    }
    if text.contains('=') && zone.is_none() {
        return Err("the zone before the `=` is missing".to_owned());
    }
    Ok(QueryServers { zone, count })
}

/// Zones and nodes with commas between them: what has a port is a node.
pub(super) fn losses(whole: &str) -> Result<Loss, String> {
    let one = |text: &str| match text.trim() {
        "" => Err(empty_loss(whole)),
        text => Ok(text.parse::<Address>().map_or_else(|_| Lost::Zone(text.to_owned()), Lost::Node)),
    };
    whole.split(',').map(one).collect()
}

/// What is wrong with a list in which a name is missing. It is quoted where each of its parts could be a zone or a
/// node: anything else may be a secret that was meant for another option.
fn empty_loss(whole: &str) -> String {
    let is_harmless = |part: &str| {
        let (host, port) = part.rsplit_once(':').unwrap_or((part, "0"));
        part.is_empty() || shown_word(host) == host && port.parse::<u16>().is_ok()
    };
    let shown = if whole.split(',').map(str::trim).all(is_harmless) { whole } else { MASK };
    format!("--lose `{shown}`: a name is missing; name zones or nodes (HOST:PORT), with commas between them")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_people_write_them() {
        assert_eq!(policy("zonal-affinity"), Ok(Policy::ZonalAffinity));
        assert_eq!(policy("UNIFORM_RANDOM"), Ok(Policy::UniformRandom));
        assert_eq!(policy("Unset"), Ok(Policy::Unset));
        assert!(policy("random").is_err());
        assert_eq!(query_servers("40"), Ok(QueryServers { zone: None, count: 40 }));
        assert_eq!(query_servers("a=2"), Ok(QueryServers { zone: Some("a".into()), count: 2 }));
        assert_eq!(zone(" us-east-1a "), Ok("us-east-1a".to_owned()));
        assert!(zone("").is_err() && zone(" ").is_err());
        for wrong in ["", "a", "=2", "a=", "-1", "0", "a=0"] {
            assert!(query_servers(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            losses("us-east-1a, 10.0.0.1:6379"),
            Ok(vec![Lost::Zone("us-east-1a".into()), Lost::Node(Address::new("10.0.0.1", 6379))])
        );
        for (wrong, shown) in [
            ("", "``"),
            ("us-east-1a,", "`us-east-1a,`"),
            ("a,,10.0.0.1:6379", "`a,,10.0.0.1:6379`"),
            ("a,,rediss://h:1/0?password=hunter2", "`••••`"),
            ("a,,password=hunter2", "`••••`"),
            ("a,,10.0.0.1:hunter2", "`••••`"),
            ("a,,\u{1b}[2J", "`••••`"),
        ] {
            let told = losses(wrong).expect_err("a name is missing");
            assert!(told.starts_with(&format!("--lose {shown}: a name is missing")), "{told}");
        }
    }
}
