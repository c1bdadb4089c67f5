//! What `validate-uri` says of values: every check provoked, and the exact set of what did not pass.

mod corrected;
mod provoked;
mod told;

use chalkstore::report::Status::{Fail, Skip, Warn};
use chalkstore::report::{Finding, Status};
use chalkstore::uri;

/// Code and status of every finding that did not pass, skips left out where `URI001` or `URI004` failed.
fn problems(value: &[u8]) -> Vec<(&'static str, Status)> {
    let (_, checked) = uri::check(value);
    let findings = checked.assessment.findings;
    let broken =
        |finding: &Finding| ["URI001", "URI004"].contains(&finding.check.code) && finding.status == Fail;
    let skips = findings.iter().any(broken);
    let mut problems: Vec<_> = findings
        .iter()
        .filter(|finding| finding.status.is_problem() || (finding.status == Skip && !skips))
        .map(|finding| (finding.check.code, finding.status))
        .collect();
    problems.sort_by_key(|(code, _)| *code);
    problems
}

const GOOD: &[&str] = &[
    "rediss://cache.internal:6379/0?password=s3cretToken&clustered=true",
    "rediss://cache.internal:6379/0?clustered=true&password=a%26b%23c%25",
    "redis://cache.internal:6379/0?clustered=false",
    "valkey://cache.internal:6379?clustered=true",
    "valkeys://cache.internal:6380/15?clustered=false#insecure",
    // What the vendored modules write: no database, `#insecure` always.
    "rediss://clustercfg.chalk.abc123.use1.cache.amazonaws.com:6379?clustered=true#insecure",
    "redis://chalk.abc123.clustercfg.use1.cache.amazonaws.com:6379?clustered=true#insecure",
    "rediss://10.1.2.3:6379?clustered=true#insecure",
    "rediss://[2001:db8::1]:6379/0?clustered=true",
    "rediss://chalk.redis.cache.windows.net:6380/0?password=abc&clustered=false",
    "rediss://chalk.eastus.redis.azure.net:10000/0?clustered=true",
    "rediss://redis-12345.c1.us-east-1-2.ec2.redns.redis-cloud.com:12345/0?clustered=false",
    "rediss://chalk-abc123.serverless.use1.cache.amazonaws.com:6379/0?clustered=true",
    "rediss://clustercfg.chalk.abc123.memorydb.us-east-1.amazonaws.com:6379/0?clustered=true",
    "dynamodb:///chalk_online_store",
    "dynamodb:///Chalk.Online-Store_1",
];

#[test]
fn good_uris_pass() {
    for uri in GOOD {
        assert_eq!(problems(uri.as_bytes()), [], "{uri}");
        uri::parse(uri).unwrap_or_else(|_| panic!("{uri} does not parse"));
    }
}

#[test]
fn the_documents_examples() {
    let localhost = "redis://localhost:6379/0?clustered=false";
    assert_eq!(problems(localhost.as_bytes()), [("URI018", Warn)]);
    let token = "rediss://my-cluster.cloud.com:6379/0?password=your_token&clustered=true";
    assert_eq!(problems(token.as_bytes()), [("URI013", Skip), ("URI019", Warn), ("URI019", Fail)]);
    let fields = "[protocol]://[host]:[port]/[database]?[query_params][#fragment]";
    assert_eq!(problems(fields.as_bytes()), [("URI004", Fail)]);
    let table = [("URI019", Fail), ("URI030", Skip), ("URI031", Skip)];
    assert_eq!(problems(b"dynamodb:///[table_name]"), table);
}
