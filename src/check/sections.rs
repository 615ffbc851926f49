//! Builds sections of each kind.

use std::collections::BTreeMap;

use super::Checker;
use super::exempt::exempt;
use super::groups::{group, noun};
use super::projects::stated;
use super::scope::Scope;
use crate::content::{Document, EntryDocument, ReportDocument, SectionDocument};
use crate::diag::source::{Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::report::prose::{Prose, section_anchor};
use crate::report::{Content, Kind, Layout, Narrative, Projects, Section};

impl Checker<'_, '_> {
    /// Reports two entries that continue the same one: only one of them can have its history.
    fn check_continuations(&mut self, report: &ReportDocument) {
        let entries = || {
            let sections = report.sections.iter().filter(|section| !section.index.is_draft());
            let entries =
                sections.flat_map(|section| section.entries.iter().map(move |entry| (section, entry)));
            entries.filter(|(_, entry)| !entry.document.is_draft())
        };
        // An entry without `was` continues the one with the same ids.
        let mut seen: BTreeMap<String, (Span, String)> = entries()
            .filter(|(_, entry)| !entry.document.fields.was_typed("was"))
            .map(|(section, entry)| {
                (
                    format!("{}/{}", section.id, entry.id),
                    (entry.document.fields.place("title"), entry.title()),
                )
            })
            .collect();
        for (_, entry) in entries().filter(|(_, entry)| entry.document.fields.may_have("was")) {
            let Some(was) = entry.document.fields.text("was") else { continue };
            let Some((first, other)) = seen.get(&was.value) else {
                seen.insert(was.value, (was.span, entry.title()));
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
                .help("only one entry can continue another: delete this line, or the other entry")
                .about(entry.title()),
            );
        }
    }

    /// Reports two entries with the same code: a code that is quoted must mean one entry.
    fn check_codes(&mut self, report: &ReportDocument) {
        let mut seen: BTreeMap<String, (Span, String)> = BTreeMap::new();
        for section in report.sections.iter().filter(|section| !section.index.is_draft()) {
            let entries = section.entries.iter().filter(|entry| !entry.document.is_draft());
            for entry in entries.filter(|entry| entry.document.fields.may_have("code")) {
                let title = entry.title();
                let Some(code) = entry.document.fields.text("code") else { continue };
                let Some((first, other)) = seen.get(&code.value.to_lowercase()) else {
                    seen.insert(code.value.to_lowercase(), (code.span, title));
                    continue;
                };
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::DuplicateCode,
                        code.span,
                        format!("\u{201c}{other}\u{201d} already has the code {}", code.value),
                    )
                    .label("the same code again")
                    .related(*first, "first used here")
                    .help("give each entry of the report its own code")
                    .about(title),
                );
            }
        }
    }

    /// The sections of a report that are not drafts, in order of print.
    pub(super) fn sections(&mut self, scope: Scope<'_>) -> Vec<Section> {
        self.check_continuations(scope.report);
        self.check_codes(scope.report);
        self.check_copies(scope.report);
        if scope.report.index.fields.word("status") == Some("final") {
            self.check_examples(scope.report);
        }
        let mut places = Vec::new();
        for source in &scope.report.sections {
            let is_draft = scope.is_draft || source.index.is_draft();
            let section = self.section(Scope { is_draft, ..scope }, source);
            if !source.index.is_draft() {
                places.push(Ordered::new(&source.index, section));
            }
        }
        self.in_order(places, scope.is_draft)
    }

    /// One section of any kind; the file of its kind builds its entries.
    fn section(&mut self, scope: Scope<'_>, source: &SectionDocument) -> Section {
        let document = &source.index;
        let fields = &document.fields;
        let mut faults = Vec::new();
        let in_force = scope.in_force.below(fields, scope.palette, &mut faults);
        let scope = Scope { in_force: &in_force, ..scope };
        let body = self.prose(document, &section_anchor(&source.id), scope.scales(), &mut faults);
        let content = match source.kind {
            Kind::Workstream | Kind::Enabler => {
                let rule = in_force.rule;
                let stated =
                    stated(fields, &in_force, self.has_entries(scope, source), scope.is_plan, &mut faults);
                Content::Projects(Projects {
                    is_enabler: source.kind == Kind::Enabler,
                    rule,
                    stated,
                    layout: fields.word("layout").and_then(Layout::from_word).unwrap_or_default(),
                    entries: self.entries(scope, source, Self::project),
                })
            }
            Kind::Indicators => Content::Indicators(self.entries(scope, source, Self::indicator)),
            Kind::Actions => Content::Actions(self.entries(scope, source, Self::action)),
            Kind::Narrative => Content::Narrative(Narrative {
                is_numbered: fields.flag("numbered"),
                passages: self.entries(scope, source, Self::passage),
            }),
        };
        let exempt = exempt(fields, scope.nation, &mut faults);
        let noun = match source.kind {
            Kind::Workstream | Kind::Enabler => noun(fields, &mut faults).or_else(|| scope.noun.cloned()),
            Kind::Indicators | Kind::Actions => noun(fields, &mut faults),
            Kind::Narrative => None,
        };
        let group = group(fields, scope.groups, &mut faults);
        self.check_empty(scope, source, &body, &mut faults);
        self.hand_over(document, faults, scope.is_draft);
        Section {
            id: source.id.clone(),
            title: document.title().unwrap_or_else(|| source.id.clone()),
            owner: fields.text("owner").map(|owner| owner.value),
            scale: in_force.scale,
            group,
            noun,
            body,
            content,
            restricted: fields.flag("restricted"),
            exempt,
            withheld: Vec::new(),
        }
    }

    /// Warns about a section that has nothing to print but its heading.
    fn check_empty(
        &self,
        scope: Scope<'_>,
        source: &SectionDocument,
        body: &Prose,
        faults: &mut Vec<Diagnostic>,
    ) {
        let what = match source.kind {
            // These can state their own rating and be complete; if they do not, that is reported elsewhere.
            Kind::Indicators => "no indicators",
            Kind::Actions => "no actions",
            Kind::Narrative if body.is_empty() => "no text",
            Kind::Workstream | Kind::Enabler | Kind::Narrative => return,
        };
        if !self.has_entries(scope, source) && !scope.is_draft {
            faults.push(
                Diagnostic::warning(
                    Code::EmptySection,
                    source.index.fields.span,
                    format!("this section has {what}, so only its heading is printed"),
                )
                .help("add entries beside this file, or `draft: true` to keep it out for now"),
            );
        }
    }

    /// Whether a section has entries. It must not look empty because of entries that could not be read, which have been
    /// reported.
    fn has_entries(&self, scope: Scope<'_>, source: &SectionDocument) -> bool {
        let folder = format!("{}/{}/", scope.report.id, source.id);
        source.entries.iter().any(|entry| !entry.document.is_draft())
            || self.context.tree.unusable.iter().any(|path| path.starts_with(&folder))
    }

    /// The entries of a section that are not drafts, in order of print.
    fn entries<T>(
        &mut self,
        scope: Scope<'_>,
        section: &SectionDocument,
        lower: fn(&mut Self, Scope<'_>, &SectionDocument, &EntryDocument, bool) -> T,
    ) -> Vec<T> {
        let mut places = Vec::new();
        for entry in &section.entries {
            let lowered = lower(self, scope, section, entry, scope.is_draft || entry.document.is_draft());
            if !entry.document.is_draft() {
                places.push(Ordered::new(&entry.document, lowered));
            }
        }
        self.in_order(places, scope.is_draft)
    }

    /// Sorts by `order`, then by title; two with the same `order` are a fault.
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
                    .help("give each its own number, or delete both to sort them by title")
                    .about(second.title.clone()),
                );
            }
        }
        places.into_iter().map(|place| place.value).collect()
    }
}

/// Something that has a place among its neighbours.
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
