//! Builds actions.

use super::exempt::exempt;
use super::projects::PLAN_HELP;
use super::scope::{Scope, extra};
use super::text::Writer;
use super::{Checker, idle};
use crate::content::fields::Fields;
use crate::content::yaml::Value;
use crate::content::{EntryDocument, SectionDocument};
use crate::diag::{Code, Diagnostic};
use crate::report::prose::{Block, Item, Marker, Prose, entry_anchor};
use crate::report::{Action, Category};
use crate::text::{did_you_mean, one_of};

impl Checker<'_, '_> {
    /// An action, as read from its file.
    pub(super) fn action(
        &mut self,
        scope: Scope<'_>,
        section: &SectionDocument,
        source: &EntryDocument,
        is_draft: bool,
    ) -> Action {
        let document = &source.document;
        let fields = &document.fields;
        let mut faults = Vec::new();
        let anchor = entry_anchor(&section.id, &source.id);
        let comment = self.prose(document, &anchor, scope.scales(), &mut faults);
        let was = if scope.is_plan { None } else { self.was(scope.report, section, fields, &mut faults) };
        let category = category(fields, scope.categories, &mut faults);
        idle(fields, scope.is_plan, PLAN_HELP, &mut faults);
        let rating = scope.in_force.rating(fields, "rating", &mut faults);
        let mut writer = Writer::new(&self.context, self.places, document.file, scope.scales(), &mut faults);
        let mut cell = |name: &str| list_or_text(fields, name, &mut writer, &format!("{anchor}--{name}"));
        let (evidence, monitoring) = (cell("evidence"), cell("monitoring"));
        let text = |name: &str| fields.text(name).map(|text| text.value);
        let texts = |name: &str| fields.texts(name).into_iter().map(|text| text.value).collect();
        let action = Action {
            id: source.id.clone(),
            title: source.title(),
            code: text("code").unwrap_or_else(|| source.id.to_uppercase()),
            category,
            paragraphs: texts("paragraphs"),
            timescale: text("timescale"),
            leads: texts("leads"),
            evidence,
            monitoring,
            rating: rating.map(|rating| rating.value).filter(|_| !scope.is_plan),
            status: text("status"),
            was,
            extra: extra(fields),
            comment,
            restricted: fields.flag("restricted"),
            exempt: exempt(fields, scope.nation, &mut faults),
        };
        self.hand_over(document, faults, is_draft);
        action
    }
}

/// The categories that a report explains, in the order typed.
pub(super) fn categories(fields: &Fields) -> Vec<Category> {
    let explained = fields.named_maps("categories").iter();
    explained
        .map(|(letter, fields)| Category {
            title: fields.text("title").map(|title| title.value).unwrap_or_default(),
            description: fields.text("description").map(|text| text.value),
            letter: letter.value.clone(),
        })
        .collect()
}

/// The letters in a report's `categories`, readable or not: faults in them are reported there.
pub(super) fn letters(fields: &Fields) -> Vec<String> {
    match fields.get("categories").map(|node| &node.value) {
        Some(Value::Map(entries)) => entries.iter().map(|(letter, _)| letter.value.clone()).collect(),
        _ => Vec::new(),
    }
}

/// The category that an action names, as the report writes it.
fn category(fields: &Fields, known: &[String], faults: &mut Vec<Diagnostic>) -> Option<String> {
    let typed = fields.text("category")?;
    let same = known.iter().find(|letter| letter.eq_ignore_ascii_case(&typed.value));
    if same.is_some() || known.is_empty() {
        return Some(same.cloned().unwrap_or(typed.value));
    }
    let fault = Diagnostic::error(
        Code::UnknownCategory,
        typed.span,
        format!("the report does not explain a category `{}`", typed.value),
    );
    let near = did_you_mean(&typed.value, known.iter().map(String::as_str)).filter(|near| near.len() > 1);
    faults.push(match near {
        Some(near) => {
            fault.label(format!("did you mean `{near}`?")).help(format!("write `category: {near}`"))
        }
        None => fault.help(format!(
            "write {}, or explain it under `categories` in the report's `_index.md`",
            one_of(known.iter().map(|letter| format!("`category: {letter}`")))
        )),
    });
    None
}

/// A single text or a list of texts, as a list.
fn list_or_text(fields: &Fields, name: &str, writer: &mut Writer<'_, '_>, anchor: &str) -> Prose {
    let texts: Vec<Prose> =
        fields.markdowns(name).into_iter().map(|blocks| writer.prose(blocks, anchor)).collect();
    if !matches!(fields.get(name).map(|node| &node.value), Some(Value::List(_))) {
        return texts.into_iter().next().unwrap_or_default();
    }
    let items = texts.into_iter().map(|text| Item { blocks: text.blocks, rating: None }).collect();
    Prose { blocks: vec![Block::List { marker: Marker::Bullet, items }] }
}
