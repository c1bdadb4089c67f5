//! What no waiting mends is not waited for.

use std::time::{Duration, Instant};

use super::{Described, with_secret};
use crate::program::{Ran, run_with};
use crate::support::fake_aws::{FakeAws, Secret};
use crate::support::{RefusingPort, Server, Version, wait_for};

/// Longer than any look that ends by itself takes, and far shorter than the wait.
const SOON: Duration = Duration::from_mins(1);
const WAIT: [&str; 4] = ["--wait", "5m", "--timeout", "20s"];

/// A run that ends by itself, long before its wait is over.
#[track_caller]
fn at_once(described: &Described, more: &[&str]) -> Ran {
    let begun = Instant::now();
    let ran = described.run(&[&WAIT[..], more].concat());
    assert!(begun.elapsed() < SOON, "{:?}: {ran:?}", begun.elapsed());
    assert!(!ran.stderr.contains("waiting for"), "{ran:?}");
    ran
}

#[test]
fn the_text_of_a_uri_and_the_description_are_read_once() {
    let described =
        Described::new("[environments.p.online_store]\nuri = \"redis://h.x:1/0?clustered=yes\"\n");
    let ran = at_once(&described, &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let told = "note: p: no waiting mends what is left: the URI is read once, at the start (URI009)";
    assert!(ran.stderr.contains(told), "{ran:?}");

    // What two parts say of each other.
    let server = Server::builder(Version::Valkey912).start();
    let described = Described::new(&format!(
        "[environments.p.online_store]\nuri = \"redis://127.0.0.1:{}/0?clustered=false\"\n\
         [environments.p.objectives]\nrpo = \"5s\"\nmax_lag = \"1m\"\n",
        server.port()
    ));
    let ran = at_once(&described, &["--only", "CFG,NET002"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.stderr.contains("no waiting mends what is left: ") && ran.stderr.contains("CFG004"),
        "{ran:?}"
    );
}

#[test]
fn nobody_waits_for_a_region_or_credentials_that_nobody_gave() {
    let cloud = RefusingPort::new();
    let parts = "[environments.p.online_store]\nsecret = \"store\"\n\
                 [environments.p.table]\nname = \"features\"\nreplicas = [\"us-west-2\"]\n\
                 [environments.p.access]\nrole = \"arn:aws:iam::123456789012:role/chalk\"\n\
                 [environments.p.dataflow]\neks_cluster = \"chalk-data-plane\"\n\
                 [environments.p.objectives]\nrpo = \"60s\"\nmax_lag = \"5s\"\n";
    let reach = |region: &str| {
        format!("[environments.p.aws]\n{region}endpoint_url = \"http://127.0.0.1:{}\"\n{parts}", cloud.port())
    };
    let described = Described::new(&reach(""));
    let ran = at_once(&described, &[]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("no AWS Region is known ("), "{ran:?}");

    let described = Described::new(&format!(
        "{}[environments.p.failover]\nname = \"chalk.example.com\"\n",
        reach("region = \"us-east-1\"\n")
    ));
    let mut command = described.command();
    command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    let begun = Instant::now();
    let ran = run_with(command, &[&["preflight"], &WAIT[..]].concat(), b"");
    assert!(begun.elapsed() < SOON, "{:?}: {ran:?}", begun.elapsed());
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("there are no AWS credentials: none in the environment"), "{ran:?}");
    assert!(!ran.stderr.contains("waiting for"), "{ran:?}");
}

/// AWS that does not answer may answer at the next look, and so may a server, whatever else is left.
#[test]
fn what_may_change_keeps_it_waiting() {
    let port = RefusingPort::new();
    let described = Described::new(&format!(
        "[environments.p.online_store]\nuri = \"redis://127.0.0.1:{0}/0?clustered=false\"\n\
         [environments.p.aws]\nregion = \"us-east-1\"\nendpoint_url = \"http://127.0.0.1:{0}\"\n\
         [environments.p.table]\nname = \"features\"\n\
         [environments.p.objectives]\nrpo = \"5s\"\nmax_lag = \"1m\"\n",
        port.port()
    ));
    let begun = Instant::now();
    let ran = described.run(&["--wait", "4s", "--only", "CFG,NET002,TBL001"]);
    assert!(begun.elapsed() >= Duration::from_secs(3), "{:?}: {ran:?}", begun.elapsed());
    assert_eq!(ran.code, 1, "{ran:?}");
    for told in ["waiting for fail[NET002]", "waiting for unknown[TBL001]"] {
        assert!(ran.stderr.contains(told), "{told}: {ran:?}");
    }
    for untold in ["waiting for fail[CFG004]", "no waiting mends"] {
        assert!(!ran.stderr.contains(untold), "{untold}: {ran:?}");
    }
}

/// Somebody may write another URI into a secret.
#[test]
fn the_text_of_a_secret_is_waited_for() {
    let aws = FakeAws::start();
    let put = |uri: &str| {
        let secret = Secret::new("us-east-1", "store", uri);
        aws.state().secrets.insert(("us-east-1".to_owned(), "store".to_owned()), secret);
    };
    put("redis://h.x:1/0?clustered=yes");
    let described = with_secret(&aws);
    let child = described.start(&["--wait", "2m", "--timeout", "20s", "--only", "URI"]);
    let looks = || aws.calls().iter().filter(|call| call.contains("GetSecretValue")).count();
    wait_for("a second look", SOON, || if looks() >= 2 { Ok(()) } else { Err(looks()) });
    put("redis://h.x:1/0?clustered=true");
    let ran = Ran::from(child.wait_with_output().expect("ends"));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("waiting for fail[URI009]"), "{ran:?}");
    assert!(ran.stderr.contains("well now: URI009"), "{ran:?}");
}
