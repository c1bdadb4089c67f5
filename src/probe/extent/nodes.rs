//! Whether an address in what a check tells is that of a node.

use std::borrow::Cow;

use crate::report::{Check, without_addresses};

/// What a check tells, as it is known again: without the addresses of nodes, which are others when nodes are replaced.
pub(in crate::probe) fn without_nodes<'a>(check: &Check, text: &'a str) -> Cow<'a, str> {
    if check.properties.tells_of_nodes { without_addresses(text).into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue as checks;

    #[test]
    fn an_address_is_a_name_but_for_nodes() {
        let told = "10.0.0.1:6379 and 10.0.0.0/24";
        for check in [&checks::NET_TCP, &checks::TOP_ANSWERS, &checks::LAG_VALKEY_LINKS] {
            assert_eq!(without_nodes(check, told), "*:6379 and 10.0.0.0/24", "{}", check.code);
        }
        for check in
            [&checks::FLOW_EKS_WIDE, &checks::FLOW_OUTSIDE, &checks::URI_LOCAL_HOST, &checks::FO_RESOLVERS]
        {
            assert_eq!(without_nodes(check, told), told, "{}", check.code);
        }
    }
}
