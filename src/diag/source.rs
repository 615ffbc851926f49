//! The files that were read, and places in them.
//!
//! In: the text of each file, as [`crate::content::discover`] read it. Out: [`Span`]s that every later stage
//! passes on, and the line and column that people are shown. This module must not know what the
//! text means.

use std::ops::Range;
use std::sync::OnceLock;

/// Names one file of a [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(usize);

/// A range of bytes in one file; `start` may equal `end` to mean a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the bytes are in.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// Makes the span of `range` in `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: range.start, end: range.end.max(range.start) }
    }
}

/// A value together with the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs `value` with its `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// One file that was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path as people are shown it, with forward slashes on every system.
    pub path: String,
    /// The text, without a byte-order mark.
    pub text: String,
    /// Where its lines are. Most files are never shown to anybody, so this waits until somebody asks.
    lines: OnceLock<Lines>,
}

/// Where the lines of a text are, and its characters.
#[derive(Debug, Clone)]
struct Lines {
    /// Offset at which each line starts; the first is 0.
    starts: Vec<usize>,
    /// How many characters begin before each block of bytes, so that counting columns is fast in lines of any length.
    characters: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let blocks = text.as_bytes().chunks(BLOCK).map(count_characters);
        let characters = std::iter::once(0)
            .chain(blocks.scan(0, |sum, count| {
                *sum += count;
                Some(*sum)
            }))
            .collect();
        Self { starts, characters }
    }
}

/// How many bytes make a block.
const BLOCK: usize = 4096;

/// How many characters begin in these bytes of a text.
fn count_characters(bytes: &[u8]) -> usize {
    // In UTF-8 every byte of a character but its first looks like this, and no other byte does.
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

/// A place as people count it: line and column both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl SourceFile {
    fn new(path: String, text: String) -> Self {
        Self { path, text, lines: OnceLock::new() }
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }

    /// The offset nearest to `offset` that is not inside a character or after the text.
    pub fn clamp(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The line and column of a byte offset.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = self.clamp(offset);
        let starts = &self.lines().starts;
        let line = starts.partition_point(|&start| start <= offset);
        let start = starts.get(line - 1).copied().unwrap_or(0);
        LineColumn { line, column: self.characters_before(offset) - self.characters_before(start) + 1 }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let before = self.lines().characters.get(block).copied().unwrap_or(0);
        before + count_characters(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// The bytes of line `line` (from 1), without its line end.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let starts = &self.lines().starts;
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + text.len()
    }

    /// How many lines the file has; an empty file has one.
    pub fn line_count(&self) -> usize {
        self.lines().starts.len()
    }
}

/// All the files of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and returns its name.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(SourceFile::new(path.into(), text.into()));
        FileId(self.files.len() - 1)
    }

    /// Replaces the text of a file, as if that had been read.
    pub fn replace(&mut self, id: FileId, text: impl Into<String>) {
        let file = &mut self.files[id.0];
        *file = SourceFile::new(std::mem::take(&mut file.path), text.into());
    }

    /// The file of that name. A [`FileId`] is only ever made by [`Sources::add`], so it is there.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0]
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        let file = self.file(span.file);
        let start = file.clamp(span.start);
        &file.text[start..file.clamp(span.end).max(start)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_may_end_in_crlf() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "one\r\ntŵo x\nend");
        let file = sources.file(id);
        let x = file.text.find('x').unwrap();
        assert_eq!(file.line_column(x), LineColumn { line: 2, column: 5 });
        assert_eq!(&file.text[file.line_range(1)], "one");
        assert_eq!(&file.text[file.line_range(3)], "end");
        assert_eq!(file.line_column(999), LineColumn { line: 3, column: 4 });
    }

    #[test]
    fn columns_are_right_in_lines_of_any_length() {
        let mut sources = Sources::default();
        let text = "ŵ".repeat(1000) + "x\n" + &"aŵ€😀".repeat(3000);
        let id = sources.add("a.md", text.clone());
        let file = sources.file(id);
        let line_start = text.find('\n').unwrap() + 1;
        for (column, (offset, _)) in text[line_start..].char_indices().enumerate() {
            assert_eq!(file.line_column(line_start + offset), LineColumn { line: 2, column: column + 1 });
        }
        assert_eq!(file.line_column(text.len()), LineColumn { line: 2, column: 12_001 });
    }

    #[test]
    fn a_span_inside_a_character_is_moved_to_its_edge() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "ŵ");
        assert_eq!(sources.slice(Span::new(id, 0..1)), "");
        assert_eq!(sources.slice(Span::new(id, 0..2)), "ŵ");
    }
}
