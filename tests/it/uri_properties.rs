//! What holds for every value, not only for the ones that somebody thought of.

use chalkstore::report::{Finding, Span, Status};
use chalkstore::secrets::Secret;
use chalkstore::uri::{self, Credentials, Evidence, Scheme, ServerUri, StoreUri};
use proptest::prelude::*;
use redis::IntoConnectionInfo;

/// Values that look like URIs, good and bad: pieces in the usual order, each of them right, wrong or strange.
fn uri_like() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![
        4 => prop::sample::select(vec!["redis", "rediss", "valkey", "valkeys", "dynamodb"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["Redis", "reddis", "http", "unix", "", "postgres", "redis+tls"]).prop_map(str::to_owned),
        1 => "[a-z+.-]{0,9}",
    ];
    let separator =
        prop::sample::select(vec!["://", "://", "://", "://", ":/", ":", "//", ":///", ":\\\\", ""]);
    let userinfo =
        prop_oneof![6 => Just(String::new()), 1 => "[ -~]{0,8}@", 1 => "[a-z]{0,4}:[a-z%/?#@]{0,6}@"];
    let host = prop_oneof![
        4 => "[a-z][a-z0-9-]{0,8}\\.[a-z]{2,5}",
        1 => prop::sample::select(vec!["", "[::1]", "::1", "[host]", "10.0.0.1", "127.0.0.1", "localhost", "0.0.0.0", "a,b", "<host>"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["clustercfg.c.abc.use1.cache.amazonaws.com", "c.redis.cache.windows.net", "redis-123.c1.redis-cloud.com"]).prop_map(str::to_owned),
        1 => "\\PC{0,10}",
    ];
    let port = prop_oneof![4 => ":[0-9]{1,5}", 1 => ":[a-z0-9\\[\\]]{0,7}", 1 => Just(String::new())];
    let path = prop_oneof![3 => Just("/0".to_owned()), 1 => Just(String::new()), 1 => "/[0-9a-z/_.:-]{0,12}"];
    let value = prop_oneof![3 => "[a-zA-Z0-9]{0,12}", 1 => "[ -~]{0,12}", 1 => "\\PC{0,8}", 1 => "%[0-9a-f]{2}%[0-9a-z]{0,2}"];
    let param =
        (prop::sample::select(vec!["password", "clustered", "pasword", "cluster", "db", "x", ""]), value)
            .prop_map(|(key, value)| format!("{key}={value}"));
    let param = prop_oneof![3 => param, 3 => Just("clustered=true".to_owned()), 1 => Just("clustered=false".to_owned()), 1 => "[a-z&+;%]{0,6}"];
    let query = prop::collection::vec(param, 0..4)
        .prop_map(|params| if params.is_empty() { String::new() } else { format!("?{}", params.join("&")) });
    let fragment =
        prop_oneof![4 => Just(String::new()), 2 => Just("#insecure".to_owned()), 1 => "#[ -~]{0,10}"];
    let around = prop::sample::select(vec!["", "", "", "", " ", "\"", "\n", "\u{feff}", "'"]);
    (around.clone(), scheme, separator, userinfo, host, port, path, query, fragment, around).prop_map(
        |(before, scheme, separator, userinfo, host, port, path, query, fragment, after)| {
            [before, &scheme, separator, &userinfo, &host, &port, &path, &query, &fragment, after].concat()
        },
    )
}

fn store_uri() -> impl Strategy<Value = StoreUri> {
    let scheme = prop::sample::select(vec![Scheme::Redis, Scheme::Rediss, Scheme::Valkey, Scheme::Valkeys]);
    let host = prop_oneof![
        3 => "[a-z][a-z0-9]{1,8}(-[a-z0-9]{1,4})?\\.[a-z]{2,5}",
        1 => any::<std::net::Ipv4Addr>().prop_filter("wildcard", |address| !address.is_unspecified()).prop_map(|address| address.to_string()),
        1 => any::<std::net::Ipv6Addr>().prop_filter("wildcard", |address| !address.is_unspecified()).prop_map(|address| address.to_string()),
    ];
    let secret = |text: String| Secret::new(text);
    let credentials = prop::option::of(
        (prop::option::of("\\PC{1,8}".prop_map(secret)), "\\PC{1,24}".prop_map(secret))
            .prop_map(|(user, password)| Credentials { user, password }),
    );
    let server =
        (scheme, host, 1..=u16::MAX, prop::option::of(0..=15u32), credentials, any::<bool>(), any::<bool>())
            .prop_map(|(scheme, host, port, database, credentials, clustered, insecure)| {
                let database = database.map(|database| if clustered { 0 } else { database });
                StoreUri::Server(ServerUri { scheme, host, port, database, credentials, clustered, insecure })
            });
    let table = "t9[a-zA-Z0-9_.-]{1,40}".prop_map(|name| StoreUri::Table { name });
    prop_oneof![4 => server, 1 => table]
}

fn said(findings: &[Finding]) -> Vec<(&'static str, Status, Option<Span>)> {
    findings.iter().map(|finding| (finding.check.code, finding.status, finding.span())).collect()
}

/// `PROPTEST_CASES`, as `make test-full` sets it; proptest reads it for its own default only.
fn cases() -> u32 {
    if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 2048 }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_judged_without_panic(value in prop::collection::vec(any::<u8>(), 0..200)) {
        let (evidence, checked) = uri::check(&value);
        prop_assert!(!checked.assessment.findings.is_empty());
        let _data = checked.with_row(&evidence).with_correction(&evidence, true);
        if let Ok(text) = std::str::from_utf8(&value) {
            let _corrected = uri::corrected(text);
        }
    }

    #[test]
    fn anything_like_a_uri_is_judged_without_panic(value in uri_like()) {
        let (evidence, checked) = uri::check(value.as_bytes());
        for finding in &checked.assessment.findings {
            if let Some(span) = finding.span() {
                prop_assert!(value.get(span.start..span.end).is_some(), "{:?} of {value:?}", span);
            }
            if let Some(snippet) = finding.snippet() {
                prop_assert!(snippet.text.get(snippet.span.start..snippet.span.end).is_some());
            }
        }
        let _data = checked.with_row(&evidence).with_correction(&evidence, true);
    }

    /// Saved evidence says what the value itself says, byte for byte in the same places.
    #[test]
    fn a_shape_is_judged_like_the_value(value in uri_like()) {
        let (evidence, checked) = uri::check(value.as_bytes());
        prop_assert_eq!(evidence.text.len(), value.len());
        let bare = Evidence { text: value.clone(), ..evidence.clone() };
        prop_assert_eq!(said(&uri::assess(&bare).assessment.findings), said(&checked.assessment.findings));
        let saved = serde_json::to_string(&evidence).expect("evidence is plain data");
        let loaded: Evidence = serde_json::from_str(&saved).expect("and comes back");
        let replayed = uri::assess(&loaded);
        prop_assert_eq!(replayed.shown, checked.shown);
        prop_assert_eq!(said(&replayed.assessment.findings), said(&checked.assessment.findings));
    }

    /// What passes can be opened by the redis crate, after the documented translation.
    #[test]
    fn what_passes_is_accepted_by_the_redis_crate(value in uri_like()) {
        if let Ok(StoreUri::Server(server)) = uri::parse(&value) {
            let url = server.to_redis_url();
            prop_assert!(redis::parse_redis_url(url.expose()).is_some(), "{value:?}");
            if let Err(error) = url.expose().into_connection_info() {
                // This build of the crate has no TLS; everything else it must accept.
                prop_assert!(error.to_string().contains("TLS"), "{value:?}: {error}");
            }
        }
    }

    #[test]
    fn corrections_validate_clean(value in uri_like()) {
        if let Some(corrected) = uri::corrected(&value) {
            let corrected = corrected.expose();
            prop_assert!(uri::parse(corrected).is_ok(), "{value:?} -> {corrected:?}");
            prop_assert!(uri::corrected(corrected).is_none(), "{value:?} -> {corrected:?} -> again");
        }
    }

    #[test]
    fn printing_and_parsing_is_the_identity(store in store_uri()) {
        let text = store.to_secret();
        let parsed = uri::parse(text.expose());
        let parsed = parsed.map_err(|assessment| TestCaseError::fail(format!("{:?}: {:?}", text.expose(), said(&assessment.findings))))?;
        prop_assert_eq!(&parsed, &store);
        prop_assert_eq!(parsed.to_secret(), text);
    }

    /// "Could not find out" is no pass: not where the part is empty, a placeholder, or masked.
    #[test]
    fn what_cannot_be_read_does_not_pass(
        part in 0..5_usize,
        bad in prop_oneof![
            prop::sample::select(vec!["", "[part]", "<part>", "xxx", "${PART}"]).prop_map(str::to_owned),
            "[a-z]{1,4}[!&'+;=^`|~][a-z0-9]{1,4}",
        ],
        tls in any::<bool>(),
        host in prop::sample::select(vec![
            "h.x", "10.0.0.1", "localhost", "c.redis.cache.windows.net", "c.upstash.io",
            "clustercfg.c.abc.use1.cache.amazonaws.com", "c.eastus.redis.azure.net",
        ]),
    ) {
        const ABOUT: [&[&str]; 5] = [
            &["URI006", "URI018", "URI021", "URI022", "URI023"],
            &["URI007", "URI021", "URI022"],
            &["URI008", "URI020"],
            &["URI009", "URI020", "URI023"],
            &["URI015", "URI016"],
        ];
        // Database 0 is right whatever `clustered` says.
        let database = if part == 3 { "3" } else { "0" };
        let mut parts = [host, "6379", database, "true", "insecure"];
        prop_assume!(!(part == 2 && bad.is_empty()));
        parts[part] = &bad;
        let [host, port, database, clustered, fragment] = parts;
        let scheme = if tls { "rediss" } else { "redis" };
        let value = format!("{scheme}://{host}:{port}/{database}?clustered={clustered}#{fragment}");
        let (_, checked) = uri::check(value.as_bytes());
        for finding in &checked.assessment.findings {
            let passed = finding.status == Status::Pass && ABOUT[part].contains(&finding.check.code);
            prop_assert!(!passed, "{value:?}: {} passed", finding.check.code);
        }
    }

    /// A password stays inside, whatever is wrong around it.
    #[test]
    fn no_password_comes_out(value in uri_like(), place in 0..6) {
        const CANARY: &str = "CaNaRy7Pw";
        let value = match place {
            0 => value.replacen('?', &format!("?password={CANARY}&"), 1),
            1 => value.replacen("://", &format!("://user:{CANARY}@"), 1),
            2 => format!("{value}#{CANARY}"),
            3 => value.replacen("://", &format!("://user:{CANARY}:"), 1),
            4 => format!("redis://user:12?{CANARY}=2@{value}"),
            // Without a colon, because a word before one is a scheme or a host to every reader.
            _ => format!("{CANARY}{}", value.replace(':', "")),
        };
        let (evidence, checked) = uri::check(value.as_bytes());
        let all = format!("{evidence:?} {:?}", checked.with_row(&evidence).with_correction(&evidence, true));
        prop_assert!(!all.contains(CANARY), "{value:?}: {all}");
    }
}
