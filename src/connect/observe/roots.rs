//! The roots against which a chain is judged.

use std::sync::{Arc, OnceLock};

use rustls::RootCertStore;
use rustls_native_certs::{CertificateResult, load_certs_from_paths, load_native_certs};

use crate::connect::Roots;
use crate::connect::evidence::RootSet;
use crate::connect::text::escape;

/// Loads the roots; the system's only once, because they are many and a cluster has many nodes. None at all is no
/// error here: the chain is then `unknown`.
pub(super) fn load(roots: &Roots) -> Arc<(RootCertStore, RootSet)> {
    static SYSTEM: OnceLock<Arc<(RootCertStore, RootSet)>> = OnceLock::new();
    match roots {
        Roots::System => Arc::clone(SYSTEM.get_or_init(|| Arc::new(read(roots)))),
        Roots::File(_) => Arc::new(read(roots)),
    }
}

fn read(roots: &Roots) -> (RootCertStore, RootSet) {
    let (found, source) = match roots {
        Roots::System => (load_native_certs(), system()),
        Roots::File(path) => {
            (load_certs_from_paths(Some(path), None), format!("the file {}", escape(&path.to_string_lossy())))
        }
    };
    let CertificateResult { certs, errors, .. } = found;
    let mut store = RootCertStore::empty();
    let (loaded, unusable) = store.add_parsable_certificates(certs);
    let mut errors: Vec<String> = errors.iter().map(|error| escape(&error.to_string())).collect();
    if unusable > 0 {
        errors.push(format!("{unusable} certificates cannot be used as roots"));
    }
    (store, RootSet { source, loaded, errors })
}

fn system() -> String {
    let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        .into_iter()
        .find_map(|name| std::env::var_os(name).map(|value| (name, value)));
    match named {
        Some((name, value)) => format!("{name}={}", escape(&value.to_string_lossy())),
        None => "the system's trust store".to_owned(),
    }
}
