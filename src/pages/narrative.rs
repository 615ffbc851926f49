//! What a narrative section says.

use serde::Serialize;

use super::numbering::run_on;
use super::{TextId, Unfilled, owner_line};
use crate::report::prose::{Prose, entry_anchor, section_anchor};
use crate::report::{self, Section};
use crate::words::Words;

/// A narrative section.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Narrative {
    /// The kind, which names the template that prints it.
    pub kind: &'static str,
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Who is responsible for it, in a sentence.
    pub owner: Option<String>,
    /// The text before its parts.
    pub body: Option<TextId>,
    /// Its parts.
    pub entries: Vec<Passage>,
}

/// A part of a narrative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub body: Option<TextId>,
}

/// What a narrative section says; `last` is the number of the last numbered paragraph so far.
pub(super) fn narrative(
    section: &Section,
    narrative: &report::Narrative,
    last: &mut usize,
    words: &Words,
    texts: &mut Unfilled,
) -> Narrative {
    let mut add = |prose: &Prose| {
        if narrative.is_numbered { texts.keep(run_on(prose, last)) } else { texts.add(prose) }
    };
    Narrative {
        kind: section.kind().name(),
        anchor: section_anchor(&section.id),
        title: section.title.clone(),
        owner: owner_line(section.owner.as_deref(), words),
        body: add(&section.body),
        entries: narrative
            .passages
            .iter()
            .map(|passage| Passage {
                anchor: entry_anchor(&section.id, &passage.id),
                title: passage.title.clone(),
                body: add(&passage.body),
            })
            .collect(),
    }
}
