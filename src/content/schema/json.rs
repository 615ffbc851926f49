//! Writes the tables of fields as JSON Schema, so that editors complete and check front matter as it is typed.
//!
//! In: the tables that the parser itself checks against, so that the two cannot drift. Out: JSON Schema, draft 2020-12.

use serde_json::{Map, Value, json};

use super::{Field, SCALE_CHANGE, SCALE_ITEM, Shape, tables};
use crate::report::{Preset, Rating, Rule, Scale};

/// The schema of the front matter of one kind of file, if there is such a kind.
pub fn schema(kind: &str) -> Option<Value> {
    let table = tables().into_iter().find(|table| table.name == kind)?;
    let mut schema = object(table.fields);
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(format!("Front matter of {}", table.files)));
    Some(Value::Object(schema))
}

/// A day, a month or a quarter of a financial year.
const WHEN: &str =
    "^([0-9]{4}-[0-9]{2}(-[0-9]{2})?|[A-Za-z]{3,9} [0-9]{4}|[Qq][1-4] [0-9]{4}[/-][0-9]{2}([0-9]{2})?)$";

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

/// Any field may be left empty, except those that keep a file back; `required` says whether it may be left out.
fn shape(shape: &Shape) -> Value {
    // A title such as 2013 is a number to YAML and a text to people.
    let text = || json!({ "type": ["string", "number", "boolean", "null"] });
    let date = || json!({ "type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" });
    let when = || json!({ "type": ["string", "null"], "pattern": WHEN });
    let flag = || json!({ "anyOf": [{ "type": ["boolean", "null"] }, { "enum": ["yes", "no"] }] });
    match shape {
        Shape::Text | Shape::Markdown => text(),
        Shape::Date => date(),
        Shape::When => when(),
        Shape::Done => json!({ "anyOf": [when(), flag()] }),
        Shape::Whole => json!({ "type": ["integer", "null"] }),
        Shape::Weight => json!({ "type": ["number", "null"], "exclusiveMinimum": 0 }),
        Shape::Number => json!({ "type": ["number", "string", "null"] }),
        Shape::Percentage => json!({ "type": ["number", "string", "null"], "minimum": 0 }),
        Shape::Progress => json!({ "anyOf": [
            { "type": ["integer", "null"], "minimum": 0, "maximum": 100 },
            { "type": "string", "pattern": "^([0-9]|[1-9][0-9]|100) ?%?$" },
        ] }),
        Shape::Flag => flag(),
        Shape::Hides => json!({ "enum": [true, false, "yes", "no"] }),
        Shape::Rating => {
            // The words to choose from; others that mean the same ("AMBER", "For info") are accepted too.
            let words: Vec<&str> = Scale::standard().typed().map(Rating::id).collect();
            json!({ "anyOf": [{ "enum": words }, { "type": ["string", "null"] }] })
        }
        Shape::Rule(names) => {
            let words = names.iter().filter(|name| **name != Rule::SHARE).map(|name| json!(name));
            let words: Vec<Value> = words.chain([Value::Null]).collect();
            // The other fields are the ids of the scale's steps, each with its share or limit.
            json!({ "anyOf": [
                { "enum": words },
                {
                    "type": "object",
                    "properties": { "rule": { "enum": names } },
                    "required": ["rule"],
                    "additionalProperties": { "type": ["string", "number"] },
                },
            ] })
        }
        Shape::Scale => json!({ "anyOf": [
            { "enum": Preset::ALL.map(Preset::name) },
            { "type": "array", "items": object(SCALE_ITEM) },
            {
                "type": "object",
                "properties": { "preset": { "enum": Preset::ALL.map(Preset::name) } },
                "required": ["preset"],
                "additionalProperties": object(SCALE_CHANGE),
            },
        ] }),
        Shape::Colour => json!({ "type": "string", "pattern": "^#[0-9a-fA-F]{6}$" }),
        Shape::Choice(words) => json!({ "enum": words }),
        Shape::List(item) => json!({ "type": ["array", "null"], "items": self::shape(item) }),
        Shape::OneOrList(item) => {
            json!({ "anyOf": [self::shape(item), { "type": "array", "items": self::shape(item) }] })
        }
        Shape::Map(table) => Value::Object(object(table)),
        Shape::MapOf(table) => json!({ "type": "object", "additionalProperties": object(table) }),
        Shape::Limits => {
            json!({ "type": ["object", "null"], "additionalProperties": { "type": ["number", "string"] } })
        }
        Shape::Ratings => {
            json!({ "type": ["object", "null"], "additionalProperties": self::shape(&Shape::Rating) })
        }
        Shape::Free => json!({ "type": ["object", "null"] }),
    }
}
