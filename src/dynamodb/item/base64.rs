//! Base64, as JSON carries binary values: only its decoded length counts.

/// What a byte that is no base64 digit stands for.
const NONE: u8 = 0xff;

/// The value of each digit.
const VALUES: [u8; 256] = {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut values = [NONE; 256];
    let mut value = 0_u8;
    while (value as usize) < digits.len() {
        values[digits[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// The digits without their padding, where length and padding fit together.
fn unpadded(text: &[u8]) -> Option<&[u8]> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let one_less = text.strip_suffix(b"=").unwrap_or(text);
    Some(one_less.strip_suffix(b"=").unwrap_or(one_less))
}

/// How many bytes a base64 text decodes to; nothing where it is none. Padding is needed, as for `DynamoDB`.
pub(super) fn decoded_len(text: &[u8]) -> Option<u64> {
    let digits = unpadded(text)?;
    // One test for many digits, which have no high bit: faster than one for each.
    let all = digits.iter().fold(0, |all, byte| all | VALUES[usize::from(*byte)]);
    (all & 0x80 == 0).then_some(digits.len() as u64 * 3 / 4)
}

/// Decodes a text of which [`decoded_len`] told the length.
pub(super) fn decode(text: &[u8], out: &mut Vec<u8>) {
    for group in unpadded(text).unwrap_or_default().chunks(4) {
        let bits =
            group.iter().fold(0_u32, |bits, byte| bits << 6 | u32::from(VALUES[usize::from(*byte)] & 0x3f));
        let aligned = bits << (6 * (4 - group.len()));
        out.extend_from_slice(&aligned.to_be_bytes()[1..group.len()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_bytes() {
        // The last bits of `YR==` mean nothing; `DynamoDB` Local takes it for `YQ==`.
        for (text, bytes) in [
            ("", &b""[..]),
            ("YQ==", b"a"),
            ("YR==", b"a"),
            ("YWI=", b"ab"),
            ("YWJj", b"abc"),
            ("/+8AYWJj", b"\xff\xef\0abc"),
        ] {
            assert_eq!(decoded_len(text.as_bytes()), Some(bytes.len() as u64), "{text}");
            let mut out = Vec::new();
            decode(text.as_bytes(), &mut out);
            assert_eq!(out, bytes, "{text}");
        }
        for text in ["Y", "YQ", "YQ=", "Y===", "====", "Y Q=", "_-8=", "YQ==YQ==", "=YQ=", "YQ\n="] {
            assert_eq!(decoded_len(text.as_bytes()), None, "{text}");
        }
    }
}
