//! Names as Route 53 writes them, and what names of load balancers tell.

use crate::aws;
use crate::connect::text::escape;

/// A name of Route 53's without its escapes, in small letters and without the dot at its end: `\052.example.com.` is
/// `*.example.com`.
pub(super) fn plain(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        let octal =
            |digit: &u8| digit.is_ascii_digit().then(|| u32::from(digit - b'0')).filter(|digit| *digit < 8);
        let escaped = match (first, tail) {
            (b'\\', [a, b, c, ..]) => {
                let digits = octal(a).zip(octal(b)).zip(octal(c));
                digits.and_then(|((a, b), c)| u8::try_from(a * 64 + b * 8 + c).ok())
            }
            _ => None,
        };
        let (byte, used) = escaped.map_or((*first, 1), |byte| (byte, 4));
        bytes.push(byte);
        rest = &rest[used..];
    }
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    escape(text.strip_suffix('.').unwrap_or(&text))
}

/// The names that a zone of `name` may have, the longest first. A top-level domain is nobody's zone.
pub(super) fn suffixes(name: &str) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(name.match_indices('.').map(|(at, _)| at + 1));
    starts.map(|start| &name[start..]).filter(|suffix| suffix.contains('.'))
}

/// Whether a name is in a zone.
pub(super) fn is_within(name: &str, zone: &str) -> bool {
    name.strip_suffix(zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The name of a load balancer without `dualstack.`, and its Region; nothing where it is another name. A network load
/// balancer has `elb` before the Region.
pub(in crate::failover::observe) fn balancer_region(name: &str) -> Option<(String, String)> {
    let lower = name.trim_end_matches('.').to_ascii_lowercase();
    let name = lower.strip_prefix("dualstack.").unwrap_or(&lower);
    let rest = name.strip_suffix(".amazonaws.com").or_else(|| name.strip_suffix(".amazonaws.com.cn"))?;
    let mut labels = rest.rsplit('.');
    let (("elb", region) | (region, "elb")) = (labels.next()?, labels.next()?) else { return None };
    labels.next()?;
    aws::is_region(region).then(|| (name.to_owned(), region.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_taken_out() {
        assert_eq!(plain("\\052.Example.com."), "*.example.com");
        assert_eq!(plain("a\\137b.example.com"), "a_b.example.com");
        assert_eq!(plain("a\\b.example.com."), "a\\b.example.com");
        assert_eq!(plain("\\777\\05"), "\\777\\05");
        assert_eq!(plain("x\\033[31m.example.com."), r"x\u{1b}[31m.example.com");
        assert_eq!((plain("."), plain("")), (String::new(), String::new()));
    }

    #[test]
    fn zones_are_looked_for_from_the_longest_name() {
        let all: Vec<&str> = suffixes("chalk.prod.example.com").collect();
        assert_eq!(all, ["chalk.prod.example.com", "prod.example.com", "example.com"]);
        assert_eq!(suffixes("localhost").count(), 0);
        assert!(is_within("a.example.com", "example.com") && is_within("example.com", "example.com"));
        assert!(!is_within("badexample.com", "example.com"));
    }

    #[test]
    fn load_balancers_tell_their_region() {
        for (name, expected) in [
            (
                "dualstack.chalk-1.us-east-1.elb.amazonaws.com.",
                Some(("chalk-1.us-east-1.elb.amazonaws.com", "us-east-1")),
            ),
            (
                "Chalk-1.us-west-2.elb.amazonaws.com",
                Some(("chalk-1.us-west-2.elb.amazonaws.com", "us-west-2")),
            ),
            (
                "chalk-1.elb.eu-west-1.amazonaws.com",
                Some(("chalk-1.elb.eu-west-1.amazonaws.com", "eu-west-1")),
            ),
            (
                "chalk-1.cn-north-1.elb.amazonaws.com.cn",
                Some(("chalk-1.cn-north-1.elb.amazonaws.com.cn", "cn-north-1")),
            ),
            ("us-east-1.elb.amazonaws.com", None),
            ("chalk.s3.amazonaws.com", None),
            ("chalk.x/y.elb.amazonaws.com", None),
            ("d1.cloudfront.net", None),
        ] {
            let expected = expected.map(|(name, region)| (name.to_owned(), region.to_owned()));
            assert_eq!(balancer_region(name), expected, "{name}");
        }
    }
}
