//! What a person and a script see of the decisions.

use serde_json::json;

use super::verdict::{Verdict, verdict};
use super::{Decision, Evidence};
use crate::aws::Asked;
use crate::report::{Block, Cell, Row, Table, Tone};

/// One row for every decision.
pub(super) fn rows(evidence: &Evidence) -> Vec<Row> {
    let mut rows = Vec::new();
    for answer in &evidence.answers {
        let Asked::Answered(all) = &answer.decided else { continue };
        for decided in all {
            rows.push(Row {
                table: "decisions",
                value: json!({
                    "action": decided.action,
                    "resource": answer.question.resource,
                    "decision": word(&decided.decision),
                    "missing_context": decided.missing_context,
                    "statements": decided.statements,
                }),
            });
        }
    }
    rows
}

/// A line for every resource, with what is not plainly allowed.
pub(super) fn view(evidence: &Evidence) -> Vec<Block> {
    let mut rows = Vec::new();
    for answer in &evidence.answers {
        let said = match &answer.decided {
            Asked::Failed(failure) => vec![(failure.to_string(), Tone::Caution)],
            Asked::Answered(all) => all
                .iter()
                .map(|decided| match verdict(answer, decided) {
                    Verdict::Allowed(_) => (format!("{} allowed", decided.action), Tone::Good),
                    Verdict::Denied(_) => (format!("{} denied", decided.action), Tone::Bad),
                    Verdict::Unknown(_) => (format!("{} not known", decided.action), Tone::Caution),
                })
                .collect(),
        };
        for (text, tone) in said {
            rows.push(vec![Cell::from(answer.question.resource.clone()), Cell::toned(text, tone)]);
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = vec!["resource".to_owned(), "decision".to_owned()];
    vec![Block::Table(Table { title: "What the policy simulator decided".to_owned(), columns, rows })]
}

fn word(decision: &Decision) -> &str {
    match decision {
        Decision::Allowed => "allowed",
        Decision::ExplicitDeny => "explicit_deny",
        Decision::ImplicitDeny => "implicit_deny",
        Decision::Other(word) => word,
    }
}
