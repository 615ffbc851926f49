//! Builds the parts of a narrative.

use super::Checker;
use super::exempt::exempt;
use super::scope::Scope;
use crate::content::{EntryDocument, SectionDocument};
use crate::report::Passage;
use crate::report::prose::entry_anchor;

impl Checker<'_, '_> {
    /// A part of a narrative, as read from its file.
    pub(super) fn passage(
        &mut self,
        scope: Scope<'_>,
        section: &SectionDocument,
        source: &EntryDocument,
        is_draft: bool,
    ) -> Passage {
        let document = &source.document;
        let mut faults = Vec::new();
        let passage = Passage {
            id: source.id.clone(),
            title: source.title(),
            body: self.prose(document, &entry_anchor(&section.id, &source.id), scope.scales(), &mut faults),
            restricted: document.fields.flag("restricted"),
            exempt: exempt(&document.fields, scope.nation, &mut faults),
        };
        self.hand_over(document, faults, is_draft);
        passage
    }
}
