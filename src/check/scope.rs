//! What the sections of a report share while they are built.

use std::collections::BTreeMap;

use super::aspects::Aspects;
use super::scale::InForce;
use crate::content::ReportDocument;
use crate::content::fields::Fields;
use crate::content::yaml::{Node, Value};
use crate::diag::source::Span;
use crate::report::{Extra, Nation, Noun, Palette, Scale};

/// The report that a section is part of.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// Its documents.
    pub(super) report: &'a ReportDocument,
    /// The scale and the rule in force: the report's or, below it, the section's.
    pub(super) in_force: &'a InForce,
    /// The aspects of each project that are rated separately.
    pub(super) aspects: &'a Aspects,
    /// The scales of the report and of its sections.
    pub(super) scales: &'a [&'static Scale],
    /// The colours of ratings.
    pub(super) palette: &'a Palette,
    /// The nation whose law makes information exempt.
    pub(super) nation: Nation,
    /// What entries are called in sections that say nothing else; nothing is said of indicators and actions.
    pub(super) noun: Option<&'a Noun>,
    /// Whether it is a plan, which rates nothing.
    pub(super) is_plan: bool,
    /// The letters that its actions may name; if there are none, any letter will do.
    pub(super) categories: &'a [String],
    /// The ids of the groups that its sections may name, and where they are typed.
    pub(super) groups: &'a [(String, Span)],
    /// Whether it is a draft.
    pub(super) is_draft: bool,
}

impl<'a> Scope<'a> {
    /// The scales that a text may name ratings of.
    pub(super) fn scales(&self) -> Scales<'a> {
        Scales { own: self.in_force.scale, report: self.scales }
    }
}

/// The scales that a text may name ratings of.
#[derive(Clone, Copy)]
pub(super) struct Scales<'a> {
    /// The one in force where the text stands.
    pub(super) own: &'static Scale,
    /// Those of the whole report.
    pub(super) report: &'a [&'static Scale],
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
