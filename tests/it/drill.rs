//! Failovers that were watched: reckoned from what was seen, and watched for real.

mod followers;
mod program;
mod reckoned;
mod seen;
mod settled;
