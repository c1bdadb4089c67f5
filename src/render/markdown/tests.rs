//! Comments as they are written.

use insta::assert_snapshot;

use crate::render::Format::Markdown;
use crate::render::samples::{clean, cluster, connection, drawn, hostile, style, uri, verbose};
use crate::report::catalogue::URI_HOST;
use crate::report::{Assessment, Block, Finding, Section};

#[test]
fn one_store() {
    assert_snapshot!(drawn(Markdown, style(None), &[&connection()]), @"
    ### ❌ chalkstore validate-uri: 1 failed, 1 warning, 1 passed, 1 skipped, 1 unknown

    <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code>

    | status | check | what was seen |
    |---|---|---|
    | ❌ fail | NET004 | <code>10.0.1.4:6379</code>: the server does not speak TLS |
    | ❔ unknown | NET011 | no answer to AUTH within 2000 ms |
    | ⚠️ warn | NET003 | IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect<br>**help:** remove the AAAA record, or open port 6379 for IPv6 in the security group<br>**note:** IPv4 connects in 0.4 ms |

    **Connecting**

    | what | at | took | result |
    |---|---|---|---|
    | resolve | +0 ms | 1.2 ms | 2 addresses: 10.0.1.4, 2001:db8::7 |
    | TCP | +1.2 ms | 0.4 ms |  |
    | TLS handshake | +1.6 ms | 12 ms | the peer answered in plain text: -ERR unknown command |
    | AUTH | +14 ms | onward | no answer |

    <details><summary>1 passed, 1 skipped</summary>

    | status | check | what was seen |
    |---|---|---|
    | skip | NET007 | NET004 failed |
    | ✅ pass | NET002 | a TCP connection is accepted |

    </details>

    <sub>chalkstore 0.1.0 · 2026-05-04T12:00:00.000Z</sub>
    ");
}

#[test]
fn a_batch() {
    assert_snapshot!(drawn(Markdown, style(None), &[&uri(), &clean(), &connection()]), @"
    ### ❌ chalkstore validate-uri: 3 failed, 1 warning, 6 passed, 2 skipped, 1 unknown

    <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code> · 3 URIs: 1 passed, 2 failed

    | URI | | failed | unknown | warnings | passed | skipped |
    |---|---|--:|--:|--:|--:|--:|
    | <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code> | ❌ fail | 2 | 0 | 0 | 3 | 1 |
    | <code>clean</code> | ✅ pass | 0 | 0 | 0 | 2 | 0 |
    | <code>prod-eu</code> | ❌ fail | 1 | 1 | 1 | 1 | 1 |

    | URI | status | check | what was seen |
    |---|---|---|---|
    | <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code> | ❌ fail | URI009 | <code>clustered</code> must be <code>true</code> or <code>false</code>, not <code>yes</code><br>**help:** write <code>clustered=true</code> for a cluster with cluster mode enabled, <code>clustered=false</code> for a single primary with its replicas |
    | <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code> | ❌ fail | URI014 | unknown query parameter <code>pasword</code> |
    | <code>prod-eu</code> | ❌ fail | NET004 | <code>10.0.1.4:6379</code>: the server does not speak TLS |
    | <code>prod-eu</code> | ❔ unknown | NET011 | no answer to AUTH within 2000 ms |
    | <code>prod-eu</code> | ⚠️ warn | NET003 | IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect<br>**help:** remove the AAAA record, or open port 6379 for IPv6 in the security group<br>**note:** IPv4 connects in 0.4 ms |

    <details><summary><code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code>: 3 passed, 1 skipped</summary>

    | status | check | what was seen |
    |---|---|---|
    | skip | URI016 | the scheme has no TLS |
    | ✅ pass | URI004 | the scheme is redis, rediss, valkey, valkeys or dynamodb |
    | ✅ pass | URI006 | the host is a name or an address |
    | ✅ pass | URI007 | the port is a number from 1 to 65535<br>**note:** 6379 is the default |

    </details>

    <details><summary><code>clean</code>: 2 passed</summary>

    nothing to see

    | status | check | what was seen |
    |---|---|---|
    | ✅ pass | URI004 | the scheme is redis, rediss, valkey, valkeys or dynamodb |
    | ✅ pass | URI006 | the host is a name or an address |

    </details>

    <details><summary><code>prod-eu</code>: 1 passed, 1 skipped</summary>

    **Connecting**

    | what | at | took | result |
    |---|---|---|---|
    | resolve | +0 ms | 1.2 ms | 2 addresses: 10.0.1.4, 2001:db8::7 |
    | TCP | +1.2 ms | 0.4 ms |  |
    | TLS handshake | +1.6 ms | 12 ms | the peer answered in plain text: -ERR unknown command |
    | AUTH | +14 ms | onward | no answer |

    | status | check | what was seen |
    |---|---|---|
    | skip | NET007 | NET004 failed |
    | ✅ pass | NET002 | a TCP connection is accepted |

    </details>

    <sub>chalkstore 0.1.0 · 2026-05-04T12:00:00.000Z</sub>
    ");
}

#[test]
fn a_verbose_batch_names_the_store_of_each_view() {
    let text = drawn(Markdown, verbose(None), &[&clean(), &clean()]);
    let folded = "<details><summary><code>clean</code>: 2 passed</summary>\n\nnothing to see\n";
    assert_eq!(text.matches(folded).count(), 2, "{text}");
}

#[test]
fn more_problems_than_a_comment_holds_are_counted() {
    let section = uri();
    let text = drawn(Markdown, style(None), &vec![&section; 60]);
    assert!(text.contains("… and 20 more; `--output json=FILE` lists all."), "{text}");
    assert!(text.len() < 65_536, "{}", text.len());
}

/// A comment that is too long is none.
#[test]
fn what_a_comment_has_no_room_for_is_told() {
    let view: Vec<Block> = (0..40).map(|_| Block::Matrix(cluster(24))).collect();
    let findings = (0..500).map(|at| Finding::pass(&URI_HOST).note("n".repeat(at))).collect();
    let big = Section::new("big".to_owned(), None, Assessment { findings, view, ..Assessment::default() });
    let text = drawn(Markdown, style(None), &[&big]);
    assert!(text.len() < 65_536 && text.len() > 60_000, "{}", text.len());
    assert!(
        text.contains("\nLeft out, as a comment has no room for more: ") && text.contains(" pictures, "),
        "{text}"
    );
    assert!(text.contains("`--output html=FILE` has all.\n"), "{text}");
    for style in [style(None), verbose(None)] {
        let text = drawn(Markdown, style, &vec![&big; 50]);
        assert!(text.len() < 65_536, "{}", text.len());
        assert_eq!(text.matches("\n| <code>big</code> | ").count(), 50, "{text}");
    }
    let mut long = hostile();
    let name = "|<x>".repeat(10_000);
    long.name = Some(name.clone());
    for finding in &mut long.assessment.findings {
        *finding =
            Finding::fail(&URI_HOST, name.clone()).help(name.clone()).note(name.clone()).about(name.clone());
    }
    let text = drawn(Markdown, verbose(None), &vec![&long; 70]);
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.contains("more; `--output json=FILE` lists all."), "{text}");
}

/// Fifty environments have their table; a thousand have those with problems in it.
#[test]
fn subjects_stand_in_a_table_before_everything() {
    let (bad, good) = (connection(), clean());
    let mut sections = vec![&good; 1000];
    sections[500] = &bad;
    let text = drawn(Markdown, style(None), &sections);
    assert_eq!(
        text.matches("\n| <code>prod-eu</code> | ❌ fail | 1 | 1 | 1 | 1 | 1 |\n").count(),
        1,
        "{text}"
    );
    assert!(text.contains("\n… and 999 more; ") && !text.contains("<details>"), "{text}");
    let text = drawn(Markdown, style(None), &sections[480..530]);
    assert_eq!(text.matches("\n| <code>clean</code> | ✅ pass |").count(), 49, "{text}");
}

#[test]
fn hostile_text_has_no_meaning() {
    assert_snapshot!(drawn(Markdown, style(None), &[&hostile()]), @r#"
    ### ❌ chalkstore validate-uri: 1 failed, 1 warning, 0 passed, 1 skipped, 1 unknown

    <code>redis&#58;//cache.example.com:6379/0?pasword=••••&amp;clustered=yes</code>

    | status | check | what was seen |
    |---|---|---|
    | ❌ fail | URI006 | <code>node \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}</code>: host \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}<br>**help:** help \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r<br>\\u{3a}:error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}<br>\\u{3a}:warning::y<br>**note:** note \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r<br>\\u{3a}:error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |
    | ❔ unknown | NET011 | \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |
    | ⚠️ warn | URI007 | \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |

    \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r  
    \\u{3a}:error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}

    **\\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}**

    | \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |
    |---|
    | \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |

    **\\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}**

    - \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} → \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}: \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0}

    <details><summary>0 passed, 1 skipped</summary>

    | status | check | what was seen |
    |---|---|---|
    | skip | NET002 | \\u{1b}\[2J\\u{0}\\u{7}\]\]&gt;\\r\\n::error::x\|y <code>z</code> &lt;b&gt;&amp;\\u{202e}%0A \\u{fffe}@<!-- -->all \[a\](http&#58;//b) "q" {0} |

    </details>

    <sub>chalkstore 0.1.0 · 2026-05-04T12:00:00.000Z</sub>
    "#);
}
