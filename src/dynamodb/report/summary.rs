//! A sizing in a few lines of text.

use crate::dynamodb::assess::{MORE_WAS_ASKED_FOR, told, words};
use crate::dynamodb::cost::Mode;
use crate::dynamodb::sizing::Sizing;
use crate::dynamodb::workload::{ReadPattern, advice, number, per_second, size};
use crate::numbers::{as_f64, count, usd};
use crate::report::Block;
use crate::words;

/// `us-east-1 and 1 replica · 10,000 RCU and 500 WCU at the peak · items of 850 bytes`.
pub(super) fn headline(sizing: &Sizing) -> String {
    let regions = &sizing.demand.regions;
    let Some(main) = regions.first() else { return String::new() };
    let others = match regions.len() - 1 {
        0 => String::new(),
        more => format!(" and {}", words::count(more, "replica")),
    };
    let mut parts = vec![format!("{}{others}", main.region)];
    parts.push(traffic(sizing));
    let item = &sizing.workload.item;
    if sizing.replay.is_some() && sizing.workload.entities.is_none() {
        // A trace tells nothing of its items, and nobody else did.
        return parts.join(" · ");
    }
    let raw = item.raw_json_bytes.map(|raw| format!(" ({} as JSON text)", size(as_f64(raw))));
    parts.push(format!("items of {}{}", size(as_f64(item.bytes)), raw.unwrap_or_default()));
    if let Some(stored) = sizing.demand.storage_bytes {
        parts.push(format!("{} in each Region", size(stored)));
    }
    parts.join(" · ")
}

fn traffic(sizing: &Sizing) -> String {
    if let Some(replay) = &sizing.replay {
        return format!(
            "{} {} of traffic",
            count(as_f64(replay.minutes)),
            words::named(replay.minutes == 1, "minute")
        );
    }
    let pattern = match sizing.workload.read_pattern {
        ReadPattern::Get => "GetItem",
        ReadPattern::BatchGet => "BatchGetItem",
        ReadPattern::Query => "Query",
    };
    let main = &sizing.workload.regions[0];
    format!(
        "{} by {pattern}, {} RCU each · {}, {} WCU each",
        per_second(main.read_qps, "query"),
        number(sizing.demand.rcu_per_query),
        per_second(main.write_qps, "write"),
        number(sizing.demand.wcu_per_write)
    )
}

/// What to take, and why.
pub(super) fn recommendation(sizing: &Sizing) -> Block {
    let mode = sizing.recommendation.mode;
    let cost = sizing.cost(mode).and_then(|cost| cost.monthly_usd);
    let even = &sizing.break_even;
    let price = cost.map(|cost| format!(", {} a month", usd(Some(cost)))).unwrap_or_default();
    let mut text = format!("Recommended: {}{price}: {}.", words(mode), sentence(&sizing.recommendation.why));
    if let (Some(read), Some(write)) = (even.read_utilization_share, even.write_utilization_share) {
        text += &format!(
            "\nBreak-even in {}: provisioned capacity is cheaper than on-demand from {:.1} % (reads) and {:.1} % (writes) average utilisation.",
            even.region,
            100.0 * read,
            100.0 * write
        );
    }
    if mode == Mode::OnDemand {
        text += "\nA new table on demand takes 12,000 reads and 4,000 writes a second, and twice the highest peak so far within 30 minutes.";
    }
    Block::Text(text)
}

/// What was taken where nothing was told.
pub(super) fn assumptions(sizing: &Sizing) -> Option<Block> {
    let mut lines = sizing.workload.assumptions.clone();
    if sizing.replay.is_some() {
        // Of a trace nobody was asked what its queries are like.
        let is_of_tables = |line: &str| {
            ["--entities ", "--region", "--point-in-time-recovery"].iter().any(|flag| line.contains(flag))
        };
        lines.retain(|line| is_of_tables(line));
        lines.push("the trace is taken for every month's traffic".to_owned());
    }
    if let Some(replay) = sizing.replay.as_ref().filter(|replay| !replay.throttled.is_empty()) {
        let throttled = told(&replay.throttled);
        lines.push(format!(
            "requests were throttled while it was measured ({throttled}): {MORE_WAS_ASKED_FOR}"
        ));
    }
    for cost in &sizing.costs {
        // A mode without a sum is CAP001's to tell, and so is what of it is not reserved or stored more cheaply.
        let is_told = |note: &str| {
            let storage_is_told = note.starts_with("storage,") && sizing.workload.entities.is_none();
            storage_is_told || cost.monthly_usd.is_none() && note.contains("is not priced")
        };
        for note in cost.notes.iter().filter(|note| !is_told(note)) {
            if !lines.contains(note) {
                lines.push(note.clone());
            }
        }
    }
    (!lines.is_empty()).then(|| {
        let lines: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
        Block::Text(format!("Assumed, and not in the figures:\n{}", lines.join("\n")))
    })
}

/// Which store fits.
pub(super) fn store(sizing: &Sizing) -> Block {
    let advice = advice(&sizing.workload, &sizing.demand);
    let mut text = format!("Store: {}.", sentence(&advice.summary));
    for reason in &advice.reasons {
        text += &format!("\n- {reason}");
    }
    if !advice.missing.is_empty() {
        text += &format!("\n- to say more: {}", advice.missing.join("; "));
    }
    Block::Text(text)
}

/// Without a stop at its end, which is set by whoever quotes it.
fn sentence(text: &str) -> &str {
    text.trim_end_matches('.')
}
