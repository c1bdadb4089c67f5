//! The values of its options.

use std::time::Duration;

use crate::aws;
use crate::failover::observe::{HostAddress, ResolverAddress};
use crate::failover::{WhatIf, is_version};
use crate::store_ref::looks_like_a_uri;
use crate::values::{duration, seconds, to_a_year};

/// The longest TTL that resolvers take, in seconds: a week.
const LONGEST_TTL_S: u32 = 7 * 24 * 3600;

/// A host, as [`HostAddress`] reads it.
pub(super) fn host(text: &str) -> Result<HostAddress, String> {
    text.parse().map_err(|reason: &str| reason.to_owned())
}

/// A resolver, as [`ResolverAddress`] reads it.
pub(super) fn resolver(text: &str) -> Result<ResolverAddress, String> {
    text.parse().map_err(|reason: &str| reason.to_owned())
}

/// A Region's name.
pub(super) fn region(text: &str) -> Result<String, String> {
    if aws::is_region(text) {
        Ok(text.to_owned())
    } else {
        Err("a Region is written like us-east-1".to_owned())
    }
}

/// `REGION=…`.
fn of_region<'a>(text: &'a str, how: &str) -> Result<(String, &'a str), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| how.to_owned())?;
    Ok((region(name)?, value))
}

/// `REGION=HOST`.
pub(super) fn region_host(text: &str) -> Result<(String, HostAddress), String> {
    let (region, value) =
        of_region(text, "write REGION=HOST, such as us-east-1=prod-east.query.example.com")?;
    Ok((region, host(value)?))
}

/// `REGION=VERSION`.
pub(super) fn deployed(text: &str) -> Result<(String, String), String> {
    const HOW: &str = "write REGION=VERSION, such as us-east-1=3f2a91c";
    let (region, version) = of_region(text, HOW)?;
    if looks_like_a_uri(version) {
        return Err("a version is taken here, and this looks like a URI: write a tag or a commit".to_owned());
    }
    if is_version(version) { Ok((region, version.to_owned())) } else { Err(HOW.to_owned()) }
}

/// `REGION=N`.
pub(super) fn query_servers(text: &str) -> Result<(String, u32), String> {
    const HOW: &str = "write REGION=N, such as us-west-2=4";
    let (region, count) = of_region(text, HOW)?;
    Ok((region, count.parse().map_err(|_| HOW.to_owned())?))
}

/// A duration, which may be none at all.
pub(super) fn span(text: &str) -> Result<Duration, String> {
    let duration = duration(text)?;
    if duration.is_zero() { Ok(duration) } else { to_a_year(text) }
}

/// A TTL in seconds: `300s`, `5m`.
pub(super) fn ttl(text: &str) -> Result<u32, String> {
    let seconds = seconds(text)?;
    if seconds <= LONGEST_TTL_S { Ok(seconds) } else { Err("it has to be at most 7d".to_owned()) }
}

/// A setting of --what-if, which has its name beside it: bare seconds will do.
fn bare_ttl(text: &str) -> Result<u32, String> {
    let is_bare = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_bare { ttl(&format!("{text}s")) } else { ttl(text) }
}

/// A rate of requests, a second.
pub(super) fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| rate.is_finite() && (0.0..=1e12).contains(rate));
    rate.ok_or_else(|| "write how many there are per second, such as 2000".to_owned())
}

/// `interval=10,threshold=2,ttl=60`.
pub(super) fn what_if(text: &str) -> Result<WhatIf, String> {
    const HOW: &str = "--what-if: write for example interval=10,threshold=2,ttl=60: an interval is 10 or 30, a threshold from 1 to 10, and a TTL whole seconds";
    let mut what = WhatIf::default();
    for setting in text.split(',') {
        let (name, value) = setting.split_once('=').ok_or(HOW)?;
        let (slot, value) = match name.trim() {
            "interval" => {
                let value = bare_ttl(value.trim()).map_err(|_| HOW)?;
                if ![10, 30].contains(&value) {
                    return Err(format!("--what-if: interval={value}: an interval is 10 or 30 seconds"));
                }
                (&mut what.interval_s, Some(value))
            }
            "threshold" => {
                let value: u32 = value.trim().parse().map_err(|_| HOW)?;
                if !(1..=10).contains(&value) {
                    return Err(format!("--what-if: threshold={value}: a threshold is from 1 to 10"));
                }
                (&mut what.threshold, Some(value))
            }
            "ttl" => (&mut what.ttl_s, Some(bare_ttl(value.trim()).map_err(|_| HOW)?)),
            _ => return Err(HOW.to_owned()),
        };
        if slot.is_some() {
            return Err(format!("--what-if: {} was given twice", name.trim()));
        }
        *slot = Some(value.ok_or(HOW)?);
    }
    Ok(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_settings_are_read() {
        let read = |text| what_if(text).map(|what| (what.interval_s, what.threshold, what.ttl_s));
        assert_eq!(read("interval=10,threshold=2,ttl=60"), Ok((Some(10), Some(2), Some(60))));
        assert_eq!(read("ttl=60s"), Ok((None, None, Some(60))));
        assert!(what_if("interval=20").is_err_and(|told| told.contains("interval=20: an interval is 10")));
        for text in ["", "interval=20", "threshold=0", "threshold=11", "ttl=x", "speed=1", "ttl=1,ttl=2"] {
            // Told as it is: a reason that does not name its option is told beside what was given, hidden.
            assert!(what_if(text).is_err_and(|told| told.starts_with("--what-if")), "{text}");
        }
    }

    #[test]
    fn what_is_said_of_a_region_is_read() {
        let (region, host) = region_host("us-east-1=http://127.0.0.1:8080").expect("is right");
        assert_eq!((region.as_str(), host.tls, host.port), ("us-east-1", false, 8080));
        assert_eq!(query_servers("us-west-2=4"), Ok(("us-west-2".to_owned(), 4)));
        assert_eq!(deployed("us-west-2=v1.2=x"), Ok(("us-west-2".to_owned(), "v1.2=x".to_owned())));
        for text in ["", "us-east-1", "=host", "US=host", "us-east-1="] {
            assert!(region_host(text).is_err() && query_servers(text).is_err(), "{text}");
        }
        assert!(deployed("us-east-1=redis://:canary@h").is_err_and(|told| !told.contains("canary")));
    }

    #[test]
    fn times_and_rates_are_bounded() {
        assert_eq!((span("180s"), span("0s")), (Ok(Duration::from_mins(3)), Ok(Duration::ZERO)));
        assert!(span("180").is_err() && span("367d").is_err());
        assert_eq!((ttl("300s"), ttl("5m")), (Ok(300), Ok(300)));
        assert!(ttl("300").is_err_and(|told| told.contains("no unit")));
        assert!(ttl("8d").is_err() && ttl("0.5s").is_err() && ttl("-1").is_err());
        assert!(rate("2e3").is_ok() && rate("-1").is_err() && rate("NaN").is_err());
    }
}
