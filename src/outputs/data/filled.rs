//! The data of a report: what is known of it, in the form that other programs read.
//!
//! In: the rated report and its comparison. Out: the values whose types are in `report.rs`.

use super::report::{
    ActionData, AspectData, AspectRatingData, Benchmark, Category, Compared, Cover, Entries, Entry,
    ExemptPart, Forecast, GoneEntry, Group, HeadingLine, IndicatorData, Meeting, Milestone, Origin, Outlook,
    Override, PassageData, Past, Priorities, ProjectData, Report, ScaleData, Section, SectionRating,
    StateData, StepLimit,
};
use super::written::{ByRating, Written};
use crate::pages::{Figures, Input, law, rated_aspects, references};
use crate::report::compare::{Gone, Moved};
use crate::report::prose::Prose;
use crate::report::rate::{self, Basis, Counts, Course, Judgement, Rated, RatedEntry, Verdict};
use crate::report::{
    self, AspectRating, Content, Date, Done, Indicator, Limit, Number, Precision, Project, Rating, Rule,
    Scale, When, Withheld,
};
use crate::words::{Counted, Words};

/// The report as data; its texts are filled from `figures`.
pub fn report(input: Input<'_>, figures: &Figures<'_>) -> Report {
    let model = &input.report.report;
    let comparison = input.previous.map(|(_, comparison)| comparison);
    let scales = model.scales();
    let counts = |of| by_rating(input, &input.report.counts(of));
    let overall_moved = comparison.and_then(|comparison| comparison.overall);
    let sections = model.sections.iter().zip(&input.report.sections).enumerate();
    let sections = sections.map(|(index, (section, rated))| {
        let compared = comparison.and_then(|comparison| comparison.sections.get(index));
        let moved = compared.and_then(|compared| compared.moved);
        let words = &input.words.calling(section.nouns());
        Section {
            id: section.id.clone(),
            kind: Written(section.kind()),
            title: section.title.clone(),
            group: section.group.clone(),
            owner: section.owner.clone(),
            scale: scales.iter().position(|own| std::ptr::eq(*own, section.scale)).unwrap_or_default(),
            rating: match (&rated.verdict, &section.content) {
                (Verdict::Rated(rated), _) => Some(rating(rated, Counted::Projects, words)),
                (Verdict::Counted(counts), Content::Projects(_)) => {
                    let none = Origin::Basis(Basis::Rule(Rule::None));
                    Some(counted(counts, none, words.shares(counts)))
                }
                (Verdict::Counted(counts), _) => {
                    Some(counted(counts, Origin::Counted, words.counted(counts, section.kind())))
                }
                (Verdict::Unrated, _) => None,
            },
            movement: moved.map(|moved| Written(moved.movement)),
            previous_rating: before(moved),
            forecast_counts: rated.forecast_counts().map(|counts| ByRating::new(&[counts])),
            entries: entries(
                section,
                &rated.entries,
                compared.map_or((&[], &[]), |compared| (&compared.entries, &compared.aspects)),
                figures,
                words,
            ),
        }
    });
    Report {
        id: model.id.clone(),
        title: model.title.clone(),
        council: model.council.clone(),
        period: model.period.clone(),
        from: model.from.map(Written),
        to: model.to.map(Written),
        previous: input.previous.map(|(previous, _)| previous.id.clone()),
        document: Written(model.document),
        plan: input.plan.map(|plan| plan.id.clone()),
        status: model.status.map(Written),
        cover: model.cover.as_ref().map(cover),
        // Those without a day come last; otherwise the first of two on one day is as early as the other.
        meeting: model
            .meetings
            .iter()
            .min_by_key(|meeting| (meeting.date.is_none(), meeting.date))
            .map(meeting),
        meetings: model.meetings.iter().map(meeting).collect(),
        restricted: input.restricted,
        scales: scales.iter().map(|own| scale(own, input.words)).collect(),
        aspects: rated_aspects(input.report)
            .iter()
            .map(|aspect| AspectData { id: aspect.id.clone(), title: aspect.title.clone() })
            .collect(),
        overall: input.report.overall.as_ref().map(|rated| rating(rated, Counted::Sections, input.words)),
        overall_movement: overall_moved.map(|moved| Written(moved.movement)),
        overall_previous_rating: before(overall_moved),
        counts: counts(references::are_projects),
        indicator_counts: counts(references::are_indicators),
        action_counts: counts(references::are_actions),
        priorities: model
            .priorities
            .iter()
            .map(|year| Priorities {
                year: year.year.clone(),
                entries: year.entries.iter().map(|(section, entry)| format!("{section}/{entry}")).collect(),
            })
            .collect(),
        categories: model
            .categories
            .iter()
            .map(|category| Category {
                letter: category.letter.clone(),
                title: category.title.clone(),
                description: category.description.clone(),
            })
            .collect(),
        groups: groups(input, figures),
        sections: sections.collect(),
        no_longer_reported: comparison
            .map(|comparison| comparison.gone.iter().map(gone).collect())
            .unwrap_or_default(),
        exempt: model
            .exempt()
            .into_iter()
            .map(|(section, part)| exempt(section, part, input.words))
            .collect(),
    }
}

/// The groups, with what is counted in each.
fn groups(input: Input<'_>, figures: &Figures<'_>) -> Vec<Group> {
    let model = &input.report.report;
    let groups = model.groups.iter().zip(&input.report.groups).enumerate();
    groups
        .map(|(place, (group, rated))| {
            let comparison = input.previous.map(|(_, comparison)| comparison);
            let moved = comparison.and_then(|comparison| comparison.groups.get(place).copied().flatten());
            let is_own = |section: &report::Section| section.group.as_ref() == Some(&group.id);
            let counts = |of| by_rating(input, &input.report.counts_in(is_own, of));
            Group {
                id: group.id.clone(),
                title: group.title.clone(),
                owner: group.owner.clone(),
                about: plain_text(&group.about, figures),
                rating: rated.as_ref().map(|rated| rating(rated, Counted::Grouped, input.words)),
                movement: moved.map(|moved| Written(moved.movement)),
                previous_rating: before(moved),
                counts: counts(references::are_projects),
                indicator_counts: counts(references::are_indicators),
                action_counts: counts(references::are_actions),
                sections: model.sections.iter().filter(|own| is_own(own)).map(|own| own.id.clone()).collect(),
            }
        })
        .collect()
}

/// The entries of a section; `rated` and `moved` are empty if nothing is rated or compared.
fn entries(
    section: &report::Section,
    rated: &[RatedEntry],
    (moved, of_aspects): (&[Moved], &[Vec<Moved>]),
    figures: &Figures<'_>,
    words: &Words,
) -> Entries {
    match &section.content {
        Content::Projects(projects) => {
            let more = projects.entries.iter().enumerate().map(|(place, entry)| {
                let moved = of_aspects.get(place).map(Vec::as_slice).unwrap_or_default();
                project(entry, moved, figures, words)
            });
            Entries::Projects(with_names(section, rated, moved, more))
        }
        Content::Indicators(entries) => {
            let more =
                entries.iter().zip(rated).map(|(entry, rated)| indicator(entry, rated, section.scale, words));
            Entries::Indicators(with_names(section, rated, moved, more))
        }
        Content::Actions(actions) => {
            let more = actions.iter().map(|entry| action(entry, figures));
            Entries::Actions(with_names(section, rated, moved, more))
        }
        Content::Narrative(narrative) => {
            let more = narrative.passages.iter().map(|_| PassageData {});
            Entries::Passages(with_names(section, rated, moved, more))
        }
    }
}

/// Puts what all entries have in common before what each has by its kind.
fn with_names<M>(
    section: &report::Section,
    rated: &[RatedEntry],
    moved: &[Moved],
    more: impl Iterator<Item = M>,
) -> Vec<Entry<M>> {
    let entries = section.entry_names().into_iter().zip(more).enumerate();
    entries
        .map(|(index, ((id, title), more))| {
            let moved = moved.get(index).copied();
            Entry {
                id: id.to_owned(),
                title: title.to_owned(),
                rating: rated.get(index).map(|rated| Written(rated.rating)),
                movement: moved.map(|moved| Written(moved.movement)),
                previous_rating: before(moved),
                more,
            }
        })
        .collect()
}

fn project(entry: &Project, moved: &[Moved], figures: &Figures<'_>, words: &Words) -> ProjectData {
    let outlook = &entry.outlook;
    let has_outlook = [&outlook.long_term, &outlook.medium_term, &outlook.this_year]
        .into_iter()
        .any(|prose: &Prose| !prose.is_empty());
    ProjectData {
        code: entry.code.clone(),
        lead: entry.leads.first().cloned(),
        leads: entry.leads.clone(),
        portfolio: entry.portfolio.clone(),
        wards: entry.wards.clone(),
        stage: entry.stage.clone(),
        progress: entry.progress,
        reason: entry.reason.clone(),
        action: entry.action.clone(),
        updated: entry.updated.map(Written),
        due: last(entry.due),
        due_given: given(entry.due),
        original_due: last(entry.original_due),
        original_due_given: given(entry.original_due),
        ratings: entry.aspects.iter().enumerate().map(|(place, own)| aspect(own, moved.get(place))).collect(),
        rating_reason: rate::overall(entry).and_then(|overall| words.overall(&overall)),
        milestones: entry
            .milestones
            .iter()
            .map(|milestone| Milestone {
                title: milestone.title.clone(),
                due: last(milestone.due),
                due_given: given(milestone.due),
                original_due: last(milestone.original_due),
                original_due_given: given(milestone.original_due),
                is_done: milestone.done != Done::No,
                done: last(milestone.done.when()),
                done_given: given(milestone.done.when()),
                rating: milestone.rating.map(Written),
            })
            .collect(),
        outlook: has_outlook.then(|| Outlook {
            long_term: plain_text(&outlook.long_term, figures),
            medium_term: plain_text(&outlook.medium_term, figures),
            this_year: plain_text(&outlook.this_year, figures),
        }),
    }
}

fn aspect(own: &AspectRating, moved: Option<&Moved>) -> AspectRatingData {
    AspectRatingData {
        aspect: own.aspect.id.clone(),
        rating: Written(own.rating),
        movement: moved.map(|moved| Written(moved.movement)),
        previous_rating: before(moved.copied()),
    }
}

/// The day that a time counts as.
fn last(when: Option<When>) -> Option<Written<Date>> {
    when.map(|when| Written(when.last()))
}

/// A month or quarter; nothing for a day.
fn given(when: Option<When>) -> Option<Written<When>> {
    when.filter(|when| when.precision() != Precision::Day).map(Written)
}

fn indicator(entry: &Indicator, rated: &RatedEntry, scale: &'static Scale, words: &Words) -> IndicatorData {
    let judgement = rated.judgement.as_ref();
    let (floor, tolerance, limits) = match &entry.limit {
        Limit::None => (None, None, &[][..]),
        Limit::Floor(floor) => (Some(*floor), None, &[][..]),
        Limit::Tolerance(percent) => (None, Some(*percent), &[][..]),
        Limit::Steps(limits) => (None, None, limits.as_slice()),
    };
    let limit = |(step, limit): (usize, &Number)| StepLimit {
        rating: Written(scale.step(step)),
        limit: Written(*limit),
    };
    let compared = |course: &Course| Compared {
        period: course.period.clone(),
        figure: Written(course.before),
        direction: Written(course.direction),
    };
    let given = judgement.and_then(|judgement| Some((judgement, judgement.given.as_ref()?)));
    let benchmark = |benchmark: &report::Benchmark| Benchmark {
        name: benchmark.name.clone(),
        figure: Written(benchmark.figure),
    };
    IndicatorData {
        code: entry.code.clone(),
        owner: entry.owner.clone(),
        unit: entry.unit.clone(),
        basis: entry.basis.clone(),
        better: Written(entry.better),
        actual: entry.actual.map(Written),
        target: entry.target.map(Written),
        original_target: entry.original_target.map(Written),
        green_tolerance: entry.green_tolerance.map(Written),
        floor: floor.map(Written),
        tolerance: tolerance.map(Written),
        limits: limits.iter().enumerate().map(limit).collect(),
        previous: entry.previous().map(Written),
        direction: judgement.and_then(Judgement::direction).map(Written),
        comparisons: judgement
            .map(|judgement| judgement.courses.iter().map(compared).collect())
            .unwrap_or_default(),
        reason: judgement.map(|judgement| words.judgement(entry, judgement)).unwrap_or_default(),
        set_by_hand: given.map(|(judgement, given)| Override {
            by: given.by.clone(),
            reason: given.reason.clone().unwrap_or_default(),
            computed: Written(judgement.computed),
        }),
        action: entry.action.clone(),
        forecast: judgement.and_then(|judgement| judgement.forecast).map(|forecast| Forecast {
            figure: Written(forecast.figure),
            rating: Written(forecast.rating),
            reason: words.forecast(entry, forecast),
        }),
        year_target: entry.year_target.map(Written),
        benchmarks: entry.benchmarks.iter().map(benchmark).collect(),
        provisional: entry.provisional,
        data_only: entry.data_only,
        history: entry
            .history
            .iter()
            .map(|past| Past {
                period: past.period.clone(),
                actual: past.actual.map(Written),
                target: past.target.map(Written),
            })
            .collect(),
    }
}

fn action(entry: &report::Action, figures: &Figures<'_>) -> ActionData {
    ActionData {
        code: entry.code.clone(),
        category: entry.category.clone(),
        paragraphs: entry.paragraphs.clone(),
        timescale: entry.timescale.clone(),
        leads: entry.leads.clone(),
        status: entry.status.clone(),
        comment: plain_text(&entry.comment, figures),
        evidence: plain_text(&entry.evidence, figures),
        monitoring: plain_text(&entry.monitoring, figures),
    }
}

fn plain_text(prose: &Prose, figures: &Figures<'_>) -> String {
    figures.fill(prose.clone()).plain_text()
}

fn before(moved: Option<Moved>) -> Option<Written<Rating>> {
    moved.and_then(|moved| moved.before).map(Written)
}

fn by_rating(input: Input<'_>, counts: &[Counts]) -> ByRating {
    // Where there is nothing to count, that is told on the report's own scale.
    let none = [Counts::none(input.report.report.scale)];
    ByRating::new(if counts.is_empty() { &none } else { counts })
}

fn scale(scale: &'static Scale, words: &Words) -> ScaleData {
    let state = |rating: Rating| {
        let state = rating.state();
        StateData {
            id: state.id.clone(),
            word: words.rating(rating).to_owned(),
            means: state.means.clone(),
            counts_as: rating.counts_as().map(|step| Written(scale.step(step))),
            fill: state.look.fill.hex(),
            text: state.look.text.hex(),
            shape: state.look.shape.name().to_owned(),
        }
    };
    ScaleData { preset: scale.preset.map(Written), ratings: scale.ratings().map(state).collect() }
}

fn rating(rated: &Rated, parts: Counted, words: &Words) -> SectionRating {
    SectionRating {
        value: Some(Written(rated.rating)),
        rule: Written(Origin::Basis(rated.basis)),
        shares: match rated.basis {
            Basis::Rule(Rule::Share(shares)) => {
                let steps = rated.counts.scale().steps().skip(1);
                Some(steps.map(Rating::id).zip(shares.iter().map(Written)).collect())
            }
            _ => None,
        },
        reason: words.reason_over(rated, parts),
        counts: ByRating::new(&[rated.counts]),
        set_by_hand: rated.set_by_hand().map(|(given, computed)| Override {
            by: given.by.clone(),
            reason: given.reason.clone().unwrap_or_default(),
            computed: Written(computed.rating),
        }),
    }
}

fn counted(all: &Counts, origin: Origin, reason: String) -> SectionRating {
    SectionRating {
        value: None,
        rule: Written(origin),
        shares: None,
        reason,
        counts: ByRating::new(&[*all]),
        set_by_hand: None,
    }
}

fn exempt(section: Option<&str>, part: Withheld, words: &Words) -> ExemptPart {
    ExemptPart {
        id: section.map_or_else(|| part.id.clone(), |section| format!("{section}/{}", part.id)),
        law: law(&part.exempt, words),
        title: part.title,
        code: part.code,
        kind: Written(part.kind),
        paragraphs: part.exempt.paragraphs,
        why: part.exempt.why,
    }
}

fn cover(cover: &report::Cover) -> Cover {
    Cover {
        from: together(&cover.from),
        to: together(&cover.to),
        subject: cover.subject.clone(),
        classification: cover.classification.clone(),
        decision_reference: cover.decision_reference.clone(),
        wards: cover.wards.clone(),
        heading: cover
            .heading
            .iter()
            .map(|line| HeadingLine { label: line.label.clone(), text: line.text.clone() })
            .collect(),
    }
}

fn meeting(meeting: &report::Meeting) -> Meeting {
    Meeting { body: meeting.body.clone(), date: meeting.date.map(Written), item: meeting.item.clone() }
}

fn together(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join("; "))
}

fn gone(gone: &Gone) -> GoneEntry {
    GoneEntry {
        id: gone.id.clone(),
        title: gone.entry.clone().unwrap_or_else(|| gone.section.clone()),
        rating: Written(gone.rating),
    }
}
