//! TLS: a handshake that comes to its end whatever the certificate says, so that each of its points can be
//! judged apart. Signatures are verified: who is there does hold the certificate's key.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ResolvesClientCert, verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, Error, ProtocolVersion,
    SignatureScheme,
};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::timing::ms;
use super::{fault, roots};
use crate::connect::Roots;
use crate::connect::evidence::{Certificate, Handshake, NameMatch, TlsFault, Trust};
use crate::connect::{certificate, text};
use crate::observe::Context;

/// What came of a handshake, before anything is judged.
pub(super) struct Shaken {
    pub(super) result: Result<TlsStream<TcpStream>, TlsFault>,
    pub(super) client_certificate_asked: bool,
}

/// Shakes hands, for no longer than `limit`.
pub(super) async fn shake(stream: TcpStream, host: &str, limit: Duration, context: &Context) -> Shaken {
    let asked = Arc::new(Asked::default());
    let result = shake_with(stream, host, limit, context, &asked).await;
    Shaken { result, client_certificate_asked: asked.0.load(Ordering::Relaxed) }
}

async fn shake_with(
    stream: TcpStream,
    host: &str,
    limit: Duration,
    context: &Context,
    asked: &Arc<Asked>,
) -> Result<TlsStream<TcpStream>, TlsFault> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| TlsFault::BadName)?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsFault::Failed { error: error.to_string() })?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(JudgedLater(provider)))
        .with_client_cert_resolver(Arc::<Asked>::clone(asked));
    match context.at_most(limit, TlsConnector::from(Arc::new(config)).connect(name, stream)).await {
        Err(late) => Err(TlsFault::TimedOut { after_ms: ms(late.after) }),
        Ok(Err(error)) => Err(fault::tls(&error)),
        Ok(Ok(stream)) => Ok(stream),
    }
}

/// Judges what the server showed, at the time `now` (RFC 3339).
pub(super) fn judge(
    connection: &ClientConnection,
    host: &str,
    roots: &Roots,
    now: &str,
    client_certificate_asked: bool,
) -> Handshake {
    let sent = connection.peer_certificates().unwrap_or_default();
    let chain: Vec<Certificate> = sent.iter().filter_map(|der| certificate::read(der)).collect();
    let loaded = roots::load(roots);
    let (store, roots) = &*loaded;
    let trust = if roots.loaded == 0 { Trust::NoRoots } else { trust(sent, &chain, store, now) };
    Handshake {
        protocol: protocol(connection),
        cipher: connection
            .negotiated_cipher_suite()
            .and_then(|suite| suite.suite().as_str())
            .unwrap_or("an unnamed cipher suite")
            .to_owned(),
        client_certificate_asked,
        sent: sent.len(),
        chain,
        roots: roots.clone(),
        trust,
        name: name(sent, host),
    }
}

/// The protocol version as people write it.
pub(super) fn protocol(connection: &ClientConnection) -> String {
    match connection.protocol_version() {
        Some(ProtocolVersion::TLSv1_3) => "TLS 1.3".to_owned(),
        Some(ProtocolVersion::TLSv1_2) => "TLS 1.2".to_owned(),
        other => format!("{other:?}"),
    }
}

/// Follows the chain at a time when the server's own certificate is valid: whether it is valid now is another
/// check, and must not hide behind this one.
fn trust(
    sent: &[CertificateDer<'_>],
    chain: &[Certificate],
    store: &rustls::RootCertStore,
    now: &str,
) -> Trust {
    let broken = |error: &Error| Trust::Broken { error: text::escape(&error.to_string()) };
    let Some((own, intermediates)) = sent.split_first() else {
        return Trust::Broken { error: "the server sent no certificate".to_owned() };
    };
    let parsed = match ParsedCertificate::try_from(own) {
        Ok(parsed) => parsed,
        Err(error) => return broken(&error),
    };
    let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms.all;
    let time = UnixTime::since_unix_epoch(Duration::from_secs(time_within(chain.first(), now)));
    match verify_server_cert_signed_by_trust_anchor(&parsed, store, intermediates, time, algorithms) {
        Ok(()) => Trust::Trusted,
        Err(Error::InvalidCertificate(error)) => match error {
            CertificateError::UnknownIssuer => Trust::UnknownIssuer,
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => out_of_time(sent, chain, store, now),
            other => broken(&Error::InvalidCertificate(other)),
        },
        Err(error) => broken(&error),
    }
}

/// What a certificate above the server's own means that was not valid when the server's own was. One that is valid now
/// was only made later, and says nothing of whether its issuer is known.
fn out_of_time(
    sent: &[CertificateDer<'_>],
    chain: &[Certificate],
    store: &rustls::RootCertStore,
    now: &str,
) -> Trust {
    let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
    let is_valid = |one: &Certificate| {
        let times = (time(&one.not_before), time(now), time(&one.not_after));
        matches!(times, (Some(from), Some(now), Some(to)) if from <= now && now <= to)
    };
    if !chain.iter().skip(1).all(is_valid) {
        return Trust::IssuerExpired;
    }
    let is_known = |der: &CertificateDer<'_>| {
        let issuer = certificate::issuer(der);
        issuer.is_some_and(|issuer| store.roots.iter().any(|root| issuer.ends_with(&root.subject)))
    };
    if sent.iter().any(is_known) {
        let error = "a certificate above the server's own was made only when that had expired";
        return Trust::Broken { error: error.to_owned() };
    }
    Trust::UnknownIssuer
}

/// `now`, moved into the certificate's validity, in seconds since 1970.
fn time_within(own: Option<&Certificate>, now: &str) -> u64 {
    let seconds = |text: &str| text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second);
    let mut time = seconds(now).unwrap_or_default();
    if let Some(own) = own {
        time =
            time.min(seconds(&own.not_after).unwrap_or(time)).max(seconds(&own.not_before).unwrap_or(time));
    }
    u64::try_from(time).unwrap_or_default()
}

fn name(sent: &[CertificateDer<'_>], host: &str) -> NameMatch {
    let broken = |error: String| NameMatch::Broken { error: text::escape(&error) };
    let Some(own) = sent.first() else { return broken("the server sent no certificate".to_owned()) };
    let name = match ServerName::try_from(host) {
        Ok(name) => name,
        Err(error) => return broken(error.to_string()),
    };
    match ParsedCertificate::try_from(own).and_then(|parsed| verify_server_name(&parsed, &name)) {
        Ok(()) => NameMatch::Matches,
        Err(Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        )) => NameMatch::Differs,
        Err(error) => broken(error.to_string()),
    }
}

/// Lets every certificate pass the handshake, because it is judged afterwards; but not every signature.
#[derive(Debug)]
struct JudgedLater(Arc<CryptoProvider>);

impl ServerCertVerifier for JudgedLater {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// Has no certificate for the server, but notes that it wanted one.
#[derive(Debug, Default)]
struct Asked(AtomicBool);

impl ResolvesClientCert for Asked {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.store(true, Ordering::Relaxed);
        None
    }

    /// Without this the library would not ask us.
    fn has_certs(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_is_judged_while_the_certificate_is_valid() {
        let own = Certificate {
            subject: String::new(),
            issuer: String::new(),
            names: Vec::new(),
            not_before: "1970-01-01T00:01:00Z".into(),
            not_after: "1970-01-01T00:02:00Z".into(),
        };
        assert_eq!(time_within(Some(&own), "1970-01-01T00:01:30Z"), 90);
        assert_eq!(time_within(Some(&own), "2026-01-01T00:00:00Z"), 120);
        assert_eq!(time_within(Some(&own), "1970-01-01T00:00:00Z"), 60);
        assert_eq!(time_within(None, "1970-01-01T00:00:05Z"), 5);
    }
}
