//! FO026 to FO030: how a health check asks.

use super::case::Case;
use super::checked::{Checked, http_status};
use super::judge::Told;
use super::unread::unread;
use crate::failover::evidence::{HEALTH_PATH, Healthz, HostSeen};
use crate::report::Finding;
use crate::report::catalogue::{
    FO_CHECK_PATH, FO_CHECK_PORT, FO_CHECK_REDIRECT, FO_CHECK_SNI, FO_CHECK_TYPE,
};

/// Whether it asks for `/healthz`.
pub(super) fn path(_: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if !checked.is_http() && !checked.is_https() {
        return None;
    }
    let path = checked.facts.path.as_deref().filter(|path| !path.is_empty()).unwrap_or("/");
    let finding = (path.split('?').next() != Some(HEALTH_PATH)).then(|| {
        let message = format!("{} asks for {path}, which tells little of the query server", checked.name());
        Finding::warn(&FO_CHECK_PATH, message)
            .help(format!(
                "aws route53 update-health-check --health-check-id {} --resource-path {HEALTH_PATH}",
                checked.id()
            ))
            .about(checked.id())
    });
    Some(finding.into())
}

/// Whether it makes an HTTP request at all, where it probes.
pub(super) fn kind(_: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    let again = "a type cannot be changed: make an HTTPS check of /healthz (aws route53 create-health-check), name it in the record, and delete this one";
    Some(match checked.facts.kind.as_str() {
        "TCP" => {
            let message = format!(
                "{} opens a TCP connection only: a load balancer accepts one while every query server behind it is dead",
                checked.name()
            );
            Finding::warn(&FO_CHECK_TYPE, message).help(again).about(checked.id()).into()
        }
        "RECOVERY_CONTROL" => Told::default().note(format!(
            "{} follows a routing control: traffic moves when somebody turns it, not by itself",
            checked.name()
        )),
        "HTTP" | "HTTPS" | "HTTP_STR_MATCH" | "HTTPS_STR_MATCH" => Told::default(),
        "CALCULATED" | "CLOUDWATCH_METRIC" => return None,
        other => Finding::unknown(
            &FO_CHECK_TYPE,
            format!("{} is of the type {other}, which is not known here", checked.name()),
        )
        .help("look it up in Route 53's documentation; a newer chalkstore may know it")
        .about(checked.id())
        .into(),
    })
}

/// Whether a redirect would content it: 3xx counts as healthy.
pub(super) fn redirect(case: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    // Where a text has to be in the answer, a redirect does not have it.
    if !checked.is_http() && !checked.is_https() || checked.searches() {
        return None;
    }
    let told = checked.observations().into_iter().flatten();
    let told: Vec<u16> = told.filter_map(http_status).collect();
    let own = seen(case, checked).and_then(Healthz::status);
    let redirect = told.iter().copied().chain(own).find(|status| (300..400).contains(status));
    if let Some(status) = redirect {
        let message = format!(
            "{} is answered {status}, a redirect, which counts as healthy: the load balancer redirects even while no query server lives",
            checked.name()
        );
        return Some(
            Finding::fail(&FO_CHECK_REDIRECT, message)
                .help("let it ask by HTTPS on port 443; a type cannot be changed: make a new check (aws route53 create-health-check) and name it in the record")
                .about(checked.id())
                .into(),
        );
    }
    if !told.is_empty() || own.is_some() {
        return Some(Told::default());
    }
    // Of what nobody has had an HTTP answer of, FO032 and FO051 tell.
    let failure = checked.check.observations.as_ref().and_then(|asked| asked.failure());
    Some(match failure {
        Some(failure) => {
            unread(&FO_CHECK_REDIRECT, "route53:GetHealthCheckStatus", failure).about(checked.id()).into()
        }
        None => Finding::unknown(
            &FO_CHECK_REDIRECT,
            format!(
                "no HTTP answer to what {} asks was seen, neither by a checker nor from here",
                checked.name()
            ),
        )
        .help("see FO032 and FO051 for why; then ask again")
        .about(checked.id())
        .into(),
    })
}

/// What the same request brought from here.
fn seen<'a>(case: &Case<'a>, checked: &Checked<'_>) -> Option<&'a Healthz> {
    let facts = checked.facts;
    let port = facts.port.unwrap_or(if checked.is_https() { 443 } else { 80 });
    let name = facts.host.as_deref().map(crate::failover::model::plain);
    let is_it = |host: &&HostSeen| {
        host.port == port
            && match &facts.address {
                Some(address) => host.addresses.contains(address),
                None => name.as_deref() == Some(host.host.as_str()),
            }
    };
    let healthz = case.evidence.hosts.iter().find(is_it)?.healthz.as_ref()?;
    (healthz.tls == checked.is_https() && facts.path.as_deref() == Some(&healthz.path)).then_some(healthz)
}

/// Whether protocol and port belong together.
pub(super) fn port(_: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    let wrong = match checked.facts.port {
        Some(80) if checked.is_https() => Some(("HTTPS on port 80", "443")),
        Some(443) if checked.is_http() => Some(("HTTP without TLS on port 443", "80")),
        _ if !checked.is_http() && !checked.is_https() => return None,
        _ => None,
    };
    let finding = wrong.map(|(what, right)| {
        Finding::fail(&FO_CHECK_PORT, format!("{} asks by {what}: it never succeeds", checked.name()))
            .help(format!(
                "aws route53 update-health-check --health-check-id {} --port {right}",
                checked.id()
            ))
            .about(checked.id())
    });
    Some(finding.into())
}

/// Whether it sends the server's name, which a load balancer with several certificates needs.
pub(super) fn server_name(_: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if !checked.is_https() {
        return None;
    }
    let finding = (checked.facts.sends_name == Some(false)).then(|| {
        let seen = checked.observations().into_iter().flatten();
        let refused = seen.filter(|one| one.status.to_lowercase().contains("handshake")).count();
        let help = format!(
            "aws route53 update-health-check --health-check-id {} --enable-sni",
            checked.id()
        );
        let finding = if refused > 0 {
            let message = format!(
                "{} sends no server name in the TLS handshake, and {refused} of its checkers were refused",
                checked.name()
            );
            Finding::fail(&FO_CHECK_SNI, message)
        } else {
            let message = format!(
                "{} sends no server name in the TLS handshake: it lives by the load balancer's default certificate",
                checked.name()
            );
            Finding::warn(&FO_CHECK_SNI, message)
        };
        finding.help(help).about(checked.id())
    });
    Some(finding.into())
}
