//! HTTP, of which each request is an observation.

use std::net::Ipv4Addr;
use std::sync::Arc;

use serde_json::json;

use super::fate::{Fates, hang_up};
use crate::support::peers::{HttpAnswer, HttpRequest, Listener, receive, written};
use crate::support::{cbor, gate};

/// A listener of 127.0.0.1 that answers as it is told to, as far as the fates let it.
#[derive(Debug)]
pub(crate) struct ChaosHttp(Listener);

impl ChaosHttp {
    /// AWS: an observation is an operation in a Region, such as `dynamodb:describetable us-east-1`.
    pub(crate) fn aws(
        fates: Arc<Fates>,
        answer: impl Fn(&str, &HttpRequest) -> Option<HttpAnswer> + Send + Sync + 'static,
    ) -> Self {
        Self(Listener::new(move |mut stream| {
            let (request, _) = receive(&mut stream)?;
            let action = gate::action(&request).unwrap_or_default();
            let listed = gate::refusal(&request).map(|refusal| gate::answer(&refusal));
            let fate = fates.meet(&format!("{action} {}", gate::region(&request).unwrap_or_default()));
            let answer = listed.or_else(|| Some(written(&answer(&action, &request)?)));
            let Some(answer) = answer else { return Ok(()) };
            let body = answer.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |at| at + 4);
            if fate.say(&stream, &answer, &written(&denied(&action, &request)), body)? {
                hang_up(&stream)?;
            }
            Ok(())
        }))
    }

    /// Something at 127.0.0.`last` that answers 200 to whatever is asked: one observation.
    pub(crate) fn healthy(fates: Arc<Fates>, name: &'static str, last: u8) -> Self {
        Self(Listener::at(Ipv4Addr::new(127, 0, 0, last), move |mut stream| {
            receive(&mut stream)?;
            let [answer, refusal] = [200, 503].map(|status| written(&(status, "X-Said: so", Vec::new())));
            // The status is what is read.
            if fates.meet(name).say(&stream, &answer, &refusal, 0)? {
                hang_up(&stream)?;
            }
            Ok(())
        }))
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.0.port()
    }
}

/// No permission, in the form of the service.
fn denied(action: &str, request: &HttpRequest) -> HttpAnswer {
    let message = format!("User: arn:aws:iam::123456789012:user/x is not authorized to perform: {action}");
    let body = json!({ "__type": "AccessDeniedException", "message": message });
    let speaks_xml = ["iam:", "route53:", "elasticloadbalancing:", "rds:"];
    if request.path.contains("/operation/") {
        (400, "Content-Type: application/cbor\r\nsmithy-protocol: rpc-v2-cbor", cbor::encode(&body))
    } else if speaks_xml.iter().any(|service| action.starts_with(service)) {
        let xml = format!(
            "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>{message}</Message></Error>\
             <RequestId>r</RequestId></ErrorResponse>"
        );
        (403, "Content-Type: text/xml", xml.into_bytes())
    } else {
        let headers = "Content-Type: application/x-amz-json-1.0\r\nx-amzn-ErrorType: AccessDeniedException";
        (400, headers, body.to_string().into_bytes())
    }
}
