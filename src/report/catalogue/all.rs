//! All families of checks together.

use super::{
    Check, access, capacity, configuration, failover, flows, network, replication, secrets, tables, topology,
    uri,
};

/// The families, in the order of reports.
const FAMILIES: [&[&Check]; 11] = [
    uri::FAMILY,
    network::FAMILY,
    topology::FAMILY,
    capacity::FAMILY,
    tables::FAMILY,
    secrets::FAMILY,
    access::FAMILY,
    replication::FAMILY,
    failover::FAMILY,
    flows::FAMILY,
    configuration::FAMILY,
];

const COUNT: usize = {
    let (mut count, mut family) = (0, 0);
    while family < FAMILIES.len() {
        count += FAMILIES[family].len();
        family += 1;
    }
    count
};

/// Every check, in the order of the catalogue.
pub static ALL: &[&Check] = &{
    let mut all = [FAMILIES[0][0]; COUNT];
    let (mut count, mut family) = (0, 0);
    while family < FAMILIES.len() {
        let mut member = 0;
        while member < FAMILIES[family].len() {
            all[count] = FAMILIES[family][member];
            count += 1;
            member += 1;
        }
        family += 1;
    }
    all
};

/// Finds a check by its code or name, whatever the case.
pub fn find(code_or_name: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| {
        check.code.eq_ignore_ascii_case(code_or_name) || check.name.eq_ignore_ascii_case(code_or_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue::{Basis, Category, Inquiry, Properties};

    #[test]
    fn codes_and_names_are_unique_and_sorted_within_a_category() {
        for pair in ALL.windows(2) {
            if pair[0].category == pair[1].category {
                assert!(pair[0].code < pair[1].code, "{} before {}", pair[0].code, pair[1].code);
            }
        }
        for check in ALL {
            assert!(std::ptr::eq(find(check.code).expect("by code"), *check), "{}", check.code);
            assert!(std::ptr::eq(find(check.name).expect("by name"), *check), "{}", check.name);
        }
    }

    #[test]
    fn what_a_declaration_says_stands_before_what_its_family_says() {
        let own = &crate::report::catalogue::NET_TABLE_KEYS.properties;
        assert_eq!(own.basis, Basis::Aws(&[Inquiry::Store]));
        assert_eq!(*own, Properties { basis: own.basis, ..Properties::of(Category::Network) });
        assert_eq!(crate::report::catalogue::NET_TCP.properties, Properties::of(Category::Network));
    }

    #[test]
    fn every_page_answers_the_same_questions() {
        for check in ALL {
            let title = format!("# {}: {}\n", check.code, check.passing);
            assert!(check.page.starts_with(&title), "{} must start with {title:?}", check.code);
            for heading in ["## Why it matters", "## How it is decided", "## How to fix it", "## Sources"] {
                assert!(check.page.contains(&format!("\n{heading}\n")), "{}: no {heading:?}", check.code);
            }
        }
    }
}
