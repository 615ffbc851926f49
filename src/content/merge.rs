//! Finds the marks that a merge leaves in a file where two people changed the same lines.
//!
//! In: the text of a file. Out: one fault for all of them, wherever they stand; nothing else in such a file is worth a
//! message.

use crate::diag::source::{FileId, SourceFile, Span};
use crate::diag::{Code, Diagnostic};

/// The fault of a file in which a merge was not finished.
pub(super) fn unfinished(id: FileId, file: &SourceFile) -> Option<Diagnostic> {
    let is_mark = |line: &str, sign: char| {
        line.strip_prefix(sign.to_string().repeat(7).as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r']))
    };
    if !file.text.contains("<<<<<<<") && !file.text.contains(">>>>>>>") {
        return None;
    }
    let mut marks = (1..=file.line_count()).filter_map(|number| {
        let range = file.line_range(number);
        let line = file.text[range.clone()].trim_start();
        let indent = range.len() - line.len();
        let is_one = ['<', '>'].into_iter().any(|sign| is_mark(line, sign));
        is_one.then(|| Span::new(id, range.start + indent..range.end))
    });
    let first = marks.next()?;
    let message = "a merge was not finished: two versions of this part are in the file, one after the other";
    let fault = Diagnostic::error(Code::UnfinishedMerge, first, message).help(
        "keep the version that is right, and delete the other and the lines of `<<<<<<<`, `=======` and `>>>>>>>`",
    );
    Some(match marks.next_back() {
        Some(last) => fault.related(last, "the last mark"),
        None => fault,
    })
}
