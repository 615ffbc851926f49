//! Takes away numbers that were typed where the program gives them, so that none is printed twice.
//!
//! In: prose whose paragraphs or headings will be numbered. Out: the same without the typed numbers, and a warning where
//! the program's number is another one, because a text may refer to it.

use super::Writer;
use crate::content::markdown as raw;
use crate::diag::source::Span;
use crate::diag::{Code, Diagnostic};
use crate::report::prose::{Block, Inline, Marker, Prose};

impl Writer<'_, '_> {
    /// The body of a committee paper, whose headings and paragraphs are numbered 1, 1.1, 1.2, 2 …
    pub(in crate::check) fn without_numbers_of_paper(&mut self, prose: &mut Prose, typed: &[raw::Block]) {
        let (mut section, mut paragraph) = (0, 0);
        for (index, block) in prose.blocks.iter_mut().enumerate() {
            let span = typed.get(index).and_then(span_of);
            match block {
                Block::Heading { depth: 1, content, .. } => {
                    (section, paragraph) = (section + 1, 0);
                    self.without(content, &section.to_string(), span);
                }
                Block::Paragraph(content) if section > 0 => {
                    paragraph += 1;
                    self.without(content, &format!("{section}.{paragraph}"), span);
                }
                _ => {}
            }
        }
    }

    /// A recommendation, which is number `number` of all.
    pub(in crate::check) fn without_number(
        &mut self,
        prose: Prose,
        number: usize,
        typed: &[raw::Block],
    ) -> Prose {
        let span = typed.first().and_then(span_of);
        let mut blocks = prose.blocks;
        match &mut blocks[..] {
            [Block::List { marker: Marker::Number { first, .. }, items }] if items.len() == 1 => {
                if let Some(span) = span.filter(|_| usize::try_from(*first).ok() != Some(number)) {
                    self.warn_of_number(&first.to_string(), &number.to_string(), span);
                }
                blocks = items.pop().map(|item| item.blocks).unwrap_or_default();
            }
            [Block::Paragraph(content), ..] => self.without(content, &number.to_string(), span),
            _ => {}
        }
        Prose { blocks }
    }

    fn without(&mut self, content: &mut [Inline], number: &str, span: Option<Span>) {
        let Some(Inline::Text(text)) = content.first_mut() else { return };
        let Some((typed, length)) = typed_number(text, number) else { return };
        let typed = typed.to_owned();
        *text = text[length..].to_owned();
        if typed != number
            && let Some(span) = span
        {
            self.warn_of_number(&typed, number, span);
        }
    }

    fn warn_of_number(&mut self, typed: &str, number: &str, span: Span) {
        let message =
            format!("the number {typed} is typed here, but the program prints its own number, {number}");
        self.faults.push(
            Diagnostic::warning(Code::TypedNumber, span, message)
                .help(format!("delete {typed}, and check whether any text refers to it")),
        );
    }
}

fn span_of(block: &raw::Block) -> Option<Span> {
    match block {
        raw::Block::Paragraph(content) | raw::Block::Heading(_, content) => raw::span_of(content),
        raw::Block::List(_, items) => items.first()?.first().and_then(span_of),
        _ => None,
    }
}

/// The number that a text begins with, and how much of the text it takes; `expected` is the number that the program gives.
fn typed_number<'t>(text: &'t str, expected: &str) -> Option<(&'t str, usize)> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let length = inner.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let number = inner[..length].trim_end_matches('.');
    let has_stop = number.len() < length;
    let rest = &inner[length..];
    let is_bracketed = rest.starts_with(')');
    let rest = rest.strip_prefix(')').unwrap_or(rest);
    let words = rest.trim_start();
    let is_apart = words.len() < rest.len();
    let parts: Vec<&str> = number.split('.').collect();
    // Digits of a year or an amount are not the number of a paragraph.
    let is_number = parts.iter().all(|part| (1..=2).contains(&part.len())) && parts.len() <= 4;
    let is_meant = number == expected
        || ((has_stop || is_bracketed || parts.len() > 1) && words.starts_with(char::is_uppercase));
    let number = number.strip_suffix(".0").filter(|number| *number == expected).unwrap_or(number);
    (is_number && is_apart && is_meant && words.starts_with(char::is_alphabetic))
        .then(|| (number, text.len() - words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_is_told_from_a_figure() {
        for (text, expected, found) in [
            ("1. INTRODUCTION", "1", Some(("1", 3))),
            ("1 Introduction", "1", Some(("1", 2))),
            ("1.0 Introduction", "1", Some(("1", 4))),
            ("3) Introduction", "1", Some(("3", 3))),
            ("1.1 The council", "1.1", Some(("1.1", 4))),
            ("1.1. The council", "1.1", Some(("1.1", 5))),
            ("4.2 The council", "1.1", Some(("4.2", 4))),
            ("(2) That Cabinet", "2", Some(("2", 4))),
            ("1.5 million people", "1.1", None),
            ("3 things to do", "1", None),
            ("2014. The year", "1", None),
            ("The council", "1", None),
            ("5% of it", "5", None),
        ] {
            assert_eq!(typed_number(text, expected), found, "{text}");
        }
    }
}
