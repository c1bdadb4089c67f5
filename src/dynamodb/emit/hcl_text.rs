//! HCL as `terraform fmt` leaves it.

use hcl::{Block, Body, Expression, Identifier, Structure};

/// A configuration as text: blocks parted by empty lines, neighbouring `=` below each other.
pub(super) fn text(blocks: Vec<Block>) -> String {
    let body: Body = blocks.into_iter().map(Structure::Block).collect();
    hcl::format::to_string(&body).map(|text| aligned(&text)).unwrap_or_default()
}

/// A reference such as `aws_dynamodb_table.online_store.name`. Parts that are no identifiers make it a string.
pub(super) fn reference(parts: &[&str]) -> Expression {
    let mut parts = parts.iter().map(|part| Identifier::new(*part));
    let (Some(Ok(first)), Ok(rest)) = (parts.next(), parts.collect::<Result<Vec<_>, _>>()) else {
        return Expression::Null;
    };
    let traversal = hcl::expr::Traversal::builder(hcl::expr::Variable::from(first));
    rest.into_iter().fold(traversal, hcl::expr::TraversalBuilder::attr).build().into()
}

/// A list of references.
pub(super) fn references(paths: &[[&str; 2]]) -> Expression {
    Expression::Array(paths.iter().map(|path| reference(path)).collect())
}

/// Puts the `=` of neighbouring one-line attributes below each other, as `terraform fmt` does, and an empty line around
/// what takes several lines, so that no line is its neighbour.
fn aligned(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let opens = line.ends_with(['{', '[', '(']);
        let before = lines.last().map_or("", String::as_str);
        let after_end = before.trim_start().starts_with(['}', ']', ')']) && !closes(line);
        if (opens || after_end) && !before.is_empty() && !before.ends_with(['{', '[', '(']) {
            lines.push(String::new());
        }
        lines.push(line.to_owned());
    }
    let mut start = 0;
    while start < lines.len() {
        let group = lines[start..].iter().take_while(|line| name_width(line).is_some()).count();
        let widest = lines[start..start + group].iter().filter_map(|line| name_width(line)).max();
        for line in &mut lines[start..start + group] {
            if let (Some(width), Some(widest)) = (name_width(line), widest) {
                line.insert_str(width, &" ".repeat(widest - width));
            }
        }
        start += group.max(1);
    }
    lines.join("\n") + "\n"
}

fn closes(line: &str) -> bool {
    line.trim_start().starts_with(['}', ']', ')'])
}

/// Where the name of a one-line attribute ends.
fn name_width(line: &str) -> Option<usize> {
    let (name, value) = line.split_once(" = ")?;
    let is_name = name.trim_start().chars().all(|c| c.is_ascii_alphanumeric() || "_-\"".contains(c));
    (is_name && !value.ends_with(['{', '[', '('])).then_some(name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_aligned_and_blocks_stand_alone() {
        let text = "resource \"a\" \"b\" {\n  name = \"x\"\n  billing_mode = \"P\"\n  tags = {\n    \"a\" = 1\n  }\n  ttl {\n    enabled = true\n  }\n  last = 1\n}\n";
        assert_eq!(
            aligned(text),
            "resource \"a\" \"b\" {\n  name         = \"x\"\n  billing_mode = \"P\"\n\n  tags = {\n    \"a\" = 1\n  }\n\n  ttl {\n    enabled = true\n  }\n\n  last = 1\n}\n"
        );
    }

    #[test]
    fn a_reference_is_no_string() {
        let block = Block::builder("output").add_attribute(("value", reference(&["a", "b", "c"]))).build();
        assert_eq!(text(vec![block]), "output {\n  value = a.b.c\n}\n");
    }
}
