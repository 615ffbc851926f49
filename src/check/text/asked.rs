//! Weighs what a text asks for, as if it stood there: reasons, and the tables and lists of ratings.
//!
//! In: every file. Out: how many letters each reason has, and about how many each list of a report can have. It must not
//! know which entries are rated what: a list counts as if everything were in it.

use std::collections::BTreeMap;

use crate::content::{Content, Document};
use crate::report::Kind;
use crate::report::prose::Listing;

/// How many letters take as long to typeset as a row of a table of counts, or as an item with its link.
const ROW: usize = 600;
const ITEM: usize = 100;

/// What can be asked for, in letters.
#[derive(Debug, Default)]
pub(in crate::check) struct Weights {
    /// The reason in each file, by its path below the content folder.
    reasons: BTreeMap<String, usize>,
    /// The table of sections and the list of everything, of each report.
    listings: BTreeMap<String, [usize; 2]>,
}

/// The bytes of a field; not every kind has each.
fn length(document: &Document, name: &str) -> usize {
    let fields = &document.fields;
    let text = fields.may_have(name).then(|| fields.text(name)).flatten();
    text.map_or(0, |text| text.value.len())
}

impl Weights {
    /// Weighs the files of a content folder.
    pub(super) fn of(content: &Content) -> Self {
        let mut weights = Self::default();
        for report in &content.reports {
            let mut list = 0;
            for section in &report.sections {
                let path = format!("{}/{}", report.id, section.id);
                weights.reasons.insert(format!("{path}/_index.md"), length(&section.index, "reason"));
                for entry in &section.entries {
                    let document = &entry.document;
                    let reason = length(document, "reason");
                    // Of an indicator, its commentary is listed too.
                    let text = if section.kind == Kind::Indicators { document.markdown.len() } else { 0 };
                    list += ITEM + reason + length(document, "action") + length(document, "status") + text;
                    weights.reasons.insert(format!("{path}/{}.md", entry.id), reason);
                }
            }
            weights.listings.insert(report.id.clone(), [report.sections.len() * ROW, list]);
        }
        weights
    }

    /// How many letters the reason in a file has.
    pub(super) fn reason(&self, path: &str) -> usize {
        self.reasons.get(path).copied().unwrap_or(0)
    }

    /// How many letters a listing of a report has at most; nothing if it is always short.
    pub(super) fn listing(&self, report: &str, listing: Listing) -> usize {
        let [sections, list] = self.listings.get(report).copied().unwrap_or_default();
        match listing {
            Listing::Sections => sections,
            Listing::Rated(..) => list,
            _ => ROW,
        }
    }
}
