//! FO039 and FO063: how long a failover takes.

use super::case::Case;
use super::checked::Checked;
use super::judge::Told;
use super::ttl::ADVISED_S;
use crate::failover::rto;
use crate::report::Finding;
use crate::report::catalogue::{FO_CHECK_SPEED, FO_RTO};
use crate::words::{count, milliseconds, seconds};

/// Whether a health check's own settings leave time for resolvers to forget the old answer.
pub(super) fn speed(case: &Case<'_>, checked: &Checked<'_>) -> Option<Told> {
    if !checked.probes() {
        return None;
    }
    let objective_s = case.expected.rto_ms() / 1000;
    let facts = checked.facts;
    let (Some(interval_s), Some(threshold)) = (facts.interval_s, facts.threshold) else {
        let message = format!("Route 53 does not tell interval and threshold of {}", checked.name());
        return Some(
            Finding::unknown(&FO_CHECK_SPEED, message)
                .help("look at the health check in the console")
                .about(checked.id())
                .into(),
        );
    };
    let try_s = rto::longest_try_s(&facts.kind);
    let (interval_s, threshold) = (u64::from(interval_s), u64::from(threshold));
    let most_s = threshold.saturating_mul(interval_s + try_s);
    let left_s = objective_s.saturating_sub(most_s);
    let objective = milliseconds(case.expected.rto_ms());
    let finding = (left_s < ADVISED_S).then(|| {
        let message = format!(
            "{} takes {} to notice, {} at most ({} {} apart): of the objective of {objective} that leaves {}, and resolvers keep an answer for {}",
            checked.name(),
            seconds(threshold.saturating_mul(interval_s)),
            seconds(most_s),
            count(threshold, "failure"),
            seconds(interval_s),
            seconds(left_s),
            seconds(ADVISED_S)
        );
        Finding::warn(&FO_CHECK_SPEED, message).help(faster(checked, interval_s, objective_s, try_s)).about(checked.id())
    });
    Some(finding.into())
}

/// What would be fast enough.
fn faster(checked: &Checked<'_>, interval_s: u64, objective_s: u64, try_s: u64) -> String {
    let able = objective_s.saturating_sub(ADVISED_S);
    let most = |interval_s: u64| (able / (interval_s + try_s)).min(10);
    let id = checked.id();
    match (most(interval_s), most(10)) {
        (threshold @ 1.., _) => {
            format!("aws route53 update-health-check --health-check-id {id} --failure-threshold {threshold}")
        }
        (0, threshold @ 1..) => format!(
            "make one with an interval of 10 s and a threshold of {threshold} (an interval cannot be changed): aws route53 create-health-check; `--what-if interval=10,threshold={threshold}` shows what that comes to"
        ),
        _ => format!(
            "no health check is that fast: an objective above {} can be met",
            seconds(ADVISED_S + 10 + try_s)
        ),
    }
}

/// Whether the predicted RTO is within the objective.
pub(super) fn within_objective(case: &Case<'_>) -> Told {
    if let Err(missing) = case.groups() {
        return missing.finding(&FO_RTO).into();
    }
    let objective = milliseconds(case.expected.rto_ms());
    let rto = match rto::rto(case.evidence, None) {
        Ok(rto) => rto,
        Err(why) if why.is_never() => {
            return Finding::fail(&FO_RTO, why.to_string())
                .help("see FO002 to FO007 and FO020 to FO036 for what keeps it")
                .into();
        }
        Err(why) => {
            return Finding::unknown(&FO_RTO, format!("how long a failover takes is not known: {why}"))
                .help("see the checks that could not be made, above all FO020")
                .into();
        }
    };
    let worst = rto.failover();
    let unsure: Vec<&str> = rto.unsure().into_iter().collect();
    let message =
        format!("predicted: {worst}, of which detection {}; objective: {objective}", rto.detection());
    let help =
        "`--what-if interval=10,threshold=2,ttl=60` shows what other settings come to; see FO039 and FO008";
    if worst.nominal_ms > case.expected.rto_ms() {
        Finding::fail(&FO_RTO, message).help(help).into()
    } else if !unsure.is_empty() {
        Finding::unknown(&FO_RTO, format!("{message}; that rests on what was not found out: {}", unsure.join("; ")))
            .help("say which host stands in which Region (--region-host REGION=HOST), allow what could not be read, and ask again; FO006, FO020, FO025 and FO050 tell more")
            .into()
    } else if worst.max_ms > case.expected.rto_ms() {
        Finding::warn(&FO_RTO, message).help(help).into()
    } else {
        Finding::pass(&FO_RTO).message_is(message).into()
    }
}
