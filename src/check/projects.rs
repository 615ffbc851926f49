//! Builds the projects of workstreams and enablers.

use super::cover::check_email;
use super::dates::Days;
use super::exempt::exempt;
use super::scale::InForce;
use super::scope::{Scope, extra};
use super::text::Writer;
use super::{Checker, idle};
use crate::content::fields::Fields;
use crate::content::{EntryDocument, ReportDocument, SectionDocument};
use crate::diag::{Code, Diagnostic};
use crate::report::prose::entry_anchor;
use crate::report::rate;
use crate::report::{Kind, Milestone, Outlook, Project, Rating, Risk, Rule, Stated};
use crate::text::{did_you_mean, one_of};

/// What to do with a field that a plan does not print.
pub(super) const PLAN_HELP: &str = "delete it here, and write it in the report on progress";

impl Checker<'_, '_> {
    /// A project, as read from its file.
    pub(super) fn project(
        &mut self,
        scope: Scope<'_>,
        section: &SectionDocument,
        source: &EntryDocument,
        is_draft: bool,
    ) -> Project {
        let document = &source.document;
        let fields = &document.fields;
        let mut faults = Vec::new();
        let anchor = entry_anchor(&section.id, &source.id);
        let narrative = self.prose(document, &anchor, scope.scales(), &mut faults);
        let given = scope.in_force.rating(fields, "rating", &mut faults).map(|rating| rating.value);
        let given = given.unwrap_or(scope.in_force.scale.not_rated());
        let report = format!("{}/{}", self.context.tree.root, scope.report.id);
        let aspects = if scope.is_plan {
            Vec::new()
        } else {
            scope.aspects.ratings(fields, scope.in_force, &report, &mut faults)
        };
        let was = if scope.is_plan { None } else { self.was(scope.report, section, fields, &mut faults) };
        let idle_help = if scope.is_plan { PLAN_HELP } else { "delete it, or move it to the plan" };
        idle(fields, scope.is_plan, idle_help, &mut faults);
        let mut writer = Writer::new(&self.context, self.places, document.file, scope.scales(), &mut faults);
        check_email(fields, &mut writer);
        let outlook = fields.map("outlook").map_or_else(Outlook::default, |outlook| {
            let mut read = |name: &str| {
                writer.prose(outlook.markdown(name).unwrap_or_default(), &format!("{anchor}--{name}"))
            };
            Outlook {
                long_term: read("long_term"),
                medium_term: read("medium_term"),
                this_year: read("this_year"),
            }
        });
        let text = |name: &str| fields.text(name).map(|text| text.value);
        let texts = |name: &str| fields.texts(name).into_iter().map(|text| text.value).collect();
        let when = |name: &str| fields.when(name).map(|when| when.value);
        let milestones = fields.maps("milestones");
        let milestones = milestones.into_iter().filter_map(|own| milestone(own, scope.in_force, &mut faults));
        let milestones = milestones.collect();
        let project = Project {
            id: source.id.clone(),
            title: source.title(),
            given,
            aspects,
            code: text("code"),
            leads: leads(fields),
            email: text("email"),
            portfolio: text("portfolio"),
            wards: texts("wards"),
            stage: text("stage"),
            progress: fields.progress("progress").map(|percent| percent.value),
            reason: text("reason"),
            action: text("action"),
            updated: fields.date("updated").map(|date| date.value),
            due: when("due"),
            original_due: when("original_due"),
            milestones,
            risks: fields.maps("risks").into_iter().filter_map(risk).collect(),
            weight: fields.weight("weight").map_or(1000, |weight| weight.value),
            was,
            outlook,
            extra: extra(fields),
            narrative,
            restricted: fields.flag("restricted"),
            exempt: exempt(fields, scope.nation, &mut faults),
        };
        if !scope.is_plan {
            let rating = Some(rate::rating(&project)).filter(|rating| !rating.is_missing());
            if rating.is_none() && !is_draft {
                faults.extend(not_rated(fields, &project, scope));
            }
            Days::of(&scope.report.index.fields, self.context.today).check(fields, rating, &mut faults);
        }
        self.hand_over(document, faults, is_draft);
        project
    }

    /// The section and entry of the previous report that `was` names.
    pub(super) fn was(
        &self,
        report: &ReportDocument,
        own: &SectionDocument,
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
        let path = |section: &str, entry: &str| format!("{}/{section}/{entry}.md", previous.id);
        let found = parts.filter(|(section, entry)| {
            *entry != "_index" && !entry.contains('/') && self.places.is_there(&path(section, entry))
        });
        // If the previous report is itself a draft, that is reported there.
        let was_draft = found.is_some_and(|(section, entry)| {
            !previous.index.is_draft() && self.places.is_draft(&path(section, entry))
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
        let is_figure = |kind: Kind| kind == Kind::Indicators;
        let of_other = found.and_then(|(section, _)| {
            let old = previous.sections.iter().find(|known| known.id == section)?;
            (is_figure(old.kind) != is_figure(own.kind)).then_some(old.kind)
        });
        if let Some(old) = of_other {
            let (one, other) = (an_entry(own.kind), an_entry(old));
            faults.push(
                Diagnostic::error(
                    Code::UnknownWas,
                    named.span,
                    format!("`{}` was {other}, so {one} cannot continue it", named.value),
                )
                .help("delete this line"),
            );
            return None;
        }
        if let Some((section, entry)) = found {
            return Some((section.to_owned(), entry.to_owned()));
        }
        let entries = || {
            previous.sections.iter().flat_map(|section| {
                section.entries.iter().map(move |entry| format!("{}/{}", section.id, entry.id))
            })
        };
        let known: Vec<String> =
            if self.places.may_search(previous.sections.iter().map(|section| section.entries.len()).sum()) {
                entries().collect()
            } else {
                Vec::new()
            };
        let fault = Diagnostic::error(
            Code::UnknownWas,
            named.span,
            format!("the report `{}` has no entry `{}`", previous.id, named.value),
        );
        faults.push(match did_you_mean(&named.value, known.iter().map(String::as_str)) {
            Some(name) => fault.label(format!("did you mean `{name}`?")).help(format!("write `was: {name}`")),
            None => {
                fault.help("write the names of its folder and file there, like `asset-management/park-wood`")
            }
        });
        None
    }
}

/// An entry of a section of that kind, as messages call it.
fn an_entry(kind: Kind) -> &'static str {
    match kind {
        Kind::Workstream | Kind::Enabler => "a project",
        Kind::Indicators => "an indicator",
        Kind::Actions => "an action",
        Kind::Narrative => "a part of a narrative",
    }
}

/// An entry that has no rating as a whole. One that could not be read has been reported already, and so have ratings of
/// which nothing is left.
fn not_rated(fields: &Fields, project: &Project, scope: Scope<'_>) -> Option<Diagnostic> {
    let says_nothing = fields.ratings("ratings").is_some_and(|typed| typed.value.is_empty());
    let is_lost = fields.was_typed("ratings") && !says_nothing && project.aspects.is_empty();
    if fields.was_typed("rating") || is_lost {
        return None;
    }
    let words = one_of(scope.in_force.scale.typed().map(Rating::id));
    let (place, message) = if project.aspects.is_empty() {
        ("rating", "this entry has no rating, so \u{201c}Not rated\u{201d} is printed")
    } else {
        ("ratings", "no overall rating follows from these, so \u{201c}Not rated\u{201d} is printed")
    };
    let fault = Diagnostic::warning(Code::NotRated, fields.place(place), message);
    let fault = fault.help(format!("write `rating: …`: {words}"));
    let aspects = &scope.aspects.list;
    if aspects.is_empty() || !project.aspects.is_empty() {
        return Some(fault);
    }
    let each = aspects.iter().map(|aspect| format!("{}: …", aspect.id)).collect::<Vec<_>>().join(", ");
    Some(fault.help(format!("to rate its aspects, write `ratings: {{{each}}}`")))
}

/// The rating that a section's owner states, with any faults in it.
pub(super) fn stated(
    fields: &Fields,
    in_force: &InForce,
    has_entries: bool,
    is_plan: bool,
    faults: &mut Vec<Diagnostic>,
) -> Option<Stated> {
    if is_plan {
        idle(fields, true, PLAN_HELP, faults);
        return None;
    }
    let rule = in_force.rule;
    let rating = in_force.rating(fields, "rating", faults);
    let reason = fields.text("reason");
    if rule == Rule::None && has_entries && rating.is_some() {
        let message = "this section has no rating of its own (`rollup: none`), so `rating` does nothing here";
        faults.push(
            Diagnostic::warning(Code::IdleField, fields.key("rating"), message)
                .help("delete the line, or write `rollup: manual` if the owner judges the rating"),
        );
        return None;
    }
    let Some(rating) = rating else {
        if fields.was_typed("rating") {
            return None;
        }
        if rule == Rule::Manual && has_entries {
            faults.push(
                Diagnostic::error(
                    Code::ManualWithoutRating,
                    fields.place("rollup"),
                    "this section is rated by hand, but no rating is given",
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
                "this section is rated by hand, but no reason is given for its rating",
                "add `reason: …`, one sentence that a councillor can understand",
            )
        } else {
            (
                "the rating typed here replaces the computed one, but no reason is given for it",
                "add `reason: …`, one sentence that a councillor can understand, or delete the `rating`",
            )
        };
        faults.push(Diagnostic::error(Code::OverrideWithoutReason, rating.span, message).help(help));
    }
    Some(Stated { rating: rating.value, reason: reason.map(|reason| reason.value) })
}

/// Everybody who leads a project, once each: the `lead` first.
fn leads(fields: &Fields) -> Vec<String> {
    let mut leads: Vec<String> = Vec::new();
    for lead in fields.text("lead").into_iter().chain(fields.texts("leads")) {
        if !leads.contains(&lead.value) {
            leads.push(lead.value);
        }
    }
    leads
}

fn milestone(fields: &Fields, in_force: &InForce, faults: &mut Vec<Diagnostic>) -> Option<Milestone> {
    Some(Milestone {
        title: fields.text("title")?.value,
        due: fields.when("due").map(|when| when.value),
        original_due: fields.when("original_due").map(|when| when.value),
        done: fields.done("done"),
        rating: in_force.rating(fields, "rating", faults).map(|rating| rating.value),
    })
}

fn risk(fields: &Fields) -> Option<Risk> {
    Some(Risk { level: fields.word("level")?.to_owned(), text: fields.text("text")?.value })
}
