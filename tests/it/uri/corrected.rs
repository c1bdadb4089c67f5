//! What is written in the place of a fault, and what a URI means once it has none.

use chalkstore::uri::{self, StoreUri};

use super::GOOD;

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
        ("rediss://b%:p%zz%20@h.x:1/0?clustered=true", "rediss://b%25:p%25zz%20@h.x:1/0?clustered=true"),
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
