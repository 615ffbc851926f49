//! Writes the tables of fields as JSON Schema, so that editors complete and check front matter while it is typed.
//!
//! In: the tables that the parser itself checks against, so that the two cannot drift. Out: JSON Schema, draft 2020-12.

use serde_json::{Map, Value, json};

use super::{self as schema, Field, Shape};
use crate::report::Rating;

/// A kind of file whose front matter has a schema, by the name that the command line takes.
pub const KINDS: [(&str, &str); 9] = [
    ("council", "content/_index.md"),
    ("report", "a report's _index.md"),
    ("section", "the _index.md of a workstream or enabler"),
    ("plain-section", "the _index.md of indicators or actions"),
    ("narrative-section", "the _index.md of a narrative"),
    ("project", "an entry of a workstream or enabler"),
    ("indicator", "an entry of a section of indicators"),
    ("action", "an entry of a section of actions"),
    ("passage", "an entry of a narrative"),
];

/// The schema of the front matter of one kind of file, if there is such a kind.
pub fn schema(kind: &str) -> Option<Value> {
    let table = match kind {
        "council" => schema::COUNCIL,
        "report" => schema::REPORT,
        "section" => schema::SECTION,
        "plain-section" => schema::PLAIN_SECTION,
        "narrative-section" => schema::NARRATIVE_SECTION,
        "project" => schema::PROJECT,
        "indicator" => schema::INDICATOR,
        "action" => schema::ACTION,
        "passage" => schema::PASSAGE,
        _ => return None,
    };
    let what = KINDS.iter().find(|(name, _)| *name == kind).map_or(kind, |(_, what)| what);
    let mut schema = object(table);
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(format!("Front matter of {what}")));
    Some(Value::Object(schema))
}

fn object(table: &[Field]) -> Map<String, Value> {
    let fields = table.iter().map(|field| {
        let mut schema = shape(&field.shape);
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), json!(field.help));
        }
        (field.name.to_owned(), schema)
    });
    let required: Vec<&str> = table.iter().filter(|field| field.required).map(|field| field.name).collect();
    Map::from_iter([
        ("type".to_owned(), json!("object")),
        ("properties".to_owned(), Value::Object(fields.collect())),
        ("required".to_owned(), json!(required)),
        ("additionalProperties".to_owned(), json!(false)),
    ])
}

/// A field may always be left empty; whether it may be left out, `required` says.
fn shape(shape: &Shape) -> Value {
    // A title such as 2013 is a number to YAML and a text to people.
    let text = || json!({ "type": ["string", "number", "boolean", "null"] });
    let date = || json!({ "type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" });
    let flag = || json!({ "anyOf": [{ "type": ["boolean", "null"] }, { "enum": ["yes", "no"] }] });
    match shape {
        Shape::Text => text(),
        Shape::Date => date(),
        Shape::DateOrFlag => json!({ "anyOf": [date(), flag()] }),
        Shape::Whole => json!({ "type": ["integer", "null"] }),
        Shape::Weight => json!({ "type": ["number", "null"], "exclusiveMinimum": 0 }),
        Shape::Number => json!({ "type": ["number", "string", "null"] }),
        Shape::Percentage => json!({ "type": ["number", "string", "null"], "minimum": 0 }),
        Shape::Flag => flag(),
        Shape::Rating => {
            // The words to choose from; others that mean the same ("AMBER", "For info") are read, too.
            let words: Vec<&str> = Rating::WORDS.iter().map(|(word, _)| *word).collect();
            json!({ "anyOf": [{ "enum": words }, { "type": ["string", "null"] }] })
        }
        Shape::Rule => json!({ "anyOf": [
            { "enum": ["majority", "worst", "score", "manual", null] },
            {
                "type": "object",
                "properties": { "rule": { "const": "share" }, "red": { "type": "string" }, "amber": { "type": "string" } },
                "required": ["rule", "red", "amber"],
                "additionalProperties": false,
            },
        ] }),
        Shape::Colour => json!({ "type": "string", "pattern": "^#[0-9a-fA-F]{6}$" }),
        Shape::Choice(words) => json!({ "enum": words }),
        Shape::List(item) => json!({ "type": ["array", "null"], "items": self::shape(item) }),
        Shape::TextOrList => json!({ "anyOf": [text(), { "type": "array", "items": text() }] }),
        Shape::Map(table) => Value::Object(object(table)),
        Shape::MapOf(table) => json!({ "type": "object", "additionalProperties": object(table) }),
        Shape::Free => json!({ "type": ["object", "null"] }),
    }
}
