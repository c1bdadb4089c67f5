//! FO053: whether clients of the failover name are shown a certificate for it, in every Region.

use super::case::Case;
use super::judge::Told;
use crate::connect::evidence::{Handshake, NameMatch, Trust};
use crate::connect::trust::{DAYS_OF_NOTICE, Validity, validity};
use crate::failover::evidence::{Healthz, HealthzOutcome, HostSeen, Step};
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::FO_CERTIFICATE;
use crate::words::count;

/// Whether every Region's certificate is good for the failover name, and that of a given host for the host's own.
pub(super) fn valid(case: &Case<'_>) -> Told {
    let hosts = &case.evidence.hosts;
    if hosts.is_empty() {
        return Finding::unknown(
            &FO_CERTIFICATE,
            "no Region's host is known, and so no certificate was seen",
        )
        .help("name them: --region-host REGION=HOST")
        .into();
    }
    let is_plain = |host: &HostSeen| {
        let seen = host.as_failover_name.as_ref().or(host.healthz.as_ref());
        seen.is_some_and(|healthz| !healthz.tls)
    };
    if hosts.iter().all(is_plain) {
        return Finding::skip(&FO_CERTIFICATE, "no Region was asked through TLS").into();
    }
    let tls = hosts.iter().filter(|host| !is_plain(host));
    tls.flat_map(|host| of_host(case, host)).chain(case.placeless(&FO_CERTIFICATE)).collect::<Vec<_>>().into()
}

fn of_host(case: &Case<'_>, host: &HostSeen) -> Vec<Finding> {
    let now = &case.evidence.observed_at;
    let region = host.region.as_str();
    let name = &case.evidence.name;
    let mut findings = Vec::new();
    match &host.as_failover_name {
        None => findings.push(
            Finding::unknown(
                &FO_CERTIFICATE,
                format!("{} was not asked for its certificate of {name}", host.host),
            )
            .help(format!("see FO051 why; {LONGER}")),
        ),
        Some(healthz) => match &healthz.handshake {
            Some(handshake) => findings.extend(judge(handshake, name, now, true)),
            None => findings.push(without(healthz, host, name)),
        },
    }
    // A load balancer's own name is on nobody's certificate.
    let own = host.healthz.as_ref().and_then(|healthz| healthz.handshake.as_ref());
    if let Some(handshake) = own.filter(|_| host.is_given && findings.is_empty()) {
        findings.extend(judge(handshake, &host.host, now, false));
    }
    findings.into_iter().map(|finding| finding.about(region)).collect()
}

/// Where there was no handshake.
fn without(healthz: &Healthz, host: &HostSeen, name: &str) -> Finding {
    match &healthz.outcome {
        HealthzOutcome::Failed { step: Step::Tls, reason, .. } => {
            let message = format!("{} refuses a TLS handshake for {name}: {reason}", host.host);
            Finding::fail(&FO_CERTIFICATE, message).help(issue(name))
        }
        HealthzOutcome::Failed { reason, .. } => Finding::unknown(
            &FO_CERTIFICATE,
            format!("{} could not be asked for its certificate of {name}: {reason}", host.host),
        )
        .help("see FO051 for what keeps it from answering"),
        HealthzOutcome::Answered { .. } => {
            Finding::unknown(&FO_CERTIFICATE, format!("{} answered without a TLS handshake", host.host))
                .help("ask again")
        }
    }
}

fn issue(name: &str) -> String {
    format!(
        "issue a certificate for {name} in this Region's ACM, and add it to the load balancer's listener: aws elbv2 add-listener-certificates"
    )
}

/// Each point of a certificate, the worst first. For the Region's own name all are warnings: the failover does not need it.
fn judge(handshake: &Handshake, name: &str, now: &str, is_failover: bool) -> Option<Finding> {
    let bad = |message: String| {
        let finding = if is_failover {
            Finding::fail(
                &FO_CERTIFICATE,
                format!("{message}: clients would refuse it, though Route 53 does not look"),
            )
        } else {
            Finding::warn(&FO_CERTIFICATE, message)
        };
        finding.help(issue(name))
    };
    let names = || {
        let names = handshake.chain.first().map(|own| own.names.join(", ")).unwrap_or_default();
        if names.is_empty() { "no name at all".to_owned() } else { names }
    };
    match &handshake.name {
        NameMatch::Matches => {}
        NameMatch::Differs => {
            return Some(bad(format!("the certificate is for {}, not for {name}", names())));
        }
        NameMatch::Broken { error } => {
            return Some(bad(format!("the names of the certificate for {name} cannot be read: {error}")));
        }
    }
    let Some(own) = handshake.chain.first() else {
        return Some(
            Finding::unknown(&FO_CERTIFICATE, format!("the certificate for {name} cannot be read"))
                .help("look at it: openssl s_client -servername NAME -connect HOST:443"),
        );
    };
    match validity(own, now) {
        Validity::Expired { days_ago } => {
            return Some(bad(format!(
                "the certificate for {name} expired {} ago ({})",
                count(days_ago, "day"),
                own.not_after
            )));
        }
        Validity::NotYet => {
            return Some(bad(format!("the certificate for {name} is not valid before {}", own.not_before)));
        }
        Validity::Unreadable => {
            return Some(
                Finding::unknown(
                    &FO_CERTIFICATE,
                    format!("the dates of the certificate for {name} cannot be read"),
                )
                .help("look at it: openssl s_client -servername NAME -connect HOST:443"),
            );
        }
        Validity::Valid { .. } => {}
    }
    match &handshake.trust {
        Trust::Trusted => {}
        Trust::NoRoots => {
            return Some(
                Finding::unknown(&FO_CERTIFICATE, format!("no root certificate is known here, to judge that for {name} by"))
                    .help("install the system's CA certificates (`ca-certificates`), or name a PEM file in SSL_CERT_FILE"),
            );
        }
        Trust::UnknownIssuer => {
            return Some(bad(format!(
                "the certificate for {name} comes from {}, which is not trusted here",
                own.issuer
            )));
        }
        Trust::IssuerExpired => {
            return Some(bad(format!(
                "a certificate above that for {name} has expired, or is not valid yet"
            )));
        }
        Trust::Broken { error } => {
            return Some(bad(format!("the chain of the certificate for {name} is broken: {error}")));
        }
    }
    let Validity::Valid { days_left } = validity(own, now) else { return None };
    (days_left < DAYS_OF_NOTICE).then(|| {
        let message =
            format!("the certificate for {name} expires in {} ({})", count(days_left, "day"), own.not_after);
        Finding::warn(&FO_CERTIFICATE, message)
            .help("look why ACM does not renew it: its validation record in DNS has to stay, in every Region")
    })
}
