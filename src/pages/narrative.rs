//! What a narrative section says.

use serde::Serialize;

use super::exempt::Notice;
use super::head::Head;
use super::numbering::run_on;
use super::{TextId, Unfilled};
use crate::report::exempt::{Place, in_order};
use crate::report::prose::{Prose, entry_anchor};
use crate::report::{self, Section, Withheld};
use crate::words::Words;

/// A narrative section.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Narrative {
    /// Its head.
    #[serde(flatten)]
    pub head: Head,
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
    /// What is said of it if it is exempt.
    pub exempt: Option<Notice>,
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
    let mut add = |prose: &Prose, last: &mut usize| {
        if narrative.is_numbered { texts.keep(run_on(prose, last)) } else { texts.add(prose) }
    };
    let body = add(&section.body, last);
    let places = in_order(&narrative.passages, &section.withheld);
    let entries = places.map(|place| match place {
        Place::Printed(_, passage) => Passage {
            anchor: entry_anchor(&section.id, &passage.id),
            title: passage.title.clone(),
            exempt: Notice::of(passage.exempt.as_ref(), words),
            body: add(&passage.body, last),
        },
        Place::Announced(withheld) => {
            *last += withheld.numbers;
            Passage {
                anchor: entry_anchor(&section.id, &withheld.id),
                title: withheld.title.clone(),
                exempt: Some(Notice::new(&withheld.exempt, words)),
                body: None,
            }
        }
    });
    let entries = entries.collect();
    Narrative { head: Head::of(section, words), body, entries }
}

/// A narrative section of which only the title is printed.
pub(super) fn announced(section: &Withheld, last: &mut usize, words: &Words) -> Narrative {
    *last += section.numbers;
    Narrative { head: Head::announced(section, words), ..Narrative::default() }
}
