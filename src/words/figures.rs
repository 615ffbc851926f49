//! Turns facts about an indicator's figures into sentences: why it is rated so, where it is heading, and its limits.

use std::cmp::Ordering;

use super::{Words, say};
use crate::report::rate::{Course, Forecast, Given, Judgement, Measured, Note, Outcome, Stepped};
use crate::report::{Better, Indicator, Number, Rating, Scale};

impl Words {
    /// Why an indicator has its rating, in a sentence or two.
    pub fn judgement(&self, indicator: &Indicator, judgement: &Judgement) -> String {
        let computed =
            || self.outcome(indicator, judgement.computed, judgement.outcome, indicator.provisional);
        match &judgement.given {
            None => computed(),
            Some(given) if judgement.is_set_by_hand() => say!(
                self,
                "given-against-figure",
                given = self.given_for_figure(judgement.rating, given, true),
                computed = computed()
            ),
            Some(given) => self.given_for_figure(judgement.rating, given, false),
        }
    }

    /// Who gave an indicator's rating, and why.
    fn given_for_figure(&self, rating: Rating, given: &Given, is_instead: bool) -> String {
        let rating = self.rating(rating);
        let said = match (is_instead, given.by.as_deref()) {
            (true, None) => say!(self, "given-instead", rating = rating),
            (true, Some(owner)) => say!(self, "given-instead-by", rating = rating, owner = owner),
            (false, None) => say!(self, "given-judged", rating = rating),
            (false, Some(owner)) => say!(self, "given-judged-by", rating = rating, owner = owner),
        };
        self.for_reason(said, given)
    }

    /// How the figure expected at the year's end is rated and why, in one sentence.
    pub fn forecast(&self, indicator: &Indicator, forecast: Forecast) -> String {
        self.outcome(indicator, forecast.rating, forecast.outcome, false)
    }

    /// Why a figure has its rating, in one sentence.
    fn outcome(
        &self,
        indicator: &Indicator,
        rating: Rating,
        outcome: Outcome,
        is_provisional: bool,
    ) -> String {
        let scale = rating.scale();
        let rating = self.rating(rating);
        let way = better(indicator);
        let provisional = if is_provisional { "yes" } else { "no" };
        let number = |number| self.number(number, &indicator.unit);
        let figure = |measured: Measured| number(measured.actual);
        let target = |measured: Measured| number(measured.target);
        match outcome {
            Outcome::ForInformation => say!(self, "outcome-for-information", rating = rating),
            Outcome::NoFigure => say!(self, "outcome-no-figure", rating = rating),
            Outcome::NoTarget => say!(self, "outcome-no-target", rating = rating),
            Outcome::OnTarget(measured) => say!(
                self,
                "outcome-on-target",
                rating = rating,
                figure = figure(measured),
                provisional = provisional
            ),
            Outcome::Better(measured) => say!(
                self,
                "outcome-better",
                rating = rating,
                figure = figure(measured),
                target = target(measured),
                better = way,
                provisional = provisional,
            ),
            Outcome::Missed(measured) => say!(
                self,
                "outcome-missed",
                rating = rating,
                figure = figure(measured),
                target = target(measured),
                better = way,
                provisional = provisional,
            ),
            Outcome::StillBest(measured, percent, miss) => say!(
                self,
                "outcome-still-best",
                rating = rating,
                figure = figure(measured),
                target = target(measured),
                tolerance = self.number(percent, "%"),
                exactly = if miss == Ordering::Equal { "yes" } else { "no" },
                better = way,
                provisional = provisional,
            ),
            Outcome::AgainstFloor(..) | Outcome::AgainstTolerance(..) => {
                self.within_limit(indicator, (rating, scale), outcome, provisional)
            }
            Outcome::AgainstSteps(stepped) => self.stepped(indicator, (rating, scale), stepped, provisional),
        }
    }

    /// Why a figure that misses its target has its rating, where a limit says by how much it may.
    fn within_limit(
        &self,
        indicator: &Indicator,
        (rating, scale): (&str, &'static Scale),
        outcome: Outcome,
        provisional: &str,
    ) -> String {
        let way = better(indicator);
        let number = |number| self.number(number, &indicator.unit);
        let figure = |measured: Measured| number(measured.actual);
        let target = |measured: Measured| number(measured.target);
        // What may be missed with the best rating, where that was not enough.
        let green =
            indicator.green_tolerance.map_or_else(|| "none".to_owned(), |green| self.number(green, "%"));
        let best = self.rating(scale.step(0));
        match outcome {
            Outcome::AgainstFloor(measured, floor, Ordering::Greater) => say!(
                self,
                "outcome-better-than-floor",
                rating = rating,
                figure = figure(measured),
                target = target(measured),
                floor = number(floor),
                green = green,
                best = best,
                better = way,
                provisional = provisional,
            ),
            Outcome::AgainstFloor(measured, _, Ordering::Equal) => say!(
                self,
                "outcome-on-floor",
                rating = rating,
                figure = figure(measured),
                target = target(measured),
                green = green,
                best = best,
                better = way,
                provisional = provisional,
            ),
            Outcome::AgainstFloor(measured, floor, Ordering::Less) => say!(
                self,
                "outcome-worse-than-floor",
                rating = rating,
                figure = figure(measured),
                target = target(measured),
                floor = number(floor),
                better = way,
                provisional = provisional,
            ),
            Outcome::AgainstTolerance(measured, percent, Ordering::Less) => say!(
                self,
                "outcome-by-less",
                rating = rating,
                figure = figure(measured),
                target = target(measured),
                tolerance = self.number(percent, "%"),
                green = green,
                best = best,
                better = way,
                provisional = provisional,
            ),
            Outcome::AgainstTolerance(measured, percent, Ordering::Equal) => say!(
                self,
                "outcome-by-exactly",
                rating = rating,
                figure = figure(measured),
                target = target(measured),
                tolerance = self.number(percent, "%"),
                green = green,
                best = best,
                better = way,
                provisional = provisional,
            ),
            Outcome::AgainstTolerance(measured, percent, Ordering::Greater) => say!(
                self,
                "outcome-by-more",
                rating = rating,
                figure = figure(measured),
                target = target(measured),
                tolerance = self.number(percent, "%"),
                better = way,
                provisional = provisional,
            ),
            _ => String::new(),
        }
    }

    /// Why a figure that is held against a limit for each step has its rating.
    fn stepped(
        &self,
        indicator: &Indicator,
        (rating, scale): (&str, &'static Scale),
        stepped: Stepped,
        provisional: &str,
    ) -> String {
        let number = |number| self.number(number, &indicator.unit);
        let way = better(indicator);
        let figure = number(stepped.actual);
        let exactly = if stepped.reached == Some(stepped.actual) { "yes" } else { "no" };
        let next = self.rating(scale.step(stepped.step.saturating_sub(1)));
        match (stepped.reached, stepped.missed) {
            (Some(reached), None) => say!(
                self,
                "outcome-best-step",
                rating = rating,
                figure = figure,
                reached = number(reached),
                exactly = exactly,
                better = way,
                provisional = provisional,
            ),
            (Some(reached), Some(missed)) => say!(
                self,
                "outcome-between-steps",
                rating = rating,
                figure = figure,
                reached = number(reached),
                exactly = exactly,
                missed = number(missed),
                next = next,
                better = way,
                provisional = provisional,
            ),
            (None, Some(missed)) => say!(
                self,
                "outcome-worst-step",
                rating = rating,
                figure = figure,
                missed = number(missed),
                next = next,
                better = way,
                provisional = provisional,
            ),
            // Without any limit, which was reported, nothing can be said.
            (None, None) => say!(self, "outcome-no-target", rating = rating),
        }
    }

    /// The figures that each direction comes from, in a sentence for each.
    pub fn courses(&self, indicator: &Indicator, judgement: &Judgement) -> Option<String> {
        let now = indicator.actual?;
        let number = |number| self.number(number, &indicator.unit);
        let told = judgement.courses.iter().map(|course| {
            let (direction, now, before) =
                (self.direction(course.direction), number(now), number(course.before));
            let better = better(indicator);
            if names_period(judgement, course) {
                let period = &course.period;
                say!(
                    self,
                    "course-since",
                    direction = direction,
                    now = now,
                    before = before,
                    period = period,
                    better = better
                )
            } else {
                say!(self, "course", direction = direction, now = now, before = before, better = better)
            }
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join(" "))
    }

    /// A direction as a table says it: the word, and the earlier figure where it is not simply the previous one.
    pub fn course(&self, indicator: &Indicator, judgement: &Judgement, course: &Course) -> String {
        let direction = self.direction(course.direction);
        if !names_period(judgement, course) {
            return direction.to_owned();
        }
        let before = self.figure(course.before, &indicator.unit);
        say!(self, "direction-since", direction = direction, before = before, period = &course.period)
    }

    /// The figures of others: "England 71%, Family group 73%".
    pub fn benchmarks(&self, indicator: &Indicator) -> String {
        self.commas(indicator.benchmarks.iter().map(|benchmark| {
            let figure = self.number(benchmark.figure, &indicator.unit);
            say!(self, "benchmark", name = &benchmark.name, figure = figure)
        }))
    }

    /// The limit of each step, the best first: "Green 90%, Amber 70%".
    pub fn limits(&self, indicator: &Indicator, limits: &[Number], scale: &'static Scale) -> String {
        self.commas(limits.iter().enumerate().map(|(step, limit)| {
            let figure = self.figure(*limit, &indicator.unit);
            say!(self, "limit-for-rating", rating = self.rating(scale.step(step)), figure = figure)
        }))
    }

    /// What a reader needs to know about the ratings and directions of indicators on `scale`.
    pub fn note(&self, note: Note, scale: &'static Scale) -> String {
        let (best, middle) = (self.rating(scale.step(0)), self.rating(scale.step(1)));
        let worst = self.rating(scale.step(scale.len()));
        match note {
            Note::Green => say!(self, "note-green", best = best),
            Note::Floor => say!(self, "note-floor", middle = middle, worst = worst),
            Note::Limit => say!(self, "note-limit", middle = middle, worst = worst),
            Note::FloorAndLimit => say!(self, "note-floor-and-limit", middle = middle, worst = worst),
            Note::Tolerance => say!(self, "note-tolerance", middle = middle, worst = worst),
            Note::ToleranceForFloor => {
                say!(self, "note-tolerance-for-floor", middle = middle, worst = worst)
            }
            Note::NoLimit => say!(self, "note-no-limit", worst = worst),
            Note::NoLimitHere => say!(self, "note-no-limit-here", worst = worst),
            Note::GreenTolerance => say!(self, "note-green-tolerance", best = best),
            Note::Steps => say!(self, "note-steps").to_owned(),
            Note::Judged => say!(self, "note-judged").to_owned(),
            Note::Forecast => say!(self, "note-forecast").to_owned(),
            Note::NamedPeriods => say!(self, "note-named-periods").to_owned(),
            Note::Exact => say!(self, "note-exact").to_owned(),
            Note::Direction => say!(self, "note-direction").to_owned(),
            Note::NoTarget => say!(self, "note-no-target").to_owned(),
        }
    }
}

/// Whether readers must be told which period a figure is compared with.
fn names_period(judgement: &Judgement, course: &Course) -> bool {
    !course.is_previous || judgement.courses.len() > 1
}

/// Which way is better, as messages take it.
fn better(indicator: &Indicator) -> &'static str {
    match indicator.better {
        Better::Higher => "higher",
        Better::Lower => "lower",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::indicator::example::{indicator, limit, number};
    use crate::report::{Against, Benchmark, Limit, Past, Stated};

    fn judge(indicator: &Indicator) -> Judgement {
        crate::report::rate::judge(indicator, Scale::standard())
    }

    /// Every case of a figure and its target, worked out by hand: which way is better, target, limit, figure, and the
    /// text. 5% of 82 is 4.1, so the last amber figure is 77.9; 0.333333% of 3 is 0.00999999; 10% of -5 is 0.5 either
    /// way; and a percentage of zero is zero.
    const CASES: &str = "
        higher | 80  | floor 75           | 85        | Green: 85% is above the target of 80%.
        higher | 80  | floor 75           | 80.0      | Green: 80.0% is exactly the target.
        higher | 80  | floor 75           | 79.999999 | Amber: 79.999999% is below the target of 80%, and above the floor of 75%.
        higher | 80  | floor 75           | 75        | Amber: 75% is below the target of 80% and exactly on the floor.
        higher | 80  | floor 75           | 74.999999 | Red: 74.999999% is below the target of 80%, and below the floor of 75%.
        lower  | 10  | floor 12           | 9         | Green: 9% is below the target of 10%.
        lower  | 10  | floor 12           | 11        | Amber: 11% is above the target of 10%, and below the limit of 12%.
        lower  | 10  | floor 12           | 12        | Amber: 12% is above the target of 10% and exactly on the limit.
        lower  | 10  | floor 12           | 12.1      | Red: 12.1% is above the target of 10%, and above the limit of 12%.
        higher | 82  | tolerance 5        | 77.9      | Amber: 77.9% is below the target of 82% by exactly 5% of it.
        higher | 82  | tolerance 5        | 78        | Amber: 78% is below the target of 82% by less than 5% of it.
        higher | 82  | tolerance 5        | 77.899999 | Red: 77.899999% is below the target of 82% by more than 5% of it.
        lower  | 20  | tolerance 10       | 22        | Amber: 22% is above the target of 20% by exactly 10% of it.
        lower  | 20  | tolerance 10       | 22.01     | Red: 22.01% is above the target of 20% by more than 10% of it.
        higher | 3   | tolerance 0.333333 | 2.990001  | Amber: 2.990001% is below the target of 3% by less than 0.333333% of it.
        higher | 3   | tolerance 0.333333 | 2.99      | Red: 2.99% is below the target of 3% by more than 0.333333% of it.
        higher | 80  |                    | 80        | Green: 80% is exactly the target.
        higher | 80  |                    | 79        | Red: 79% is below the target of 80%.
        lower  | 0   | floor 3            | 0         | Green: 0% is exactly the target.
        lower  | 0   | floor 3            | 3         | Amber: 3% is above the target of 0% and exactly on the limit.
        lower  | 0   | floor 3            | 4         | Red: 4% is above the target of 0%, and above the limit of 3%.
        lower  | 0   | tolerance 10       | 1         | Red: 1% is above the target of 0% by more than 10% of it.
        lower  | -5  | tolerance 10       | -4.5      | Amber: −4.5% is above the target of −5% by exactly 10% of it.
        lower  | -5  | tolerance 10       | -6        | Green: −6% is below the target of −5%.
        higher | -5  | floor -10          | -7        | Amber: −7% is below the target of −5%, and above the floor of −10%.
        higher | 76  | , green 5          | 75.2      | Green: 75.2% is below the target of 76% by less than 5% of it, which is still Green.
        higher | 76  | , green 5          | 72.2      | Green: 72.2% is below the target of 76% by exactly 5% of it, which is still Green.
        higher | 76  | , green 5          | 72.1      | Red: 72.1% is below the target of 76% by more than 5% of it.
        lower  | 20  | , green 5          | 21        | Green: 21% is above the target of 20% by exactly 5% of it, which is still Green.
        lower  | 20  | tolerance 10, green 5 | 22     | Amber: 22% is above the target of 20% by exactly 10% of it; a miss of up to 5% would still be Green.
        lower  | 20  | tolerance 10, green 5 | 21.5   | Amber: 21.5% is above the target of 20% by less than 10% of it; a miss of up to 5% would still be Green.
        higher | 76  | floor 70, green 5  | 72        | Amber: 72% is below the target of 76%, and above the floor of 70%; a miss of up to 5% would still be Green.
        higher | 76  | floor 70, green 5  | 70        | Amber: 70% is below the target of 76% and exactly on the floor; a miss of up to 5% would still be Green.
        higher | 95  | steps 90 70        | 92        | Green: 92% is above the limit of 90% for Green.
        higher |     | steps 90 70        | 90.0      | Green: 90.0% is exactly on the limit for Green.
        higher |     | steps 90 70        | 75        | Amber: 75% is above the limit of 70% for Amber, and below that of 90% for Green.
        lower  |     | steps 10 20        | 20        | Amber: 20% is exactly on the limit for Amber, and above that of 10% for Green.
        lower  |     | steps 10 20        | 21        | Red: 21% is above the limit of 20% for Amber.
        higher | 80  | floor 75           |           | Not rated: there is no figure for this period yet.
        higher |     |                    | 85        | Not rated: no target has been set.
    ";

    #[test]
    fn figures_are_judged_by_target_and_limit() {
        let words = Words::default();
        let cases = CASES.lines().filter(|line| line.contains('|'));
        let mut seen = 0;
        for case in cases {
            let cells: Vec<&str> = case.split(" | ").map(str::trim).collect();
            let [better, target, limit, actual, reason] = cells[..] else { panic!("{case}") };
            let better = if better == "higher" { Better::Higher } else { Better::Lower };
            let (text, green) = limit.split_once(", green ").unwrap_or((limit, ""));
            let mut indicator = indicator(better, target, self::limit(text), actual, "");
            indicator.green_tolerance = number(green);
            let judged = judge(&indicator);
            let said = words.judgement(&indicator, &judged);
            let rating = reason
                .split(':')
                .next()
                .and_then(|word| Scale::standard().ratings().find(|rating| rating.word() == word));
            assert_eq!((Some(judged.rating), said.as_str()), (rating, reason), "{case}");
            assert_eq!(judged.direction(), None, "there is no earlier figure");
            seen += 1;
        }
        assert_eq!(seen, 40);
    }

    #[test]
    fn figures_for_information_and_provisional_ones_are_said_to_be_so() {
        let words = Words::default();
        let mut data = indicator(Better::Higher, "80", Limit::None, "10", "5");
        data.data_only = true;
        let judged = judge(&data);
        assert_eq!(
            words.judgement(&data, &judged),
            "For info: this figure is told for information and has no target to meet."
        );
        assert_eq!(words.courses(&data, &judged), None);
        let mut provisional = indicator(Better::Higher, "80", limit("floor 75"), "76", "");
        provisional.provisional = true;
        assert_eq!(
            words.judgement(&provisional, &judge(&provisional)),
            "Amber: 76% is below the target of 80%, and above the floor of 75%; the figure is provisional."
        );
    }

    #[test]
    fn a_direction_is_told_with_its_two_figures() {
        let words = Words::default();
        let worse = indicator(Better::Lower, "50", Limit::None, "71", "70");
        assert_eq!(
            words.courses(&worse, &judge(&worse)).as_deref(),
            Some("Worsening: 71% now and 70% before, and lower is better.")
        );
    }

    #[test]
    fn directions_against_several_figures_name_the_periods() {
        let words = Words::default();
        let mut seasonal = indicator(Better::Higher, "2", Limit::None, "1.9", "");
        seasonal.unit = "visits".into();
        let past =
            |period: &str, actual: &str| Past { period: period.into(), actual: number(actual), target: None };
        seasonal.history = vec![past("Q1 2012/13", "1.8"), past("Q4 2012/13", "2.4")];
        seasonal.compare_with = vec![Against::Previous, Against::Period("Q1 2012/13".into())];
        let judged = judge(&seasonal);
        assert_eq!(
            words.courses(&seasonal, &judged).as_deref(),
            Some(
                "Worsening: 1.9 visits now and 2.4 visits in Q4 2012/13, and higher is better. Improving: 1.9 visits now \
                 and 1.8 visits in Q1 2012/13, and higher is better."
            )
        );
        let told: Vec<String> =
            judged.courses.iter().map(|course| words.course(&seasonal, &judged, course)).collect();
        assert_eq!(told, ["Worsening against Q4 2012/13 (2.4)", "Improving against Q1 2012/13 (1.8)"]);
        let benchmark = |name: &str, figure| Benchmark { name: name.into(), figure: number(figure).unwrap() };
        seasonal.benchmarks = vec![benchmark("England", "2.1"), benchmark("Family group", "1.7")];
        assert_eq!(words.benchmarks(&seasonal), "England 2.1 visits, Family group 1.7 visits");
    }

    #[test]
    fn a_judgement_is_told_with_its_reason_and_what_the_figure_gives() {
        let words = Words::default();
        let mut judged = indicator(Better::Higher, "80", limit("floor 75"), "70", "");
        judged.provisional = true;
        judged.stated = Some(Stated {
            rating: Scale::standard().by_id("amber").unwrap(),
            reason: Some("The backlog is cleared".into()),
        });
        assert_eq!(
            words.judgement(&judged, &judge(&judged)),
            "Amber, set in place of the computed rating by the owner: The backlog is cleared. Its figure gives Red: 70% is \
             below the target of 80%, and below the floor of 75%; the figure is provisional."
        );
        judged.owner = Some("Head of Calls".into());
        judged.target = None;
        assert_eq!(
            words.judgement(&judged, &judge(&judged)),
            "Amber, as judged by the Head of Calls: The backlog is cleared."
        );
    }

    #[test]
    fn a_text_that_runs_over_lines_in_the_catalogue_is_one_line() {
        let words = Words::default();
        assert_eq!(
            words.note(Note::NoTarget, Scale::standard()),
            "An indicator without a target is not rated."
        );
        assert_eq!(
            words.note(Note::Exact, Scale::standard()),
            "Figures are compared as they are printed, to the last decimal; nothing is rounded first. A figure exactly \
             on a limit has reached it."
        );
    }
}
