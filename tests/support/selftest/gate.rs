//! What stands before the emulators and the scripted answers.

use std::time::Duration;

use super::super::{Emulator, ScriptedHttp, http};

fn ask(
    url: &str,
    command: Option<&str>,
    service: &str,
    headers: &[(&str, &str)],
    path: &str,
) -> (u16, String) {
    let port = url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("has a port");
    let agent =
        command.map_or("aws-cli/2".to_owned(), |name| format!("aws-sdk-rust/1 app/chalkstore.{name} ua/2"));
    let scope =
        format!("AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, Signature=0");
    let own = [("User-Agent", agent.as_str()), ("Authorization", scope.as_str())];
    let limit = Duration::from_mins(1);
    http::request(port, "POST", path, &[&own[..], headers].concat(), "{}", limit).expect("answers")
}

fn target(operation: &str) -> [(&'static str, String); 2] {
    [
        ("X-Amz-Target", format!("DynamoDB_20120810.{operation}")),
        ("Content-Type", "application/x-amz-json-1.0".to_owned()),
    ]
}

/// A policy that misses a call makes the call fail, and nobody else's.
#[test]
fn what_a_policy_does_not_list_is_refused() {
    let emulator = Emulator::Ministack.start();
    let scripted = ScriptedHttp::new(|_| Some((200, "Content-Type: application/json", b"{}".to_vec())));
    for url in [emulator.url(), scripted.url()] {
        let dynamodb = |command, operation: &str| {
            let headers = target(operation);
            let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            ask(&url, command, "dynamodb", &headers, "/")
        };
        for (command, operation) in
            [("size", "DeleteTable"), ("check-table", "PutItem"), ("setup", "DeleteTable")]
        {
            let (status, body) = dynamodb(Some(command), operation);
            assert!(status == 400 && body.contains("does not list"), "{command}: {body}");
        }
        for command in [Some("size"), Some("create-table"), Some("another"), None] {
            let (status, body) = dynamodb(command, "ListTables");
            assert_eq!(status, 200, "{command:?}: {body}");
        }
        // Somebody else's calls are somebody else's affair.
        let (_, body) = dynamodb(None, "DeleteTable");
        assert!(!body.contains("does not list"), "{body}");
        let metrics = "/service/GraniteServiceVersion20100801/operation/";
        let (_, body) = ask(&url, Some("size"), "monitoring", &[], &format!("{metrics}GetMetricData"));
        assert!(!body.contains("does not list"), "{body}");
        let (_, body) = ask(&url, Some("size"), "monitoring", &[], &format!("{metrics}PutMetricData"));
        assert!(body.contains("cloudwatch:putmetricdata"), "{body}");
        // What changes anything in Route 53 is in no policy, whatever it is.
        let (_, body) = ask(&url, Some("failover"), "route53", &[], "/2013-04-01/hostedzone/Z1/rrset");
        assert!(body.contains("something that cannot be told"), "{body}");
    }
}
