//! The council and how its papers look.

use super::colour::{Colour, INK, WHITE};
use super::prose::{Filled, Picture};
use super::{Date, Nation, Rating};

/// The council whose reports these are.
#[derive(Debug, Clone, PartialEq)]
pub struct Council {
    /// Its name; empty where none is given.
    pub name: String,
    /// The language of the reports.
    pub language: Language,
    /// Where it is, and so whose law on publication applies.
    pub nation: Nation,
    /// The colour of headings and rules.
    pub accent: Colour,
    /// The colours of ratings.
    pub colours: Colours,
    /// Its logo.
    pub logo: Option<Picture>,
    /// What it states of the accessibility of its reports.
    pub statement: Option<Statement>,
}

/// A language that reports can be made in: one for each catalogue of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// British English.
    #[default]
    English,
}

impl Language {
    /// Every language that there is.
    pub const ALL: [Self; 1] = [Self::English];

    /// Its tag, which content, pages and PDFs name it by.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en-GB",
        }
    }

    /// The language of that tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

/// What the 2018 regulations (SI 2018/952, regulation 8) have a public body state of its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// How far the pages meet the standard, as the council judges.
    pub compliance: Compliance,
    /// What is known to be wrong.
    pub problems: Filled,
    /// What the council itself has tested.
    pub tested: Filled,
    /// Where people can say what they cannot use.
    pub email: Option<String>,
    /// The same by telephone.
    pub phone: Option<String>,
    /// When the statement was first written.
    pub prepared: Option<Date>,
    /// When it was last looked over.
    pub reviewed: Option<Date>,
}

/// How far pages meet WCAG 2.2, level AA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compliance {
    /// In everything.
    Full,
    /// In all but what is listed.
    Partial,
    /// In too little.
    None,
}

/// Fill and text of every rating's box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    /// Red.
    pub red: (Colour, Colour),
    /// Amber.
    pub amber: (Colour, Colour),
    /// Green.
    pub green: (Colour, Colour),
    /// Complete.
    pub complete: (Colour, Colour),
    /// Everything that is not rated.
    pub unrated: (Colour, Colour),
}

/// The palette of design §5: told apart by dichromats and in grey, every pair well above 4.5:1.
impl Default for Colours {
    fn default() -> Self {
        Self {
            red: (Colour(0x8f, 0x13, 0x13), WHITE),
            amber: (Colour(0xff, 0xc9, 0x33), INK),
            green: (Colour(0x38, 0xa1, 0x69), INK),
            complete: (Colour(0x1d, 0x4f, 0x91), WHITE),
            unrated: (Colour(0xe6, 0xe6, 0xe6), INK),
        }
    }
}

impl Colours {
    /// The pairs with the names that content gives them.
    pub fn named(&self) -> [(&'static str, (Colour, Colour)); 5] {
        [
            ("red", self.red),
            ("amber", self.amber),
            ("green", self.green),
            ("complete", self.complete),
            ("unrated", self.unrated),
        ]
    }

    /// The pair that a rating is shown in.
    pub fn of(&self, rating: Rating) -> (Colour, Colour) {
        match rating {
            Rating::Red => self.red,
            Rating::Amber => self.amber,
            Rating::Green => self.green,
            Rating::Complete => self.complete,
            _ => self.unrated,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::colour::READABLE;

    #[test]
    fn every_rating_can_be_read_in_its_box() {
        // shared/accessibility.md §4 gives 9.25, 12.74, 6.03, 8.14 and 15.69.
        let expected = [9.25, 12.74, 6.03, 8.14, 15.69];
        for ((name, (fill, text)), expected) in Colours::default().named().into_iter().zip(expected) {
            let contrast = fill.contrast(text);
            assert!(contrast >= READABLE, "{name}");
            assert!((contrast - expected).abs() < 0.01, "{name}: {contrast}");
        }
    }
}
