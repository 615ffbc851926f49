//! The rated report as data, for other programs.
//!
//! Field names are a promise to other programs. What each field means is written only here: `report.schema.json` beside
//! this file is generated from these types and their comments, and `tests/suite/data_files.rs` checks both.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Value, json};

use super::written::{ByRating, Form, RATING, Written, one_of};
use crate::report::compare::Movement;
use crate::report::rate::{Basis, Direction};
use crate::report::{Better, Date, DocumentKind, Kind, Number, Preset, Rating, Share, Status, When};

/// The stable name of a folder or file.
pub(super) const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// A section and an entry in it.
const PLACE: &str = "^[a-z0-9-]+/[a-z0-9-]+$";

/// The rated report, with every reason.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Report {
    /// The folder's name.
    #[schemars(regex(pattern = ID))]
    pub id: String,
    /// The title.
    pub title: String,
    /// The body whose paper it is; empty if none is named.
    pub council: String,
    /// The period, as printed.
    pub period: String,
    /// The first day of the period.
    pub from: Option<Written<Date>>,
    /// The last day of the period.
    pub to: Option<Written<Date>>,
    /// The id of the previous report, from which movements are counted, if there is one.
    pub previous: Option<String>,
    /// Whether it reports progress or is itself the plan.
    pub document: Written<DocumentKind>,
    /// The id of the plan that it reports on, if there is one.
    pub plan: Option<String>,
    /// Whether it is still a draft.
    pub status: Option<Written<Status>>,
    /// The head of a committee paper; null if it is not one.
    pub cover: Option<Cover>,
    /// The meeting; of several, the earliest.
    pub meeting: Option<Meeting>,
    /// Every meeting, in the order typed.
    pub meetings: Vec<Meeting>,
    /// Whether this file holds what must not be published.
    pub restricted: bool,
    /// The scales of its ratings: the report's own first.
    pub scales: Vec<ScaleData>,
    /// The aspects of projects that are rated separately, in order of print; left out if nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aspects: Vec<AspectData>,
    /// The rating of the whole report and where it comes from; null if it has none.
    pub overall: Option<SectionRating>,
    /// How that moved since the previous report.
    pub overall_movement: Option<Written<Movement>>,
    /// The rating of the whole report in the previous one.
    pub overall_previous_rating: Option<Written<Rating>>,
    /// Projects by rating, over the whole report; those of several scales together.
    pub counts: ByRating,
    /// Indicators by rating, over the whole report; those of several scales together.
    pub indicator_counts: ByRating,
    /// Actions by rating, over the whole report; those of a section in which none is rated are not counted.
    pub action_counts: ByRating,
    /// A plan's priorities, year by year.
    pub priorities: Vec<Priorities>,
    /// What the letters of actions mean.
    pub categories: Vec<Category>,
    /// The groups that sections belong to, in order of print.
    pub groups: Vec<Group>,
    /// The sections, in order of print.
    pub sections: Vec<Section>,
    /// What was rated in the previous report but is not in this one.
    pub no_longer_reported: Vec<GoneEntry>,
    /// What is exempt from publication, in order of print. In the public copy it is in no other list.
    pub exempt: Vec<ExemptPart>,
}

/// A section or entry that is exempt from publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ExemptPart {
    /// The section's id, or `section/entry`.
    pub id: String,
    /// The title.
    pub title: String,
    /// The code of an indicator or action, if it has one.
    pub code: Option<String>,
    /// The kind of section that it is, or is in.
    pub kind: Written<Kind>,
    /// The paragraphs of the nation's law under which it is exempt.
    pub paragraphs: Vec<i64>,
    /// By which law, in the sentence that the documents print.
    pub law: String,
    /// Why, in the council's own words.
    pub why: Option<String>,
}

/// A scale of ratings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Scale")]
pub struct ScaleData {
    /// The preset that it is or was made from; null for a list of the council's own.
    pub preset: Option<Written<Preset>>,
    /// Its ratings, the best first; those that are in every scale stand last.
    pub ratings: Vec<StateData>,
}

/// A rating of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "ScaleRating")]
pub struct StateData {
    /// The stable name.
    #[schemars(regex(pattern = RATING))]
    pub id: String,
    /// The word that is printed.
    pub word: String,
    /// What it means, if the scale says it.
    pub means: Option<String>,
    /// The id of the step that it counts as, which is its own for a step; null if it counts as nothing.
    pub counts_as: Option<Written<Rating>>,
    /// The colour of its box, as #1d4f91.
    pub fill: String,
    /// The colour of the word in it.
    pub text: String,
    /// The name of its shape.
    pub shape: String,
}

/// An aspect of projects that is rated separately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Aspect")]
pub struct AspectData {
    /// The stable name.
    #[schemars(regex(pattern = ID))]
    pub id: String,
    /// The title.
    pub title: String,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Meeting {
    /// Who meets.
    pub body: Option<String>,
    /// The day.
    pub date: Option<Written<Date>>,
    /// The item on the agenda.
    pub item: Option<String>,
}

/// The head of a committee paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Cover {
    /// Who it is from; several are separated by semicolons.
    pub from: Option<String>,
    /// Who it is for; several are separated by semicolons.
    pub to: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Whether the public may see it.
    pub classification: Option<String>,
    /// The reference number of the decision.
    pub decision_reference: Option<String>,
    /// The wards affected.
    pub wards: Option<String>,
    /// Further lines, in the council's own words.
    pub heading: Vec<HeadingLine>,
}

/// A line in the head of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct HeadingLine {
    /// What it is called.
    pub label: String,
    /// What it says.
    pub text: String,
}

/// A plan's priorities in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Priorities {
    /// The year.
    pub year: String,
    /// The `section/entry` of each, the most important first.
    #[schemars(inner(regex(pattern = PLACE)))]
    pub entries: Vec<String>,
}

/// What a letter means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Category {
    /// The letter.
    pub letter: String,
    /// Its name.
    pub title: String,
    /// What belongs in it.
    pub description: Option<String>,
}

/// Sections that stand together under one heading.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Group {
    /// The id by which sections name it.
    #[schemars(regex(pattern = ID))]
    pub id: String,
    /// The title.
    pub title: String,
    /// Who is responsible for it.
    pub owner: Option<String>,
    /// What it is about, as plain text.
    pub about: String,
    /// Its rating from those of its sections, which are counted in it; null if it has none.
    pub rating: Option<SectionRating>,
    /// How it moved since the previous report; null without one, or without a rating.
    pub movement: Option<Written<Movement>>,
    /// Its rating in the previous report.
    pub previous_rating: Option<Written<Rating>>,
    /// Projects by rating, over its sections.
    pub counts: ByRating,
    /// Indicators by rating, over its sections.
    pub indicator_counts: ByRating,
    /// Actions by rating, over its sections.
    pub action_counts: ByRating,
    /// The ids of its sections, in order of print.
    #[schemars(inner(regex(pattern = ID)))]
    pub sections: Vec<String>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, transform = entries_by_kind)]
pub struct Section {
    /// The folder's name.
    #[schemars(regex(pattern = ID))]
    pub id: String,
    /// The kind.
    pub kind: Written<Kind>,
    /// The title.
    pub title: String,
    /// The id of the group that it belongs to.
    pub group: Option<String>,
    /// Who is responsible for it.
    pub owner: Option<String>,
    /// Which of the report's scales its ratings are of, counted from 0.
    pub scale: usize,
    /// Its rating and where it comes from; null if nothing in it is rated.
    pub rating: Option<SectionRating>,
    /// How it moved since the previous report; null without one, or if nothing is rated.
    pub movement: Option<Written<Movement>>,
    /// Its rating in the previous report.
    pub previous_rating: Option<Written<Rating>>,
    /// What is expected of its indicators at the year's end, by rating; null if nothing is.
    pub forecast_counts: Option<ByRating>,
    /// The entries, in order of print.
    pub entries: Entries,
}

/// Limits the entries of a section to its own kind.
fn entries_by_kind(section: &mut Schema) {
    use Kind::{Actions, Enabler, Indicators, Narrative, Workstream};
    // In the order of `Entries`.
    let kinds: [&[Kind]; 4] = [&[Workstream, Enabler], &[Indicators], &[Actions], &[Narrative]];
    let entries = section.pointer_mut("/properties/entries").and_then(Value::as_object_mut);
    let Some((entries, Value::Array(shapes))) = entries.and_then(|entries| {
        let shapes = entries.remove("anyOf")?;
        Some((entries, shapes))
    }) else {
        return;
    };
    entries.insert("type".to_owned(), "array".into());
    let by_kind = kinds.into_iter().zip(shapes).map(|(kinds, entries)| {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        json!({ "properties": { "kind": { "enum": names }, "entries": entries } })
    });
    section.insert("oneOf".to_owned(), by_kind.collect());
}

/// A section's rating and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SectionRating {
    /// The rating; null where ratings are counted and not rolled up: for indicators, and under the rule `none`.
    pub value: Option<Written<Rating>>,
    /// How it came about.
    pub rule: Written<Origin>,
    /// The shares of the share rule, by the id of the step; null for any other.
    pub shares: Option<BTreeMap<&'static str, Written<Share>>>,
    /// Why, in the sentence that the documents print.
    pub reason: String,
    /// Entries by rating.
    pub counts: ByRating,
    /// The rating set in place of the computed one; null if none was.
    #[serde(rename = "override")]
    pub set_by_hand: Option<Override>,
}

/// How a section's rating came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// By a rule, or as its owner stated.
    Basis(Basis),
    /// Its entries are counted, and not rolled up into one rating.
    Counted,
}

impl Form for Origin {
    const NAME: &'static str = "Rule";

    fn text(self) -> Cow<'static, str> {
        match self {
            Self::Basis(basis) => basis.name().into(),
            Self::Counted => "counted".into(),
        }
    }

    fn schema() -> Schema {
        one_of(["majority", "worst", "share", "score", "manual", "none", "stated", "counted"])
    }
}

/// A rating set by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Override {
    /// Who set it.
    pub by: Option<String>,
    /// Why.
    pub reason: String,
    /// What the rule or the figure gives.
    pub computed: Written<Rating>,
}

/// The entries of a section, by its kind.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Entries {
    /// Those of a workstream or enabler.
    Projects(Vec<Entry<ProjectData>>),
    /// Those of indicators.
    Indicators(Vec<Entry<IndicatorData>>),
    /// Those of actions.
    Actions(Vec<Entry<ActionData>>),
    /// Those of a narrative.
    Passages(Vec<Entry<PassageData>>),
}

/// An entry: what all have in common, then what its kind has.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "{M}")]
pub struct Entry<M> {
    /// The file's name.
    #[schemars(regex(pattern = ID))]
    pub id: String,
    /// The title.
    pub title: String,
    /// The rating; null if the kind has none, and in a plan.
    pub rating: Option<Written<Rating>>,
    /// How it moved since the previous report; null without one, or if nothing is rated.
    pub movement: Option<Written<Movement>>,
    /// Its rating in the previous report.
    pub previous_rating: Option<Written<Rating>>,
    /// What its kind has.
    #[serde(flatten)]
    pub more: M,
}

/// What a project has.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Project")]
pub struct ProjectData {
    /// The council's own reference for it.
    pub code: Option<String>,
    /// Who leads it, or the first of those who do.
    pub lead: Option<String>,
    /// Everybody who leads it.
    pub leads: Vec<String>,
    /// The portfolio of the Cabinet member who answers for it.
    pub portfolio: Option<String>,
    /// The wards that it affects.
    pub wards: Vec<String>,
    /// How far it has come, in the council's own word.
    pub stage: Option<String>,
    /// How much of it is done, in percent.
    #[schemars(range(max = 100))]
    pub progress: Option<u8>,
    /// Why it is rated so, if that is not the best rating.
    pub reason: Option<String>,
    /// What is being done about it.
    pub action: Option<String>,
    /// When it was last updated.
    pub updated: Option<Written<Date>>,
    /// The day by which it is due to be finished; the last of a month or quarter.
    pub due: Option<Written<Date>>,
    /// The month or quarter, if `due` was given as one.
    pub due_given: Option<Written<When>>,
    /// The day by which it was originally due to be finished; the last of a month or quarter.
    pub original_due: Option<Written<Date>>,
    /// The month or quarter, if `original_due` was given as one.
    pub original_due_given: Option<Written<When>>,
    /// The rating of each of the report's aspects, in their order; left out if it rates none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<AspectRatingData>,
    /// How its rating and those of its aspects go together, in the sentence that the documents print; left out where
    /// they print none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating_reason: Option<String>,
    /// Its milestones.
    pub milestones: Vec<Milestone>,
    /// What a plan says about it, as plain text; null if it says nothing.
    pub outlook: Option<Outlook>,
}

/// The rating of an aspect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "AspectRating")]
pub struct AspectRatingData {
    /// The aspect's id.
    #[schemars(regex(pattern = ID))]
    pub aspect: String,
    /// Its rating.
    pub rating: Written<Rating>,
    /// How it moved since the previous report; null without one.
    pub movement: Option<Written<Movement>>,
    /// Its rating in the previous report.
    pub previous_rating: Option<Written<Rating>>,
}

/// What a plan says about a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Outlook {
    /// In the long term.
    pub long_term: String,
    /// In the medium term.
    pub medium_term: String,
    /// This year.
    pub this_year: String,
}

/// What an indicator has. Figures are texts, so that no decimal is lost.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Indicator")]
pub struct IndicatorData {
    /// Its code.
    pub code: Option<String>,
    /// Who is responsible for it.
    pub owner: Option<String>,
    /// The unit.
    pub unit: String,
    /// The time that it covers.
    pub basis: Option<String>,
    /// Whether a higher or a lower figure is better.
    pub better: Written<Better>,
    /// The figure.
    pub actual: Option<Written<Number>>,
    /// The target.
    pub target: Option<Written<Number>>,
    /// What the target first was, if it has been changed.
    pub original_target: Option<Written<Number>>,
    /// How far the target may be missed with the best rating, in percent of the target.
    pub green_tolerance: Option<Written<Number>>,
    /// The least that is acceptable.
    pub floor: Option<Written<Number>>,
    /// How far the target may be missed, in percent of the target.
    pub tolerance: Option<Written<Number>>,
    /// The limit of each rating but the worst, the best first; empty if the target is itself a limit.
    pub limits: Vec<StepLimit>,
    /// The previous figure.
    pub previous: Option<Written<Number>>,
    /// Its direction of travel: that of the first comparison.
    pub direction: Option<Written<Direction>>,
    /// How it compares with each of the earlier figures that it is compared with.
    pub comparisons: Vec<Compared>,
    /// Why it has its rating.
    pub reason: String,
    /// The rating given in place of the computed one; null if none was.
    #[serde(rename = "override")]
    pub set_by_hand: Option<Override>,
    /// What is being done about it.
    pub action: Option<String>,
    /// The figure expected at the year's end; null if there is none.
    pub forecast: Option<Forecast>,
    /// The target for the whole year, if it is not the target.
    pub year_target: Option<Written<Number>>,
    /// The figures of others.
    pub benchmarks: Vec<Benchmark>,
    /// Whether the figure is provisional and may still change.
    pub provisional: bool,
    /// Whether it is given for information only.
    pub data_only: bool,
    /// Earlier figures, the oldest first.
    pub history: Vec<Past>,
}

/// The limit of a rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct StepLimit {
    /// The rating.
    pub rating: Written<Rating>,
    /// The figure that reaches it.
    pub limit: Written<Number>,
}

/// How a figure compares with an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Compared {
    /// The period of the earlier figure.
    pub period: String,
    /// The earlier figure.
    pub figure: Written<Number>,
    /// The direction of travel.
    pub direction: Written<Direction>,
}

/// A figure expected at the year's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Forecast {
    /// The figure.
    pub figure: Written<Number>,
    /// Its rating.
    pub rating: Written<Rating>,
    /// Why it has that rating.
    pub reason: String,
}

/// The figure of somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Benchmark {
    /// Whose figure it is.
    pub name: String,
    /// The figure.
    pub figure: Written<Number>,
}

/// An earlier figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Past {
    /// The period.
    pub period: String,
    /// The figure.
    pub actual: Option<Written<Number>>,
    /// The target of that period.
    pub target: Option<Written<Number>>,
}

/// What an action has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Action")]
pub struct ActionData {
    /// Its code.
    pub code: String,
    /// Its category.
    pub category: Option<String>,
    /// The source's paragraphs.
    pub paragraphs: Vec<String>,
    /// By when it is due, as printed.
    pub timescale: Option<String>,
    /// Who leads it.
    pub leads: Vec<String>,
    /// Its status.
    pub status: Option<String>,
    /// The comment that it answers, as plain text.
    pub comment: String,
    /// How an improvement will be seen, as plain text: one line for each item.
    pub evidence: String,
    /// How it is monitored, as plain text: one line for each item.
    pub monitoring: String,
}

/// What a part of a narrative has: nothing more than every entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Passage")]
pub struct PassageData {}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Milestone {
    /// What will be reached.
    pub title: String,
    /// The day by which it is due; the last of a month or quarter.
    pub due: Option<Written<Date>>,
    /// The month or quarter, if `due` was given as one.
    pub due_given: Option<Written<When>>,
    /// The day by which it was originally due; the last of a month or quarter.
    pub original_due: Option<Written<Date>>,
    /// The month or quarter, if `original_due` was given as one.
    pub original_due_given: Option<Written<When>>,
    /// Whether it has been reached.
    pub is_done: bool,
    /// The day on which it was reached, if known; the last of a month or quarter.
    pub done: Option<Written<Date>>,
    /// The month or quarter, if `done` was given as one.
    pub done_given: Option<Written<When>>,
    /// Its rating.
    pub rating: Option<Written<Rating>>,
}

/// Something that is no longer reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct GoneEntry {
    /// The section's id, or `section/entry`.
    pub id: String,
    /// The title.
    pub title: String,
    /// The last rating.
    pub rating: Written<Rating>,
}
