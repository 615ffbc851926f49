//! What a reader finds the way by: entries of the table of contents, and the title at the head of every printed page.
//!
//! In: titles, and texts with headings. Out: entries that lead to them, and a title that fits on one line. This module
//! must not know page numbers, nor which parts a report has.

use super::{Linked, TextId, Texts};
use crate::check::paper::{Face, Ruler};
use crate::report::prose::{Block, plain_line};
use crate::text::cut;

/// The main headings of a text, as chapters.
pub(super) fn headings(text: Option<TextId>, texts: &Texts) -> Vec<Linked> {
    let blocks = text.and_then(|id| texts.get(id.number())).map(|prose| prose.blocks.as_slice());
    let main = blocks.unwrap_or_default().iter().filter_map(|block| match block {
        Block::Heading { depth: 1, anchor, content } => Some(chapter(anchor, &plain_line(content))),
        _ => None,
    });
    main.collect()
}

/// An entry of the table of contents.
pub(super) fn chapter(anchor: &str, title: &str) -> Linked {
    Linked::new(anchor.to_owned(), title)
}

/// An entry for what stands in the chapter before it.
pub(super) fn below(anchor: &str, title: &str) -> Linked {
    Linked { is_below: true, ..chapter(anchor, title) }
}

/// The width of an upright page between its margins in ems of the type at its head: 170 mm at 9.5 points.
const HEAD: f64 = 50.7;

/// The room between the council's name and the title.
const BETWEEN: f64 = 2.0;

/// The council's name and the title as they stand at the head of every page, on one line: where both have no room, the
/// period goes first, then words at the end of the longer of the two.
pub(super) fn running_head(council: &str, title: &str, full_title: &str, ruler: &Ruler) -> (String, String) {
    let width = |text: &str| ruler.width(text, Face::default());
    let fits = |title: &str| width(council) + BETWEEN + width(title) <= HEAD;
    if let Some(title) = [full_title, title].into_iter().find(|title| fits(title)) {
        return (council.to_owned(), title.to_owned());
    }
    let council = shortened(council, (HEAD - BETWEEN - width(title)).max((HEAD - BETWEEN) / 2.0), ruler);
    let room = HEAD - BETWEEN - width(&council);
    let title = shortened(title, room, ruler);
    (council, title)
}

/// A text cut to a width at the end of a word, or within the first word if that is too long by itself.
fn shortened(text: &str, room: f64, ruler: &Ruler) -> String {
    let width = |text: &str| ruler.width(text, Face::default());
    if width(text) <= room {
        return text.to_owned();
    }
    let cut_at = |end: usize| text[..end].trim_end_matches([' ', ',', ';', ':']).to_owned() + "…";
    cut(text, |end| width(&cut_at(end)) <= room).map_or_else(String::new, cut_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter of this ruler is 0.6 em wide, so that 81 have room beside one another.
    fn head(council: &str, title: &str, period: &str) -> (String, String) {
        running_head(council, title, &format!("{title}, {period}"), &Ruler::default())
    }

    #[test]
    fn the_head_of_a_page_says_all_that_has_room() {
        let own = |council: &str, title: &str| (council.to_owned(), title.to_owned());
        assert_eq!(head("Kent", "Report", "2014"), own("Kent", "Report, 2014"));
        let title = "a".repeat(70);
        assert_eq!(head("Kent", &title, "2014"), own("Kent", &format!("{title}, 2014")));
        assert_eq!(head("Kent", &title, "April 2014"), own("Kent", &title));
        // 81 letters less the council's 4, of which the last says that more follows.
        let title = "one two ".repeat(12);
        let (_, short) = head("Kent", &title, "2014");
        assert!(short.ends_with("two…") || short.ends_with("one…"), "{short}");
    }

    proptest::proptest! {
        #[test]
        fn the_head_of_a_page_has_one_line(council in "[a-z ]{0,120}", title in "[a-z ]{1,160}", period in "[a-z ]{0,60}") {
            let (council, title) = head(&council, &title, &period);
            let width = |text: &str| Ruler::default().width(text, Face::default());
            proptest::prop_assert!(width(&council) + width(&title) + BETWEEN <= HEAD + 1e-9, "{council:?} {title:?}");
            proptest::prop_assert!(!title.is_empty());
        }
    }
}
