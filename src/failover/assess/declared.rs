//! FO062: what is deployed, which only operators know.

use std::collections::BTreeSet;

use super::case::Case;
use super::judge::Told;
use crate::report::Finding;
use crate::report::catalogue::FO_DEPLOYED;

/// Whether the same is deployed in all Regions.
pub(super) fn deployed(case: &Case<'_>) -> Told {
    let declared = &case.expected.deployed;
    let help =
        "say what is deployed: --deployed REGION=VERSION, for each Region (what `chalk apply` printed)";
    if declared.is_empty() {
        return Finding::unknown(
            &FO_DEPLOYED,
            "what is deployed cannot be seen from here, and was not declared",
        )
        .help(help)
        .into();
    }
    let mut findings = Vec::new();
    let versions: BTreeSet<&str> = declared.values().map(String::as_str).collect();
    if versions.len() > 1 {
        let all: Vec<String> =
            declared.iter().map(|(region, version)| format!("{version} in {region}")).collect();
        findings.push(
            Finding::fail(
                &FO_DEPLOYED,
                format!(
                    "the Regions differ: {}; after a failover features are computed otherwise",
                    all.join(", ")
                ),
            )
            .help("run `chalk apply` for every Region's resource group, from the same commit"),
        );
    }
    let missing: Vec<&str> =
        case.regions().into_iter().filter(|region| !declared.contains_key(*region)).collect();
    if !missing.is_empty() || declared.len() < 2 {
        let which = if missing.is_empty() { "a second Region".to_owned() } else { missing.join(", ") };
        findings.push(
            Finding::unknown(&FO_DEPLOYED, format!("what is deployed in {which} was not declared"))
                .help(help),
        );
    }
    findings.into()
}
