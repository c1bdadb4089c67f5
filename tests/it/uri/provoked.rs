//! Each fault, alone in an otherwise good value, with all that is said of it.

use chalkstore::report::Status::{Fail, Skip, Warn};
use chalkstore::report::{Finding, Status};
use chalkstore::uri;

use super::problems;

fn provoke(cases: &[(&str, &[(&str, Status)])]) {
    for (value, expected) in cases {
        assert_eq!(problems(value.as_bytes()), *expected, "{value:?}");
    }
}

#[test]
fn the_value() {
    provoke(&[
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
    ]);
}

#[test]
fn scheme_and_separator() {
    provoke(&[
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
    ]);
}

#[test]
fn host_and_port() {
    provoke(&[
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
    ]);
}

#[test]
fn placeholders() {
    provoke(&[
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
    ]);
}

#[test]
fn database() {
    provoke(&[
        ("redis://h.x:1/abc?clustered=false", &[("URI008", Fail), ("URI020", Skip)]),
        ("redis://h.x:1/-1?clustered=false", &[("URI008", Fail), ("URI020", Skip)]),
        ("redis://h.x:1/16?clustered=false", &[("URI008", Fail), ("URI020", Skip)]),
        ("redis://h.x:1/0/?clustered=false", &[("URI008", Fail), ("URI020", Skip)]),
        ("redis://h.x:1/1?clustered=true", &[("URI020", Fail)]),
    ]);
}

#[test]
fn clustered() {
    provoke(&[
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
    ]);
}

#[test]
fn password() {
    provoke(&[
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
        ("rediss://:ab%zz@h.x:1/0?clustered=true", &[("URI012", Warn), ("URI013", Fail)]),
        ("rediss://:ab%@h.x:1/0?clustered=true", &[("URI012", Warn), ("URI013", Fail)]),
        ("rediss://b%b:ab@h.x:1/0?clustered=true", &[("URI012", Warn), ("URI013", Fail)]),
        ("rediss://b%@h.x:1/0?clustered=true", &[("URI012", Warn), ("URI013", Fail)]),
        ("rediss://:ab%e9@h.x:1/0?clustered=true", &[("URI012", Warn), ("URI013", Fail)]),
        ("rediss://:ab%20@h.x:1/0?clustered=true", &[("URI012", Warn)]),
        ("rediss://:%(pw)s@h.x:1/0?clustered=true", &[("URI012", Warn), ("URI019", Fail)]),
        ("rediss://h.x:1/0?password=ab;cd&clustered=true", &[("URI013", Fail)]),
        ("rediss://h.x:1/0?password=ab+cd&clustered=true", &[("URI013", Warn)]),
        ("redis://h.x:1/0?password=hunter2&clustered=true", &[("URI017", Warn)]),
        ("redis://127.0.0.1:1/0?password=hunter2&clustered=true", &[("URI018", Warn)]),
    ]);
}

#[test]
fn parameters_and_fragment() {
    provoke(&[
        ("redis://h.x:1/0?pasword=hunter2&clustered=true", &[("URI014", Fail), ("URI017", Warn)]),
        ("redis://h.x:1/0?timeout=5&clustered=true", &[("URI014", Warn)]),
        ("redis://h.x:1/0?foo=bar&clustered=true", &[("URI014", Warn)]),
        ("rediss://h.x:1/0?clustered=true#Insecure", &[("URI015", Fail), ("URI016", Skip)]),
        ("rediss://h.x:1/0?clustered=true#", &[("URI015", Fail), ("URI016", Skip)]),
        ("rediss://h.x:1/0?clustered=true#prod", &[("URI015", Fail), ("URI016", Skip)]),
    ]);
}

#[test]
fn providers() {
    provoke(&[
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
    ]);
}

#[test]
fn dynamodb() {
    provoke(&[
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
    ]);
}

#[test]
fn what_is_no_text_or_far_too_long() {
    assert_eq!(problems(b"redis://h\xff"), [("URI001", Fail), ("URI003", Fail)]);
    let (_, checked) = uri::check(b"\xff\xfer\0e\0d\0");
    let helps: Vec<_> = checked.assessment.findings.iter().filter_map(Finding::help_text).collect();
    assert_eq!(helps.iter().filter(|help| help.contains("UTF-16")).count(), 2, "{helps:?}");
    assert_eq!(problems(&[b'x'; 9000]), [("URI001", Fail)]);
    assert_eq!(problems(b"redis://h.x:1/0?clustered=true\0"), [("URI002", Fail)]);
}
