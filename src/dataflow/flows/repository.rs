//! Registries of container images, by their hosts.

/// Whose registry it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registry {
    /// A private registry of Amazon ECR.
    Ecr,
    /// Amazon's public registry, which no VPC endpoint leads to.
    EcrPublic,
    /// Google's Artifact Registry, or Container Registry before it.
    ArtifactRegistry,
    /// Another one.
    Other,
}

impl Registry {
    /// By the host of a repository, such as `123456789012.dkr.ecr.us-east-1.amazonaws.com/chalk`.
    pub fn of(repository: &str) -> Self {
        let host = repository.split(['/', ':']).next().unwrap_or_default().to_ascii_lowercase();
        let parts: Vec<&str> = host.split('.').collect();
        let is_ecr = match parts.as_slice() {
            [account, "dkr", "ecr" | "ecr-fips", _, "amazonaws", "com", rest @ ..] => {
                is_account(account) && matches!(rest, [] | ["cn"])
            }
            // Dual-stack.
            [account, "dkr-ecr" | "dkr-ecr-fips", _, "on", "aws"] => is_account(account),
            _ => false,
        };
        if is_ecr {
            Self::Ecr
        } else if host == "public.ecr.aws" {
            Self::EcrPublic
        } else if host.ends_with("-docker.pkg.dev") || host == "gcr.io" || host.ends_with(".gcr.io") {
            Self::ArtifactRegistry
        } else {
            Self::Other
        }
    }

    /// The Region of a repository of ECR.
    pub fn region(repository: &str) -> Option<&str> {
        let host = repository.split(['/', ':']).next()?;
        let at = if host.to_ascii_lowercase().ends_with(".on.aws") { 2 } else { 3 };
        (Self::of(repository) == Self::Ecr).then(|| host.split('.').nth(at)).flatten()
    }

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ecr => "Amazon ECR",
            Self::EcrPublic => "Amazon ECR Public",
            Self::ArtifactRegistry => "Google Artifact Registry",
            Self::Other => "another registry",
        }
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registries_are_told_apart() {
        for (host, registry) in [
            ("123456789012.dkr.ecr.us-east-1.amazonaws.com", Registry::Ecr),
            ("123456789012.dkr.ecr.us-east-1.amazonaws.com/chalk/server:1", Registry::Ecr),
            ("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", Registry::Ecr),
            ("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", Registry::Ecr),
            ("123456789012.dkr-ecr.us-east-1.on.aws", Registry::Ecr),
            ("public.ecr.aws/x/y", Registry::EcrPublic),
            ("us-east1-docker.pkg.dev/project/repository", Registry::ArtifactRegistry),
            ("eu.gcr.io/project", Registry::ArtifactRegistry),
            ("gcr.io", Registry::ArtifactRegistry),
            ("1234.dkr.ecr.us-east-1.amazonaws.com", Registry::Other),
            ("dkr.ecr.us-east-1.amazonaws.com.example.com", Registry::Other),
            ("ghcr.io/x", Registry::Other),
            ("", Registry::Other),
        ] {
            assert_eq!(Registry::of(host), registry, "{host}");
        }
        for (host, region) in [
            ("123456789012.dkr.ecr.us-east-1.amazonaws.com/chalk/server:1", Some("us-east-1")),
            ("123456789012.dkr-ecr.eu-west-1.on.aws", Some("eu-west-1")),
            ("ghcr.io/x", None),
        ] {
            assert_eq!(Registry::region(host), region, "{host}");
        }
    }
}
