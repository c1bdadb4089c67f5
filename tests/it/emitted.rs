//! What is emitted is the table that `create-table` makes: Terraform and `CloudFormation` are read back into a wanted
//! table, and the plan from the live table to that one is empty.

mod cloudformation;
mod terraform;

use std::collections::BTreeMap;

use chalkstore::dynamodb::autoscaling::{Policies, Policy};
use chalkstore::dynamodb::emit::{Language, emit};
use chalkstore::dynamodb::evidence::TableSeen;
use chalkstore::dynamodb::plan::{Verdict, make};
use chalkstore::dynamodb::spec::{Billing, Encryption, Layout, Replica, TableClass, TableSpec, Wanted};

use crate::program::{chalkstore, run_with, text};
use crate::support::Emulator;
use crate::support::fake_aws::FakeAws;

/// A table as a configuration says it, piece by piece.
#[derive(Default)]
pub(super) struct Pieces {
    name: String,
    region: String,
    hash_key: String,
    range_key: String,
    ttl_attribute: Option<String>,
    recovery: bool,
    protection: bool,
    table_class: String,
    is_on_demand: bool,
    read: u64,
    write: u64,
    reads: Option<Policy>,
    writes: Option<Policy>,
    /// Whether a key of KMS is used, and the customer's by Region.
    kms: bool,
    keys: BTreeMap<String, String>,
    tags: BTreeMap<String, String>,
    replicas: Vec<Replica>,
}

impl Pieces {
    fn table(self) -> TableSpec {
        let billing = match (self.is_on_demand, self.reads, self.writes) {
            (true, ..) => Billing::OnDemand,
            (false, Some(read), Some(write)) => Billing::Autoscaling {
                read: self.read,
                write: self.write,
                policies: Policies { read, write },
            },
            _ => Billing::Provisioned { read: self.read, write: self.write },
        };
        let encryption = match (self.kms, self.keys.is_empty()) {
            (false, _) => Encryption::AwsOwned,
            (true, true) => Encryption::AwsManaged,
            (true, false) => Encryption::Customer(self.keys),
        };
        TableSpec {
            name: self.name,
            region: self.region,
            layout: Layout {
                hash_key: self.hash_key,
                range_key: self.range_key,
                ttl_attribute: self.ttl_attribute,
            },
            point_in_time_recovery: self.recovery,
            deletion_protection: self.protection,
            encryption,
            table_class: match self.table_class.as_str() {
                "STANDARD" => TableClass::Standard,
                "STANDARD_INFREQUENT_ACCESS" => TableClass::InfrequentAccess,
                other => panic!("the table class {other}"),
            },
            billing,
            replicas: self.replicas,
            tags: self.tags,
            warm_throughput: None,
            fixed_reads: Vec::new(),
        }
    }
}

/// Makes the table with the built program in a stand-in for AWS, and gives what stands then.
fn made(arguments: &[&str]) -> TableSeen {
    let aws = FakeAws::start();
    made_at(&aws.url(), &aws.url(), arguments)
}

/// The same with `DynamoDB` and Application Auto Scaling at these addresses.
fn made_at(dynamodb: &str, scaling: &str, arguments: &[&str]) -> TableSeen {
    let folder = tempfile::tempdir().expect("a folder");
    let evidence = folder.path().join("evidence.jsonl");
    let mut command = chalkstore();
    command.env("AWS_ENDPOINT_URL_DYNAMODB", dynamodb).env("AWS_REGION", "us-east-1");
    command.env("AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING", scaling);
    command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "x");
    command.args(["create-table", "chalk-online-store", "--yes", "--save-evidence", text(&evidence)]);
    command.args(arguments);
    let ran = run_with(command, &[], b"");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let saved = std::fs::read_to_string(&evidence).expect("was written");
    let line = saved.lines().find(|line| line.starts_with(r#"{"type":"subject""#)).expect("a subject");
    let subject: serde_json::Value = serde_json::from_str(line).expect("JSON");
    serde_json::from_value(subject["observed"][0]["saw"]["seen"].clone()).expect("a table")
}

#[test]
fn a_configuration_is_the_table_that_is_made() {
    let key = |region: &str| format!("--kms-key=arn:aws:kms:{region}:123456789012:key/of-{region}");
    let keys = [key("us-east-1"), key("us-west-2")];
    let cases: &[&[&str]] = &[
        &["--layout=documented"],
        &["--layout=vendored", "--billing=on-demand", "--environment=production"],
        &["--layout=vendored", "--billing=provisioned", "--read-capacity=20", "--encryption=aws-owned"],
        &["--layout=documented", "--replica=us-west-2=100-1000@60", "--replica=eu-west-1", "--tag=a=b"],
        &[
            "--layout=vendored",
            "--billing=on-demand",
            "--replica=us-west-2",
            "--table-class=standard-infrequent-access",
        ],
        &["--layout=vendored", "--replica=us-west-2", &keys[0], &keys[1], "--deletion-protection=off"],
        &["--partition-key=p", "--sort-key=s", "--ttl-attribute=t", "--point-in-time-recovery=off"],
    ];
    for case in cases {
        is_what_was_made(case, &made(case));
    }
}

/// The same of tables that others have made: moto, and ministack, which has replicas.
#[test]
fn a_configuration_is_the_table_of_an_emulator() {
    let (moto, ministack) = (Emulator::Moto.start(), Emulator::Ministack.start());
    let case = ["--layout=documented", "--environment=production"];
    is_what_was_made(&case, &made_at(&moto.url(), &moto.url(), &case));
    let case = ["--layout=vendored", "--billing=on-demand", "--replica=us-west-2", "--tag=a=b"];
    is_what_was_made(&case, &made_at(&ministack.url(), &moto.url(), &case));
}

#[track_caller]
fn is_what_was_made(case: &[&str], seen: &TableSeen) {
    let spec = wanted(case).spec("chalk-online-store", "us-east-1").expect("makes sense");
    let emitted = |language| emit(&spec, language, false).expect("can be said").text;
    let read_back = [
        ("Terraform", terraform::table(&emitted(Language::Terraform))),
        ("CloudFormation", cloudformation::table(&emitted(Language::Cloudformation))),
    ];
    for (language, table) in read_back {
        assert_eq!(table.check(), Ok(()), "{language} of {case:?}");
        let plan = make(&table, seen);
        let differing: Vec<_> =
            plan.compared.iter().filter(|one| !matches!(one.verdict, Verdict::Same(_))).collect();
        assert!(plan.calls.is_empty() && differing.is_empty(), "{language} of {case:?}: {differing:#?}");
        // What stands does not tell with which capacity a table began that scales.
        assert_eq!(table, spec, "{language} of {case:?}");
    }
}

/// The same arguments, as the library reads them.
fn wanted(arguments: &[&str]) -> Wanted {
    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        wanted: Wanted,
    }
    let line: Line = clap::Parser::parse_from(std::iter::once(&"x").chain(arguments));
    line.wanted
}

/// A difference is seen, or the test above could not fail.
#[test]
fn another_configuration_is_another_table() {
    let seen = made(&["--layout=documented"]);
    let spec = wanted(&["--layout=documented"]).spec("chalk-online-store", "us-east-1").expect("makes sense");
    let text = emit(&spec, Language::Terraform, false).expect("can be said").text;
    for (from, to, what) in [
        ("5000", "6000", "max"),
        ("70", "60", "target"),
        ("deletion_protection_enabled = true", "deletion_protection_enabled = false", "protection"),
        ("\"sk\"", "\"sort\"", "key"),
    ] {
        assert!(text.contains(from), "{text}");
        let plan = make(&terraform::table(&text.replace(from, to)), &seen);
        let differs = plan.compared.iter().any(|one| matches!(one.verdict, Verdict::Differs { .. }));
        assert!(differs, "{what}");
    }
}

/// The secret need not have the name that is the default.
#[test]
fn a_policy_is_of_the_secret_that_was_named() {
    let arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/store-AbCdEf";
    let emitted = |more: &[&str]| {
        let arguments = ["create-table", "chalk", "--region", "us-east-1", "--emit", "iam-policy"];
        let ran = run_with(chalkstore(), &[&arguments[..], more].concat(), b"");
        (ran.code, ran.stdout + &ran.stderr)
    };
    for (more, resource) in [
        (&["--policy-for", "runtime"][..], ":secret:chalk-online-store-secret-??????"),
        (&["--policy-for", "runtime", "--secret", "prod/store"], ":secret:prod/store-??????"),
        (&["--policy-for", "runtime", "--secret", arn], arn),
    ] {
        let (code, told) = emitted(more);
        assert!(code == 0 && told.contains(resource), "{more:?}: {told}");
    }
    assert_eq!(emitted(&["--secret", "prod/store"]).0, 2);
    let (code, told) = emitted(&["--policy-for", "runtime", "--secret", "rediss://:hunter2@cache:6379"]);
    assert!(code == 2 && !told.contains("hunter2"), "{told}");
}
