//! The reports: one of every kind that a format could get wrong.

use std::path::{Path, PathBuf};

use chalkstore::render::Format;
use chalkstore::report::catalogue::{
    NET_AUTH, NET_FAMILIES, NET_TCP, NET_TLS, NET_TLS_EXPIRY, TOP_SLOTS, URI_CLUSTERED_VALUE, URI_HOST,
    URI_PORT, URI_SCHEME,
};
use chalkstore::report::{
    Assessment, Block, Cell, Curve, Event, Finding, Gauge, Graph, Matrix, MatrixRow, Section, Series,
    Snippet, Span, Table, Timeline, Tone,
};

use super::{Report, kept, whole};
use crate::program::run;

/// Everything that a user or a server could send to break a format.
const HOSTILE: &str = "\u{1b}[2J\u{0}\u{7}]]>\r\n::error::x|y ##[error]z `t` <b onclick=x>&amp;&\u{202e}%0A \u{fffe}@all #12 [a](http://b) \"q\" '{0}' --> </script></style></svg></title><script>alert(1)</script> $x$ {{x}} ${y}";

pub(super) fn all() -> Vec<Report> {
    vec![
        Report { name: "nothing", sections: Vec::new() },
        Report { name: "clean", sections: vec![clean("prod")] },
        Report { name: "problems", sections: vec![problems(None)] },
        Report { name: "pictures", sections: vec![pictures(Some("prod"))] },
        Report { name: "environments", sections: environments(12) },
        Report { name: "fifty", sections: environments(50) },
        Report { name: "preflight", sections: whole::sections() },
        Report { name: "hostile", sections: vec![hostile(), clean(HOSTILE), hostile()] },
    ]
}

/// These and what the program writes, each as an HTML file of its own.
pub(super) fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let input = |path: &str| root.join(path).to_str().expect("is text").to_owned();
    let (shards, workload) =
        (input("tests/cmd/topology.in/shards.json"), input("docs/examples/online-store.toml"));
    let written = |name: &str, arguments: &[&str]| {
        let ran = run(&[arguments, &["--output", "html", "-v", "--fail-on", "never"]].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        (format!("program-{name}"), ran.stdout)
    };
    let zones = "us-east-1a=20,us-east-1b=20";
    let topology =
        ["topology", "--from-shards", &shards, "--policy", "zonal-affinity", "--query-servers", zones];
    let program = [
        written("topology", &topology),
        written("size", &["size", "--scenario", &workload, "--explain"]),
        written("validate-uri", &["validate-uri", "redis://h:1/0?clustered=yes#<x>"]),
    ];
    let drawn = all().into_iter().map(|report| (report.name.to_owned(), report.drawn(Format::Html)));
    let written = drawn.chain(program).map(|(name, text)| {
        let file = kept(&format!("{name}.html"));
        // Both tests write the same; neither may see half of it.
        let half = kept(&format!("{name}.{:?}.unfinished", std::thread::current().id()));
        std::fs::write(&half, text).expect("can write");
        std::fs::rename(half, &file).expect("can be renamed");
        file
    });
    written.collect()
}

fn environments(count: usize) -> Vec<Section> {
    let name = |at: usize| format!("{}-{at}", ["prod", "staging", "dev"][at % 3]);
    let section = |at: usize| match at % 4 {
        0 => pictures(Some(&name(at))),
        1 => problems(Some(&name(at))),
        _ => clean(&name(at)),
    };
    (0..count).map(section).collect()
}

fn section(name: Option<&str>, assessment: Assessment) -> Section {
    Section::new("rediss://cache.example.com:6379/0".to_owned(), name.map(str::to_owned), assessment)
}

fn clean(name: &str) -> Section {
    let findings =
        vec![Finding::pass(&URI_SCHEME), Finding::pass(&URI_HOST).note("a name"), Finding::pass(&NET_TCP)];
    let gauge = |region: &str| Gauge {
        name: "replication_lag_seconds",
        help: "How far a copy is behind",
        labels: vec![("region", region.to_owned())],
        value: 0.25,
    };
    let gauges = vec![gauge("us-east-1"), gauge("us-west-2")];
    section(Some(name), Assessment { findings, gauges, ..Assessment::default() })
}

/// Every status, a check with two results, and one of the same name about the same node.
fn problems(name: Option<&str>) -> Section {
    let mut marked = Finding::fail(&URI_CLUSTERED_VALUE, "`clustered` must be `true` or `false`, not `yes`")
        .help("write `clustered=true` for a cluster with cluster mode enabled");
    let text = "redis://cache.example.com:6379/0?clustered=yes".to_owned();
    let span = Span::new(43, 46);
    marked.detail_mut().span = Some(span);
    marked.detail_mut().snippet = Some(Snippet { text, span, label: None });
    let findings = vec![
        marked,
        Finding::pass(&NET_TCP),
        Finding::warn(&NET_FAMILIES, "IPv6 connections to 2001:db8::7 time out")
            .note("IPv4 connects in 0.4 ms"),
        Finding::fail(&NET_TLS, "the server does not speak TLS").about("10.0.1.4:6379"),
        Finding::fail(&NET_TLS, "the server does not speak TLS").about("10.0.1.5:6379"),
        Finding::fail(&NET_TLS, "the certificate ends tomorrow").about("10.0.1.5:6379"),
        Finding::unknown(&NET_AUTH, "no answer to AUTH within 2000 ms"),
        Finding::skip(&NET_TLS_EXPIRY, "NET004 failed"),
    ];
    section(name, Assessment { findings, ..Assessment::default() })
}

fn hostile() -> Section {
    let findings = vec![
        Finding::fail(&URI_HOST, format!("host {HOSTILE}"))
            .help(format!("help {HOSTILE}\n::warning::y\n- x"))
            .note(format!("note {HOSTILE}"))
            .about(format!("node {HOSTILE}")),
        Finding::unknown(&NET_AUTH, HOSTILE),
        Finding::warn(&URI_PORT, HOSTILE),
        Finding::skip(&NET_TCP, HOSTILE),
        Finding::pass(&URI_SCHEME).note(HOSTILE),
    ];
    let node = |id: &str| (id.to_owned(), HOSTILE.to_owned(), Tone::Bad);
    let view = vec![
        Block::Text(format!("- {HOSTILE}\n---\n# {HOSTILE}")),
        Block::Table(Table {
            title: HOSTILE.to_owned(),
            columns: vec![HOSTILE.to_owned()],
            rows: vec![vec![Cell::toned(HOSTILE, Tone::Bad)]],
        }),
        Block::Graph(Graph {
            title: HOSTILE.to_owned(),
            nodes: vec![node("a"), node("b")],
            edges: vec![("a".to_owned(), "b".to_owned(), HOSTILE.to_owned())],
            is_told: false,
        }),
        Block::Timeline(Timeline {
            title: HOSTILE.to_owned(),
            events: vec![Event { label: HOSTILE.to_owned(), note: HOSTILE.to_owned(), ..Event::default() }],
        }),
        Block::Matrix(Matrix {
            title: HOSTILE.to_owned(),
            corner: HOSTILE.to_owned(),
            notes: HOSTILE.to_owned(),
            columns: vec![HOSTILE.to_owned()],
            rows: vec![MatrixRow {
                name: HOSTILE.to_owned(),
                note: HOSTILE.to_owned(),
                cells: vec![vec![Cell::toned(HOSTILE, Tone::Caution), HOSTILE.into()]],
            }],
        }),
    ];
    let gauges = vec![Gauge {
        name: "x",
        help: "What a peer cannot set",
        labels: vec![("zone", HOSTILE.to_owned())],
        value: 1.0,
    }];
    section(Some(HOSTILE), Assessment { findings, view, gauges, ..Assessment::default() })
        .from(Some(format!("dir/{}:3", HOSTILE.replace([':', '/'], ""))))
}

/// All kinds of blocks, as a preflight shows them.
fn pictures(name: Option<&str>) -> Section {
    let findings = vec![
        Finding::fail(&TOP_SLOTS, "slots 0-5460 are served by nobody").help("CLUSTER ADDSLOTSRANGE 0 5460"),
        Finding::pass(&URI_SCHEME),
        Finding::pass(&NET_TCP),
        Finding::skip(&NET_TLS_EXPIRY, "the scheme has no TLS"),
    ];
    let view = vec![
        Block::Text(
            "chalk-prod · Valkey 9.1.2 · 6 shards · 18 nodes · 3 zones · every node agrees".to_owned(),
        ),
        Block::Table(Table {
            title: String::new(),
            columns: Vec::new(),
            rows: [("provider", "AWS ElastiCache, cluster mode enabled"), ("TLS", "1.3, verified")]
                .map(|(name, value)| vec![Cell::toned(name, Tone::Faint), Cell::from(value)])
                .to_vec(),
        }),
        Block::Matrix(zones()),
        policies(),
        zone_loss(),
        lag(),
        failover(),
        planes(),
    ];
    section(name, Assessment { findings, view, ..Assessment::default() })
}

fn zones() -> Matrix {
    let row = |shard: usize| {
        let node = |zone: usize| match (shard + zone) % 3 {
            0 => vec![Cell::from(format!("primary 10.0.{zone}.{shard}")).leading()],
            1 if shard == 4 => vec![Cell::toned("none", Tone::Bad)],
            2 if shard == 2 => vec![Cell::toned("replica 9.2 s behind", Tone::Caution).following()],
            2 if shard == 3 => vec![],
            _ => vec![Cell::toned("replica 0.3 ms", Tone::Good).following()],
        };
        let note = format!("{}-{}", shard * 2731, (shard + 1) * 2731 - 1);
        MatrixRow { name: shard.to_string(), note, cells: (0..3).map(node).collect() }
    };
    Matrix {
        title: "Shards by zone".to_owned(),
        corner: "shard".to_owned(),
        notes: "slots".to_owned(),
        columns: ["us-east-1a", "us-east-1b", "us-east-1c"].map(str::to_owned).to_vec(),
        rows: (0..6).map(row).collect(),
    }
}

fn table(title: &str, columns: &[&str], rows: &[&[&str]], tone: Tone) -> Block {
    let cells = |row: &&[&str]| {
        let last = row.len() - 1;
        row.iter()
            .enumerate()
            .map(|(at, text)| if at == last { Cell::toned(*text, tone) } else { Cell::from(*text) })
            .collect()
    };
    Block::Table(Table {
        title: title.to_owned(),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        rows: rows.iter().map(cells).collect(),
    })
}

fn policies() -> Block {
    table(
        "Replica connection policies",
        &["policy", "zone", "connections per query server", "all 40", "reads that leave the zone"],
        &[
            &["unset", "-", "18", "720", "67 %"],
            &["UNIFORM_RANDOM", "-", "12", "480", "67 %"],
            &[
                "ZONAL_AFFINITY",
                "us-east-1a",
                "10",
                "400",
                "0 %, but shards 0 and 3 read their primaries: no replica here",
            ],
        ],
        Tone::Caution,
    )
}

fn zone_loss() -> Block {
    table(
        "Zone loss",
        &["if this is lost", "slots lost at once", "what happens", "verdict"],
        &[
            &[
                "us-east-1a",
                "5461",
                "shards 0 and 3 fail over in about 17 to 22 s (cluster-node-timeout 15 s)",
                "loses data",
            ],
            &["us-east-1b", "5461", "shard 1 fails over in about 17 to 22 s", "loses data"],
        ],
        Tone::Bad,
    )
}

fn lag() -> Block {
    let places = (0..48).map(|at| format!("2026-11-04 {:02}:{:02}Z", at / 2, at % 2 * 30)).collect();
    let values = |high: f64| {
        let value = |at: u32| (!(20..24).contains(&at)).then(|| high * (1.0 + (f64::from(at) / 7.0).sin()));
        (0..48).map(value).collect()
    };
    let curve = |name: &str, high, tone| Curve { name: name.to_owned(), values: values(high), tone };
    let curves = vec![curve("us-west-2", 0.8, Tone::Plain), curve("eu-west-1", 1.6, Tone::Bad)];
    Block::Series(Series { title: "Replication lag".to_owned(), unit: "s".to_owned(), places, curves })
}

fn failover() -> Block {
    let event = |label: &str, start_s: u64, length_s: Option<u64>, tone, note: &str| Event {
        label: label.to_owned(),
        start_us: start_s * 1_000_000,
        duration_us: length_s.map(|length| length * 1_000_000),
        tone,
        note: note.to_owned(),
    };
    let events = vec![
        event("us-east-1 dies", 0, None, Tone::Bad, ""),
        event("Route 53 notices", 0, Some(30), Tone::Caution, "3 failed checks, 10 s apart"),
        event("resolvers keep the old answer", 30, Some(60), Tone::Caution, "TTL 60 s"),
        event("clients connect to us-west-2", 60, Some(40), Tone::Good, "every client is there after 100 s"),
    ];
    Block::Timeline(Timeline { title: "Failover from us-east-1".to_owned(), events })
}

fn planes() -> Block {
    let node = |id: &str, label: &str, tone| (id.to_owned(), label.to_owned(), tone);
    let edge = |from: &str, to: &str, label: &str| (from.to_owned(), to.to_owned(), label.to_owned());
    Block::Graph(Graph {
        title: "Flows between the planes".to_owned(),
        nodes: vec![
            node("d", "data plane", Tone::Plain),
            node("m", "metadata plane", Tone::Plain),
            node("e", "ECR", Tone::Good),
        ],
        edges: vec![
            edge("d", "m", "logs: off"),
            edge("d", "m", "query execution: on, no customer data"),
            edge("e", "d", "container images"),
        ],
        is_told: false,
    })
}
