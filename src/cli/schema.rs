//! `schema`: prints the JSON Schema of one kind of front matter, or of the data files.

use super::{Outcome, terminal};

use crate::content::schema::{json, tables};
use crate::outputs::data::schema as data;
use crate::text::{did_you_mean, one_of};

/// Prints the schema of `kind`.
pub(super) fn run(kind: &str) -> Outcome {
    let found = if kind == data::NAME { Some(data::schema()) } else { json::schema(kind) };
    let Some(schema) = found else {
        let names: Vec<&str> = tables().iter().map(|table| table.name).chain([data::NAME]).collect();
        let help = match did_you_mean(kind, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", one_of(names)),
        };
        terminal::err(&format!("There is no kind of front matter called `{kind}`: {help}\n"));
        return Outcome::Usage;
    };
    terminal::out(&format!("{schema:#}\n"));
    Outcome::Fine
}
