//! Exporters to a cloud's own services.

use super::super::Signal;
use super::super::address::Address;
use super::super::expand::unknown;
use super::super::node::Node;
use super::field::{self, Field};
use super::reach::{Reach, at};
use super::table::Wire;

/// An AWS service: its endpoint, or the host of its Region. A Region that is not named is found by the SDK.
pub(super) fn aws(
    service: &'static str,
    prefix: &str,
    options: &Node,
    region: &str,
    endpoint: &str,
) -> Vec<Reach> {
    match field::field(options, endpoint) {
        Field::Missing => {}
        Field::Texts(texts) => return named(service, at(endpoint, &texts, Wire::Url, options)),
        Field::Unknown(name) => return vec![Reach::Unknown(format!("`{endpoint}` depends on {name}"))],
        Field::Odd => return vec![Reach::Unknown(format!("`{endpoint}` is no text"))],
    }
    let region = match field::field(options, region) {
        Field::Missing => unknown("AWS_REGION"),
        Field::Texts(texts) => texts.concat(),
        Field::Unknown(_) | Field::Odd => return vec![Reach::Unknown(format!("`{region}` is not at hand"))],
    };
    let end = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    match Address::parse(&format!("{prefix}.{region}.{end}")) {
        Ok(address) => vec![Reach::To { address, service: Some(service), plain_text: Some(false) }],
        Err(fault) => vec![Reach::Unknown(format!("the host of its Region {fault}"))],
    }
}

fn named(service: &'static str, mut reached: Vec<Reach>) -> Vec<Reach> {
    for reach in &mut reached {
        if let Reach::To { service: name, .. } = reach {
            *name = Some(service);
        }
    }
    reached
}

/// S3: its Region is `us-east-1` if none is named, and TLS can be switched off.
pub(super) fn s3(options: &Node) -> Vec<Reach> {
    let mut reached = aws("S3", "s3", options, "s3uploader.region", "s3uploader.endpoint");
    for reach in &mut reached {
        if let Reach::To { address, plain_text, .. } = reach {
            if address.host == "s3.${AWS_REGION}.amazonaws.com" {
                "s3.us-east-1.amazonaws.com".clone_into(&mut address.host);
            }
            match field::flag(options, "s3uploader.disable_ssl") {
                Some(Some(true)) if address.scheme.as_deref() != Some("https") => *plain_text = Some(true),
                Some(None) => *plain_text = None,
                _ => *plain_text = plain_text.or(Some(false)),
            }
        }
    }
    reached
}

/// Google Cloud: an endpoint for each signal.
pub(super) fn google(kind: &str, options: &Node, signal: Signal) -> Vec<Reach> {
    let (section, service, host) = match signal {
        Signal::Logs => ("log", "Cloud Logging", "logging.googleapis.com"),
        Signal::Metrics if kind == "googlemanagedprometheus" => {
            ("metric", "Managed Service for Prometheus", "monitoring.googleapis.com")
        }
        Signal::Metrics => ("metric", "Cloud Monitoring", "monitoring.googleapis.com"),
        Signal::Traces => ("trace", "Cloud Trace", "cloudtrace.googleapis.com"),
        Signal::Profiles => return vec![Reach::Unknown("it takes no profiles".to_owned())],
    };
    let path = format!("{section}.endpoint");
    let texts = match field::field(options, &path) {
        Field::Missing => vec![host.to_owned()],
        Field::Texts(texts) => texts,
        Field::Unknown(name) => return vec![Reach::Unknown(format!("`{path}` depends on {name}"))],
        Field::Odd => return vec![Reach::Unknown(format!("`{path}` is no text"))],
    };
    let mut reached = named(service, at(&path, &texts, Wire::Url, options));
    for reach in &mut reached {
        if let Reach::To { plain_text, .. } = reach {
            *plain_text = field::flag(options, &format!("{section}.use_insecure")).unwrap_or(Some(false));
        }
    }
    reached
}

/// One value of `Key=value;Key=value`, in which a key of the account stands beside it.
fn connection_value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case(key).then_some(value.trim())
    })
}

/// Azure Monitor: the ingestion endpoint of its connection string.
pub(super) fn azure_monitor(options: &Node) -> Vec<Reach> {
    const SERVICE: &str = "Azure Monitor";
    const DEFAULT: &str = "https://dc.services.visualstudio.com";
    let (path, text) = match field::field(options, "connection_string") {
        Field::Texts(texts) => {
            let text = texts.concat();
            match (connection_value(&text, "IngestionEndpoint"), connection_value(&text, "EndpointSuffix")) {
                (Some(endpoint), _) => ("connection_string", endpoint.to_owned()),
                (None, Some(suffix)) => ("connection_string", format!("https://dc.{suffix}")),
                (None, None) if text.contains("InstrumentationKey=") => {
                    ("connection_string", DEFAULT.to_owned())
                }
                (None, None) => return not_at_hand(&text),
            }
        }
        Field::Unknown(name) => {
            return vec![Reach::Unknown(format!("`connection_string` depends on {name}"))];
        }
        Field::Missing | Field::Odd => {
            ("endpoint", field::text(options, "endpoint").unwrap_or_else(|| DEFAULT.to_owned()))
        }
    };
    // Without either, the variable of its own name decides.
    if path == "endpoint" && options.at("instrumentation_key").is_none() && options.at("endpoint").is_none() {
        return vec![Reach::Unknown("it depends on ${APPLICATIONINSIGHTS_CONNECTION_STRING}".to_owned())];
    }
    named(SERVICE, at(path, &[text], Wire::Url, options))
}

/// What is said of a connection string without a known part: the variables in it, and nothing else of it.
fn not_at_hand(text: &str) -> Vec<Reach> {
    let names = super::super::address::unknowns(text);
    let why = match names.first() {
        Some(name) => format!("`connection_string` depends on ${{{name}}}"),
        None => "`connection_string` names no endpoint".to_owned(),
    };
    vec![Reach::Unknown(why)]
}

/// Azure Blob Storage: `url`, or what its connection string comes to.
pub(super) fn azure_blob(options: &Node) -> Vec<Reach> {
    const SERVICE: &str = "Azure Blob Storage";
    if let Field::Texts(texts) = field::field(options, "url") {
        return named(SERVICE, at("url", &texts, Wire::Url, options));
    }
    let Some(text) = field::text(options, "auth.connection_string") else {
        return vec![Reach::Unknown("it has no `url`".to_owned())];
    };
    if let Some(endpoint) = connection_value(&text, "BlobEndpoint") {
        return named(SERVICE, at("auth.connection_string", &[endpoint.to_owned()], Wire::Url, options));
    }
    match connection_value(&text, "AccountName") {
        Some(account) => {
            let suffix = connection_value(&text, "EndpointSuffix").unwrap_or("core.windows.net");
            let endpoint = format!("https://{account}.blob.{suffix}");
            named(SERVICE, at("auth.connection_string", &[endpoint], Wire::Url, options))
        }
        None => not_at_hand(&text),
    }
}
