//! The values of its options.

use std::path::PathBuf;

use crate::dataflow::flows::is_terraform_address;
use crate::dataflow::otel::Pattern;
use crate::dataflow::{is_cluster, is_repository};
use crate::store_ref::looks_like_a_uri;

/// A file, or `-`.
pub(super) fn file(flag: &'static str, path: PathBuf) -> Result<PathBuf, String> {
    if looks_like_a_uri(&path.to_string_lossy()) {
        Err(format!("{flag} takes the path of a file, and this looks like a URI"))
    } else {
        Ok(path)
    }
}

/// A host, a network, or an endpoint service.
pub(super) fn place(flag: &'static str, text: &str) -> Result<String, String> {
    let how =
        "write a host, such as telemetry.example.com or *.example.com, or a network, such as 203.0.113.0/24";
    match text.parse::<Pattern>() {
        Ok(_) => Ok(text.to_ascii_lowercase()),
        Err(error) => Err(format!("{flag}: {error}; {how}")),
    }
}

/// The same, or the address of a resource in Terraform.
pub(super) fn allowed(text: &str) -> Result<String, String> {
    if is_terraform_address(text) { Ok(text.to_owned()) } else { place("--allow-host", text) }
}

/// A cluster's name: what EKS takes.
pub(super) fn cluster(text: &str) -> Result<String, String> {
    if is_cluster(text) {
        Ok(text.to_owned())
    } else {
        Err("--eks-cluster takes a cluster's name: write for example --eks-cluster chalk-prod".to_owned())
    }
}

/// The host of a registry, and a repository in it.
pub(super) fn repository(text: &str) -> Result<String, String> {
    let how = "write for example --image-repository 123456789012.dkr.ecr.us-east-1.amazonaws.com";
    if is_repository(text) {
        Ok(text.to_owned())
    } else {
        Err(format!("--image-repository takes a registry's host: {how}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_they_are_called() {
        assert!(cluster("chalk-prod_1").is_ok());
        for wrong in ["", "-x", "a b", "arn:aws:eks:us-east-1:1:cluster/x", "rediss://u:p@h"] {
            assert!(cluster(wrong).is_err(), "{wrong}");
        }
        assert!(repository("123456789012.dkr.ecr.us-east-1.amazonaws.com/chalk:1").is_ok());
        for wrong in ["", "https://ghcr.io", "a b", "u@h"] {
            assert!(repository(wrong).is_err(), "{wrong}");
        }
        assert_eq!(place("--x", "API.example.com").as_deref(), Ok("api.example.com"));
        let address = r#"module.n[0].aws_vpc_peering_connection.other["Corp"]"#;
        assert_eq!(allowed(address).as_deref(), Ok(address));
        assert_eq!(allowed("PCX-1").as_deref(), Ok("pcx-1"));
        assert!(allowed("u:p@h").is_err() && place("--x", address).is_err());
        for wrong in ["https://api.example.com", "u:p@h", "h?password=x"] {
            let said = place("--x", wrong).expect_err("is none");
            assert!(said.starts_with("--x") && !said.contains("password=x"), "{said}");
        }
    }
}
