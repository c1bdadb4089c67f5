//! NET011: do the credentials let us in?

use super::gate::Verdicts;
use crate::connect::evidence::{Answer, Greeting, Login, Refusal, ServerStore};
use crate::report::{Finding, catalogue as checks};

/// Judges AUTH. A server that refuses it may still let everybody in: then the rest is judged too.
pub(super) fn judge(server: &ServerStore, greeting: &Greeting, verdicts: &mut Verdicts) {
    let check = &checks::NET_AUTH;
    if server.login == Login::None {
        return match &greeting.answer {
            Answer::Refused(refusal) if refusal.code == "NOAUTH" => verdicts.need(
                Finding::fail(
                    check,
                    format!("the server wants credentials, and the URI has none: {}", refusal.text),
                )
                .help("add `password=` to the URI's query, percent-encoded"),
            ),
            _ => verdicts.add(
                Finding::pass(check).message_is("the server asks for no credentials, and the URI has none"),
            ),
        };
    }
    let Some(stage) = &server.auth else { return };
    match &stage.outcome {
        Answer::Said(said) if said == "OK" => {
            let finding = Finding::pass(check);
            verdicts.add(match &greeting.answer {
                Answer::Said(_) => finding.note("the server answers clients without credentials too"),
                _ => finding,
            });
        }
        Answer::Said(said) => {
            verdicts.need(Finding::unknown(check, format!("AUTH was answered with {said}")));
        }
        Answer::Lost(lost) => {
            verdicts.need(Finding::unknown(check, format!("AUTH was not answered: {lost}")));
        }
        Answer::Refused(refusal) => {
            let finding = refused(server, refusal);
            if server.facts.is_none() {
                verdicts.close_on(&finding);
            }
            verdicts.add(finding);
        }
    }
}

fn refused(server: &ServerStore, refusal: &Refusal) -> Finding {
    let check = &checks::NET_AUTH;
    let text = &refusal.text;
    if refusal.code == "WRONGPASS" || text.starts_with("ERR invalid password") {
        let (what, help) = if server.login == Login::UserAndPassword {
            (
                "the user and the password",
                "the server does not tell which: the password is wrong, the user does not exist, or it is switched \
                 off (`ACL LIST` on the server)",
            )
        } else {
            (
                "the password",
                "compare the password with the server's; one with reserved characters must be percent-encoded in the \
                 URI, and a user other than `default` cannot be named in `password=`",
            )
        };
        let finding = Finding::fail(check, format!("the server does not accept {what}: {text}"));
        // Most passwords that were right once are those of a server that was given another since.
        return match &server.secret {
            Some(version) => finding
                .help(format!("{help}; see whether the server's password was changed after the secret's version was made"))
                .note(format!("the password is that of {version}")),
            None => finding.help(format!(
                "{help}; where the URI is kept in a secret, see whether the server's password was changed since: `aws \
                 secretsmanager list-secret-version-ids --secret-id NAME` tells when each version was made"
            )),
        };
    }
    if text.contains("without any password configured") || text.contains("no password is set") {
        return Finding::fail(check, format!("the URI has a password, but the server has none: {text}")).help(
            "take `password=` out of the URI: clients send it, and fail on this error; or give the server a password \
             (`requirepass`)",
        );
    }
    if server.login == Login::UserAndPassword && text.contains("wrong number of arguments") {
        return Finding::fail(check, format!("the server knows no users: {text}"))
            .help("users need Redis 6.0 or later: upgrade, or use the password alone");
    }
    Finding::fail(check, refusal.told("AUTH")).help("clients send AUTH first, and fail on this error")
}
