//! Finds the pictures that come along with the text of a report that follows another.
//!
//! In: the new files, and the content folder. Out: the pictures that these files show and that were in the folder of the
//! old report, each for the same place in the folder of the new one. What lies outside the old folder stays where it is
//! and is still found there.

use std::collections::BTreeSet;

use super::NewFile;
use crate::content::address::{resolve, typed_picture};
use crate::content::discover::Tree;
use crate::content::fields::{Fields, Value};
use crate::content::markdown::{Block, Inline};
use crate::content::schema::Table;
use crate::content::{self, Document};
use crate::diag::Diagnostic;
use crate::diag::source::Sources;

/// The pictures of the old report that `files`, each with its table, show from the folder `new` of the content folder.
pub(super) fn along(
    files: &[(NewFile, &'static Table)],
    (old, new): (&str, &str),
    tree: &Tree,
) -> Result<Vec<NewFile>, Box<Diagnostic>> {
    let mut wanted = BTreeSet::new();
    for (file, table) in files {
        let below = file.path.strip_prefix(&tree.root).unwrap_or(&file.path).trim_start_matches('/');
        let mut sources = Sources::default();
        let id = sources.add(&file.path, String::from_utf8_lossy(&file.bytes));
        let document = content::document(id, &sources, table);
        wanted.extend(
            addresses(&document).iter().filter_map(|address| resolve(below, &typed_picture(address))),
        );
    }
    let mut pictures = Vec::new();
    for path in wanted {
        let Some(place) = path.strip_prefix(new).filter(|place| place.starts_with('/')) else { continue };
        if let Some(bytes) = tree.picture(&format!("{old}{place}"))? {
            pictures.push(NewFile::new(format!("{}/{path}", tree.root), bytes));
        }
    }
    Ok(pictures)
}

/// The address of every picture that a file shows, as typed.
fn addresses(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    of_blocks(&document.body, &mut found);
    of_fields(&document.fields, &mut found);
    found
}

fn of_fields(fields: &Fields, found: &mut Vec<String>) {
    for value in fields.values() {
        of_value(value, found);
    }
}

fn of_value(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Markdown(blocks) => of_blocks(blocks, found),
        Value::List(items) => items.iter().for_each(|item| of_value(&item.value, found)),
        Value::Map(fields) => of_fields(fields, found),
        Value::Maps(maps) => maps.iter().for_each(|(_, fields)| of_fields(fields, found)),
        _ => {}
    }
}

fn of_blocks(blocks: &[Block], found: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading(_, content) => of_line(content, found),
            Block::List(_, items) => items.iter().for_each(|item| of_blocks(item, found)),
            Block::Table(_, head, rows) => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| of_line(cell, found));
            }
            Block::Quote(blocks) => of_blocks(blocks, found),
            Block::Preformatted(_) | Block::Rule => {}
        }
    }
}

fn of_line(content: &[Inline], found: &mut Vec<String>) {
    for piece in content {
        match piece {
            Inline::Styled(_, content) | Inline::Link(_, content) => of_line(content, found),
            Inline::Image(address, _) => found.push(address.value.clone()),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}
