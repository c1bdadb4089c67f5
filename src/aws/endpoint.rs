//! Addresses that stand for AWS's own.

/// Whether what is to stand for AWS is a URL: in the flag, or in `AWS_ENDPOINT_URL` and those of single services.
///
/// # Errors
/// What is none, and how one looks. A value may hold a password, and is not repeated.
pub fn check_endpoints() -> Result<(), String> {
    for (name, value) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with("AWS_ENDPOINT_URL")) else { continue };
        // The SDK takes an empty one for an endpoint, too, and offers no way to hide it.
        if value.is_empty() {
            return Err(format!("the variable {name} is empty, which is no URL: unset it (`unset {name}`)"));
        }
        if !is_url(&value.to_string_lossy()) {
            return Err(format!(
                "the variable {name} is no URL: write for example http://127.0.0.1:4566, or unset it"
            ));
        }
    }
    Ok(())
}

/// Whether a text is the URL of an endpoint, as far as can be told without asking there.
pub fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
}

/// Whether a text is a Region that an endpoint can be made of: some come from a peer.
pub fn is_region(text: &str) -> bool {
    text.len() <= 30
        && text.split('-').count() >= 3
        && text.split('-').all(|part| !part.is_empty())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// An endpoint's URL as it may be kept: nobody should put a password into an endpoint, but somebody will.
pub fn without_userinfo(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if scheme.is_empty() { format!("{host}{path}") } else { format!("{scheme}://{host}{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_keeps_no_credentials() {
        assert_eq!(without_userinfo("http://user:pw@localhost:8000/x@y"), "http://localhost:8000/x@y");
        assert_eq!(without_userinfo("http://localhost:8000"), "http://localhost:8000");
    }
}
