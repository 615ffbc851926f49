//! The council and how its papers look.

use super::prose::{Filled, Picture};
use super::{Colour, Date, Nation, Palette};

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
    pub palette: Palette,
    /// Its logo.
    pub logo: Option<Picture>,
    /// What it states about the accessibility of its reports.
    pub statement: Option<Statement>,
    /// Whether a Word file is made beside the web page and the PDF.
    pub has_word: bool,
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
