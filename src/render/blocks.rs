//! The six view blocks as text for a terminal or a log.
//!
//! Other formats have their own drawings: `markdown` and `svg` of all six, `mermaid` of matrices, graphs and
//! timelines. Those still to come bring theirs: `html` draws all six, `openmetrics` series; `gitlab` has no place for any.

use std::collections::BTreeMap;

use super::escape::{visible, visible_lines};
use super::sparklines;
use super::style::{BOLD, Style, of_tone};
use super::tables;
use super::timelines;
use super::words::{width, wrap};
use crate::report::{Block, Graph, Tone};

/// What a block's body is indented by, where a title stands above it.
pub(super) const INDENT: usize = 2;

/// The block, without a line end behind its last line.
pub(super) fn text(block: &Block, style: Style) -> String {
    let (title, body): (&str, &dyn Fn(Style) -> String) = match block {
        Block::Table(table) => (&table.title, &|style| tables::table(table, style)),
        Block::Matrix(matrix) => (&matrix.title, &|style| tables::matrix(matrix, style)),
        Block::Series(series) => (&series.title, &|style| sparklines::series(series, style)),
        Block::Timeline(timeline) => (&timeline.title, &|style| timelines::timeline(timeline, style)),
        Block::Graph(one) => (&one.title, &|style| graph(one, style)),
        Block::Text(text) => ("", &|style| wrap(&visible_lines(text), style.width).join("\n")),
    };
    if title.is_empty() {
        return body(style);
    }
    let narrower = Style { width: style.width.map(|width| width.saturating_sub(INDENT)), ..style };
    let mut text = style.paint(&wrap(&visible(title), style.width).join("\n"), BOLD);
    for line in body(narrower).lines() {
        text.push('\n');
        if !line.is_empty() {
            text.push_str(&" ".repeat(INDENT));
            text.push_str(line);
        }
    }
    text
}

/// `a -> b  label` lines in the order of the edges, then the nodes that no edge touches.
fn graph(graph: &Graph, style: Style) -> String {
    let nodes: BTreeMap<&str, (&str, Tone)> =
        graph.nodes.iter().map(|(id, label, tone)| (id.as_str(), (label.as_str(), *tone))).collect();
    // An edge may name a node that is not listed; its id then has to do.
    let node = |id: &str| {
        let (label, tone) =
            nodes.get(id).copied().filter(|(label, _)| !label.is_empty()).unwrap_or((id, Tone::Plain));
        let label = visible(label).into_owned();
        (width(&label), style.paint(&label, of_tone(tone)))
    };
    let ends = graph.edges.iter().map(|(from, to, _)| node(from).0 + " -> ".len() + node(to).0);
    let widest = ends.max().unwrap_or_default();
    let mut lines = Vec::new();
    for (from, to, label) in &graph.edges {
        let ((from_width, from), (to_width, to)) = (node(from), node(to));
        let taken = from_width + " -> ".len() + to_width;
        let arrow = format!("{from} -> {to}");
        if label.is_empty() {
            lines.push(arrow);
            continue;
        }
        let label = visible(label);
        let room =
            style.width.map(|width| width.saturating_sub(widest + 2)).filter(|room| width(&label) > *room);
        match room {
            // Too long for the line: it goes below the arrow, where it has all the width but an indentation.
            Some(_) => {
                lines.push(arrow);
                let limit = style.width.map(|width| width.saturating_sub(4));
                lines.extend(wrap(&label, limit).iter().map(|line| format!("    {line}")));
            }
            None => lines.push(format!("{arrow}{}  {label}", " ".repeat(widest - taken))),
        }
    }
    let is_alone = |id: &str| !graph.edges.iter().any(|(from, to, _)| from == id || to == id);
    lines.extend(graph.nodes.iter().filter(|(id, ..)| is_alone(id)).map(|(id, ..)| node(id).1));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::{Block, Graph, Style, text, width};
    use crate::render::samples::{blocks, graph, matrix, pairs, style, timeline};

    fn all(style: Style) -> String {
        blocks().iter().map(|block| text(block, style)).collect::<Vec<_>>().join("\n\n")
    }

    #[test]
    fn at_100_columns() {
        assert_snapshot!(all(style(Some(100))), @"
        chalk-prod · Valkey 9.1.2 · 6 shards · 18 nodes · 3 zones · every node agrees

        provider  AWS ElastiCache, cluster mode enabled
        TLS       1.3, verified

        Shards by zone
          shard       slots  us-east-1a        us-east-1b        us-east-1c
              0      0-8191  primary 10.0.1.4  replica 0.3 ms    replica 1.1 ms
              1  8192-16383  replica 0.4 ms    primary 10.0.2.9  none

        Replica policies
          policy          zone        connections per query server  all 40  reads that leave the zone
          (unset)         -                                     18     720  67 %
          UNIFORM_RANDOM  -                                     12     480  67 %
          ZONAL_AFFINITY  us-east-1a                            10     400  0 %, but shards 0 and 3 read
                                                                            their primaries: no replica here

        Connecting
          resolve          +0 ms  1.2 ms  ━           2 addresses: 10.0.1.4, 2001:db8::7
          TCP            +1.2 ms  0.4 ms  ━
          TLS handshake  +1.6 ms   12 ms   ━━━━━━━━   the peer answered in plain text: -ERR unknown command
          AUTH            +14 ms  onward           ╌  no answer

        Replication lag
          ▁▁▂█▅··▁▁
          min 0.31 ms at 12:00 · max 17.2 ms at 12:03 · last 0.52 ms at 12:08 · 2 gaps

        Routing
          query servers -> store.example.com
          store.example.com -> us-east-1      PRIMARY, healthy
          store.example.com -> us-west-2
              SECONDARY, its health check has been failing for 3 minutes; a failover now would go nowhere
          eu-west-1
        ");
    }

    #[test]
    fn at_60_columns() {
        let text = all(style(Some(60)));
        assert!(text.lines().all(|line| width(line) <= 60), "{text}");
        assert_snapshot!(text, @"
        chalk-prod · Valkey 9.1.2 · 6 shards · 18 nodes · 3 zones ·
        every node agrees

        provider  AWS ElastiCache, cluster mode enabled
        TLS       1.3, verified

        Shards by zone
          shard       slots  us-east-1a  us-east-1b     us-east-1c
              0      0-8191  primary     replica 0.3    replica 1.1
                             10.0.1.4    ms             ms
              1  8192-16383  replica     primary        none
                             0.4 ms      10.0.2.9

        Replica policies
          policy          zone        connections    all  reads that
                                        per query     40  leave the
                                           server         zone
          (unset)         -                    18    720  67 %
          UNIFORM_RANDOM  -                    12    480  67 %
          ZONAL_AFFINITY  us-east-1a           10    400  0 %, but
                                                          shards 0
                                                          and 3 read
                                                          their
                                                          primaries:
                                                          no replica
                                                          here

        Connecting
          resolve          +0 ms  1.2 ms  ━
            2 addresses: 10.0.1.4, 2001:db8::7
          TCP            +1.2 ms  0.4 ms   ━
          TLS handshake  +1.6 ms   12 ms   ━━━━━━━━━━━━━━
            the peer answered in plain text: -ERR unknown command
          AUTH            +14 ms  onward                 ╌
            no answer

        Replication lag
          ▁▁▂█▅··▁▁
          min 0.31 ms at 12:00 · max 17.2 ms at 12:03 · last 0.52 ms
          at 12:08 · 2 gaps

        Routing
          query servers -> store.example.com
          store.example.com -> us-east-1      PRIMARY, healthy
          store.example.com -> us-west-2
              SECONDARY, its health check has been failing for 3
              minutes; a failover now would go nowhere
          eu-west-1
        ");
    }

    #[test]
    fn in_colour() {
        let style = Style { color: true, ..style(Some(60)) };
        let blocks = [pairs(), matrix(), timeline(), graph()];
        let text = blocks.iter().map(|block| text(block, style)).collect::<Vec<_>>().join("\n");
        assert_snapshot!(text.replace('\u{1b}', "␛"), @"
        ␛[2mprovider␛[0m  AWS ElastiCache, cluster mode enabled
        ␛[2mTLS␛[0m       1.3, verified
        ␛[1mShards by zone␛[0m
          ␛[2mshard  ␛[0m␛[2m     slots  ␛[0m␛[2mus-east-1a  ␛[0m␛[2mus-east-1b     ␛[0m␛[2mus-east-1c    ␛[0m
              0  ␛[2m    0-8191  ␛[0m␛[1mprimary     ␛[0m␛[38;5;2mreplica 0.3    ␛[39m␛[38;5;2mreplica 1.1   ␛[39m
                             ␛[1m10.0.1.4    ␛[0m␛[38;5;2mms             ␛[39m␛[38;5;2mms            ␛[39m
              1  ␛[2m8192-16383  ␛[0m␛[38;5;2mreplica     ␛[39m␛[1mprimary        ␛[0m␛[38;5;1mnone          ␛[39m
                             ␛[38;5;2m0.4 ms      ␛[39m␛[1m10.0.2.9       ␛[0m
        ␛[1mConnecting␛[0m
          ␛[38;5;2mresolve        ␛[39m␛[2m  +0 ms  ␛[0m1.2 ms  ␛[38;5;2m━                 ␛[39m
            2 addresses: 10.0.1.4, 2001:db8::7
          ␛[38;5;2mTCP            ␛[39m␛[2m+1.2 ms  ␛[0m0.4 ms  ␛[38;5;2m ━                ␛[39m
          ␛[38;5;1mTLS handshake  ␛[39m␛[2m+1.6 ms  ␛[0m 12 ms  ␛[38;5;1m ━━━━━━━━━━━━━━   ␛[39m
            the peer answered in plain text: -ERR unknown command
          ␛[38;5;3mAUTH           ␛[39m␛[2m +14 ms  ␛[0monward  ␛[38;5;3m               ╌  ␛[39m
            no answer
        ␛[1mRouting␛[0m
          query servers -> store.example.com
          store.example.com -> ␛[32mus-east-1␛[0m      PRIMARY, healthy
          store.example.com -> ␛[31mus-west-2␛[0m
              SECONDARY, its health check has been failing for 3
              minutes; a failover now would go nowhere
          ␛[2meu-west-1␛[0m
        ");
    }

    #[test]
    fn nothing_to_draw_is_no_error() {
        for block in [
            Block::Text(String::new()),
            Block::Table(crate::report::Table::default()),
            Block::Matrix(crate::report::Matrix::default()),
            Block::Series(crate::report::Series::default()),
            Block::Timeline(crate::report::Timeline::default()),
            Block::Graph(Graph::default()),
        ] {
            for width in [None, Some(40)] {
                let text = text(&block, style(width));
                assert!(text.is_empty() || text == "no values", "{text}");
            }
        }
    }
}
