//! Splits a file into its front matter and its body.
//!
//! In: a file's text. Out: two byte ranges, and a fault where the `---` lines are missing. It must
//! not know what is between them.

use std::ops::Range;

use crate::diag::source::{FileId, SourceFile, Span};
use crate::diag::{Code, Diagnostic};

/// The two parts of a file, as byte ranges of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    /// The YAML, without the `---` lines; empty where there is none.
    pub(super) yaml: Range<usize>,
    /// The Markdown after it.
    pub(super) body: Range<usize>,
}

/// Finds the front matter of `file`; the rest of the file is the body in any case.
pub(super) fn split(id: FileId, file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Parts {
    let length = file.text.len();
    let lines = |number: usize| &file.text[file.line_range(number)];
    let count = file.line_count();
    let opening = (1..=count).find(|&number| !lines(number).trim().is_empty());
    let Some(opening) = opening.filter(|&number| is_fence(lines(number)) || is_meant_as_fence(lines(number)))
    else {
        let first = file.line_range(opening.unwrap_or(1));
        diagnostics.push(
            Diagnostic::error(
                Code::MissingFrontMatter,
                Span::new(id, first),
                "this file does not begin with front matter",
            )
            .label("the first line should be `---`")
            .help("begin the file with a line `---`, then its fields, such as `title: …`, then another line `---`"),
        );
        return Parts { yaml: 0..0, body: 0..length };
    };
    if !is_fence(lines(opening)) {
        diagnostics.push(wrong_dashes(Code::MissingFrontMatter, id, file, opening, "begins"));
    }
    let start = after_line(file, opening);
    if let Some(closing) = (opening + 1..=count).find(|&number| is_fence(lines(number))) {
        return Parts {
            yaml: start..file.line_range(closing).start,
            body: after_line(file, closing)..length,
        };
    }
    if let Some(closing) = (opening + 1..=count).find(|&number| is_meant_as_fence(lines(number))) {
        diagnostics.push(wrong_dashes(Code::UnclosedFrontMatter, id, file, closing, "ends"));
        return Parts {
            yaml: start..file.line_range(closing).start,
            body: after_line(file, closing)..length,
        };
    }
    // The fields most likely end at the first blank line; saying so helps more than naming line 1 alone.
    let blank = (opening + 1..=count).find(|&number| lines(number).trim().is_empty()).unwrap_or(count + 1);
    diagnostics.push(
        Diagnostic::error(
            Code::UnclosedFrontMatter,
            Span::new(id, file.line_range(opening)),
            "the front matter that begins here is never closed",
        )
        .label("opened here")
        .help(format!("add a line `---` after the last field, perhaps as line {blank}")),
    );
    let end = file.line_range(blank).start.max(start);
    Parts { yaml: start..end, body: end..length }
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

/// A line of dashes that Word has made from hyphens, or of indented hyphens.
fn is_meant_as_fence(line: &str) -> bool {
    let line = line.trim();
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}');
    !line.is_empty() && line.chars().all(is_dash) && (line.len() >= 3)
}

fn wrong_dashes(code: Code, id: FileId, file: &SourceFile, number: usize, what: &str) -> Diagnostic {
    Diagnostic::error(
        code,
        Span::new(id, file.line_range(number)),
        format!("the line where the front matter {what} is not three plain hyphens"),
    )
    .help("type `---` at the very beginning of the line; Word replaces it with other dashes")
}

fn after_line(file: &SourceFile, number: usize) -> usize {
    if number < file.line_count() { file.line_range(number + 1).start } else { file.text.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::source::Sources;

    fn parts(text: &str) -> (String, String, Vec<Code>) {
        let mut sources = Sources::default();
        let id = sources.add("a.md", text);
        let mut faults = Vec::new();
        let parts = split(id, sources.file(id), &mut faults);
        let codes = faults.iter().map(|fault| fault.code).collect();
        (text[parts.yaml].to_owned(), text[parts.body].to_owned(), codes)
    }

    #[test]
    fn front_matter_and_body_are_told_apart_with_either_line_end() {
        assert_eq!(parts("---\na: 1\n---\nbody\n"), ("a: 1\n".into(), "body\n".into(), vec![]));
        assert_eq!(parts("---\r\na: 1\r\n---\r\nbody"), ("a: 1\r\n".into(), "body".into(), vec![]));
        assert_eq!(parts("\n---\n---"), (String::new(), String::new(), vec![]));
    }

    #[test]
    fn a_rule_in_the_body_is_not_a_second_front_matter() {
        assert_eq!(parts("---\na: 1\n---\nx\n\n---\ny").1, "x\n\n---\ny");
    }

    #[test]
    fn what_is_missing_is_said_and_nothing_is_lost() {
        assert_eq!(parts("just text"), (String::new(), "just text".into(), vec![Code::MissingFrontMatter]));
        assert_eq!(parts(""), (String::new(), String::new(), vec![Code::MissingFrontMatter]));
        let unclosed = parts("---\ntitle: A\n\nbody");
        assert_eq!(unclosed, ("title: A\n".into(), "\nbody".into(), vec![Code::UnclosedFrontMatter]));
    }
}
