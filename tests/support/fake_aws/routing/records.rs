//! `ListResourceRecordSets`.

use super::answer::{order, parameter};
use super::state::{RecordAt, Routing};
use super::zones::find;
use crate::support::fake_aws::request::{Refusal, refuse};

fn key(record: &RecordAt) -> (Vec<String>, String, String) {
    let identifier = record.identifier.clone().unwrap_or_default().to_lowercase();
    (order(&record.name), record.kind.to_lowercase(), identifier)
}

pub(super) fn list(state: &Routing, id: &str, query: &str) -> Result<String, Refusal> {
    let zone = find(state, id)?;
    let name = parameter(query, "name");
    let kind = parameter(query, "type").unwrap_or_default();
    let identifier = parameter(query, "identifier").unwrap_or_default();
    if name.is_none() && !kind.is_empty() {
        return refuse("InvalidInput", "The name field must be specified if the type field is");
    }
    let mut records: Vec<&RecordAt> = zone.records.iter().collect();
    records.sort_by_key(|record| key(record));
    if !state.repeats_pages {
        let start = (name.map(|name| order(&name)).unwrap_or_default(), kind, identifier);
        records.retain(|record| key(record) >= start);
    }
    let next = records.get(state.page_size).map(|record| {
        let identifier = record.identifier.as_ref();
        let identifier = identifier
            .map(|id| format!("<NextRecordIdentifier>{id}</NextRecordIdentifier>"))
            .unwrap_or_default();
        format!(
            "<NextRecordName>{}</NextRecordName><NextRecordType>{}</NextRecordType>{identifier}",
            record.name, record.kind
        )
    });
    let page = records
        .iter()
        .take(state.page_size)
        .map(|record| {
            let identifier = record.identifier.as_ref();
            let identifier =
                identifier.map(|id| format!("<SetIdentifier>{id}</SetIdentifier>")).unwrap_or_default();
            format!(
                "<ResourceRecordSet><Name>{}</Name><Type>{}</Type>{identifier}{}</ResourceRecordSet>",
                record.name, record.kind, record.rest
            )
        })
        .collect::<Vec<_>>()
        .concat();
    Ok(format!(
        "<ListResourceRecordSetsResponse><ResourceRecordSets>{page}</ResourceRecordSets><IsTruncated>{}</IsTruncated>\
         {}<MaxItems>{}</MaxItems></ListResourceRecordSetsResponse>",
        next.is_some(),
        next.unwrap_or_default(),
        state.page_size
    ))
}
