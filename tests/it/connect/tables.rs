//! DynamoDB tables and secrets, against DynamoDB Local and moto.
//!
//! Where AWS finds its Region and credentials is the process's environment, which a test must not change under the
//! others. So each observation is made by the built program, in a clean environment, and read from its evidence.

use std::fs;
use std::time::{Duration, Instant};

use chalkstore::aws::{self, Failure, FailureKind};
use chalkstore::connect::Target;
use chalkstore::probe::{EvidenceReader, Observed};
use chalkstore::report::Assessment;
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use chalkstore::store_ref;
use chalkstore::uri::{self, StoreUri};
use serde_json::{Value, json};

use super::{CANARY, SLACK, TIMEOUT, assess, expect_finding, expect_no_other_problem, expect_saying, row};
use crate::program::chalkstore;
use crate::support::{Banner, Emulator, RefusingPort, SilentListener};

const TABLE: &str = "chalk-online-store";

/// How one observation is made.
struct Asked<'a> {
    url: Option<String>,
    region: Option<&'a str>,
    profile: Option<&'a str>,
    /// What stands in the environment beside what keeps the machine's own AWS set-up out.
    env: Vec<(&'a str, &'a str)>,
    /// `~/.aws/config`.
    config: &'a str,
    timeout: Duration,
}

impl Asked<'_> {
    /// Of this endpoint, with a Region and credentials.
    fn of(url: impl Into<String>) -> Self {
        Self {
            url: Some(url.into()),
            region: Some("us-east-1"),
            profile: None,
            env: vec![("AWS_ACCESS_KEY_ID", "AKIATEST"), ("AWS_SECRET_ACCESS_KEY", CANARY)],
            config: "",
            timeout: TIMEOUT,
        }
    }

    fn options(&self) -> aws::Options {
        aws::Options {
            region: self.region.map(str::to_owned),
            profile: self.profile.map(str::to_owned),
            endpoint_url: self.url.clone(),
            command: "validate-uri",
        }
    }

    /// Tests the table.
    #[track_caller]
    fn table(&self, name: &str) -> Assessment {
        let begun = Instant::now();
        let mut saw = self.run(&[&format!("dynamodb:///{name}"), "--connect"]);
        let took = begun.elapsed();
        // A process has been started, too.
        assert!(took <= self.timeout + SLACK * 2, "it took {took:?} of {:?}", self.timeout);
        let Some(Observed::Connect(seen)) = saw.pop() else { panic!("no connection test: {saw:?}") };
        let uri = StoreUri::Table { name: name.to_owned() };
        assess(&Target { aws: self.options(), ..Target::new(uri) }, &seen)
    }

    /// Reads the secret; gives whether it has the shape of the canary.
    #[track_caller]
    fn secret(&self, name: &str) -> Result<bool, Failure> {
        let saw = self.run(&["--secret", name]);
        match saw.as_slice() {
            [Observed::Source(store_ref::Evidence::Secret { failure: Some(failure), .. })] => {
                Err(failure.clone())
            }
            [_, Observed::Uri(uri)] => Ok(uri.text == uri::redact(CANARY.as_bytes()).text),
            saw => panic!("neither a secret nor a failure: {saw:?}"),
        }
    }

    /// What the program saw, in an environment of its own.
    #[track_caller]
    fn run(&self, arguments: &[&str]) -> Vec<Observed> {
        let folder = tempfile::tempdir().expect("a folder");
        let (config, saved) = (folder.path().join("config"), folder.path().join("evidence"));
        fs::write(&config, self.config).expect("the folder is writable");
        let mut command = chalkstore();
        command.env("HOME", folder.path()).env("AWS_CONFIG_FILE", &config).envs(self.env.iter().copied());
        command.arg("validate-uri").args(arguments).arg("--save-evidence").arg(&saved);
        command.arg("--timeout").arg(format!("{}ms", self.timeout.as_millis()));
        for (flag, value) in
            [("--region", self.region), ("--profile", self.profile), ("--endpoint-url", self.url.as_deref())]
        {
            command.args(value.map(|value| [flag, value]).into_iter().flatten());
        }
        let output = command.output().expect("the program runs");
        let mut evidence = EvidenceReader::open(&saved, "validate-uri")
            .unwrap_or_else(|error| panic!("{error}: {output:?}"));
        let recorded = evidence.next_subject().expect("is evidence").expect("has a subject");
        recorded.observed
    }
}

/// Calls an emulator as the key `AKIATEST`, which need not exist.
#[track_caller]
fn call(
    request: impl Fn(&[(&str, &str)], &str) -> std::io::Result<(u16, String)>,
    target: &str,
    body: &Value,
) -> String {
    let service = if target.starts_with("secretsmanager") { "secretsmanager" } else { "dynamodb" };
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/{service}/aws4_request, \
         SignedHeaders=host, Signature=00"
    );
    let headers = [
        ("X-Amz-Target", target),
        ("Content-Type", "application/x-amz-json-1.0"),
        ("X-Amz-Date", "20260101T000000Z"),
        ("Authorization", authorization.as_str()),
    ];
    let (status, answer) = request(&headers, &body.to_string()).expect("the emulator answers");
    assert_eq!(status, 200, "{target}: {answer}");
    answer
}

/// Makes a table with these key attributes, each a name and a type.
#[track_caller]
fn create(
    request: impl Fn(&[(&str, &str)], &str) -> std::io::Result<(u16, String)>,
    name: &str,
    keys: &[(&str, &str)],
) {
    let attributes: Vec<Value> =
        keys.iter().map(|(name, kind)| json!({"AttributeName": name, "AttributeType": kind})).collect();
    let schema: Vec<Value> = keys
        .iter()
        .zip(["HASH", "RANGE"])
        .map(|((name, _), role)| json!({"AttributeName": name, "KeyType": role}))
        .collect();
    let body = json!({
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attributes,
        "KeySchema": schema,
    });
    call(request, "DynamoDB_20120810.CreateTable", &body);
}

#[test]
fn tables_and_their_keys() {
    for emulator in [Emulator::DynamoDbLocal, Emulator::Moto] {
        let aws = emulator.start();
        let request = |headers: &[(&str, &str)], body: &str| aws.request("POST", "/", headers, body);
        create(request, TABLE, &[("pk", "S"), ("sk", "S")]);
        create(request, "by-module", &[("__id__", "S"), ("__ns__", "S")]);
        create(request, "by-number", &[("pk", "S"), ("sk", "N")]);
        create(request, "one-key", &[("id", "S")]);

        let seen = Asked::of(aws.url()).table(TABLE);
        for code in ["NET030", "NET031", "NET032", "NET033", "NET034"] {
            expect_finding(&seen, code, Pass);
        }
        expect_saying(&seen, "NET035", Pass, "partition key `pk` (S), sort key `sk` (S)");
        expect_no_other_problem(&seen, &[]);
        assert_eq!(row(&seen, "described_table", "status"), "ACTIVE");
        assert_eq!(row(&seen, "described_table", "billing_mode"), "PAY_PER_REQUEST");
        assert_eq!(row(&seen, "described_table", "region"), "us-east-1");

        expect_saying(&Asked::of(aws.url()).table("by-module"), "NET035", Pass, "Terraform module");
        expect_saying(&Asked::of(aws.url()).table("by-number"), "NET035", Warn, "`sk` (N)");
        expect_saying(&Asked::of(aws.url()).table("one-key"), "NET035", Warn, "sort key none");

        let seen = Asked::of(aws.url()).table("chalk-online-stroe");
        expect_saying(&seen, "NET033", Fail, "there is no table `chalk-online-stroe` in us-east-1");
        let finding = expect_finding(&seen, "NET033", Fail);
        assert!(finding.notes()[0].contains(": chalk-online-store, "), "{:?}", finding.notes());
        expect_finding(&seen, "NET032", Pass);
        expect_saying(&seen, "NET034", Skip, "NET033");

        // The same name in another Region is another table.
        let seen = Asked { region: Some("eu-west-1"), ..Asked::of(aws.url()) }.table(TABLE);
        expect_saying(&seen, "NET033", Fail, "in eu-west-1");
    }
}

#[test]
fn the_region_is_found_where_aws_looks_for_it() {
    let nobody = RefusingPort::new();
    let url = format!("http://127.0.0.1:{}", nobody.port());
    let asked = || Asked { region: None, ..Asked::of(&url) };
    let seen = asked().table(TABLE);
    expect_saying(&seen, "NET030", Unknown, "no AWS Region is known");
    expect_saying(&seen, "NET033", Skip, "NET030");

    let mut by_environment = asked();
    by_environment.env.push(("AWS_DEFAULT_REGION", "eu-central-1"));
    expect_saying(&by_environment.table(TABLE), "NET030", Pass, "eu-central-1 (from the environment)");

    let config = "[profile chalk]\nregion = ap-south-1\n";
    let mut by_profile = Asked { config, profile: Some("chalk"), ..asked() };
    by_profile.env.push(("AWS_REGION", "eu-central-1"));
    expect_saying(&by_profile.table(TABLE), "NET030", Pass, "ap-south-1 (from the profile)");
}

/// A listener that refuses every call in AWS's own words, where no emulator says them.
fn says(code: &str, message: &str) -> Banner {
    let body = json!({"__type": format!("com.amazon.coral.service#{code}"), "message": message}).to_string();
    Banner::after_request(format!(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: R4\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    ))
}

#[test]
fn credentials_that_are_missing_expired_or_not_accepted() {
    let nobody = RefusingPort::new();
    let url = format!("http://127.0.0.1:{}", nobody.port());
    let without = || Asked { env: Vec::new(), ..Asked::of(&url) };
    let seen = without().table(TABLE);
    expect_saying(&seen, "NET031", Unknown, "no AWS credentials: none in the environment");
    expect_saying(&seen, "NET033", Skip, "NET031");

    let seen = Asked { profile: Some("nobody"), ..without() }.table(TABLE);
    expect_saying(&seen, "NET031", Unknown, "(profile `nobody`)");

    // A sign-in that has never been made, or has run out, leaves no token that is good.
    let config = "[profile sso]\nsso_session = chalk\nsso_account_id = 123456789012\nsso_role_name = x\n\
                  region = us-east-1\n[sso-session chalk]\nsso_region = us-east-1\n\
                  sso_start_url = https://chalk.awsapps.com/start\nsso_registration_scopes = sso:account:access\n";
    let seen = Asked { profile: Some("sso"), config, ..without() }.table(TABLE);
    let finding = expect_saying(&seen, "NET031", Unknown, "SSO token");
    assert!(finding.help_text().expect("help").contains("aws sso login"));

    // No emulator knows of expiry.
    for (code, message, said) in [
        ("ExpiredTokenException", "The security token included in the request is expired", "have expired"),
        (
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
            "does not accept",
        ),
        (
            "InvalidSignatureException",
            "The request signature we calculated does not match.\nThe Canonical String was\nx-amz-security-token:T",
            "does not accept",
        ),
    ] {
        let aws = says(code, message);
        let seen = Asked::of(format!("http://127.0.0.1:{}", aws.port())).table(TABLE);
        let finding = expect_saying(&seen, "NET031", Unknown, said);
        assert!(finding.message().contains(&format!("({code}, request R4)")), "{}", finding.message());
        assert!(!finding.message().contains("Canonical"), "{}", finding.message());
        expect_saying(&seen, "NET032", Skip, "NET031");
    }

    let aws = says("ThrottlingException", "Rate exceeded");
    let seen = Asked::of(format!("http://127.0.0.1:{}", aws.port())).table(TABLE);
    expect_finding(&seen, "NET031", Pass);
    expect_saying(&seen, "NET032", Unknown, "AWS throttled the question");
}

#[test]
fn access_is_denied_to_a_user_without_a_policy() {
    // moto enforces IAM after so many calls: the three that make the user, its key and a table.
    let aws = Emulator::Moto.start_with(&[("INITIAL_NO_AUTH_ACTION_COUNT", "3")]);
    let iam = |query: &str| {
        let authorization = "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/iam/aws4_request, \
                             SignedHeaders=host, Signature=00";
        let headers =
            [("Authorization", authorization), ("Content-Type", "application/x-www-form-urlencoded")];
        let body = format!("Version=2010-05-08&{query}");
        let (status, answer) = aws.request("POST", "/", &headers, &body).expect("moto answers");
        assert_eq!(status, 200, "{answer}");
        answer
    };
    iam("Action=CreateUser&UserName=chalk");
    let answer = iam("Action=CreateAccessKey&UserName=chalk");
    let field = |name: &str| {
        let (_, rest) = answer.split_once(&format!("<{name}>")).expect("it is in the answer");
        rest.split('<').next().expect("it ends").to_owned()
    };
    create(
        |headers: &[(&str, &str)], body: &str| aws.request("POST", "/", headers, body),
        TABLE,
        &[("pk", "S"), ("sk", "S")],
    );
    let (id, key) = (field("AccessKeyId"), field("SecretAccessKey"));
    let env = vec![("AWS_ACCESS_KEY_ID", id.as_str()), ("AWS_SECRET_ACCESS_KEY", key.as_str())];
    // It says so in XML, which no client of DynamoDB can read, so that this is an answer without a reason …
    let seen = Asked { env, ..Asked::of(aws.url()) }.table(TABLE);
    expect_saying(&seen, "NET032", Unknown, "HTTP 403 without a reason");
    expect_saying(&seen, "NET033", Skip, "NET032");

    // … and this is the reason in AWS's own words.
    let aws = says(
        "AccessDeniedException",
        "User: arn:aws:iam::123456789012:user/chalk is not authorized to perform: dynamodb:DescribeTable",
    );
    let seen = Asked::of(format!("http://127.0.0.1:{}", aws.port())).table(TABLE);
    expect_finding(&seen, "NET031", Pass);
    let finding = expect_saying(&seen, "NET032", Unknown, "may not describe the table");
    assert!(finding.message().contains("AccessDeniedException"), "{}", finding.message());
    expect_saying(&seen, "NET033", Skip, "NET032");
}

#[test]
fn an_endpoint_that_is_not_there_or_silent() {
    let nobody = RefusingPort::new();
    let seen = Asked::of(format!("http://127.0.0.1:{}", nobody.port())).table(TABLE);
    expect_saying(&seen, "NET032", Unknown, "cannot be reached");
    expect_finding(&seen, "NET031", Unknown);
    let silent = SilentListener::new();
    let asked =
        Asked { timeout: Duration::from_secs(1), ..Asked::of(format!("http://127.0.0.1:{}", silent.port())) };
    expect_saying(&asked.table(TABLE), "NET032", Unknown, "cannot be reached");
    let web = Banner::after_request("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
    let seen = Asked::of(format!("http://127.0.0.1:{}", web.port())).table(TABLE);
    expect_saying(&seen, "NET032", Unknown, "no answer about the table");
}

#[test]
fn a_table_that_is_not_active() {
    // The emulators' tables are active at once, so these are DynamoDB's words, as above.
    let with_status = |status: &str| {
        let body = json!({"Table": {
            "TableName": TABLE,
            "TableStatus": status,
            "KeySchema": [
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"}
            ],
            "AttributeDefinitions": [
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "S"}
            ],
        }})
        .to_string();
        let aws = Banner::after_request(format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        ));
        Asked::of(format!("http://127.0.0.1:{}", aws.port())).table(TABLE)
    };
    expect_finding(&with_status("ACTIVE"), "NET034", Pass);
    expect_finding(&with_status("UPDATING"), "NET034", Pass);
    expect_saying(&with_status("CREATING"), "NET034", Fail, "CREATING");
    expect_saying(&with_status("DELETING"), "NET034", Fail, "DELETING");
    expect_saying(&with_status("INACCESSIBLE_ENCRYPTION_CREDENTIALS"), "NET034", Fail, "KMS");
    expect_saying(&with_status("ARCHIVED"), "NET034", Fail, "put away as a backup");
    expect_saying(&with_status("SOMETHING_NEW"), "NET034", Unknown, "does not know the status");
}

#[test]
fn secrets_are_read_by_name_and_by_arn() {
    let aws = Emulator::Moto.start();
    let request = |headers: &[(&str, &str)], body: &str| aws.request("POST", "/", headers, body);
    let body = json!({"Name": "chalk/uri", "SecretString": CANARY, "ClientRequestToken": "0".repeat(32)});
    let answer = call(request, "secretsmanager.CreateSecret", &body);
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let arn = answer["ARN"].as_str().expect("an ARN");
    let asked = Asked::of(aws.url());
    assert_eq!(asked.secret("chalk/uri"), Ok(true));
    // The ARN names the Region.
    assert_eq!(Asked { region: None, ..Asked::of(aws.url()) }.secret(arn), Ok(true));
    let kind = |asked: &Asked<'_>, name: &str| asked.secret(name).expect_err("a failure").kind;
    assert_eq!(kind(&asked, "chalk/nothing"), FailureKind::NotFound);
    assert_eq!(kind(&Asked { region: None, ..Asked::of(aws.url()) }, "chalk/uri"), FailureKind::NoRegion);
    assert_eq!(
        kind(&Asked { env: Vec::new(), ..Asked::of(aws.url()) }, "chalk/uri"),
        FailureKind::NoCredentials
    );
}
