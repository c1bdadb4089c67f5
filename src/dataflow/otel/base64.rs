//! Text in base64, as Secrets and Elastic's Cloud IDs hold it.

/// The text, in the usual alphabet or that of URLs; nothing where it is none.
pub(super) fn base64(text: &str) -> Option<String> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
    // Whoever breaks it into lines is understood by Kubernetes.
    for byte in text.trim().trim_end_matches('=').bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
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
