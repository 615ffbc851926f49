//! What the pages say, before anybody asks what they look like.
//!
//! In: rated reports and their comparisons. Out: values that templates and data files can print as they are: every
//! date is a text, every rating a word, every sentence complete. The only module that derives `Serialize`. It must
//! not know HTML, Typst or file formats.

pub mod data;
mod index;
mod report;
mod summary;

use serde::Serialize;

use crate::model::{Colours, Rating};

/// Prose as the model has it: renderers write it out and need no other form of it.
pub use crate::model::prose;
use crate::model::prose::Prose;

pub use index::{Index, index};
pub use report::{Input, Report, report};

/// Texts that templates print with the `prose` filter, by the number that stands in the view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Texts(Vec<Prose>);

/// The number of a text in [`Texts`]; numbers begin at 1, so that a template can ask whether there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct TextId(usize);

impl Texts {
    fn add(&mut self, prose: &Prose) -> Option<TextId> {
        if prose.is_empty() {
            return None;
        }
        self.0.push(prose.clone());
        Some(TextId(self.0.len()))
    }

    /// The text of that number.
    pub fn get(&self, number: usize) -> Option<&Prose> {
        self.0.get(number.checked_sub(1)?)
    }
}

/// A rating, as templates need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RatingView {
    /// The name of its colour and shape: red, amber, green, complete or unrated.
    pub look: &'static str,
    /// The word that carries it.
    pub word: &'static str,
}

impl RatingView {
    /// The rating of that word.
    pub fn of_word(word: &str) -> Option<Self> {
        Rating::ALL.into_iter().map(Self::from).find(|rating| rating.word == word)
    }
}

impl From<Rating> for RatingView {
    fn from(rating: Rating) -> Self {
        let look = match rating {
            Rating::Red => "red",
            Rating::Amber => "amber",
            Rating::Green => "green",
            Rating::Complete => "complete",
            _ => "unrated",
        };
        Self { look, word: rating.word() }
    }
}

/// One rating's colours, as `#1d4f91`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paint {
    /// The rating's look.
    pub look: &'static str,
    /// The colour of the box.
    pub fill: String,
    /// The colour of the word in it.
    pub text: String,
}

fn paints(colours: &Colours) -> Vec<Paint> {
    colours
        .named()
        .into_iter()
        .map(|(look, (fill, text))| Paint { look, fill: fill.hex(), text: text.hex() })
        .collect()
}

/// "1 entry", "2 entries".
pub(crate) fn count_of_entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

/// "1 project", "2 projects".
pub(crate) fn count_of(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
