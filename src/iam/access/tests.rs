use super::questions::{of_secret_and_keys, of_table};
use super::*;
use crate::aws::{Asked, Failure, FailureKind};
use crate::report::Status;

const ROLE: &str = "arn:aws:iam::123456789012:role/chalk";

fn target() -> Target {
    Target {
        role: ROLE.parse().expect("is one"),
        table: Some("store".to_owned()),
        table_region: None,
        secret: Some("store-uri".to_owned()),
        replicas: vec!["us-west-2".to_owned()],
        keys: vec![(None, "abc".to_owned())],
        secret_key: Some("arn:aws:kms:us-east-1:123456789012:key/def".to_owned()),
    }
}

fn questions(target: &Target, region: &str) -> Vec<Question> {
    let own = target.own_region(region);
    let regions = std::iter::once(own).chain(target.replicas.iter().map(String::as_str));
    [of_table(target, regions), of_secret_and_keys(target, region)].concat()
}

fn evidence(decide: impl Fn(&Question, &str) -> Decided) -> Evidence {
    let target = target();
    let answers = questions(&target, "us-east-1").into_iter().map(|question| {
        let decided = question.actions.iter().map(|action| decide(&question, action)).collect();
        Answer { decided: Asked::Answered(decided), question }
    });
    Evidence {
        role: target.role.clone(),
        observed_at: "2026-11-21T12:00:00Z".to_owned(),
        not_asked: None,
        answers: answers.collect(),
        topics: target.topics(),
        replicas: Replicas::Named,
    }
}

fn decided(action: &str, decision: Decision) -> Decided {
    Decided {
        action: action.to_owned(),
        decision,
        statements: Vec::new(),
        missing_context: Vec::new(),
        organization_allows: None,
        boundary_allows: None,
    }
}

fn statuses(evidence: &Evidence) -> Vec<Status> {
    assess(evidence).findings.iter().map(|finding| finding.status).collect()
}

#[test]
fn every_resource_is_asked_about_by_itself() {
    let all = questions(&target(), "us-east-1");
    let resources: Vec<&str> = all.iter().map(|question| question.resource.as_str()).collect();
    let table = |region: &str| format!("arn:aws:dynamodb:{region}:123456789012:table/store");
    assert_eq!(
        resources,
        [
            table("us-east-1").as_str(),
            &table("us-east-1"),
            &table("us-west-2"),
            &table("us-west-2"),
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:store-uri-AbCdEf",
            "arn:aws:kms:us-east-1:123456789012:key/abc",
            "arn:aws:kms:us-east-1:123456789012:key/def",
        ]
    );
    let services: Vec<&str> = all.iter().filter_map(|one| one.via_service.as_deref()).collect();
    assert_eq!(services, ["dynamodb.us-east-1.amazonaws.com", "secretsmanager.us-east-1.amazonaws.com"]);
    assert!(all.iter().all(|question| !question.actions.is_empty()));
    assert!(all[4].is_guessed);
    // A table of another Region than the one that is asked is asked about where it is; the secret is where it was.
    let elsewhere = Target { table_region: Some("eu-west-1".to_owned()), ..target() };
    let all = questions(&elsewhere, "us-east-1");
    assert_eq!((&all[0].resource, &all[2].resource), (&table("eu-west-1"), &table("us-west-2")));
    assert!(
        all[4].resource.contains(":secretsmanager:us-east-1:") && all[5].resource.contains(":eu-west-1:")
    );
}

#[test]
fn what_is_allowed_passes_and_what_is_denied_is_named() {
    assert_eq!(statuses(&evidence(|_, action| decided(action, Decision::Allowed))), [Status::Pass; 4]);
    let denied = evidence(|question, action| {
        let is_denied = action == "dynamodb:PutItem" && question.resource.contains("us-west-2");
        let decision = if is_denied { Decision::ExplicitDeny } else { Decision::Allowed };
        let statement = StatementSeen { policy: "guard".to_owned(), line: Some(3) };
        Decided { statements: vec![statement], ..decided(action, decision) }
    });
    assert_eq!(statuses(&denied), [Status::Pass, Status::Fail, Status::Pass, Status::Pass]);
    let message = assess(&denied).findings[1].message().to_owned();
    for part in ["dynamodb:PutItem on arn:aws:dynamodb:us-west-2", "line 3 of guard"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(!message.contains("us-east-1") && !message.contains("UpdateItem"), "{message}");
    // Taken literally, the help makes the policy of this table and this secret, in every Region.
    let found = assess(&denied);
    let help = found.findings[1].help_text().expect("says what to do");
    let command = "create-table store --region us-east-1 --replica us-west-2 --emit iam-policy --policy-for runtime, with store-uri in";
    assert!(help.contains(command), "{help}");
    // That it is allowed says nothing of whether there is such a secret.
    let notes = found.findings[2].notes().join("; ");
    assert!(notes.contains("whether the secret exists was not asked"), "{notes}");
}

/// Where something that the simulator does not see may allow it, nobody knows.
#[test]
fn what_the_simulator_cannot_see_is_not_known() {
    let implicit = evidence(|_, action| decided(action, Decision::ImplicitDeny));
    assert_eq!(statuses(&implicit), [Status::Fail, Status::Fail, Status::Unknown, Status::Unknown]);
    let missing = evidence(|_, action| Decided {
        missing_context: vec!["aws:SourceVpce".to_owned()],
        ..decided(action, Decision::ExplicitDeny)
    });
    assert_eq!(statuses(&missing), [Status::Unknown; 4]);
    assert!(assess(&missing).findings[0].message().contains("aws:SourceVpce"));
    let allowed = evidence(|_, action| Decided {
        missing_context: vec!["aws:SourceVpce".to_owned()],
        ..decided(action, Decision::Allowed)
    });
    assert_eq!(statuses(&allowed), [Status::Pass; 4]);
    assert!(assess(&allowed).findings[0].notes()[0].contains("aws:SourceVpce"));
    let other = evidence(|_, action| decided(action, Decision::Other("perhaps".to_owned())));
    assert_eq!(statuses(&other), [Status::Unknown; 4]);
}

#[test]
fn organizations_and_boundaries_deny() {
    let by = |organization_allows, boundary_allows| {
        evidence(move |_, action| Decided {
            organization_allows,
            boundary_allows,
            ..decided(action, Decision::ImplicitDeny)
        })
    };
    for (evidence, by) in [
        (by(Some(false), None), "service control policy"),
        (by(Some(true), Some(false)), "permissions boundary"),
    ] {
        assert_eq!(statuses(&evidence), [Status::Fail; 4]);
        assert!(assess(&evidence).findings[3].message().contains(by));
    }
}

#[test]
fn what_was_not_asked_is_not_known_and_what_was_not_wanted_is_skipped() {
    let mut none = evidence(|_, action| decided(action, Decision::Allowed));
    none.answers[0].decided = Asked::Failed(Failure::new(FailureKind::Throttled, "slow down"));
    assert_eq!(statuses(&none)[..2], [Status::Unknown, Status::Pass]);
    none.answers[1].decided = Asked::Answered(Vec::new());
    assert_eq!(statuses(&none)[1], Status::Unknown);
    none.answers.clear();
    assert_eq!(statuses(&none), [Status::Unknown; 4]);
    none.not_asked = Some(Failure::new(FailureKind::NoRegion, "none"));
    assert_eq!(statuses(&none), [Status::Unknown; 4]);
    none.topics = vec![Topic::Secret];
    assert_eq!(statuses(&none), [Status::Skip, Status::Skip, Status::Unknown, Status::Skip]);
}

/// A table may have replicas where nobody asked about it: only where that is known, what is allowed passes.
#[test]
fn a_region_that_nobody_asked_about_does_not_pass() {
    let own_alone = |replicas: Replicas| {
        let mut seen = evidence(|_, action| decided(action, Decision::Allowed));
        seen.answers.retain(|answer| !answer.question.resource.contains("us-west-2"));
        Evidence { replicas, ..seen }
    };
    let failed = |kind| Replicas::LookedUp(Asked::Failed(Failure::new(kind, "so it is")));
    for (replicas, status, words) in [
        (Replicas::Named, Status::Pass, ""),
        (Replicas::LookedUp(Asked::Answered(Vec::new())), Status::Pass, ""),
        (failed(FailureKind::NotFound), Status::Pass, "no such table yet"),
        (
            failed(FailureKind::AccessDenied),
            Status::Unknown,
            "could not be found out: DescribeTable: so it is",
        ),
        (failed(FailureKind::Timeout), Status::Unknown, "--timeout"),
        (Replicas::NotLookedUp, Status::Unknown, "older than that"),
    ] {
        let seen = own_alone(replicas);
        assert_eq!(statuses(&seen), [status, status, Status::Pass, Status::Pass], "{words}");
        let found = &assess(&seen).findings[0];
        let told = format!("{} {:?} {:?}", found.message(), found.help_text(), found.notes());
        assert!(told.contains(words), "{told}");
    }
    // What is denied is denied, whatever there is besides.
    let denied = Evidence {
        replicas: failed(FailureKind::Timeout),
        ..evidence(|_, action| decided(action, Decision::ExplicitDeny))
    };
    assert_eq!(statuses(&denied), [Status::Fail; 4]);
    assert!(assess(&denied).findings[0].notes()[0].contains("could not be found out"));
    // Recordings from before the table was asked: several Regions were named.
    let before = Evidence {
        replicas: Replicas::NotLookedUp,
        ..evidence(|_, action| decided(action, Decision::Allowed))
    };
    let mut saved = serde_json::to_value(&before).expect("is data");
    saved.as_object_mut().expect("is a map").remove("replicas");
    assert_eq!(serde_json::from_value::<Evidence>(saved).expect("reads"), before);
    assert_eq!(statuses(&before), [Status::Pass; 4]);
}
