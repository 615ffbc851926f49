//! Lists as they were numbered.

use super::Block;
use crate::report::prose::{Enclosing, Marker, Numerals};

/// The number of an item, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u64,
    pub(super) numerals: Numerals,
    pub(super) enclosing: Enclosing,
}

/// Makes lists of items, so that each item is printed with the number that was typed. Where all have the same number, as
/// is usual in Markdown, they are counted.
pub(super) fn push_lists(blocks: &mut Vec<Block>, items: Vec<(Option<Number>, Vec<Block>)>) {
    let is_counted = items.len() > 1 && items.iter().all(|(number, _)| *number == items[0].0);
    let mut wanted: Option<Number> = None;
    let mut is_open = false;
    for (number, content) in items {
        let goes_on = is_open && (is_counted || number == wanted);
        wanted = number.map(|number| Number { value: number.value.saturating_add(1), ..number });
        match blocks.last_mut() {
            Some(Block::List(_, items)) if goes_on => items.push(content),
            _ => {
                let marker = number.map_or(Marker::Bullet, |number| Marker::Number {
                    first: number.value,
                    numerals: number.numerals,
                    enclosing: number.enclosing,
                });
                blocks.push(Block::List(marker, vec![content]));
            }
        }
        is_open = true;
    }
}
