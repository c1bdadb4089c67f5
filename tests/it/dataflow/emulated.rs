//! EKS itself: an emulator, and what it may answer instead.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;

use super::{Files, METADATA};
use crate::program::{Ran, chalkstore, run_with};
use crate::support::{Emulator, RunningEmulator, ScriptedHttp, wait_for};

const CREDENTIAL: &str =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/eks/aws4_request, SignedHeaders=host, Signature=0";

fn command(url: &str) -> Command {
    let mut command = chalkstore();
    command.env("AWS_ENDPOINT_URL", url).env("AWS_ACCESS_KEY_ID", "test");
    command.env("AWS_SECRET_ACCESS_KEY", "c4n4ry-c4n4ry").env("AWS_REGION", "us-east-1");
    command
}

fn looked(url: &str, arguments: &[&str]) -> Ran {
    let base = ["dataflow", "--eks-cluster", "chalk-prod", "--timeout", "60s", "--output", "json"];
    run_with(command(url), &[&base[..], arguments].concat(), b"")
}

fn created(emulator: &RunningEmulator) {
    let body = json!({
        "name": "chalk-prod", "roleArn": "arn:aws:iam::123456789012:role/eks", "version": "1.33",
        "resourcesVpcConfig": {
            "subnetIds": ["subnet-1", "subnet-2"], "endpointPublicAccess": true, "endpointPrivateAccess": true,
            "publicAccessCidrs": [METADATA],
        },
    });
    let headers = [("Authorization", CREDENTIAL), ("Content-Type", "application/json")];
    let (status, said) =
        emulator.request("POST", "/clusters", &headers, &body.to_string()).expect("it answers");
    assert!((200..300).contains(&status), "{status} {said}");
}

#[test]
fn a_cluster_is_asked_for_and_a_replay_is_the_same() {
    let emulator = Emulator::Ministack.start();
    created(&emulator);
    let files = Files::new();
    let saved = files.path("saved.jsonl");
    let live = looked(&emulator.url(), &["--metadata-host", METADATA, "--save-evidence", &saved]);
    assert_eq!(live.code, 0, "{live:?}");
    for code in ["FLOW001", "FLOW005", "FLOW006", "FLOW007", "FLOW008", "FLOW009"] {
        assert_eq!(live.statuses(code), ["pass"], "{code}: {}", live.stdout);
    }
    assert_eq!(live.json()["data"]["cluster"]["region"], "us-east-1", "{}", live.stdout);
    let again = run_with(chalkstore(), &["dataflow", "--evidence", &saved, "--output", "json"], b"");
    assert_eq!((live.code, live.stdout), (again.code, again.stdout));
    // Judged anew, for other networks.
    let other = ["dataflow", "--evidence", &saved, "--output", "json", "--metadata-host", "198.51.100.0/24"];
    let unsaid = run_with(chalkstore(), &other, b"");
    assert_eq!((unsaid.code, unsaid.statuses("FLOW005").join(",")), (3, "unknown".to_owned()));
    let other = run_with(chalkstore(), &[&other[..], &["--other-path", "none"]].concat(), b"");
    assert_eq!((other.code, other.statuses("FLOW005").join(",")), (1, "fail".to_owned()));
    let evidence = std::fs::read_to_string(&saved).expect("it was saved");
    assert!(!evidence.contains("c4n4ry"), "{evidence}");
}

#[test]
fn one_that_is_not_there_is_told() {
    let emulator = Emulator::Ministack.start();
    let ran = looked(&emulator.url(), &[]);
    assert_eq!((ran.statuses("FLOW001").join(","), ran.code), ("fail".to_owned(), 1), "{}", ran.stdout);
    assert_eq!(ran.statuses("FLOW005"), ["skip"]);
}

#[test]
fn whatever_stands_in_the_way_is_unknown() {
    let denied = ScriptedHttp::new(|request| {
        assert_eq!(request.path, "/clusters/chalk-prod");
        let body = json!({"message": "User: arn:aws:iam::1:user/x is not authorized to perform: eks:DescribeCluster"});
        Some((
            403,
            "Content-Type: application/json\r\nx-amzn-ErrorType: AccessDeniedException",
            body.to_string().into_bytes(),
        ))
    });
    let broken =
        ScriptedHttp::new(|_| Some((200, "Content-Type: application/json", b"{\"cluster\":".to_vec())));
    let empty = ScriptedHttp::new(|_| Some((200, "Content-Type: application/json", b"{}".to_vec())));
    let closed = ScriptedHttp::new(|_| Some((ScriptedHttp::CLOSE, "", Vec::new())));
    for (server, words) in [
        (&denied, "allow eks:DescribeCluster"),
        (&broken, "DescribeCluster"),
        (&empty, "describes no cluster"),
        (&closed, "DescribeCluster"),
    ] {
        let ran = looked(&server.url(), &[]);
        assert_eq!((ran.statuses("FLOW001").join(","), ran.code), ("unknown".to_owned(), 3), "{ran:?}");
        assert!(super::said(&ran, "FLOW001").contains(words), "{words}: {}", ran.stdout);
        for code in ["FLOW005", "FLOW006", "FLOW007", "FLOW008", "FLOW009"] {
            assert_eq!(ran.statuses(code), ["skip"], "{code}: {}", ran.stdout);
        }
        assert_eq!(super::state(&ran, "eks_api"), "unknown");
    }
    let silent = ScriptedHttp::new(|_| None);
    let short = ["dataflow", "--eks-cluster", "chalk-prod", "--timeout", "2s", "--output", "json"];
    let ran = run_with(command(&silent.url()), &short, b"");
    assert_eq!((ran.statuses("FLOW001").join(","), ran.code), ("unknown".to_owned(), 3), "{ran:?}");
    // No credentials, no Region.
    let mut none = command("http://127.0.0.1:1");
    none.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    let ran = run_with(none, &short, b"");
    assert_eq!((ran.statuses("FLOW001").join(","), ran.code), ("unknown".to_owned(), 3), "{ran:?}");
    let mut nowhere = command("http://127.0.0.1:1");
    nowhere.env_remove("AWS_REGION");
    let ran = run_with(nowhere, &short, b"");
    assert!(super::said(&ran, "FLOW001").contains("--region"), "{ran:?}");
}

/// What was read from files stands, whatever ends the wait for EKS.
#[test]
fn a_signal_leaves_what_was_known() {
    let asked = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&asked);
    let silent = ScriptedHttp::new(move |_| {
        noted.store(true, Ordering::SeqCst);
        None
    });
    let files = Files::new();
    let list = files.write("endpoints.json", super::endpoints(&super::ECR));
    let arguments = [
        "dataflow",
        "--eks-cluster",
        "chalk-prod",
        "--vpc-endpoints",
        &list,
        "--timeout",
        "120s",
        "--output",
        "json",
    ];
    let child = command(&silent.url())
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    wait_for("the question to EKS", Duration::from_mins(1), || {
        asked.load(Ordering::SeqCst).then_some(()).ok_or("not asked yet")
    });
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
    let ran: Ran = child.wait_with_output().expect("it ends").into();
    assert_eq!((ran.code, ran.statuses("FLOW001").join(",")), (130, "unknown".to_owned()), "{ran:?}");
    // Whoever did not wait knows nothing of EKS.
    let said = super::said(&ran, "FLOW001");
    assert!(said.contains("interrupted before EKS answered") && !said.contains("did not answer"), "{said}");
    assert_eq!(ran.statuses("FLOW010"), ["pass"], "{ran:?}");
    // Whoever ends the wait did not wait in vain: that is not told of EKS.
    let told = super::said(&ran, "FLOW001");
    assert!(told.contains("interrupted before EKS answered"), "{told}");
    assert!(!told.contains("did not answer") && !told.contains("--timeout"), "{told}");
}
