//! Finds what was copied and never changed: an entry that is there twice, and the examples of a new folder.
//!
//! In: the files of a report. Out: warnings.

use std::collections::BTreeMap;

use super::Checker;
use crate::content::edit::tidy_body;
use crate::content::{Document, ReportDocument, SectionDocument, new};
use crate::diag::source::Span;
use crate::diag::{Code, Diagnostic};

impl Checker<'_, '_> {
    /// Warns of entries of one section that have the same title and the same text.
    pub(super) fn check_copies(&mut self, report: &ReportDocument) {
        for section in report.sections.iter().filter(|section| !section.index.is_draft()) {
            self.check_copies_in(section);
        }
    }

    fn check_copies_in(&mut self, section: &SectionDocument) {
        let mut seen: BTreeMap<(String, String), Span> = BTreeMap::new();
        for entry in section.entries.iter().filter(|entry| !entry.document.is_draft()) {
            let Some(title) = entry.document.title() else { continue };
            let place = entry.document.fields.place("title");
            let text = tidy_body(self.text(&entry.document));
            let Some(first) = seen.get(&(title.to_lowercase(), text.clone())) else {
                seen.insert((title.to_lowercase(), text), place);
                continue;
            };
            let message = if text.is_empty() {
                format!(
                    "\u{201c}{title}\u{201d} is the title of two entries of this section, and neither has a text"
                )
            } else {
                format!("\u{201c}{title}\u{201d} is in this section twice, with the same text")
            };
            self.diagnostics.push(
                Diagnostic::warning(Code::SameEntry, place, message)
                    .related(*first, "the other")
                    .help("delete the file that is a copy, or give it a title of its own")
                    .about(title),
            );
        }
    }

    /// Warns of files in a finished report that still say what they said when the program made them.
    pub(super) fn check_examples(&mut self, report: &ReportDocument) {
        let examples = new::Examples::of_all();
        let sections = report.sections.iter().filter(|section| !section.index.is_draft());
        let files = sections.flat_map(|section| {
            let entries = section.entries.iter().filter(|entry| !entry.document.is_draft());
            let entries = entries.map(|entry| (&entry.document, "the file"));
            std::iter::once((&section.index, "its folder")).chain(entries)
        });
        for (document, whole) in std::iter::once((&report.index, "the report")).chain(files) {
            let (place, what) = if examples.has_title(document) {
                (document.fields.place("title"), whole)
            } else if let Some(place) = examples.sentence_in(document, self.text(document)) {
                (place, "these words")
            } else {
                continue;
            };
            let fault = Diagnostic::warning(
                Code::ExampleText,
                place,
                "this report is final, and this is still the example that the program made",
            );
            let fault = fault.help(format!("replace it with your own words, or delete {what}"));
            self.diagnostics.push(fault.about(document.title().unwrap_or_default()));
        }
    }

    /// The Markdown of a file.
    fn text(&self, document: &Document) -> &str {
        &self.context.sources.file(document.file).text[document.markdown.clone()]
    }
}
