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
    /// The nation it is in, and so whose law on publication applies.
    pub nation: Nation,
    /// The colour of headings and rules.
    pub accent: Colour,
    /// The colours of ratings.
    pub colours: Colours,
    /// Its logo.
    pub logo: Option<Picture>,
    /// What it states about the accessibility of its reports.
    pub statement: Option<Statement>,
}

/// A language that reports can be written in: one for each catalogue of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// British English.
    #[default]
    English,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 1] = [Self::English];

    /// Its tag (BCP 47), by which content, pages and PDFs name it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en-GB",
        }
    }

    /// The language with that tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

/// What a public body must state about its pages under the 2018 regulations (SI 2018/952, regulation 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// How far the pages meet the standard, as the council judges.
    pub compliance: Compliance,
    /// What is known to be wrong.
    pub problems: Filled,
    /// How the council has tested them.
    pub tested: Filled,
    /// The e-mail address for reporting what cannot be used.
    pub email: Option<String>,
    /// The telephone number for the same.
    pub phone: Option<String>,
    /// When the statement was first written.
    pub prepared: Option<Date>,
    /// When it was last reviewed.
    pub reviewed: Option<Date>,
}

/// How far pages meet WCAG 2.2, level AA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compliance {
    /// Fully.
    Full,
    /// Except for the problems listed.
    Partial,
    /// Not enough.
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
    /// Everything without one of these ratings.
    pub unrated: (Colour, Colour),
}

/// The usual palette: told apart in grey and by people with any kind of dichromacy, every pair well above the 4.5:1 of
/// WCAG 2.2, criterion 1.4.3.
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
        // By the formula of WCAG 2.2, worked out apart from this code: 9.25, 12.74, 6.03, 8.14 and 15.69.
        let expected = [9.25, 12.74, 6.03, 8.14, 15.69];
        for ((name, (fill, text)), expected) in Colours::default().named().into_iter().zip(expected) {
            let contrast = fill.contrast(text);
            assert!(contrast >= READABLE, "{name}");
            assert!((contrast - expected).abs() < 0.01, "{name}: {contrast}");
        }
    }
}
