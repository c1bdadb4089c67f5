//! Text in base64, as Secrets and Elastic's Cloud IDs hold it.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// With padding or without it, and whatever the last bits are that stand for nothing.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The text, in the usual alphabet or that of URLs; nothing where it is none.
pub(super) fn base64(text: &str) -> Option<String> {
    // Whoever breaks it into lines is understood by Kubernetes.
    let usual = text.trim().replace(['\r', '\n'], "").replace('-', "+").replace('_', "/");
    String::from_utf8(LENIENT.decode(usual).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_from_base64() {
        for (text, expected) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYmFy\n", "foobar"),
            ("Zm9v\r\nYm\nFy\n", "foobar"),
        ] {
            assert_eq!(base64(text).as_deref(), Some(expected));
        }
        assert_eq!(base64("%"), None);
        assert_eq!(base64("/w=="), None);
    }
}
