//! All five at once.

use super::eks::eks;
use super::images::images;
use super::query::query;
use super::telemetry::telemetry;
use super::{Flow, Name, Posture};
use crate::dataflow::otel::{Collector, Signal};
use crate::dataflow::{Evidence, Expectations};

/// What becomes of the flows.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The collectors, with places by what was declared.
    pub collectors: Option<Vec<Collector>>,
    /// The five flows, in the document's order.
    pub flows: [Flow; 5],
    /// All together.
    pub posture: Posture,
}

impl Decided {
    /// One of the flows.
    pub fn flow(&self, name: Name) -> &Flow {
        match name {
            Name::Logs => &self.flows[0],
            Name::Metrics => &self.flows[1],
            Name::QueryExecution => &self.flows[2],
            Name::EksApi => &self.flows[3],
            Name::ContainerImages => &self.flows[4],
        }
    }
}

/// Decides about all flows.
pub fn decide(evidence: &Evidence, expected: &Expectations) -> Decided {
    let places = expected.places();
    let collectors: Option<Vec<Collector>> = evidence
        .collectors
        .as_ref()
        .map(|collectors| collectors.iter().map(|one| places.again(one.clone())).collect());
    let seen = collectors.as_deref();
    let query = query(evidence, expected);
    let posture = Posture::of(query.state, expected.require);
    let flows = [
        telemetry(Name::Logs, Signal::Logs, seen, expected),
        telemetry(Name::Metrics, Signal::Metrics, seen, expected),
        query,
        eks(evidence, expected),
        images(evidence, expected),
    ];
    Decided { collectors, flows, posture }
}
