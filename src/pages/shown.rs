//! Which pictures texts show.
//!
//! In: the texts of one report, as its readers see them. Out: paths. An output is handed these pictures and no others, so
//! that nothing that is made for the public depends on a picture that is kept back.

use std::collections::BTreeSet;

use super::Texts;
use super::prose::{Block, Inline};

impl Texts {
    /// The paths of the pictures in them, below the content folder.
    pub(crate) fn pictures(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        self.prose.iter().for_each(|text| in_blocks(&text.blocks, &mut found));
        found
    }
}

fn in_blocks<'a>(blocks: &'a [Block], found: &mut BTreeSet<&'a str>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } | Block::Numbered { content, .. } => {
                in_inlines(content, found);
            }
            Block::List { items, .. } => items.iter().for_each(|item| in_blocks(&item.blocks, found)),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| in_inlines(cell, found));
            }
            Block::Quote(inner) => in_blocks(inner, found),
            Block::Preformatted(_) | Block::Rule => {}
            Block::Computed(never) => match *never {},
        }
    }
}

fn in_inlines<'a>(content: &'a [Inline], found: &mut BTreeSet<&'a str>) {
    for inline in content {
        if let Inline::Image(picture) = inline {
            found.insert(&picture.path);
        }
        in_inlines(inline.inner(), found);
    }
}
