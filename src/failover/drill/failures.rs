//! What failed while a drill was watched, and when: among an hour's looks nobody finds the one that was not served.

use jiff::{SignedDuration, Timestamp};

use super::Evidence;
use super::evidence::{State, Stretch, Track};
use crate::report::{Cell, Table, Tone};
use crate::words::{count, milliseconds};

/// The most failures that a person is shown; the JSON table `stretches` has all.
const SHOWN: usize = 20;

/// What failed, in the order of time, with the time of day; nothing where nothing did. What could not be found out is no
/// failure.
pub(super) fn table(evidence: &Evidence) -> Option<Table> {
    let mut failed: Vec<(&Track, &Stretch)> = evidence
        .tracks
        .iter()
        .flat_map(|track| track.stretches.iter().map(move |stretch| (track, stretch)))
        .filter(|(_, stretch)| is_failure(&stretch.state))
        .collect();
    if failed.is_empty() {
        return None;
    }
    failed.sort_by_key(|(_, stretch)| stretch.first_us);
    let row = |(track, stretch): &(&Track, &Stretch)| {
        let lasted = stretch.last_us.saturating_sub(stretch.first_us) / 1000;
        let looks = count(stretch.looks, "look");
        let looks = if stretch.looks == 1 { looks } else { format!("{looks}, {}", milliseconds(lasted)) };
        vec![
            Cell::from(time(&evidence.started_at, stretch.first_us)),
            Cell::from(track.thing.name()),
            Cell::toned(stretch.state.words(), Tone::Bad),
            Cell::from(looks),
        ]
    };
    let title = if failed.len() > SHOWN {
        format!("What failed, and when (the first {SHOWN} of {}; JSON has all)", failed.len())
    } else {
        "What failed, and when".to_owned()
    };
    Some(Table {
        title,
        columns: ["at (UTC)", "what", "how", "for"].map(str::to_owned).to_vec(),
        rows: failed.iter().take(SHOWN).map(row).collect(),
    })
}

fn is_failure(state: &State) -> bool {
    match state {
        State::Healthy | State::Leads { .. } | State::Unknown { .. } => false,
        state => !state.is_served(),
    }
}

/// The time of day so many microseconds after the first look; since that look, where its own time cannot be read.
fn time(started_at: &str, after_us: u64) -> String {
    let after = SignedDuration::from_micros(i64::try_from(after_us).unwrap_or(i64::MAX));
    let at = started_at.parse::<Timestamp>().ok().and_then(|start| start.checked_add(after).ok());
    at.map_or_else(
        || format!("+{}", milliseconds(after_us / 1000)),
        |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    )
}
