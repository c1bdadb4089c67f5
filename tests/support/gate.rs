//! Stands before everything that plays AWS: a call that the built program makes, and that the policy of its command does
//! not list, is refused on the spot. So the test that makes the call fails, and says which policy misses it.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::time::Duration;

use chalkstore::iam::{Purpose, Scope, permissions};

use super::peers::{HttpRequest, Listener, receive};

/// How long a server may take for one answer.
const LIMIT: Duration = Duration::from_mins(2);
/// How the program says in its user agent which command calls.
const AGENT: &str = "app/chalkstore.";

/// Passes on to an emulator what the program's policies list, and everything that others ask.
#[derive(Debug)]
pub(crate) struct Gate(Listener);

impl Gate {
    /// Before this port of 127.0.0.1.
    pub(super) fn before(port: u16) -> Self {
        Self(Listener::new(move |mut stream| {
            let (request, bytes) = receive(&mut stream)?;
            if let Some(refusal) = refusal(&request) {
                stream.write_all(&answer(&refusal))?;
                return stream.shutdown(Shutdown::Write);
            }
            let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
            server.set_read_timeout(Some(LIMIT))?;
            server.write_all(&ending(&bytes))?;
            let mut told = Vec::new();
            let mut buffer = [0; 16 << 10];
            while head(&told).is_none() {
                match server.read(&mut buffer)? {
                    0 => break,
                    count => told.extend(&buffer[..count]),
                }
            }
            stream.write_all(&ending(&told))?;
            io::copy(&mut server, &mut stream)?;
            stream.shutdown(Shutdown::Write)
        }))
    }

    /// Its port.
    pub(super) fn port(&self) -> u16 {
        self.0.port()
    }
}

/// Where a message's head ends, with the empty line.
fn head(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|end| end + 4)
}

/// The same message, behind which the connection ends.
fn ending(bytes: &[u8]) -> Vec<u8> {
    let Some(end) = head(bytes) else { return bytes.to_vec() };
    let text = String::from_utf8_lossy(&bytes[..end - 4]);
    let is_kept = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default();
        !name.eq_ignore_ascii_case("connection") && !name.eq_ignore_ascii_case("keep-alive")
    };
    let mut lines: Vec<&str> = text.split("\r\n").filter(is_kept).collect();
    lines.push("Connection: close");
    let mut message = (lines.join("\r\n") + "\r\n\r\n").into_bytes();
    message.extend(&bytes[end..]);
    message
}

/// What a refusal looks like: as no service's own words, for no test can expect it.
pub(super) fn answer(refusal: &str) -> Vec<u8> {
    let body = serde_json::json!({ "__type": "AccessDeniedException", "message": refusal }).to_string();
    format!(
        "HTTP/1.1 400 Refused\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Why a request is refused, told loudly; nothing where it is listed, or none of the program's.
#[expect(clippy::print_stderr, reason = "a test's output is where somebody looks")]
pub(super) fn refusal(request: &HttpRequest) -> Option<String> {
    let command = word_behind(&request.headers, AGENT)?;
    let purpose = Purpose::of_command(command)?;
    let action = action(request).unwrap_or_else(|| "something that cannot be told".to_owned());
    // Signing in is the caller's own affair, whatever a policy says.
    if action.starts_with("sts:") || action.starts_with("sso") {
        return None;
    }
    let listed = permissions(purpose, &Scope::default());
    if listed.iter().any(|one| !one.is_implied && one.action.eq_ignore_ascii_case(&action)) {
        return None;
    }
    let told = format!("{command} calls {action}, which the policy --for {} does not list", purpose.as_str());
    eprintln!("\n*** {told}: see src/iam/policy/called.rs ***\n");
    Some(told)
}

/// The IAM action of a request, in small letters.
pub(super) fn action(request: &HttpRequest) -> Option<String> {
    // Credential=ID/DATE/REGION/SERVICE/aws4_request
    let service = word_behind(&request.headers, "credential=")?.split('/').nth(3)?;
    let service = if service == "monitoring" { "cloudwatch" } else { service };
    let target = request.headers.lines().find_map(|line| line.strip_prefix("x-amz-target:"));
    let body = String::from_utf8_lossy(&request.body).to_lowercase();
    let operation = target
        .and_then(|target| target.trim().rsplit('.').next())
        .or_else(|| request.path.split_once("/operation/").map(|(_, operation)| operation))
        .or_else(|| route53_operation(request, service))
        .or_else(|| kafka_operation(request, service))
        .or_else(|| eks_operation(request, service))
        .or_else(|| body.split('&').find_map(|field| field.strip_prefix("action=")))?;
    Some(format!("{service}:{operation}"))
}

/// The Region that a request is signed for.
pub(super) fn region(request: &HttpRequest) -> Option<&str> {
    word_behind(&request.headers, "credential=")?.split('/').nth(2)
}

/// The operation of a request to Route 53, which its path tells.
fn route53_operation(request: &HttpRequest, service: &str) -> Option<&'static str> {
    if service != "route53" || !request.headers.starts_with("get ") {
        return None;
    }
    let path = request.path.split('?').next()?.trim_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    Some(match parts.as_slice() {
        ["2013-04-01", "hostedzonesbyname"] => "listhostedzonesbyname",
        ["2013-04-01", "hostedzone", _] => "gethostedzone",
        ["2013-04-01", "hostedzone", _, "rrset"] => "listresourcerecordsets",
        ["2013-04-01", "healthcheck"] => "listhealthchecks",
        ["2013-04-01", "healthcheck", _] => "gethealthcheck",
        ["2013-04-01", "healthcheck", _, "status"] => "gethealthcheckstatus",
        ["2013-04-01", "healthcheck", _, "lastfailurereason"] => "gethealthchecklastfailurereason",
        _ => return None,
    })
}

/// The operation of a request to MSK, whose ARN stands in the path.
fn kafka_operation(request: &HttpRequest, service: &str) -> Option<&'static str> {
    let is_get = request.headers.starts_with("get ");
    let arn = request.path.strip_prefix("/replication/v1/replicators/")?;
    (service == "kafka" && is_get && !arn.is_empty()).then_some("describereplicator")
}

/// The operation of a request to EKS, whose path tells.
fn eks_operation(request: &HttpRequest, service: &str) -> Option<&'static str> {
    let name = request.path.split('?').next()?.strip_prefix("/clusters/")?;
    let is_one = !name.is_empty() && !name.contains('/');
    (service == "eks" && request.headers.starts_with("get ") && is_one).then_some("describecluster")
}

fn word_behind<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let behind = &text[text.find(mark)? + mark.len()..];
    let end = behind.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(behind.len());
    Some(&behind[..end])
}
