//! Predicted failover and failback times beside measured ones.
//!
//! What measures shares no code with what predicts: health checkers by the published rules of Route 53 (each with its
//! own phase; 4 s to connect and 2 s for the status; `FailureThreshold` results in a row; more than 18 % content), a name
//! server whose answers they change, and a client with a cache that keeps the TTL. Once over real sockets with two HTTPS
//! servers that fail on cue, in scaled time; once in thought, for a thousand random settings.

mod client;
mod discrete;
mod endpoint;
mod predicted;
mod sockets;
