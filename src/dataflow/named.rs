//! What operators name: whether a text can be the name of a cluster or of a repository of images.

/// A cluster's name: what EKS takes.
pub(crate) fn is_cluster(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    begins(text) && text.len() <= 100 && text.bytes().all(is_word)
}

/// The host of a registry, and a repository in it.
pub(crate) fn is_repository(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_/:".contains(&byte);
    begins(text) && !text.contains("://") && text.len() <= 255 && text.bytes().all(is_plain)
}

/// Whether it begins as a name does, and not as an option, or a path.
fn begins(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
}
