//! Ratings, and the rules that make a section's rating from its entries.

use super::number::Marks;

/// How an entry or a section is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// In trouble.
    Red,
    /// At risk.
    Amber,
    /// On course.
    Green,
    /// Finished; no longer rated.
    Complete,
    /// Not started; not rated.
    NotStarted,
    /// On hold; not rated.
    OnHold,
    /// A rating makes no sense here.
    NotApplicable,
    /// For information only.
    ForInformation,
    /// Nobody has given a rating.
    NotRated,
}

impl Rating {
    /// The words that people write for each rating, the recommended one first.
    pub const WORDS: [(&'static str, Self); 8] = [
        ("red", Self::Red),
        ("amber", Self::Amber),
        ("green", Self::Green),
        ("complete", Self::Complete),
        ("not-started", Self::NotStarted),
        ("on-hold", Self::OnHold),
        ("n/a", Self::NotApplicable),
        ("info", Self::ForInformation),
    ];

    /// Every rating, the worst first, then those that are not rated.
    pub const ALL: [Self; 9] = [
        Self::Red,
        Self::Amber,
        Self::Green,
        Self::Complete,
        Self::NotStarted,
        Self::OnHold,
        Self::NotApplicable,
        Self::ForInformation,
        Self::NotRated,
    ];

    /// Reads a rating as people type it: "AMBER", "For info", "N/A", "on hold".
    pub fn from_words(text: &str) -> Option<Self> {
        let letters: String =
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        // A slash or a plus between two ratings means both, which is neither.
        Some(match letters.as_str() {
            "red" => Self::Red,
            "amber" => Self::Amber,
            "green" => Self::Green,
            "complete" | "completed" => Self::Complete,
            "notstarted" => Self::NotStarted,
            "onhold" => Self::OnHold,
            "na" | "notapplicable" => Self::NotApplicable,
            "info" | "forinfo" | "information" | "forinformation" => Self::ForInformation,
            _ => return None,
        })
    }

    /// The word that people type and that messages use; a report prints the word from its catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Red => "Red",
            Self::Amber => "Amber",
            Self::Green => "Green",
            Self::Complete => "Complete",
            Self::NotStarted => "Not started",
            Self::OnHold => "On hold",
            Self::NotApplicable => "N/A",
            Self::ForInformation => "For info",
            Self::NotRated => "Not rated",
        }
    }

    /// The stable name that data files use.
    pub fn id(self) -> &'static str {
        Self::WORDS.iter().find(|(_, rating)| *rating == self).map_or("not-rated", |(word, _)| word)
    }

    /// Whether it counts when a section's rating is computed.
    pub fn is_rated(self) -> bool {
        matches!(self, Self::Red | Self::Amber | Self::Green)
    }

    /// How good it is, from 0 for red to 3 for complete; `None` where better and worse make no sense.
    pub fn standing(self) -> Option<u8> {
        match self {
            Self::Red => Some(0),
            Self::Amber => Some(1),
            Self::Green => Some(2),
            Self::Complete => Some(3),
            _ => None,
        }
    }
}

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

/// How a section's rating follows from its entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    /// Red if at least half of the rated entries are red; otherwise amber if at least half are amber or red; otherwise
    /// green.
    #[default]
    Majority,
    /// The worst rated entry.
    Worst,
    /// As `Majority`, with shares that the report sets in place of one half.
    Share {
        /// The section is red from this share of red entries.
        red: Share,
        /// The section is amber from this share of amber and red entries.
        amber: Share,
    },
    /// The weighted mean of red 0, amber 1 and green 2.
    Score,
    /// The owner states the rating and why.
    Manual,
}

impl Rule {
    /// The rule's name in content and data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Majority => "majority",
            Self::Worst => "worst",
            Self::Share { .. } => "share",
            Self::Score => "score",
            Self::Manual => "manual",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_read_as_people_type_them() {
        for (text, rating) in [
            ("AMBER", Rating::Amber),
            (" green ", Rating::Green),
            ("N/A", Rating::NotApplicable),
            ("For info", Rating::ForInformation),
            ("Not started", Rating::NotStarted),
            ("on-hold", Rating::OnHold),
        ] {
            assert_eq!(Rating::from_words(text), Some(rating), "{text}");
        }
        // What people also type, and what the program must not guess at.
        for text in ["Amber/Green", "A", "yellow", "", "R", "green red"] {
            assert_eq!(Rating::from_words(text), None, "{text}");
        }
        for (word, rating) in Rating::WORDS {
            assert_eq!(Rating::from_words(word), Some(rating));
            assert_eq!(Rating::from_words(rating.word()), Some(rating));
            assert_eq!(rating.id(), word);
        }
    }

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
