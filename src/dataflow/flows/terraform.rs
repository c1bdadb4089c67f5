//! Addresses of resources in Terraform.

/// Longer than anybody writes one.
const LONGEST: usize = 1024;

/// Whether it is the address of a resource of AWS's in Terraform, such as
/// `module.network[0].aws_vpc_peering_connection.other["corp"]`.
pub fn is_terraform_address(text: &str) -> bool {
    if text.len() > LONGEST || text.chars().any(char::is_control) || text.contains("://") {
        return false;
    }
    let Some(labels) = labels(text) else { return false };
    let mut pairs = labels.chunks_exact(2);
    let Some(&[kind, _]) = pairs.next_back() else { return false };
    let is_of_aws = kind.starts_with("aws_") || kind.starts_with("awscc_");
    is_of_aws && pairs.all(|pair| pair[0] == "module") && labels.len().is_multiple_of(2)
}

/// The words between the dots, without their indexes; nothing where it is none.
fn labels(text: &str) -> Option<Vec<&str>> {
    let mut labels = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (label, after) = rest.split_at(end);
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if label.is_empty() || !label.bytes().all(is_word) {
            return None;
        }
        labels.push(label);
        let after = after.strip_prefix('[').map_or(Some(after), behind_index)?;
        if after.is_empty() {
            return Some(labels);
        }
        rest = after.strip_prefix('.')?;
    }
}

/// What stands behind an index: a number, or a text in quotes.
fn behind_index(text: &str) -> Option<&str> {
    let Some(text) = text.strip_prefix('"') else {
        let (number, after) = text.split_once(']')?;
        return (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(after);
    };
    let mut is_escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' if !is_escaped => return text[at + 1..].strip_prefix(']'),
            _ => is_escaped = letter == '\\' && !is_escaped,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart_from_hosts() {
        for address in [
            "aws_lb.q",
            "aws_lb.q[0]",
            r#"aws_lb.q["a.b]\"c"]"#,
            "module.n[0].aws_vpc_peering_connection.p",
            r#"module.a["x"].module.b.awscc_ec2_vpc_peering_connection.other["Corp"]"#,
        ] {
            assert!(is_terraform_address(address), "{address}");
        }
        for other in [
            "",
            "aws_lb",
            "aws_lb.",
            "aws_lb.q.id",
            "aws_lb.q[]",
            "aws_lb.q[a]",
            "aws_lb.q[0]x",
            r#"aws_lb.q["a"#,
            r#"aws_lb.q["a\"]"#,
            "module.n",
            "module.n.google_compute_network.p",
            "data.aws_vpc.v.x",
            "pcx-1",
            "telemetry.example.com",
            "203.0.113.0/24",
            "aws_lb.q[\"rediss://u:p@h\"]",
        ] {
            assert!(!is_terraform_address(other), "{other}");
        }
    }
}
