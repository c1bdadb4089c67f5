//! Ctrl-C and SIGTERM: the run ends early, and what was known is reported.

use crate::report::Exit;

/// Waits for a signal that asks the process to end.
pub(super) async fn interrupted() -> Exit {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        {
            return tokio::select! {
                _ = interrupt.recv() => Exit::Interrupted,
                _ = terminate.recv() => Exit::Terminated,
            };
        }
    }
    match tokio::signal::ctrl_c().await {
        Ok(()) => Exit::Interrupted,
        // Without a handler the signal's own effect stands.
        Err(_) => std::future::pending().await,
    }
}
