//! What must hold for every input. The fuzz targets call it with what the fuzzer makes up, and `tests/it/corpus.rs`
//! with the committed corpus.

mod items;
mod otel;

pub use items::item;
pub use otel::otel;

use chalkstore::connect::evidence::{Answered, Lost};
use chalkstore::report::{Finding, Span, Status};
use chalkstore::store_ref::{self, Value};
use chalkstore::uri::{self, Evidence, MAX_BYTES, StoreUri};
use chalkstore::valkey::evidence::View;
use chalkstore::valkey::gather::{Gathering, Replies, from_shards};
use chalkstore::valkey::reply::{
    Reply, gossip, reply_from_bytes, shards_text, slot_rows, view_of_nodes, view_of_shards,
};
use chalkstore::valkey::{self, Address, Expectations, Policy, ZoneMap};

/// A value that should be a connection URI.
///
/// # Panics
/// When something does not hold.
pub fn uri(value: &[u8]) {
    let (evidence, checked) = uri::check(value);
    let findings = &checked.assessment.findings;
    assert!(!findings.is_empty(), "nothing is said of it");
    for finding in findings {
        if let (Some(span), Ok(text)) = (finding.span(), std::str::from_utf8(value)) {
            assert!(text.get(span.start..span.end).is_some(), "{span:?} is no place in {text:?}");
        }
        if let Some(snippet) = finding.snippet() {
            let Span { start, end } = snippet.span;
            assert!(
                snippet.text.get(start..end).is_some(),
                "{start}..{end} is no place in {:?}",
                snippet.text
            );
        }
    }
    evidence_is_judged_like_the_value(value, &evidence, &checked);
    let _shown = checked.with_row(&evidence).with_correction(&evidence, true);
    if let Ok(text) = std::str::from_utf8(value) {
        what_passes_can_be_used(text);
        corrections_pass(text);
        no_password_comes_out(text);
    }
}

/// A line of a batch.
///
/// # Panics
/// When something does not hold.
pub fn line(line: &[u8]) {
    let bare = line.strip_suffix(b"\r").unwrap_or(line);
    let Some(item) = store_ref::split_line(line) else {
        assert!(bare.is_empty(), "a line is lost");
        return;
    };
    assert!(!bare.is_empty(), "an empty line is a value");
    match (&item.name, &item.value) {
        (None, Value::Borrowed(value)) => assert_eq!(*value, bare, "a bare value is the whole line"),
        (Some(_), Value::Borrowed(value)) => assert!(bare.ends_with(value), "a value is the end of its line"),
        (_, Value::Owned(_)) => {}
    }
    assert_eq!(store_ref::split_line(line), Some(item), "two answers to one question");
}

/// What a server answers, whatever it was asked; or what somebody saved of it.
///
/// # Panics
/// When something does not hold.
pub fn reply(bytes: &[u8]) {
    if let Ok(reply) = reply_from_bytes(bytes) {
        any_reply_is_judged(&reply);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _zones = ZoneMap::parse(text);
    // As most commands answer: the text alone, without its length before it.
    any_reply_is_judged(&Reply::Text(text.into()));
    if let Ok(reply) = shards_text(text) {
        any_reply_is_judged(&reply);
        if let Ok(evidence) = from_shards(String::new(), &reply, false) {
            judged(&evidence);
        }
    }
}

/// Every reader takes it, and a store whose nodes answer everything with it is judged.
fn any_reply_is_judged(reply: &Reply<'_>) {
    for tls in [false, true] {
        if let Ok(view) = view_of_shards(reply, "h", tls) {
            has_an_order(&view);
        }
    }
    let _rows = slot_rows(reply, "h");
    if let Some(text) = reply.text() {
        let _doubts = gossip(text);
        if let Ok(view) = view_of_nodes(text, "h") {
            has_an_order(&view);
        }
    }
    for clustered in [false, true] {
        let seed = Address::new("h", 6379);
        let mut gathering = Gathering::new(String::new(), 1000, seed.clone(), false, clustered);
        let known = gathering.answered(&seed, replies(reply));
        for (_, address) in known.into_iter().take(4) {
            gathering.answered(&address, replies(reply));
        }
        judged(&gathering.done());
    }
}

fn replies<'a>(reply: &Reply<'a>) -> Replies<'a> {
    let known = || Answered::Known(reply.clone());
    Replies {
        connect_us: 1,
        rtt_us: vec![1],
        login: None,
        shards: known(),
        nodes: known(),
        slots: Some(known()),
        cluster: known(),
        server: known(),
        clients: known(),
        replication: known(),
        memory: known(),
        persistence: Answered::Lost(Lost::Closed),
        config: vec![known()],
    }
}

/// A view is the same when it is put in order again.
fn has_an_order(view: &View) {
    assert_eq!(View::sorted(view.source, view.shards.clone()), *view, "a view has no order of its own");
}

/// Evidence can be saved, and every check has something to say, the same of what was saved.
fn judged(evidence: &valkey::Evidence) {
    evidence.validate().expect("what was gathered can be judged");
    let zonal = Expectations {
        zone: Some("us-east-1a".to_owned()),
        policy: Some(Policy::ZonalAffinity),
        ..Expectations::default()
    };
    for expected in [Expectations::default(), zonal] {
        let findings = valkey::assess(evidence, &expected).findings;
        assert!(!findings.is_empty(), "nothing is said of it");
        let saved = serde_json::to_string(evidence).expect("evidence is plain data");
        let loaded: valkey::Evidence = serde_json::from_str(&saved).expect("and comes back");
        assert_eq!(
            said(&valkey::assess(&loaded, &expected).findings),
            said(&findings),
            "judged otherwise on replay"
        );
    }
}

fn said(findings: &[Finding]) -> Vec<(&'static str, Status, Option<Span>)> {
    findings.iter().map(|finding| (finding.check.code, finding.status, finding.span())).collect()
}

/// Saved evidence says what the value itself says, byte for byte in the same places.
fn evidence_is_judged_like_the_value(value: &[u8], evidence: &Evidence, checked: &uri::Checked) {
    let findings = said(&checked.assessment.findings);
    if let Ok(text) = std::str::from_utf8(value)
        && text.len() <= MAX_BYTES
    {
        assert_eq!(evidence.text.len(), text.len(), "the shape of {text:?} is {:?}", evidence.text);
        let bare = Evidence { text: text.to_owned(), ..evidence.clone() };
        assert_eq!(said(&uri::assess(&bare).assessment.findings), findings, "the value and its shape differ");
    }
    let saved = serde_json::to_string(evidence).expect("evidence is plain data");
    let loaded: Evidence = serde_json::from_str(&saved).expect("and comes back");
    assert_eq!(loaded, *evidence, "evidence changes when it is saved");
    let replayed = uri::assess(&loaded);
    assert_eq!(replayed.shown, checked.shown, "shown otherwise on replay");
    assert_eq!(said(&replayed.assessment.findings), findings, "judged otherwise on replay");
}

/// What passes is opened by the redis crate, and is what it prints.
fn what_passes_can_be_used(text: &str) {
    let Ok(store) = uri::parse(text) else { return };
    if let StoreUri::Server(server) = &store {
        let url = server.to_redis_url();
        assert!(redis::parse_redis_url(url.expose()).is_some(), "the redis crate refuses {:?}", url.expose());
    }
    let printed = store.to_secret();
    match uri::parse(printed.expose()) {
        Ok(again) => assert!(again == store, "{text:?} prints as {:?}", printed.expose()),
        Err(assessment) => {
            panic!("{text:?} prints as {:?}: {:?}", printed.expose(), said(&assessment.findings))
        }
    }
}

fn corrections_pass(text: &str) {
    let Some(corrected) = uri::corrected(text) else { return };
    let corrected = corrected.expose();
    assert!(uri::parse(corrected).is_ok(), "{text:?} is corrected to {corrected:?}, which fails");
    assert!(uri::corrected(corrected).is_none(), "{text:?} is corrected to {corrected:?}, and that again");
}

/// A password stays inside, whatever is wrong around it.
fn no_password_comes_out(text: &str) {
    const CANARY: &str = "CaNaRy7Pw";
    // A fuzzer that reads this program's comparisons learns the word, and writes it where it is no secret.
    if text.contains(CANARY) {
        return;
    }
    let placed = [
        text.replacen('?', &format!("?password={CANARY}&"), 1),
        text.replacen("://", &format!("://user:{CANARY}@"), 1),
        format!("{text}#{CANARY}"),
        // Without a colon, because a word before one is a scheme or a host to every reader.
        format!("{CANARY}{}", text.replace(':', "")),
    ];
    for value in placed.iter().filter(|value| value.matches(CANARY).count() == 1) {
        let (evidence, checked) = uri::check(value.as_bytes());
        let all = format!("{evidence:?} {:?}", checked.with_row(&evidence).with_correction(&evidence, true));
        assert!(!all.contains(CANARY), "{value:?}: {all}");
    }
}
