//! Plans: their priorities, and how a report on progress compares with its plan.

use std::collections::BTreeSet;

use super::Checker;
use crate::content::{ReportDocument, SectionDocument};
use crate::diag::source::Span;
use crate::diag::{Code, Diagnostic};
use crate::report::{Kind, Priorities};
use crate::text::{count_of, did_you_mean, one_of};

/// After this many faults messages no longer suggest what may have been meant.
const MOST_GUESSES: usize = 100;

/// A plan's priorities, year by year; names that are not of an entry of the plan are reported.
pub(super) fn priorities(source: &ReportDocument, faults: &mut Vec<Diagnostic>) -> Vec<Priorities> {
    let known: Vec<String> =
        projects(source).map(|(section, entry, _)| format!("{section}/{entry}")).collect();
    let mut years = Vec::new();
    for year in source.index.fields.maps("priorities") {
        let mut entries: Vec<(String, String)> = Vec::new();
        for named in year.texts("entries") {
            let parts = named.value.split_once('/').filter(|_| known.contains(&named.value));
            match parts.map(|(section, entry)| (section.to_owned(), entry.to_owned())) {
                Some(place) if entries.contains(&place) => faults.push(
                    Diagnostic::error(
                        Code::UnknownEntry,
                        named.span,
                        format!("`{}` is named twice for the same year", named.value),
                    )
                    .help("delete one of the two lines"),
                ),
                Some(place) => entries.push(place),
                // After a hundred the cause is not a slip of the pen, and each guess takes time.
                None if faults.len() > MOST_GUESSES => {
                    faults.push(unknown_entry(&named.value, named.span, &[], source));
                }
                None => faults.push(unknown_entry(&named.value, named.span, &known, source)),
            }
        }
        let Some(name) = year.text("year") else { continue };
        years.push(Priorities { year: name.value, entries });
    }
    years
}

impl Checker<'_, '_> {
    /// The plan that a report names, with warnings about projects that only one of the two has.
    pub(super) fn plan(&self, source: &ReportDocument, faults: &mut Vec<Diagnostic>) -> Option<String> {
        let named = source.index.fields.text("plan")?;
        let is_plan = |report: &&ReportDocument| report.index.is_plan() && report.id != source.id;
        let plans: Vec<&ReportDocument> = self.content.reports.iter().filter(is_plan).collect();
        let Some(plan) = plans.iter().find(|plan| plan.id == named.value && !plan.index.is_draft()) else {
            let known: Vec<&str> = plans.iter().map(|plan| plan.id.as_str()).collect();
            if named.value == source.id {
                faults.push(
                    Diagnostic::error(
                        Code::UnknownPlan,
                        named.span,
                        format!("`plan` names this report itself, `{}`", named.value),
                    )
                    .help("write the folder name of the plan that this report is on, or delete the line"),
                );
                return None;
            }
            let is_draft = known.contains(&named.value.as_str());
            let is_other = self.content.reports.iter().any(|report| report.id == named.value);
            let fault = Diagnostic::error(
                Code::UnknownPlan,
                named.span,
                match (is_draft, is_other) {
                    (true, _) => {
                        format!(
                            "the plan `{}` is a draft, so this report cannot be compared with it",
                            named.value
                        )
                    }
                    (false, true) => format!("the report `{}` is not a plan", named.value),
                    (false, false) => format!("there is no plan `{}`", named.value),
                },
            );
            faults.push(match did_you_mean(&named.value, known.iter().copied()) {
                _ if is_draft => fault.help(format!(
                    "finish it and delete `draft: true` from `{}/{}/_index.md`, or delete this line",
                    self.context.tree.root, named.value
                )),
                _ if is_other => fault.help("a plan says `document: plan` in its `_index.md`"),
                Some(name) => {
                    fault.label(format!("did you mean `{name}`?")).help(format!("write `plan: {name}`"))
                }
                None if known.is_empty() => {
                    fault.help("delete the line: there is no report with `document: plan`")
                }
                None => fault.help(format!("write the folder name of a plan: {}", one_of(&known))),
            });
            return None;
        };
        if !source.index.is_draft() {
            gaps(source, plan, named.span, faults);
        }
        let is_hidden = |report: &ReportDocument| report.index.fields.flag("restricted");
        if is_hidden(plan) && !is_hidden(source) {
            faults.push(
                Diagnostic::error(
                    Code::UnknownPlan,
                    named.span,
                    format!("the plan `{}` is restricted, so the public does not see it", plan.id),
                )
                .help("delete this line, or make this report `restricted: true` as well"),
            );
            return None;
        }
        Some(named.value)
    }
}

/// The section id, entry id and title of every project that is not a draft.
fn projects(report: &ReportDocument) -> impl Iterator<Item = (&str, &str, String)> {
    let sections = report.sections.iter().filter(|section| {
        !section.index.is_draft() && matches!(section.kind, Kind::Workstream | Kind::Enabler)
    });
    sections.flat_map(|section: &SectionDocument| {
        let entries = section.entries.iter().filter(|entry| !entry.document.is_draft());
        entries.map(|entry| (section.id.as_str(), entry.id.as_str(), entry.title()))
    })
}

/// Whether a report has a draft of that name.
fn is_drafted(report: &ReportDocument, id: &str) -> bool {
    let mut sections = report.sections.iter();
    sections.any(|section| {
        let is_draft = section.index.is_draft();
        section.entries.iter().any(|entry| entry.id == id && (is_draft || entry.document.is_draft()))
    })
}

/// Whether an entry or its section is restricted.
fn is_restricted(report: &ReportDocument, section: &str, id: &str) -> bool {
    let section = report.sections.iter().find(|known| known.id == section);
    section.is_some_and(|section| {
        let mut entries = section.entries.iter().filter(|entry| entry.id == id);
        section.index.fields.flag("restricted")
            || entries.any(|entry| entry.document.fields.flag("restricted"))
    })
}

/// Warns once about projects that are planned but not reported on, and once about those reported on but not planned.
/// An entry that moved to another section keeps its id.
fn gaps(report: &ReportDocument, plan: &ReportDocument, place: Span, faults: &mut Vec<Diagnostic>) {
    let only_in = |one: &ReportDocument, other: &ReportDocument| -> Vec<String> {
        let ids: BTreeSet<&str> = projects(other).map(|(_, entry, _)| entry).collect();
        let missing = projects(one).filter(|(_, entry, _)| !ids.contains(entry));
        missing
            .map(|(section, entry, title)| {
                let place = format!("{section}/{entry}");
                match (is_restricted(one, section, entry), is_drafted(other, entry)) {
                    // The message is about another file, and the log of a build may have more readers than this one.
                    (true, true) => format!("`{place}`, which is restricted and still a draft"),
                    (true, false) => format!("`{place}`, which is restricted"),
                    (false, true) => format!("{title} (`{place}`), which is still a draft"),
                    (false, false) => format!("{title} (`{place}`)"),
                }
            })
            .collect()
    };
    let tell = |missing: Vec<String>, message: &dyn Fn(bool) -> String, help: &str| {
        (!missing.is_empty()).then(|| {
            let message = message(missing.len() == 1);
            let fault = Diagnostic::warning(
                Code::PlanGap,
                place,
                format!("{} {message}", count_of(missing.len(), "project")),
            );
            missing.into_iter().fold(fault, Diagnostic::help).help(help)
        })
    };
    faults.extend(tell(
        only_in(plan, report),
        &|is_one| {
            let have = if is_one { "has" } else { "have" };
            format!("of the plan `{}` {have} no entry in this report", plan.id)
        },
        "give each an entry with the same file name in this report",
    ));
    faults.extend(tell(
        only_in(report, plan),
        &|is_one| {
            let are = if is_one { "is" } else { "are" };
            format!("of this report {are} not in the plan `{}`", plan.id)
        },
        "this may be right, for new work or an entry that has another name in the plan",
    ));
}

fn unknown_entry(named: &str, span: Span, known: &[String], source: &ReportDocument) -> Diagnostic {
    let fault = |message: String| Diagnostic::error(Code::UnknownEntry, span, message);
    if source.sections.iter().any(|section| section.id == named) {
        return fault(format!("`{named}` is a section, but only entries can be priorities"))
            .help(format!("write its name and the entry's, like `{named}/park-wood`"));
    }
    let found = named.split_once('/').and_then(|(section, entry)| {
        let section = source.sections.iter().find(|known| known.id == section)?;
        section.entries.iter().find(|known| known.id == entry).map(|entry| (section, entry))
    });
    if let Some((section, entry)) = found {
        return if section.index.is_draft() || entry.document.is_draft() {
            fault(format!("`{named}` is a draft, which is not printed"))
                .help("delete this line, or the `draft: true` in that file")
        } else {
            fault(format!("`{named}` is not a project, and only projects can be priorities"))
                .help("delete this line")
        };
    }
    let fault = fault(format!("the plan `{}` has no entry `{named}`", source.id));
    let titled = projects(source).find(|(_, _, title)| title.eq_ignore_ascii_case(named));
    if let Some((section, entry, _)) = titled {
        return fault.help(format!("write `{section}/{entry}`"));
    }
    // Whole paths look alike because of their folders, so an entry of the same name elsewhere is suggested first.
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let same = known.iter().find(|path| name(path) == name(named)).map(String::as_str);
    match same.or_else(|| did_you_mean(named, known.iter().map(String::as_str))) {
        Some(near) => fault.label(format!("did you mean `{near}`?")).help(format!("write `{near}`")),
        None => fault.help("write the names of its folder and file, like `asset-management/park-wood`"),
    }
}
