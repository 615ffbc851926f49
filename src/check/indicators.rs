//! Builds indicators, and checks that their figures can be rated.

use super::exempt::exempt;
use super::scale::InForce;
use super::scope::{Scope, extra};
use super::targets::{self, Typed};
use super::{Checker, history};
use crate::content::fields::Fields;
use crate::content::{EntryDocument, SectionDocument};
use crate::diag::{Code, Diagnostic};
use crate::report::prose::entry_anchor;
use crate::report::{Benchmark, Indicator, Limit, Past, Stated};

impl Checker<'_, '_> {
    /// An indicator, as read from its file.
    pub(super) fn indicator(
        &mut self,
        scope: Scope<'_>,
        section: &SectionDocument,
        source: &EntryDocument,
        is_draft: bool,
    ) -> Indicator {
        let document = &source.document;
        let fields = &document.fields;
        let mut faults = Vec::new();
        let commentary =
            self.prose(document, &entry_anchor(&section.id, &source.id), scope.scales(), &mut faults);
        let was = self.was(scope.report, section, fields, &mut faults);
        let data_only = fields.flag("data_only");
        let (better, typed) = targets::read(fields, scope.in_force, &mut faults);
        let stated = stated(fields, scope.in_force, &mut faults);
        let compare_with = history::compare_with(fields, &mut faults);
        if !is_draft {
            check_rated(fields, &mut faults);
            let own = scope.report.index.fields.text("period").map(|period| period.value);
            let previous = history::old_self(&self.content.reports, scope.report, section, source);
            history::check(fields, own.as_deref(), previous, &mut faults);
        }
        let text = |name: &str| fields.text(name).map(|text| text.value);
        let number = |name: &str| fields.number(name).map(|number| number.value);
        let indicator = Indicator {
            id: source.id.clone(),
            title: source.title(),
            code: text("code"),
            unit: text("unit").unwrap_or_default(),
            better,
            target: number("target"),
            original_target: number("original_target"),
            green_tolerance: number("green_tolerance"),
            limit: match typed {
                Typed::None => Limit::None,
                Typed::Floor(floor) => Limit::Floor(floor.value),
                Typed::Tolerance(percent) => Limit::Tolerance(percent.value),
                Typed::Steps(limits) => Limit::Steps(limits.into_iter().map(|limit| limit.value).collect()),
            },
            actual: number("actual"),
            forecast: number("forecast"),
            year_target: number("year_target"),
            stated,
            action: text("action"),
            basis: text("basis"),
            history: fields.maps("history").into_iter().filter_map(past).collect(),
            compare_with,
            benchmarks: fields.maps("benchmarks").into_iter().filter_map(benchmark).collect(),
            data_only,
            provisional: fields.flag("provisional"),
            owner: text("owner"),
            was,
            extra: extra(fields),
            commentary,
            restricted: fields.flag("restricted"),
            exempt: exempt(fields, scope.nation, &mut faults),
        };
        self.hand_over(document, faults, is_draft);
        indicator
    }
}

/// The rating that somebody gave in place of the computed one, with any faults in it.
fn stated(fields: &Fields, in_force: &InForce, faults: &mut Vec<Diagnostic>) -> Option<Stated> {
    let (rating, reason) = (in_force.rating(fields, "rating", faults), fields.text("reason"));
    let Some(rating) = rating else {
        if let Some(reason) = reason.filter(|_| !fields.was_typed("rating")) {
            faults.push(
                Diagnostic::error(
                    Code::IdleField,
                    reason.span,
                    "`reason` says why a rating was judged so, but no rating is typed here",
                )
                .help("add `rating: …`, or write the reason as commentary below the front matter"),
            );
        }
        return None;
    };
    if fields.flag("data_only") {
        faults.push(
            Diagnostic::error(
                Code::IdleField,
                rating.span,
                "this indicator has a rating, but `data_only` says that it is given for information only",
            )
            .related(fields.place("data_only"), "for information only")
            .help("delete one of the two lines"),
        );
    }
    if reason.is_none() && !fields.was_typed("reason") {
        faults.push(
            Diagnostic::error(
                Code::OverrideWithoutReason,
                rating.span,
                "the rating typed here replaces the computed one, but no reason is given for it",
            )
            .help("add `reason: …`, one sentence that a councillor can understand, or delete the `rating`"),
        );
    }
    Some(Stated { rating: rating.value, reason: reason.map(|reason| reason.value) })
}

/// Warns where an indicator will print "Not rated".
fn check_rated(fields: &Fields, faults: &mut Vec<Diagnostic>) {
    let is_silent = |name: &str| !fields.was_typed(name);
    if !fields.was_typed("actual") {
        faults.push(
            Diagnostic::warning(
                Code::NotRated,
                fields.place("actual"),
                "this indicator has no figure for this period, so \u{201c}No figure yet\u{201d} is printed",
            )
            .help("add `actual: …` when there is one"),
        );
    } else if is_silent("target")
        && is_silent("floor")
        && is_silent("tolerance")
        && is_silent("green_tolerance")
        && is_silent("limits")
        && is_silent("data_only")
        && is_silent("rating")
    {
        faults.push(
            Diagnostic::warning(
                Code::NotRated,
                fields.place("target"),
                "this indicator has no target, so \u{201c}Not rated\u{201d} is printed",
            )
            .help("add `target: …`, or `data_only: true` if it is given for information only"),
        );
    }
}

fn past(fields: &Fields) -> Option<Past> {
    Some(Past {
        period: fields.text("period")?.value,
        actual: fields.number("actual").map(|actual| actual.value),
        target: fields.number("target").map(|target| target.value),
    })
}

fn benchmark(fields: &Fields) -> Option<Benchmark> {
    Some(Benchmark { name: fields.text("name")?.value, figure: fields.number("figure")?.value })
}
