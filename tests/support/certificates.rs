//! Certificates made on the spot: one authority per test process, a certificate for each server.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

/// The certificate that a server shows. All are signed by the authority in [`super::Server::ca_file`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certificate {
    /// For `localhost`, 127.0.0.1 and `::1`, valid for the next century.
    Valid,
    /// For the same names, valid for this long from now.
    ValidFor(Duration),
    /// For the same names, but it ended in 2021.
    Expired,
    /// The same, sent with the authority's own certificate, which was made anew in 2022.
    ExpiredBelowRenewed,
    /// In date, but for `other.example.com` only.
    WrongHost,
    /// In date, for these names alone.
    For(&'static [&'static str]),
}

/// The files beside a server with TLS.
pub(crate) const CA: &str = "ca.crt";
pub(crate) const SERVER: [&str; 2] = ["server.crt", "server.key"];
pub(crate) const CLIENT: [&str; 2] = ["client.crt", "client.key"];

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    /// The authority's certificate as it was made anew in 2022: the same name and key.
    renewed: String,
}

/// Writes the authority's certificate, the server's certificate and key, and a client's, into `folder`.
pub(crate) fn write(folder: &Path, shown: Certificate) {
    let put = |name: &str, text: &str| {
        fs::write(folder.join(name), text).unwrap_or_else(|error| panic!("cannot write {name}: {error}"));
    };
    put(CA, &authority().pem);
    for (files, certificate) in [(SERVER, shown), (CLIENT, Certificate::Valid)] {
        let (pem, key) = sign(certificate);
        put(files[0], &pem);
        put(files[1], &key);
    }
}

fn authority() -> &'static Authority {
    static AUTHORITY: OnceLock<Authority> = OnceLock::new();
    AUTHORITY.get_or_init(|| {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "chalkstore test authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().expect("a key can be made");
        let pem = |params: &CertificateParams| {
            params.self_signed(&key).expect("an authority can sign itself").pem()
        };
        let mut renewed = params.clone();
        renewed.not_before = date_time_ymd(2022, 1, 1);
        let (pem, renewed) = (pem(&params), pem(&renewed));
        Authority { issuer: Issuer::new(params, key), pem, renewed }
    })
}

fn sign(certificate: Certificate) -> (String, String) {
    let names: &[&str] = match certificate {
        Certificate::WrongHost => &["other.example.com"],
        Certificate::For(names) => names,
        _ => &["localhost", "127.0.0.1", "::1"],
    };
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let mut params = CertificateParams::new(names).expect("the names are well formed");
    params.distinguished_name.push(DnType::CommonName, "chalkstore test server");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages =
        vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = match certificate {
        Certificate::Expired | Certificate::ExpiredBelowRenewed => date_time_ymd(2021, 1, 1),
        Certificate::ValidFor(duration) => (SystemTime::now() + duration).into(),
        Certificate::Valid | Certificate::WrongHost | Certificate::For(_) => date_time_ymd(2120, 1, 1),
    };
    let key = KeyPair::generate().expect("a key can be made");
    let signed = params.signed_by(&key, &authority().issuer).expect("the authority can sign");
    let above = if certificate == Certificate::ExpiredBelowRenewed { &authority().renewed } else { "" };
    (signed.pem() + above, key.serialize_pem())
}
