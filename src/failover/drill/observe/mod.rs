//! Looking at a failover name again and again. Nothing is changed: whoever drills causes the failover.

mod clock;
mod look;
mod turns;
mod watcher;

pub use watcher::{Wanted, Watcher};
