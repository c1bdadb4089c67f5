//! A table as AWS shows it: DynamoDB Local for items and what reading them consumes, ministack for global tables and
//! `CloudWatch`, moto for autoscaling and for refusals, and scripted answers for what no emulator says.
//!
//! Where the SDK finds credentials and each service's endpoint is the process's environment, which a test must not
//! change under the others. So each observation is made by this test program itself, started once more in a clean
//! environment ([`child`]), which writes down what it saw; reading that is the round trip through serde.

mod emulated;
mod scripted;

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use chalkstore::aws::{self, Failure};
use chalkstore::dynamodb::evidence::{Asked, TableSeen};
use chalkstore::dynamodb::observe::{self, Wanted};
use chalkstore::observe::Context;
use serde_json::{Value, json};

use crate::support::RefusingPort;

const TABLE: &str = "chalk-online-store";
/// Where the child finds its job.
const JOB: &str = "CHALKSTORE_TEST_TABLE_JOB";
/// Stands wherever a secret or an item's value is, and must come out nowhere.
const CANARY: &str = "canary-7f3a9c5e1b";
const TIMEOUT: Duration = Duration::from_secs(20);
/// How much later than its deadline an observation may come back on a busy machine.
const SLACK: Duration = Duration::from_secs(3);

/// Makes the observation that the environment asks for. By itself it is no test.
#[test]
fn child() {
    let Some(job) = std::env::var_os(JOB) else { return };
    let job: Value = serde_json::from_slice(&fs::read(job).expect("a job")).expect("JSON");
    let number = |name: &str| job[name].as_f64().expect("a number");
    let wanted = Wanted {
        window: Duration::from_secs_f64(number("window_s")),
        sample_items: job["sample_items"].as_u64().expect("a count"),
        sample_read_units_per_s: number("rate"),
    };
    let region = job["region"].as_str().map(str::to_owned);
    let options = aws::Options { region, ..aws::Options::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let seen = runtime.block_on(async {
        let context = Context::new(Duration::from_secs_f64(number("timeout_s")), TABLE, None);
        observe::table(TABLE, &options, &wanted, &context).await
    });
    let saw = serde_json::to_vec(&seen).expect("evidence is plain data");
    fs::write(job["out"].as_str().expect("a path"), saw).expect("the folder is writable");
}

/// How one observation is made.
struct Question {
    dynamodb: String,
    cloudwatch: String,
    autoscaling: String,
    region: Option<&'static str>,
    credentials: Option<(String, String)>,
    wanted: Wanted,
    timeout: Duration,
}

impl Question {
    /// Of these endpoints, for an hour of metrics and up to 100 items, as fast as can be.
    fn of(dynamodb: String, cloudwatch: String, autoscaling: String) -> Self {
        let wanted =
            Wanted { window: Duration::from_hours(1), sample_items: 100, sample_read_units_per_s: 1000.0 };
        let credentials = Some(("AKIATEST".to_owned(), CANARY.to_owned()));
        let region = Some("us-east-1");
        Self { dynamodb, cloudwatch, autoscaling, region, credentials, wanted, timeout: TIMEOUT }
    }

    /// What was seen, within the time that it may take.
    #[track_caller]
    fn ask(&self) -> TableSeen {
        let folder = tempfile::tempdir().expect("a folder");
        let (job, out) = (folder.path().join("job"), folder.path().join("out"));
        let asked = json!({
            "region": self.region,
            "window_s": self.wanted.window.as_secs_f64(),
            "sample_items": self.wanted.sample_items,
            "rate": self.wanted.sample_read_units_per_s,
            "timeout_s": self.timeout.as_secs_f64(),
            "out": out,
        });
        fs::write(&job, asked.to_string()).expect("the folder is writable");
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(["--exact", "dynamodb::from_table::child", "--nocapture"]).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env(JOB, &job);
        command.env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", folder.path());
        command.env("AWS_ENDPOINT_URL_DYNAMODB", &self.dynamodb);
        command.env("AWS_ENDPOINT_URL_CLOUDWATCH", &self.cloudwatch);
        command.env("AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING", &self.autoscaling);
        if let Some((id, key)) = &self.credentials {
            command.env("AWS_ACCESS_KEY_ID", id).env("AWS_SECRET_ACCESS_KEY", key);
        }
        let begun = Instant::now();
        let output = command.output().expect("it runs");
        let took = begun.elapsed();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(took <= self.timeout + SLACK, "it took {took:?} of {:?}", self.timeout);
        let text = fs::read_to_string(&out).expect("it wrote down what it saw");
        assert!(!text.contains(CANARY), "a secret or a value came out");
        let seen: TableSeen = serde_json::from_str(&text).expect("evidence is read back");
        assert_eq!(serde_json::to_string(&seen).expect("plain data"), text);
        seen
    }
}

fn now_s() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_secs()).expect("not that late")
}

fn nowhere() -> (RefusingPort, String) {
    let port = RefusingPort::new();
    let url = format!("http://127.0.0.1:{}", port.port());
    (port, url)
}

#[track_caller]
fn failure<T: std::fmt::Debug>(asked: &Asked<T>) -> &Failure {
    asked.failure().unwrap_or_else(|| panic!("an answer: {asked:?}"))
}
