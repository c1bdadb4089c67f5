//! Credentials: good, wrong, missing, superfluous, and users who may do little.

use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use chalkstore::uri::ServerUri;

use super::{CANARY, expect_finding, expect_no_other_problem, expect_saying, password, test, uri, user};
use crate::support::{Server, Version};

#[test]
fn passwords() {
    for version in Version::ALL {
        let server = Server::builder(version).password(CANARY).start();
        let good = test(ServerUri { credentials: Some(password(CANARY)), ..uri(server.port()) });
        let finding = expect_finding(&good, "NET011", Pass);
        assert!(finding.notes().is_empty(), "{:?}", finding.notes());
        expect_saying(&good, "NET009", Pass, "wants a password");
        expect_finding(&good, "NET012", Pass);
        expect_no_other_problem(&good, &["NET014"]);

        let wrong = test(ServerUri {
            credentials: Some(password("wrong-canary-7f3a9c5e1b-wrong")),
            ..uri(server.port())
        });
        expect_saying(&wrong, "NET011", Fail, "WRONGPASS");
        expect_saying(&wrong, "NET012", Skip, "NET011");

        let missing = test(uri(server.port()));
        expect_saying(&missing, "NET011", Fail, "NOAUTH");
        expect_saying(&missing, "NET016", Skip, "NET011");
    }
}

#[test]
fn a_password_that_the_server_does_not_have() {
    for version in Version::ALL {
        let server = Server::builder(version).start();
        let seen = test(ServerUri { credentials: Some(password(CANARY)), ..uri(server.port()) });
        expect_saying(&seen, "NET011", Fail, "the URI has a password, but the server has none");
        // It goes on as the default user, so that the rest is known too.
        expect_finding(&seen, "NET012", Pass);
        expect_finding(&seen, "NET016", Pass);
    }
}

#[test]
fn users() {
    for version in Version::ALL {
        let server = Server::builder(version)
            .password("the-default-user-has-another")
            .acl_user("chalk", CANARY, "~* +@all")
            .acl_user("nobody", CANARY, "-@all")
            .acl_user("pinger", CANARY, "-@all +ping")
            .acl_user("reader", CANARY, "-@all +ping +info")
            .start();
        let as_user = |name: &str, clustered: bool| {
            test(ServerUri { credentials: Some(user(name, CANARY)), clustered, ..uri(server.port()) })
        };
        let seen = as_user("chalk", false);
        expect_finding(&seen, "NET011", Pass);
        expect_no_other_problem(&seen, &["NET014"]);

        let seen = as_user("stranger", false);
        expect_saying(&seen, "NET011", Fail, "WRONGPASS");

        let seen = as_user("nobody", false);
        expect_finding(&seen, "NET011", Pass);
        expect_saying(&seen, "NET012", Warn, "the user may not run PING");
        for code in ["NET010", "NET013", "NET014", "NET015", "NET016"] {
            expect_saying(&seen, code, Unknown, "NOPERM");
        }
        expect_finding(&seen, "NET017", Skip);
        expect_finding(&as_user("nobody", true), "NET012", Fail);
        expect_finding(&as_user("nobody", true), "NET017", Unknown);

        let seen = as_user("pinger", false);
        expect_finding(&seen, "NET012", Pass);
        // PING answers, which a server that loads would not.
        expect_finding(&seen, "NET013", Pass);
        let finding = expect_saying(&seen, "NET014", Unknown, "the user may not run INFO server");
        assert!(finding.help_text().expect("help").contains("+info"));

        let seen = as_user("reader", false);
        expect_finding(&seen, "NET016", Pass);
        expect_no_other_problem(&seen, &["NET014"]);
        expect_finding(&as_user("reader", true), "NET016", Fail);
    }
}

#[test]
fn a_user_on_a_server_that_lets_everybody_in() {
    for version in Version::ALL {
        let server = Server::builder(version).acl_user("chalk", CANARY, "~* +@all").start();
        let seen = test(ServerUri { credentials: Some(user("chalk", CANARY)), ..uri(server.port()) });
        let finding = expect_finding(&seen, "NET011", Pass);
        assert!(finding.notes()[0].contains("without credentials too"), "{:?}", finding.notes());
    }
}

#[test]
fn an_echo_of_the_password_is_masked() {
    // AUTH renamed: the server repeats an unknown command with its arguments.
    let server = Server::builder(Version::Redis7015).arg("rename-command", "AUTH \"\"").start();
    let seen = test(ServerUri { credentials: Some(password(CANARY)), ..uri(server.port()) });
    expect_saying(&seen, "NET011", Fail, "the server does not offer AUTH");
}
