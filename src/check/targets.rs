//! Reads what an indicator's figure is held against, and checks that its target and limits fit together.
//!
//! In: the fields of an indicator, and the steps of the scale. Out: which way is better, the limits with their places,
//! and faults. It must not know how a figure is rated.

use super::scale::InForce;
use crate::content::fields::{Fields, StepLimit};
use crate::diag::source::{Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::report::{Better, Number, Rating, Scale};
use crate::text::all_of;

/// A limit with its place.
pub(super) enum Typed {
    None,
    Floor(Spanned<Number>),
    Tolerance(Spanned<Number>),
    Steps(Vec<Spanned<Number>>),
}

/// Which way is better, and how far the target may be missed on the scale in force.
pub(super) fn read(fields: &Fields, in_force: &InForce, faults: &mut Vec<Diagnostic>) -> (Better, Typed) {
    let scale = in_force.scale;
    let steps: Vec<Rating> = scale.steps().collect();
    let target = fields.number("target");
    let limit = limit(fields, scale, target.as_ref(), faults);
    let better = better(fields, target.as_ref(), &limit, faults);
    check_side(better, target.as_ref(), &limit, faults);
    check_order(better, &steps, &limit, faults);
    check_green(fields, better, target.as_ref(), &limit, faults);
    if in_force.is_known {
        check_scale(fields, &steps, target.as_ref(), &limit, faults);
    }
    check_original(fields, target.as_ref(), faults);
    check_year(fields, target.as_ref(), &limit, faults);
    (better, limit)
}

fn limit(
    fields: &Fields,
    scale: &'static Scale,
    target: Option<&Spanned<Number>>,
    faults: &mut Vec<Diagnostic>,
) -> Typed {
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
    let green = fields.number("green_tolerance");
    if let Some(limits) = fields.limits("limits") {
        for (name, place) in [("floor", &floor), ("tolerance", &tolerance), ("green_tolerance", &green)] {
            let Some(place) = place else { continue };
            faults.push(
                Diagnostic::error(
                    Code::IndicatorLimits,
                    place.span,
                    format!("`limits` already says where each rating begins, so `{name}` has no effect"),
                )
                .related(limits.span, "the limits")
                .help("delete one of the two lines"),
            );
        }
        return Typed::Steps(limits_of_steps(&limits, scale, faults));
    }
    if let Some(place) = floor
        .as_ref()
        .or(tolerance.as_ref())
        .or(green.as_ref())
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
    for (name, percent, otherwise) in [
        ("green_tolerance", &green, "a percentage of a target of 0 is 0, so no miss is green"),
        ("tolerance", &tolerance, "a percentage of a target of 0 is 0, so any miss is red"),
    ] {
        if let Some(percent) = percent {
            check_percentage(name, percent, target, otherwise, faults);
        }
    }
    match (floor, tolerance) {
        (Some(floor), _) => Typed::Floor(floor),
        (None, Some(percent)) => Typed::Tolerance(percent),
        (None, None) => Typed::None,
    }
}

/// Warns of a share that was meant as a percentage, and of a percentage that can have no effect.
fn check_percentage(
    name: &str,
    percent: &Spanned<Number>,
    target: Option<&Spanned<Number>>,
    otherwise: &str,
    faults: &mut Vec<Diagnostic>,
) {
    if (1..1_000_000).contains(&percent.value.millionths()) {
        let typed = percent.value.plain();
        let meant = ((percent.value.millionths() + 5_000) / 10_000).max(1);
        faults.push(
            Diagnostic::warning(
                Code::IndicatorLimits,
                percent.span,
                format!("this allows a miss of {typed} percent of the target, which is less than 1 percent"),
            )
            .help(format!("if {meant} percent is meant, write `{name}: {meant}`")),
        );
    }
    if target.is_some_and(|target| target.value.is_zero()) && !percent.value.is_zero() {
        let fault = Diagnostic::warning(Code::IndicatorLimits, percent.span, otherwise);
        faults.push(match name {
            "tolerance" => fault.help("give a `floor` instead of the `tolerance`"),
            _ => fault.help(format!("give `limits` instead of the `{name}`")),
        });
    }
}

/// The limit of each step but the worst, the best first; none of those that are missing.
fn limits_of_steps(
    limits: &Spanned<&[StepLimit]>,
    scale: &'static Scale,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Spanned<Number>> {
    let steps: Vec<Rating> = scale.steps().collect();
    let Some((worst, others)) = steps.split_last() else { return Vec::new() };
    let example = || {
        let parts = others.iter().map(|step| format!("{}: …", step.id()));
        format!("`limits: {{{}}}`", parts.collect::<Vec<_>>().join(", "))
    };
    let mut found: Vec<Option<Spanned<Number>>> = vec![None; others.len()];
    let mut is_unknown = false;
    for (typed, limit) in limits.value {
        let step = scale.read(&typed.value);
        let at = step.and_then(|step| others.iter().position(|other| *other == step));
        let fault = |message: String| Diagnostic::error(Code::IndicatorLimits, typed.span, message);
        let Some(at) = at else {
            is_unknown = true;
            faults.push(if step == Some(*worst) {
                fault(format!(
                    "{} is the worst step and has no limit: it is what reaches no other",
                    worst.word()
                ))
                .help("delete it")
            } else {
                let words = all_of(steps.iter().map(|step| step.word()));
                fault(format!("`{}` is not a step of the scale, whose steps are {words}", typed.value))
                    .help(format!("write the limit of each step but {}, as in {}", worst.word(), example()))
            });
            continue;
        };
        if let Some(first) = &found[at] {
            faults.push(
                fault(format!("{} has two limits", others[at].word()))
                    .related(first.span, "the other")
                    .help("delete the one that is wrong"),
            );
        }
        found[at] = Some(limit.clone());
    }
    let missing: Vec<&str> =
        others.iter().zip(&found).filter(|(_, limit)| limit.is_none()).map(|(step, _)| step.word()).collect();
    if !missing.is_empty() && !is_unknown {
        faults.push(
            Diagnostic::error(
                Code::IndicatorLimits,
                limits.span,
                format!("`limits` has no limit for {}", all_of(&missing)),
            )
            .help(format!(
                "write the limit of each step but {}, as in {}",
                worst.word(),
                example()
            )),
        );
    }
    if missing.is_empty() { found.into_iter().flatten().collect() } else { Vec::new() }
}

/// Whether higher or lower is better: as typed, otherwise as the limits and the target show.
fn better(
    fields: &Fields,
    target: Option<&Spanned<Number>>,
    limit: &Typed,
    faults: &mut Vec<Diagnostic>,
) -> Better {
    if let Some(word) = fields.word("better") {
        return if word == "lower" { Better::Lower } else { Better::Higher };
    }
    let shown = match (limit, target) {
        (Typed::Floor(floor), Some(target)) => Some((target.value, floor.value)),
        (Typed::Steps(limits), _) => {
            limits.first().zip(limits.last()).map(|(best, worst)| (best.value, worst.value))
        }
        _ => None,
    };
    if let Some((best, worst)) = shown.filter(|(best, worst)| best != worst) {
        return if worst > best { Better::Lower } else { Better::Higher };
    }
    let is_rated = target.is_some() || matches!(limit, Typed::Steps(_));
    if !fields.was_typed("better") && !fields.flag("data_only") && is_rated {
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

/// Whether a figure is worse than another.
fn is_worse(figure: Number, other: Number, better: Better) -> bool {
    match better {
        Better::Higher => figure < other,
        Better::Lower => figure > other,
    }
}

/// Reports a floor on the wrong side of the target: every figure would be green or red.
fn check_side(better: Better, target: Option<&Spanned<Number>>, limit: &Typed, faults: &mut Vec<Diagnostic>) {
    let (Typed::Floor(floor), Some(target)) = (limit, target) else { return };
    let (side, way, other) = match better {
        Better::Higher => ("above", "higher", "lower"),
        Better::Lower => ("below", "lower", "higher"),
    };
    if is_worse(target.value, floor.value, better) {
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

/// Reports limits that no figure could lie between, because they do not get worse from step to step.
fn check_order(better: Better, steps: &[Rating], limit: &Typed, faults: &mut Vec<Diagnostic>) {
    let Typed::Steps(limits) = limit else { return };
    let (side, way, other) = match better {
        Better::Higher => ("below", "higher", "lower"),
        Better::Lower => ("above", "lower", "higher"),
    };
    for ((above, next), names) in limits.iter().zip(&limits[1.min(limits.len())..]).zip(steps.windows(2)) {
        let [best, worse] = names else { continue };
        if is_worse(next.value, above.value, better) {
            continue;
        }
        let change = if next.value == above.value {
            "change one of the two".to_owned()
        } else {
            format!("change one of the two, or write `better: {other}`")
        };
        faults.push(
            Diagnostic::error(
                Code::IndicatorLimits,
                next.span,
                format!(
                    "the limit of {} for {} must be {side} that of {} for {}, because {way} is better",
                    next.value.text(""),
                    worse.word(),
                    above.value.text(""),
                    best.word()
                ),
            )
            .related(above.span, format!("the limit for {}", best.word()))
            .help(change),
        );
    }
}

/// Reports a limit that lies where the figure is still green.
fn check_green(
    fields: &Fields,
    better: Better,
    target: Option<&Spanned<Number>>,
    limit: &Typed,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(green) = fields.number("green_tolerance") else { return };
    let fault = |span: Span, message: String, help: &str| {
        Diagnostic::error(Code::IndicatorLimits, span, message)
            .related(green.span, "what is still green")
            .help(help)
    };
    match (limit, target) {
        (Typed::Tolerance(percent), _) if percent.value <= green.value => faults.push(fault(
            percent.span,
            format!(
                "a miss of up to {}% is still green, so a tolerance of {}% leaves nothing to be amber",
                green.value.text(""),
                percent.value.text("")
            ),
            "give a `tolerance` that is larger than the `green_tolerance`, or delete it",
        )),
        (Typed::Floor(floor), Some(target)) if !is_worse(floor.value, target.value, better) => {}
        (Typed::Floor(floor), Some(target)) => {
            let allowed = target.value.millionths().abs() * green.value.millionths();
            let miss = (target.value.millionths() - floor.value.millionths()).abs();
            if miss * 100 * 1_000_000 <= allowed {
                faults.push(fault(
                    floor.span,
                    format!(
                        "a miss of up to {}% is still green, so the floor of {} leaves nothing to be amber",
                        green.value.text(""),
                        floor.value.text("")
                    ),
                    "give a `floor` further from the target, or a smaller `green_tolerance`",
                ));
            }
        }
        _ => {}
    }
}

/// Reports a target and a floor on a scale with more or fewer steps than the three that they tell apart.
fn check_scale(
    fields: &Fields,
    steps: &[Rating],
    target: Option<&Spanned<Number>>,
    limit: &Typed,
    faults: &mut Vec<Diagnostic>,
) {
    let many = steps.len();
    match limit {
        Typed::Floor(place) | Typed::Tolerance(place) if many == 2 => faults.push(
            Diagnostic::error(
                Code::IndicatorLimits,
                place.span,
                "the scale of this section has two steps, so there is nothing between target and limit",
            )
            .help("delete this line; what misses the target a little and is still good goes under `green_tolerance`"),
        ),
        Typed::Steps(_) => {}
        _ if many > 3 && target.is_some() && !fields.flag("data_only") && !fields.was_typed("limits") => {
            let parts = steps.iter().take(many - 1).map(|step| format!("{}: …", step.id()));
            faults.push(
                Diagnostic::error(
                    Code::IndicatorLimits,
                    fields.place("target"),
                    format!("the scale of this section has {many} steps, but target and floor tell only three apart"),
                )
                .help(format!("add `limits: {{{}}}`", parts.collect::<Vec<_>>().join(", "))),
            );
        }
        _ => {}
    }
}

/// Warns of a first target that tells nothing.
fn check_original(fields: &Fields, target: Option<&Spanned<Number>>, faults: &mut Vec<Diagnostic>) {
    let Some(original) = fields.number("original_target") else { return };
    let (message, help) = match target {
        Some(target) if target.value == original.value => (
            "`original_target` is the same as `target`, so nothing has changed".to_owned(),
            "write what the target was before it was changed, or delete this line",
        ),
        None if !fields.was_typed("target") => (
            "`original_target` says what the target first was, but there is no target now".to_owned(),
            "add `target: …`, or delete this line",
        ),
        _ => return,
    };
    faults.push(Diagnostic::warning(Code::IndicatorLimits, original.span, message).help(help));
}

/// Warns of a limit in absolute figures that was set for one target and is used for another.
fn check_year(
    fields: &Fields,
    target: Option<&Spanned<Number>>,
    limit: &Typed,
    faults: &mut Vec<Diagnostic>,
) {
    let (Some(year), Some(target)) = (fields.number("year_target"), target) else { return };
    if fields.number("forecast").is_none() || year.value == target.value {
        return;
    }
    let (name, span) = match limit {
        Typed::Floor(floor) => ("floor", floor.span),
        Typed::Steps(_) => ("limits", fields.place("limits")),
        Typed::None | Typed::Tolerance(_) => return,
    };
    faults.push(
        Diagnostic::warning(
            Code::IndicatorLimits,
            span,
            format!(
                "the forecast is held against these same figures, although the target for the year, {}, is not the target of \
                 {}",
                year.value.text(""),
                target.value.text("")
            ),
        )
        .related(year.span, "the target for the year")
        .help(format!("if `{name}` does not suit the year, give percentages instead: `tolerance`, `green_tolerance`")),
    );
}
