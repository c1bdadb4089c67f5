//! One `GET /healthz`, and every way in which it does not come to an answer.

use std::time::Duration;

use chalkstore::connect::evidence::{NameMatch, Trust};
use chalkstore::failover::evidence::{Healthz, HealthzOutcome, Step};
use chalkstore::failover::observe::{HostAddress, Target, get};

use super::{LONG, SHORT, looked};
use crate::support::{Banner, Certificate, HealthRequest, HealthServer, RefusingPort};

fn target(text: &str) -> Target {
    let host: HostAddress = text.parse().expect("a host");
    Target::new(host, Some("127.0.0.1".parse().expect("an address")))
}

fn asked(text: &str, limit: Duration) -> Healthz {
    let target = target(text);
    looked(limit, async |context| get(&target, context).await)
}

fn failed(seen: &Healthz) -> (Step, &str, bool) {
    match &seen.outcome {
        HealthzOutcome::Failed { step, reason, timed_out } => (*step, reason, *timed_out),
        HealthzOutcome::Answered { status, .. } => panic!("it answered {status}"),
    }
}

#[test]
fn a_name_of_choice_goes_into_handshake_and_host() {
    let server = HealthServer::start(Some(Certificate::For(&["chalk.example.com"])));
    let port = server.address().port();
    let seen = asked(&format!("https://chalk.example.com:{port}"), LONG);
    assert_eq!((seen.status(), seen.address.as_deref(), seen.tls), (Some(200), Some("127.0.0.1"), true));
    let handshake = seen.handshake.expect("it has TLS");
    assert_eq!((handshake.name, handshake.trust), (NameMatch::Matches, Trust::UnknownIssuer));
    assert!(seen.took_us > 0);

    let seen = asked(&format!("https://other.example.com:{port}"), LONG);
    assert_eq!(seen.status(), Some(200));
    assert_eq!(seen.handshake.expect("it has TLS").name, NameMatch::Differs);

    let request = |name: &str| HealthRequest {
        sni: Some(name.to_owned()),
        host: format!("{name}:{port}"),
        path: "/healthz".to_owned(),
    };
    assert_eq!(server.seen(), [request("chalk.example.com"), request("other.example.com")]);
}

#[test]
fn statuses_and_redirects_are_told_and_not_followed() {
    let server = HealthServer::start(None);
    let text = format!("http://{}", server.address());
    assert_eq!(asked(&text, LONG).status(), Some(200));
    server.answer(503);
    let seen = asked(&text, LONG);
    assert_eq!((seen.status(), seen.handshake), (Some(503), None));
    server.redirect("https://chalk.example.com/healthz");
    let location = Some("https://chalk.example.com/healthz".to_owned());
    assert_eq!(asked(&text, LONG).outcome, HealthzOutcome::Answered { status: 301, location });
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn every_step_fails_in_its_own_way() {
    let nobody = RefusingPort::new();
    let seen = asked(&format!("chalk.example.com:{}", nobody.port()), LONG);
    assert_eq!(failed(&seen), (Step::Connect, "the connection was refused", false));

    let server = HealthServer::start(Some(Certificate::Valid));
    let text = format!("localhost:{}", server.address().port());
    server.mute();
    let seen = asked(&text, SHORT);
    assert!(matches!(failed(&seen), (Step::Tls, _, true)), "{seen:?}");
    server.hang();
    let seen = asked(&text, LONG / 10);
    assert!(matches!(failed(&seen), (Step::Answer, _, true)), "{seen:?}");
    assert!(seen.handshake.is_some());
    server.close();
    let seen = asked(&text, LONG);
    assert!(matches!(failed(&seen), (Step::Tls, _, false)), "{seen:?}");

    let plain = Banner::after_request("HTTP/1.1 400 Bad Request\r\n\r\n");
    let seen = asked(&format!("https://127.0.0.1:{}", plain.port()), LONG);
    assert_eq!(failed(&seen), (Step::Tls, "it does not speak TLS", false));
    let plain = HealthServer::start(None);
    plain.close();
    let seen = asked(&format!("http://{}", plain.address()), LONG);
    assert!(matches!(failed(&seen), (Step::Answer, _, false)), "{seen:?}");

    let other = Banner::after_request("SSH-2.0-OpenSSH_9.2\r\n");
    let seen = asked(&format!("http://127.0.0.1:{}", other.port()), LONG);
    assert_eq!(failed(&seen), (Step::Answer, "what it answered is not HTTP/1.1", false));

    let unnamed = Target::new("chalk.invalid".parse().expect("a host"), None);
    let seen = looked(LONG, async |context| get(&unnamed, context).await);
    assert_eq!((failed(&seen).0, seen.address.clone()), (Step::Resolve, None), "{seen:?}");
}

/// A name has several addresses, and the first may be dead.
#[test]
fn the_next_address_is_tried_where_one_takes_no_connection() {
    let server = HealthServer::start(None);
    let host: HostAddress =
        format!("http://chalk.example.com:{}", server.address().port()).parse().expect("a host");
    let dead = "127.0.0.9".parse().expect("an address");
    let both = Target::new(host.clone(), [dead, server.address().ip()]);
    let seen = looked(LONG, async |context| get(&both, context).await);
    assert_eq!((seen.status(), seen.address.as_deref()), (Some(200), Some("127.0.0.1")));
    let alone = Target::new(host, [dead]);
    let seen = looked(LONG, async |context| get(&alone, context).await);
    assert_eq!((failed(&seen).0, seen.address.as_deref()), (Step::Connect, Some("127.0.0.9")));
}
