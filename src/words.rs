//! Counts, sizes and times as people read them, in every room the same.

use jiff::Timestamp;

use crate::numbers::as_f64;

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// `1 point`, `2 points`, `2 stretches`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        _ if thing.ends_with("ch") => format!("{number} {thing}es"),
        _ => format!("{number} {thing}s"),
    }
}

/// `512 bytes`, `1.5 MiB`.
pub(crate) fn bytes(bytes: u64) -> String {
    let number = as_f64(bytes);
    match bytes {
        0..KIB => format!("{bytes} bytes"),
        KIB..MIB => format!("{:.1} KiB", number / as_f64(KIB)),
        MIB..GIB => format!("{:.1} MiB", number / as_f64(MIB)),
        _ => format!("{:.1} GiB", number / as_f64(GIB)),
    }
}

/// `2026-11-20 08:15Z`.
pub(crate) fn minute(epoch_s: i64) -> String {
    let time = Timestamp::from_second(epoch_s);
    time.map_or_else(|_| format!("{epoch_s} s"), |time| time.strftime("%Y-%m-%d %H:%MZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_several() {
        assert_eq!([1, 2].map(|number| count(number, "point")), ["1 point", "2 points"]);
        assert_eq!(count(3, "stretch"), "3 stretches");
    }

    #[test]
    fn bytes_have_the_unit_that_fits() {
        for (number, shown) in
            [(10, "10 bytes"), (2048, "2.0 KiB"), (MIB * 3 / 2, "1.5 MiB"), (GIB * 2, "2.0 GiB")]
        {
            assert_eq!(bytes(number), shown);
        }
    }
}
