//! A text that is put so that Markdown reads what was meant, and where each of its bytes was typed.
//!
//! In: a text, and changes to it. Out: the changed text, and for each place in it the place where that was typed, so that
//! a fault always underlines what stands in the file. It must not know why a text is changed.

use std::borrow::Cow;
use std::ops::Range;

/// What stands at `range` of a text becomes `with`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// What is replaced; empty where something is only put in.
    pub(super) range: Range<usize>,
    /// What takes its place.
    pub(super) with: String,
}

impl Change {
    /// Puts something in.
    pub(super) fn insert(at: usize, with: impl Into<String>) -> Self {
        Self { range: at..at, with: with.into() }
    }

    /// Replaces something.
    pub(super) fn replace(range: Range<usize>, with: impl Into<String>) -> Self {
        Self { range, with: with.into() }
    }
}

/// A text, as it is read and as it was typed.
#[derive(Debug)]
pub(super) struct Mended<'a> {
    /// The text as it is read.
    pub(super) text: Cow<'a, str>,
    /// The whole text as it was typed.
    pub(super) whole: &'a str,
    /// Each round of changes, the first first.
    layers: Vec<Vec<Piece>>,
    /// The text that this one is cut from, if it is not whole, and where it begins there.
    outer: Option<(&'a Mended<'a>, usize)>,
}

/// A stretch of a changed text.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it begins.
    start: usize,
    /// Where it, or what it took the place of, began before.
    from: usize,
    /// How long what it took the place of was; `None` where it is the same as before.
    replaced: Option<usize>,
}

impl<'a> Mended<'a> {
    /// A text that is not changed yet.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), whole: text, layers: Vec::new(), outer: None }
    }

    /// A part of a text, to be read on its own.
    pub(super) fn part(outer: &'a Mended<'a>, range: Range<usize>) -> Self {
        let start = range.start;
        let text = Cow::Borrowed(&outer.text[range]);
        Self { text, whole: outer.whole, layers: Vec::new(), outer: Some((outer, start)) }
    }

    /// Makes changes; of two at the same place the first is made. Whether there was any.
    pub(super) fn change(&mut self, mut changes: Vec<Change>) -> bool {
        if changes.is_empty() {
            return false;
        }
        changes.sort_by_key(|change| (change.range.start, change.range.end));
        changes.dedup();
        let mut text = String::with_capacity(self.text.len() + changes.len() * 2);
        let mut pieces = Vec::with_capacity(changes.len() * 2 + 1);
        let mut done = 0;
        for Change { range, with } in changes {
            if range.start < done {
                continue;
            }
            if range.start > done {
                pieces.push(Piece { start: text.len(), from: done, replaced: None });
                text.push_str(&self.text[done..range.start]);
            }
            if !with.is_empty() {
                pieces.push(Piece { start: text.len(), from: range.start, replaced: Some(range.len()) });
                text.push_str(&with);
            }
            done = range.end;
        }
        pieces.push(Piece { start: text.len(), from: done, replaced: None });
        text.push_str(&self.text[done..]);
        self.text = Cow::Owned(text);
        self.layers.push(pieces);
        true
    }

    /// Where what stands at `range` was typed, in the whole text.
    pub(super) fn typed(&self, range: Range<usize>) -> Range<usize> {
        let mut range = range;
        for pieces in self.layers.iter().rev() {
            range = before(pieces, range);
        }
        match self.outer {
            Some((outer, start)) => outer.typed(range.start + start..range.end + start),
            None => range,
        }
    }
}

fn before(pieces: &[Piece], range: Range<usize>) -> Range<usize> {
    let piece = |at: usize| {
        let index = pieces.partition_point(|piece| piece.start <= at).saturating_sub(1);
        pieces.get(index).copied().unwrap_or(Piece { start: 0, from: 0, replaced: None })
    };
    let first = piece(range.start);
    let start = match first.replaced {
        None => first.from + (range.start - first.start),
        Some(_) => first.from,
    };
    if range.is_empty() {
        return start..start;
    }
    let last = piece(range.end - 1);
    let end = match last.replaced {
        None => last.from + (range.end - last.start),
        Some(length) => last.from + length,
    };
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_a_changed_text_is_found_where_it_was_typed() {
        let mut text = Mended::new("ab \u{2022} c_d_");
        assert!(text.change(vec![Change::replace(3..7, "- "), Change::insert(8, "\\")]));
        assert_eq!(text.text, "ab - c\\_d_");
        assert!(text.change(vec![Change::insert(9, "\\")]));
        assert_eq!(text.text, "ab - c\\_d\\_");
        assert_eq!(text.typed(0..2), 0..2);
        assert_eq!(text.typed(3..4), 3..7, "the bullet");
        assert_eq!(text.typed(5..11), 7..11, "the word");
        assert_eq!(text.typed(8..9), 9..10);
        assert_eq!(text.typed(11..11), 11..11);
        let part = Mended::part(&text, 5..11);
        assert_eq!(part.typed(0..1), 7..8);
    }

    #[test]
    fn of_two_changes_at_one_place_the_first_is_made() {
        let mut text = Mended::new("abcd");
        assert!(!text.change(Vec::new()));
        text.change(vec![Change::replace(1..3, "x"), Change::replace(2..4, "y")]);
        assert_eq!(text.text, "axd");
    }
}
