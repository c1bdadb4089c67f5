//! IAM…: what a deployment's role may do.

use std::collections::BTreeMap;

use super::questions::GUESSED;
use super::replicas::Known;
use super::verdict::{Verdict, verdict};
use super::{Answer, Evidence, Topic, present, replicas};
use crate::aws::{Asked, Failure, FailureKind, Wanted};
use crate::iam::arn;
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding, Status};

static CHECKS: [(&Check, Topic); 4] = [
    (&checks::IAM_READ, Topic::Read),
    (&checks::IAM_WRITE, Topic::Write),
    (&checks::IAM_SECRET, Topic::Secret),
    (&checks::IAM_KEY, Topic::Key),
];

/// Judges what the simulator said.
pub fn assess(evidence: &Evidence) -> Assessment {
    let findings = CHECKS.iter().map(|(check, topic)| finding(check, *topic, evidence)).collect();
    Assessment {
        subject: Some(evidence.role.arn.clone()),
        rows: present::rows(evidence),
        view: present::view(evidence),
        ..Assessment::of(findings)
    }
}

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    CHECKS.iter().map(|(check, _)| *check).collect()
}

fn finding(check: &'static Check, topic: Topic, evidence: &Evidence) -> Finding {
    if !evidence.topics.contains(&topic) {
        return Finding::skip(
            check,
            match topic {
                Topic::Read | Topic::Write => "no --table was given",
                Topic::Secret => "no --secret was given",
                Topic::Key => {
                    "neither --kms-key nor --secret-kms-key was given: the keys that AWS manages allow their services' \
                 callers by themselves"
                }
            },
        );
    }
    if let Some(failure) = &evidence.not_asked {
        return unasked(check, "was not asked", failure, evidence);
    }
    let mut seen = Seen::default();
    for answer in evidence.answers.iter().filter(|answer| answer.question.topic == topic) {
        seen.add(answer);
    }
    // The secret and the keys stand in one Region each.
    let replicas = match topic {
        Topic::Read | Topic::Write => replicas::known(evidence),
        Topic::Secret | Topic::Key => Known::All(None),
    };
    let finding = if !seen.denied.is_empty() {
        Finding::fail(check, format!("the role may not do everything: {}", sentence(&seen.denied)))
            .help(help(topic, evidence))
    } else if let Some(failure) = seen.failed {
        return unasked(check, "gave no answer", failure, evidence);
    } else if !seen.unknown.is_empty() {
        Finding::unknown(check, sentence(&seen.unknown)).help(help_unknown(topic))
    } else if seen.allowed.is_empty() {
        Finding::unknown(check, "the simulator decided nothing: no answer names one of the actions")
            .help("ask again, or ask by hand: aws iam simulate-principal-policy")
    } else {
        let resources: Vec<&str> = seen.allowed.keys().map(|(resource, _)| *resource).collect();
        let allowed = format!("allowed on {}", resources.join(", "));
        match &replicas {
            Known::All(_) => Finding::pass(check).message_is(allowed),
            Known::NotAll(why, help) => {
                Finding::unknown(check, format!("{allowed}, but {why}")).help(help.clone())
            }
        }
    };
    let mut finding = seen.notes.into_iter().fold(finding, Finding::note);
    match replicas {
        Known::All(note) => finding = note.into_iter().fold(finding, Finding::note),
        // Where all that was asked about is allowed, this is the finding itself.
        Known::NotAll(why, _) if finding.status == Status::Fail => finding = finding.note(why),
        Known::NotAll(..) => {}
    }
    let is_guessed = |answer: &&Answer| answer.question.topic == topic && answer.question.is_guessed;
    if evidence.answers.iter().any(|answer| is_guessed(&answer)) {
        finding = finding.note(format!(
            "whether the secret exists was not asked: {GUESSED} stands for the six characters that AWS puts behind a name; \
             --secret ARN asks about the real one"
        ));
    }
    match finding.status {
        Status::Unknown => finding,
        _ => finding.note(not_simulated(topic)),
    }
}

/// The actions by resource and by what was said of them.
type Grouped<'a> = BTreeMap<(&'a str, String), Vec<&'a str>>;

#[derive(Default)]
struct Seen<'a> {
    allowed: Grouped<'a>,
    denied: Grouped<'a>,
    unknown: Grouped<'a>,
    failed: Option<&'a Failure>,
    notes: Vec<String>,
}

impl<'a> Seen<'a> {
    fn add(&mut self, answer: &'a Answer) {
        let resource = answer.question.resource.as_str();
        let all = match &answer.decided {
            Asked::Failed(failure) => {
                self.failed = self.failed.or(Some(failure));
                return;
            }
            Asked::Answered(all) => all,
        };
        for action in &answer.question.actions {
            // IAM's names count no upper and lower case.
            let decided = all.iter().find(|decided| decided.action.eq_ignore_ascii_case(action));
            let verdict = decided.map_or_else(
                || Verdict::Unknown("the simulator said nothing of it".to_owned()),
                |decided| verdict(answer, decided),
            );
            let (group, reason) = match verdict {
                Verdict::Allowed(hanging) => {
                    let note = hanging.map(|hanging| format!("{action} on {resource}: {hanging}"));
                    self.notes.extend(note);
                    (&mut self.allowed, String::new())
                }
                Verdict::Denied(reason) => (&mut self.denied, reason),
                Verdict::Unknown(reason) => (&mut self.unknown, reason),
            };
            group.entry((resource, reason)).or_default().push(action);
        }
    }
}

fn sentence(grouped: &Grouped<'_>) -> String {
    let part = |((resource, reason), actions): (&(&str, String), &Vec<&str>)| {
        format!("{} on {resource} ({reason})", actions.join(", "))
    };
    grouped.iter().map(part).collect::<Vec<_>>().join("; ")
}

fn help(topic: Topic, evidence: &Evidence) -> String {
    match topic {
        Topic::Read | Topic::Write | Topic::Secret => format!(
            "attach the policy that a query server needs: {}; \
             an explicit denial has to be taken away where it stands",
            scope(evidence)
        ),
        Topic::Key => "take the denial away, or use another key".to_owned(),
    }
}

/// What makes the policy one of what was asked about: the table, its Regions, and the secret, which no flag names.
fn scope(evidence: &Evidence) -> String {
    let of =
        |topic| evidence.answers.iter().map(|answer| &answer.question).filter(move |one| one.topic == topic);
    let tables: Vec<&str> = of(Topic::Read).map(|question| question.resource.as_str()).collect();
    let name = tables.first().and_then(|arn| arn.rsplit('/').next()).unwrap_or("NAME");
    let mut scope = format!("chalkstore create-table {name}");
    for (index, region) in tables.iter().filter_map(|table| arn::region(table)).enumerate() {
        let flag = if index == 0 { "--region" } else { "--replica" };
        scope += &format!(" {flag} {region}");
    }
    scope += " --emit iam-policy --policy-for runtime";
    if let Some(question) = of(Topic::Secret).next() {
        let secret = question.resource.as_str();
        let name = secret.strip_suffix(&format!("-{GUESSED}")).and_then(|arn| arn.rsplit(':').next());
        let secret = name.filter(|_| question.is_guessed).unwrap_or(secret);
        scope += &format!(", with {secret} in place of the secret that it names");
    }
    scope
}

const fn help_unknown(topic: Topic) -> &'static str {
    match topic {
        Topic::Secret => "give the secret's ARN: --secret arn:aws:secretsmanager:…",
        Topic::Key => {
            "look at the key's policy: aws kms get-key-policy --policy-name default; or allow kms:Decrypt to the role"
        }
        Topic::Read | Topic::Write => {
            "look at the conditions of the role's policies, and try from where it runs"
        }
    }
}

/// What AWS's own documentation says that a role's simulation leaves out.
const fn not_simulated(topic: Topic) -> &'static str {
    match topic {
        Topic::Read | Topic::Write => {
            "not simulated for roles: the table's resource policy, resource control policies, session policies and VPC \
             endpoint policies"
        }
        Topic::Secret => {
            "not simulated for roles: the secret's resource policy, resource control policies, session policies and VPC \
             endpoint policies"
        }
        Topic::Key => {
            "not simulated for roles: the key's own policy and grants, which have to let the account's policies count"
        }
    }
}

fn unasked(check: &'static Check, what: &str, failure: &Failure, evidence: &Evidence) -> Finding {
    let finding = Finding::unknown(check, format!("the simulator {what}: {failure}"));
    match failure.kind {
        FailureKind::AccessDenied => finding.help(
            "let whoever runs this call iam:SimulatePrincipalPolicy on the role: chalkstore create-table NAME --emit \
             iam-policy --policy-for check",
        ),
        FailureKind::NotFound if evidence.role.of_session => finding.help(
            "the ARN of a session does not tell its role's path: give the role's own, from aws iam get-role --role-name \
             NAME",
        ),
        FailureKind::NotFound => finding.help(
            "check the role's name and path; only roles of the credentials' own account can be simulated",
        ),
        FailureKind::Throttled => finding.help("IAM has had too many requests: run it again in a minute"),
        kind => finding.help(kind.help(Wanted::Answer)),
    }
}
