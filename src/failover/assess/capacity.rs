//! FO057: whether one Region alone could take all traffic.

use super::case::Case;
use super::judge::Told;
use super::unread::unread;
use crate::aws::{Asked, Failure, FailureKind};
use crate::dynamodb;
use crate::dynamodb::evidence::{Dimension, Facts, RegionSeen, TableSeen, WarmThroughput};
use crate::failover::evidence::Balancer;
use crate::numbers::as_f64;
use crate::observe::LONGER;
use crate::report::catalogue::FO_PASSIVE_CAPACITY;
use crate::report::{Check, Finding};
use crate::words::count;

/// Whether every Region has the query servers and the table capacity for all traffic.
pub(super) fn enough(case: &Case<'_>) -> Told {
    let mut findings = Vec::new();
    let mut is_asked = false;
    if !case.evidence.balancers.is_empty() || !case.expected.query_servers.is_empty() {
        is_asked = true;
        findings.extend(servers(case));
    }
    if let Some(told) = case.evidence.table.as_ref().and_then(|table| tables(case, table)) {
        is_asked = true;
        findings.extend(told);
    }
    if !is_asked {
        let reason =
            "no load balancer, no table (--table) and no number of query servers (--query-servers) is known";
        return Finding::skip(&FO_PASSIVE_CAPACITY, reason).into();
    }
    findings.extend(case.placeless(&FO_PASSIVE_CAPACITY));
    findings.into()
}

/// The healthy targets of a load balancer, each counted once; or what could not be read, and why.
fn healthy_targets(balancer: &Balancer) -> Result<usize, (&'static str, &Failure)> {
    let mut ids = Vec::new();
    let groups = match &balancer.target_groups {
        Asked::Answered(groups) => groups,
        Asked::Failed(failure) => return Err(("elasticloadbalancing:DescribeTargetGroups", failure)),
    };
    for group in groups {
        let targets = match &group.targets {
            Asked::Answered(targets) => targets,
            Asked::Failed(failure) => return Err(("elasticloadbalancing:DescribeTargetHealth", failure)),
        };
        for target in targets {
            if target.state.as_deref() == Some("healthy") && !ids.contains(&&target.id) {
                ids.push(&target.id);
            }
        }
    }
    Ok(ids.len())
}

/// The query servers of each Region.
fn servers(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let regions = case.regions();
    // Of one that this account does not have, FO050 tells.
    let is_there = |one: &&Balancer| one.described != Asked::Answered(None);
    let of_region =
        |region: &str| case.evidence.balancers.iter().filter(is_there).find(|one| one.region == region);
    let most = regions.iter().filter_map(|region| Some((*region, healthy_targets(of_region(region)?).ok()?)));
    let most = most.reduce(|most, one| if one.1 > most.1 { one } else { most });
    for region in &regions {
        let wanted = case.expected.query_servers.get(*region).copied();
        let finding = match (of_region(region).map(healthy_targets), wanted) {
            (Some(Err((call, failure))), _) => Some(unread(&FO_PASSIVE_CAPACITY, call, failure).about(*region)),
            (None, Some(_)) => Some(
                Finding::unknown(
                    &FO_PASSIVE_CAPACITY,
                    "how many healthy query servers there are is not known: no record leads to a load balancer here",
                )
                .help("count them in the Region's own cluster"),
            ),
            (Some(Ok(0)), _) => Some(
                Finding::fail(&FO_PASSIVE_CAPACITY, "there is no healthy query server")
                    .help("let at least one run all the time (minReplicas above 0), enough for all traffic better"),
            ),
            (Some(Ok(seen)), Some(wanted)) if seen < wanted as usize => {
                let message = format!("{seen} healthy query servers; declared: {wanted} at least");
                Some(
                    Finding::fail(&FO_PASSIVE_CAPACITY, message)
                        .help("raise minReplicas of the query servers in this Region"),
                )
            }
            (Some(Ok(seen)), None) => most.filter(|(_, most)| seen < *most).map(|(other, most)| {
                let message = format!("{seen} healthy query servers, {other} has {most}");
                Finding::warn(&FO_PASSIVE_CAPACITY, message).help(format!(
                    "raise minReplicas of the query servers in this Region, or say how many are enough: --query-servers {region}=N"
                ))
            }),
            _ => None,
        };
        findings.extend(finding.map(|finding| finding.about(*region)));
    }
    // A name that was mistyped must not pass for a wish that is fulfilled.
    for (region, wanted) in
        case.expected.query_servers.iter().filter(|(one, _)| !regions.contains(&one.as_str()))
    {
        let message = format!(
            "{} {} declared for {region}, where no record leads; the Regions are {}",
            count(*wanted, "query server"),
            if *wanted == 1 { "was" } else { "were" },
            regions.join(", ")
        );
        findings.push(
            Finding::unknown(&FO_PASSIVE_CAPACITY, message)
                .help("correct --query-servers, or say which host stands there: --region-host REGION=HOST")
                .about(region.as_str()),
        );
    }
    findings
}

/// The table's capacity of each Region, beside what is consumed in all of them; nothing where metrics were not asked for.
fn tables(case: &Case<'_>, table: &TableSeen) -> Option<Vec<Finding>> {
    let regions = case.regions();
    // Where a Region has no table, FO058 tells.
    let is_there = |seen: &&RegionSeen| {
        seen.described.failure().is_none_or(|failure| failure.kind != FailureKind::NotFound)
    };
    let seen: Vec<&RegionSeen> =
        regions.iter().filter_map(|region| table.region(region)).filter(is_there).collect();
    seen.iter().any(|region| region.metrics.is_some()).then_some(())?;
    let mut findings = Vec::new();
    for region in regions.iter().filter(|region| table.region(region).is_none()) {
        let is_listed = |facts: &Facts| facts.replicas.iter().any(|replica| replica.region == *region);
        if table.facts().is_none_or(is_listed) {
            findings.push(not_all(table, region));
        }
    }
    for region in &seen {
        if let Some(failure) = region.described.failure() {
            let name = region.region.as_str();
            findings.push(unread(&FO_PASSIVE_CAPACITY, "dynamodb:DescribeTable", failure).about(name));
        }
    }
    let mut peaks = [0.0, 0.0];
    let mut throttled = [0.0, 0.0];
    for region in &seen {
        let name = region.region.as_str();
        match &region.metrics {
            Some(Asked::Answered(metrics)) if metrics.knows_consumption() && metrics.is_silent() => {
                let message =
                    format!("CloudWatch has no value of {} in {name} in the whole window", table.name);
                findings.push(
                    Finding::unknown(&FO_PASSIVE_CAPACITY, message)
                        .help("a table that is new, or was never used, has none: ask again when it is in use")
                        .about(name),
                );
            }
            Some(Asked::Answered(metrics)) if metrics.knows_consumption() => {
                peaks[0] += metrics.peak(Dimension::Read);
                // Every Region takes the writes of all.
                peaks[1] = f64::max(peaks[1], metrics.peak(Dimension::Write));
                for (sum, dimension) in throttled.iter_mut().zip([Dimension::Read, Dimension::Write]) {
                    *sum += metrics.throttled(dimension).unwrap_or(0.0);
                }
            }
            Some(Asked::Failed(failure)) => {
                findings.push(unread(&FO_PASSIVE_CAPACITY, "cloudwatch:GetMetricData", failure).about(name));
            }
            // Without the table nothing else was asked for: that is told already.
            None if region.described.failure().is_some() => {}
            Some(Asked::Answered(_)) | None => findings.push(not_all(table, name)),
        }
    }
    for region in seen {
        for (at, dimension) in [Dimension::Read, Dimension::Write].into_iter().enumerate() {
            let (peak, throttled) = (peaks[at], throttled[at]);
            let load = Load { table: &table.name, seen: region, dimension, peak, throttled };
            findings.extend(load.lacking().or_else(|| load.unmet()));
        }
    }
    Some(findings)
}

fn not_all(table: &TableSeen, region: &str) -> Finding {
    let message = format!("not all is known of what {} consumes in {region}", table.name);
    Finding::unknown(&FO_PASSIVE_CAPACITY, message).help(format!("{LONGER}, and ask again")).about(region)
}

/// All traffic of one kind, on the table of one Region.
struct Load<'a> {
    /// The table's name.
    table: &'a str,
    seen: &'a RegionSeen,
    dimension: Dimension,
    /// The peak of what all Regions together consumed, in units a second.
    peak: f64,
    /// The requests beside it that were throttled.
    throttled: f64,
}

impl Load<'_> {
    /// The peak, in words.
    fn whole(&self) -> String {
        let (used, word) = (self.peak.ceil(), self.dimension.as_str());
        let more = if self.throttled > 0.0 {
            format!(
                ", and ask for more by an unknown amount: {} throttled",
                dynamodb::requests_were(self.throttled, word)
            )
        } else {
            String::new()
        };
        format!("all Regions together consume {used} {word} units a second at the peak{more}")
    }

    fn finding(&self, make: fn(&'static Check, String) -> Finding, what: &str, help: &str) -> Finding {
        let message = format!("{} {what}; {}", self.table, self.whole());
        make(&FO_PASSIVE_CAPACITY, message).help(help.to_owned()).about(self.seen.region.as_str())
    }

    /// What the table of this Region lacks; nothing where it holds the peak, or was not described.
    fn lacking(&self) -> Option<Finding> {
        let facts = self.seen.described.answer()?;
        if facts.is_on_demand() { self.on_demand(facts) } else { self.provisioned(facts) }
    }

    fn on_demand(&self, facts: &Facts) -> Option<Finding> {
        let word = self.dimension.as_str();
        let maximum = units(facts.max_request_units, self.dimension);
        if let Some(limit) = maximum.filter(|limit| *limit < self.peak) {
            return Some(self.finding(
                Finding::fail,
                &format!("takes {limit} {word} units a second at most"),
                "raise its maximum: aws dynamodb update-table --on-demand-throughput",
            ));
        }
        if self.peak <= 0.0 {
            return None;
        }
        let Some(warm) = units(facts.warm_throughput, self.dimension) else {
            return Some(self.finding(
                Finding::unknown,
                "does not tell its warm throughput (what it takes at once)",
                "aws dynamodb describe-table tells it: an emulator may not know it",
            ));
        };
        (warm < self.peak).then(|| {
            self.finding(
                Finding::warn,
                &format!("takes {warm} {word} units a second at once (warm throughput)"),
                "raise it before a failover does: `chalkstore create-table` with --warm-throughput",
            )
        })
    }

    fn provisioned(&self, facts: &Facts) -> Option<Finding> {
        let word = self.dimension.as_str();
        let now = facts.provisioned.as_ref().map(|units| match self.dimension {
            Dimension::Read => as_f64(units.read_units),
            Dimension::Write => as_f64(units.write_units),
        });
        if now.is_some_and(|now| now >= self.peak) {
            return None;
        }
        let now = now.map_or("an unknown number of".to_owned(), |now| now.to_string());
        let Some(scaling) = self.seen.scaling.as_ref().filter(|scaling| scaling.is_known()) else {
            return Some(self.finding(
                Finding::unknown,
                &format!("has {now} {word} units now, and how it scales could not be read"),
                "allow application-autoscaling:DescribeScalableTargets and DescribeScalingPolicies",
            ));
        };
        let grows = scaling.dimension(self.dimension).filter(|found| !found.target.suspended[1]);
        let most = grows.filter(|found| found.policies.iter().any(|policy| policy.target.is_some()));
        Some(match most.map(|found| as_f64(found.target.max)) {
            Some(most) if most >= self.peak => self.finding(
                Finding::warn,
                &format!(
                    "has {now} {word} units now and scales up to {most}, and requests are throttled for the minutes that it takes to follow"
                ),
                &format!(
                    "raise the minimum to what all traffic takes: --{word}-scaling with `chalkstore create-table`"
                ),
            ),
            Some(most) => self.finding(
                Finding::fail,
                &format!("scales up to {most} {word} units"),
                &format!("raise the maximum: --{word}-scaling with `chalkstore create-table`"),
            ),
            None => self.finding(
                Finding::fail,
                &format!("has {now} {word} units, and does not scale"),
                "raise the capacity, or let it scale: `chalkstore size --from-table` says to what",
            ),
        })
    }

    /// A Region that holds what was consumed, where more was asked for than that: by how much, nobody knows. What an
    /// on-demand table takes at once is no more known to suffice than what is provisioned.
    fn unmet(&self) -> Option<Finding> {
        if self.throttled <= 0.0 || self.seen.described.answer().is_none() {
            return None;
        }
        let word = self.dimension.as_str();
        let message = format!(
            "{} holds the {} {word} units a second that all Regions together consume at the peak, but {} throttled: \
             true demand was higher, by an unknown amount",
            self.table,
            self.peak.ceil(),
            dynamodb::requests_were(self.throttled, word)
        );
        Some(
            Finding::unknown(&FO_PASSIVE_CAPACITY, message)
                .help(
                    "end the throttling first (`chalkstore check-table` says where it is), and measure again",
                )
                .about(self.seen.region.as_str()),
        )
    }
}

fn units(units: Option<WarmThroughput>, dimension: Dimension) -> Option<f64> {
    let units = units.and_then(|units| match dimension {
        Dimension::Read => units.read_units,
        Dimension::Write => units.write_units,
    });
    units.filter(|units| *units > 0).map(as_f64)
}
