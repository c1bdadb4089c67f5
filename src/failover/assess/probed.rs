//! FO024, FO025 and FO033: what a health check probes.

use super::case::Case;
use super::checked::{Checked, Named, success_share};
use super::checkers::is_reached;
use super::judge::Told;
use super::unread::unread;
use crate::aws::Asked;
use crate::failover::evidence::{Balancer, HostSeen};
use crate::failover::model::{balancer_of, plain};
use crate::report::Finding;
use crate::report::catalogue::{FO_CHECK_CROSSED, FO_CHECK_HOST, FO_CHECK_REACHABLE};

/// Whether it probes something else than the failover name, which leads wherever it says itself.
pub(super) fn host(case: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if !checked.probes() {
        return None;
    }
    // With an address, the name is no more than the Host header.
    let is_name = checked.facts.address.is_none()
        && checked.facts.host.as_deref().is_some_and(|host| plain(host) == case.evidence.name);
    let finding = is_name.then(|| {
        let message = format!(
            "{} probes {}, the failover name itself: it judges whichever Region is served, and Route 53's answers are unpredictable",
            checked.name(),
            case.evidence.name
        );
        Finding::fail(&FO_CHECK_HOST, message)
            .help(format!(
                "probe the Region's own host: aws route53 update-health-check --health-check-id {} --fully-qualified-domain-name HOST",
                checked.id()
            ))
            .about(checked.id())
    });
    Some(finding.into())
}

/// Whether it probes the Region of its own record. What a calculated check counts is judged for each that counts it, for
/// it may be another record's own as well.
pub(super) fn crossed(case: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if checked.parent.is_some() {
        return None;
    }
    if checked.facts.kind == "CALCULATED" {
        let children = checked.facts.children.iter().map(|child| case.named(child, Some(checked.id())));
        let of_child = |child: Named<'_>| match child {
            Named::Described(child) => of_check(case, &child),
            Named::Unread(..) | Named::Unasked(_) => None,
        };
        let told: Vec<Told> = children.filter_map(of_child).collect();
        return (!told.is_empty())
            .then(|| told.into_iter().flat_map(|one| one.findings).collect::<Vec<_>>().into());
    }
    of_check(case, checked)
}

fn of_check(case: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if checked.facts.kind == "CLOUDWATCH_METRIC" {
        return crossed_alarm(checked);
    }
    let is_name = checked.facts.host.as_deref().is_some_and(|host| plain(host) == case.evidence.name);
    // The failover name is FO024's to tell.
    if !checked.probes() || is_name && checked.facts.address.is_none() {
        return None;
    }
    let endpoint = checked.endpoint();
    if checked.regions.is_empty() {
        return Some(unplaced(checked).into());
    }
    let Some(probed) = region_of(case, checked) else {
        let message = format!("{} probes {endpoint}, whose Region is not known", checked.name());
        return Some(unknown(checked, message).into());
    };
    let is_own = checked.regions.contains(&probed);
    let finding = (!is_own).then(|| {
        let message = format!(
            "{} probes {endpoint}, which stands in {probed}: when {} dies it stays healthy",
            checked.name(),
            checked.regions.join(" and ")
        );
        Finding::fail(&FO_CHECK_CROSSED, message)
            .help(format!(
                "probe the record's own Region: aws route53 update-health-check --health-check-id {} --fully-qualified-domain-name HOST (the ids may just be exchanged)",
                checked.id()
            ))
            .about(checked.id())
    });
    Some(finding.into())
}

/// Nobody says which Region the check's record is for: nothing can be compared with it.
fn unplaced(checked: &Checked<'_>) -> Finding {
    unknown(checked, format!("the Region that {} is for is not known", checked.name()))
}

fn unknown(checked: &Checked<'_>, message: String) -> Finding {
    Finding::unknown(&FO_CHECK_CROSSED, message)
        .help("say which host stands in which Region: --region-host REGION=HOST, for each")
        .about(checked.id())
}

/// Whether its alarm measures another Region than its record's: a service's metric is of the Region that its alarm
/// stands in. FO035 tells of alarms that could not be read.
fn crossed_alarm(checked: &Checked<'_>) -> Option<Told> {
    let id = checked.facts.alarm.as_ref()?;
    let facts = checked.check.alarm.as_ref()?.answer()?.as_ref()?;
    if checked.regions.contains(&id.region) {
        return Some(Told::default());
    }
    if checked.regions.is_empty() {
        return Some(unplaced(checked).into());
    }
    let own = checked.regions.join(" and ");
    let what = format!("{} watches the alarm {} of {}", checked.name(), id.name, id.region);
    let finding = match (facts.is_of_its_region(), facts.metric.as_deref()) {
        (Some(true), Some(metric)) => Finding::fail(
            &FO_CHECK_CROSSED,
            format!(
                "{what} on {metric}, which tells of {} itself: when {own} dies it stays healthy",
                id.region
            ),
        ),
        (Some(false), _) => return Some(Told::default()),
        _ => Finding::unknown(
            &FO_CHECK_CROSSED,
            format!("{what}, whose metric is not told: whether it measures {own} is not known"),
        ),
    };
    Some(
        finding
            .help(format!("let it watch a metric that measures {own} from outside (a canary), or let it probe that Region's /healthz"))
            .about(checked.id())
            .into(),
    )
}

/// The hosts that are probed.
fn hosts<'a>(case: &Case<'a>, checked: &Checked<'_>) -> impl Iterator<Item = &'a HostSeen> {
    let name = checked.facts.host.as_deref().map(plain);
    let address = checked.facts.address.clone();
    case.evidence.hosts.iter().filter(move |host| match &address {
        Some(address) => host.addresses.contains(address),
        None => name.as_deref() == Some(plain(&host.host).as_str()),
    })
}

/// The load balancer that is probed by its own name.
fn balancer<'a>(case: &Case<'a>, checked: &Checked<'_>) -> Option<&'a Balancer> {
    let name = plain(checked.facts.host.as_deref()?);
    case.evidence.balancers.iter().find(|balancer| balancer.dns_name == name)
}

/// The Region that an endpoint stands in.
fn region_of(case: &Case<'_>, checked: &Checked<'_>) -> Option<String> {
    if let Some(host) = hosts(case, checked).next() {
        return Some(host.region.clone());
    }
    let is_named = checked.facts.address.is_none();
    if let Some(balancer) = balancer(case, checked).filter(|_| is_named) {
        return Some(balancer.region.clone());
    }
    // A record's own value, where the address is probed that it holds.
    let endpoint = plain(checked.endpoint());
    let holds = |values: &[String]| values.iter().any(|value| plain(value) == endpoint);
    let entry = case.entries().find(|entry| holds(&entry.record.values));
    entry.and_then(|entry| entry.region.clone())
}

/// Whether checkers can reach it from the internet.
pub(super) fn reachable(case: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if !checked.probes() {
        return None;
    }
    // Whom they have reached can be reached.
    if checked.observations().is_some_and(|all| success_share(all).is_some() && all.iter().any(is_reached)) {
        return Some(Told::default());
    }
    let endpoint = checked.endpoint();
    let fail = |why: String| {
        let message = format!(
            "{} probes {endpoint}, {why}: Route 53's checkers stand in the internet, and cannot reach it",
            checked.name()
        );
        Finding::fail(&FO_CHECK_REACHABLE, message)
            .help("evaluate the target's health instead (\"EvaluateTargetHealth\": true), or let the check watch an alarm of the Region's own metrics")
            .about(checked.id())
            .into()
    };
    // A name tells it, whoever may read the load balancer.
    let named = checked.facts.host.as_deref().filter(|_| checked.facts.address.is_none());
    if let Some((name, _)) = named.and_then(balancer_of)
        && name.starts_with("internal-")
    {
        return Some(fail("the name of an internal load balancer".to_owned()));
    }
    let of_region = |region: &str| {
        let mut entries = case.entries();
        let entry = entries.find(|entry| entry.region.as_deref() == Some(region));
        entry.and_then(|entry| entry.balancer(case.evidence))
    };
    let behind = balancer(case, checked).or_else(|| of_region(&region_of(case, checked)?));
    let described = behind.map(|balancer| &balancer.described);
    let facts = described.and_then(|described| described.answer()?.as_ref());
    match facts.and_then(|facts| facts.scheme.as_deref()) {
        Some("internal") => {
            let name = facts.map_or("", |facts| facts.name.as_str());
            return Some(fail(format!("behind the internal load balancer {name}")));
        }
        Some("internet-facing") => return Some(Told::default()),
        _ => {}
    }
    let zone = case.evidence.zone().filter(|zone| zone.is_private);
    let name = checked.facts.host.as_deref().filter(|_| checked.facts.address.is_none()).map(plain);
    if let Some((zone, name)) = zone.zip(name)
        && (name == zone.name || name.ends_with(&format!(".{}", zone.name)))
    {
        return Some(fail(format!("a name of the private zone {}", zone.id)));
    }
    let addresses: Vec<&String> = hosts(case, checked).flat_map(|host| &host.addresses).collect();
    if let Some(first) = addresses.first() {
        if addresses.iter().all(|address| is_private(address)) {
            return Some(fail(format!("which has private addresses only ({first})")));
        }
        return Some(Told::default());
    }
    let failure = described.and_then(Asked::failure);
    Some(match failure {
        Some(failure) => {
            let call = "elasticloadbalancing:DescribeLoadBalancers";
            unread(&FO_CHECK_REACHABLE, call, failure).about(checked.id()).into()
        }
        None => Finding::unknown(
            &FO_CHECK_REACHABLE,
            format!(
                "whether {endpoint}, which {} probes, can be reached from the internet is not known",
                checked.name()
            ),
        )
        .help("give the host with --region-host REGION=HOST, or allow route53:GetHealthCheckStatus")
        .about(checked.id())
        .into(),
    })
}

/// Whether an address is one that the internet does not lead to.
pub(super) fn is_private(address: &str) -> bool {
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(v4)) => {
            let [first, second, ..] = v4.octets();
            let is_shared = first == 100 && (64..128).contains(&second);
            v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_unspecified() || is_shared
        }
        Ok(std::net::IpAddr::V6(v6)) => {
            let first = v6.segments()[0];
            v6.is_loopback() || v6.is_unspecified() || first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80
        }
        Err(_) => false,
    }
}
