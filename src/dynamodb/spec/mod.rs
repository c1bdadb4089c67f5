//! The table that is wanted: keys, billing, autoscaling, replicas, protections.
