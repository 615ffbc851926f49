//! Finds the step of a scale that a figure reaches, from its target and its limits.
//!
//! In: exact numbers, and how many steps there are. Out: which step it is, counted from the best, and the facts behind
//! it. It must not know what the steps are called.
//!
//! Figures are compared exactly as they were given: nothing is rounded first. A figure exactly on a limit counts as
//! having reached it.

use std::cmp::Ordering;

use crate::report::{Better, Limit, Number};

/// What a figure is held against.
#[derive(Debug, Clone, Copy)]
pub struct Yardstick<'a> {
    /// Which way is better.
    pub better: Better,
    /// The target.
    pub target: Option<Number>,
    /// By how many percent of the target it may be missed and the figure still have the best step.
    pub green_tolerance: Option<Number>,
    /// How far the target may be missed before the figure has the worst step.
    pub limit: &'a Limit,
}

/// How a figure compares with its target and its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is given for information only and has no target.
    ForInformation,
    /// There is no figure for this period.
    NoFigure,
    /// It has no target.
    NoTarget,
    /// It is better than its target.
    Better(Measured),
    /// It is exactly its target.
    OnTarget(Measured),
    /// It misses its target by no more than the percentage of it that may be missed with the best step; by exactly that
    /// if the ordering is `Equal`.
    StillBest(Measured, Number, Ordering),
    /// It misses its target, and no limit says by how much it may.
    Missed(Measured),
    /// It misses its target, and compares with its floor as `Ordering` says: `Greater` is better than the floor.
    AgainstFloor(Measured, Number, Ordering),
    /// It misses its target by less or more than this percentage of it, or by exactly that.
    AgainstTolerance(Measured, Number, Ordering),
    /// It is held against a limit for each step, whatever its target.
    AgainstSteps(Stepped),
}

/// A figure beside its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The figure.
    pub actual: Number,
    /// Its target.
    pub target: Number,
}

/// A figure among the limits of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stepped {
    /// The figure.
    pub actual: Number,
    /// The step that it reaches, counted from the best.
    pub step: usize,
    /// The limit of that step; the worst step has none.
    pub reached: Option<Number>,
    /// The limit of the next better step; there is none above the best.
    pub missed: Option<Number>,
}

/// The step that `figure` reaches, counted from the best of `steps`; `None` if there is nothing to hold it against.
pub fn step(figure: Number, by: Yardstick<'_>, steps: usize) -> (Option<usize>, Outcome) {
    let worst = steps.saturating_sub(1);
    if let Limit::Steps(limits) = by.limit {
        let missed = |limit: &&Number| better_or_worse(figure, **limit, by.better) == Ordering::Less;
        let step = limits.iter().take(worst).take_while(missed).count();
        let reached = limits.get(step).copied();
        let missed = step.checked_sub(1).and_then(|above| limits.get(above)).copied();
        // Of limits that are missing, which was reported, none is reached.
        let step = if reached.is_some() { step } else { worst };
        return (Some(step), Outcome::AgainstSteps(Stepped { actual: figure, step, reached, missed }));
    }
    let Some(target) = by.target else { return (None, Outcome::NoTarget) };
    let outcome = against_target(Measured { actual: figure, target }, by);
    let step = match outcome {
        Outcome::AgainstFloor(_, _, Ordering::Greater | Ordering::Equal)
        | Outcome::AgainstTolerance(_, _, Ordering::Less | Ordering::Equal) => worst.min(1),
        Outcome::Missed(_) | Outcome::AgainstFloor(..) | Outcome::AgainstTolerance(..) => worst,
        _ => 0,
    };
    (Some(step), outcome)
}

fn against_target(measured: Measured, by: Yardstick<'_>) -> Outcome {
    match better_or_worse(measured.actual, measured.target, by.better) {
        Ordering::Greater => return Outcome::Better(measured),
        Ordering::Equal => return Outcome::OnTarget(measured),
        Ordering::Less => {}
    }
    if let Some(percent) = by.green_tolerance {
        let miss = miss_against(measured, percent);
        if miss != Ordering::Greater {
            return Outcome::StillBest(measured, percent, miss);
        }
    }
    let against = |percent| Outcome::AgainstTolerance(measured, percent, miss_against(measured, percent));
    match *by.limit {
        Limit::Floor(floor) => {
            Outcome::AgainstFloor(measured, floor, better_or_worse(measured.actual, floor, by.better))
        }
        Limit::Tolerance(percent) => against(percent),
        Limit::None | Limit::Steps(_) => by.green_tolerance.map_or(Outcome::Missed(measured), against),
    }
}

/// How `figure` compares with `other`: `Greater` is better.
pub(super) fn better_or_worse(figure: Number, other: Number, better: Better) -> Ordering {
    match better {
        Better::Higher => figure.cmp(&other),
        Better::Lower => other.cmp(&figure),
    }
}

/// How far a figure misses its target, compared with `percent` of the target: exactly, in whole numbers.
fn miss_against(Measured { actual, target }: Measured, percent: Number) -> Ordering {
    const HUNDRED_PERCENT: i128 = 100 * 1_000_000;
    let miss = (actual.millionths() - target.millionths()).abs();
    let allowed = target.millionths().abs() * percent.millionths();
    (miss * HUNDRED_PERCENT).cmp(&allowed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::indicator::example::{limit, number};

    /// Figures on a limit and just beside it, worked out by hand: which way is better, target, green tolerance, limit,
    /// number of steps, figure, and the step from the best. 5% of 76 is 3.8, and 76 less that is 72.2; 5% of 20 is 1;
    /// 10% of 76 is 7.6; 5% of -20 is 1 either way; any percentage of zero is zero.
    const CASES: &str = "
        higher | 76  | 5   |              | 3 | 76        | 0
        higher | 76  | 5   |              | 3 | 72.2      | 0
        higher | 76  | 5   |              | 3 | 72.199999 | 2
        higher | 76  | 5   | tolerance 10 | 3 | 72.199999 | 1
        higher | 76  | 5   | tolerance 10 | 3 | 68.4      | 1
        higher | 76  | 5   | tolerance 10 | 3 | 68.399999 | 2
        higher | 76  | 5   | floor 70     | 3 | 72.199999 | 1
        higher | 76  | 5   | floor 70     | 3 | 70        | 1
        higher | 76  | 5   | floor 70     | 3 | 69.999999 | 2
        higher | 76  | 5   |              | 2 | 72.2      | 0
        higher | 76  | 5   |              | 2 | 72.199999 | 1
        higher | 76  |     | floor 70     | 2 | 75        | 1
        higher | 76  |     | floor 70     | 5 | 75        | 1
        higher | 76  |     | floor 70     | 5 | 69        | 4
        lower  | 20  | 5   |              | 3 | 21        | 0
        lower  | 20  | 5   |              | 3 | 21.000001 | 2
        lower  | 20  | 5   | tolerance 10 | 3 | 21.000001 | 1
        lower  | 20  | 5   | tolerance 10 | 3 | 22        | 1
        lower  | 20  | 5   | tolerance 10 | 3 | 22.000001 | 2
        lower  | 20  | 5   | floor 25     | 3 | 25        | 1
        lower  | 20  | 5   | floor 25     | 3 | 25.000001 | 2
        lower  | -20 | 5   |              | 3 | -19       | 0
        lower  | -20 | 5   |              | 3 | -18.999999| 2
        lower  | 0   | 5   |              | 3 | 0         | 0
        lower  | 0   | 5   |              | 3 | 0.000001  | 2
        higher | 3   | 0.333333 |         | 3 | 2.990001  | 0
        higher | 3   | 0.333333 |         | 3 | 2.99      | 2
        higher |     |     | steps 90 70  | 3 | 90        | 0
        higher |     |     | steps 90 70  | 3 | 89.999999 | 1
        higher | 95  |     | steps 90 70  | 3 | 90        | 0
        higher |     |     | steps 90 70  | 3 | 70.0      | 1
        higher |     |     | steps 90 70  | 3 | 69.999999 | 2
        lower  |     |     | steps 10 20  | 3 | 10        | 0
        lower  |     |     | steps 10 20  | 3 | 10.000001 | 1
        lower  |     |     | steps 10 20  | 3 | 20        | 1
        lower  |     |     | steps 10 20  | 3 | 20.000001 | 2
        higher |     |     | steps 90     | 2 | 90        | 0
        higher |     |     | steps 90     | 2 | 89.9      | 1
        higher |     |     | steps 90 80 70 60 | 5 | 75   | 2
        higher |     |     | steps 90 80 70 60 | 5 | 60   | 3
        higher |     |     | steps 90 80 70 60 | 5 | 59.9 | 4
    ";

    #[test]
    fn figures_reach_the_step_of_the_best_limit_that_they_are_not_worse_than() {
        let mut seen = 0;
        for case in CASES.lines().filter(|line| line.contains('|')) {
            let cells: Vec<&str> = case.split('|').map(str::trim).collect();
            let [way, target, green, text, steps, figure, expected] = cells[..] else { panic!("{case}") };
            let yardstick = Yardstick {
                better: if way == "higher" { Better::Higher } else { Better::Lower },
                target: number(target),
                green_tolerance: number(green),
                limit: &limit(text),
            };
            let (step, _) = step(number(figure).unwrap(), yardstick, steps.parse().unwrap());
            assert_eq!(step, expected.parse().ok(), "{case}");
            seen += 1;
        }
        assert_eq!(seen, 41);
    }

    proptest! {
        /// Whatever the rule and the scale: the better of two figures never has the worse step.
        #[test]
        fn a_better_figure_never_has_a_worse_step(
            figures in (-500_i64..500, -500_i64..500),
            target in -400_i64..400,
            green in proptest::option::of(0_i64..60),
            kind in 0..4,
            limits in proptest::collection::vec(-450_i64..450, 1..7),
            is_lower in any::<bool>(),
            steps in 2_usize..8,
        ) {
            let exact = |tenths: i64| Number::parse(&format!("{}.{}", tenths / 10, tenths.abs() % 10)).unwrap();
            let mut limits: Vec<Number> = limits.into_iter().map(exact).collect();
            limits.sort();
            if !is_lower {
                limits.reverse();
            }
            let limit = match kind {
                0 => Limit::None,
                1 => Limit::Floor(limits[0]),
                2 => Limit::Tolerance(exact(target.abs() / 4)),
                _ => Limit::Steps(limits),
            };
            let better = if is_lower { Better::Lower } else { Better::Higher };
            let yardstick = Yardstick {
                better,
                target: Some(exact(target)),
                green_tolerance: green.map(exact),
                limit: &limit,
            };
            let (one, other) = (exact(figures.0), exact(figures.1));
            let (step_of_one, _) = step(one, yardstick, steps);
            let (step_of_other, _) = step(other, yardstick, steps);
            prop_assert!(step_of_one.is_some_and(|step| step < steps));
            match better_or_worse(one, other, better) {
                Ordering::Greater => prop_assert!(step_of_one <= step_of_other),
                Ordering::Equal => prop_assert_eq!(step_of_one, step_of_other),
                Ordering::Less => prop_assert!(step_of_one >= step_of_other),
            }
        }
    }
}
