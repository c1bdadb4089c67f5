//! Polynomials of probabilities: the coefficient of `x^j` is how likely a sum is to be j.

use crate::numbers::as_f64;

/// A polynomial of which only the terms that matter are kept.
#[derive(Clone, Debug)]
pub(super) struct Polynomial {
    /// The exponent of the first term.
    pub(super) first: usize,
    /// The coefficients from there on.
    pub(super) terms: Vec<f64>,
}

/// What is this much smaller than the greatest coefficient does not matter.
const NEGLIGIBLE: f64 = 1e-22;

impl Polynomial {
    /// The Poisson probabilities of 0 to `most`.
    pub(super) fn poisson(mean: f64, most: u64) -> Self {
        let mut logarithm = -mean;
        let probability = |j: u64| {
            if j > 0 {
                logarithm += (mean / as_f64(j)).ln();
            }
            logarithm.exp()
        };
        Self { first: 0, terms: (0..=most).map(probability).collect() }.trimmed()
    }

    /// The product of two, up to a degree.
    pub(super) fn times(&self, other: &Self, degree: usize) -> Self {
        let first = self.first + other.first;
        let length = self.terms.len() + other.terms.len() - 1;
        let mut terms = vec![0.0; length.min((degree + 1).saturating_sub(first))];
        for (i, a) in self.terms.iter().enumerate().take(terms.len()) {
            for (term, b) in terms[i..].iter_mut().zip(&other.terms) {
                *term += a * b;
            }
        }
        Self { first, terms }.trimmed()
    }

    /// Its square, up to a degree: each pair of terms is multiplied once.
    pub(super) fn squared(&self, degree: usize) -> Self {
        let first = 2 * self.first;
        let length = 2 * self.terms.len() - 1;
        let mut terms = vec![0.0; length.min((degree + 1).saturating_sub(first))];
        for (i, a) in self.terms.iter().enumerate() {
            let Some(own) = terms.get_mut(2 * i) else { break };
            *own += a * a;
            for (term, b) in terms[2 * i + 1..].iter_mut().zip(&self.terms[i + 1..]) {
                *term += 2.0 * a * b;
            }
        }
        Self { first, terms }.trimmed()
    }

    /// The coefficient of `x^degree` in the product of two.
    pub(super) fn term_of_product(&self, other: &Self, degree: usize) -> f64 {
        let of = |(i, a): (usize, &f64)| {
            let at = degree.checked_sub(self.first + i)?.checked_sub(other.first)?;
            Some(a * other.terms.get(at)?)
        };
        self.terms.iter().enumerate().filter_map(of).sum()
    }

    /// Without what is negligible at either end. At least one term is left.
    fn trimmed(mut self) -> Self {
        let least = self.terms.iter().copied().fold(0.0, f64::max) * NEGLIGIBLE;
        let matters = |term: &f64| *term > least;
        let end = self.terms.iter().rposition(matters).map_or(0, |last| last + 1);
        let start = self.terms.iter().position(matters).unwrap_or_default();
        self.terms.truncate(end);
        self.terms.drain(..start);
        self.first += start;
        if self.terms.is_empty() {
            self.terms.push(0.0);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "wholes, halves and nought are exact")]

    use super::*;

    #[test]
    fn products_are_those_of_the_school() {
        let one = Polynomial { first: 1, terms: vec![1.0, 2.0, 3.0] };
        for square in [one.times(&one, 9), one.squared(9)] {
            assert_eq!((square.first, &*square.terms), (2, &[1.0, 4.0, 10.0, 12.0, 9.0][..]));
        }
        for cut in [one.times(&one, 4), one.squared(4)] {
            assert_eq!(cut.terms, [1.0, 4.0, 10.0]);
        }
        assert_eq!(one.term_of_product(&one, 4), 10.0);
        assert_eq!(one.term_of_product(&one, 1) + one.term_of_product(&one, 7), 0.0);
    }
}
