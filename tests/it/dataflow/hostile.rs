//! Files that nobody meant: cut off, spoiled, mixed up. They are refused or read, and nothing panics.

use std::process::Command;

use chalkstore::dataflow::evidence::{Cluster, Evidence};
use chalkstore::dataflow::flows::{Name, State, decide};
use chalkstore::dataflow::observe::Given;
use chalkstore::dataflow::{Expectations, OtherPath, read};
use proptest::prelude::*;

use super::{ECR, Files, METADATA, SERVICE, eks, endpoints};
use crate::program::run;

/// Evidence of what a file came to.
fn evidence(text: &str) -> Option<Evidence> {
    let given = Given { endpoints: read::endpoints("f", text).ok()?, ..Given::default() };
    Some(Evidence { endpoints: given.endpoints, ..Evidence::default() })
}

/// Takes bytes out of a text and puts others in.
fn spoilt(text: &str, cuts: &[(prop::sample::Index, u8)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (place, byte) in cuts {
        let place = place.index(bytes.len());
        if *byte == 0 {
            bytes.truncate(place.max(1));
        } else {
            bytes[place] = *byte;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest! {
    /// However a list is spoilt, nothing panics, and an endpoint that is read as it stood there is not overlooked.
    #[test]
    fn a_spoilt_list_is_never_a_proof(cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..128), 1..4)) {
        let whole = endpoints(&[("vpce-q", "Interface", SERVICE, "available")]);
        let text = spoilt(&whole, &cuts);
        if let Some(evidence) = evidence(&text) {
            let expected = Expectations { other_path: Some(OtherPath::None), ..Expectations::default() };
            let is_off = decide(&evidence, &expected).flow(Name::QueryExecution).state == State::Off;
            // What decides stands in these lines: while they are as they were, the endpoint is open.
            let is_as_it_was = |line: &&str| {
                ["VpcEndpoints", "VpcEndpointType", "ServiceName", "State"].iter().any(|key| line.contains(key))
            };
            let lines = |text: &str| text.lines().filter(is_as_it_was).map(str::to_owned).collect::<Vec<_>>();
            prop_assert!(!is_off || lines(&text) != lines(&whole), "{}", text);
        }
    }

    #[test]
    fn a_spoilt_cluster_never_panics(cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..128), 1..4)) {
        let text = eks(true, true, &[METADATA, "2001:db8::/32", "0.0.0.0/1"]);
        if let Ok(seen) = read::cluster("f", &spoilt(&text, &cuts)) {
            prop_assert!(matches!(seen.described.answer(), Some(Cluster::Eks(_) | Cluster::Gke(_))));
            let evidence = Evidence { cluster: Some(seen), ..Evidence::default() };
            let expected = Expectations { metadata_hosts: vec![METADATA.to_owned()], ..Expectations::default() };
            let assessment = chalkstore::dataflow::assess(&evidence, &expected);
            prop_assert!(assessment.findings.len() >= 14);
        }
    }

    /// A state that nobody knows is never off, even where no other path exists.
    #[test]
    fn only_known_states_let_nothing_through(state in "[a-zA-Z]{0,12}") {
        let text = endpoints(&[("vpce-q", "Interface", SERVICE, &state)]);
        let expected = Expectations { other_path: Some(OtherPath::None), ..Expectations::default() };
        let decided = decide(&evidence(&text).expect("is a list"), &expected);
        let shut = ["rejected", "failed", "expired", "deleted"];
        let is_off = decided.flow(Name::QueryExecution).state == State::Off;
        prop_assert_eq!(is_off, shut.contains(&state.to_ascii_lowercase().as_str()));
    }
}

/// A pipe that is written to in time is read like any file.
#[cfg(unix)]
#[test]
fn a_pipe_is_read_like_a_file() {
    let files = Files::new();
    let pipe = files.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there").success());
    let writer = pipe.clone();
    let text = endpoints(&ECR);
    let written = std::thread::spawn(move || std::fs::write(writer, text));
    let ran = run(&["dataflow", "--vpc-endpoints", &pipe, "--timeout", "60s", "--output", "json"]);
    assert!(written.join().expect("it ends").is_ok());
    assert_eq!(ran.statuses("FLOW010"), ["pass"], "{ran:?}");
}

#[test]
fn mixed_up_files_are_refused() {
    assert!(read::cluster("f", &endpoints(&ECR)).is_err());
    assert!(read::endpoints("f", &eks(true, true, &[])).is_err());
    let mark = format!("\u{feff}{}", endpoints(&ECR));
    assert_eq!(read::endpoints("f", &mark).expect("a mark is no fault")[0].endpoints.len(), 3);
}
