//! `schema`: prints the JSON Schema of one kind of front matter.

use super::{Outcome, terminal};

use crate::content::schema::json::{KINDS, schema};
use crate::text::{did_you_mean, one_of};

/// Prints the schema of `kind`.
pub(super) fn run(kind: &str) -> Outcome {
    let Some(schema) = schema(kind) else {
        let names = KINDS.map(|(name, _)| name);
        let help = match did_you_mean(kind, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", one_of(names)),
        };
        terminal::err(&format!("There is no kind of front matter called `{kind}`: {help}\n"));
        return Outcome::Usage;
    };
    terminal::out(&format!("{schema:#}\n"));
    Outcome::Fine
}
