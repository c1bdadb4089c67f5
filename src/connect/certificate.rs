//! X.509: what of a certificate is kept as evidence.

use jiff::Timestamp;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::time::ASN1Time;

use super::evidence::Certificate;
use super::text::escape;

/// More names than this are not kept.
const NAMES: usize = 50;

/// Reads one certificate; nothing where it is not one.
pub(super) fn read(der: &[u8]) -> Option<Certificate> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let names = certificate
        .subject_alternative_name()
        .ok()
        .flatten()
        .map(|extension| extension.value.general_names.iter().filter_map(name).take(NAMES).collect())
        .unwrap_or_default();
    Some(Certificate {
        subject: escape(&certificate.subject().to_string()),
        issuer: escape(&certificate.issuer().to_string()),
        names,
        not_before: time(certificate.validity().not_before),
        not_after: time(certificate.validity().not_after),
    })
}

/// The name of a certificate's issuer, as it is encoded; nothing where it is not a certificate. A root has the same without
/// the header.
pub(super) fn issuer(der: &[u8]) -> Option<Vec<u8>> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    Some(certificate.issuer().as_raw().to_vec())
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(escape(name)),
        GeneralName::IPAddress(bytes) => Some(address(bytes)),
        // A mail address or a URL is no host that a client verifies.
        _ => None,
    }
}

fn address(bytes: &[u8]) -> String {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        core::net::Ipv4Addr::from(four).to_string()
    } else if let Ok(sixteen) = <[u8; 16]>::try_from(bytes) {
        core::net::Ipv6Addr::from(sixteen).to_string()
    } else {
        "an address that cannot be read".to_owned()
    }
}

fn time(time: ASN1Time) -> String {
    Timestamp::from_second(time.timestamp())
        .map_or_else(|_| "out of range".to_owned(), |time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_read() {
        let names = vec!["cache.example.com".to_owned(), "10.0.0.1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names.clone()).expect("a certificate");
        let read = read(made.cert.der()).expect("readable");
        assert_eq!(read.names, names);
        assert!(read.is_self_issued());
        assert!(read.not_before.ends_with('Z'), "{}", read.not_before);
    }

    #[test]
    fn what_is_no_certificate_is_none() {
        assert_eq!(super::read(b"hello"), None);
    }
}
