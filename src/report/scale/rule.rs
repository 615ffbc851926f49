//! The rules that make a section's rating from its entries, for a scale of any length.

use super::MOST_STEPS;
use crate::report::number::Marks;

/// A share of a whole, held exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u64);

impl Share {
    const WHOLE: u64 = 100_000;

    /// Makes a share from thousandths of a percent; it must be above zero and not above the whole.
    pub fn from_thousandths_of_percent(thousandths: u64) -> Option<Self> {
        (1..=Self::WHOLE).contains(&thousandths).then_some(Self(thousandths))
    }

    /// Whether `part` of `whole` is at least this share.
    pub fn is_reached(self, part: u64, whole: u64) -> bool {
        u128::from(part) * u128::from(Self::WHOLE) >= u128::from(self.0) * u128::from(whole)
    }

    /// The share as people in Britain write it: "20%" or "33.3%".
    pub fn text(self) -> String {
        self.written(Marks::BRITISH)
    }

    /// The share with the marks that a language uses.
    pub fn written(self, marks: Marks<'_>) -> String {
        let (whole, fraction) = (self.0 / 1000, format!("{:03}", self.0 % 1000));
        format!("{}%", marks.write(&whole.to_string(), fraction.trim_end_matches('0')))
    }
}

/// A limit for every step of a scale but one, the best step first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits<T>([Option<T>; MOST_STEPS - 1]);

impl<T: Copy> Limits<T> {
    /// Makes limits of a list; no scale has more steps than fit.
    pub fn new(limits: impl IntoIterator<Item = T>) -> Self {
        let mut own = [None; MOST_STEPS - 1];
        for (slot, limit) in own.iter_mut().zip(limits) {
            *slot = Some(limit);
        }
        Self(own)
    }

    /// The limits, the best step first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = T> + Clone + '_ {
        self.0.iter().flatten().copied()
    }

    /// The limit in that place.
    pub fn get(&self, place: usize) -> Option<T> {
        self.0.get(place).copied().flatten()
    }
}

/// How a section's rating follows from its entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    /// The worst step such that at least half of what counts is that bad or worse.
    #[default]
    Majority,
    /// The worst entry that counts.
    Worst,
    /// As `Majority`, with a share of its own in place of one half for each step but the best.
    Share(Limits<Share>),
    /// The weighted mean, in which steps count from 0 for the worst: the best step whose limit it reaches. There is a
    /// limit for each step but the worst, in thousandths.
    Score(Limits<u64>),
    /// The owner states the rating and why.
    Manual,
    /// The section has no rating of its own; its counts and shares are told.
    None,
}

impl Rule {
    /// The usual limits of the score rule for three steps, in thousandths.
    pub const USUAL_SCORE: [u64; 2] = [1500, 750];

    /// The rule's name in content and data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Majority => "majority",
            Self::Worst => "worst",
            Self::Share(_) => "share",
            Self::Score(_) => "score",
            Self::Manual => "manual",
            Self::None => "none",
        }
    }

    /// The name of the rule that cannot be named without its shares.
    pub const SHARE: &'static str = "share";

    /// The names of every rule.
    pub const NAMES: [&'static str; 6] = ["majority", "worst", "share", "score", "manual", "none"];

    /// The names of those that work out a rating, which is all that a report or a group can have.
    pub const COMPUTING: [&'static str; 4] = ["majority", "worst", "share", "score"];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_exact_on_its_limit() {
        let third = Share::from_thousandths_of_percent(33_333).unwrap();
        assert!(third.is_reached(1, 3));
        let more = Share::from_thousandths_of_percent(33_334).unwrap();
        assert!(!more.is_reached(1, 3));
        assert_eq!(
            (third.text(), Share(20_000).text(), Share(12_500).text()),
            ("33.333%".into(), "20%".into(), "12.5%".into())
        );
        assert_eq!(Share::from_thousandths_of_percent(0), None);
        assert_eq!(Share::from_thousandths_of_percent(100_001), None);
    }
}
