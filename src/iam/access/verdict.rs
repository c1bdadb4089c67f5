//! What one decision comes to.

use super::{Answer, Decided, Decision, Topic};

/// What is known of one action on one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is allowed. With what it may still hang on.
    Allowed(Option<String>),
    /// It is denied, and by what.
    Denied(String),
    /// Nobody can say, and why.
    Unknown(String),
}

/// Judges a decision.
pub(super) fn verdict(answer: &Answer, decided: &Decided) -> Verdict {
    let question = &answer.question;
    let missing = decided.missing_context.join(", ");
    let has_missing = !missing.is_empty();
    if decided.organization_allows == Some(false) {
        return Verdict::Denied("a service control policy of the organization does not allow it".to_owned());
    }
    match &decided.decision {
        Decision::Allowed if has_missing => {
            Verdict::Allowed(Some(format!("conditions look at {missing}, which the simulation does not know")))
        }
        Decision::Allowed => Verdict::Allowed(None),
        Decision::Other(word) => Verdict::Unknown(format!("the simulator decided `{word}`")),
        _ if has_missing => Verdict::Unknown(format!(
            "denied in the simulation, where {missing} had no value; a real request has one"
        )),
        Decision::ExplicitDeny => Verdict::Denied(format!("denied by {}", statements(decided))),
        Decision::ImplicitDeny if decided.boundary_allows == Some(false) => {
            Verdict::Denied("the role's permissions boundary does not allow it".to_owned())
        }
        Decision::ImplicitDeny if question.is_guessed => Verdict::Unknown(
            "no statement allows it on a secret of this name, but one may on the secret's whole ARN".to_owned(),
        ),
        Decision::ImplicitDeny if question.topic == Topic::Key => Verdict::Unknown(
            "no statement of the role allows it, but the key's own policy may, which is not simulated for roles"
                .to_owned(),
        ),
        Decision::ImplicitDeny => Verdict::Denied("no statement of the role's policies allows it".to_owned()),
    }
}

/// Where the statements stand.
fn statements(decided: &Decided) -> String {
    let place = |statement: &super::StatementSeen| match statement.line {
        Some(line) => format!("the statement at line {line} of {}", statement.policy),
        None => format!("a statement of {}", statement.policy),
    };
    let places: Vec<String> = decided.statements.iter().map(place).collect();
    if places.is_empty() {
        "a statement that the simulator does not name".to_owned()
    } else {
        places.join(", ")
    }
}
