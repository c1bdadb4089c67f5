//! The `chalkstore` program: everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    // With no provider, or with two, rustls panics at the first TLS handshake.
    let installed = rustls::crypto::aws_lc_rs::default_provider().install_default();
    debug_assert!(installed.is_ok(), "nobody installs a provider before main");
    ExitCode::from(chalkstore::cli::main(std::env::args_os()).code())
}
