//! The head of a section: what is printed above whatever is in it. Of an exempt one the public copy prints nothing else.

use serde::Serialize;

use super::exempt::Notice;
use super::owner_line;
use crate::report::prose::section_anchor;
use crate::report::{Section, Withheld};
use crate::words::Words;

/// The head of a section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The kind, which names the template that prints it.
    pub kind: &'static str,
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Who is responsible for it, in a sentence.
    pub owner: Option<String>,
    /// What is said of it if it is exempt.
    pub exempt: Option<Notice>,
}

impl Head {
    /// The head of a section that is printed.
    pub(super) fn of(section: &Section, words: &Words) -> Self {
        Self {
            kind: section.kind().name(),
            anchor: section_anchor(&section.id),
            title: section.title.clone(),
            owner: owner_line(section.owner.as_deref(), words),
            exempt: Notice::of(section.exempt.as_ref(), words),
        }
    }

    /// The head of a section of which only the title is printed.
    pub(super) fn announced(section: &Withheld, words: &Words) -> Self {
        Self {
            kind: section.kind.name(),
            anchor: section_anchor(&section.id),
            title: section.title.clone(),
            owner: None,
            exempt: Some(Notice::new(&section.exempt, words)),
        }
    }
}
