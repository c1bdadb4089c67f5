//! FLOW011 to FLOW013: what telemetry and the collectors themselves send out of the cluster.

use std::collections::BTreeMap;

use super::case::Case;
use crate::dataflow::otel::{Collector, Destination, Place, Places, Signal, is_owner};
use crate::report::catalogue::{FLOW_OUTSIDE, FLOW_PLAIN, FLOW_SIDE_DOORS};
use crate::report::{Check, Finding, Status};

/// The worst findings first come, first served: more than these are told by their number.
const SHOWN: usize = 20;

/// Every destination of a collector's pipelines.
fn sent(collector: &Collector) -> Vec<&Destination> {
    collector.flows.iter().flat_map(|flow| &flow.destinations).collect()
}

/// What a collector sends or fetches beside its pipelines.
fn beside(collector: &Collector) -> Vec<&Destination> {
    collector.side_doors.iter().collect()
}

/// Whether something is sent or fetched beside the pipelines.
fn is_beside(destination: &Destination) -> bool {
    ["extension ", "service.", "OpAMPBridge"].iter().any(|start| destination.exporter.starts_with(start))
}

/// All that a collector sends.
fn all(collector: &Collector) -> Vec<&Destination> {
    [sent(collector), beside(collector)].concat()
}

/// A finding for each place, told once, however many pipelines lead there.
fn each_once(
    check: &'static Check,
    collectors: &[Collector],
    of: fn(&Collector) -> Vec<&Destination>,
    judge: impl Fn(&Destination) -> Option<Finding>,
) -> Vec<Finding> {
    let mut once: BTreeMap<(String, String, String), Finding> = BTreeMap::new();
    for collector in collectors {
        for destination in of(collector) {
            if let Some(finding) = judge(destination) {
                let about = format!("{} of {}", destination.exporter, collector.name);
                let key = (collector.name.clone(), destination.exporter.clone(), destination.target.clone());
                once.entry(key).or_insert_with(|| finding.about(about));
            }
        }
    }
    let mut findings: Vec<Finding> = once.into_values().collect();
    if let Some(more @ 1..) = findings.len().checked_sub(SHOWN) {
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.status));
        let worst = findings[SHOWN..].iter().map(|finding| finding.status).max().unwrap_or(Status::Warn);
        findings.truncate(SHOWN);
        findings.push(Finding::new(
            check,
            worst,
            format!("{more} more are like that; --output json lists all destinations"),
        ));
    }
    findings
}

/// Whether telemetry goes anywhere that was not named.
pub(super) fn outside(case: &Case<'_>) -> Vec<Finding> {
    let collectors = match case.collectors(&FLOW_OUTSIDE) {
        Ok(collectors) => collectors,
        Err(finding) => return vec![finding],
    };
    let are_declared =
        case.expected.metadata_places().next().is_some() || !case.expected.allow_hosts.is_empty();
    let name = "name the metadata plane's hosts with --metadata-host, and others that may have telemetry with --allow-host";
    let places = case.expected.places();
    each_once(&FLOW_OUTSIDE, collectors, all, |destination| {
        let target = &destination.target;
        match destination.place {
            // No flow of the guide is of spans or profiles: only logs and metrics are said to be without customer data.
            Place::MetadataPlane if carries_more(destination) => Some(
                Finding::warn(
                    &FLOW_OUTSIDE,
                    format!("{} go to {target}, the metadata plane: unlike logs and metrics they may carry customer data", more_than_named(destination)),
                )
                .help("take the exporter out of the pipelines of traces and profiles, or take attributes with data out before (redaction); what the collector says of itself stands in `service.telemetry`"),
            ),
            // Of all else beside the pipelines FLOW012 tells.
            _ if is_beside(destination) => None,
            Place::Outside if are_declared => {
                let host = destination.host.as_deref().unwrap_or_default();
                let declared = places.relative(host);
                if let (None, Some(like)) = (&declared, places.resembles(host)) {
                    let message =
                        format!("telemetry goes to {target}, which looks like `{like}` of the metadata plane and is not it");
                    return Some(Finding::fail(&FLOW_OUTSIDE, message).help(format!(
                        "correct the host in the exporter, and replace the token or key that it sends: whoever has that name has got both. If it is meant, name it: --allow-host {host}"
                    )));
                }
                let what = declared.map_or_else(
                    || "which nobody named".to_owned(),
                    |declared| format!(
                        "which nobody named and may be the metadata plane: `{declared}` was declared, which does not say it of this name"
                    ),
                );
                let name = destination.owners.first().filter(|owner| is_owner(owner));
                let name = name.map_or("HOST", String::as_str);
                Some(
                    Finding::warn(&FLOW_OUTSIDE, format!("telemetry goes to {target}, {what}"))
                        .help(format!("stop it, or name the place: --allow-host {name}")),
                )
            }
            Place::Outside => Some(
                Finding::unknown(
                    &FLOW_OUTSIDE,
                    format!("telemetry goes to {target}; whether that is the metadata plane is not known: its hosts were not declared"),
                )
                .help(name),
            ),
            Place::Unresolved => Some(
                Finding::unknown(&FLOW_OUTSIDE, format!("where {target} leads to is not known"))
                    .help("give what the configuration takes from its surroundings: --otel-config with the value written out"),
            ),
            _ if !destination.unless.is_empty() => Some(
                Finding::unknown(
                    &FLOW_OUTSIDE,
                    format!("telemetry goes to {target} unless {} is set, which is not known", destination.unless.join(" or ")),
                )
                .help("write the value out: --otel-config with the value that the variable has"),
            ),
            _ => None,
        }
    })
}

/// What is sent there besides logs and metrics; nothing where that is all.
const fn more_than_named(destination: &Destination) -> &'static str {
    match destination.arrives_as {
        Some(Signal::Traces) => "traces",
        Some(Signal::Profiles) => "profiles",
        Some(Signal::Logs | Signal::Metrics) | None => "",
    }
}

const fn carries_more(destination: &Destination) -> bool {
    !more_than_named(destination).is_empty()
}

/// Whether collectors send or fetch anything beside their pipelines.
pub(super) fn side_doors(case: &Case<'_>) -> Vec<Finding> {
    let collectors = match case.collectors(&FLOW_SIDE_DOORS) {
        Ok(collectors) => collectors,
        Err(finding) => return vec![finding],
    };
    each_once(&FLOW_SIDE_DOORS, collectors, beside, |destination| {
        let Destination { exporter, target, .. } = destination;
        let is_remote = destination.is_remote_configuration();
        let what = if is_remote {
            "its configuration may come from"
        } else if exporter.starts_with("service.telemetry") {
            "it sends about itself to"
        } else {
            "it reaches"
        };
        match destination.place {
            Place::Unresolved => Some(
                Finding::unknown(
                    &FLOW_SIDE_DOORS,
                    format!("{exporter}: {what} a place that is not known: {target}"),
                )
                .help("write the value out, or take the part out of the configuration"),
            ),
            Place::Outside | Place::MetadataPlane if is_remote => Some(
                Finding::warn(
                    &FLOW_SIDE_DOORS,
                    format!("{exporter}: {what} {target}, which can change every verdict here"),
                )
                .help("take the extension out of `service.extensions`, or the bridge out of the cluster; or manage collectors from inside"),
            ),
            Place::MetadataPlane => Some(
                Finding::warn(
                    &FLOW_SIDE_DOORS,
                    format!("{exporter}: {what} {target}, the metadata plane, beside its pipelines"),
                )
                .help("take it out of `service.telemetry` or `service.extensions`, if the metadata plane is to have nothing of it"),
            ),
            Place::Outside => Some(
                Finding::warn(&FLOW_SIDE_DOORS, format!("{exporter}: {what} {target}, beside its pipelines"))
                    .help("take it out of `service.telemetry` or `service.extensions`, or name the place: --allow-host HOST"),
            ),
            _ if !destination.unless.is_empty() => Some(
                Finding::unknown(
                    &FLOW_SIDE_DOORS,
                    format!(
                        "{exporter}: {what} {target} unless {} is set, which is not known",
                        destination.unless.join(" or ")
                    ),
                )
                .help("write the value out: --otel-config with the value that the variable has"),
            ),
            Place::Nowhere | Place::Cluster | Place::Private | Place::Allowed => None,
        }
    })
}

/// Whether what leaves the cluster is encrypted.
pub(super) fn plain(case: &Case<'_>) -> Vec<Finding> {
    let collectors = match case.collectors(&FLOW_PLAIN) {
        Ok(collectors) => collectors,
        Err(finding) => return vec![finding],
    };
    each_once(&FLOW_PLAIN, collectors, all, |destination| {
        let target = &destination.target;
        let help = "use https, or leave `tls.insecure` out";
        // That telemetry may end there moves no place out of the cluster, nor into it.
        let place = match (destination.place, destination.host.as_deref()) {
            (Place::Allowed, Some(host)) => Places::default().of(host),
            (place, _) => place,
        };
        match (place, destination.plain_text) {
            (Place::Nowhere | Place::Cluster | Place::Unresolved, _) | (_, Some(false)) => None,
            (Place::Private, Some(true)) => Some(
                Finding::warn(
                    &FLOW_PLAIN,
                    format!("it is sent to {target} without encryption, inside a private network"),
                )
                .help(help),
            ),
            (_, Some(true)) => Some(
                Finding::fail(
                    &FLOW_PLAIN,
                    format!("it is sent to {target} without encryption: everybody on the way can read it"),
                )
                .help(help),
            ),
            (_, None) => Some(
                Finding::unknown(
                    &FLOW_PLAIN,
                    format!("whether it is sent to {target} with encryption is not known"),
                )
                .help("write the endpoint's scheme or its `tls` out"),
            ),
        }
    })
}
