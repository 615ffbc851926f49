//! What the sections of a report share while they are built.

use std::collections::BTreeMap;

use crate::content::ReportDocument;
use crate::content::fields::Fields;
use crate::content::yaml::{Node, Value};
use crate::report::{Extra, Rule};

/// The report that a section is part of.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// Its documents.
    pub(super) report: &'a ReportDocument,
    /// The rule for sections that name none.
    pub(super) rule: Rule,
    /// Whether it is a plan, which rates nothing.
    pub(super) is_plan: bool,
    /// The letters that its actions may name; if there are none, any letter will do.
    pub(super) categories: &'a [String],
    /// Whether it is a draft.
    pub(super) is_draft: bool,
}

/// The values whose meaning only the council's own templates know.
pub(super) fn extra(fields: &Fields) -> BTreeMap<String, Extra> {
    match fields.get("extra").map(value) {
        Some(Extra::Map(values)) => values,
        _ => BTreeMap::new(),
    }
}

fn value(node: &Node) -> Extra {
    match &node.value {
        Value::Empty => Extra::Text(String::new()),
        Value::Scalar { text, .. } => Extra::Text(text.clone()),
        Value::List(items) => Extra::List(items.iter().map(value).collect()),
        Value::Map(fields) => {
            Extra::Map(fields.iter().map(|(key, node)| (key.value.clone(), value(node))).collect())
        }
    }
}
