//! The headings that a council requires of its committee papers.
//!
//! In: the council's file and the files of a paper. Out: a warning that names the headings which the paper lacks.
//!
//! A paper is a report with a `cover`. What counts are the headings of any level in its own text, and in its narrative
//! sections the titles of the section and of its parts, and the headings in their texts. Drafts and what is restricted
//! do not count, nor does the text of what is exempt: the paper that the public reads must have them. Case, spaces,
//! punctuation and a number before the heading make no difference.

use std::collections::BTreeMap;

use super::Checker;
use crate::content::markdown::{Block, plain_text};
use crate::content::{Document, ReportDocument};
use crate::diag::{Code, Diagnostic};
use crate::report::Kind;
use crate::text::{all_of, did_you_mean};

impl Checker<'_, '_> {
    /// Warns of required headings that a paper lacks.
    pub(super) fn check_headings(&self, report: &ReportDocument, faults: &mut Vec<Diagnostic>) {
        let council = self.content.council.as_ref();
        let required = council.map(|council| council.fields.texts("required_headings")).unwrap_or_default();
        let fields = &report.index.fields;
        if required.is_empty() || !fields.was_typed("cover") {
            return;
        }
        let found: BTreeMap<String, String> =
            headings(report).into_iter().map(|text| (key(&text), text)).collect();
        let missing: Vec<&str> = required
            .iter()
            .map(|heading| heading.value.as_str())
            .filter(|heading| !found.contains_key(&key(heading)))
            .collect();
        let Some(first) = missing.first() else { return };
        let (headings, ask) = if missing.len() == 1 { ("heading", "asks") } else { ("headings", "ask") };
        let named = all_of(missing.iter().map(|heading| format!("\u{201c}{heading}\u{201d}")));
        let fault = Diagnostic::warning(
            Code::MissingHeading,
            fields.key("cover"),
            format!(
                "this paper lacks the {headings} {named}, for which the council's `required_headings` {ask}"
            ),
        );
        let is_required = |found: &&str| required.iter().any(|heading| key(&heading.value) == **found);
        let near = missing.iter().filter_map(|heading| {
            let others = found.keys().map(String::as_str).filter(|found| !is_required(found));
            let near = did_you_mean(&key(heading), others)?;
            Some(format!(
                "\u{201c}{}\u{201d} may be what is meant by \u{201c}{heading}\u{201d}",
                found.get(near)?
            ))
        });
        faults.push(near.fold(fault, Diagnostic::help).help(format!(
            "write `## {first}` above the text on it in this file, or make it the title of a narrative section or of a part of one"
        )));
    }
}

/// Every heading that counts.
fn headings(report: &ReportDocument) -> Vec<String> {
    let mut headings = Vec::new();
    collect(&report.index.body, &mut headings);
    for section in report.sections.iter().filter(|section| section.kind == Kind::Narrative) {
        let entries = section.entries.iter().map(|entry| &entry.document);
        let is_text_shown = add(&section.index, &mut headings);
        for document in entries.filter(|_| is_text_shown) {
            add(document, &mut headings);
        }
    }
    headings
}

/// Adds the title of a file and the headings in it, as far as they are printed; says whether its text is.
fn add(document: &Document, headings: &mut Vec<String>) -> bool {
    if document.is_draft() || document.fields.flag("restricted") {
        return false;
    }
    headings.extend(document.title());
    let is_text_shown = !document.fields.was_given("exempt");
    if is_text_shown {
        collect(&document.body, headings);
    }
    is_text_shown
}

fn collect(blocks: &[Block], headings: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading(_, content) => headings.push(plain_text(content)),
            Block::List(_, items) => items.iter().for_each(|item| collect(item, headings)),
            Block::Quote(inner) => collect(inner, headings),
            _ => {}
        }
    }
}

/// A heading without what makes no difference.
fn key(heading: &str) -> String {
    let words = heading.trim_start_matches(|c: char| !c.is_alphabetic());
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn headings_that_differ_only_in_form_are_the_same() {
        for same in [
            "Legal implications",
            "4. LEGAL  Implications:",
            "4.1 legal-implications",
            " (2) Legal implications",
        ] {
            assert_eq!(key(same), "legalimplications", "{same}");
        }
        assert_ne!(key("Financial implications"), key("Legal implications"));
    }
}
