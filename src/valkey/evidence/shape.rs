//! What nodes have to agree on.

use std::collections::BTreeMap;

use super::{Role, View};
use crate::valkey::Slots;

/// A view without what nodes learn one after another (who failed, who loads) and without what servers of different
/// versions show in different ways (zones, names, where a failed former primary stands).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shape<'a>(pub BTreeMap<&'a str, Place<'a>>);

/// A node's place in a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place<'a> {
    /// It has these slots; none for one that waits for some, or has lost them.
    Primary(Option<&'a Slots>),
    /// It follows the primary with this id, where one is known.
    Replica(Option<&'a str>),
}

impl<'a> Shape<'a> {
    /// The shape of a view.
    pub fn of(view: &'a View) -> Self {
        let mut places = BTreeMap::new();
        for shard in &view.shards {
            let primary = shard.primary().map(|member| member.id.as_str());
            for member in &shard.members {
                let own = Some(member.id.as_str());
                let slots = (own == primary && !shard.slots.is_empty()).then_some(&shard.slots);
                let place = match member.role {
                    Role::Primary => Place::Primary(slots),
                    Role::Replica => Place::Replica(primary),
                };
                places.insert(member.id.as_str(), place);
            }
        }
        Self(places)
    }
}
