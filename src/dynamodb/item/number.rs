//! Numbers: how many bytes `DynamoDB` stores one in.
//!
//! The developer guide says "approximately" one byte for two significant digits and one more. The exact rule is that of
//! base-100 digits that are aligned on the decimal point. It is measured against `DynamoDB` Local in `tests/it/`.

/// The most significant digits that a number may have.
pub(super) const MAX_DIGITS: u32 = 38;
/// The power of ten of the first digit of the largest number.
const MAX_EXPONENT: i64 = 125;
/// The power of ten of the first digit of the smallest number.
const MIN_EXPONENT: i64 = -130;
/// The most bytes of a number: a negative one of 38 digits that would take a byte more does not.
pub const MAX_NUMBER_BYTES: u64 = 21;

/// Why a text is no number that can be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// It is no decimal number.
    #[error("it is not a decimal number")]
    NotANumber,
    /// It has more than 38 significant digits.
    #[error("it has {0} significant digits, and DynamoDB keeps at most {MAX_DIGITS}")]
    Digits(u32),
    /// It is larger than 9.99…E+125.
    #[error("its magnitude is over 9.99E+125")]
    TooLarge,
    /// It is smaller than 1E-130 and not 0.
    #[error("its magnitude is under 1E-130")]
    TooSmall,
}

/// How many bytes a number takes, without its name. The text is what JSON or `DynamoDB` calls a number: digits with a
/// sign, a point and an exponent, or without.
///
/// # Errors
/// Where `DynamoDB` would refuse the number.
pub fn number_bytes(text: &str) -> Result<u64, NumberError> {
    Ok(Decimal::parse(text.as_bytes())?.bytes())
}

/// A number, taken apart: `±d.ddd × 10^exponent` without zeros at either end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal<'a> {
    is_negative: bool,
    /// How many significant digits; 0 for the number 0.
    count: u32,
    /// The power of ten of the first one.
    exponent: i64,
    /// The text from the first significant digit to the last; the point may stand in it.
    digits: &'a [u8],
}

impl<'a> Decimal<'a> {
    /// Takes a text apart.
    pub(super) fn parse(text: &'a [u8]) -> Result<Self, NumberError> {
        let (is_negative, unsigned) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, text),
        };
        let mut digits = 0_u32;
        let mut point = None;
        // Where the first and the last digit that is not 0 stand: in the text, and among the digits.
        let mut first = None;
        let mut last = (0, 0);
        let mut end = unsigned.len();
        for (at, byte) in unsigned.iter().enumerate() {
            match byte {
                b'0' => digits += 1,
                b'1'..=b'9' => {
                    first = first.or(Some((at, digits)));
                    last = (at, digits);
                    digits += 1;
                }
                b'.' if point.is_none() => point = Some(digits),
                b'e' | b'E' => {
                    end = at;
                    break;
                }
                _ => return Err(NumberError::NotANumber),
            }
        }
        if digits == 0 {
            return Err(NumberError::NotANumber);
        }
        let power = match unsigned.get(end..) {
            Some([_, power @ ..]) => exponent(power)?,
            _ => 0,
        };
        let Some((from, place)) = first else {
            return Ok(Self { is_negative: false, count: 0, exponent: 0, digits: &[] });
        };
        let (to, last_place) = last;
        let count = last_place - place + 1;
        if count > MAX_DIGITS {
            return Err(NumberError::Digits(count));
        }
        let exponent = i64::from(point.unwrap_or(digits)) - i64::from(place) - 1 + power;
        match exponent {
            ..MIN_EXPONENT => Err(NumberError::TooSmall),
            MIN_EXPONENT..=MAX_EXPONENT => {
                Ok(Self { is_negative, count, exponent, digits: unsigned.get(from..=to).unwrap_or_default() })
            }
            _ => Err(NumberError::TooLarge),
        }
    }

    /// How many bytes it takes.
    pub(super) fn bytes(self) -> u64 {
        if self.count == 0 {
            return 1;
        }
        // An even number of digits whose first stands alone in its pair takes a pair more.
        let is_split = self.count.is_multiple_of(2) && self.exponent % 2 == 0;
        let bytes = 1 + self.count.div_ceil(2) + u32::from(is_split) + u32::from(self.is_negative);
        u64::from(bytes).min(MAX_NUMBER_BYTES)
    }

    /// Writes it in the one way in which all texts of an equal number are written.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_negative));
        out.extend(self.exponent.to_le_bytes());
        out.extend(self.digits.iter().filter(|byte| **byte != b'.'));
    }
}

/// The number behind an `e`.
fn exponent(text: &[u8]) -> Result<i64, NumberError> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let mut power = 0_i64;
    for byte in digits {
        if !byte.is_ascii_digit() {
            return Err(NumberError::NotANumber);
        }
        // Further than any number reaches, and far from overflow.
        power = (power * 10 + i64::from(byte - b'0')).min(i64::from(u32::MAX));
    }
    // As `DynamoDB` Local has it, an exponent that is no 32-bit number makes no number, not even 0.
    match digits {
        [] => Err(NumberError::NotANumber),
        _ if power > i64::from(i32::MAX) => Err(NumberError::NotANumber),
        _ => Ok(sign * power),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_what_dynamodb_local_was_seen_to_take() {
        let cases = [
            (1, "0 -0 0.0 0e999 00.00 -00e5 0.0000e-130 0e2147483647"),
            (
                2,
                "1 10 100 00012 1e5 27 +5 .5 5. 1e0005 1e-0 1E+5 1E-130 0.1E-129 1E-0130 1000000 0.5 0.001 1700000000",
            ),
            (3, "1.50 -27 -1E-130 9.99E125 123e-131 461"),
            (4, "-1.5E-130 12345"),
            (20, "11111111111111111111111111111111111111 9.9999999999999999999999999999999999999E+125"),
            (
                21,
                "11111111111111111111111111111111111111000 12345678901234567890123456789012345678e-3 \
                 -1234567890123456789012345678901234567.8 -12345678901234567890123456789012345678 \
                 -0.12345678901234567890123456789012345678",
            ),
        ];
        for (bytes, texts) in cases {
            for text in texts.split_whitespace() {
                assert_eq!(number_bytes(text), Ok(bytes), "{text}");
            }
        }
        assert_eq!(number_bytes(&format!("1{}", "0".repeat(125))), Ok(2));
        assert_eq!(number_bytes(&format!("0.{}1", "0".repeat(129))), Ok(2));
        assert_eq!(number_bytes(&format!("{}1", "0".repeat(70_000))), Ok(2));
    }

    #[test]
    fn what_dynamodb_local_was_seen_to_refuse() {
        let wrong = [
            "",
            ".",
            "-",
            "+",
            "abc",
            " 5",
            "5 ",
            "1_000",
            "0x10",
            "NaN",
            "Infinity",
            "1e",
            "1e+",
            "e5",
            "--5",
            "1f",
            "1d",
            "1E5.0",
            "1.2.3",
            "0e2147483648",
            "1e999999999999",
            "1e99999999999999999999999999",
            "+-1",
        ];
        for text in wrong {
            assert_eq!(number_bytes(text), Err(NumberError::NotANumber), "{text}");
        }
        assert_eq!(number_bytes(&"1".repeat(39)), Err(NumberError::Digits(39)));
        for text in ["1E126", "-1E126", "1234e123", "1e2147483647"] {
            assert_eq!(number_bytes(text), Err(NumberError::TooLarge), "{text}");
        }
        for text in ["1E-131", "-0.1e-130", "1e-2147483647"] {
            assert_eq!(number_bytes(text), Err(NumberError::TooSmall), "{text}");
        }
    }

    #[test]
    fn equal_numbers_are_written_alike() {
        let written = |text: &str| {
            let mut out = Vec::new();
            Decimal::parse(text.as_bytes()).expect("is a number").write(&mut out);
            out
        };
        for (one, other) in
            [("1", "0.1e1"), ("0", "-0e5"), ("100", "1e2"), ("1.50", "15e-1"), ("-12.5", "-125E-1")]
        {
            assert_eq!(written(one), written(other), "{one} {other}");
        }
        for (one, other) in [("1", "-1"), ("1", "10"), ("12", "1.2"), ("0", "1")] {
            assert_ne!(written(one), written(other), "{one} {other}");
        }
    }
}
