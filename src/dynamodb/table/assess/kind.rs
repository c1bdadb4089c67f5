//! TBL012, TBL018 and TBL019: stream, class and warm throughput.

use super::case::{Case, Standing, Told};
use crate::dynamodb::plan::Attribute;
use crate::dynamodb::spec::STREAM_VIEW;
use crate::report::Finding;
use crate::report::catalogue::{TBL_CLASS, TBL_STREAM, TBL_WARM_THROUGHPUT};

/// Whether a global table's stream is what replication needs.
pub(super) fn stream(case: &Case<'_>) -> Told {
    if !case.is_global() {
        let told = Told::skip(&TBL_STREAM, "the table stands in one Region: no stream is needed");
        return match &case.facts.stream {
            Some(view) => told.note(format!("it has one, of {view}")),
            None => told,
        };
    }
    if case.facts.multi_region_consistency.as_deref() == Some("STRONG") && case.facts.stream.is_none() {
        return Told::default().note("a strongly consistent global table replicates without a stream");
    }
    let of_region = |at: Standing<'_>| {
        match at.facts.stream.as_deref() {
        Some(STREAM_VIEW) => None,
        Some(other) => Some(
            Finding::fail(&TBL_STREAM, format!("the stream shows {other}; expected: {STREAM_VIEW}"))
                .help("global tables replicate by a stream of new and old images, and it cannot be changed while there are replicas: ask AWS support before anything is switched off")
                .about(at.region()),
        ),
        None => Some(
            Finding::warn(&TBL_STREAM, "DescribeTable shows no stream, and a global table has one")
                .help("look at ReplicationLatency in CloudWatch: whether writes arrive in the other Regions")
                .about(at.region()),
        ),
    }
    };
    case.regions().filter_map(of_region).collect::<Vec<_>>().into()
}

/// Whether the class is the expected one, and the same everywhere.
pub(super) fn class(case: &Case<'_>) -> Told {
    let expected = case.expected(&TBL_CLASS, Attribute::TableClass);
    // A replica's own class is left alone; where a class was said, it is told all the same.
    if let (Some(mut findings), Some(wanted)) = (expected, case.wanted.table_class) {
        let wanted = wanted.as_str();
        findings.extend(case.regions().skip(1).filter(|at| at.facts.table_class != wanted).map(|at| {
            let message = format!("table class: {}; expected: {wanted}", at.facts.table_class);
            Finding::fail(&TBL_CLASS, message)
                .help("a replica may have a class of its own: aws dynamodb update-table --table-class in this Region; twice in 30 days at most")
                .about(at.region())
        }));
        return findings.into();
    }
    let own = case.facts.table_class.as_str();
    let of_region = |at: Standing<'_>| {
        let is = at.facts.table_class.as_str();
        (is != own).then(|| {
            let first = case.seen.own().map_or("", |first| first.region.as_str());
            Finding::warn(&TBL_CLASS, format!("the class is {is}, and {own} in {first}"))
                .help("a replica may have a class of its own: if nobody meant it, aws dynamodb update-table --table-class; twice in 30 days at most")
                .about(at.region())
        })
    };
    let told: Told = case.regions().filter_map(of_region).collect::<Vec<_>>().into();
    told.note(format!("the class is {own}; which one costs less, `chalkstore size --from-table` says"))
}

/// Whether the table takes at once what is expected.
pub(super) fn warm_throughput(case: &Case<'_>) -> Told {
    let seen = case.facts.warm_throughput.and_then(|warm| Some((warm.read_units?, warm.write_units?)));
    let note = seen.map(|(read, write)| {
        format!("warm throughput: {read} read and {write} write units a second are taken at once")
    });
    let told = match case.expected(&TBL_WARM_THROUGHPUT, Attribute::WarmThroughput) {
        Some(findings) => findings.into(),
        None => Told::skip(&TBL_WARM_THROUGHPUT, "nothing is expected: --warm-throughput"),
    };
    note.into_iter().fold(told, Told::note)
}
