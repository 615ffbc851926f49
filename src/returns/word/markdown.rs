//! Writes what was read in a Word document as Markdown.
//!
//! In: paragraphs and tables. Out: Markdown that prints as they were typed: a character that means something to Markdown
//! has a backslash before it, where it would mean something.

use std::fmt::Write as _;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading, at a level that counts from 1.
    Heading(usize, Vec<Piece>),
    /// A paragraph.
    Paragraph(Vec<Piece>),
    /// A quotation of one paragraph.
    Quote(Vec<Piece>),
    /// An item of a list: how deep it stands in others, what stands before it, and what it says.
    Item(usize, String, Vec<Piece>),
    /// A table: its rows, of which the first names the columns; each cell is its paragraphs.
    Table(Vec<Vec<Vec<Piece>>>),
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text in one look.
    Text(String, Look),
    /// A line break.
    Break,
    /// A link: its address and what it says.
    Link(String, Vec<Piece>),
    /// A picture: its number in the text, what it shows, and its name once it has one.
    Picture(usize, String, String),
}

/// How a text looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each may come with each other")]
pub(super) struct Look {
    pub(super) is_strong: bool,
    pub(super) is_slanted: bool,
    pub(super) is_struck: bool,
    pub(super) is_raised: bool,
    pub(super) is_lowered: bool,
}

impl Look {
    /// This look, with whatever the other adds to it.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            is_strong: self.is_strong || other.is_strong,
            is_slanted: self.is_slanted || other.is_slanted,
            is_struck: self.is_struck || other.is_struck,
            is_raised: self.is_raised || other.is_raised,
            is_lowered: self.is_lowered || other.is_lowered,
        }
    }
}

/// Gives the pictures of a text their names.
pub(super) fn name_pictures(blocks: &mut [Block], names: &[String]) {
    fn in_pieces(pieces: &mut [Piece], names: &[String]) {
        for piece in pieces {
            match piece {
                Piece::Picture(number, _, name) => {
                    name.clone_from(names.get(*number).unwrap_or(&String::new()));
                }
                Piece::Link(_, inner) => in_pieces(inner, names),
                Piece::Text(..) | Piece::Break => {}
            }
        }
    }
    for block in blocks {
        match block {
            Block::Heading(_, pieces)
            | Block::Paragraph(pieces)
            | Block::Quote(pieces)
            | Block::Item(_, _, pieces) => in_pieces(pieces, names),
            Block::Table(rows) => rows.iter_mut().flatten().for_each(|cell| in_pieces(cell, names)),
        }
    }
}

/// Writes a text. Its highest headings are of the second level, as those of a narrative are.
pub(super) fn write(blocks: &[Block]) -> String {
    let levels = blocks
        .iter()
        .filter_map(|block| if let Block::Heading(level, _) = block { Some(*level) } else { None });
    let highest = levels.min().unwrap_or(1);
    let mut out = String::new();
    // The lists that are open, the outermost first: at which level of Word each stands, whether it is numbered, and how
    // far in the text of its last item begins.
    let mut open: Vec<(usize, bool, usize)> = Vec::new();
    for block in blocks {
        let mut between = "\n\n";
        let text = match block {
            Block::Heading(level, pieces) => {
                let words = line(&bare(pieces));
                format!("{} {words}", "#".repeat((level - highest + 2).min(6)))
            }
            Block::Paragraph(pieces) => start_of_line(&line(pieces)),
            Block::Quote(pieces) => format!("> {}", start_of_line(&line(pieces))),
            Block::Item(level, marker, pieces) => {
                let is_numbered = marker != "-";
                let width = marker.chars().count() + 1;
                let depth = open.len();
                while open.last().is_some_and(|(outer, ..)| outer > level) && open.len() > 1 {
                    open.pop();
                }
                match open.last_mut() {
                    Some(list) if list.0 >= *level => {
                        // Numbers and bullets are two lists.
                        between = if list.1 == is_numbered { "\n" } else { "\n\n" };
                        *list = (*level, is_numbered, width);
                    }
                    _ => {
                        // A number does not begin a list in the middle of a paragraph.
                        between = if depth == 0 || is_numbered { "\n\n" } else { "\n" };
                        open.push((*level, is_numbered, width));
                    }
                }
                let indent: usize = open.iter().rev().skip(1).map(|(.., width)| width).sum();
                let indent = " ".repeat(indent);
                format!("{indent}{marker} {}", start_of_line(&line(pieces)))
            }
            Block::Table(rows) => table(rows),
        };
        if !matches!(block, Block::Item(..)) {
            open.clear();
        }
        if !out.is_empty() {
            out.push_str(between);
        }
        out.push_str(&text);
    }
    out
}

/// Writes a text in which Markdown is typed, as in a field of a form: a character stands for whatever it stands for, and
/// what was laid out in Word becomes what somebody would have typed for it. In a text that `is_plain`, it is left out.
pub(super) fn typed(blocks: &[Block], is_plain: bool) -> String {
    let levels = blocks
        .iter()
        .filter_map(|block| if let Block::Heading(level, _) = block { Some(*level) } else { None });
    let highest = levels.min().unwrap_or(1);
    let mut out = String::new();
    let mut was_item = false;
    for block in blocks {
        let is_item = matches!(block, Block::Item(..));
        let text = match block {
            Block::Heading(level, pieces) if !is_plain => {
                format!("{} {}", "#".repeat((level - highest + 2).min(6)), as_typed(&bare(pieces), is_plain))
            }
            Block::Heading(_, pieces) | Block::Paragraph(pieces) | Block::Quote(pieces) => {
                as_typed(pieces, is_plain)
            }
            Block::Item(level, marker, pieces) => {
                format!("{}{marker} {}", "   ".repeat((*level).min(8)), as_typed(pieces, is_plain))
            }
            Block::Table(rows) if is_plain => {
                let row = |cells: &Vec<Vec<Piece>>| {
                    cells.iter().map(|cell| as_typed(cell, true)).collect::<Vec<_>>().join(" | ")
                };
                rows.iter().map(row).collect::<Vec<_>>().join("\n")
            }
            Block::Table(rows) => table(rows),
        };
        if !out.is_empty() {
            out.push_str(if is_plain || (is_item && was_item) { "\n" } else { "\n\n" });
        }
        out.push_str(&text);
        was_item = is_item;
    }
    out
}

/// The pieces of a paragraph as somebody would have typed them.
fn as_typed(pieces: &[Piece], is_plain: bool) -> String {
    let joined = joined(pieces);
    let mut out = String::new();
    for (index, piece) in joined.iter().enumerate() {
        match piece {
            Piece::Text(text, _) if is_plain => out.push_str(text),
            Piece::Text(text, look) => {
                let after = match joined.get(index + 1) {
                    Some(Piece::Text(text, _)) => text.chars().next(),
                    _ => None,
                };
                let beside = (out.chars().last(), after);
                let written = if *look == Look::default() {
                    text.clone()
                } else {
                    dressed(text, *look, beside, str::to_owned)
                };
                out.push_str(&written);
            }
            Piece::Break => out.push('\n'),
            // A form has none.
            Piece::Picture(..) => {}
            Piece::Link(to, inner) => {
                let words = as_typed(inner, is_plain);
                // Word makes a link of every address that is typed.
                let is_bare = to.trim_end_matches('/').ends_with(words.trim_end_matches('/'));
                if is_plain || is_bare {
                    out.push_str(&words);
                } else {
                    _ = write!(out, "[{words}](<{to}>)");
                }
            }
        }
    }
    out
}

/// The pieces of a heading, which is bold by itself.
fn bare(pieces: &[Piece]) -> Vec<Piece> {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text, look) => Piece::Text(text.clone(), Look { is_strong: false, ..*look }),
            Piece::Link(to, inner) => Piece::Link(to.clone(), bare(inner)),
            Piece::Break => Piece::Text(" ".to_owned(), Look::default()),
            Piece::Picture(..) => piece.clone(),
        })
        .collect()
}

fn table(rows: &[Vec<Vec<Piece>>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let row = |cells: &[Vec<Piece>]| {
        let cell = |index: usize| cells.get(index).map(|pieces| line(pieces)).unwrap_or_default();
        let cells: Vec<String> = (0..width).map(|index| format!(" {} ", cell(index))).collect();
        format!("|{}|", cells.join("|"))
    };
    let mut lines: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
    lines.insert(1.min(lines.len()), format!("|{}", " --- |".repeat(width)));
    lines.join("\n")
}

/// The same pieces, of which neighbours of one look are one text: Word parts a line wherever somebody has typed.
fn joined(pieces: &[Piece]) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Text(before, look)), Piece::Text(text, other)) if look == other => {
                before.push_str(text);
            }
            (_, Piece::Text(text, _)) if text.is_empty() => {}
            _ => joined.push(piece.clone()),
        }
    }
    joined
}

/// Writes the pieces of a line.
fn line(pieces: &[Piece]) -> String {
    let joined = joined(pieces);
    let mut out = String::new();
    for (index, piece) in joined.iter().enumerate() {
        match piece {
            Piece::Text(text, look) => {
                let after = match joined.get(index + 1) {
                    Some(Piece::Text(text, _)) => text.chars().next(),
                    Some(_) => Some('['),
                    None => None,
                };
                let dressed = dressed(text, *look, (out.chars().last(), after), escape);
                out.push_str(&dressed);
            }
            Piece::Break => out.push_str("<br>"),
            Piece::Picture(_, alt, name) => _ = write!(out, "![{}]({name})", escape(alt)),
            Piece::Link(to, inner) => {
                let words = line(inner);
                if !words.is_empty() {
                    _ = write!(out, "[{words}](<{to}>)");
                }
            }
        }
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    out.trim_start_matches("<br>").trim_end_matches("<br>").trim().to_owned()
}

/// A text with the signs of its look; white space stays outside of them, where Markdown wants it. `beside` are the
/// characters before and after it.
fn dressed(
    text: &str,
    look: Look,
    beside: (Option<char>, Option<char>),
    escape: impl Fn(&str) -> String,
) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let start = &text[..text.len() - text.trim_start().len()];
    let end = &text[text.trim_end().len()..];
    // Between a letter and a full stop, Markdown would not take asterisks for what they are meant to be.
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = start.chars().last().or(beside.0);
    let after = end.chars().next().or(beside.1);
    let is_plain = (is_letter(inner.chars().next()) || !is_letter(before))
        && (is_letter(inner.chars().last()) || !is_letter(after));
    let (strong, slanted) =
        if is_plain { (("**", "**"), ("*", "*")) } else { (("<strong>", "</strong>"), ("<em>", "</em>")) };
    let mut out = escape(inner);
    for (is_so, (open, close)) in [
        (look.is_raised, ("<sup>", "</sup>")),
        (look.is_lowered, ("<sub>", "</sub>")),
        (look.is_struck, ("~~", "~~")),
        (look.is_slanted, slanted),
        (look.is_strong, strong),
    ] {
        if is_so {
            out = format!("{open}{out}{close}");
        }
    }
    format!("{start}{out}{end}")
}

/// Makes every character stand for itself.
fn escape(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().copied().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(at + 1).copied();
        let is_special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '|' => true,
            '!' => after == Some('['),
            // Only the name of a character is more than itself: `&amp;`.
            '&' => {
                let name = chars[at + 1..].iter().take_while(|c| **c == '#' || c.is_alphanumeric()).count();
                name > 0 && chars.get(at + 1 + name) == Some(&';')
            }
            // Two or three would become a dash.
            '-' => before == Some('-') || after == Some('-'),
            // Inside a word it means nothing.
            '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
            _ => false,
        };
        if is_special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line whose beginning means nothing to Markdown, unless it is one that people type for a list.
fn start_of_line(line: &str) -> String {
    let first = line.chars().next().unwrap_or_default();
    let only = |c: char| line.chars().all(|other| other == c || other == ' ');
    let is_rule = ['=', '+'].into_iter().any(only) && !line.is_empty();
    if first == '#' || is_rule { format!("\\{line}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<Piece> {
        vec![Piece::Text(text.to_owned(), Look::default())]
    }

    #[test]
    fn headings_begin_at_the_second_level_and_lists_nest() {
        let item = |level, marker: &str, text| Block::Item(level, marker.to_owned(), plain(text));
        let blocks = [
            Block::Heading(3, plain("H")),
            item(4, "-", "a"),
            item(5, "1.", "b"),
            item(9, "(a)", "c"),
            item(4, "-", "d"),
            Block::Paragraph(plain("# no heading")),
            Block::Heading(4, plain("I")),
            Block::Table(vec![vec![plain("A"), plain("B|C")], vec![plain("1")]]),
        ];
        // The first item stands deep in Word, and begins a list here.
        assert_eq!(
            write(&blocks),
            "## H\n\n- a\n\n  1. b\n\n     (a) c\n- d\n\n\\# no heading\n\n### I\n\n| A | B\\|C |\n| --- | --- |\n| 1 |  |"
        );
    }

    #[test]
    fn looks_and_links_are_written_and_typed_signs_are_not() {
        let strong = Look { is_strong: true, ..Look::default() };
        let pieces = [
            Piece::Text("a * b_c ".into(), Look::default()),
            Piece::Text("bo".into(), strong),
            Piece::Text("ld ".into(), strong),
            Piece::Text("x".into(), Look::default()),
            Piece::Break,
            Piece::Link("https://a.uk/b c".into(), plain(" the [page] ")),
            Piece::Text("2".into(), Look { is_raised: true, ..Look::default() }),
        ];
        assert_eq!(line(&pieces), "a \\* b_c **bold** x<br>[the \\[page\\]](<https://a.uk/b c>)<sup>2</sup>");
    }
}
