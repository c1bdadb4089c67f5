//! What holds of every text that is read as an item: it has the size that a simple reader finds, or is refused with a
//! reason, in the right line.

use chalkstore::dynamodb::item::{Layout, Sizer};
use proptest::prelude::*;
use proptest::sample::Index;

use super::generator::{attributes, plain};
use crate::corpus::invariants;
use crate::support::random::Random;

/// `PROPTEST_CASES`, as `make test-full` sets it; proptest reads it for its own default only.
fn cases() -> u32 {
    if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 300 }
}

/// An item of a layout, from a seed.
fn item(seed: u64, layout: Layout) -> String {
    let random = &mut Random::new(seed);
    let typed = |random: &mut Random| format!("{{\"pk\":{{\"S\":\"a\"}}{}}}", attributes(random));
    match layout {
        Layout::DynamoDb => typed(random),
        Layout::Wrapped => format!("{{\"Item\":{},\"x\":{}}}", typed(random), plain(random, 5)),
        Layout::Plain => {
            let members = (0..=random.below(6)).map(|place| format!("\"n{place}\":{}", plain(random, 5)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(",\n"))
        }
    }
}

fn layout() -> impl Strategy<Value = Layout> {
    prop::sample::select(vec![Layout::DynamoDb, Layout::Wrapped, Layout::Plain])
}

/// A change of some bytes.
#[derive(Debug, Clone)]
enum Change {
    Replace(Index, u8),
    Insert(Index, u8),
    Remove(Index),
    Repeat(Index, Index),
    CutOff(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let byte = || {
        let marks = b"{}[],:\"\\ntfulse0123456789eE.+- \n\tSNBLM\0".to_vec();
        prop_oneof![4 => prop::sample::select(marks), 1 => any::<u8>()]
    };
    prop_oneof![
        4 => (any::<Index>(), byte()).prop_map(|(at, byte)| Change::Replace(at, byte)),
        3 => (any::<Index>(), byte()).prop_map(|(at, byte)| Change::Insert(at, byte)),
        3 => any::<Index>().prop_map(Change::Remove),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Repeat(from, to)),
        1 => any::<Index>().prop_map(Change::CutOff),
    ]
}

fn changed(text: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let place = |at: &Index| at.index(bytes.len());
        match change {
            Change::Replace(at, byte) => {
                let at = place(at);
                bytes[at] = *byte;
            }
            Change::Insert(at, byte) => bytes.insert(place(at), *byte),
            Change::Remove(at) => drop(bytes.remove(place(at))),
            Change::Repeat(from, to) => {
                let (from, to) = (place(from).min(place(to)), place(from).max(place(to)));
                let part = bytes[from..to].to_vec();
                bytes.splice(to..to, part);
            }
            Change::CutOff(at) => bytes.truncate(place(at)),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn items_have_the_size_that_a_simple_reader_finds(seed in any::<u64>(), layout in layout()) {
        let item = item(seed, layout);
        if layout != Layout::Plain {
            let told = Sizer::new(layout, Vec::new()).measure(&item).map(|found| found.bytes);
            prop_assert!(told.is_ok(), "{told:?}: {item}");
        }
        invariants::item(item.as_bytes());
    }

    #[test]
    fn what_is_no_json_is_refused_in_its_line(
        seed in any::<u64>(),
        layout in layout(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        invariants::item(&changed(&item(seed, layout), &changes));
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,60}") {
        invariants::item(&bytes);
        invariants::item(text.as_bytes());
    }
}
