//! What the sizes of items come to.

use super::evidence::{ItemsEvidence, Listed};
use super::view;
use crate::dynamodb::units::MAX_ITEM_BYTES;
use crate::report::catalogue::{CAP_ITEMS_FIT, CAP_ITEMS_STORABLE};
use crate::report::{Assessment, Check, Finding};

/// So many items are named in a finding.
const NAMED: usize = 3;

/// The checks that items are put to.
pub fn plan() -> Vec<&'static Check> {
    vec![&CAP_ITEMS_FIT, &CAP_ITEMS_STORABLE]
}

/// Judges what was seen of items.
pub fn assess(seen: &ItemsEvidence) -> Assessment {
    Assessment {
        findings: vec![fit(seen), storable(seen)],
        rows: view::rows(seen),
        view: view::blocks(seen),
        ..Assessment::default()
    }
}

fn fit(seen: &ItemsEvidence) -> Finding {
    let largest = view::bytes(seen.max_bytes);
    if seen.oversized > 0 {
        let places = places(&seen.first_oversized, seen.oversized);
        let message = format!(
            "{} of {} have over {MAX_ITEM_BYTES} bytes, the largest {largest}: DynamoDB refuses them ({places})",
            view::thousands(seen.oversized),
            view::items(seen.count)
        );
        let help = "split them over several items, or keep what is large in S3 and its address in the item";
        let finding = Finding::fail(&CAP_ITEMS_FIT, message).help(help);
        return if seen.first_oversized.iter().any(|one| one.key.is_none()) {
            finding.note("name the attributes of the key with --key, and it is told which items these are")
        } else {
            finding
        };
    }
    if let Some(finding) = undetermined(&CAP_ITEMS_FIT, seen) {
        return finding;
    }
    if seen.count == 0 {
        return Finding::skip(&CAP_ITEMS_FIT, "no item was sized");
    }
    Finding::pass(&CAP_ITEMS_FIT)
        .message_is(format!("the largest of {} has {largest}", view::items(seen.count)))
}

fn storable(seen: &ItemsEvidence) -> Finding {
    if seen.refused > 0 {
        let of = view::items(seen.count.saturating_add(seen.refused));
        let places = places(&seen.first_refused, seen.refused);
        let message = format!("{} of {of} cannot be stored: {places}", view::thousands(seen.refused));
        let help = "correct what writes them; their sizes are in no figure of this report";
        return Finding::fail(&CAP_ITEMS_STORABLE, message).help(help);
    }
    if let Some(finding) = undetermined(&CAP_ITEMS_STORABLE, seen) {
        return finding;
    }
    if seen.count == 0 {
        return Finding::skip(&CAP_ITEMS_STORABLE, "there was no item");
    }
    let finding = Finding::pass(&CAP_ITEMS_STORABLE);
    if seen.key.is_empty() {
        return finding
            .note("whether items have their key attributes was not looked at: name those with --key");
    }
    finding
}

/// Where a part of the input could not be read, what was read passes nothing.
fn undetermined(check: &'static Check, seen: &ItemsEvidence) -> Option<Finding> {
    if !seen.is_partial() {
        return None;
    }
    let mut reasons: Vec<String> = Vec::new();
    for input in &seen.inputs {
        reasons.extend(input.failure.as_ref().map(|failure| format!("{}: {failure}", input.name)));
    }
    if seen.malformed > 0 {
        let texts = if seen.malformed == 1 { "text is no item" } else { "texts are no items" };
        reasons.push(format!(
            "{} {texts}: {}",
            seen.malformed,
            places(&seen.first_malformed, seen.malformed)
        ));
    }
    let so_far = view::items(seen.count);
    Some(Finding::unknown(
        check,
        format!("{so_far} could be sized, others could not be read: {}", reasons.join("; ")),
    ))
}

/// The first of some items, by their places.
fn places(listed: &[Listed], count: u64) -> String {
    let mut places: Vec<String> = listed.iter().take(NAMED).map(place).collect();
    let more = count.saturating_sub(places.len() as u64);
    if more > 0 {
        places.push(format!("and {} more", view::thousands(more)));
    }
    places.join("; ")
}

fn place(one: &Listed) -> String {
    let Listed { input, line, key, bytes, message } = one;
    let what = message.clone().or_else(|| bytes.map(view::bytes)).unwrap_or_default();
    let key = key.as_ref().map(|key| format!(" ({key})")).unwrap_or_default();
    format!("{input}:{line}{key}: {what}")
}

#[cfg(test)]
mod tests {
    use super::super::evidence::{Blocks, Input};
    use super::*;
    use crate::report::Status::{self, Fail, Pass, Skip, Unknown};

    fn results(seen: &ItemsEvidence) -> [Status; 2] {
        let findings = assess(seen).findings;
        [findings[0].status, findings[1].status]
    }

    #[test]
    fn nothing_passes_on_half_of_an_input() {
        let good = ItemsEvidence {
            count: 2,
            total_bytes: 1034,
            min_bytes: 10,
            max_bytes: 1024,
            blocks: vec![Blocks { kb: 1, items: 2 }],
            ..ItemsEvidence::default()
        };
        assert_eq!(results(&good), [Pass, Pass]);
        assert_eq!(results(&ItemsEvidence::default()), [Skip, Skip]);
        let failure = Some("it is cut off".to_owned());
        let inputs = vec![Input { name: "a.gz".to_owned(), layout: None, failure }];
        let cut_off = ItemsEvidence { inputs, ..good.clone() };
        assert_eq!(results(&cut_off), [Unknown, Unknown]);
        assert_eq!(results(&ItemsEvidence { malformed: 1, ..good.clone() }), [Unknown, Unknown]);
        assert_eq!(results(&ItemsEvidence { refused: 1, ..good.clone() }), [Pass, Fail]);
        assert_eq!(results(&ItemsEvidence { oversized: 1, ..cut_off }), [Fail, Unknown]);
    }

    #[test]
    fn evidence_that_contradicts_itself_is_refused() {
        assert_eq!(ItemsEvidence::default().validate(), Ok(()));
        for blocks in [vec![Blocks { kb: 1, items: 1 }], vec![Blocks { kb: 1, items: u64::MAX }; 2]] {
            assert!(ItemsEvidence { blocks, ..ItemsEvidence::default() }.validate().is_err());
        }
        let blocks = vec![Blocks { kb: 401, items: 1 }];
        assert!(ItemsEvidence { blocks, count: 1, ..ItemsEvidence::default() }.validate().is_err());
    }
}
