//! Reading secrets from AWS Secrets Manager.
