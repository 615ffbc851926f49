//! `schema`: prints the JSON Schema of one kind of front matter, or of the data files.

use super::args::Schema;
use super::{Outcome, terminal};
use crate::content::schema::json;
use crate::outputs::data::schema as data;

/// Prints the schema.
pub(super) fn run(asked: &Schema) -> Outcome {
    let found = if asked.kind == data::NAME { Some(data::schema()) } else { json::schema(&asked.kind) };
    // The command line only accepts kinds that have a schema.
    if let Some(schema) = found {
        terminal::out(&format!("{schema:#}\n"));
    }
    Outcome::Fine
}
