//! The permissions that are committed for clusters and pipelines are those that chalkstore says it needs.

use serde_json::Value;

use super::{committed, yaml};
use crate::program::run;

/// What `iam-policy.json` was made with, as docs/ci.md tells it.
const MADE_BY: [&str; 11] = [
    "create-table",
    "chalk-online-store",
    "--region",
    "us-east-1",
    "--account",
    "123456789012",
    "--emit",
    "iam-policy",
    "--policy-for",
    "check",
    "--quiet",
];

fn policy() -> Value {
    serde_json::from_str(&committed("deploy/kubernetes/iam-policy.json")).expect("is JSON")
}

/// Items are read for `size --from-table` alone, and the pods run `preflight`.
const ITEMS: &str = ",\n        \"dynamodb:Scan\"";

#[test]
fn the_policy_is_what_the_program_prints_without_the_right_to_read_items() {
    let ran = run(&MADE_BY);
    assert_eq!(ran.code, 0, "{ran:?}");
    let command = format!("chalkstore {}", MADE_BY[..MADE_BY.len() - 1].join(" "));
    assert_eq!(ran.stdout.matches(ITEMS).count(), 1, "{}", ran.stdout);
    assert_eq!(
        ran.stdout.replace(ITEMS, ""),
        committed("deploy/kubernetes/iam-policy.json"),
        "`{command} > deploy/kubernetes/iam-policy.json` makes it anew; dynamodb:Scan is left out"
    );
    assert!(committed("docs/ci.md").contains(&command), "docs/ci.md tells `{command}`");
}

/// It only looks: nothing in it writes, and what may be named is named.
#[test]
fn the_policy_only_reads() {
    for statement in policy()["Statement"].as_array().expect("statements") {
        for action in statement["Action"].as_array().expect("actions") {
            let action = action.as_str().expect("text");
            let verb = action.split(':').nth(1).expect("an action of a service");
            let reads = ["Describe", "Get", "List", "Simulate"];
            assert!(reads.iter().any(|read| verb.starts_with(read)), "{action} writes");
            assert!(!action.contains('*'), "{action}");
        }
    }
}

/// Only this service account of this namespace becomes the role.
#[test]
fn the_role_is_for_one_service_account() {
    let account = yaml("deploy/kubernetes/serviceaccount.yaml").remove(0);
    let (namespace, name) = (&account["metadata"]["namespace"], &account["metadata"]["name"]);
    let (namespace, name) = (namespace.as_str().expect("text"), name.as_str().expect("text"));
    let trust = |file: &str| -> Value {
        let text = committed(&format!("deploy/kubernetes/{file}"));
        let policy: Value = serde_json::from_str(&text).expect("is JSON");
        policy["Statement"][0].clone()
    };
    let irsa = trust("iam-trust-irsa.json");
    let conditions = irsa["Condition"]["StringEquals"].as_object().expect("conditions");
    let ending = |ending: &str| {
        let found = conditions.iter().find(|(key, _)| key.ends_with(ending));
        found.unwrap_or_else(|| panic!("no condition on {ending}")).1.clone()
    };
    assert_eq!(ending(":sub"), format!("system:serviceaccount:{namespace}:{name}"));
    assert_eq!(ending(":aud"), "sts.amazonaws.com");
    let provider = irsa["Principal"]["Federated"].as_str().expect("a provider");
    let issuer = provider.split_once("oidc-provider/").expect("an OIDC provider").1;
    assert!(conditions.keys().all(|key| key.starts_with(issuer)), "{conditions:?}");
    let pod_identity = trust("iam-trust-pod-identity.json");
    assert_eq!(pod_identity["Principal"]["Service"], "pods.eks.amazonaws.com");
    let conditions = &pod_identity["Condition"]["StringEquals"];
    assert_eq!(conditions["aws:RequestTag/kubernetes-namespace"], namespace);
    assert_eq!(conditions["aws:RequestTag/kubernetes-service-account"], name);
}
