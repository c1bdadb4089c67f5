//! What `validate-uri` says of values: every check provoked, and the exact set of what did not pass.

use chalkstore::report::Status::{Fail, Skip, Warn};
use chalkstore::report::{Finding, Status};
use chalkstore::uri::{self, StoreUri};

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

/// Each fault, alone in an otherwise good value, with all that is said of it.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases, not a function")]
fn every_check_is_provoked() {
    let cases: &[(&str, &[(&str, Status)])] = &[
        // The value.
        ("", &[("URI001", Fail)]),
        (" \n", &[("URI001", Fail)]),
        (r#"{"uri":"redis://h.x:1?clustered=true"}"#, &[("URI001", Fail), ("URI004", Skip)][..1]),
        ("redis://a.x:1/0?clustered=true,redis://b.x:1/0?clustered=true", &[("URI001", Fail)]),
        ("redis://a.x:1/0?clustered=true redis://b.x:1/0?clustered=true", &[("URI001", Fail)]),
        (" redis://h.x:1/0?clustered=true", &[("URI002", Fail)]),
        ("redis://h.x:1/0?clustered=true\n", &[("URI002", Fail)]),
        ("\"redis://h.x:1/0?clustered=true\"", &[("URI002", Fail), ("URI002", Fail)]),
        ("\u{feff}redis://h.x:1/0?clustered=true", &[("URI002", Fail)]),
        ("“redis://h.x:1/0?clustered=true”", &[("URI002", Fail), ("URI002", Fail)]),
        ("redis://h.x:1/0?\n  clustered=true", &[("URI002", Fail), ("URI010", Fail), ("URI014", Fail)]),
        ("redis://h\u{430}.x:1/0?clustered=true", &[("URI003", Fail)]),
        ("redis://h–a.x:1/0?clustered=true", &[("URI003", Fail)]),
        ("rediss://h.x:1/0?password=pässwörd&clustered=true", &[("URI003", Fail)]),
        // Scheme and separator.
        ("Redis://h.x:1/0?clustered=true", &[("URI004", Fail)]),
        ("reddis://h.x:1/0?clustered=true", &[("URI004", Fail)]),
        ("http://h.x:1/0?clustered=true", &[("URI004", Fail)]),
        ("postgres://u:p@h.x:5432/db", &[("URI004", Fail)]),
        ("bigtable://p/i", &[("URI004", Fail)]),
        ("unix:///tmp/redis.sock", &[("URI004", Fail)]),
        ("h.x:6379/0?clustered=true", &[("URI004", Fail)]),
        ("just-a-password", &[("URI004", Fail)]),
        ("REDIS_URI=redis://h.x:1/0?clustered=true", &[("URI004", Fail)]),
        ("export URI=\"redis://h.x:1/0?clustered=true\"", &[("URI002", Fail), ("URI004", Fail)]),
        ("redis:/h.x:1/0?clustered=true", &[("URI005", Fail)]),
        ("redis:h.x:1/0?clustered=true", &[("URI005", Fail)]),
        ("redis//h.x:1/0?clustered=true", &[("URI005", Fail)]),
        ("redis:\\\\h.x:1/0?clustered=true", &[("URI005", Fail)]),
        ("dynamodb:/chalk", &[("URI005", Fail), ("URI030", Skip), ("URI031", Skip)]),
        // Host and port.
        ("rediss://:0/0?clustered=true#insecure", &[("URI006", Fail), ("URI007", Fail), ("URI018", Skip)]),
        ("redis:///0?clustered=true", &[("URI006", Fail), ("URI007", Fail), ("URI018", Skip)]),
        ("redis://::1/0?clustered=true", &[("URI006", Fail), ("URI007", Fail), ("URI018", Warn)]),
        ("redis://[fe80::1%25eth0]:1/0?clustered=true", &[("URI006", Fail), ("URI018", Skip)]),
        (
            "redis://https://h.x:1/0?clustered=true",
            &[("URI006", Fail), ("URI007", Fail), ("URI008", Fail), ("URI018", Skip), ("URI020", Skip)],
        ),
        ("redis://0.0.0.0:1/0?clustered=true", &[("URI006", Fail), ("URI018", Skip)]),
        ("redis://10.0.0.256:1/0?clustered=true", &[("URI006", Fail), ("URI018", Skip)]),
        ("redis://a.x:1,b.x:1/0?clustered=true", &[("URI006", Fail), ("URI018", Skip)]),
        ("redis://-h.x:1/0?clustered=true", &[("URI006", Fail), ("URI018", Skip)]),
        ("redis://h x:1/0?clustered=true", &[("URI006", Fail), ("URI018", Skip)]),
        ("redis://h.x/0?clustered=true", &[("URI007", Fail)]),
        ("redis://h.x:/0?clustered=true", &[("URI007", Fail)]),
        ("redis://h.x:0/0?clustered=true", &[("URI007", Fail)]),
        ("redis://h.x:65536/0?clustered=true", &[("URI007", Fail)]),
        ("redis://h.x:abc/0?clustered=true", &[("URI007", Fail)]),
        ("redis://h.x:-1/0?clustered=true", &[("URI007", Fail)]),
        ("redis://h.x/path:6379/0?clustered=true", &[("URI007", Fail), ("URI008", Fail), ("URI020", Skip)]),
        ("redis://127.0.0.1:6379/0?clustered=true", &[("URI018", Warn)]),
        ("redis://[::1]:6379/0?clustered=true", &[("URI018", Warn)]),
        ("redis://169.254.1.1:6379/0?clustered=true", &[("URI018", Warn)]),
        // Placeholders.
        ("redis://[host]:6379/0?clustered=true", &[("URI006", Skip), ("URI018", Skip), ("URI019", Fail)]),
        ("redis://h.x:[port]/0?clustered=true", &[("URI007", Skip), ("URI019", Fail)]),
        ("redis://h.x:1/[database]?clustered=true", &[("URI008", Skip), ("URI019", Fail), ("URI020", Skip)]),
        ("rediss://h.x:1/0?password=<token>&clustered=true", &[("URI013", Skip), ("URI019", Fail)]),
        ("rediss://h.x:1/0?password=your_token&clustered=true", &[("URI013", Skip), ("URI019", Fail)]),
        ("rediss://h.x:1/0?password=changeme&clustered=true", &[("URI013", Skip), ("URI019", Fail)]),
        ("redis://example.com:1/0?clustered=true", &[("URI019", Fail)]),
        ("redis://cache.example.com:1/0?clustered=true", &[("URI019", Warn)]),
        ("rediss://h.x:1/0?password={{ .Values.pw }}&clustered=true", &[("URI013", Skip), ("URI019", Fail)]),
        ("rediss://h.x:1/0?password=${REDIS_PW}&clustered=true", &[("URI013", Skip), ("URI019", Fail)]),
        ("rediss://h.x:1/0?password=$(REDIS_PW)&clustered=true", &[("URI013", Skip), ("URI019", Fail)]),
        ("rediss://h.x:1/0?password=%(pw)s&clustered=true", &[("URI013", Skip), ("URI019", Fail)]),
        (
            "rediss://{{ .Release.Name }}-valkey:6379/0?clustered=true",
            &[("URI006", Skip), ("URI018", Skip), ("URI019", Fail)],
        ),
        ("rediss://:{{ .Values.pw }}@h.x:1/0?clustered=true", &[("URI012", Warn), ("URI019", Fail)]),
        ("rediss://:<password>@h.x:1/0?clustered=true", &[("URI012", Warn), ("URI019", Fail)]),
        // Database.
        ("redis://h.x:1/abc?clustered=false", &[("URI008", Fail), ("URI020", Skip)]),
        ("redis://h.x:1/-1?clustered=false", &[("URI008", Fail), ("URI020", Skip)]),
        ("redis://h.x:1/16?clustered=false", &[("URI008", Fail), ("URI020", Skip)]),
        ("redis://h.x:1/0/?clustered=false", &[("URI008", Fail), ("URI020", Skip)]),
        ("redis://h.x:1/1?clustered=true", &[("URI020", Fail)]),
        // `clustered`.
        ("redis://h.x:1/0", &[("URI010", Fail)]),
        ("redis://h.x:1/0?clustered=yes", &[("URI009", Fail)]),
        ("redis://h.x:1/0?clustered=True", &[("URI009", Fail)]),
        ("redis://h.x:1/0?clustered=", &[("URI009", Fail)]),
        ("redis://h.x:1/0?clustered", &[("URI009", Fail)]),
        ("redis://h.x:1/0?clustered=true&clustered=false", &[("URI009", Fail)]),
        ("redis://h.x:1/0?clustered=true&clustered=true", &[("URI009", Fail)]),
        ("redis://h.x:1/0?cluster=true", &[("URI010", Fail), ("URI014", Fail)]),
        ("redis://h.x:1/3?clustered=maybe", &[("URI009", Fail), ("URI020", Skip)]),
        ("redis://h.x:1/3", &[("URI010", Fail), ("URI020", Skip)]),
        ("redis://h.x:1?clustered=maybe", &[("URI009", Fail)]),
        (
            "redis://c.redis.cache.windows.net/0?clustered=false",
            &[("URI007", Fail), ("URI021", Warn), ("URI022", Skip)],
        ),
        (
            "rediss://clustercfg.c.abc.use1.cache.amazonaws.com:6379/0?clustered=maybe",
            &[("URI009", Fail), ("URI023", Skip)],
        ),
        ("rediss://:0/0", &[("URI006", Fail), ("URI007", Fail), ("URI010", Fail), ("URI018", Skip)]),
        (
            "rediss://h.x:1/0?password=<token>&clustered=true#x",
            &[("URI013", Skip), ("URI015", Fail), ("URI016", Skip), ("URI019", Fail)],
        ),
        // Password.
        ("rediss://h.x:1/0?password=&clustered=true", &[("URI011", Fail)]),
        ("rediss://h.x:1/0?password=a&password=b&clustered=true", &[("URI011", Fail)]),
        ("rediss://:hunter2@h.x:1/0?clustered=true", &[("URI012", Warn)]),
        ("rediss://bob@h.x:1/0?clustered=true", &[("URI012", Warn)]),
        ("rediss://:a@h.x:1/0?password=b&clustered=true", &[("URI012", Fail)]),
        (
            "rediss://h.x:1/0?clustered=true&password=ab#cd",
            &[("URI013", Fail), ("URI015", Skip), ("URI016", Skip)],
        ),
        (
            "rediss://h.x:1/0?password=ab#cd&clustered=true",
            &[("URI010", Fail), ("URI013", Fail), ("URI015", Skip), ("URI016", Skip)],
        ),
        ("rediss://h.x:1/0?password=ab&cd&clustered=true", &[("URI013", Fail)]),
        ("rediss://h.x:1/0?pasword=ab&cd&clustered=true", &[("URI013", Fail), ("URI014", Fail)]),
        (
            "rediss://h.x:1/0?pasword=ab#cd&clustered=true",
            &[("URI010", Fail), ("URI013", Fail), ("URI014", Fail), ("URI015", Skip), ("URI016", Skip)],
        ),
        ("rediss://h.x:1/0?password=abc&&clustered=true", &[("URI013", Warn)]),
        (
            "rediss://h.x:1/0?clustered=true&password=abc#",
            &[("URI013", Fail), ("URI015", Skip), ("URI016", Skip)],
        ),
        (
            "redis://2001:db8::7:6379/0?clustered=true",
            &[("URI006", Fail), ("URI007", Fail), ("URI018", Skip)],
        ),
        ("rediss://h.x:1/0?password=ab%zz&clustered=true", &[("URI013", Fail)]),
        ("rediss://h.x:1/0?password=ab%ff&clustered=true", &[("URI013", Fail)]),
        ("rediss://h.x:1/0?password=ab cd&clustered=true", &[("URI013", Fail)]),
        ("rediss://h.x:1/0?password=ab;cd&clustered=true", &[("URI013", Fail)]),
        ("rediss://h.x:1/0?password=ab+cd&clustered=true", &[("URI013", Warn)]),
        ("redis://h.x:1/0?password=hunter2&clustered=true", &[("URI017", Warn)]),
        ("redis://127.0.0.1:1/0?password=hunter2&clustered=true", &[("URI018", Warn)]),
        // Parameters and fragment.
        ("redis://h.x:1/0?pasword=hunter2&clustered=true", &[("URI014", Fail), ("URI017", Warn)]),
        ("redis://h.x:1/0?timeout=5&clustered=true", &[("URI014", Warn)]),
        ("redis://h.x:1/0?foo=bar&clustered=true", &[("URI014", Warn)]),
        ("rediss://h.x:1/0?clustered=true#Insecure", &[("URI015", Fail), ("URI016", Skip)]),
        ("rediss://h.x:1/0?clustered=true#", &[("URI015", Fail), ("URI016", Skip)]),
        ("rediss://h.x:1/0?clustered=true#prod", &[("URI015", Fail), ("URI016", Skip)]),
        // Providers.
        ("redis://clustercfg.c.abc.use1.cache.amazonaws.com:6379/0?clustered=true", &[("URI021", Fail)]),
        ("rediss://c.abc.clustercfg.use1.cache.amazonaws.com:6379/0?clustered=true", &[("URI021", Fail)]),
        ("rediss://clustercfg.c.abc.use1.cache.amazonaws.com:6379/0?clustered=false", &[("URI023", Fail)]),
        ("rediss://master.c.abc.use1.cache.amazonaws.com:6379/0?clustered=true", &[("URI023", Fail)]),
        ("rediss://replica.c.abc.use1.cache.amazonaws.com:6379/0?clustered=false", &[("URI023", Warn)]),
        ("rediss://c-0001-001.c.abc.use1.cache.amazonaws.com:6379/0?clustered=true", &[("URI023", Warn)]),
        ("redis://c-abc.serverless.use1.cache.amazonaws.com:6379/0?clustered=true", &[("URI021", Fail)]),
        ("rediss://c-abc.serverless.use1.cache.amazonaws.com:6390/0?clustered=true", &[("URI022", Fail)]),
        (
            "rediss://clustercfg.c.abc.memorydb.us-east-1.amazonaws.com:6379/0?clustered=false",
            &[("URI023", Fail)],
        ),
        ("rediss://c-abc.serverless.use1.cache.amazonaws.com:6380/0?clustered=true", &[("URI022", Warn)]),
        ("redis://10.1.2.3:6378/0?clustered=false", &[("URI021", Warn)]),
        ("rediss://10.1.2.3:11000/0?clustered=true#insecure", &[("URI022", Warn)]),
        ("redis://c.redis.cache.windows.net:6380/0?clustered=false", &[("URI021", Fail)]),
        ("rediss://c.redis.cache.windows.net:6379/0?clustered=false", &[("URI021", Fail)]),
        ("redis://c.redis.cache.windows.net:6379/0?clustered=false", &[("URI021", Warn)]),
        ("rediss://c.redis.cache.windows.net:13000/0?clustered=true", &[("URI022", Warn)]),
        ("rediss://c.eastus.redis.azure.net:6380/0?clustered=true", &[("URI022", Fail)]),
        ("rediss://redis-12345.c1.x.redns.redis-cloud.com:6379/0?clustered=true", &[("URI022", Fail)]),
        ("rediss://c-p.aivencloud.com:12345/0?clustered=true", &[("URI023", Fail)]),
        ("redis://c-p.aivencloud.com:12345/0?clustered=false", &[("URI021", Fail)]),
        ("rediss://c.upstash.io:6379/0?clustered=true", &[("URI023", Fail)]),
        // DynamoDB.
        ("dynamodb://chalk_online_store", &[("URI030", Fail), ("URI031", Skip)]),
        (
            "dynamodb:///arn:aws:dynamodb:us-east-1:123456789012:table/chalk",
            &[("URI030", Fail), ("URI031", Skip)],
        ),
        ("dynamodb:///ab", &[("URI030", Fail), ("URI031", Skip)]),
        ("dynamodb:///a b c", &[("URI030", Fail), ("URI031", Skip)]),
        ("dynamodb:///", &[("URI030", Fail), ("URI031", Skip)]),
        ("dynamodb:///chalk/", &[("URI031", Fail)]),
        ("dynamodb:///chalk?clustered=true", &[("URI031", Fail)]),
        ("dynamodb:///chalk#insecure", &[("URI031", Fail)]),
        ("dynamodb://us-east-1/chalk", &[("URI031", Fail)]),
    ];
    for (value, expected) in cases {
        assert_eq!(problems(value.as_bytes()), *expected, "{value:?}");
    }
    assert_eq!(problems(b"redis://h\xff"), [("URI001", Fail), ("URI003", Fail)]);
    let (_, checked) = uri::check(b"\xff\xfer\0e\0d\0");
    let helps: Vec<_> = checked.assessment.findings.iter().filter_map(Finding::help_text).collect();
    assert_eq!(helps.iter().filter(|help| help.contains("UTF-16")).count(), 2, "{helps:?}");
    assert_eq!(problems(&[b'x'; 9000]), [("URI001", Fail)]);
    assert_eq!(problems(b"redis://h.x:1/0?clustered=true\0"), [("URI002", Fail)]);
}

/// What to say where a person would otherwise look for days.
#[test]
fn messages_say_why() {
    let says = |value: &str, code: &str, words: &str| {
        let (_, checked) = uri::check(value.as_bytes());
        let finding = checked.assessment.findings.iter().find(|finding| finding.check.code == code);
        let finding = finding.unwrap_or_else(|| panic!("{value}: no {code}"));
        let snippet = finding.snippet().map(|snippet| format!("{} {:?}", snippet.text, snippet.label));
        let all =
            format!("{} {:?} {:?} {snippet:?}", finding.message(), finding.help_text(), finding.notes());
        assert!(all.contains(words), "{value}: {code} says {all:?}, not {words:?}");
    };
    says("rediss://:0/0?clustered=true#insecure", "URI006", "only insists on `clustered`");
    let format = "[protocol]://[host]:[port]/[database]?[query_params][#fragment]";
    says(format, "URI004", "this is the format from the documentation");
    says(format, "URI004", format);
    says("cache.internal:6379/0?password=x", "URI004", "`rediss://cache.internal:6379…`");
    says("just-a-password", "URI004", "••••");
    says("REDIS_URI=redis://h.x:1", "URI004", "a variable's name");
    says("r\0e\0d\0i\0s\0:\0/\0/\0", "URI003", "UTF-16");
    says("redis://h.x:1?db=3&clustered=false", "URI014", "`:6379/3`");
    says("redis://h.x:1?db=hunter2&clustered=false", "URI014", "`:6379/0`");
    says("rediss://h.x:1?pasword=ab#cd&clustered=true", "URI013", "a raw `#` cuts the password off");
    says("rediss://default:s3cr3tpw:h.x:6379/0?clustered=true", "URI006", "is an `@` missing");
    says("rediss://a.x:1,b.x:2/0?clustered=true", "URI006", "a list of hosts");
    says("rediss://:0/0", "URI018", "needs URI006, which failed");
    says("redis://[host]:6379", "URI018", "needs URI006, which was skipped");
    says("redis://h.x:1/zz?clustered=maybe", "URI020", "needs URI008, which failed");
    says("redis://h.x:1/0", "URI010", "Go and Rust URI parsers refuse");
    says("rediss://h.x:1/0?clustered=true&password=ab#cd", "URI013", "bogus fragment");
    says("redis://h.x:1?pasword=x&clustered=true", "URI014", "did you mean `password`?");
    says(r#"{"uri":"redis://h.x:1?clustered=true","x":1}"#, "URI001", "the key `uri` seems to hold the URI");
    says("redis://h.x:1?clustered=true#insecure", "URI015", "no effect without TLS");
    says("rediss://10.1.2.3:6379?clustered=true#insecure", "URI016", "needed today");
    says("redis://h.x:1/3?clustered=maybe", "URI020", "needs `clustered`");
    says("redis://h.x:1/2?clustered=true", "URI020", "cluster-databases");
    says("redis://h.x:1?clustered=true", "URI008", "no database is named");
}

/// Which values a command line must not have (SEC001).
#[test]
fn what_bears_a_secret() {
    for (value, expected) in [
        ("rediss://h.x:1/0?password=x&clustered=true", true),
        ("rediss://:pw@h.x:1/0?clustered=true", true),
        ("rediss://default:s3cr3t:h.x:1", true),
        ("rediss://h.x:1/0?timeout=hunter2", true),
        ("rediss://h.x:1/0?password=a&b=1", true),
        ("rediss://h.x:1/0?password={hunter2}", true),
        ("rediss://h.x:1/0?password={{ .a }}b{{ .c }}", true),
        ("hunter2", true),
        ("h.x:6379?password=x", true),
        ("rediss://h.x:1/0?clustered=true&ssl=true", false),
        ("rediss://h.x:1?clustered=true&db=1", false),
        ("rediss://h.x:1?cluster=true", false),
        ("cache.internal:6379", false),
        ("cache.internal:6379/0?clustered=true", false),
        ("rediss://[user]:[password]@[host]:[port]/[database]", false),
        ("rediss://h.x:1/0?password={{ .Values.pw }}&clustered=true", false),
        ("rediss://h.x:1/0?password=${PW}&clustered=true", false),
        ("rediss://h.x:1/0?token=<token>&clustered=true", false),
        ("[protocol]://[host]:[port]/[database]?[query_params][#fragment]", false),
        ("dynamodb:///chalk", false),
    ] {
        assert_eq!(uri::check(value.as_bytes()).1.bears_secret, expected, "{value:?}");
    }
}

/// `--write-fixed` is said to write secrets only where there are some.
#[test]
fn the_view_of_a_correction_speaks_of_secrets_where_there_are_some() {
    for (value, expected) in [
        ("Redis://h.x:1/0?clustered=true", "into a file: --write-fixed FILE"),
        ("Redis://h.x:1/0?password=x&clustered=true", "with its secrets: --write-fixed FILE"),
    ] {
        let (evidence, checked) = uri::check(value.as_bytes());
        let view = format!("{:?}", checked.with_correction(&evidence).assessment.view);
        assert!(view.contains(expected), "{value:?}: {view}");
    }
}

/// Corrections, written in full.
#[test]
fn corrections() {
    for (value, expected) in [
        (" 'rediss://h.x:1/0?password=a&clustered=true' ", "rediss://h.x:1/0?password=a&clustered=true"),
        ("Rediss:/h.x:1/0?passwd=a&clustered=Yes", "rediss://h.x:1/0?password=a&clustered=true"),
        ("rediss://h.x/0?clustered=false", "rediss://h.x:6379/0?clustered=false"),
        (
            "rediss://h.x:1/0?password=a#b#c&clustered=true#insecure",
            "rediss://h.x:1/0?password=a%23b%23c&clustered=true#insecure",
        ),
        ("rediss://h.x:1/0?password=a&b&clustered=true", "rediss://h.x:1/0?password=a%26b&clustered=true"),
        (
            "rediss://h.x:1/0?password=a%b+c d;e&clustered=true",
            "rediss://h.x:1/0?password=a%25b%2Bc%20d%3Be&clustered=true",
        ),
        ("rediss://:p/w@h.x:1/0?clustered=true", "rediss://h.x:1/0?password=p%2Fw&clustered=true"),
        ("rediss://bob:pw@h.x:1/0?clustered=true", "rediss://bob@h.x:1/0?password=pw&clustered=true"),
        ("rediss://default:pw@h.x:1/0?clustered=true", "rediss://h.x:1/0?password=pw&clustered=true"),
        ("rediss://:pw@h.x:1?clustered=true#INSECURE", "rediss://h.x:1?password=pw&clustered=true#insecure"),
        (
            "redis://clustercfg.c.abc.use1.cache.amazonaws.com:6379",
            "rediss://clustercfg.c.abc.use1.cache.amazonaws.com:6379?clustered=true",
        ),
        ("redis://h.x:1/3?clustered=true", "redis://h.x:1/0?clustered=true"),
        ("redis://2001:db8::a/0?clustered=true", "redis://[2001:db8::a]:6379/0?clustered=true"),
        ("redis://h.x:1/0?\n  clustered=true", "redis://h.x:1/0?clustered=true"),
        ("rediss://h.x:1/0?pasword=a#b&clustered=true", "rediss://h.x:1/0?password=a%23b&clustered=true"),
        ("dynamodb://chalk", "dynamodb:///chalk"),
        ("REDIS_URI=redis://h.x:1/0?clustered=true", "redis://h.x:1/0?clustered=true"),
        ("export URI='redis://h.x:1/0?clustered=true'", "redis://h.x:1/0?clustered=true"),
        ("dynamodb:/chalk/", "dynamodb:///chalk"),
        ("dynamodb:///arn:aws:dynamodb:us-east-1:1:table/chalk", "dynamodb:///chalk"),
        (r#"{"uri":"redis://h.x:1?clustered=true"}"#, "redis://h.x:1?clustered=true"),
        ("rediss://h.x:1/0?password=pä&clustered=true", "rediss://h.x:1/0?password=p%C3%A4&clustered=true"),
    ] {
        let corrected = uri::corrected(value).map(|corrected| corrected.expose().to_owned());
        assert_eq!(corrected.as_deref(), Some(expected), "{value:?}");
    }
    for value in [
        GOOD[0],
        "redis://h.x:1/0",
        "hunter2",
        "redis://[host]:1/0?clustered=yes",
        "",
        "redis://2001:db8::7:6379/0?clustered=true",
        "rediss://h.x:1/0?password={{ .Values.pw }}&clustered=Yes",
        "{\"uri\":\"redis://h.x:1?clustered=true&password={{ .pw }}\"}",
        "Rediss://h.x:1/0?password=${REDIS_PW}&clustered=True",
        "Rediss://:<password>@h.x:1/0?clustered=True",
        "rediss://c.abc.clustercfg.use1.cache.amazonaws.com:6379/0?password=x&clustered=true",
    ] {
        assert_eq!(uri::corrected(value), None, "{value:?}");
    }
}

#[test]
fn what_a_uri_means() {
    let parsed =
        uri::parse("valkeys://bob@[::ffff:10.0.0.1]:7000/3?password=a%23%2Bb&clustered=false#insecure");
    let Ok(StoreUri::Server(server)) = parsed else { panic!("{parsed:?}") };
    let credentials = server.credentials.as_ref().expect("credentials");
    assert_eq!(credentials.password.expose(), "a#+b");
    assert_eq!(credentials.user.as_ref().map(chalkstore::secrets::Secret::expose), Some("bob"));
    assert_eq!(
        (server.port, server.database, server.clustered, server.insecure),
        (7000, Some(3), false, true)
    );
    assert_eq!(server.to_redis_url().expose(), "valkeys://bob:a%23%2Bb@[::ffff:10.0.0.1]:7000/3#insecure");
    assert_eq!(
        format!("{}", StoreUri::Server(server)),
        "valkeys://••••@[::ffff:10.0.0.1]:7000/3?password=••••&clustered=false#insecure"
    );
}
