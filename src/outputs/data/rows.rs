//! The rows of `ratings.csv`: one for each section and entry, and for the report and its groups where they have a rating.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Value, json};

use super::report::{AspectRatingData, Entries, Entry, Group, ID, Origin, Report, SectionRating};
use super::written::{Form, Written, one_of};
use crate::report::compare::Movement;
use crate::report::rate::Direction;
use crate::report::{Kind, Number, Rating};

/// One row of `ratings.csv`, for a section or an entry, or for a report or group that has a rating; the order of
/// `required` is that of the columns. Rows carry the report's id, so that the files of many periods can be put together.
/// Where a report rates aspects of its projects separately, `rating_ID`, `previous_rating_ID` and `movement_ID` follow
/// for each. A text that a spreadsheet could take for a
/// formula has an apostrophe before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "row", transform = empty_for_null)]
pub struct Row {
    /// The report's id.
    #[schemars(regex(pattern = ID))]
    pub report: String,
    /// The period, as printed.
    pub period: String,
    /// What it is about.
    pub level: Written<Level>,
    /// The section's id; empty for a report or a group.
    #[schemars(regex(pattern = ID_OR_NOTHING))]
    pub section: String,
    /// The entry's id; empty for anything else.
    pub entry: String,
    /// The title.
    pub title: String,
    /// The rating.
    pub rating: Option<Written<Rating>>,
    /// The rating in the previous report; empty if there is none.
    pub previous_rating: Option<Written<Rating>>,
    /// The movement; empty if there is no previous report.
    pub movement: Option<Written<Movement>>,
    /// The rule; empty for an entry.
    pub rule: Option<Written<Origin>>,
    /// Who owns or leads it; several are separated by semicolons.
    pub responsible: String,
    /// The kind of section; empty for a report or a group.
    pub kind: Option<Written<Kind>>,
    /// The code of an entry, if it has one.
    pub code: String,
    /// The figure of an indicator.
    pub actual: Option<Written<Number>>,
    /// The target.
    pub target: Option<Written<Number>>,
    /// The unit.
    pub unit: String,
    /// The figure's direction of travel.
    pub direction: Option<Written<Direction>>,
    /// The rating that the figure gives, where another was given in its place.
    pub computed_rating: Option<Written<Rating>>,
    /// What the target first was, if it has been changed.
    pub original_target: Option<Written<Number>>,
    /// How far the target may be missed with the best rating, in percent of the target.
    pub green_tolerance: Option<Written<Number>>,
    /// The limit of each rating but the worst, as `green 90; amber 70`.
    pub limits: String,
    /// What the figure is compared with, as `improving Q1 2014/15 71.6`; several are separated by semicolons.
    pub comparisons: String,
    /// The figure expected at the year's end.
    pub forecast: Option<Written<Number>>,
    /// The target for the whole year, if it is not the target.
    pub year_target: Option<Written<Number>>,
    /// The rating of the forecast.
    pub forecast_rating: Option<Written<Rating>>,
    /// The figures of others, as `England 71; Family group 73`.
    pub benchmarks: String,
    /// The id of the group, or of the one that the section belongs to; empty if there is none.
    pub group: String,
    /// The portfolio of the Cabinet member who answers for a project.
    pub portfolio: String,
    /// The wards that a project affects; several are separated by semicolons.
    pub wards: String,
    /// How far a project has come, in the council's own word.
    pub stage: String,
    /// How much of a project is done, in percent.
    pub progress: Option<Written<Number>>,
    /// The aspects of its projects that the report rates separately; each adds three columns after the others.
    #[serde(skip)]
    pub aspects: Vec<AspectRow>,
}

/// What the columns of one aspect hold: `rating_ID`, `previous_rating_ID` and `movement_ID`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AspectRow {
    id: String,
    rating: Option<Written<Rating>>,
    previous_rating: Option<Written<Rating>>,
    movement: Option<Written<Movement>>,
}

impl AspectRow {
    /// The columns with what is in them; there is nothing in those of a section.
    pub(super) fn columns(&self) -> [(String, Cow<'static, str>); 3] {
        let id = &self.id;
        [
            (format!("rating_{id}"), said(self.rating)),
            (format!("previous_rating_{id}"), said(self.previous_rating)),
            (format!("movement_{id}"), said(self.movement)),
        ]
    }
}

fn said<T: Form>(value: Option<Written<T>>) -> Cow<'static, str> {
    value.map(Written::text).unwrap_or_default()
}

/// An id, or nothing.
const ID_OR_NOTHING: &str = "^([a-z0-9]+(-[a-z0-9]+)*|)$";

/// In CSV, what is not there is an empty cell.
fn empty_for_null(row: &mut Schema) {
    let columns = row.get_mut("properties").and_then(Value::as_object_mut);
    let shapes = columns
        .into_iter()
        .flat_map(serde_json::Map::values_mut)
        .filter_map(|column| column.get_mut("anyOf"));
    for shape in shapes.filter_map(Value::as_array_mut).flatten() {
        if *shape == json!({ "type": "null" }) {
            *shape = json!({ "const": "" });
        }
    }
    let or_empty = |shape: Schema| json!({ "anyOf": [shape, { "const": "" }] });
    row.insert(
        "patternProperties".to_owned(),
        json!({
            "^(previous_)?rating_[a-z0-9-]+$": or_empty(Rating::schema()),
            "^movement_[a-z0-9-]+$": or_empty(Movement::schema()),
        }),
    );
}

/// What a row is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Level {
    /// The whole report.
    #[default]
    Report,
    /// A group.
    Group,
    /// A section.
    Section,
    /// An entry.
    Entry,
}

impl Form for Level {
    const NAME: &'static str = "Level";

    fn text(self) -> Cow<'static, str> {
        match self {
            Self::Report => "report".into(),
            Self::Group => "group".into(),
            Self::Section => "section".into(),
            Self::Entry => "entry".into(),
        }
    }

    fn schema() -> Schema {
        one_of(["report", "group", "section", "entry"])
    }
}

/// The group that has a rating and whose first section has this place among the sections.
pub(super) fn rated_group_before(report: &Report, place: usize) -> Option<(&Group, &SectionRating)> {
    let section = &report.sections[place];
    let is_own = |group: &&Group| group.sections.first() == Some(&section.id);
    let group = report.groups.iter().find(is_own)?;
    Some((group, group.rating.as_ref()?))
}

/// The rows of a report: its own, then each group before its sections and each section before its entries.
pub fn rows(report: &Report) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(overall) = &report.overall {
        rows.push(Row {
            level: Written(Level::Report),
            title: report.title.clone(),
            previous_rating: report.overall_previous_rating,
            movement: report.overall_movement,
            ..whole(report, overall)
        });
    }
    for (place, section) in report.sections.iter().enumerate() {
        if let Some((group, rating)) = rated_group_before(report, place) {
            rows.push(Row {
                level: Written(Level::Group),
                title: group.title.clone(),
                previous_rating: group.previous_rating,
                movement: group.movement,
                responsible: group.owner.clone().unwrap_or_default(),
                group: group.id.clone(),
                ..whole(report, rating)
            });
        }
        let rating = section.rating.as_ref();
        let of_section = Row {
            level: Written(Level::Section),
            section: section.id.clone(),
            title: section.title.clone(),
            rating: rating.and_then(|rating| rating.value),
            previous_rating: section.previous_rating,
            movement: section.movement,
            rule: rating.map(|rating| rating.rule),
            responsible: section.owner.clone().unwrap_or_default(),
            kind: Some(section.kind),
            group: section.group.clone().unwrap_or_default(),
            ..empty(report)
        };
        rows.push(of_section.clone());
        match &section.entries {
            Entries::Projects(entries) => rows.extend(entries.iter().map(|entry| {
                Row {
                    responsible: entry.more.leads.join("; "),
                    code: entry.more.code.clone().unwrap_or_default(),
                    portfolio: entry.more.portfolio.clone().unwrap_or_default(),
                    wards: entry.more.wards.join("; "),
                    stage: entry.more.stage.clone().unwrap_or_default(),
                    progress: entry
                        .more
                        .progress
                        .and_then(|percent| Number::parse(&percent.to_string()))
                        .map(Written),
                    aspects: report
                        .aspects
                        .iter()
                        .map(|aspect| {
                            let own = entry.more.ratings.iter().find(|own| own.aspect == aspect.id);
                            aspect_row(&aspect.id, own)
                        })
                        .collect(),
                    ..row(entry, &of_section)
                }
            })),
            Entries::Indicators(entries) => rows.extend(entries.iter().map(|entry| Row {
                responsible: entry.more.owner.clone().unwrap_or_default(),
                code: entry.more.code.clone().unwrap_or_default(),
                actual: entry.more.actual,
                target: entry.more.target,
                unit: entry.more.unit.clone(),
                direction: entry.more.direction,
                computed_rating: entry.more.set_by_hand.as_ref().map(|given| given.computed),
                original_target: entry.more.original_target,
                green_tolerance: entry.more.green_tolerance,
                limits: listed(&entry.more.limits, |limit| {
                    [limit.rating.text(), limit.limit.text()].join(" ")
                }),
                comparisons: listed(&entry.more.comparisons, |compared| {
                    [&compared.direction.text(), compared.period.as_str(), &compared.figure.text()].join(" ")
                }),
                forecast: entry.more.forecast.as_ref().map(|forecast| forecast.figure),
                year_target: entry.more.year_target,
                forecast_rating: entry.more.forecast.as_ref().map(|forecast| forecast.rating),
                benchmarks: listed(&entry.more.benchmarks, |benchmark| {
                    [benchmark.name.as_str(), &benchmark.figure.text()].join(" ")
                }),
                ..row(entry, &of_section)
            })),
            Entries::Actions(entries) => rows.extend(entries.iter().map(|entry| Row {
                responsible: entry.more.leads.join("; "),
                code: entry.more.code.clone(),
                ..row(entry, &of_section)
            })),
            Entries::Passages(entries) => {
                rows.extend(entries.iter().map(|entry| row(entry, &of_section)));
            }
        }
    }
    rows
}

/// A row of which only the report is known.
fn empty(report: &Report) -> Row {
    Row {
        report: report.id.clone(),
        period: report.period.clone(),
        aspects: report.aspects.iter().map(|aspect| aspect_row(&aspect.id, None)).collect(),
        ..Row::default()
    }
}

/// The row of something that is rated over sections.
fn whole(report: &Report, rating: &SectionRating) -> Row {
    Row { rating: rating.value, rule: Some(rating.rule), ..empty(report) }
}

fn aspect_row(id: &str, own: Option<&AspectRatingData>) -> AspectRow {
    AspectRow {
        id: id.to_owned(),
        rating: own.map(|own| own.rating),
        previous_rating: own.and_then(|own| own.previous_rating),
        movement: own.and_then(|own| own.movement),
    }
}

/// Several values in one cell.
fn listed<T>(values: &[T], text: impl Fn(&T) -> String) -> String {
    values.iter().map(text).collect::<Vec<_>>().join("; ")
}

/// What the rows of all entries have in common.
fn row<M>(entry: &Entry<M>, of_section: &Row) -> Row {
    Row {
        level: Written(Level::Entry),
        entry: entry.id.clone(),
        title: entry.title.clone(),
        rating: entry.rating,
        previous_rating: entry.previous_rating,
        movement: entry.movement,
        rule: None,
        responsible: String::new(),
        ..of_section.clone()
    }
}
