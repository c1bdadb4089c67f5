//! CFG…: what an environment's description says and leaves open.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::connect::text::escape;
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding};

/// What a description says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Whether nothing is described that could be looked at.
    #[serde(default)]
    pub is_blank: bool,
    /// Parts that are not described, as the file names them: `failover`.
    pub undescribed: Vec<String>,
    /// Where parts contradict each other, or lack another without which nothing is looked at, in words.
    pub contradictions: Vec<String>,
    /// Objectives that nothing is held against, in words.
    #[serde(default)]
    pub unjudged: Vec<String>,
    /// Why what the store's URI leads to was not compared; null where it was, or where no store is described.
    #[serde(default)]
    pub store_unknown: Option<String>,
}

static CHECKS: &[&Check] =
    &[&checks::CFG_PARTS, &checks::CFG_SKIPS_EXPIRED, &checks::CFG_SKIPS_NEEDED, &checks::CFG_AGREES];

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    CHECKS.to_vec()
}

/// Judges a description. Skips are judged with the results that they are about.
pub fn assess(evidence: &Evidence) -> Assessment {
    let undescribed = escape(&evidence.undescribed.join(", "));
    let parts = if evidence.is_blank {
        let message = format!(
            "nothing is described that could be looked at, and so nothing was; there is no {undescribed}"
        );
        Finding::fail(&checks::CFG_PARTS, message)
            .help("describe in chalkstore.toml what the environment has, or take the environment out")
    } else if evidence.undescribed.is_empty() {
        Finding::pass(&checks::CFG_PARTS)
    } else {
        // The store has nodes without [topology], and replicas without [replication].
        let only = "looked at only as far as other parts say";
        Finding::skip(&checks::CFG_PARTS, format!("not described, and {only}: {undescribed}"))
    };
    let contradictions = evidence.contradictions.iter().map(|words| {
        Finding::fail(&checks::CFG_AGREES, escape(words))
            .help("one of the two is wrong or missing in chalkstore.toml: correct it, for both are judged by")
    });
    let unjudged = evidence.unjudged.iter().map(|words| {
        Finding::warn(&checks::CFG_AGREES, escape(words))
            .help("describe that part in chalkstore.toml, or promise nothing that nobody looks at")
    });
    let mut findings: Vec<Finding> = std::iter::once(parts).chain(contradictions).chain(unjudged).collect();
    match &evidence.store_unknown {
        _ if !evidence.contradictions.is_empty() => {}
        None if !evidence.unjudged.is_empty() => {}
        None => findings.push(Finding::pass(&checks::CFG_AGREES)),
        Some(why) => findings.push(
            Finding::unknown(
                &checks::CFG_AGREES,
                format!(
                    "whether the store that the URI leads to is the one that is described is not known: {}",
                    escape(why)
                ),
            )
            .help("see what the checks of the secret and of the URI say"),
        ),
    }
    Assessment::of(findings)
}
