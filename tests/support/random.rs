//! Numbers that follow from a seed, the same in every run.

/// The program's own generator, which no test can reach as a part of the program.
#[expect(dead_code, reason = "no test draws a fraction")]
#[path = "../../src/random.rs"]
mod generator;

pub(crate) use generator::Random;

impl Random {
    /// Less than `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("it is below one")
    }

    /// One of them.
    pub(crate) fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// Up to `most` of them, any of them more than once.
    pub(crate) fn some<T: Copy>(&mut self, choices: &[T], most: usize) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| self.of(choices)).collect()
    }

    pub(crate) fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }
}
