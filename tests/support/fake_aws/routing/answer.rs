//! Answers in XML, and what a path says.

use crate::support::HttpAnswer;
use crate::support::fake_aws::request::Refusal;

pub(super) const XML: &str = "Content-Type: text/xml\r\nx-amzn-RequestId: FAKE-REQUEST";

pub(super) fn xml(body: &str) -> HttpAnswer {
    (200, XML, format!("<?xml version=\"1.0\"?>{body}").into_bytes())
}

/// A refusal, as services that speak XML write it.
pub(super) fn refused(refusal: &Refusal) -> HttpAnswer {
    let status = match refusal.code.as_str() {
        "AccessDenied" => 403,
        "NoSuchHealthCheck" | "NoSuchHostedZone" => 404,
        "InternalFailure" | "InternalError" => 500,
        "ServiceUnavailable" => 503,
        _ => 400,
    };
    let body = format!(
        "<?xml version=\"1.0\"?><ErrorResponse><Error><Type>Sender</Type><Code>{}</Code><Message>{}</Message>\
         </Error><RequestId>FAKE-REQUEST</RequestId></ErrorResponse>",
        refusal.code,
        escaped(&refusal.message)
    );
    (status, XML, body.into_bytes())
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A parameter of a query or a form, decoded.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    let found = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?;
    let spaced = found.1.replace('+', " ");
    Some(percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}

/// A name's labels from the last on, which is how Route 53 sorts.
pub(super) fn order(name: &str) -> Vec<String> {
    let name = name.trim_end_matches('.').to_lowercase().replace('*', "\\052");
    name.rsplit('.').map(str::to_owned).collect()
}
