//! Health checks of every type, with what each of them has and has not.

use chalkstore::aws::{Asked, FailureKind};
use chalkstore::failover::evidence::{AlarmId, Evidence, HealthCheck};

use super::deployment::{Deployment, EAST, NAME};
use crate::support::fake_aws::{Alarm, CheckAt, RecordAt};

fn check<'a>(seen: &'a Evidence, id: &str) -> &'a HealthCheck {
    seen.health_check(id).unwrap_or_else(|| panic!("{id} is not there"))
}

#[test]
fn every_type_is_asked_for_what_it_has() {
    let deployment = Deployment::start();
    let https = |more: &str| CheckAt {
        config: CheckAt::https("east.example.com").config + more,
        ..CheckAt::https("")
    };
    {
        let mut state = deployment.aws.state();
        let calculated = "<Type>CALCULATED</Type><Inverted>false</Inverted><HealthThreshold>1</HealthThreshold><ChildHealthChecks>\
             <ChildHealthCheck>hc-child</ChildHealthCheck><ChildHealthCheck>hc-gone</ChildHealthCheck></ChildHealthChecks>";
        let alarm = |region: &str, name: &str| {
            format!(
                "<Type>CLOUDWATCH_METRIC</Type><Inverted>true</Inverted><AlarmIdentifier><Region>{region}</Region><Name>{name}</Name>\
                 </AlarmIdentifier><InsufficientDataHealthStatus>LastKnownStatus</InsufficientDataHealthStatus>"
            )
        };
        let control = "<Type>RECOVERY_CONTROL</Type><RoutingControlArn>arn:aws:route53-recovery-control::1:c</RoutingControlArn>";
        let string = CheckAt::https("").config.replace("HTTPS<", "HTTPS_STR_MATCH<");
        for (id, check) in [
            ("hc-calculated", CheckAt::of(calculated)),
            ("hc-child", CheckAt::https("child.example.com")),
            ("hc-alarm", CheckAt::of(&alarm(EAST, "store-errors"))),
            ("hc-no-alarm", CheckAt::of(&alarm("eu-west-1", "gone"))),
            ("hc-control", CheckAt::of(control)),
            ("hc-string", CheckAt::of(&format!("{string}<SearchString>géant</SearchString>"))),
            (
                "hc-regions",
                https("<Regions><Region>us-east-1</Region><Region>mars-north-1</Region></Regions>"),
            ),
            ("hc-new", CheckAt::of("<Type>GRPC</Type><Port>443</Port>")),
        ] {
            state.routing.checks.insert(id.to_owned(), check);
        }
        let east = state.routing.checks.get_mut("hc-east").expect("it is there");
        east.config = east
            .config
            .replace("<Disabled>false", "<Disabled>true")
            .replace("<Inverted>false", "<Inverted>true");
        east.failed = vec![("us-east-1".into(), "Failure: HTTP Status Code 503".into())];
        let ids: Vec<String> =
            state.routing.checks.keys().cloned().chain(["hc-dangling".to_owned()]).collect();
        for (index, id) in ids.iter().filter(|id| *id != "hc-child").enumerate() {
            let rest = format!("<Weight>{index}</Weight><TTL>60</TTL><HealthCheckId>{id}</HealthCheckId>");
            state.routing.zones[0].records.push(RecordAt::new(NAME, "TXT", Some(id), &rest));
        }
        let alarm = Alarm {
            name: "store-errors".into(),
            table: "features".into(),
            metric: "SystemErrors".into(),
            threshold: 1.0,
            actions: Vec::new(),
        };
        state.alarms.insert(EAST.to_owned(), vec![alarm]);
    }
    let seen = deployment.seen(&[]);
    assert_eq!(seen.health_checks.len(), 12);

    let facts = |id: &str| check(&seen, id).described.answer().expect("it was described").clone();
    assert!(facts("hc-east").is_disabled && facts("hc-east").is_inverted);
    let failed =
        check(&seen, "hc-east").last_failures.as_ref().and_then(Asked::answer).expect("it has checkers");
    assert!(!failed[0].is_success() && failed[0].status.contains("503"));

    let calculated = facts("hc-calculated");
    assert_eq!((calculated.kind.as_str(), calculated.health_threshold), ("CALCULATED", Some(1)));
    assert_eq!(calculated.children, ["hc-child", "hc-gone"]);
    assert!(check(&seen, "hc-child").observations.is_some());
    for id in ["hc-gone", "hc-dangling"] {
        let gone = check(&seen, id);
        let failure = gone.described.failure().expect("it is not there");
        assert_eq!(
            (failure.kind, failure.code.as_deref()),
            (FailureKind::NotFound, Some("NoSuchHealthCheck"))
        );
        assert!(gone.observations.is_none() && gone.noticed_by.is_none());
    }

    let alarmed = facts("hc-alarm");
    assert_eq!(alarmed.alarm, Some(AlarmId { region: EAST.into(), name: "store-errors".into() }));
    assert_eq!((alarmed.without_data.as_deref(), alarmed.is_inverted), (Some("LastKnownStatus"), true));
    let alarm = check(&seen, "hc-alarm").alarm.as_ref().and_then(Asked::answer).cloned().flatten();
    assert_eq!(alarm.expect("it is there").metric.as_deref(), Some("AWS/DynamoDB SystemErrors"));
    assert_eq!(check(&seen, "hc-no-alarm").alarm, Some(Asked::Answered(None)));
    assert!(facts("hc-control").routing_control.is_some());
    for id in ["hc-calculated", "hc-alarm", "hc-control"] {
        let one = check(&seen, id);
        assert!(one.observations.is_none() && one.last_failures.is_none(), "{id}");
        assert_eq!(one.noticed_by, Some(Asked::Answered(Vec::new())), "{id}");
    }

    assert_eq!(facts("hc-string").search_length, Some(5));
    assert_eq!(facts("hc-regions").regions, ["us-east-1", "mars-north-1"]);
    assert_eq!((facts("hc-new").kind.as_str(), facts("hc-new").port), ("GRPC", Some(443)));
    assert_eq!(check(&seen, "hc-new").observations, Some(Asked::Answered(Vec::new())));
}
