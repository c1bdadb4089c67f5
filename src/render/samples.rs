//! Reports that the tests of every format draw.

use crate::render::{Format, Style, Verbosity};
use crate::report::catalogue::{
    NET_AUTH, NET_FAMILIES, NET_TCP, NET_TLS, NET_TLS_EXPIRY, URI_CLUSTERED_VALUE, URI_HOST, URI_PARAMETERS,
    URI_PORT, URI_SCHEME, URI_TLS_VERIFICATION,
};
use crate::report::{
    Assessment, Block, Cell, Counts, Curve, Event, Exit, FailOn, Finding, Graph, Header, Matrix, MatrixRow,
    Noun, Row, Section, Series, Snippet, Span, Summary, Table, Timeline, Tone, Tool, Vantage,
};

pub(super) fn header() -> Header {
    Header {
        command: "validate-uri".to_owned(),
        subject: "redis://cache.example.com:6379/0?pasword=••••&clustered=yes".to_owned(),
        started_at: "2026-05-04T12:00:00.000Z".to_owned(),
        vantage: Vantage { host: Some("ops-1".to_owned()), zone: None },
        tool: Tool {
            name: "chalkstore".to_owned(),
            version: "0.1.0".to_owned(),
            commit: "0123456789ab".to_owned(),
        },
        fail_on: FailOn::Fail,
    }
}

/// A summary of these sections.
pub(super) fn summary(sections: &[&Section]) -> Summary {
    let (mut counts, mut subjects) = (Counts::default(), Counts::default());
    for section in sections {
        counts += section.counts;
        subjects.add(section.counts.worst());
    }
    let exit = match (counts.fail, counts.unknown, counts.total()) {
        (1.., ..) => Exit::Findings,
        (_, 1.., _) => Exit::Unknown,
        (.., total) if total == counts.skip => Exit::NoChecks,
        _ => Exit::Ok,
    };
    let noun = Noun { one: "URI", many: "URIs" };
    Summary { counts, known: Counts::default(), subjects, noun, duration_ms: 1234, exit }
}

fn with_snippet(mut finding: Finding, text: &str, marked: &str, label: Option<&'static str>) -> Finding {
    let start = text.find(marked).expect("is in the text");
    let span = Span::new(start, start + marked.len());
    finding.detail_mut().span = Some(span);
    finding.detail_mut().snippet =
        Some(Snippet { text: text.to_owned(), span, label: label.map(Into::into) });
    finding
}

/// A URI with two mistakes.
pub(super) fn uri() -> Section {
    let text = header().subject;
    let findings = vec![
        Finding::pass(&URI_SCHEME),
        Finding::pass(&URI_HOST),
        Finding::pass(&URI_PORT).note("6379 is the default"),
        with_snippet(
            Finding::fail(&URI_CLUSTERED_VALUE, "`clustered` must be `true` or `false`, not `yes`"),
            &text,
            "yes",
            None,
        )
        .help("write `clustered=true` for a cluster with cluster mode enabled, `clustered=false` for a single primary with its replicas"),
        with_snippet(
            Finding::fail(&URI_PARAMETERS, "unknown query parameter `pasword`"),
            &text,
            "pasword",
            Some("did you mean `password`?"),
        ),
        Finding::skip(&URI_TLS_VERIFICATION, "the scheme has no TLS"),
    ];
    let rows =
        vec![Row { table: "stores", value: serde_json::json!({"host": "cache.example.com", "port": 6379}) }];
    Section::new(text, None, Assessment { findings, rows, ..Assessment::default() })
}

/// A store with one problem of every kind, and a view.
pub(super) fn connection() -> Section {
    let findings = vec![
        Finding::pass(&NET_TCP),
        Finding::warn(
            &NET_FAMILIES,
            "IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect",
        )
        .help("remove the AAAA record, or open port 6379 for IPv6 in the security group")
        .note("IPv4 connects in 0.4 ms"),
        Finding::fail(&NET_TLS, "the server does not speak TLS").about("10.0.1.4:6379"),
        Finding::unknown(&NET_AUTH, "no answer to AUTH within 2000 ms"),
        Finding::skip(&NET_TLS_EXPIRY, "NET004 failed"),
    ];
    let rows = vec![
        Row { table: "stages", value: serde_json::json!({"stage": "TCP", "duration_us": 400}) },
        Row { table: "stages", value: serde_json::json!({"stage": "TLS", "duration_us": 12000}) },
    ];
    let view = vec![timeline()];
    Section::new(
        "rediss://cache.example.com:6379".to_owned(),
        Some("prod-eu".to_owned()),
        Assessment { findings, rows, view, ..Assessment::default() },
    )
}

/// A store without a problem.
pub(super) fn clean() -> Section {
    let findings = vec![Finding::pass(&URI_SCHEME), Finding::pass(&URI_HOST)];
    let view = vec![Block::Text("nothing to see".to_owned())];
    Section::new(
        "redis://clean:6379".to_owned(),
        Some("clean".to_owned()),
        Assessment { findings, view, ..Assessment::default() },
    )
}

/// Everything that a user or a server could send to break a format.
pub(super) fn hostile() -> Section {
    let bad =
        "\u{1b}[2J\u{0}\u{7}]]>\r\n::error::x|y `z` <b>&\u{202e}%0A \u{fffe}@all [a](http://b) \"q\" {0}";
    let text = format!("a{bad}b");
    let findings = vec![
        with_snippet(
            Finding::fail(&URI_HOST, format!("host {bad}")),
            &text,
            "<b>",
            Some("\u{1b}]8;;x\u{7}\nlabel"),
        )
        .help(format!("help {bad}\n::warning::y"))
        .note(format!("note {bad}"))
        .about(format!("node {bad}")),
        Finding::unknown(&NET_AUTH, bad),
        Finding::warn(&URI_PORT, bad),
        Finding::skip(&NET_TCP, bad),
    ];
    let view = vec![
        Block::Text(bad.to_owned()),
        Block::Table(Table {
            title: bad.to_owned(),
            columns: vec![bad.to_owned()],
            rows: vec![vec![Cell::toned(bad, Tone::Bad)]],
        }),
        Block::Graph(Graph {
            title: bad.to_owned(),
            nodes: vec![("a".to_owned(), bad.to_owned(), Tone::Bad)],
            edges: vec![("a".to_owned(), bad.to_owned(), bad.to_owned())],
            is_told: false,
        }),
    ];
    let rows = vec![Row { table: "stores", value: serde_json::json!({ bad: bad }) }];
    Section::new(text, Some(bad.to_owned()), Assessment { findings, rows, view, ..Assessment::default() })
}

pub(super) fn timeline() -> Block {
    let event = |label: &str, start_us, duration_us, tone, note: &str| Event {
        label: label.to_owned(),
        start_us,
        duration_us,
        tone,
        note: note.to_owned(),
    };
    Block::Timeline(Timeline {
        title: "Connecting".to_owned(),
        events: vec![
            event("resolve", 0, Some(1_180), Tone::Good, "2 addresses: 10.0.1.4, 2001:db8::7"),
            event("TCP", 1_200, Some(410), Tone::Good, ""),
            event(
                "TLS handshake",
                1_650,
                Some(11_900),
                Tone::Bad,
                "the peer answered in plain text: -ERR unknown command",
            ),
            event("AUTH", 13_600, None, Tone::Caution, "no answer"),
        ],
    })
}

pub(super) fn table() -> Block {
    let row = |cells: [&str; 5], tone| {
        cells
            .iter()
            .enumerate()
            .map(|(i, text)| if i == 4 { Cell::toned(*text, tone) } else { Cell::from(*text) })
            .collect()
    };
    Block::Table(Table {
        title: "Replica policies".to_owned(),
        columns: ["policy", "zone", "connections per query server", "all 40", "reads that leave the zone"]
            .map(str::to_owned)
            .to_vec(),
        rows: vec![
            row(["(unset)", "-", "18", "720", "67 %"], Tone::Caution),
            row(["UNIFORM_RANDOM", "-", "12", "480", "67 %"], Tone::Caution),
            row(
                [
                    "ZONAL_AFFINITY",
                    "us-east-1a",
                    "10",
                    "400",
                    "0 %, but shards 0 and 3 read their primaries: no replica here",
                ],
                Tone::Good,
            ),
        ],
    })
}

pub(super) fn pairs() -> Block {
    Block::Table(Table {
        title: String::new(),
        columns: Vec::new(),
        rows: [("provider", "AWS ElastiCache, cluster mode enabled"), ("TLS", "1.3, verified")]
            .map(|(name, value)| vec![Cell::toned(name, Tone::Faint), Cell::from(value)])
            .to_vec(),
    })
}

pub(super) fn matrix() -> Block {
    let row = |name: &str, note: &str, cells: [Cell; 3]| MatrixRow {
        name: name.to_owned(),
        note: note.to_owned(),
        cells: cells.map(|cell| vec![cell]).to_vec(),
    };
    let replica = |text: &str| Cell::toned(text, Tone::Good).following();
    Block::Matrix(Matrix {
        title: "Shards by zone".to_owned(),
        corner: "shard".to_owned(),
        notes: "slots".to_owned(),
        columns: ["us-east-1a", "us-east-1b", "us-east-1c"].map(str::to_owned).to_vec(),
        rows: vec![
            row(
                "0",
                "0-8191",
                [
                    Cell::from("primary 10.0.1.4").leading(),
                    replica("replica 0.3 ms"),
                    replica("replica 1.1 ms"),
                ],
            ),
            row(
                "1",
                "8192-16383",
                [
                    replica("replica 0.4 ms"),
                    Cell::from("primary 10.0.2.9").leading(),
                    Cell::toned("none", Tone::Bad),
                ],
            ),
        ],
    })
}

/// A cluster over three zones, its primaries in turn: in a few shards something is wrong, in one a zone is empty, and
/// another has two replicas in one zone.
pub(super) fn cluster(shards: usize) -> Matrix {
    let node = |shard: usize, zone: usize| {
        let address = format!("10.0.{}.{}", zone + 1, shard + 4);
        if shard % 3 == zone {
            return Cell::toned(format!("primary {address}"), Tone::Good).leading();
        }
        let replica = match (shard, zone) {
            (1, 2) => Cell::toned(format!("replica {address} down"), Tone::Bad),
            (38, _) => Cell::toned(format!("replica {address} 9.2 s behind"), Tone::Caution),
            _ => Cell::from(format!("replica {address}")),
        };
        replica.following()
    };
    let row = |shard: usize| {
        let mut cells: Vec<Vec<Cell>> = (0..3).map(|zone| vec![node(shard, zone)]).collect();
        match shard {
            2 => cells[0].push(Cell::from("replica 10.0.1.200").following()),
            5 => cells[0].clear(),
            _ => {}
        }
        let slots = format!("{}-{}", shard * 16384 / shards, (shard + 1) * 16384 / shards - 1);
        MatrixRow { name: shard.to_string(), note: slots, cells }
    };
    Matrix {
        title: "Shards by zone".to_owned(),
        corner: "shard".to_owned(),
        notes: "slots".to_owned(),
        columns: ["us-east-1a", "us-east-1b", "us-east-1c"].map(str::to_owned).to_vec(),
        rows: (0..shards).map(row).collect(),
    }
}

pub(super) fn series() -> Block {
    let values =
        [Some(0.31), Some(0.4), Some(3.0), Some(17.25), Some(9.0), None, None, Some(2.0), Some(0.52)];
    let places = (0..values.len()).map(|i| format!("12:0{i}")).collect();
    let curves = vec![Curve { values: values.to_vec(), ..Curve::default() }];
    Block::Series(Series { title: "Replication lag".to_owned(), unit: "ms".to_owned(), places, curves })
}

pub(super) fn graph() -> Block {
    let node = |id: &str, label: &str, tone| (id.to_owned(), label.to_owned(), tone);
    let edge = |from: &str, to: &str, label: &str| (from.to_owned(), to.to_owned(), label.to_owned());
    Block::Graph(Graph {
        title: "Routing".to_owned(),
        nodes: vec![
            node("q", "query servers", Tone::Plain),
            node("r", "store.example.com", Tone::Plain),
            node("a", "us-east-1", Tone::Good),
            node("b", "us-west-2", Tone::Bad),
            node("c", "eu-west-1", Tone::Faint),
        ],
        edges: vec![
            edge("q", "r", ""),
            edge("r", "a", "PRIMARY, healthy"),
            edge(
                "r",
                "b",
                "SECONDARY, its health check has been failing for 3 minutes; a failover now would go nowhere",
            ),
        ],
        is_told: false,
    })
}

pub(super) fn text() -> Block {
    Block::Text("chalk-prod · Valkey 9.1.2 · 6 shards · 18 nodes · 3 zones · every node agrees".to_owned())
}

/// All six kinds of block.
pub(super) fn blocks() -> Vec<Block> {
    vec![text(), pairs(), matrix(), table(), timeline(), series(), graph()]
}

/// What a format writes of these sections.
pub(super) fn drawn(format: Format, style: Style, sections: &[&Section]) -> String {
    let mut renderer = format.renderer(style);
    let mut out = Vec::new();
    renderer.start(&header(), &mut out).expect("memory can be written to");
    for section in sections {
        renderer.section(section, &mut out).expect("memory can be written to");
    }
    renderer.finish(&summary(sections), &mut out).expect("memory can be written to");
    String::from_utf8(out).expect("every format writes text")
}

pub(super) fn style(width: Option<usize>) -> Style {
    Style { color: false, ascii: false, width, verbosity: Verbosity::Normal }
}

pub(super) fn verbose(width: Option<usize>) -> Style {
    Style { verbosity: Verbosity::Verbose, ..style(width) }
}
