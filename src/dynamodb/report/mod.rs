//! What sizing shows beside its findings: data for scripts, tables and curves for people.

mod arithmetic;
mod autoscaling;
mod compare;
mod curves;
mod demand;
mod modes;
mod present;
mod shown;
mod summary;
mod trace;

pub(super) use shown::{facts, rows, view};
