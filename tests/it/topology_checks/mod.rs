//! The checks of a topology: each of them provoked, in each status that it has, by evidence made by hand.

mod layout;
mod places;
mod servers;
mod store;
mod upkeep;
mod zones;
