//! Numbers paragraphs so that the numbers stay with them on paper, read aloud and when copied.

use crate::report::prose::{Block, Inline, Prose};

/// The text with each of its paragraphs numbered on from `last`, which is set to the last number given.
pub(super) fn run_on(prose: &Prose, last: &mut usize) -> Prose {
    let number = |block: &Block| match block {
        Block::Paragraph(content) => {
            *last += 1;
            Block::Numbered {
                number: format!("{last}."),
                anchor: format!("_paragraph-{last}"),
                content: content.clone(),
            }
        }
        other => other.clone(),
    };
    Prose { blocks: prose.blocks.iter().map(number).collect() }
}

/// The body of a committee paper: its main headings numbered 1, 2, 3 and the paragraphs under each 1.1, 1.2, 1.3; and
/// how many such headings there are. Paragraphs before the first heading have no number.
pub(super) fn paper(prose: &Prose) -> (Prose, usize) {
    let (mut section, mut paragraph) = (0, 0);
    let mut blocks = Vec::new();
    for block in &prose.blocks {
        blocks.push(match block {
            Block::Heading { depth: 1, anchor, content } => {
                (section, paragraph) = (section + 1, 0);
                let number = Inline::Text(format!("{section}. "));
                let content = std::iter::once(number).chain(content.iter().cloned()).collect();
                Block::Heading { depth: 1, anchor: anchor.clone(), content }
            }
            Block::Paragraph(content) if section > 0 => {
                paragraph += 1;
                Block::Numbered {
                    number: format!("{section}.{paragraph}"),
                    anchor: format!("_paragraph-{section}-{paragraph}"),
                    content: content.clone(),
                }
            }
            other => other.clone(),
        });
    }
    (Prose { blocks }, section)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::prose::Marker;

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    fn heading(depth: u8) -> Block {
        Block::Heading { depth, anchor: "h".into(), content: text("Heading") }
    }

    fn paragraph() -> Block {
        Block::Paragraph(text("Text"))
    }

    fn numbers(prose: &Prose) -> Vec<&str> {
        prose
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Numbered { number, .. } => Some(number.as_str()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn numbers_run_on_from_one_text_to_the_next() {
        let bullets = Block::List { marker: Marker::Bullet, items: Vec::new() };
        let mut last = 0;
        let first = run_on(&Prose { blocks: vec![paragraph(), heading(1), bullets, paragraph()] }, &mut last);
        let second = run_on(&Prose { blocks: vec![paragraph()] }, &mut last);
        assert_eq!((numbers(&first), numbers(&second), last), (vec!["1.", "2."], vec!["3."], 3));
    }

    #[test]
    fn a_paper_is_numbered_by_section_and_paragraph() {
        let blocks = vec![
            paragraph(),
            heading(1),
            paragraph(),
            paragraph(),
            heading(2),
            paragraph(),
            heading(1),
            paragraph(),
        ];
        let (paper, sections) = paper(&Prose { blocks });
        assert_eq!((numbers(&paper), sections), (vec!["1.1", "1.2", "1.3", "2.1"], 2));
        assert_eq!(paper.blocks[0], paragraph(), "before the first heading nothing is numbered");
        assert!(
            matches!(&paper.blocks[1], Block::Heading { content, .. } if content[0] == Inline::Text("1. ".into()))
        );
    }
}
