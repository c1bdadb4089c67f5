//! The commands in the README and the docs run, and print what stands there; what the docs say of tests and permissions
//! is so.

use std::collections::BTreeSet;
use std::path::Path;

use crate::program::run;

#[test]
fn readme_and_docs() {
    trycmd::TestCases::new()
        .register_bin("chalkstore", std::path::PathBuf::from(env!("CARGO_BIN_EXE_chalkstore")))
        .env("NO_COLOR", "1")
        // A Region of the machine's own would be priced.
        .env("AWS_REGION", "")
        .env("AWS_CONFIG_FILE", "/nonexistent")
        .case("README.md")
        .case("docs/cookbook.md")
        .case("tests/cmd/*.md")
        .run();
}

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a page of the docs")
}

/// What stands between backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// A statement that no test holds any more is one that nobody knows to be true.
#[test]
fn tests_that_are_named_are_there() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    for name in ["docs/security.md", "docs/reliability.md"] {
        let page = page(name);
        let mut count = 0;
        for test in quoted(&page).filter(|word| word.contains("::") && !word.contains(' ')) {
            let parts: Vec<&str> = test.split("::").collect();
            let is_file = |parts: &[&str]| tests.join(parts.join("/")).with_extension("rs").is_file();
            let (function, module) = parts.split_last().expect("has parts");
            let has_function = || {
                let text = std::fs::read_to_string(tests.join(module.join("/")).with_extension("rs"));
                text.is_ok_and(|text| text.contains(&format!("fn {function}(")))
            };
            assert!(is_file(&parts) || is_file(module) && has_function(), "{name}: there is no test {test}");
            count += 1;
        }
        assert!(count > 10, "{name} names {count} tests");
    }
}

/// Whoever grants what the table says has granted all, and no more.
#[test]
fn permissions_are_those_that_the_program_asks_for() {
    let page = page("docs/security.md");
    let services = [
        "dynamodb:",
        "secretsmanager:",
        "application-autoscaling:",
        "cloudwatch:",
        "iam:",
        "route53:",
        "kafka:",
        "rds:",
        "eks:",
        "elasticloadbalancing:",
    ];
    let is_action = |word: &str| {
        services.iter().any(|service| {
            word.strip_prefix(service).is_some_and(|rest| !rest.is_empty() && !rest.starts_with(':'))
        })
    };
    let told: BTreeSet<String> = quoted(&page).filter(|word| is_action(word)).map(str::to_owned).collect();
    let mut asked = BTreeSet::new();
    for purpose in ["check", "setup"] {
        let arguments = [
            "create-table",
            "store",
            "--region",
            "us-east-1",
            "--account",
            "123456789012",
            "--emit",
            "iam-policy",
        ];
        let ran = run(&[&arguments[..], &["--policy-for", purpose, "--quiet"]].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        let policy: serde_json::Value = serde_json::from_str(&ran.stdout).expect("is JSON");
        for statement in policy["Statement"].as_array().expect("statements") {
            for action in statement["Action"].as_array().expect("actions") {
                asked.insert(action.as_str().expect("text").to_owned());
            }
        }
    }
    asked.retain(|action| is_action(action));
    assert_eq!(told, asked);
}
