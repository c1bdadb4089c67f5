//! What a Region's table is, in words and in tones.

use crate::aws::Asked;
use crate::dynamodb::evidence::{Dimension, Scaling, Settings};
use crate::dynamodb::status::Status;
use crate::dynamodb::table::assess::Standing;
use crate::report::{Cell, Tone};

/// The status, such as `ACTIVE`.
pub(super) fn status(at: Standing<'_>) -> Cell {
    match at.facts.status.as_deref() {
        Some(word) => {
            let status = Status::of(word);
            let tone = match status {
                Status::Active => Tone::Good,
                _ if status.is_final() => Tone::Bad,
                _ => Tone::Caution,
            };
            Cell::toned(word, tone)
        }
        None => Cell::toned("unknown", Tone::Caution),
    }
}

/// The units that are provisioned now.
pub(super) fn units(at: Standing<'_>) -> Cell {
    match &at.facts.provisioned {
        Some(units) if !at.facts.is_on_demand() => {
            Cell::from(format!("{} / {}", units.read_units, units.write_units))
        }
        _ if at.facts.is_on_demand() => Cell::from("on demand"),
        _ => Cell::toned("unknown", Tone::Caution),
    }
}

/// How a dimension scales.
pub(super) fn scaling(at: Standing<'_>, dimension: Dimension) -> Cell {
    let Some(scaling) = at.seen.scaling.as_ref().filter(|scaling| scaling.is_known()) else {
        return Cell::toned("unknown", Tone::Caution);
    };
    words(scaling, dimension).map_or_else(|| Cell::toned("not scaled", Tone::Faint), Cell::from)
}

fn words(scaling: &Scaling, dimension: Dimension) -> Option<String> {
    let found = scaling.dimension(dimension)?;
    let bounds = format!("{}-{}", found.target.min, found.target.max);
    let target = found.policies.iter().find_map(|policy| policy.target);
    Some(target.map_or_else(|| format!("{bounds}, no policy"), |target| format!("{bounds}@{target}%")))
}

/// `on` or `off`; `unknown` where it was not told.
pub(super) fn switch(is_on: Option<bool>) -> Cell {
    match is_on {
        Some(true) => Cell::toned("on", Tone::Good),
        Some(false) => Cell::toned("off", Tone::Caution),
        None => Cell::toned("unknown", Tone::Caution),
    }
}

/// What a setting's answer says; nothing where there is none.
pub(super) fn of<'a, T, R>(
    at: Standing<'a>,
    which: impl FnOnce(&'a Settings) -> &'a Asked<T>,
    read: impl FnOnce(&'a T) -> R,
) -> Option<R>
where
    T: 'a,
{
    let settings = at.seen.settings.as_ref()?;
    which(settings).answer().map(read)
}
