//! What is wrong with a field as it was typed, and what to write instead.

use super::{Fields, Form};
use crate::content::schema::{self, Field, Shape};
use crate::diag::source::{Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::text::{all_of, shorten};

/// What is wrong with a field that holds nothing, if anything is.
pub(super) fn empty(field: &Field, key: Span) -> Option<Diagnostic> {
    let name = field.name;
    match field.shape {
        // It was typed for a reason, and what is published cannot be taken back.
        Shape::Hides => Some(
            Diagnostic::error(Code::WrongType, key, format!("`{name}` says neither yes nor no"))
                .help(format!("write `{name}: true`, which {}, or delete the line", lower_first(field.help))),
        ),
        Shape::Map(_) if schema::keeping_back(name).is_some() => Some(
            Diagnostic::error(Code::WrongType, key, format!("`{name}` names no paragraph of the law"))
                .help(format!("write {}, or delete the line", example_of(field.name))),
        ),
        Shape::Colour => Some(
            Diagnostic::error(Code::BadColour, key, format!("`{name}` has no colour"))
                .help("a colour begins with `#`, so it must be in quotation marks: \"#1d4f91\""),
        ),
        _ => None,
    }
}

/// What is wrong with `fields` if the row `field` is required and is missing.
pub(super) fn missing(field: &Field, fields: &Fields, noun: &str) -> Option<Diagnostic> {
    let name = field.name;
    let place = fields.place(name);
    let help = lower_first(field.help);
    if fields.entries.iter().any(|(key, _)| key.value == name) {
        // A colour without quotation marks is empty, and is reported as such.
        let is_reported = matches!(field.shape, Shape::Colour);
        return (!is_reported).then(|| {
            Diagnostic::error(Code::MissingField, place, format!("`{name}` is empty"))
                .help(format!("write something after the colon: {help}"))
        });
    }
    let line = match field.shape {
        Shape::List(_) => {
            format!("add a line `{name}:`, and below it a line that begins with `- ` for each")
        }
        _ => format!("add a line `{name}: …`"),
    };
    let fault = Diagnostic::error(Code::MissingField, place, format!("{noun} has no `{name}`"));
    Some(fault.help(format!("{line}: {help}")))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

pub(super) fn unknown_key(key: &Spanned<String>, guess: Option<&str>, form: Form<'_>) -> Diagnostic {
    let is_word = key.value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
    let message = if is_word {
        format!("{} has no field called `{}`", form.noun, shorten(&key.value))
    } else {
        format!("`{}` is not the name of a field", shorten(&key.value))
    };
    let fault = Diagnostic::error(Code::UnknownKey, key.span, message);
    if let Some(help) = meant_elsewhere(&key.value, form) {
        return fault.help(help);
    }
    let Some(name) = guess else {
        let names = form.fields.iter().map(|field| format!("`{}`", field.name));
        let fault = fault.help(format!("the fields are {}", all_of(names)));
        return if form.fields.iter().any(|field| matches!(field.shape, Shape::Free)) {
            fault.help("a field of the council's own goes under `extra`")
        } else {
            fault
        };
    };
    fault.label(format!("did you mean `{name}`?")).help(format!("write `{name}: …`"))
}

/// What to do with a word that has another name here, or belongs elsewhere.
fn meant_elsewhere(typed: &str, form: Form<'_>) -> Option<String> {
    let named = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(typed));
    if let Some(field) = form.fields.iter().find(|field| named(field.aliases)) {
        return Some(format!("write `{}: …`", field.name));
    }
    if let Some(elsewhere) = form.elsewhere.iter().find(|elsewhere| named(elsewhere.words)) {
        return Some(elsewhere.help.to_owned());
    }
    let is_file = form.fields.iter().any(|field| matches!(field.shape, Shape::Hides));
    if let Some(flag) = schema::hiding(typed).filter(|_| !is_file) {
        return Some(whole_file(flag.name));
    }
    let holder = form.fields.iter().find(|field| field.fields().iter().any(|inner| inner.name == typed))?;
    Some(format!("it goes under `{}`, indented by two spaces", holder.name))
}

/// How to keep a file back with the field `flag`.
pub(super) fn whole_file(flag: &str) -> String {
    let example = example_of(flag);
    format!("to keep the whole file back, write {example} on its own line, with no space before it")
}

/// How the field that keeps a file or its text back is written.
pub(super) fn example_of(flag: &str) -> String {
    let is_flag = schema::HIDING.iter().any(|field| field.name == flag);
    format!("`{flag}: {}`", if is_flag { "true" } else { "{paragraph: 3}" })
}

/// How to write a list whose items have that shape.
pub(super) fn list_example(item: &Shape) -> String {
    match item {
        Shape::Map(table) => format!("a list, each item as {}", item_example(table)),
        _ => "a list, each item on a line that begins with `- `".to_owned(),
    }
}

/// How to write an item of a list whose fields are those of `table`.
pub(super) fn item_example(table: &[Field]) -> String {
    format!("`- {}: …`, and its other fields on the lines below it", first_of(table))
}

/// The first field of an example.
pub(super) fn first_of(table: &[Field]) -> &'static str {
    table.first().map_or("title", |field| field.name)
}
