//! A wanted table as configuration: Terraform, CloudFormation, TOML.
