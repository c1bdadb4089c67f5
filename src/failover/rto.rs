//! How long a failover takes, by the published rules of Route 53.
