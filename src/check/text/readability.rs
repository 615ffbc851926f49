//! What in a council's own words keeps people from reading them, though it can be printed: links that say nothing,
//! headings that skip a level, tables without a head, text in capitals, ratings shown by a coloured symbol.
//!
//! The rules are those of WCAG 2.2 (1.3.1, 1.4.1, 2.4.4) and of GOV.UK's advice on accessible documents; a program can
//! only recognise the plainest cases, so these are warnings.

use super::Writer;
use crate::content::markdown as raw;
use crate::diag::source::{Span, Spanned};
use crate::diag::{Code, Diagnostic};

/// What a link must not say on its own: outside its sentence, as screen readers list links, it could lead anywhere.
const EMPTY_WORDS: [&str; 14] = [
    "click here",
    "here",
    "read more",
    "more",
    "link",
    "this link",
    "this",
    "this page",
    "more information",
    "find out more",
    "learn more",
    "details",
    "see here",
    "download",
];

/// From this many words and this many letters, text in capitals is not an abbreviation.
const SHOUTED_WORDS: usize = 4;
const SHOUTED_LETTERS: usize = 16;

impl Writer<'_, '_> {
    /// Warns about a link whose words do not say where it leads.
    pub(super) fn check_link_words(&mut self, to: &Spanned<String>, content: &[raw::Inline]) {
        let said = raw::plain_text(content);
        let words = said.trim().trim_end_matches(['.', '!', ':', '\u{2026}']).to_lowercase();
        if EMPTY_WORDS.contains(&words.as_str()) {
            self.faults.push(
                Diagnostic::warning(
                    Code::LinkWords,
                    to.span,
                    format!(
                        "the link says only \u{201c}{}\u{201d}, so nobody can tell where it leads",
                        said.trim()
                    ),
                )
                .help("name what it leads to: `[Minutes of the June meeting](…)`"),
            );
        }
    }

    /// Warns about a heading that is more than one level below the one before it.
    pub(super) fn check_heading(&mut self, before: Option<u8>, level: u8, content: &[raw::Inline]) {
        let (Some(before), Some(span)) = (before, raw::span_of(content)) else { return };
        if level > before + 1 {
            let hashes = |level: u8| "#".repeat(usize::from(level));
            self.faults.push(
                Diagnostic::warning(
                    Code::HeadingSkipped,
                    span,
                    format!(
                        "this heading is at level {level} (`{}`), but the one before it is at level {before} (`{}`)",
                        hashes(level),
                        hashes(before)
                    ),
                )
                .help(format!("write `{}`; levels say what is part of what, not how large a heading is", hashes(before + 1))),
            );
        }
    }

    /// Warns about a table with empty column headings.
    pub(super) fn check_table_head(&mut self, head: &[Vec<raw::Inline>], rows: &[Vec<Vec<raw::Inline>>]) {
        let is_blank = |cell: &Vec<raw::Inline>| raw::plain_text(cell).trim().is_empty();
        // The corner above the row names may well be empty.
        if !head.iter().skip(1).any(is_blank) && !head.iter().all(is_blank) {
            return;
        }
        let mut cells = head.iter().chain(rows.iter().flatten());
        let Some(span) = cells.find_map(|cell| raw::span_of(cell)) else { return };
        self.faults.push(
            Diagnostic::warning(
                Code::TableHead,
                span,
                "this table has a column without a heading, so nobody who listens can tell what its cells are",
            )
            .help("give each column a heading in the table's first row"),
        );
    }

    /// Warns about a run of words in capitals.
    pub(super) fn check_capitals(&mut self, text: &str, span: Span) {
        let (mut words, mut letters) = (0, 0);
        for word in text.split_whitespace() {
            let own = word.chars().filter(|c| c.is_alphabetic()).count();
            let is_shouted = own > 1 && word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
            // Digits and punctuation between words in capitals make no difference.
            if own > 0 && !is_shouted {
                (words, letters) = (0, 0);
                continue;
            }
            (words, letters) = (words + usize::from(is_shouted), letters + own);
            if words >= SHOUTED_WORDS && letters >= SHOUTED_LETTERS {
                self.faults.push(
                    Diagnostic::warning(
                        Code::Capitals,
                        span,
                        "this text is in capitals, which are hard to read and may be read aloud letter by letter",
                    )
                    .help("write it as a sentence; for emphasis, put it between `**`"),
                );
                return;
            }
        }
    }
}

/// Whether a symbol says something by its colour alone, as officers mark ratings in Word and in chats.
pub(super) fn is_coloured(c: char) -> bool {
    matches!(u32::from(c), 0x1f534 | 0x1f535 | 0x1f7e0..=0x1f7e9)
}
