//! `CLUSTER SHARDS` as somebody saved it: JSON of `valkey-cli --json`, the numbered lines that `redis-cli` shows on a
//! terminal, or the bare lines that it writes into a pipe.

use super::Reply;

/// Reads any of the three.
///
/// # Errors
/// What the text is not.
pub fn shards_text(text: &str) -> Result<Reply<'static>, String> {
    let start = text.trim_start_matches('\u{feff}').trim();
    if start.is_empty() {
        return Err("the file is empty".to_owned());
    }
    if start.starts_with(['[', '{']) {
        let value: serde_json::Value =
            serde_json::from_str(start).map_err(|error| format!("the file is no JSON: {error}"))?;
        return Ok(value.into());
    }
    if start.starts_with("1)") {
        return numbered(text);
    }
    if start.lines().next() == Some("slots") {
        return bare(start);
    }
    let first: String = start.lines().next().unwrap_or_default().chars().take(40).collect();
    Err(format!("the file is neither JSON nor what redis-cli prints for CLUSTER SHARDS: it begins `{first}`"))
}

/// `1) 1) "slots"`: an item's place is told by the column of its parenthesis.
fn numbered(text: &str) -> Result<Reply<'static>, String> {
    // Open lists: the column of their items' parentheses, and the items so far.
    let mut open: Vec<(usize, Vec<Reply<'static>>)> = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |what: &str| format!("line {}: {what}", number + 1);
        let mut rest = line;
        let mut is_first = true;
        while let Some(column) = marker(rest).map(|at| line.len() - rest.len() + at) {
            if is_first {
                while open.last().is_some_and(|(own, _)| *own != column) && open.len() > 1 {
                    close(&mut open);
                }
                if open.last().is_some_and(|(own, _)| *own != column) {
                    return Err(wrong("the number stands under no other"));
                }
                if open.is_empty() {
                    open.push((column, Vec::new()));
                }
            } else {
                open.push((column, Vec::new()));
            }
            is_first = false;
            rest = &line[column + 1..];
        }
        let Some((_, items)) = open.last_mut().filter(|_| !is_first) else {
            return Err(wrong("it has no number"));
        };
        items.push(scalar(rest.trim()).ok_or_else(|| wrong("it is no value that redis-cli prints"))?);
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|(_, items)| Reply::List(items)).ok_or_else(|| "the file is empty".to_owned())
}

/// Puts the innermost list into the one around it.
fn close(open: &mut Vec<(usize, Vec<Reply<'static>>)>) {
    if let Some((_, items)) = open.pop()
        && let Some((_, outer)) = open.last_mut()
    {
        outer.push(Reply::List(items));
    }
}

/// Where the parenthesis of `  12) ` stands.
fn marker(text: &str) -> Option<usize> {
    let digits = text.trim_start();
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let is_one = count > 0 && (digits[count..].starts_with(") ") || digits[count..] == *")");
    is_one.then(|| text.len() - digits.len() + count)
}

fn scalar(text: &str) -> Option<Reply<'static>> {
    if let Some(number) = text.strip_prefix("(integer) ") {
        return number.parse().ok().map(Reply::Int);
    }
    match text {
        "(nil)" => return Some(Reply::Nil),
        "(empty array)" | "(empty list or set)" | "(empty set)" => return Some(Reply::List(Vec::new())),
        _ => {}
    }
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(Reply::Text(inner.replace("\\\"", "\"").replace("\\\\", "\\").into()))
}

/// One value a line, without any sign of where a list begins or ends: only the names of the fields tell.
fn bare(text: &str) -> Result<Reply<'static>, String> {
    let word = |text: &str| Reply::Text(text.to_owned().into());
    let mut lines = text.lines().map(str::trim_end).peekable();
    let mut shards = Vec::new();
    while let Some(line) = lines.next() {
        if line != "slots" {
            return Err(format!("`{line}` stands where a shard's `slots` should"));
        }
        let mut bounds = Vec::new();
        while let Some(bound) = lines.next_if(|line| *line != "nodes") {
            // No slots at all are an empty line.
            if !bound.is_empty() {
                bounds.push(bound.parse().map(Reply::Int).map_err(|_| format!("`{bound}` is no slot"))?);
            }
        }
        lines.next().ok_or("the file ends before a shard's `nodes`")?;
        let mut nodes = Vec::new();
        while let Some(name) = lines.next_if(|line| *line != "slots") {
            let value = lines.next().ok_or_else(|| format!("the file ends behind `{name}`"))?;
            // A node's `id` comes first; one behind which no `port` follows is the shard's own (Valkey 9.1).
            let is_node = lines.peek().is_some_and(|next| matches!(*next, "port" | "tls-port"));
            if name == "id" && is_node {
                nodes.push(Vec::new());
            } else if name == "id" {
                continue;
            }
            let node: &mut Vec<Reply<'static>> = nodes.last_mut().ok_or("a node has no `id`")?;
            node.extend([word(name), word(value)]);
        }
        let nodes = nodes.into_iter().map(Reply::List).collect();
        shards.push(Reply::List(vec![word("slots"), Reply::List(bounds), word("nodes"), Reply::List(nodes)]));
    }
    Ok(Reply::List(shards))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valkey::reply::view_of_shards;

    const JSON: &str = r#"[{"slots":[0,5460,7000,7000],"nodes":[{"id":"aa","port":6379,"ip":"10.0.0.1","endpoint":"10.0.0.1","role":"master","replication-offset":42,"health":"online","availability-zone":"us-east-1a"},{"id":"bb","port":6380,"ip":"10.0.0.2","endpoint":"10.0.0.2","role":"replica","replication-offset":42,"health":"fail"}],"id":"ss"},{"slots":[],"nodes":[{"id":"cc","port":6381,"ip":"10.0.0.3","endpoint":"10.0.0.3","role":"master","replication-offset":0,"health":"loading"}],"id":"tt"}]"#;

    const NUMBERED: &str = r#"1) 1) "slots"
   2) 1) (integer) 0
      2) (integer) 5460
      3) (integer) 7000
      4) (integer) 7000
   3) "nodes"
   4) 1)  1) "id"
          2) "aa"
          3) "port"
          4) (integer) 6379
          5) "ip"
          6) "10.0.0.1"
          7) "endpoint"
          8) "10.0.0.1"
          9) "role"
         10) "master"
         11) "replication-offset"
         12) (integer) 42
         13) "health"
         14) "online"
         15) "availability-zone"
         16) "us-east-1a"
      2)  1) "id"
          2) "bb"
          3) "port"
          4) (integer) 6380
          5) "ip"
          6) "10.0.0.2"
          7) "endpoint"
          8) "10.0.0.2"
          9) "role"
         10) "replica"
         11) "replication-offset"
         12) (integer) 42
         13) "health"
         14) "fail"
   5) "id"
   6) "ss"
2) 1) "slots"
   2) (empty array)
   3) "nodes"
   4) 1)  1) "id"
          2) "cc"
          3) "port"
          4) (integer) 6381
          5) "ip"
          6) "10.0.0.3"
          7) "endpoint"
          8) "10.0.0.3"
          9) "role"
         10) "master"
         11) "replication-offset"
         12) (integer) 0
         13) "health"
         14) "loading"
   5) "id"
   6) "tt"
"#;

    const BARE: &str = "slots\n0\n5460\n7000\n7000\nnodes\nid\naa\nport\n6379\nip\n10.0.0.1\nendpoint\n10.0.0.1\nrole\nmaster\nreplication-offset\n42\nhealth\nonline\navailability-zone\nus-east-1a\nid\nbb\nport\n6380\nip\n10.0.0.2\nendpoint\n10.0.0.2\nrole\nreplica\nreplication-offset\n42\nhealth\nfail\nid\nss\nslots\n\nnodes\nid\ncc\nport\n6381\nip\n10.0.0.3\nendpoint\n10.0.0.3\nrole\nmaster\nreplication-offset\n0\nhealth\nloading\nid\ntt\n";

    #[test]
    fn all_three_say_the_same() {
        let read = |text: &str| view_of_shards(&shards_text(text)?, "h", false);
        let view = read(JSON).expect("is JSON");
        assert_eq!(view.shards[0].slots.to_string(), "0-5460,7000");
        assert_eq!(view.members().count(), 3);
        assert_eq!(read(NUMBERED).as_ref(), Ok(&view));
        assert_eq!(read(BARE).as_ref(), Ok(&view));
    }

    #[test]
    fn anything_else_is_told() {
        for (text, reason) in [
            ("", "the file is empty"),
            ("[1", "the file is no JSON"),
            ("ERR unknown subcommand", "it begins `ERR unknown"),
            ("slots\n0\nx\n", "`x` is no slot"),
            ("1) 1) \"slots\"\n  3) 4\n", "line 2"),
        ] {
            let error = shards_text(text).expect_err("cannot be read");
            assert!(error.contains(reason), "{text:?}: {error}");
        }
    }
}
