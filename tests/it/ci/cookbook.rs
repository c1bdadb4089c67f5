//! The recipes of the cookbook that are scripts: each runs as it stands, with the real program, a real server, and a stand-in
//! for `kubectl` and `aws`. Those with an output beside them are run by `docs.rs`.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::stand_in::{StandIn, ran};
use super::{committed, real, root};
use crate::program::Ran;
use crate::support::{Server, Version};

/// What `kubectl get … -o yaml` prints: a list of `ConfigMap`s.
const KUBECTL: &str = r#"#!/bin/sh
echo "$*" >kubectl-arguments
cat <<'END'
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: collector, namespace: monitoring}
  data:
    relay: |
COLLECTOR
END
"#;

/// What `aws ec2 describe-vpc-endpoints` prints.
const AWS: &str = "#!/bin/sh\necho \"$*\" >aws-arguments\ncat 'ENDPOINTS'\n";

/// Every script of the page: the heading that it stands under, and its text.
fn recipes() -> Vec<(String, String)> {
    let page = committed("docs/cookbook.md");
    let mut found = Vec::new();
    let mut heading = "";
    for part in page.split("\n```") {
        let (language, rest) = part.split_once('\n').unwrap_or((part, ""));
        if language == "sh" {
            found.push((heading.to_owned(), rest.to_owned()));
        }
        heading = part.lines().rev().find_map(|line| line.strip_prefix("## ")).unwrap_or(heading);
    }
    found
}

/// A folder with all that a recipe may need.
fn prepared() -> StandIn {
    let stand_in = StandIn::new();
    real::describe(stand_in.path());
    let bin = stand_in.path().join("bin");
    fs::remove_file(bin.join("chalkstore")).expect("was there");
    symlink(env!("CARGO_BIN_EXE_chalkstore"), bin.join("chalkstore")).expect("can be linked");
    let collector = fs::read_to_string(root().join("docs/examples/collector.yaml")).expect("is there");
    let indented: Vec<String> = collector.lines().map(|line| format!("      {line}")).collect();
    fs::write(bin.join("kubectl"), KUBECTL.replace("COLLECTOR", &indented.join("\n")))
        .expect("can be written");
    let endpoints = root().join("docs/examples/endpoints.json").display().to_string();
    fs::write(bin.join("aws"), AWS.replace("ENDPOINTS", &endpoints)).expect("can be written");
    for name in ["kubectl", "aws"] {
        fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755))
            .expect("can be made a program");
    }
    stand_in
}

fn run(stand_in: &StandIn, script: &str, store: &str) -> Ran {
    let mut command = stand_in.command("sh");
    command.args(["-c", script]).env("REDIS_URI", store);
    ran(command)
}

#[test]
fn every_script_runs_as_it_stands() {
    let server = Server::builder(Version::Valkey912).start();
    let store = format!("redis://127.0.0.1:{}/0?clustered=false", server.port());
    let recipes = recipes();
    for (heading, script) in &recipes {
        let stand_in = prepared();
        let ran = run(&stand_in, script, &store);
        let file = |name: &str| {
            fs::read(stand_in.path().join(name)).unwrap_or_else(|why| panic!("{name}: {why}: {ran:?}"))
        };
        let holds = |name: &str, words: &str| {
            let text = String::from_utf8_lossy(&file(name)).into_owned();
            assert!(text.contains(words), "{heading}: {name} without {words:?}: {ran:?}");
        };
        match heading.as_str() {
            "A report every night" => {
                holds("reports/online-store.html", "chalkstore preflight");
                holds("reports/chalkstore.prom", "chalkstore_check_status{");
                holds("reports/chalkstore.prom", "chalkstore_exit_code{");
                assert_eq!(ran.code, 3, "it ends as chalkstore did: {ran:?}");
            }
            "Only what is new" => {
                holds("main.json", "\"exit_code\": 3");
                assert!(ran.code == 0 && ran.stdout.contains("2 environments: "), "{ran:?}");
            }
            "Audit what leaves the data plane" => {
                holds("kubectl-arguments", "get configmaps,deployments,daemonsets,statefulsets -A");
                assert!(ran.stdout.contains("on: to otel.metadata.example.com"), "{ran:?}");
                holds("aws-arguments", "ec2 describe-vpc-endpoints");
                assert!(
                    ran.stdout.contains("off: no VPC endpoint, and no other path, as declared"),
                    "{ran:?}"
                );
                assert_eq!(ran.code, 0, "{ran:?}");
            }
            "A bundle for a bug report" => {
                assert!(file("outage.tar.gz").starts_with(&[0x1f, 0x8b]), "{ran:?}");
                let told = run(&stand_in, "chalkstore report outage.tar.gz", &store);
                assert_eq!((told.code, told.stdout.is_empty()), (ran.code, false), "{told:?}");
            }
            other => panic!("the recipe {other:?} is run by no test: say here what it leaves"),
        }
        assert!(
            !ran.stderr.contains("unexpected argument") && !ran.stderr.contains("not found"),
            "{heading}: {ran:?}"
        );
    }
    assert_eq!(recipes.len(), 4, "{recipes:?}");
}
