//! Builds sections and entries.

use std::collections::BTreeMap;

use super::Lowering;
use super::prose::Writer;
use crate::diag::{Code, Diagnostic};
use crate::model::prose::{entry_anchor, section_anchor};
use crate::model::{Done, Entry, Extra, Milestone, Outlook, Rating, Risk, Rule, Section, Stated};
use crate::parse::fields::Fields;
use crate::parse::yaml::{Node, Value};
use crate::parse::{Document, EntryDocument, ReportDocument, SectionDocument};
use crate::source::{Span, Spanned};

impl Lowering<'_, '_> {
    /// Reports two entries that continue the same one: its past can be told only once.
    fn check_continuations(&mut self, report: &ReportDocument) {
        let entries = || {
            let sections = report.sections.iter().filter(|section| !section.index.is_draft());
            let entries =
                sections.flat_map(|section| section.entries.iter().map(move |entry| (section, entry)));
            entries.filter(|(_, entry)| !entry.document.is_draft())
        };
        let title = |entry: &EntryDocument| entry.document.title().unwrap_or_else(|| entry.id.clone());
        // An entry that says nothing continues the one of the same names.
        let mut seen: BTreeMap<String, (Span, String)> = entries()
            .filter(|(_, entry)| !entry.document.fields.was_typed("was"))
            .map(|(section, entry)| {
                (format!("{}/{}", section.id, entry.id), (entry.document.fields.place("title"), title(entry)))
            })
            .collect();
        for (_, entry) in entries() {
            let Some(was) = entry.document.fields.text("was") else { continue };
            let Some((first, other)) = seen.get(&was.value) else {
                seen.insert(was.value, (was.span, title(entry)));
                continue;
            };
            self.diagnostics.push(
                Diagnostic::error(
                    Code::UnknownWas,
                    was.span,
                    format!(
                        "\u{201c}{other}\u{201d} already continues `{}` of the previous report",
                        was.value
                    ),
                )
                .related(*first, "continues it")
                .help("an entry's past can be told only once: delete this line, or the other entry")
                .about(title(entry)),
            );
        }
    }

    /// The sections of a report that are no drafts, in order of print.
    pub(super) fn sections(&mut self, report: &ReportDocument, rule: Rule, is_draft: bool) -> Vec<Section> {
        self.check_continuations(report);
        let mut places = Vec::new();
        for source in &report.sections {
            let is_draft = is_draft || source.index.is_draft();
            let section = self.section(report, source, rule, is_draft);
            if !source.index.is_draft() {
                places.push(Ordered::new(&source.index, section));
            }
        }
        self.in_order(places, is_draft)
    }

    fn section(
        &mut self,
        report: &ReportDocument,
        source: &SectionDocument,
        rule: Rule,
        is_draft: bool,
    ) -> Section {
        let document = &source.index;
        let fields = &document.fields;
        let mut faults = Vec::new();
        let body = self.prose(document, &section_anchor(&source.id), &mut faults);
        let rule = fields.rule("rollup").map_or(rule, |rule| rule.value);
        let has_entries = source.entries.iter().any(|entry| !entry.document.is_draft());
        let folder = format!("{}/{}/", report.id, source.id);
        // Entries that could not be read are reported; the section must not look empty because of them.
        let has_entries =
            has_entries || self.context.tree.unusable.iter().any(|path| path.starts_with(&folder));
        let stated = stated(fields, rule, has_entries, &mut faults);
        self.hand_over(document, faults, is_draft);

        let mut places = Vec::new();
        for entry in &source.entries {
            let is_draft = is_draft || entry.document.is_draft();
            let lowered = self.entry(report, source, entry, is_draft);
            if !entry.document.is_draft() {
                places.push(Ordered::new(&entry.document, lowered));
            }
        }
        let entries = self.in_order(places, is_draft);
        Section {
            id: source.id.clone(),
            title: document.title().unwrap_or_else(|| source.id.clone()),
            kind: source.kind,
            owner: fields.text("owner").map(|owner| owner.value),
            rule,
            stated,
            body,
            entries,
            restricted: fields.flag("restricted"),
        }
    }

    fn entry(
        &mut self,
        report: &ReportDocument,
        section: &SectionDocument,
        source: &EntryDocument,
        is_draft: bool,
    ) -> Entry {
        let document = &source.document;
        let fields = &document.fields;
        let mut faults = Vec::new();
        let anchor = entry_anchor(&section.id, &source.id);
        let narrative = self.prose(document, &anchor, &mut faults);
        let rating = fields.rating("rating").map(|rating| rating.value);
        // A rating that could not be read is reported already.
        if rating.is_none() && !fields.was_typed("rating") && !is_draft {
            faults.push(
                Diagnostic::warning(
                    Code::NotRated,
                    fields.place("rating"),
                    "this entry has no rating, so \u{201c}Not rated\u{201d} is printed",
                )
                .help("write `rating: …`: red, amber, green, complete, not-started, on-hold, n/a or info"),
            );
        }
        let was = self.was(report, fields, &mut faults);
        let mut writer = Writer::new(&self.context, self.places, document.file, &mut faults);
        let outlook = fields.map("outlook").map_or_else(Outlook::default, |outlook| {
            let mut read = |name: &str| {
                outlook
                    .text(name)
                    .map(|text| writer.value(&text, &format!("{anchor}--{name}")))
                    .unwrap_or_default()
            };
            Outlook {
                long_term: read("long_term"),
                medium_term: read("medium_term"),
                this_year: read("this_year"),
            }
        });
        let text = |name: &str| fields.text(name).map(|text| text.value);
        let date = |name: &str| fields.date(name).map(|date| date.value);
        let entry = Entry {
            id: source.id.clone(),
            title: document.title().unwrap_or_else(|| source.id.clone()),
            rating: rating.unwrap_or(Rating::NotRated),
            lead: text("lead"),
            reason: text("reason"),
            action: text("action"),
            updated: date("updated"),
            due: date("due"),
            original_due: date("original_due"),
            milestones: fields.maps("milestones").iter().filter_map(milestone).collect(),
            risks: fields.maps("risks").iter().filter_map(risk).collect(),
            weight: fields.weight("weight").map_or(1000, |weight| weight.value),
            was,
            outlook,
            extra: match fields.get("extra").map(extra) {
                Some(Extra::Map(values)) => values,
                _ => BTreeMap::new(),
            },
            narrative,
            restricted: fields.flag("restricted"),
        };
        self.hand_over(document, faults, is_draft);
        entry
    }

    /// The section and entry of the previous report that `was` names.
    fn was(
        &self,
        report: &ReportDocument,
        fields: &Fields,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(String, String)> {
        let named = fields.text("was")?;
        let previous = report.index.fields.text("previous").map(|previous| previous.value);
        let previous = self.content.reports.iter().find(|other| Some(&other.id) == previous.as_ref());
        let Some(previous) = previous else {
            if report.index.fields.was_typed("previous") {
                return None;
            }
            faults.push(
                Diagnostic::error(
                    Code::UnknownWas,
                    named.span,
                    "`was` says where this entry stood in the previous report, but the report names none",
                )
                .help(format!(
                    "add `previous: …` to `{}/{}/_index.md`, or delete this line",
                    self.context.tree.root, report.id
                )),
            );
            return None;
        };
        let parts = named.value.split_once('/');
        let found = parts.filter(|(section, entry)| {
            previous
                .sections
                .iter()
                .any(|known| known.id == *section && known.entries.iter().any(|known| known.id == *entry))
        });
        let was_draft = found.is_some_and(|(section, entry)| {
            previous.sections.iter().filter(|known| known.id == section).any(|known| {
                let is_draft = |other: &EntryDocument| other.id == entry && other.document.is_draft();
                known.index.is_draft() || known.entries.iter().any(is_draft)
            })
        });
        if was_draft {
            faults.push(
                Diagnostic::error(
                    Code::UnknownWas,
                    named.span,
                    format!(
                        "`{}` was a draft in the report `{}`, so there is nothing to compare with",
                        named.value, previous.id
                    ),
                )
                .help("delete this line"),
            );
            return None;
        }
        if let Some((section, entry)) = found {
            return Some((section.to_owned(), entry.to_owned()));
        }
        let known: Vec<String> = previous
            .sections
            .iter()
            .flat_map(|section| {
                section.entries.iter().map(move |entry| format!("{}/{}", section.id, entry.id))
            })
            .collect();
        let fault = Diagnostic::error(
            Code::UnknownWas,
            named.span,
            format!("the report `{}` has no entry `{}`", previous.id, named.value),
        );
        faults.push(match crate::diag::did_you_mean(&named.value, known.iter().map(String::as_str)) {
            Some(name) => fault.label(format!("did you mean `{name}`?")).help(format!("write `was: {name}`")),
            None => {
                fault.help("write the names of its folder and file there, like `asset-management/park-wood`")
            }
        });
        None
    }

    /// Sorts by `order`, then by title; two that ask for the same place are a fault.
    fn in_order<T>(&mut self, mut places: Vec<Ordered<T>>, is_draft: bool) -> Vec<T> {
        places.sort_by(|a, b| {
            let key = |place: &Ordered<T>| place.order.as_ref().map(|order| order.value);
            // `None` would sort first; entries without an order follow those that have one.
            (key(a).is_none(), key(a), a.title.to_lowercase(), &a.title).cmp(&(
                key(b).is_none(),
                key(b),
                b.title.to_lowercase(),
                &b.title,
            ))
        });
        for pair in places.windows(2) {
            let [first, second] = pair else { continue };
            let (Some(first_order), Some(order)) = (&first.order, &second.order) else { continue };
            if first_order.value == order.value && !is_draft {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::DuplicateOrder,
                        order.span,
                        format!(
                            "\u{201c}{}\u{201d} and \u{201c}{}\u{201d} both have `order: {}`",
                            first.title, second.title, order.value
                        ),
                    )
                    .label("the same number again")
                    .related(first_order.span, "first used here")
                    .help("give each its own number, or delete both to have them follow by title")
                    .about(second.title.clone()),
                );
            }
        }
        places.into_iter().map(|place| place.value).collect()
    }
}

/// Something with a place among its neighbours.
struct Ordered<T> {
    order: Option<Spanned<i64>>,
    title: String,
    value: T,
}

impl<T> Ordered<T> {
    fn new(document: &Document, value: T) -> Self {
        Self { order: document.fields.whole("order"), title: document.title().unwrap_or_default(), value }
    }
}

/// The rating that a section's owner states, with what must be said about it.
fn stated(fields: &Fields, rule: Rule, has_entries: bool, faults: &mut Vec<Diagnostic>) -> Option<Stated> {
    let rating = fields.rating("rating");
    let reason = fields.text("reason");
    let Some(rating) = rating else {
        if fields.was_typed("rating") {
            return None;
        }
        if rule == Rule::Manual && has_entries {
            faults.push(
                Diagnostic::error(
                    Code::ManualWithoutRating,
                    fields.place("rollup"),
                    "this section is rated by hand, and no rating is given",
                )
                .help("add `rating: …` and `reason: …`, or choose a rule that computes the rating"),
            );
        } else if !has_entries {
            faults.push(
                Diagnostic::warning(
                    Code::NotRated,
                    fields.place("rating"),
                    "this section has neither entries nor a rating, so \u{201c}Not rated\u{201d} is printed",
                )
                .help("add `rating: …`, or add entries beside this file"),
            );
        }
        return None;
    };
    if has_entries && reason.is_none() && !fields.was_typed("reason") {
        let (message, help) = if rule == Rule::Manual {
            (
                "this section is rated by hand, and nothing says why it has this rating",
                "add `reason: …`, one sentence that a councillor can understand",
            )
        } else {
            (
                "the rating typed here takes the place of the computed one, and nothing says why",
                "add `reason: …`, one sentence that a councillor can understand, or delete the `rating`",
            )
        };
        faults.push(Diagnostic::error(Code::OverrideWithoutReason, rating.span, message).help(help));
    }
    Some(Stated { rating: rating.value, reason: reason.map(|reason| reason.value) })
}

fn milestone(fields: &Fields) -> Option<Milestone> {
    Some(Milestone {
        title: fields.text("title")?.value,
        due: fields.date("due").map(|date| date.value),
        original_due: fields.date("original_due").map(|date| date.value),
        done: match fields.date("done") {
            Some(date) => Done::On(date.value),
            None if fields.flag("done") => Done::Yes,
            None => Done::No,
        },
        rating: fields.rating("rating").map(|rating| rating.value),
    })
}

fn risk(fields: &Fields) -> Option<Risk> {
    Some(Risk { level: fields.word("level")?, text: fields.text("text")?.value })
}

fn extra(node: &Node) -> Extra {
    match &node.value {
        Value::Empty => Extra::Text(String::new()),
        Value::Scalar { text, .. } => Extra::Text(text.clone()),
        Value::List(items) => Extra::List(items.iter().map(extra).collect()),
        Value::Map(fields) => {
            Extra::Map(fields.iter().map(|(key, node)| (key.value.clone(), extra(node))).collect())
        }
    }
}
