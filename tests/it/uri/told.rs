//! What is said to a person, and of what nothing may be said.

use chalkstore::uri;

/// What to say where a person would otherwise look for days.
#[test]
fn messages_say_why() {
    let says = |value: &str, code: &str, words: &str| {
        let (_, checked) = uri::check(value.as_bytes());
        let findings = checked.assessment.findings.iter().filter(|finding| finding.check.code == code);
        let all: Vec<String> = findings
            .map(|finding| {
                let snippet =
                    finding.snippet().map(|snippet| format!("{} {:?}", snippet.text, snippet.label));
                format!("{} {:?} {:?} {snippet:?}", finding.message(), finding.help_text(), finding.notes())
            })
            .collect();
        let all = all.join("\n");
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
    says("rediss://h.x:1?password=ab#cd&ef&clustered=true", "URI013", "a raw `#` cuts the password off");
    says("rediss://h.x:1?password=ab#cd&ef&clustered=true", "URI013", "a raw `&` cuts the password off");
    says("rediss://h.x:1?password=ab#c+d&clustered=true", "URI013", "a raw `+` in the password");
    says("rediss://:ab%zz@h.x:1?clustered=true", "URI013", "a `%` before the host is not followed by two");
    says("rediss://:ab%zz@h.x:1?clustered=true", "URI013", "rediss://••••@h.x:1?clustered=true");
    says("rediss://:ab%e9@h.x:1?clustered=true", "URI013", "do not make UTF-8 text");
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
        let view = |how_to_write| {
            format!("{:?}", checked.clone().with_correction(&evidence, how_to_write).assessment.view)
        };
        assert!(view(true).contains(expected), "{value:?}: {}", view(true));
        assert!(view(false).contains("corrected: ") && !view(false).contains("--write-fixed"), "{value:?}");
    }
}

/// What the page of URI013 says of the redis crate.
#[test]
fn the_redis_crate_reads_a_broken_escape_as_it_stands() {
    use redis::IntoConnectionInfo as _;

    let password = |uri: &str| {
        let read = uri.into_connection_info().map(|info| info.redis_settings().password().map(str::to_owned));
        read.map_err(|error| error.to_string())
    };
    assert_eq!(password("redis://:a%zzb@h:6379/0"), Ok(Some("a%zzb".to_owned())));
    assert_eq!(password("redis://:a%@h:6379/0"), Ok(Some("a%".to_owned())));
    assert!(password("redis://:a%E9@h:6379/0").is_err());
}
