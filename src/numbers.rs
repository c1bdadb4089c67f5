//! Numbers to reckon with, and to read.

/// A whole number of things that are counted: units, bytes, minutes, nodes.
pub(crate) trait Whole {
    /// The nearest float.
    fn float(self) -> f64;
}

macro_rules! whole {
    ($($kind:ty),*) => {
        $(impl Whole for $kind {
            #[expect(clippy::cast_precision_loss, reason = "what is counted is far below 2^53, or needs no more digits")]
            #[inline]
            fn float(self) -> f64 {
                self as f64
            }
        })*
    };
}

whole!(u64, i64, usize);

/// A whole number as a float. Exact up to 2^53; what is larger is rounded.
#[inline]
pub(crate) fn as_f64(value: impl Whole) -> f64 {
    value.float()
}

/// A share in whole percents; a little is not nothing.
pub(crate) fn whole_percent(share: f64) -> String {
    if share > 0.0 && share < 0.005 { "under 1 %".to_owned() } else { format!("{:.0} %", share * 100.0) }
}
