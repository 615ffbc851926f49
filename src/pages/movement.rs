//! Movements, as they are printed.

use serde::Serialize;

use crate::report::compare::Movement;
use crate::words::Words;

/// A movement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedMovement {
    /// The stable name.
    pub id: &'static str,
    /// The words.
    pub words: String,
}

impl PrintedMovement {
    /// A movement in words.
    pub(super) fn new(movement: Movement, words: &Words) -> Self {
        Self { id: movement.id(), words: words.movement(movement).to_owned() }
    }
}
