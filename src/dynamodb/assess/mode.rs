//! CAP010: whether the table's mode is the cheapest for its traffic.

use super::case::{Case, SEE_ANSWERS};
use super::traffic::words;
use crate::dynamodb::cost::Mode;
use crate::dynamodb::evidence::TableSeen;
use crate::dynamodb::sizing::{Present, class_usd};
use crate::dynamodb::spec::TableClass;
use crate::numbers::usd;
use crate::report::Finding;
use crate::report::catalogue::CAP_MODE;

/// How much dearer than the recommended mode a table may be: the margin of AWS's own evaluator.
const DEARER: f64 = 1.15;

/// Whether the table's mode is the cheapest for its traffic, in its own table class.
pub(super) fn mode(case: &Case<'_>, seen: &TableSeen) -> Vec<Finding> {
    if seen.facts().is_none() {
        return vec![Finding::unknown(&CAP_MODE, "the table was not described (CAP014)").help(SEE_ANSWERS)];
    }
    let (sizing, present) = match case.present(&CAP_MODE) {
        Ok(known) => known,
        Err(findings) => return findings,
    };
    let best = sizing.cost(sizing.recommendation.mode).and_then(|cost| class_usd(cost, present.table_class));
    let (Some(now), Some(best)) = (present.monthly_usd, best) else {
        return vec![
            Finding::unknown(&CAP_MODE, "a price or the capacity is not known (CAP001, CAP014)")
                .help("see CAP001 and CAP014: they say what was not told, and what to do about it"),
        ];
    };
    let told = format!(
        "{} at {} a month for the traffic of the window; {} as recommended would be {}",
        present_words(present),
        usd(Some(now)),
        words(sizing.recommendation.mode),
        usd(Some(best))
    );
    let finding = if now > DEARER * best {
        let message = format!("{told}: {:.0} % less", 100.0 * (1.0 - best / now));
        Finding::warn(&CAP_MODE, message).help(
            "the report shows every mode and the policies; --emit terraform writes the recommended table (a table on demand can be switched at any time, a provisioned one four times in 24 hours)",
        )
    } else {
        Finding::pass(&CAP_MODE).note(told)
    };
    let finding = if present.mode == Mode::OnDemand {
        finding
    } else {
        finding.note("capacity that the account has reserved is not known here, and makes both cheaper")
    };
    vec![match other_class(present, now) {
        Some(note) => finding.note(note),
        None => finding,
    }]
}

/// Whether the other table class would be cheaper as the table is now.
fn other_class(present: &Present, now: f64) -> Option<String> {
    let other = present.other_class_monthly_usd.filter(|usd| *usd < now)?;
    let class = match present.table_class {
        TableClass::Standard => TableClass::InfrequentAccess,
        TableClass::InfrequentAccess => TableClass::Standard,
    };
    let class = class.as_str();
    Some(format!(
        "the same in the table class {class} would be {} a month (aws dynamodb update-table --table-class {class}; twice in 30 days at most)",
        usd(Some(other))
    ))
}

/// The mode of a table that exists, in words.
pub(in crate::dynamodb) fn present_words(present: &Present) -> &'static str {
    let is_known = present.regions.iter().all(|region| region.scaling_known);
    match present.mode {
        Mode::Provisioned if is_known => "fixed provisioned capacity",
        Mode::Provisioned => "provisioned capacity",
        mode => words(mode),
    }
}
