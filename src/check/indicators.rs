//! Builds indicators, and checks that their figures can be rated.

use super::scope::{Scope, extra};
use super::{Checker, history};
use crate::content::fields::Fields;
use crate::content::{EntryDocument, SectionDocument};
use crate::diag::source::Spanned;
use crate::diag::{Code, Diagnostic};
use crate::report::prose::entry_anchor;
use crate::report::{Better, Indicator, Limit, Number, Past, Scale};

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
        let target = fields.number("target");
        let limit = limit(fields, target.as_ref(), &mut faults);
        let better = better(fields, target.as_ref(), &limit, data_only, &mut faults);
        check_side(better, target.as_ref(), &limit, &mut faults);
        check_scale(scope.in_force.scale, target.as_ref(), &limit, &mut faults);
        if !is_draft {
            check_rated(fields, &mut faults);
            let own = scope.report.index.fields.text("period").map(|period| period.value);
            let previous = history::old_self(&self.content.reports, scope.report, section, source);
            history::check(fields, own.as_deref(), previous, &mut faults);
        }
        let text = |name: &str| fields.text(name).map(|text| text.value);
        let indicator = Indicator {
            id: source.id.clone(),
            title: source.title(),
            code: text("code"),
            unit: text("unit").unwrap_or_default(),
            better,
            target: target.map(|target| target.value),
            limit: match limit {
                Typed::None => Limit::None,
                Typed::Floor(floor) => Limit::Floor(floor.value),
                Typed::Tolerance(percent) => Limit::Tolerance(percent.value),
            },
            actual: fields.number("actual").map(|actual| actual.value),
            basis: text("basis"),
            history: fields.maps("history").into_iter().filter_map(past).collect(),
            data_only,
            provisional: fields.flag("provisional"),
            owner: text("owner"),
            was,
            extra: extra(fields),
            commentary,
            restricted: fields.flag("restricted"),
        };
        self.hand_over(document, faults, is_draft);
        indicator
    }
}

/// A limit with its place.
enum Typed {
    None,
    Floor(Spanned<Number>),
    Tolerance(Spanned<Number>),
}

fn limit(fields: &Fields, target: Option<&Spanned<Number>>, faults: &mut Vec<Diagnostic>) -> Typed {
    let (floor, tolerance) = (fields.number("floor"), fields.number("tolerance"));
    if let (Some(floor), Some(tolerance)) = (&floor, &tolerance) {
        let (first, second) = if floor.span.start < tolerance.span.start {
            (floor.span, tolerance.span)
        } else {
            (tolerance.span, floor.span)
        };
        faults.push(
            Diagnostic::error(
                Code::IndicatorLimits,
                second,
                "this indicator has both a floor and a tolerance, but only one of them can say where red begins",
            )
            .related(first, "the other is here")
            .help("delete one of the two lines"),
        );
    }
    if let Some(place) = floor
        .as_ref()
        .or(tolerance.as_ref())
        .filter(|_| target.is_none() && !fields.was_typed("target") && !fields.flag("data_only"))
    {
        faults.push(
            Diagnostic::error(
                Code::IndicatorLimits,
                place.span,
                "this says how far the target may be missed, but there is no target",
            )
            .help("add `target: …`, or delete this line"),
        );
    }
    if let Some(tolerance) = &tolerance
        && (1..1_000_000).contains(&tolerance.value.millionths())
    {
        let typed = tolerance.value.plain();
        let meant = (tolerance.value.millionths() + 5_000) / 10_000;
        faults.push(
            Diagnostic::warning(
                Code::IndicatorLimits,
                tolerance.span,
                format!("this allows a miss of {typed} percent of the target, which is less than 1 percent"),
            )
            .help(format!(
                "if {} percent is meant, write `tolerance: {}`",
                meant.max(1),
                meant.max(1)
            )),
        );
    }
    if let (Some(tolerance), Some(target)) = (&tolerance, target)
        && target.value.is_zero()
        && !tolerance.value.is_zero()
    {
        faults.push(
            Diagnostic::warning(
                Code::IndicatorLimits,
                tolerance.span,
                "a percentage of a target of 0 is 0, so any miss is red",
            )
            .help("give a `floor` instead of the `tolerance`"),
        );
    }
    match (floor, tolerance) {
        (Some(floor), _) => Typed::Floor(floor),
        (None, Some(percent)) => Typed::Tolerance(percent),
        (None, None) => Typed::None,
    }
}

/// Whether higher or lower is better: as typed, otherwise as floor and target show.
fn better(
    fields: &Fields,
    target: Option<&Spanned<Number>>,
    limit: &Typed,
    data_only: bool,
    faults: &mut Vec<Diagnostic>,
) -> Better {
    if let Some(word) = fields.word("better") {
        return if word == "lower" { Better::Lower } else { Better::Higher };
    }
    if let (Typed::Floor(floor), Some(target)) = (limit, target)
        && floor.value != target.value
    {
        return if floor.value > target.value { Better::Lower } else { Better::Higher };
    }
    if !fields.was_typed("better") && !data_only && target.is_some() {
        faults.push(
            Diagnostic::warning(
                Code::IndicatorLimits,
                fields.place("better"),
                "nothing says whether a higher or a lower figure is better, so a higher figure is taken to be better",
            )
            .help("add `better: higher` or `better: lower`"),
        );
    }
    Better::Higher
}

/// Reports a floor on the wrong side of the target: every figure would be green or red.
fn check_side(better: Better, target: Option<&Spanned<Number>>, limit: &Typed, faults: &mut Vec<Diagnostic>) {
    let (Typed::Floor(floor), Some(target)) = (limit, target) else { return };
    let (is_wrong, side, way, other) = match better {
        Better::Higher => (floor.value > target.value, "above", "higher", "lower"),
        Better::Lower => (floor.value < target.value, "below", "lower", "higher"),
    };
    if is_wrong {
        faults.push(
            Diagnostic::error(
                Code::IndicatorLimits,
                floor.span,
                format!(
                    "the floor of {} is {side} the target of {}, although {way} is better",
                    floor.value.text(""),
                    target.value.text("")
                ),
            )
            .related(target.span, "the target")
            .help(format!("swap the two, or write `better: {other}`")),
        );
    }
}

/// Reports an indicator whose target and floor cannot tell the steps of its scale apart.
fn check_scale(
    scale: &'static Scale,
    target: Option<&Spanned<Number>>,
    limit: &Typed,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(target) = target else { return };
    let help = "write `scale: rag`, or a list with three steps, in the `_index.md` of this section";
    let (place, message) = match (scale.len(), limit) {
        (2, Typed::Floor(limit) | Typed::Tolerance(limit)) => (
            limit.span,
            "the scale of this section has two steps, so there is nothing between target and limit"
                .to_owned(),
        ),
        (2 | 3, _) => return,
        (steps, _) => (
            target.span,
            format!(
                "the scale of this section has {steps} steps, but target and floor tell only three apart"
            ),
        ),
    };
    let fault = Diagnostic::error(Code::IndicatorLimits, place, message);
    faults.push(if scale.len() == 2 { fault.help("delete this line").help(help) } else { fault.help(help) });
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
    } else if is_silent("target") && is_silent("floor") && is_silent("tolerance") && is_silent("data_only") {
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
