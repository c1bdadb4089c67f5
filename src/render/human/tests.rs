use insta::assert_snapshot;

use crate::render::samples::{clean, connection, drawn, hostile, style, uri, verbose};
use crate::render::{Format::Human, Style, Verbosity};
use crate::report::catalogue::{NET_AUTH, NET_FAMILIES, NET_TCP, NET_TLS, NET_TLS_EXPIRY};
use crate::report::{Assessment, Finding, Section};

#[test]
fn one_store_at_100_columns() {
    assert_snapshot!(drawn(Human, style(Some(100)), &[&uri()]), @"
    fail[URI009]: `clustered` must be `true` or `false`, not `yes`
     |
     | redis://cache.example.com:6379/0?pasword=••••&clustered=yes
     |                                                         ^^^
     |
     = help: write `clustered=true` for a cluster with cluster mode enabled, `clustered=false` for a
             single primary with its replicas

    fail[URI014]: unknown query parameter `pasword`
     |
     | redis://cache.example.com:6379/0?pasword=••••&clustered=yes
     |                                  ^^^^^^^ did you mean `password`?

    note[URI007]: 6379 is the default

    2 failed, 3 passed, 1 skipped            more: chalkstore explain URI009
    ");
}

#[test]
fn one_store_at_60_columns() {
    assert_snapshot!(drawn(Human, style(Some(60)), &[&connection()]), @"
    fail[NET004]: 10.0.1.4:6379: the server does not speak TLS
    unknown[NET011]: no answer to AUTH within 2000 ms

    warn[NET003]: IPv6 connections to 2001:db8::7 time out;
                  clients that try IPv6 first wait 2 s at every
                  connect
     |
     = help: remove the AAAA record, or open port 6379 for IPv6
             in the security group
     = note: IPv4 connects in 0.4 ms

    Connecting
      resolve          +0 ms  1.2 ms  ━
        2 addresses: 10.0.1.4, 2001:db8::7
      TCP            +1.2 ms  0.4 ms   ━
      TLS handshake  +1.6 ms   12 ms   ━━━━━━━━━━━━━━
        the peer answered in plain text: -ERR unknown command
      AUTH            +14 ms  onward                 ╌
        no answer

    1 failed, 1 warning, 1 passed, 1 skipped, 1 unknown
    more: chalkstore explain NET004
    ");
}

#[test]
fn findings_that_differ_in_their_checks_alone_are_one_paragraph() {
    let reason = "not determined: interrupted before there was an answer";
    let unknown = |check| Finding::unknown(check, reason);
    let findings = vec![
        unknown(&NET_TCP),
        unknown(&NET_AUTH),
        unknown(&NET_FAMILIES),
        unknown(&NET_TLS).about("10.0.1.4:6379"),
        Finding::warn(&NET_TLS_EXPIRY, reason),
    ];
    let section = Section::new("redis://h:1".to_owned(), None, Assessment::of(findings));
    assert_snapshot!(drawn(Human, style(Some(60)), &[&section]), @"
    unknown[NET002]: not determined: interrupted before there
                     was an answer
     |
     = note: the same holds for NET011

    unknown[NET004]: 10.0.1.4:6379: not determined: interrupted
                     before there was an answer
    unknown[NET003]: not determined: interrupted before there
                     was an answer
    warn[NET007]: not determined: interrupted before there was
                  an answer

    1 warning, 0 passed, 4 unknown
    more: chalkstore explain NET002
    ");
    assert_eq!(drawn(Human, verbose(None), &[&section]).matches(reason).count(), 5);
}

#[test]
fn one_store_verbose() {
    assert_snapshot!(drawn(Human, verbose(None), &[&uri()]), @"
    chalkstore 0.1.0 (0123456789ab) validate-uri · redis://cache.example.com:6379/0?pasword=••••&clustered=yes · from ops-1 at 2026-05-04T12:00:00.000Z

    fail[URI009]: `clustered` must be `true` or `false`, not `yes`
     |
     | redis://cache.example.com:6379/0?pasword=••••&clustered=yes
     |                                                         ^^^
     |
     = help: write `clustered=true` for a cluster with cluster mode enabled, `clustered=false` for a single primary with its replicas

    fail[URI014]: unknown query parameter `pasword`
     |
     | redis://cache.example.com:6379/0?pasword=••••&clustered=yes
     |                                  ^^^^^^^ did you mean `password`?

    skip[URI016]: the scheme has no TLS
    pass[URI004]: the scheme is redis, rediss, valkey, valkeys or dynamodb
    pass[URI006]: the host is a name or an address

    pass[URI007]: the port is a number from 1 to 65535
     |
     = note: 6379 is the default

    2 failed, 3 passed, 1 skipped            more: chalkstore explain URI009
    ");
}

#[test]
fn a_batch_names_the_stores_that_have_problems() {
    assert_snapshot!(drawn(Human, style(Some(100)), &[&clean(), &uri(), &clean(), &connection()]), @"
    ── redis://cache.example.com:6379/0?pasword=••••&clustered=yes
    fail[URI009]: `clustered` must be `true` or `false`, not `yes`
     |
     | redis://cache.example.com:6379/0?pasword=••••&clustered=yes
     |                                                         ^^^
     |
     = help: write `clustered=true` for a cluster with cluster mode enabled, `clustered=false` for a
             single primary with its replicas

    fail[URI014]: unknown query parameter `pasword`
     |
     | redis://cache.example.com:6379/0?pasword=••••&clustered=yes
     |                                  ^^^^^^^ did you mean `password`?

    ── prod-eu  rediss://cache.example.com:6379
    fail[NET004]: 10.0.1.4:6379: the server does not speak TLS
    unknown[NET011]: no answer to AUTH within 2000 ms

    warn[NET003]: IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at
                  every connect
     |
     = help: remove the AAAA record, or open port 6379 for IPv6 in the security group
     = note: IPv4 connects in 0.4 ms

    4 URIs: 2 passed, 2 failed
    3 failed, 1 warning, 8 passed, 2 skipped, 1 unknown            more: chalkstore explain URI009
    ");
}

#[test]
fn a_clean_store_and_a_clean_batch_are_short() {
    assert_snapshot!(drawn(Human, style(None), &[&clean()]), @"
    nothing to see

    2 passed
    ");
    assert_snapshot!(drawn(Human, style(None), &[&clean(), &clean()]), @"
    2 URIs: 2 passed
    4 passed
    ");
    assert_snapshot!(drawn(Human, style(None), &[]), @"nothing was checked");
}

#[test]
fn quiet_writes_problems_only() {
    let quiet = Style { verbosity: Verbosity::Quiet, ..style(None) };
    assert_eq!(drawn(Human, quiet, &[&clean()]), "");
    let skip = Finding::skip(&NET_TLS, "not described: environments.p.online_store");
    let skipped = Section::new("p".to_owned(), None, Assessment::of(vec![skip]));
    let nothing = "nothing was checked: not described: environments.p.online_store\n";
    assert_eq!(drawn(Human, quiet, &[&skipped, &skipped]), nothing);
    assert_eq!(drawn(Human, quiet, &[]), "nothing was checked: there was nothing to check\n");
    assert_snapshot!(drawn(Human, quiet, &[&connection()]), @"
    fail[NET004]: 10.0.1.4:6379: the server does not speak TLS
    unknown[NET011]: no answer to AUTH within 2000 ms

    warn[NET003]: IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect
     |
     = help: remove the AAAA record, or open port 6379 for IPv6 in the security group
     = note: IPv4 connects in 0.4 ms
    ");
}

#[test]
fn hostile_text_is_shown_not_obeyed() {
    let text = drawn(Human, verbose(None), &[&hostile(), &hostile()]);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
    assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
}
