//! What an older report knows, and what is waited for.

use super::{Described, results};
use crate::program::text;
use crate::support::fake_aws::{FakeAws, Secret};
use crate::support::{RefusingPort, Server, Version};

#[test]
fn only_what_is_new_fails() {
    let (first, second) = (RefusingPort::new(), RefusingPort::new());
    let uri = |port: &RefusingPort| format!("\"redis://127.0.0.1:{}/0?clustered=false\"", port.port());
    let described = Described::new(&format!("[environments.a.online_store]\nuri = {}\n", uri(&first)));
    let (report, evidence) = (described.file("old.json"), described.file("old.jsonl"));
    let ran = described.run(&[
        "--output",
        &format!("json={}", text(&report)),
        "--save-evidence",
        text(&evidence),
        "--timeout",
        "5s",
    ]);
    assert_eq!(ran.code, 1, "{ran:?}");

    for old in [&report, &evidence] {
        let ran = described.run(&["--baseline", text(old), "--output", "ndjson"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let (environments, summary) = results(&ran.stdout);
        let (statuses, counts) = &environments["a"];
        assert_eq!((statuses["NET002"].as_str(), counts), ("skip", &summary["counts"]));
        assert_eq!((&counts["fail"], &counts["unknown"]), (&0.into(), &0.into()), "{}", ran.stdout);
        assert!(ran.stdout.contains("known since"), "{}", ran.stdout);
    }
    // Another environment's findings are new, and those of the first are known still.
    let more = format!(
        "[environments.a.online_store]\nuri = {}\n[environments.b.online_store]\nuri = {}\n",
        uri(&first),
        uri(&second)
    );
    std::fs::write(described.file("chalkstore.toml"), more).expect("it can be written");
    let ran = described.run(&["--baseline", text(&report), "--output", "ndjson"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let (environments, _) = results(&ran.stdout);
    assert_eq!(environments["a"].1["fail"], 0);
    assert_ne!(environments["b"].1["fail"], 0);
    // What was saved is judged anew by what is known.
    let ran = described.run(&["--evidence", text(&evidence), "--baseline", text(&report)]);
    assert_eq!(ran.code, 0, "{ran:?}");

    std::fs::write(described.file("no.json"), "[]").expect("it can be written");
    let ran = described.run(&["--baseline", "no.json"]);
    assert!(ran.code == 2 && ran.stderr.contains("neither a JSON report"), "{ran:?}");
}

#[test]
fn it_waits_until_all_is_well_and_reports_once() {
    let server = Server::builder(Version::Valkey912).start();
    let aws = FakeAws::start();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=false", server.port());
    let secret = Secret::new("us-east-1", "store", &uri);
    aws.state().secrets.insert(("us-east-1".to_owned(), "store".to_owned()), secret);
    let described = Described::new(&format!(
        "[environments.p.aws]\nregion = \"us-east-1\"\nendpoint_url = \"{}\"\n[environments.p.online_store]\nsecret = \"store\"\n",
        aws.url()
    ));
    aws.fail_next("secretsmanager:GetSecretValue", "AccessDeniedException", "not yet", 2);
    let arguments = ["--wait", "60s", "--only", "SEC002,NET", "--output", "ndjson", "--timeout", "20s"];
    let ran = described.run(&arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("p: waiting for unknown[SEC002]"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("waiting for unknown[SEC002]").count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("SEC002 is well now"), "{}", ran.stderr);
    assert_eq!(ran.stdout.matches("\"type\":\"result\"").count(), 1, "{}", ran.stdout);

    // Without it, the first look decides.
    aws.fail_next("secretsmanager:GetSecretValue", "AccessDeniedException", "not yet", 1);
    let ran = described.run(&["--only", "SEC002,NET", "--output", "ndjson", "--timeout", "20s"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    let (environments, _) = results(&ran.stdout);
    let (statuses, _) = &environments["p"];
    assert_eq!((statuses["SEC002"].as_str(), statuses["NET002"].as_str()), ("unknown", "skip"));
}
